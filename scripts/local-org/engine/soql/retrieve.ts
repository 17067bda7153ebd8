/** One record by id, in the REST shape. */
import { normalizeId } from '../../store/ids.ts';
import { planOf } from '../objectPlan.ts';
import { OrgError } from '../types.ts';
import { runQuery, type QueryRun } from './run.ts';
import type { Select } from './syntax.ts';

function notFound(): OrgError {
  return new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
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
  const select: Select = {
    fields: fields === undefined
      ? [{ type: 'FieldFunctionExpression', functionName: 'FIELDS', parameters: ['ALL'] }]
      : fields.map((path) => ({ type: 'FieldRelationship', field: '', relationships: [], rawValue: path })),
    from: object.apiName,
    alias: undefined,
    where: { kind: 'comparison', comparison: { field: 'Id', operator: '=', value: `'${id}'`, literalType: 'STRING' } },
    groupBy: [],
    having: undefined,
    orderBy: [],
    limit: 1,
    offset: undefined,
    allRows: false,
  };
  const { records } = runQuery({ ...run, options: { ...run.options, tooling: object.kind === 'tooling' } }, select);
  const [record] = records;
  if (record === undefined) {
    throw notFound();
  }
  return record;
}
