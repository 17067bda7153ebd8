/** The before-save flows of an object as steps of its saves. */
import type { BeforeSaveStep } from '../save/beforeSave.ts';
import type { ObjectSchema, Schema } from '../schema.ts';
import { flowsOf, type TriggeredFlow } from './triggered.ts';

const steps = new WeakMap<readonly TriggeredFlow[], readonly BeforeSaveStep[]>();

const toStep = ({ name, on, run }: TriggeredFlow, object: ObjectSchema): BeforeSaveStep => ({
  name,
  object: object.apiName,
  on: on === 'create' || on === 'update' ? on : 'createOrUpdate',
  run: (draft, context, environment) => run({ record: draft, prior: draft.prior, context, environment }),
});

/** The steps of an object, in the order Salesforce runs its flows. */
export function flowSteps(schema: Schema, object: ObjectSchema): readonly BeforeSaveStep[] {
  const flows = flowsOf(schema, object, 'RecordBeforeSave');
  const known = steps.get(flows) ?? flows.map((flow) => toStep(flow, object));
  steps.set(flows, known);
  return known;
}
