import type { Derivation } from './derivation.ts';

/** A lead is unread until its owner looks at it, and unconverted until it is converted (see convertLead.ts). */
export const deriveLeadStatus: Derivation = ({ row, plan, isNew, given }) => {
  if (!isNew) {
    return;
  }
  if (plan.has('IsConverted')) {
    row['IsConverted'] = false;
  }
  if (plan.has('IsUnreadByOwner') && !given.has('IsUnreadByOwner')) {
    row['IsUnreadByOwner'] = true;
  }
};
