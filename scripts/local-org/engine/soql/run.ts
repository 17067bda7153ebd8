/** Runs a query: parse, compile to SQL, execute, shape. */
import { normalizeId } from '../../store/ids.ts';
import type { ObjectSchema } from '../schema.ts';
import { OrgError, type ColumnMetadata, type QueryResult, type RowResult, type Scalar } from '../types.ts';
import { compileAggregateQuery, compileCount, isAggregateQuery, isPlainCount, MAX_GROUPS } from './aggregateQuery.ts';
import { checkCatalogueQuery, withOwnLimit } from './catalogue.ts';
import { childCompiler, compileContext, compileRecords, queryObject, shapeContext, type CompiledRecords } from './compile.ts';
import { queryErrors } from './errors.ts';
import { templateOf, valuesFor, type Reuse, type Template } from './planCache.ts';
import { allRows, type QueryRun, type SqlValues } from './queryRun.ts';
import { compileRecordQuery } from './recordQuery.ts';
import { Parameters, type Scope } from './scope.ts';
import { shapeRecord } from './shape.ts';
import type { Select } from './syntax/tree.ts';

/** Rows fetched at a time for bulk export. */
const CHUNK = 2_000;

/** `Metadata` and `FullName` of Tooling objects come one row at a time on the platform. */
function checkOneRow(object: ObjectSchema, columns: readonly ColumnMetadata[], count: number): void {
  if (object.kind === 'tooling' && count > 1 && columns.some(({ columnName }) => columnName === 'Metadata' || columnName === 'FullName')) {
    throw queryErrors.malformed(
      `When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: ${count}`,
    );
  }
}

/** Executes a query, with the plan of an earlier one where there is one. @param parse reads its text */
export function runText(run: QueryRun, parse: () => Select): QueryResult {
  const template = templateOf(run.soql, run.options);
  return template === null ? runQuery(run, parse()) : runTemplate(run, template, parse);
}

/** Executes a query that is known by its template. @param select makes it when no plan is there */
export function runTemplate(given: QueryRun, template: Template, select: () => Select): QueryResult {
  const { plans, session: { access }, engine: { schema } } = given;
  const known = plans?.find(schema, access, template.key);
  const values = known === undefined ? null : valuesFor(known.parameters, template.ids, normalizeId);
  if (known !== undefined && values !== null) {
    return fetchRecords(given, known, values);
  }
  const reuse: Reuse = { allowed: true };
  const run: QueryRun = { ...given, reuse };
  const made = select();
  const compiled = compileQuery(run, made);
  if (compiled === null) {
    return runQuery(run, made);
  }
  if (reuse.allowed && compiled.parameters.ids.length === template.ids.length) {
    plans?.add(schema, access, template.key, compiled);
  }
  return fetchRecords(run, compiled, compiled.parameters.values);
}

/** A query for records, compiled; null for one that counts or groups. */
function compileQuery(run: QueryRun, given: Select): CompiledRecords | null {
  const object = queryObject(run, given);
  checkCatalogueQuery(object, given);
  const select = withOwnLimit(object, given);
  return isPlainCount(select) || isAggregateQuery(select) ? null : compileRecords(run, object, select);
}

function fetchRecords(run: QueryRun, { object, query, shape }: CompiledRecords, values: SqlValues): QueryResult {
  const rows = allRows(run, query.sql, values);
  checkOneRow(object, query.columns, rows.length);
  const records = rows.map((cells) => shapeRecord(query.shape, cells, shape) ?? {});
  return { records, totalSize: records.length, object: object.apiName, columns: query.columns };
}

/** Executes a parsed query. */
function runQuery(run: QueryRun, select: Select): QueryResult {
  const compiled = compileQuery(run, select);
  if (compiled !== null) {
    return fetchRecords(run, compiled, compiled.parameters.values);
  }
  const object = queryObject(run, select);
  const includeDeleted = run.options.includeDeleted === true;
  if (!isPlainCount(select)) {
    return runAggregateQuery(run, object, select, includeDeleted);
  }
  const parameters = new Parameters();
  const sql = compileCount(compileContext(run, object, select, parameters, 't'), select, includeDeleted);
  return { records: [], totalSize: Number(allRows(run, sql, parameters.values)[0]?.[0] ?? 0), object: object.apiName, columns: [] };
}

/** Executes a query for records under one more condition; no records when there is none. */
export function runLinkedQuery(
  run: QueryRun, object: ObjectSchema, select: Select, linkOf: (scope: Scope, add: (value: string) => string) => string | null,
): Record<string, unknown>[] {
  const parameters = new Parameters();
  const shape = shapeContext(run);
  const context = compileContext(run, object, select, parameters, 't');
  const link = linkOf(context.scope, (value) => parameters.add(value));
  if (link === null) {
    return [];
  }
  const query = compileRecordQuery(context, select, childCompiler(run, object, shape), false, link);
  return allRows(run, query.sql, parameters.values).map((cells) => shapeRecord(query.shape, cells, shape) ?? {});
}

function runAggregateQuery(run: QueryRun, object: ObjectSchema, select: Select, includeDeleted: boolean): QueryResult {
  const parameters = new Parameters();
  const { sql, members, columns } = compileAggregateQuery(compileContext(run, object, select, parameters, 't'), select, includeDeleted);
  const rows = allRows(run, sql, parameters.values);
  if (rows.length > MAX_GROUPS) {
    throw queryErrors.tooManyGroups();
  }
  const records = rows.map((cells) => {
    const record: Record<string, unknown> = { attributes: { type: 'AggregateResult' } };
    members.forEach(({ key, present }, index) => {
      record[key] = present(cells[index] ?? null);
    });
    return record;
  });
  return { records, totalSize: records.length, object: object.apiName, columns };
}

function toCell(value: unknown): Scalar {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Scalar);
}

/**
 * Executes a query for export: the ids are found at once, the rows are read in chunks as they are asked for, so that
 * saves between two chunks neither repeat a record nor shift one out.
 */
export function runRowQuery(run: QueryRun, select: Select): RowResult {
  const object = queryObject(run, select);
  if (isPlainCount(select) || isAggregateQuery(select) || select.items.some(({ kind }) => kind !== 'expression')) {
    throw queryErrors.malformed('Aggregate queries, child queries and TYPEOF are not supported by Bulk API 2.0');
  }
  const { query, parameters: { values } } = compileRecords(run, object, select);
  if (query.flat.some(({ field }) => field.type === 'address' || field.type === 'location')) {
    throw new OrgError('FUNCTIONALITY_NOT_ENABLED', 'Selecting compound data not supported in Bulk Query');
  }
  const ids = allRows(run, query.idSql, values).map(([id]) => String(id));
  function* rows(): Iterable<readonly Scalar[]> {
    for (let start = 0; start < ids.length; start += CHUNK) {
      const chunk = ids.slice(start, start + CHUNK);
      const byId = new Map(allRows(run, query.byIdSql, [JSON.stringify(chunk)]).map((cells) => [cells[query.shape.idSlot], cells]));
      for (const cells of chunk.map((id) => byId.get(id)).filter((found) => found !== undefined)) {
        yield query.flat.map(({ slot, present }) => toCell(present(cells[slot] ?? null)));
      }
    }
  }
  return { header: query.flat.map(({ name }) => name), rows: rows(), count: ids.length };
}
