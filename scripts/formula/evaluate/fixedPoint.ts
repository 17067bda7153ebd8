/**
 * Small decimal numbers without decimals: a number is counted in units of 10^-scale, the scale known when the formula is compiled and
 * the count a whole number that a double holds exactly. Sums, products and comparisons of such counts are exact. Whatever does not fit
 * is NaN, which goes through all of them, and whoever asked then computes with decimals. The two must never differ (fixedPoint.test.ts).
 */
import type { ReferenceType } from '../types.ts';
import type { Frame } from './value.ts';

/** The count of units; null for blank, NaN where only decimals say it exactly. */
export type Units = (frame: Frame) => number | null;

export interface Fixed {
  readonly scale: number;
  readonly units: Units;
}

/** Counts below it have 15 digits at most: sums and products that stay below are exact, and the double of such a decimal reads back as it. */
const LIMIT = 1e15;
const MOST_PLACES = 12;
/** Decimal places of a field whose own are not known. */
const USUAL_PLACES = 2;

const within = (units: number): number => (units < LIMIT && units > -LIMIT ? units : NaN);

const power = (exponent: number): number => 10 ** exponent;

/** A count at a finer scale. */
function scaled({ scale, units }: Fixed, to: number): Units {
  if (scale === to) {
    return units;
  }
  const factor = power(to - scale);
  return (frame) => {
    const count = units(frame);
    return count === null ? null : within(count * factor);
  };
}

export const fixedConstant = (units: number | null, scale = 0): Fixed => ({ scale, units: () => units });

/** A number as it is written in the formula: digits, and perhaps a point and more digits. */
export function fixedLiteral(text: string): Fixed | undefined {
  const [whole = '', fraction = ''] = text.split('.');
  const units = Number(whole + fraction);
  return fraction.length > MOST_PLACES || !(units < LIMIT) ? undefined : fixedConstant(units, fraction.length);
}

/** Reads a field; percent is kept as typed, 15 for 0.15. */
export function fixedField(read: (frame: Frame) => unknown, { type, scale = USUAL_PLACES }: ReferenceType): Fixed | undefined {
  if (scale > MOST_PLACES) {
    return undefined;
  }
  const factor = power(scale);
  return {
    scale: type === 'Percent' ? scale + 2 : scale,
    units: (frame) => {
      const raw = read(frame);
      if (typeof raw === 'number') {
        const count = Math.round(raw * factor);
        return count / factor === raw ? within(count) : NaN;
      }
      return raw === null || raw === undefined || raw === '' ? (frame.zero ? 0 : null) : NaN;
    },
  };
}

type Combine = (left: number, right: number) => number;

function combined(left: Units, right: Units, scale: number, combine: Combine): Fixed {
  return {
    scale,
    units: (frame) => {
      const [one, other] = [left(frame), right(frame)];
      return one === null || other === null ? null : within(combine(one, other));
    },
  };
}

function aligned(left: Fixed, right: Fixed, combine: Combine): Fixed {
  const scale = Math.max(left.scale, right.scale);
  return combined(scaled(left, scale), scaled(right, scale), scale, combine);
}

/** The operators that have an exact result at a known scale. */
export const FIXED_OPERATORS: Readonly<Partial<Record<string, (left: Fixed, right: Fixed) => Fixed | undefined>>> = {
  '+': (left, right) => aligned(left, right, (one, other) => one + other),
  '-': (left, right) => aligned(left, right, (one, other) => one - other),
  '*': (left, right) => (left.scale + right.scale > MOST_PLACES ? undefined : combined(left.units, right.units, left.scale + right.scale, (one, other) => one * other)),
};

/** The number changed by one that keeps its scale. */
export function fixedUnary({ scale, units }: Fixed, change: (count: number) => number): Fixed {
  return {
    scale,
    units: (frame) => {
      const count = units(frame);
      return count === null ? null : change(count);
    },
  };
}

/** One of several numbers; `choose` says which. */
export function fixedChoice(results: readonly Fixed[], choose: (frame: Frame) => number): Fixed {
  const scale = Math.max(...results.map((result) => result.scale));
  const units = results.map((result) => scaled(result, scale));
  return { scale, units: (frame) => units[choose(frame)]?.(frame) ?? null };
}

/** The first of the numbers that is not blank. */
export function fixedSubstitute(value: Fixed, substitute: Fixed): Fixed {
  const scale = Math.max(value.scale, substitute.scale);
  const [first, second] = [scaled(value, scale), scaled(substitute, scale)];
  return { scale, units: (frame) => first(frame) ?? second(frame) };
}

/** The best of several numbers; blank at the first that is, as the function itself stops there. */
export function fixedExtreme(values: readonly Fixed[], better: (left: number, right: number) => number): Fixed {
  const scale = Math.max(...values.map((value) => value.scale));
  const units = values.map((value) => scaled(value, scale));
  return {
    scale,
    units: (frame) => {
      let best: number | null = null;
      for (const one of units) {
        const count = one(frame);
        if (count === null) {
          return null;
        }
        best = best === null ? count : better(best, count);
      }
      return best;
    },
  };
}

const COMPARISONS: Readonly<Partial<Record<string, (left: number, right: number) => boolean>>> = {
  '=': (left, right) => left === right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** A comparison of two numbers: false when one is blank; with decimals when the counts do not say. Undefined for other operators. */
export function fixedComparison(operator: string, left: Fixed, right: Fixed, withDecimals: (frame: Frame) => boolean): ((frame: Frame) => boolean) | undefined {
  const holds = COMPARISONS[operator];
  if (holds === undefined) {
    return undefined;
  }
  const scale = Math.max(left.scale, right.scale);
  const [one, other] = [scaled(left, scale), scaled(right, scale)];
  return (frame) => {
    const [first, second] = [one(frame), other(frame)];
    if (first === null || second === null) {
      return false;
    }
    return Number.isNaN(first) || Number.isNaN(second) ? withDecimals(frame) : holds(first, second);
  };
}

/** The number as it leaves, at `places` decimals fewer than it was computed with; NaN where it would have to be rounded. */
export function fixedResult({ scale, units }: Fixed, percent: boolean, places: number | undefined): Units | undefined {
  const shown = percent ? scale - 2 : scale;
  if (places !== undefined && places < shown) {
    return undefined;
  }
  const factor = power(Math.abs(shown));
  return (frame) => {
    const count = units(frame);
    // Adding zero makes zero of minus zero.
    return count === null ? null : shown >= 0 ? count / factor + 0 : within(count * factor) + 0;
  };
}
