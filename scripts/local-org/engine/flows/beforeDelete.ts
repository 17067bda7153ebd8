/** The place of before-delete record-triggered flows: only the record that the request names, not what goes along with it. */
import type { ObjectPlan } from '../objectPlan.ts';
import { copyRow, type Row } from '../records.ts';
import type { SaveCall } from '../save/call.ts';
import { runOnce } from './afterSave.ts';
import { recordWriter } from './recordWriter.ts';
import { flowsOf } from './triggered.ts';

/**
 * Runs the before-delete flows of the record's object.
 * @throws SaveRefused when a flow fails or refuses the deletion
 */
export function runBeforeDelete(plan: ObjectPlan, row: Row, call: SaveCall): void {
  const { context, environment } = call;
  const flows = flowsOf(context.engine.schema, plan.object, 'RecordBeforeDelete');
  if (flows.length === 0) return;
  const writer = recordWriter(call);
  for (const flow of flows) {
    runOnce(flow, { record: { plan, row: copyRow(plan, row), given: new Set() }, prior: null, context, environment, writer });
  }
}
