/**
 * Products make the amount of their opportunity. The platform does this past the opportunity's own triggers and
 * validation rules ("Operations That Don't Invoke Triggers", Apex guide), so the rules do not see it here either.
 */
import type { Draft, SaveContext } from '../context.ts';
import type { FormulaEnvironment } from '../formulas/environment.ts';
import { planOf } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import { writeOpportunityHistory } from './opportunityHistory.ts';

/** Brings amount, quantity and the flag of an opportunity in line with its products. */
export function sumOpportunity(opportunityId: string, context: SaveContext): void {
  const { schema, records } = context.engine;
  const [opportunity, lineItem] = [schema.object('Opportunity'), schema.object('OpportunityLineItem')];
  if (opportunity === undefined || lineItem === undefined) {
    return;
  }
  const plan = planOf(opportunity);
  const prior = records.get(plan, opportunityId);
  if (prior === undefined) {
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
  const changes: Row = {};
  for (const [field, value] of Object.entries(row)) {
    if (plan.has(field) && value !== prior[field]) {
      changes[field] = value;
    }
  }
  records.update(plan, opportunityId, changes);
  writeOpportunityHistory({ plan, isNew: false, row, prior, given: new Set() }, context);
}

/** After a save of a product line: its opportunity follows. */
export function sumLineItems(draft: Draft, context: SaveContext, environment: FormulaEnvironment): void {
  if (draft.plan.object.apiName === 'OpportunityLineItem' && typeof draft.row['OpportunityId'] === 'string') {
    sumOpportunity(draft.row['OpportunityId'], context);
    environment.forget(draft.row['OpportunityId']);
  }
}
