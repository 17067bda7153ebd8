/** The operators of the formula language in SQL. */
import { unsupported } from '../../evaluate/error.ts';
import type { BinaryOperator, Expression } from '../../types.ts';
import { constantNumber, scaledLiteral } from '../typing.ts';
import { aligned, comparable, concatenation, equality, expectKind, inequality, isMoment, isTextual, scaledBy, truth, value, type Printed, type Scope } from './values.ts';

type OperatorPrinter = (left: Printed, right: Printed, scope: Scope) => Printed;

export const OPERATORS: Readonly<Record<Exclude<BinaryOperator, '&&' | '||' | '/'>, OperatorPrinter>> = {
  '+': (left, right, scope) => {
    if (left.kind === 'date') {
      return value(scope.dialect.addDays(left.sql, wholeDays(right, '+')), 'date');
    }
    return isTextual(left.kind) && isTextual(right.kind) ? concatenation([left, right]) : sum('+', left, right);
  },
  '-': (left, right, scope) => {
    if (left.kind === 'date' && right.kind === 'date') {
      return value(scope.dialect.daysBetween(left.sql, right.sql), 'number');
    }
    if (left.kind === 'datetime' && right.kind === 'datetime') {
      return value(`(${left.sql} - ${right.sql})`, 'number', { divisor: MILLISECONDS_OF_A_DAY });
    }
    return left.kind === 'date' ? value(scope.dialect.addDays(left.sql, -wholeDays(right, '-')), 'date') : sum('-', left, right);
  },
  '*': (left, right) => {
    expectKind(left, 'number', '*');
    expectKind(right, 'number', '*');
    return value(`(${left.sql} * ${right.sql})`, 'number', { scale: left.scale + right.scale, divisor: left.divisor * right.divisor });
  },
  '^': () => {
    throw unsupported('^', 'it has no exact equivalent outside the org.');
  },
  '&': (left, right) => concatenation([left, right]),
  '=': (left, right) => equality(left, right),
  '<>': (left, right) => inequality(left, right),
  '<': ordering('<'),
  '<=': ordering('<='),
  '>': ordering('>'),
  '>=': ordering('>='),
};

const MILLISECONDS_OF_A_DAY = 86_400_000n;

function wholeDays(days: Printed, operator: string): number {
  if (days.literal === undefined || !/^\d+$/.test(days.literal)) {
    throw unsupported(`date ${operator} days`, 'only a whole number of days is.');
  }
  return Number(days.literal);
}

function sum(operator: '+' | '-', left: Printed, right: Printed): Printed {
  const [first, second] = aligned([left, right], operator) as [Printed, Printed];
  return { ...first, sql: `(${first.sql} ${operator} ${second.sql})` };
}

export function quotient(left: Printed, right: Expression): Printed {
  const constant = constantNumber(right);
  if (constant === undefined || Number(constant) === 0) {
    throw unsupported('/', 'only dividing by a constant other than zero is.');
  }
  expectKind(left, 'number', '/');
  const negative = constant.startsWith('-');
  const { digits, scale } = scaledLiteral(constant.replace('-', ''));
  const factor = 10n ** BigInt(scale);
  return value(scaledBy(negative ? `(-${left.sql})` : left.sql, factor), 'number', { scale: left.scale, divisor: left.divisor * digits });
}

function ordering(operator: string): OperatorPrinter {
  return (left, right) => {
    const { kind, sides } = comparable(left, right, operator);
    if (!isMoment(kind)) {
      throw unsupported(operator, `ordering ${kind} values is not.`);
    }
    return truth(`coalesce(${sides[0]} ${operator} ${sides[1]}, false)`);
  };
}
