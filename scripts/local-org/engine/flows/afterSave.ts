/** The place of after-save record-triggered flows: the record is stored, the transaction is still open. */
import type { Draft } from '../context.ts';
import { copyRow } from '../records.ts';
import { SaveRefused, type SaveCall } from '../save/call.ts';
import { limitsOf } from './limits.ts';
import type { Trigger } from './program.ts';
import { recordWriter } from './recordWriter.ts';
import { flowsOf, type TriggeredFlow } from './triggered.ts';

/**
 * Runs a flow for a record, unless it is running for it already: a flow that updates the record it was started by is
 * not started by that update.
 * @throws SaveRefused with the errors of the flow
 */
export function runOnce(flow: TriggeredFlow, trigger: Trigger): void {
  const { running } = limitsOf(trigger.environment);
  const key = `${flow.name}:${String(trigger.record.row['Id'])}`;
  if (running.has(key)) return;
  running.add(key);
  try {
    const errors = flow.run(trigger);
    if (errors !== undefined && errors.length > 0) throw new SaveRefused(errors);
  } finally {
    running.delete(key);
  }
}

/**
 * Runs the after-save flows of the record's object. Their writes go through the whole save pipeline.
 * @throws SaveRefused when a flow fails or refuses the record: the caller's savepoint undoes the save
 */
export function runAfterSave(draft: Draft, call: SaveCall): void {
  const { context, environment } = call;
  const { plan, row, prior, isNew } = draft;
  const flows = flowsOf(context.engine.schema, plan.object, 'RecordAfterSave');
  if (flows.length === 0) return;
  const writer = recordWriter(call);
  for (const flow of flows) {
    if (flow.on !== 'createOrUpdate' && (flow.on === 'create') !== isNew) continue;
    runOnce(flow, { record: { plan, row: copyRow(plan, row), given: new Set() }, prior, context, environment, writer });
  }
}
