/** The operators of the formula language in JavaScript. */
import { unsupported } from '../../evaluate/error.ts';
import type { BinaryOperator } from '../../types.ts';
import { commonKind } from '../typing.ts';
import { concatenation, equality, expectKind, inequality, isTextual, literalOf, type Printed, type Scope } from './values.ts';

type OperatorPrinter = (left: Printed, right: Printed, scope: Scope) => Printed;

const arithmetic = (name: string, operator: string): OperatorPrinter => (left, right, scope) => {
  expectKind(left, 'number', operator);
  expectKind(right, 'number', operator);
  return scope.call(name, 'number', left.layout, right.layout);
};

const comparison = (name: 'below' | 'atMost', operator: string, swap: boolean): OperatorPrinter => (left, right, scope) => {
  const kind = commonKind(left.kind, right.kind, operator);
  if (kind !== 'number' && kind !== 'date' && kind !== 'datetime') {
    throw unsupported(operator, `ordering ${kind} values is not.`);
  }
  const [first, second] = swap ? [right, left] : [left, right];
  return scope.call(name, 'boolean', first.layout, second.layout);
};

export const OPERATORS: Readonly<Record<Exclude<BinaryOperator, '&&' | '||'>, OperatorPrinter>> = {
  '+': (left, right, scope) => printPlus(left, right, scope),
  '-': (left, right, scope) => printMinus(left, right, scope),
  '*': arithmetic('multiply', '*'),
  '/': arithmetic('divide', '/'),
  '^': () => {
    throw unsupported('^', 'it has no exact equivalent outside the org.');
  },
  '&': (left, right, scope) => concatenation([left, right], scope),
  '=': (left, right, scope) => equality(left, right, scope),
  '<>': (left, right, scope) => inequality(left, right, scope),
  '<': comparison('below', '<', false),
  '<=': comparison('atMost', '<=', false),
  '>': comparison('below', '>', true),
  '>=': comparison('atMost', '>=', true),
};

function printPlus(left: Printed, right: Printed, scope: Scope): Printed {
  if (left.kind === 'date') {
    return scope.call('addDays', 'date', left.layout, wholeDays(right, '+'));
  }
  if (isTextual(left.kind) && isTextual(right.kind)) {
    return concatenation([left, right], scope);
  }
  return arithmetic('add', '+')(left, right, scope);
}

function wholeDays(value: Printed, operator: string): string {
  const days = literalOf(value, `date ${operator} days`);
  if (!/^\d+$/.test(days)) {
    throw unsupported(`date ${operator} days`, 'only a whole number of days is.');
  }
  return days;
}

const DAY = '86400000';

function printMinus(left: Printed, right: Printed, scope: Scope): Printed {
  if (left.kind === right.kind && (left.kind === 'date' || left.kind === 'datetime')) {
    return scope.call('difference', 'number', left.layout, right.layout, left.kind === 'date' ? '1' : DAY);
  }
  if (left.kind === 'date') {
    return scope.call('addDays', 'date', left.layout, `-${wholeDays(right, '-')}`);
  }
  expectKind(right, 'number', '-');
  return arithmetic('add', '-')(left, scope.call('negate', 'number', right.layout), scope);
}
