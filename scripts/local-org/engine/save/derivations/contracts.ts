import { DateTime } from 'luxon';
import { isChanged } from '../../context.ts';
import { deriveLineItem } from './products.ts';
import { parentOf } from './parents.ts';
import type { Derivation } from './derivation.ts';

const STATUS_CODES: Readonly<Record<string, string>> = { Draft: 'Draft', 'In Approval Process': 'InApproval', Activated: 'Activated' };

/** Status category of a contract or order, and when and by whom it was activated. */
const deriveStatusCode: Derivation = (draft, { instant, session }) => {
  const { row, plan } = draft;
  if (!plan.has('StatusCode') || !isChanged(draft, 'Status')) {
    return;
  }
  row['StatusCode'] = STATUS_CODES[String(row['Status'])] ?? 'Draft';
  if (row['StatusCode'] === 'Activated' && (row['ActivatedDate'] ?? null) === null) {
    row['ActivatedDate'] = instant;
    row['ActivatedById'] = session.userId;
  }
};

/** A contract ends the day before its term, in months from the start, is over. */
export const deriveContract: Derivation = (draft, context) => {
  const { row, plan } = draft;
  deriveStatusCode(draft, context);
  if (plan.has('EndDate')) {
    const { StartDate: start, ContractTerm: months } = row;
    row['EndDate'] = typeof start === 'string' && typeof months === 'number' ? DateTime.fromISO(start, { zone: 'utc' }).plus({ months }).minus({ days: 1 }).toISODate() : null;
  }
};

export const deriveOrder: Derivation = (draft, context) => {
  deriveStatusCode(draft, context);
  if (draft.isNew && draft.plan.has('TotalAmount')) {
    draft.row['TotalAmount'] = 0;
  }
};

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** A quote belongs to its opportunity's account; tax and shipping come on top of its lines. */
export const deriveQuote: Derivation = ({ row, isNew }, { engine }) => {
  if (isNew) {
    Object.assign(row, { Subtotal: 0, TotalPrice: 0, LineItemCount: 0, AccountId: parentOf(engine, row['OpportunityId'])?.['AccountId'] ?? null });
  }
  row['GrandTotal'] = cents(Number(row['TotalPrice'] ?? 0) + Number(row['Tax'] ?? 0) + Number(row['ShippingHandling'] ?? 0));
};

/** A line of a quote takes its discount off the total. */
export const deriveQuoteLine: Derivation = (draft, context) => {
  const { row } = draft;
  deriveLineItem(draft, context);
  if (typeof row['Quantity'] === 'number' && typeof row['UnitPrice'] === 'number') {
    row['Subtotal'] = cents(row['Quantity'] * row['UnitPrice']);
    row['TotalPrice'] = cents(row['Subtotal'] * (1 - Number(row['Discount'] ?? 0) / 100));
  }
};
