/** The before-save flows of an object as steps of its saves, in the order Salesforce runs them. */
import { formulaContext } from '../formulas/typeContext.ts';
import type { BeforeSaveStep } from '../save/beforeSave.ts';
import type { FlowSchema, ObjectSchema, Schema } from '../schema.ts';
import { OrgError } from '../types.ts';
import { compileFlow, TRIGGERS } from './compile.ts';
import { nodeOf, textOf } from './metadata.ts';
import { runFlow } from './run.ts';

/** Orders 1 to 1,000 come first, then flows without one, then 1,001 to 2,000 (Salesforce Help, flow trigger order). */
const BETWEEN = 1_000.5;

function compareFlows(left: FlowSchema, right: FlowSchema): number {
  const byOrder = (left.triggerOrder ?? BETWEEN) - (right.triggerOrder ?? BETWEEN);
  if (byOrder !== 0) return byOrder;
  return left.fullName < right.fullName ? -1 : 1;
}

function toStep(flow: FlowSchema, object: ObjectSchema, schema: Schema): BeforeSaveStep {
  const { program, problems } = compileFlow(flow.metadata, object, schema, formulaContext(schema, object.apiName, 'flow').resolve);
  return {
    name: flow.fullName,
    object: object.apiName,
    on: TRIGGERS[textOf(nodeOf(flow.metadata, 'start') ?? {}, 'recordTriggerType') ?? ''] ?? 'createOrUpdate',
    run: (draft, context, environment) => {
      // A deploy refuses such a flow; one that was deployed before it was checked so may still be there.
      if (program === undefined) throw new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `flow ${flow.fullName} cannot run: ${problems.join('; ')}`, 501);
      return runFlow(textOf(flow.metadata, 'label') ?? flow.fullName, program, draft, context, environment);
    },
  };
}

const compiled = new WeakMap<Schema, WeakMap<ObjectSchema, readonly BeforeSaveStep[]>>();
const NONE: readonly BeforeSaveStep[] = [];

/** Compiled once per schema: a deploy brings a new one. */
export function flowSteps(schema: Schema, object: ObjectSchema): readonly BeforeSaveStep[] {
  if (object.flows === undefined || object.flows.length === 0) return NONE;
  const ofSchema = compiled.get(schema) ?? new WeakMap<ObjectSchema, readonly BeforeSaveStep[]>();
  compiled.set(schema, ofSchema);
  const known = ofSchema.get(object) ?? object.flows.filter((flow) => flow.trigger === 'RecordBeforeSave').toSorted(compareFlows).map((flow) => toStep(flow, object, schema));
  ofSchema.set(object, known);
  return known;
}
