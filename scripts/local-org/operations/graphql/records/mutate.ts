/** Creates, updates and deletes of one request, in its order. Later ones may use the id of an earlier one: `@{alias}`. */
import { getArgumentValues, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import type { ObjectSchema } from '../../../engine/schema.ts';
import { OrgError, type SaveResult } from '../../../engine/types.ts';
import { isObject } from '../../../http/input.ts';
import { RefusedSave, RequestError } from '../errors.ts';
import type { GraphqlContext, RecordSource, Row } from '../context.ts';
import { readOne } from './connection.ts';
import { objectType, planRecord, type PlanContext, type RecordPlan } from './plan.ts';
import type { OrgView } from '../schema/view.ts';
import { selectionOf } from './selection.ts';

export type Verb = 'Create' | 'Update' | 'Delete';

export interface MutationField {
  readonly verb: Verb;
  readonly object: ObjectSchema;
}

export type Outcome =
  | { readonly done: true; readonly verb: Verb; readonly id: string; readonly record: RecordSource | null }
  | { readonly done: false; readonly error: Error };

/** By response key. */
export type Outcomes = ReadonlyMap<string, Outcome>;

/** Ends the transaction; never leaves this file. */
class Undo extends Error {}

const ROLLED_BACK = new RequestError('The transaction was rolled back since another operation in the same transaction failed.', 'DataFetchingException');

/** Runs all mutations below one `uiapi`. */
export function mutate(context: GraphqlContext, info: GraphQLResolveInfo, mutations: GraphQLObjectType, fields: ReadonlyMap<string, MutationField>, allOrNone: boolean): Outcomes {
  const scope: PlanContext = { info, context };
  const outcomes = new Map<string, Outcome>();
  const asked = [...selectionOf(info, mutations, info.fieldNodes)].filter(([, [node]]) => fields.has(node?.name.value ?? ''));
  const runAll = (): void => {
    for (const [key, nodes] of asked) {
      const outcome = attempt(() => run(scope, mutations, fields, nodes, outcomes));
      outcomes.set(key, outcome);
      if (allOrNone && !outcome.done) {
        throw new Undo();
      }
    }
  };
  try {
    if (allOrNone) {
      context.request.engine.transaction(runAll);
    } else {
      runAll();
    }
    return outcomes;
  } catch (error) {
    if (!(error instanceof Undo)) {
      throw error;
    }
    return new Map(asked.map(([key]) => [key, outcomes.get(key)?.done === false ? outcomes.get(key) ?? failed(ROLLED_BACK) : failed(ROLLED_BACK)]));
  }
}

const failed = (error: Error): Outcome => ({ done: false, error });

function attempt(work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    if (error instanceof RequestError || error instanceof OrgError || error instanceof RefusedSave) {
      return failed(error);
    }
    throw error;
  }
}

function run(scope: PlanContext, mutations: GraphQLObjectType, fields: ReadonlyMap<string, MutationField>, nodes: readonly FieldNode[], earlier: Outcomes): Outcome {
  const [node] = nodes;
  const name = node?.name.value ?? '';
  const field = fields.get(name);
  const definition = mutations.getFields()[name];
  if (node === undefined || field === undefined || definition === undefined) {
    throw new RequestError(`Field '${name}' in type '${mutations.name}' is undefined`);
  }
  const args: Row = getArgumentValues(definition, node, scope.info.variableValues);
  const input = isObject(args['input']) ? args['input'] : {};
  const { verb, object } = field;
  const id = saved(WRITE[verb](scope.context, object, resolved(input, earlier)));
  return { done: true, verb, id, record: verb === 'Delete' ? null : readOne(scope.context, object, id, payloadPlan(scope, `${name}Payload`, object, nodes)) };
}

type Write = (context: GraphqlContext, object: ObjectSchema, input: Row) => SaveResult | undefined;

const fieldsOf = (input: Row, object: ObjectSchema): Row => (isObject(input[object.apiName]) ? input[object.apiName] as Row : {});

const WRITE: Readonly<Record<Verb, Write>> = {
  Create: ({ request: { engine, session } }, object, input) => engine.insert(session, object.apiName, [fieldsOf(input, object)])[0],
  Update: ({ request: { engine, session } }, object, input) => engine.update(session, object.apiName, [{ ...fieldsOf(input, object), Id: input['Id'] }])[0],
  Delete: ({ request: { engine, session } }, object, input) => engine.delete(session, object.apiName, [String(input['Id'])])[0],
};

function saved(result: SaveResult | undefined): string {
  if (result?.success !== true || result.id === null) {
    throw new RefusedSave(result?.errors ?? []);
  }
  return result.id;
}

/** `@{alias}` becomes the id of what that mutation created. */
function resolved(input: Row, earlier: Outcomes): Row {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, isObject(value) ? resolved(value, earlier) : reference(value, earlier)]));
}

function reference(value: unknown, earlier: Outcomes): unknown {
  const alias = typeof value === 'string' ? /^@\{(\w+)\}$/.exec(value)?.[1] : undefined;
  if (alias === undefined) {
    return value;
  }
  const outcome = earlier.get(alias);
  // As documented, an update cannot be referred to.
  if (outcome?.done !== true || outcome.verb === 'Update') {
    throw new RequestError(`The reference @{${alias}} names no earlier create or delete that succeeded.`, 'DataFetchingException');
  }
  return outcome.id;
}

/** Fields of `Record` in the answer; relationships are refused where they are resolved. */
function payloadPlan(scope: PlanContext, payload: string, object: ObjectSchema, nodes: readonly FieldNode[]): RecordPlan {
  const plan: RecordPlan = { columns: new Set(['Id']), children: [] };
  const records = [...selectionOf(scope.info, objectType(scope, payload), nodes).values()].flat().filter((node) => node.name.value === 'Record');
  const view = withoutRelationships(scope.context.view, object);
  planRecord({ ...scope, context: { ...scope.context, view } }, { view, object, prefix: '' }, records, plan, true);
  return plan;
}

function withoutRelationships(view: OrgView, object: ObjectSchema): OrgView {
  const own = view.objects.get(object.apiName);
  return { objects: new Map(own === undefined ? [] : [[object.apiName, { ...own, members: new Map([...own.members].filter(([, { kind }]) => kind === 'field')) }]]) };
}
