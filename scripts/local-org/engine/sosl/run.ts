/** Runs a search: each object as a query of its own, whose records must hold the search's words. */
import type { FieldSchema, FieldType, ObjectSchema } from '../schema.ts';
import { planOf } from '../objectPlan.ts';
import { isStored } from '../../store/tables.ts';
import { queryErrors } from '../soql/errors.ts';
import { queryObject } from '../soql/compile.ts';
import type { QueryRun } from '../soql/queryRun.ts';
import { runLinkedQuery } from '../soql/run.ts';
import type { Scope } from '../soql/scope.ts';
import { fieldNode, type Select } from '../soql/syntax/tree.ts';
import type { SearchGroup, SearchStatement } from './statement.ts';

/** Name of the SQL function that looks for the terms (as JSON) in the texts of a record. */
export const SEARCH_FUNCTION = 'handrail_search';

/** Records of one search. */
const MAX_RECORDS = 2_000;

const TEXT: ReadonlySet<FieldType> = new Set(['string', 'textarea', 'email', 'phone', 'url']);
/** Fields that count as names beside the name itself (SOSL reference, IN NAME FIELDS). */
const NAME_FIELDS: ReadonlySet<string> = new Set(['Name', 'FirstName', 'LastName', 'Company', 'AssistantName', 'Subject']);

const IN_GROUP: Readonly<Record<SearchGroup, (field: FieldSchema) => boolean>> = {
  ALL: ({ type }) => TEXT.has(type),
  NAME: ({ nameField, apiName }) => nameField || NAME_FIELDS.has(apiName),
  EMAIL: ({ type }) => type === 'email',
  PHONE: ({ type }) => type === 'phone',
};

/** The condition that a record holds the terms, or null when no field of the object is searched. */
function matchSql(run: QueryRun, object: ObjectSchema, { terms, group }: SearchStatement, scope: Scope, add: (value: string) => string): string | null {
  const { access } = run.session;
  const fields = object.fields.filter((field) => isStored(field) && IN_GROUP[group](field) && access?.field(object.apiName, field.apiName, 'read') !== false);
  if (fields.length === 0) {
    return null;
  }
  return `${SEARCH_FUNCTION}(${add(JSON.stringify(terms))}, ${fields.map(({ apiName }) => scope.own(apiName).sql).join(', ')})`;
}

function idsOf(object: ObjectSchema): Select {
  return {
    items: [{ kind: 'expression', expression: fieldNode('Id'), alias: undefined, offset: -1 }], from: { name: object.apiName, offset: -1 },
    alias: undefined, joins: [], scope: undefined, where: undefined, groupBy: undefined, having: undefined, orderBy: [], limit: undefined, offset: undefined,
  };
}

/** The records that were found, object by object. */
export function runSearch(run: QueryRun, statement: SearchStatement): Record<string, unknown>[] {
  const { engine: { schema }, session } = run;
  const selects = statement.returning
    ?? schema.objects.filter((object) => object.searchable && planOf(object).has('Id') && session.access?.object(object.apiName, 'read') !== false).map(idsOf);
  const limit = Math.min(statement.limit ?? MAX_RECORDS, MAX_RECORDS);
  const records: Record<string, unknown>[] = [];
  for (const select of selects) {
    const object = queryObject(run, select);
    if (!object.searchable) {
      throw queryErrors.notSearchable(run.soql, select.from.offset, object.apiName);
    }
    const left = limit - records.length;
    if (left > 0) {
      records.push(...runLinkedQuery(run, object, { ...select, limit: Math.min(select.limit ?? left, left) }, (scope, add) => matchSql(run, object, statement, scope, add)));
    }
  }
  return records;
}
