/** Expressions of a query (a field, a date part, a label, an aggregate) as SQL. */
import type { FieldSchema } from '../schema.ts';
import type { SetupRows } from '../setupRows.ts';
import { distanceExpression } from './distance.ts';
import { queryErrors } from './errors.ts';
import { aggregateNamed, datePartField, datePartSql, isDateFunction, LOCAL_TIME_FUNCTION } from './functions.ts';
import type { Parameters, Scope } from './scope.ts';
import type { Expression, FieldNode, FunctionNode, Select } from './syntax/tree.ts';

/** What a compilation shares with the queries nested in it. */
export interface CompileContext {
  readonly scope: Scope;
  readonly parameters: Parameters;
  /** Who asks, when, and in which fiscal year: a plan that depends on it is good for this once. */
  once(): { readonly setup: SetupRows; readonly userId: string; readonly timeZone: string; readonly now: Date };
  /** Said of a plan that is good for these ids only. */
  keepIds(): void;
  /** Compiles the query of an IN; its column comes back as SQL. */
  readonly compileSemiJoin: (select: Select, left: SqlExpression) => string;
}

export interface SqlExpression {
  readonly sql: string;
  /** Type and length of the value. */
  readonly field: FieldSchema;
  /** As the query writes it, and where, for errors. */
  readonly text: string;
  readonly offset: number;
  readonly aggregate: boolean;
}

/** The single argument of a function. */
export function argumentOf(context: CompileContext, call: FunctionNode): Expression {
  const [argument, ...more] = call.arguments;
  if (argument === undefined || argument.kind === 'literal' || more.length > 0) {
    const wrong = more[0] ?? argument;
    const { soql } = context.scope;
    throw wrong === undefined
      ? queryErrors.unexpectedToken(soql, { kind: 'symbol', text: ')', offset: call.offset + call.text.length - 1 })
      : queryErrors.unexpectedToken(soql, { kind: 'name', text: 'text' in wrong ? wrong.text : wrong.path, offset: wrong.offset });
  }
  return argument;
}

function fieldExpression(context: CompileContext, node: FieldNode): SqlExpression {
  const { sql, field } = context.scope.resolve(node);
  return { sql, field, text: node.path, offset: node.offset, aggregate: false };
}

/** Only a date function may stand around `convertTimezone`. */
function dateArgument(context: CompileContext, argument: Expression): SqlExpression {
  if (argument.kind !== 'function' || argument.name.toLowerCase() !== 'converttimezone') {
    return expressionOf(context, argument);
  }
  const inner = expressionOf(context, argumentOf(context, argument));
  if (inner.field.type !== 'datetime') {
    throw queryErrors.malformed(`Invalid function ${argument.name} on field ${inner.field.apiName} of type ${inner.field.type}`);
  }
  return { ...inner, sql: `${LOCAL_TIME_FUNCTION}(${inner.sql}, ${context.parameters.add(context.once().timeZone)})` };
}

/** The label of a picklist value, the value itself when it has none. */
function labelSql(context: CompileContext, { sql, field }: SqlExpression): string {
  const labels = JSON.stringify(Object.fromEntries(field.picklistValues.map(({ value, label }) => [value, label])));
  return `COALESCE((SELECT value FROM json_each(${context.parameters.add(labels)}) WHERE key = ${sql}), ${sql}) COLLATE NOCASE`;
}

function labelExpression(context: CompileContext, call: FunctionNode): SqlExpression {
  const inner = expressionOf(context, argumentOf(context, call));
  return { ...inner, sql: labelSql(context, inner), field: { ...inner.field, type: 'string' }, text: call.text, offset: call.offset };
}

/** Functions that are neither aggregates nor parts of a date. */
const FUNCTIONS: Readonly<Record<string, (context: CompileContext, call: FunctionNode) => SqlExpression>> = {
  TOLABEL: labelExpression,
  DISTANCE: distanceExpression,
};

function functionExpression(context: CompileContext, call: FunctionNode): SqlExpression {
  const { name, text, offset } = call;
  const aggregate = aggregateNamed(name);
  if (aggregate !== undefined) {
    const inner = expressionOf(context, argumentOf(context, call));
    if (inner.aggregate || !aggregate.accepts(inner.field)) {
      throw queryErrors.cannotAggregate(context.scope.soql, inner.offset, inner.field.apiName, name.toUpperCase());
    }
    return { sql: aggregate.sql(inner.sql, inner.field), field: aggregate.result(inner.field), text, offset, aggregate: true };
  }
  if (isDateFunction(name)) {
    const inner = dateArgument(context, argumentOf(context, call));
    const sql = datePartSql(name, inner.sql, inner.field.type, context.once().setup);
    if (sql === undefined) {
      throw queryErrors.malformed(`Invalid function ${name} on field ${inner.field.apiName} of type ${inner.field.type}`);
    }
    return { sql, field: datePartField(name.toUpperCase()), text, offset, aggregate: false };
  }
  const other = FUNCTIONS[name.toUpperCase()];
  if (other !== undefined) {
    return other(context, call);
  }
  throw queryErrors.unsupported(`function ${name}()`);
}

/** An item of SELECT, ORDER BY, GROUP BY, WHERE or HAVING: a field or a function of one. */
export function expressionOf(context: CompileContext, node: Expression): SqlExpression {
  return node.kind === 'field' ? fieldExpression(context, node) : functionExpression(context, node);
}
