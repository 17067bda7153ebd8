/**
 * Opportunity stage history: a row at creation and whenever amount, probability, stage, close date or forecast
 * category changes; each row holds all of them as they are after the save. Not subject to field tracking.
 */
import { isChanged, type Draft, type SaveContext } from '../context.ts';
import { planOf } from '../objectPlan.ts';
import type { Row } from '../records.ts';

const WATCHED = ['Amount', 'Probability', 'StageName', 'CloseDate', 'ForecastCategory'] as const;
const COPIED = ['Amount', 'Probability', 'StageName', 'CloseDate', 'ForecastCategory', 'ExpectedRevenue'] as const;

/** Writes the row of an opportunity that is about to be written, when it needs one, and points the opportunity at it. */
export function writeOpportunityHistory(draft: Draft, context: SaveContext): void {
  const history = context.engine.schema.object('OpportunityHistory');
  if (history === undefined || draft.plan.object.apiName !== 'Opportunity' || !WATCHED.some((field) => isChanged(draft, field))) {
    return;
  }
  const plan = planOf(history);
  const { row, prior } = draft;
  const id = context.engine.newId(history.keyPrefix ?? '008');
  const entry: Row = {
    Id: id,
    OpportunityId: row['Id'] ?? null,
    PrevAmount: prior?.['Amount'] ?? null,
    PrevCloseDate: prior?.['CloseDate'] ?? null,
    CreatedById: context.session.userId,
    CreatedDate: context.instant,
    SystemModstamp: context.instant,
    IsDeleted: false,
  };
  for (const field of COPIED) {
    entry[field] = row[field] ?? null;
  }
  context.engine.records.insert(plan, entry);

  for (const [pointer, field] of [['LastAmountChangedHistoryId', 'Amount'], ['LastCloseDateChangedHistoryId', 'CloseDate']] as const) {
    if (prior !== null && draft.plan.has(pointer) && isChanged(draft, field)) {
      row[pointer] = id;
    }
  }
}
