import { Decimal } from 'decimal.js';
import { FormulaError } from '../evaluate/error.ts';
import { fixedExtreme, fixedUnary } from '../evaluate/fixedPoint.ts';
import { Num, divide, fromDouble, roundAt, settled, toDouble, toInteger } from '../evaluate/number.ts';
import type { Value } from '../evaluate/value.ts';
import { EVERYWHERE, number, strict } from './row.ts';
import { problem } from '../problems.ts';
import type { FormulaProblem } from '../types.ts';
import type { FunctionRow, TypedCall } from './row.ts';

type Unary = (value: Decimal) => Decimal;

function unary(name: string, summary: string, compute: Unary): FunctionRow {
  return {
    name, family: 'math', summary, contexts: EVERYWHERE, returns: 'Number', parameters: [number('number')],
    implement: strict<[Decimal]>((value) => compute(settled(value))),
  };
}

/** Salesforce hands these to Java's double functions. */
function double(name: string, summary: string, compute: (value: number) => number): FunctionRow {
  return {
    name, family: 'math', summary, contexts: EVERYWHERE, returns: 'Number', parameters: [number('number')],
    implement: strict<[Decimal]>((value) => fromDouble(compute(toDouble(value)))),
  };
}

/** TRUNC may leave out its digits, but only in a formula field (availability probes, 2026-07-28). */
function needsDigits({ expression, types, kind }: TypedCall): readonly FormulaProblem[] {
  return types.length === 2 || kind === 'formulaField'
    ? []
    : [problem('wrong-argument-count', `Incorrect number of parameters for function '${expression.name}()'. Expected 2, received ${types.length}`, expression.span)];
}

function digits(name: string, summary: string, mode: Decimal.Rounding, optional: number): FunctionRow {
  return {
    name, family: 'math', summary, contexts: EVERYWHERE, returns: 'Number', parameters: [number('number'), number('num_digits')], optional,
    check: needsDigits,
    implement: (call) => {
      const [value, places] = call.args;
      return (frame) => {
        const [subject, count] = [value?.(frame) ?? null, places === undefined ? new Num(0) : places(frame)];
        return subject === null || count === null ? null : roundAt(settled(subject as Decimal), toInteger(settled(count as Decimal)), mode);
      };
    },
  };
}

function extreme(name: 'MAX' | 'MIN', summary: string): FunctionRow {
  const better = name === 'MAX' ? (left: Decimal, right: Decimal) => right.gt(left) : (left: Decimal, right: Decimal) => right.lt(left);
  const betterCount = name === 'MAX' ? Math.max : Math.min;
  return {
    name, family: 'math', summary, contexts: EVERYWHERE, returns: 'Number', parameters: [number('number')], repeats: 1,
    implement: strict<readonly Decimal[]>((...values: readonly Decimal[]) => values.reduce((best, value) => (better(best, value) ? value : best))),
    fixed: ({ fixed }) => {
      const values = fixed.flatMap((value) => value ?? []);
      return values.length < fixed.length ? undefined : fixedExtreme(values, (left, right) => betterCount(left, right));
    },
  };
}

// The engine's LOG is the quotient of two natural logarithms, one bit off the true value: LOG(2) is 0.30102999566398114.
const log10 = (value: number): number => Math.log(value) / Math.LN10;

export const MATH: readonly FunctionRow[] = [
  { ...unary('ABS', 'The number without its sign.', (value) => value.abs()), fixed: ({ fixed: [value] }) => (value === undefined ? undefined : fixedUnary(value, Math.abs)) },
  unary('FLOOR', 'The number without its decimals (toward zero).', (value) => value.trunc()),
  unary('CEILING', 'The next whole number away from zero.', (value) => value.toDecimalPlaces(0, Decimal.ROUND_UP)),
  unary('MFLOOR', 'The next whole number below.', (value) => value.floor()),
  unary('MCEILING', 'The next whole number above.', (value) => value.ceil()),
  digits('ROUND', 'The number rounded, half away from zero, to a number of decimals; negative digits round before the point.', Decimal.ROUND_HALF_UP, 0),
  digits('TRUNC', 'The number cut, toward zero, at a number of decimals.', Decimal.ROUND_DOWN, 1),
  extreme('MAX', 'The greatest of the numbers.'),
  extreme('MIN', 'The least of the numbers.'),
  {
    name: 'MOD', family: 'math', contexts: EVERYWHERE, returns: 'Number', summary: 'The remainder of a division, with the sign of the number divided.',
    parameters: [number('number'), number('divisor')],
    implement: strict<[Decimal, Decimal]>((value, divisor) => {
      divide(value, settled(divisor));
      return settled(value).mod(settled(divisor));
    }),
  },
  double('SQRT', 'The square root.', Math.sqrt),
  double('EXP', 'e raised to the number.', Math.exp),
  double('LN', 'The natural logarithm.', Math.log),
  double('LOG', 'The logarithm to base 10.', log10),
  double('SIN', 'The sine of an angle in radians.', Math.sin),
  double('COS', 'The cosine of an angle in radians.', Math.cos),
  double('TAN', 'The tangent of an angle in radians.', Math.tan),
  double('ASIN', 'The angle, in radians, whose sine is the number.', Math.asin),
  double('ACOS', 'The angle, in radians, whose cosine is the number.', Math.acos),
  double('ATAN', 'The angle, in radians, whose tangent is the number.', Math.atan),
  {
    name: 'ATAN2', family: 'math', contexts: EVERYWHERE, returns: 'Number', summary: 'The angle, in radians, of the point (x, y).',
    parameters: [number('y'), number('x')],
    implement: ({ args }) => (frame) => {
      const [y, x]: Value[] = [args[0]?.(frame) ?? null, args[1]?.(frame) ?? null];
      if (y === null || x === null) {
        // The one numeric function for which a blank is an error (golden cases testArcTan2).
        throw new FormulaError('blank-argument', 'ATAN2() has a blank argument');
      }
      return fromDouble(Math.atan2(toDouble(settled(y as Decimal)), toDouble(settled(x as Decimal))));
    },
  },
  {
    name: 'PI', family: 'math', contexts: EVERYWHERE, returns: 'Number', summary: 'The ratio of a circle\'s circumference to its diameter.', parameters: [],
    implement: () => {
      const pi = fromDouble(Math.PI);
      return () => pi;
    },
  },
];
