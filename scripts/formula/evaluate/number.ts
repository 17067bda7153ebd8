import { Decimal } from 'decimal.js';
import { FormulaError } from './error.ts';

/**
 * Salesforce computes with 39 significant digits and hands numbers on, to functions, comparisons and results, at 32 decimal
 * places, both rounded half up: FLOOR((1 / 9) * 9) is 1. One more digit is carried because TEXT() can show it.
 */
export const Num = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 });

const PLACES = 32;

export const ZERO = new Num(0);
export const HUNDRED = new Num(100);

/** The number as the next function or comparison sees it. */
export function settled(value: Decimal): Decimal {
  return value.decimalPlaces() > PLACES ? value.toDecimalPlaces(PLACES, Decimal.ROUND_HALF_UP) : value;
}

/** The number as an IEEE double, for the functions that Salesforce computes with doubles. */
export function toDouble(value: Decimal): number {
  return Number(value.toString());
}

/** A double back as a number; not-a-number and the infinities are errors, as in Salesforce. */
export function fromDouble(value: number): Decimal {
  if (!Number.isFinite(value)) {
    throw new FormulaError('invalid-number', 'The result is not a number');
  }
  return new Num(value);
}

/** Whole part, toward zero, as a JavaScript integer; values beyond are clamped. */
export function toInteger(value: Decimal): number {
  const whole = value.trunc().toNumber();
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, whole));
}

export function divide(left: Decimal, right: Decimal): Decimal {
  if (right.isZero()) {
    throw new FormulaError('division-by-zero', 'Division by zero');
  }
  return left.div(right);
}

/**
 * `base ^ exponent`: whole exponents only, 18 significant digits, nothing above 1e64, and nothing left of a value below 1e-39
 * (golden cases testExponentiationOperator; limits probed in an org by cirrus-code/sfdc-formula-debugger, 2026-07-28).
 */
export function power(base: Decimal, exponent: Decimal): Decimal {
  if (!exponent.isInteger()) {
    throw new FormulaError('invalid-number', 'The exponent is not a whole number');
  }
  if (exponent.isZero()) {
    return new Num(1);
  }
  if (base.isZero()) {
    if (exponent.isNegative()) {
      throw new FormulaError('division-by-zero', 'Division by zero');
    }
    return ZERO;
  }
  const magnitude = Math.log10(Math.abs(toDouble(base))) * toDouble(exponent);
  if (!(magnitude <= 65)) {
    throw new FormulaError('out-of-range', 'The result of ^ is too big');
  }
  if (magnitude < -40) {
    return ZERO;
  }
  const raised = base.pow(exponent);
  if (raised.abs().gt('1e64')) {
    throw new FormulaError('out-of-range', 'The result of ^ is too big');
  }
  return raised.abs().lt('1e-39') ? ZERO : raised.toSignificantDigits(18, Decimal.ROUND_HALF_UP);
}

/** Rounds half away from zero at a number of decimal places, which may be negative. */
export function roundAt(value: Decimal, places: number, mode: Decimal.Rounding): Decimal {
  if (places >= 0) {
    return value.toDecimalPlaces(Math.min(places, 1000), mode);
  }
  if (places < -400) {
    return ZERO;
  }
  const unit = new Num(10).pow(-places);
  const rounded = value.div(unit).toDecimalPlaces(0, mode);
  return rounded.times(unit);
}

/** `VALUE("…")`: what Salesforce reads as a number, or undefined. */
export function parseNumber(text: string): Decimal | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?$/.test(trimmed)) {
    return undefined;
  }
  // decimal.js takes neither a leading plus nor a point without digits behind it.
  return new Num(trimmed.replace(/^\+/, '').replace(/\.(?=$|[eE])/, ''));
}

/**
 * `TEXT(number)`: plain notation, no trailing zeros, no zero before the point (".5"), and as many digits as an Oracle NUMBER
 * holds: 40 when the first digit stands at an odd power of ten, otherwise 39 (org probes text_*, same source as above).
 */
export function textOfNumber(value: Decimal): string {
  if (value.isZero()) {
    return '0';
  }
  const digits = Math.abs(value.e % 2) === 1 ? 40 : 39;
  const plain = value.toSignificantDigits(digits, Decimal.ROUND_HALF_UP).toFixed();
  return plain.replace(/^(-?)0\./, '$1.');
}
