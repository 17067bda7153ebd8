/** The flows of an object by the moment they run at, compiled once per schema, in the order Salesforce runs them. */
import { formulaContext } from '../formulas/typeContext.ts';
import type { FlowSchema, FlowTrigger, ObjectSchema, Schema } from '../schema.ts';
import { OrgError, type SaveError } from '../types.ts';
import { compileFlow } from './compile.ts';
import { entryOf, nodeOf, textOf } from './metadata.ts';
import type { Trigger } from './program.ts';
import { runFlow } from './run.ts';
import { SAVE_KINDS, type SaveKind } from './start.ts';

/** A flow that takes part in saves or deletions of its object. */
export interface TriggeredFlow {
  readonly name: string;
  readonly on: SaveKind;
  /** @returns errors that refuse the change; undefined when it may go on */
  run(trigger: Trigger): readonly SaveError[] | undefined;
}

/** Orders 1 to 1,000 come first, then flows without one, then 1,001 to 2,000 (Salesforce Help, flow trigger order). */
const BETWEEN = 1_000.5;

function compareFlows(left: FlowSchema, right: FlowSchema): number {
  const byOrder = (left.triggerOrder ?? BETWEEN) - (right.triggerOrder ?? BETWEEN);
  if (byOrder !== 0) return byOrder;
  return left.fullName < right.fullName ? -1 : 1;
}

function compileTriggered(flow: FlowSchema, object: ObjectSchema, schema: Schema): TriggeredFlow {
  const { program, problems } = compileFlow(flow.metadata, flow.trigger, object, schema, formulaContext(schema, object.apiName, 'flow').resolve);
  const label = textOf(flow.metadata, 'label') ?? flow.fullName;
  return {
    name: flow.fullName,
    on: entryOf(SAVE_KINDS, textOf(nodeOf(flow.metadata, 'start') ?? {}, 'recordTriggerType') ?? '') ?? 'createOrUpdate',
    run: (trigger) => {
      // A deploy refuses such a flow; one that was deployed before it was checked so may still be there.
      if (program === undefined) throw new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `flow ${flow.fullName} cannot run: ${problems.join('; ')}`, 501);
      return runFlow(label, program, trigger);
    },
  };
}

const compiled = new WeakMap<Schema, WeakMap<ObjectSchema, ReadonlyMap<FlowTrigger, readonly TriggeredFlow[]>>>();
const NONE: readonly TriggeredFlow[] = [];

function compileAll(flows: readonly FlowSchema[], object: ObjectSchema, schema: Schema): ReadonlyMap<FlowTrigger, readonly TriggeredFlow[]> {
  const byTrigger = Map.groupBy(flows.toSorted(compareFlows), (flow) => flow.trigger);
  return new Map([...byTrigger].map(([trigger, sorted]) => [trigger, sorted.map((flow) => compileTriggered(flow, object, schema))]));
}

/** The flows of an object that run at a moment. A deploy brings a new schema, and with it flows compiled anew. */
export function flowsOf(schema: Schema, object: ObjectSchema, trigger: FlowTrigger): readonly TriggeredFlow[] {
  const { flows } = object;
  if (flows === undefined || flows.length === 0) return NONE;
  const ofSchema = compiled.get(schema) ?? new WeakMap<ObjectSchema, ReadonlyMap<FlowTrigger, readonly TriggeredFlow[]>>();
  compiled.set(schema, ofSchema);
  const known = ofSchema.get(object) ?? compileAll(flows, object, schema);
  ofSchema.set(object, known);
  return known.get(trigger) ?? NONE;
}
