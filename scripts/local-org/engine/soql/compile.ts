/** Compiles a query with the queries inside it: semi-joins, children. */
import { planOf } from '../objectPlan.ts';
import type { FieldSchema, ObjectSchema } from '../schema.ts';
import { isAggregateQuery, isPlainCount } from './aggregateQuery.ts';
import { whereSql } from './clauses.ts';
import { queryErrors } from './errors.ts';
import { expressionOf, type CompileContext, type SqlExpression } from './expressions.ts';
import { allRows, forbidReuse, type QueryRun } from './queryRun.ts';
import { compileRecordQuery, type ChildCompiler, type RecordQuery } from './recordQuery.ts';
import { Parameters, Scope } from './scope.ts';
import { shapeRecord, type ShapeContext } from './shape.ts';
import type { Select } from './syntax/tree.ts';

const DEFAULT_VERSION = 'v67.0';

/** Where the records of an answer are found. */
export function shapeContext(run: QueryRun): ShapeContext {
  const { schema } = run.engine;
  const root = `/services/data/${run.options.apiVersion ?? DEFAULT_VERSION}`;
  return {
    objectOf: (id) => schema.objectByKeyPrefix(id.slice(0, 3))?.apiName,
    resource: `${root}/${run.options.tooling === true ? 'tooling/sobjects' : 'sobjects'}`,
  };
}

/** A context for one object; semi-joins share its parameters. */
export function compileContext(run: QueryRun, object: ObjectSchema, select: Select, parameters: Parameters, prefix: string): CompileContext {
  let nested = 0;
  return {
    scope: new Scope(run.engine.schema, run.session.access, planOf(object), run.soql, select, prefix),
    parameters,
    once: () => {
      forbidReuse(run);
      return { setup: run.engine.setup, userId: run.session.userId, timeZone: run.session.timeZone, now: run.now };
    },
    keepIds: () => {
      forbidReuse(run);
    },
    compileSemiJoin: (inner, left) => {
      nested += 1;
      return semiJoinSql(run, object, left, inner, parameters, `${prefix}_${nested}_`);
    },
  };
}

function semiJoinSql(run: QueryRun, outer: ObjectSchema, left: SqlExpression, select: Select, parameters: Parameters, prefix: string): string {
  const [item] = select.items;
  if (select.items.length !== 1 || item?.kind !== 'expression' || item.expression.kind !== 'field') {
    throw queryErrors.malformed('sub query should select exactly one field');
  }
  if (select.orderBy.length > 0 || select.limit !== undefined || select.offset !== undefined || select.groupBy !== undefined) {
    throw queryErrors.unsupported('ORDER BY, LIMIT, OFFSET or GROUP BY in a semi-join');
  }
  const object = queryObject(run, select);
  if (object === outer) {
    throw queryErrors.malformed('The inner and outer selects should not be on the same object type');
  }
  const context = compileContext(run, object, select, parameters, prefix);
  const { sql, field } = expressionOf(context, item.expression);
  if (field.type !== 'id' && field.type !== 'reference') {
    throw queryErrors.malformed(`The inner select field '${field.apiName}' in a semi join must be an id or reference field`);
  }
  if (!targetsOf(field, object).some((name) => targetsOf(left.field, outer).includes(name))) {
    throw queryErrors.malformed(
      `The selected field '${field.apiName}' in the subquery and the left operand field in the where expression in the outer query '${left.field.apiName}' should point to the same object type`,
    );
  }
  const where = whereSql(context, select, run.options.includeDeleted === true);
  return `SELECT ${sql} ${context.scope.fromSql()}${where}${where === '' ? ' WHERE' : ' AND'} ${sql} IS NOT NULL`;
}

/** Objects an id may be of. */
function targetsOf(field: FieldSchema, object: ObjectSchema): readonly string[] {
  return field.type === 'id' ? [object.apiName] : field.referenceTo;
}

/** The object in FROM, or INVALID_TYPE. Tooling objects are there for the Tooling API only. */
export function queryObject(run: QueryRun, { from }: Select): ObjectSchema {
  const object = run.engine.schema.object(from.name);
  if (object === undefined || !object.queryable || run.session.access?.object(object.apiName, 'read') === false || (object.kind === 'tooling' && run.options.tooling !== true)) {
    throw queryErrors.noSuchObject(run.soql, from.offset, from.name);
  }
  return object;
}

/** Levels of child queries below the query itself. */
const MAX_CHILD_LEVELS = 4;

/** A child relationship is there for whoever may read the children and the field that ties them. */
function isHidden({ session: { access } }: QueryRun, { childObject, field }: { readonly childObject: string; readonly field: string }): boolean {
  return access?.object(childObject, 'read') === false || access?.field(childObject, field, 'read') === false;
}

/** Child queries run once per parent, so that LIMIT and ORDER BY count for each parent. */
export function childCompiler(run: QueryRun, parent: ObjectSchema, shape: ShapeContext, level = 1): ChildCompiler {
  return (select) => {
    const { schema } = run.engine;
    const { name, offset } = select.from;
    if (level > MAX_CHILD_LEVELS) {
      throw queryErrors.malformed(`SOQL statements cannot query aggregate relationships more than ${MAX_CHILD_LEVELS} levels away from the root entity object.`);
    }
    const child = schema.children(parent.apiName).find(({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase());
    const object = child === undefined || isHidden(run, child) ? undefined : schema.object(child.childObject);
    if (child?.relationshipName === undefined || child.relationshipName === null || object === undefined) {
      throw queryErrors.noSuchChildRelationship(run.soql, offset, name);
    }
    if (isPlainCount(select) || isAggregateQuery(select)) {
      throw queryErrors.malformed('Only root queries support aggregate expressions');
    }
    const parameters = new Parameters();
    const parentId = parameters.open();
    const context = compileContext(run, object, select, parameters, 'c');
    const link = `${context.scope.own(child.field).sql} = ${parentId}`;
    const query = compileRecordQuery(context, select, childCompiler(run, object, shape, level + 1), run.options.includeDeleted === true, link);
    if (parameters.ids.length > 0) {
      forbidReuse(run);
    }
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

export interface CompiledRecords {
  readonly object: ObjectSchema;
  readonly query: RecordQuery;
  readonly parameters: Parameters;
  readonly shape: ShapeContext;
}

export function compileRecords(run: QueryRun, object: ObjectSchema, select: Select): CompiledRecords {
  const parameters = new Parameters();
  const shape = shapeContext(run);
  const context = compileContext(run, object, select, parameters, 't');
  const query = compileRecordQuery(context, select, childCompiler(run, object, shape), run.options.includeDeleted === true);
  return { object, query, parameters, shape };
}
