/** One record by id, in the REST shape. */
import { normalizeId } from '../../store/ids.ts';
import type { ObjectSchema } from '../schema.ts';
import { planOf } from '../objectPlan.ts';
import { OrgError } from '../types.ts';
import type { QueryRun } from './queryRun.ts';
import { runTemplate } from './run.ts';
import { fieldNode, type Select } from './syntax/tree.ts';

function notFound(): OrgError {
  return new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
}

function readableNames(run: QueryRun, object: ObjectSchema): string[] {
  const { access } = run.session;
  return object.fields.filter(({ apiName, type }) => type !== 'location' && access?.field(object.apiName, apiName, 'read') !== false).map(({ apiName }) => apiName);
}

function selectById(object: ObjectSchema, id: string, names: readonly string[]): Select {
  return {
    items: names.map((path) => ({ kind: 'expression', expression: fieldNode(path), alias: undefined, offset: -1 })),
    from: { name: object.apiName, offset: -1 },
    alias: undefined,
    joins: [],
    scope: undefined,
    where: { kind: 'comparison', left: fieldNode('Id'), operator: '=', values: [{ kind: 'literal', type: 'text', text: `'${id}'`, id: 0, offset: -1 }], query: undefined },
    groupBy: undefined,
    having: undefined,
    orderBy: [],
    limit: undefined,
    offset: undefined,
  };
}

/** Reads a record; all its fields when none are named. Throws NOT_FOUND, or INVALID_FIELD for an unknown field. */
export function retrieveRecord(run: QueryRun, objectName: string, givenId: string, fields: readonly string[] | undefined): Record<string, unknown> {
  const object = run.engine.schema.object(objectName);
  const id = normalizeId(givenId);
  if (object === undefined || id === null) {
    throw notFound();
  }
  const plan = planOf(object);
  if (run.engine.records.get(plan, id)?.['IsDeleted'] === true) {
    throw new OrgError('ENTITY_IS_DELETED', 'entity is deleted', 404);
  }
  const options = { ...run.options, tooling: object.kind === 'tooling' };
  const template = { key: `${options.apiVersion ?? ''} ${object.apiName} ${fields?.join(' ') ?? '*'}`, ids: [id] };
  const { records } = runTemplate({ ...run, options }, template, () => selectById(object, id, fields ?? readableNames(run, object)));
  const [record] = records;
  if (record === undefined) {
    throw notFound();
  }
  return record;
}
