/** Runs a query: parse, compile to SQL, execute, shape. */
import type { StatementSync } from 'node:sqlite';
import type { Query as ParsedQuery } from '@jetstreamapp/soql-parser-js';
import type { EngineContext } from '../context.ts';
import { planOf } from '../objectPlan.ts';
import type { ObjectSchema } from '../schema.ts';
import { OrgError, type ColumnMetadata, type QueryOptions, type QueryResult, type RowResult, type Scalar, type Session } from '../types.ts';
import { compileAggregateQuery, compileCount, isAggregateQuery, isPlainCount } from './aggregateQuery.ts';
import { queryErrors } from './errors.ts';
import { expressionOf, type CompileContext } from './expressions.ts';
import { whereSql } from './clauses.ts';
import { presenterOf } from './present.ts';
import { compileRecordQuery, type ChildCompiler, type RecordQuery } from './recordQuery.ts';
import { Parameters, Scope } from './scope.ts';
import { shapeRecord, type ShapeContext } from './shape.ts';
import { toSelect, type Select } from './syntax.ts';

/** One execution: the user, the instant, the form of the answer. */
export interface QueryRun {
  readonly engine: EngineContext;
  readonly session: Session;
  readonly now: Date;
  readonly soql: string;
  readonly options: QueryOptions;
}

const DEFAULT_VERSION = 'v67.0';
/** Rows fetched at a time for bulk export. */
const CHUNK = 2_000;

type SqlValues = readonly (string | number | null)[];

function allRows(run: QueryRun, sql: string, values: SqlValues): unknown[][] {
  const statement = prepared(run, sql);
  statement.setReturnArrays(true);
  return statement.all(...values) as unknown as unknown[][];
}

/** SQLite limits depth and joins; the platform has a word for a query beyond its own limits. */
function prepared(run: QueryRun, sql: string): StatementSync {
  try {
    return run.engine.store.prepare(sql);
  } catch (error) {
    if (error instanceof Error && /too large|too many|at most|stack overflow/i.test(error.message)) {
      throw queryErrors.tooComplicated();
    }
    throw error;
  }
}

function shapeContext(run: QueryRun): ShapeContext {
  const { schema } = run.engine;
  const root = `/services/data/${run.options.apiVersion ?? DEFAULT_VERSION}`;
  return {
    objectOf: (id) => schema.objectByKeyPrefix(id.slice(0, 3))?.apiName,
    resource: `${root}/${run.options.tooling === true ? 'tooling/sobjects' : 'sobjects'}`,
  };
}

/** A context for one object; semi-joins share its parameters. */
function compileContext(run: QueryRun, object: ObjectSchema, alias: string | undefined, parameters: Parameters, prefix: string): CompileContext {
  const scope = new Scope(run.engine.schema, run.session.access, planOf(object), run.soql, alias, prefix);
  let nested = 0;
  const context: CompileContext = {
    scope,
    parameters,
    setup: run.engine.setup,
    now: run.now,
    timeZone: run.session.timeZone,
    compileSemiJoin: (parsed) => {
      nested += 1;
      return semiJoinSql(run, toSelect(parsed as ParsedQuery, run.soql), parameters, `${prefix}_${nested}_`);
    },
  };
  return context;
}

function semiJoinSql(run: QueryRun, select: Select, parameters: Parameters, prefix: string): string {
  const [item] = select.fields;
  if (select.fields.length !== 1 || item === undefined || (item.type !== 'Field' && item.type !== 'FieldRelationship')) {
    throw queryErrors.malformed('sub query should select exactly one field');
  }
  const context = compileContext(run, queryObject(run, select.from), select.alias, parameters, prefix);
  const path = item.type === 'Field' ? item.field : item.rawValue ?? [...item.relationships, item.field].join('.');
  const { sql, field } = expressionOf(context, { field: path });
  if (field.type !== 'id' && field.type !== 'reference') {
    throw queryErrors.malformed(`The inner select field '${field.apiName}' in a semi join must be an id or reference field`);
  }
  const where = whereSql(context, select, run.options.includeDeleted === true);
  return `SELECT ${sql} ${context.scope.fromSql()}${where}${where === '' ? ' WHERE' : ' AND'} ${sql} IS NOT NULL`;
}

/** The object in FROM, or INVALID_TYPE. Tooling objects are there for the Tooling API only. */
export function queryObject(run: QueryRun, name: string): ObjectSchema {
  const object = run.engine.schema.object(name);
  if (object === undefined || !object.queryable || run.session.access?.object(object.apiName, 'read') === false || (object.kind === 'tooling' && run.options.tooling !== true)) {
    throw queryErrors.noSuchObject(run.soql, name);
  }
  return object;
}

