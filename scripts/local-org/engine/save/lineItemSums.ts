/**
 * Lines make the amounts of their opportunity, order or quote. The platform does this past the opportunity's own triggers and
 * validation rules ("Operations That Don't Invoke Triggers", Apex guide), so the rules do not see it here either.
 */
import type { Draft, SaveContext } from '../context.ts';
import { planOf } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import type { SaveCall } from './call.ts';
import { writeOpportunityHistory } from './opportunityHistory.ts';

/** Brings amount, quantity and the flag of an opportunity in line with its products. */
function sumOpportunity(opportunityId: string, context: SaveContext): void {
  const { schema, records } = context.engine;
  const [opportunity, lineItem] = [schema.object('Opportunity'), schema.object('OpportunityLineItem')];
  if (opportunity === undefined || lineItem === undefined) {
    return;
  }
  const plan = planOf(opportunity);
  const prior = records.get(plan, opportunityId);
  if (prior === undefined || prior['IsDeleted'] === true) {
    return;
  }
  const items = records.find(planOf(lineItem), 'OpportunityId', opportunityId);
  const sum = (field: string): number => Math.round(items.reduce((total, item) => total + Number(item[field] ?? 0), 0) * 100) / 100;
  const row: Row = { ...prior, LastModifiedDate: context.instant, LastModifiedById: context.session.userId, SystemModstamp: context.instant };
  row['HasOpportunityLineItem'] = items.length > 0;
  if (items.length > 0) {
    row['Amount'] = sum('TotalPrice');
    row['TotalOpportunityQuantity'] = sum('Quantity');
    row['ExpectedRevenue'] = Math.round(Number(row['Amount']) * Number(row['Probability'] ?? 0)) / 100;
  }
  writeOpportunityHistory({ plan, isNew: false, row, prior, given: new Set() }, context);
  const changes: Row = {};
  for (const [field, value] of Object.entries(row)) {
    if (plan.has(field) && value !== prior[field]) {
      changes[field] = value;
    }
  }
  records.update(plan, opportunityId, changes);
}

/** The opportunity of a product line that was saved, deleted or restored follows. */
export function sumLineItems({ context, environment }: SaveCall, { row }: Draft): void {
  if (typeof row['OpportunityId'] === 'string') {
    sumOpportunity(row['OpportunityId'], context);
    environment.forget(row['OpportunityId']);
  }
}

interface LineSums {
  /** Object of the header, and the lines' lookup to it. */
  readonly header: string;
  readonly lookup: string;
  /** Field of the header to the field of the lines that it adds up. */
  readonly sums: Readonly<Record<string, string>>;
  /** Field of the header that holds the number of lines. */
  readonly count?: string;
}

const LINES: Readonly<Record<string, LineSums>> = {
  OrderItem: { header: 'Order', lookup: 'OrderId', sums: { TotalAmount: 'TotalPrice' } },
  QuoteLineItem: { header: 'Quote', lookup: 'QuoteId', sums: { Subtotal: 'Subtotal', TotalPrice: 'TotalPrice' }, count: 'LineItemCount' },
};

/** The order or quote of a line that was saved, deleted or restored follows. */
export function sumHeader({ context, environment }: SaveCall, { plan: linePlan, row }: Draft): void {
  const { schema, records } = context.engine;
  const lines = LINES[linePlan.object.apiName];
  const header = lines === undefined ? undefined : schema.object(lines.header);
  const id = row[lines?.lookup ?? ''];
  const plan = header === undefined ? undefined : planOf(header);
  const prior = plan === undefined || typeof id !== 'string' ? undefined : records.get(plan, id);
  if (lines === undefined || plan === undefined || prior === undefined || prior['IsDeleted'] === true || typeof id !== 'string') {
    return;
  }
  const items = records.find(linePlan, lines.lookup, id);
  const changes: Row = { SystemModstamp: context.instant, ...(lines.count === undefined ? {} : { [lines.count]: items.length }) };
  for (const [total, field] of Object.entries(lines.sums)) {
    changes[total] = Math.round(items.reduce((sum, item) => sum + Number(item[field] ?? 0), 0) * 100) / 100;
  }
  if (plan.has('GrandTotal')) {
    changes['GrandTotal'] = Math.round((Number(changes['TotalPrice'] ?? 0) + Number(prior['Tax'] ?? 0) + Number(prior['ShippingHandling'] ?? 0)) * 100) / 100;
  }
  records.update(plan, id, changes);
  environment.forget(id);
}
