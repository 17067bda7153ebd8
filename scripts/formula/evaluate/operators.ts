import type { Decimal } from 'decimal.js';
import { isNumeric, isTextual } from '../registry/types.ts';
import type { BinaryOperator, FormulaType } from '../types.ts';
import { DAY, checkedDay } from './calendar.ts';
import { equalityOf } from './equality.ts';
import { FormulaError } from './error.ts';
import { Num, divide, power, settled, toInteger } from './number.ts';
import type { Value } from './value.ts';

/** Computes an operator from its two operands; `&&` and `||` are not among them, because they may skip one. */
export type Operation = (left: Value, right: Value) => Value;

const MAX_BUILT = 1_000_000;

/** An operation that is blank as soon as one operand is. */
function strict<Left extends Value, Right extends Value>(compute: (left: NonNullable<Left>, right: NonNullable<Right>) => Value): Operation {
  return (left, right) => (left === null || right === null ? null : compute(left as NonNullable<Left>, right as NonNullable<Right>));
}

const join: Operation = (left, right) => {
  const joined = ((left ?? '') as string) + ((right ?? '') as string);
  if (joined.length > MAX_BUILT) {
    throw new FormulaError('out-of-range', 'The text is too long');
  }
  return joined;
};

const moveDay = (day: number, days: Decimal): number => checkedDay(day + toInteger(settled(days)), 'Date arithmetic');

// A date-time moves by fractions of a day, to the nearest second (golden cases testAddDateTimeMinutes).
function moveInstant(instant: number, days: Decimal): number {
  const seconds = days.times(86_400).toDecimalPlaces(0, Num.ROUND_HALF_UP).toNumber();
  const moved = instant + seconds * 1000;
  checkedDay(Math.floor(moved / DAY), 'Date arithmetic');
  return moved;
}

// A time runs on past midnight, but not back before it (golden cases testAddBigTimeValue, testSubtractBigTimeValue).
function moveTime(time: number, milliseconds: Decimal): number {
  const moved = time + toInteger(settled(milliseconds));
  if (moved < 0) {
    throw new FormulaError('out-of-range', 'The time is before midnight');
  }
  return moved % DAY;
}

const MOVES: Readonly<Partial<Record<FormulaType, (moment: number, by: Decimal) => number>>> = { Date: moveDay, DateTime: moveInstant, Time: moveTime };

function plus(left: FormulaType, right: FormulaType): Operation {
  if (isTextual(left) || isTextual(right)) {
    return join;
  }
  const [forward, backward] = [MOVES[left], MOVES[right]];
  if (forward !== undefined) {
    return strict<number, Decimal>(forward);
  }
  if (backward !== undefined) {
    return strict<Decimal, number>((by, moment) => backward(moment, by));
  }
  return strict<Decimal, Decimal>((one, other) => one.plus(other));
}

function minus(left: FormulaType, right: FormulaType): Operation {
  const move = MOVES[left];
  if (move === undefined) {
    return strict<Decimal, Decimal>((one, other) => one.minus(other));
  }
  if (right !== left) {
    return strict<number, Decimal>((moment, by) => move(moment, by.negated()));
  }
  switch (left) {
    case 'Date':
      return strict<number, number>((one, other) => new Num(checkedDay(one, 'Date arithmetic') - checkedDay(other, 'Date arithmetic')));
    case 'DateTime':
      return strict<number, number>((one, other) => new Num(one - other).div(DAY));
    default:
      // An earlier time minus a later one runs over midnight.
      return strict<number, number>((one, other) => new Num((one - other + DAY) % DAY));
  }
}

/** Ordering is false as soon as one side is blank. Text is ordered by UTF-16 code units, as Java does. */
function ordering(type: FormulaType, holds: (order: number) => boolean): Operation {
  if (isNumeric(type)) {
    return (left, right) => left !== null && right !== null && holds(settled(left as Decimal).cmp(settled(right as Decimal)));
  }
  return (left, right) => {
    if (left === null || right === null || left === '' || right === '') {
      return false;
    }
    return holds(left < right ? -1 : left > right ? 1 : 0);
  };
}

const operandType = (left: FormulaType, right: FormulaType): FormulaType => (left === 'Null' ? right : left);

type Maker = (left: FormulaType, right: FormulaType) => Operation;

const ordered = (holds: (order: number) => boolean): Maker => (left, right) => ordering(operandType(left, right), holds);

const MAKERS: Readonly<Record<Exclude<BinaryOperator, '&&' | '||'>, Maker>> = {
  '+': plus,
  '-': minus,
  '*': () => strict<Decimal, Decimal>((left, right) => left.times(right)),
  '/': () => strict<Decimal, Decimal>(divide),
  '^': () => strict<Decimal, Decimal>((left, right) => power(settled(left), settled(right))),
  '&': () => join,
  '=': (left, right) => {
    const same = equalityOf(left, right);
    return (one, other) => same(one, other) === true;
  },
  // Not the opposite of `=`: with a blank number both are false.
  '<>': (left, right) => {
    const same = equalityOf(left, right);
    return (one, other) => same(one, other) === false;
  },
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
};

/** The operation for operands of two types, which the checker has let pass. */
export function operationFor(operator: Exclude<BinaryOperator, '&&' | '||'>, left: FormulaType, right: FormulaType): Operation {
  return MAKERS[operator](left, right);
}