/** Child queries run once per parent, so that LIMIT and ORDER BY count for each parent. */
function childCompiler(run: QueryRun, parent: ObjectSchema, shape: ShapeContext): ChildCompiler {
  return (select, relationship) => {
    const { schema } = run.engine;
    const child = schema.children(parent.apiName).find(({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase());
    const object = child === undefined || run.session.access?.object(child.childObject, 'read') === false ? undefined : schema.object(child.childObject);
    if (child?.relationshipName === undefined || child.relationshipName === null || object === undefined) {
      throw queryErrors.noSuchChildRelationship(run.soql, relationship);
    }
    if (isAggregateQuery(select)) {
      throw queryErrors.malformed('Only root queries support aggregate expressions');
    }
    const parameters = new Parameters();
    const parentId = parameters.open();
    const context = compileContext(run, object, select.alias, parameters, 'c');
    const link = `${context.scope.resolve(child.field).sql} = ${parentId}`;
    const query = compileRecordQuery(context, select, childCompiler(run, object, shape), run.options.includeDeleted === true, link);
    return {
      name: child.relationshipName,
      columns: query.columns,
      fetch: (id) => {
        const records = allRows(run, query.sql, [id, ...parameters.values.slice(1)]).map((cells) => shapeRecord(query.shape, cells, shape));
        return records.length === 0 ? null : { totalSize: records.length, done: true, records };
      },
    };
  };
}

interface CompiledRecords {
  readonly query: RecordQuery;
  readonly values: SqlValues;
  readonly shape: ShapeContext;
}

function compileRecords(run: QueryRun, object: ObjectSchema, select: Select): CompiledRecords {
  const parameters = new Parameters();
  const shape = shapeContext(run);
  const context = compileContext(run, object, select.alias, parameters, 't');
  const query = compileRecordQuery(context, select, childCompiler(run, object, shape), run.options.includeDeleted === true);
  return { query, values: parameters.values, shape };
}

/** `Metadata` and `FullName` of Tooling objects come one row at a time on the platform. */
function checkOneRow(object: ObjectSchema, columns: readonly ColumnMetadata[], count: number): void {
  if (object.kind === 'tooling' && count > 1 && columns.some(({ columnName }) => columnName === 'Metadata' || columnName === 'FullName')) {
    throw queryErrors.malformed(
      `When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: ${count}`,
    );
  }
}

/** Executes a parsed query. */
export function runQuery(run: QueryRun, select: Select): QueryResult {
  const object = queryObject(run, select.from);
  const includeDeleted = run.options.includeDeleted === true;
  if (isPlainCount(select)) {
    const parameters = new Parameters();
    const sql = compileCount(compileContext(run, object, select.alias, parameters, 't'), select, includeDeleted);
    return { records: [], totalSize: Number(allRows(run, sql, parameters.values)[0]?.[0] ?? 0), object: object.apiName, columns: [] };
  }
  if (isAggregateQuery(select)) {
    const parameters = new Parameters();
    const query = compileAggregateQuery(compileContext(run, object, select.alias, parameters, 't'), select, includeDeleted);
    const records = allRows(run, query.sql, parameters.values).map((cells) => {
      const record: Record<string, unknown> = { attributes: { type: 'AggregateResult' } };
      query.members.forEach(({ key, present }, index) => {
        record[key] = present(cells[index] ?? null);
      });
      return record;
    });
    return { records, totalSize: records.length, object: object.apiName, columns: query.columns };
  }
  const { query, values, shape } = compileRecords(run, object, select);
  const rows = allRows(run, query.sql, values);
  checkOneRow(object, query.columns, rows.length);
  const records = rows.map((cells) => shapeRecord(query.shape, cells, shape) ?? {});
  return { records, totalSize: records.length, object: object.apiName, columns: query.columns };
}

function toCell(value: unknown): Scalar {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Scalar);
}

/**
 * Executes a query for export: the ids are found at once, the rows are read in chunks as they are asked for, so that
 * saves between two chunks neither repeat a record nor shift one out.
 */
export function runRowQuery(run: QueryRun, select: Select): RowResult {
  const object = queryObject(run, select.from);
  if (isPlainCount(select) || isAggregateQuery(select) || select.fields.some((item) => item.type === 'FieldSubquery' || item.type === 'FieldTypeof')) {
    throw queryErrors.malformed('Aggregate queries, child queries and TYPEOF are not supported by Bulk API 2.0');
  }
  const { query, values } = compileRecords(run, object, select);
  if (query.flat.some(({ field }) => field.type === 'address' || field.type === 'location')) {
    throw new OrgError('FUNCTIONALITY_NOT_ENABLED', 'Selecting compound data not supported in Bulk Query');
  }
  const ids = allRows(run, query.idSql, values).map(([id]) => String(id));
  const presenters = query.flat.map(({ slot, field }) => ({ slot, present: presenterOf(field) }));
  function* rows(): Iterable<readonly Scalar[]> {
    for (let start = 0; start < ids.length; start += CHUNK) {
      const chunk = ids.slice(start, start + CHUNK);
      const byId = new Map(allRows(run, query.byIdSql, [JSON.stringify(chunk)]).map((cells) => [cells[query.shape.idSlot], cells]));
      for (const cells of chunk.map((id) => byId.get(id)).filter((found) => found !== undefined)) {
        yield presenters.map(({ slot, present }) => toCell(present(cells[slot] ?? null)));
      }
    }
  }
  return { header: query.flat.map(({ name }) => name), rows: rows(), count: ids.length };
}
