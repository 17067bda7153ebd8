import { isChanged } from '../../context.ts';
import { parentOf } from './parents.ts';
import type { Derivation } from './derivation.ts';

/** Closed flag and date follow from the status; account and contact data from the contact. */
export const deriveCase: Derivation = (draft, { engine, instant }) => {
  const { row, plan, given } = draft;
  if (plan.has('IsClosed') && isChanged(draft, 'Status')) {
    const closed = engine.setup.find('CaseStatus', 'ApiName', String(row['Status'] ?? ''))?.['IsClosed'] === true;
    row['IsClosed'] = closed;
    row['ClosedDate'] = closed ? row['ClosedDate'] ?? instant : null;
  }
  if (isChanged(draft, 'ContactId')) {
    const contact = parentOf(engine, row['ContactId']);
    row['ContactPhone'] = contact?.['Phone'] ?? null;
    row['ContactEmail'] = contact?.['Email'] ?? null;
    if (!given.has('AccountId') && contact !== undefined) {
      row['AccountId'] = contact['AccountId'] ?? null;
    }
  }
};
