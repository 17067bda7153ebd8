import { Num } from '../evaluate/number.ts';
import type { RawValue } from '../types.ts';
import type { Expected } from './case.ts';

/**
 * How far two numbers may be apart, relative to their size. Salesforce computes roots, logarithms and trigonometry with Java's
 * doubles, whose last bits no other library has to share; all other arithmetic is decimal and is compared digit by digit.
 */
const DOUBLE_TOLERANCE = '1e-14';
const DOUBLE_FUNCTION = /\b(?:SQRT|EXP|LN|LOG|SIN|COS|TAN|ASIN|ACOS|ATAN|ATAN2|DISTANCE)\s*\(/i;

/** What an evaluation gave: a value or the reason why there is none. */
export type Outcome = { readonly value: RawValue } | { readonly error: string };

function sameNumber(expected: string, actual: RawValue, formula: string): boolean {
  if (typeof actual !== 'number' && (typeof actual !== 'string' || !/^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(actual))) {
    return false;
  }
  const [wanted, got] = [new Num(expected), new Num(actual)];
  if (wanted.eq(got)) {
    return true;
  }
  return DOUBLE_FUNCTION.test(formula) && wanted.minus(got).abs().lte(wanted.abs().times(DOUBLE_TOLERANCE));
}

// Golden values of white space only are written as "", and an org stores neither.
function sameText(expected: string, actual: RawValue): boolean {
  const shown = actual === null ? '' : String(actual).trim();
  return shown === expected.trim() || (isTime(shown) && isTime(expected) && fullTime(shown) === fullTime(expected));
}

const isTime = (text: string): boolean => /^\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?$/.test(text);

/** Java writes a time without the zeros it ends in: 10:30, 00:00:09. */
function fullTime(text: string): string {
  const [clock = '', fraction = ''] = text.split('.');
  return `${clock.length === 5 ? `${clock}:00` : clock}.${fraction.padEnd(3, '0')}`;
}

function sameMoment(expected: string, actual: RawValue): boolean {
  const instant = (text: string): number => Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text.includes('T') ? text : `${text}T00:00:00`}Z`);
  return typeof actual === 'string' && instant(expected) === instant(actual);
}

const looksLikeMoment = (text: string): boolean => /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text);

/** True when an outcome is the expected one. An expected error is met by any error: the names are those of Java classes. */
export function matches(expected: Expected, outcome: Outcome, formula: string): boolean {
  if (expected !== null && typeof expected === 'object' && expected.error !== undefined) {
    return 'error' in outcome;
  }
  if ('error' in outcome) {
    return false;
  }
  const { value } = outcome;
  if (expected === null) {
    return value === null;
  }
  if (typeof expected === 'object') {
    if (expected.num !== undefined) {
      return sameNumber(expected.num, value, formula);
    }
    return expected.dt !== undefined ? sameMoment(expected.dt, value) : sameText(expected.str ?? '', value);
  }
  if (typeof expected === 'number') {
    return sameNumber(String(expected), value, formula);
  }
  return expected === value || (typeof expected === 'string' && looksLikeMoment(expected) && sameMoment(expected, value))
    || (typeof expected === 'string' && typeof value === 'string' && isTime(expected) && isTime(value) && fullTime(expected) === fullTime(value));
}
