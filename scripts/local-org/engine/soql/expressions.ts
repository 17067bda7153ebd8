/** Expressions of a query (a field, a date part, an aggregate) as SQL. */
import type { SetupRows } from '../setupRows.ts';
import type { FieldSchema } from '../schema.ts';
import { queryErrors } from './errors.ts';
import { aggregateNamed, datePartField, datePartSql, isDateFunction, LOCAL_TIME_FUNCTION } from './functions.ts';
import type { Parameters, Scope } from './scope.ts';

/** What a compilation shares with the queries nested in it. */
export interface CompileContext {
  readonly scope: Scope;
  readonly parameters: Parameters;
  readonly setup: SetupRows;
  readonly now: Date;
  readonly timeZone: string;
  /** Compiles the query of an IN; its column comes back as SQL. */
  readonly compileSemiJoin: (parsed: unknown) => string;
}

export interface SqlExpression {
  readonly sql: string;
  /** Type and length of the value. */
  readonly field: FieldSchema;
  /** As the query writes it, for errors. */
  readonly text: string;
  readonly aggregate: boolean;
}

export interface FunctionCall {
  readonly functionName?: string;
  readonly parameters?: readonly (string | FunctionCall)[];
  readonly rawValue?: string;
}

export function fieldExpression(context: CompileContext, path: string): SqlExpression {
  const { sql, field } = context.scope.resolve(path);
  return { sql, field, text: path, aggregate: false };
}

function timeZoneConverted(context: CompileContext, call: FunctionCall): SqlExpression {
  const [argument] = call.parameters ?? [];
  if (typeof argument !== 'string') {
    throw queryErrors.malformed(`unexpected token: '${call.functionName ?? ''}'`);
  }
  const inner = fieldExpression(context, argument);
  return { ...inner, sql: `${LOCAL_TIME_FUNCTION}(${inner.sql}, ${context.parameters.add(context.timeZone)})` };
}

/** An aggregate or date function; throws for what SOQL or this engine does not have. */
export function functionExpression(context: CompileContext, call: FunctionCall): SqlExpression {
  const name = call.functionName ?? '';
  const text = call.rawValue ?? name;
  const [argument] = call.parameters ?? [];
  const aggregate = aggregateNamed(name);
  if (argument === undefined) {
    throw queryErrors.unexpectedToken(context.scope.soql, ')');
  }
  const inner = typeof argument === 'string'
    ? fieldExpression(context, argument)
    : argument.functionName?.toLowerCase() === 'converttimezone' ? timeZoneConverted(context, argument) : functionExpression(context, argument);
  if (aggregate !== undefined) {
    if (!aggregate.accepts(inner.field)) {
      throw queryErrors.cannotAggregate(context.scope.soql, inner.text, inner.field.apiName, name.toUpperCase());
    }
    return { sql: aggregate.sql(inner.sql, inner.field), field: aggregate.result(inner.field), text, aggregate: true };
  }
  if (isDateFunction(name)) {
    const sql = datePartSql(name, inner.sql, inner.field.type, context.setup);
    if (sql === undefined) {
      throw queryErrors.malformed(`Invalid function ${name} on field ${inner.field.apiName} of type ${inner.field.type}`);
    }
    return { sql, field: datePartField(name.toUpperCase()), text, aggregate: false };
  }
  throw queryErrors.unsupported(`function ${name}()`);
}

/** An item of ORDER BY, GROUP BY, WHERE or HAVING: a field or a function of one. */
export function expressionOf(context: CompileContext, item: { readonly field?: string; readonly fn?: FunctionCall }): SqlExpression {
  if (item.fn !== undefined) {
    return functionExpression(context, item.fn);
  }
  return fieldExpression(context, item.field ?? '');
}
