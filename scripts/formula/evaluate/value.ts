import type { Decimal } from 'decimal.js';
import type { EvaluationInput } from '../types.ts';

/** A point on the globe, in degrees. */
export interface Geolocation {
  readonly latitude: Decimal;
  readonly longitude: Decimal;
}

/**
 * A value while computing; its static type says how to read it. Numbers are decimals (percent already divided by 100), dates
 * are days since 1970-01-01, date-times milliseconds since then in UTC, times milliseconds since midnight.
 */
export type Value = Decimal | string | boolean | number | Geolocation | null;

/** What one evaluation can see. */
export interface Frame {
  readonly input: EvaluationInput;
  /** Blank numbers count as zero when they are read from a field. */
  readonly zero: boolean;
}

/** A node of the formula turned into a function. */
export type Compiled = (frame: Frame) => Value;

/** Blank to the language: nothing, or text without characters. An org keeps no difference between the two. */
export function isBlank(value: Value): value is null | '' {
  return value === null || value === '';
}
