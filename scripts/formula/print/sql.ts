/**
 * Prints a formula as a SQL expression over the columns of one record, for plan and scan. It means what the formula
 * means in blank mode: every truth is true or false, never NULL, and numbers are compared exactly.
 *
 * Numbers are kept as integers, with a power of ten and a divisor that the printer knows: floats would decide
 * thresholds wrongly, and engines disagree about the scale of a quotient.
 *
 * Gaps (refused by name, never approximated): as in javascript.ts.
 */
import { unsupported } from '../evaluate/error.ts';
import type { BinaryOperator, Expression, FormulaContext } from '../types.ts';
import { FUNCTIONS } from './sql/functions.ts';
import { OPERATORS, quotient } from './sql/operators.ts';
import { expectKind, integer, junction, negation, quoteSql, shortId, sure, truth, value, type Printed, type Scope, type SqlOptions } from './sql/values.ts';
import { SQL_DIALECTS, sharing } from './sqlDialect.ts';
import { resolveReference, scaledLiteral } from './typing.ts';

/** @throws FormulaError `unsupported`, naming what has no equivalent */
export function printSql(expression: Expression, context: FormulaContext, options: SqlOptions): string {
  const dialect = SQL_DIALECTS[options.dialect];
  const scope = { dialect: options.share ? sharing(dialect, options.share) : dialect, context, options };
  const printed = print(expression, scope);
  if (printed.kind === 'number' && (printed.divisor !== 1n || printed.scale !== 0)) {
    throw unsupported('a number as result', 'only conditions can be printed as SQL.');
  }
  return printed.kind === 'boolean' ? sure(printed) : printed.sql;
}

function print(expression: Expression, scope: Scope): Printed {
  switch (expression.kind) {
    case 'number': {
      const { digits, scale } = scaledLiteral(expression.text);
      return value(integer(digits), 'number', { scale, literal: expression.text });
    }
    case 'text':
      return value(expression.value === '' ? 'NULL' : quoteSql(expression.value), 'text', { literal: expression.value });
    case 'boolean':
      return truth(String(expression.value));
    case 'null':
      return value('NULL', 'null');
    case 'reference':
      return printReference(expression.path, scope);
    case 'call': {
      const printer = FUNCTIONS[expression.name];
      if (printer === undefined) {
        throw unsupported(expression.name, 'it has no equivalent outside the org.');
      }
      return printer(expression.args.map((argument) => print(argument, scope)), scope, expression.args);
    }
    case 'unary':
      return printUnary(expression.operator, print(expression.operand, scope));
    case 'binary':
      return printBinary(expression.operator, expression.left, expression.right, scope);
  }
}

/** Decimal places of a number field that does not say how many it has. */
const UNKNOWN_SCALE = 6;

function printReference(path: readonly string[], scope: Scope): Printed {
  const { reference, kind } = resolveReference(path, scope.context);
  const column = scope.options.column?.(path) ?? `"${path.join('.').replaceAll('"', '""')}"`;
  const { dialect } = scope;
  switch (kind) {
    case 'number': {
      const scale = reference.scale ?? UNKNOWN_SCALE;
      // A percent field holds 15 for 15 %, which computes as 0.15.
      return value(dialect.scaled(column, scale), 'number', { scale: reference.type === 'Percent' ? scale + 2 : scale });
    }
    case 'boolean':
      return truth(dialect.checkbox(column));
    case 'date':
      return value(dialect.date(column), kind);
    case 'datetime':
      return value(dialect.instant(column), kind);
    case 'id':
      return value(shortId(`NULLIF(${dialect.text(column)}, '')`), kind);
    case 'text':
    case 'picklist':
    case 'multipicklist':
      return value(`NULLIF(${dialect.text(column)}, '')`, kind);
    case 'null':
      return value('NULL', kind);
  }
}

function printUnary(operator: '-' | '+' | '!', operand: Printed): Printed {
  if (operator === '!') {
    return negation(operand);
  }
  expectKind(operand, 'number', operator);
  return operator === '-' ? { ...operand, sql: `(-${operand.sql})` } : operand;
}

function printBinary(operator: BinaryOperator, left: Expression, right: Expression, scope: Scope): Printed {
  if (operator === '&&' || operator === '||') {
    return junction(operator === '&&' ? 'AND' : 'OR', [print(left, scope), print(right, scope)]);
  }
  if (operator === '/') {
    return quotient(print(left, scope), right);
  }
  return OPERATORS[operator](print(left, scope), print(right, scope), scope);
}
