import { parentOf } from './parents.ts';
import type { Derivation } from './derivation.ts';

/** A price book entry is called by its product. */
export const derivePricebookEntry: Derivation = ({ row, plan }, { engine }) => {
  const product = parentOf(engine, row['Product2Id']);
  for (const [field, value] of [['Name', product?.['Name']], ['ProductCode', product?.['ProductCode']]] as const) {
    if (plan.has(field)) {
      row[field] = value ?? null;
    }
  }
};

/** A product line takes product and list price from its price book entry, and its total from quantity and price. */
export const deriveLineItem: Derivation = (draft, context) => {
  const { row, given, isNew, plan } = draft;
  const entry = isNew ? parentOf(context.engine, row['PricebookEntryId']) : undefined;
  const take = (field: string, value: unknown): void => {
    if (plan.has(field) && (row[field] ?? null) === null && (typeof value === 'string' || typeof value === 'number')) {
      row[field] = value;
    }
  };
  if (entry !== undefined) {
    take('Product2Id', entry['Product2Id']);
    take('ListPrice', entry['UnitPrice']);
    if (!given.has('TotalPrice')) {
      take('UnitPrice', entry['UnitPrice']);
    }
  }
  if (isNew) {
    const product = parentOf(context.engine, row['Product2Id']);
    const opportunity = parentOf(context.engine, row['OpportunityId']);
    take('ProductCode', product?.['ProductCode']);
    if (product !== undefined && opportunity !== undefined) {
      take('Name', `${String(opportunity['Name'])} ${String(product['Name'])}`);
    }
  }
  const { Quantity: quantity, UnitPrice: price, TotalPrice: total } = row;
  if (typeof quantity !== 'number') {
    return;
  }
  if (typeof total === 'number' && given.has('TotalPrice') && !given.has('UnitPrice')) {
    row['UnitPrice'] = quantity === 0 ? 0 : Math.round((total / quantity) * 100) / 100;
  } else if (typeof price === 'number') {
    row['TotalPrice'] = Math.round(quantity * price * 100) / 100;
  }
};
