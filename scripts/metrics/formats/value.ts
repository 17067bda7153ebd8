/** How a value is written: a missing one is a dash, never a zero and never nothing. */
import { addDays } from '../period.ts';
import type { MetricResult, MetricState, Standing } from '../types.ts';

export const NO_VALUE = '–';

export function formatValue(value: number | null, unit: MetricResult['unit']): string {
  if (value === null) return NO_VALUE;
  if (unit === 'percent') return `${unsigned((value * 100).toFixed(1))}%`;
  if (unit === 'ratio') return `${unsigned(value.toFixed(2))}x`;
  if (unit === 'days' || unit === 'minutes' || unit === 'months') return `${trim(value)} ${unit}`;
  if (unit === 'currency') return unsigned(Math.round(value).toLocaleString('en-US'));
  return value.toLocaleString('en-US');
}

/** What was rounded to nothing is neither above nor below it. */
function unsigned(text: string): string {
  return /[1-9]/.test(text) ? text : text.replace(/^-/, '');
}

/** A value that may be believed: a rate over too few records says more than is known, so it is not shown. */
export function shownValue({ value, unit, shownFrom, ...standing }: Standing & Pick<MetricResult, 'value' | 'unit' | 'shownFrom'>): string {
  return isTooFew(standing) ? NO_VALUE : formatValue(shownNumber({ value, ...(shownFrom === undefined ? {} : { shownFrom }) }), unit);
}

/** The value as it is shown: none below where the metric begins. */
export function shownNumber({ value, shownFrom = -Infinity }: Pick<MetricResult, 'value' | 'shownFrom'>): number | null {
  return value === null ? null : Math.max(value, shownFrom);
}

/** A variant of the same unit is shown as its metric is. */
export function asShown({ unit, shownFrom }: MetricResult, variant: MetricResult['variants'][number]): MetricResult['variants'][number] & Pick<MetricResult, 'shownFrom'> {
  return variant.unit === unit && shownFrom !== undefined ? { ...variant, shownFrom } : variant;
}

/** Whether too few records are behind it, whatever else holds: a rate that is also out of date is no better for it. */
export function isTooFew({ state, also = [] }: Standing): boolean {
  return state === 'low_n' || also.includes('low_n');
}

/** Every state that holds: `stale, low n`. */
export function stateText({ state, also = [] }: Standing): string {
  return [state, ...also].map((one) => STATE_WORDS[one]).join(', ');
}

/** States as people read them. */
export const STATE_WORDS: Readonly<Record<MetricState, string>> = { ok: 'ok', undefined: 'undefined', immature: 'immature', low_n: 'low n', partial_access: 'partial access', stale: 'stale' };

/** What it was counted from: `15 / 24`, the parts of a formula, or `n = 15` where it is neither. */
export function countedFrom({ numerator, denominator, n, parts }: Pick<MetricResult, 'numerator' | 'denominator' | 'n' | 'parts'>): string {
  if (parts) return Object.entries(parts).map(([name, value]) => `${name.replaceAll('_', ' ')} ${amount(value)}`).join(', ');
  if (numerator === null && denominator === null) return `n = ${n}`;
  return `${amount(numerator)} / ${amount(denominator)}`;
}

/** Names come from records: what would move the cursor, hide text or turn its direction is shown as a question mark. */
export function sliceText(result: MetricResult): string {
  return printable(Object.values(result.slice).join(', '));
}

/** The days that count, the last one too, or that all do; a fiscal quarter or year by its name too. */
export function periodText({ from, to, name }: MetricResult['period']): string {
  if (from === '0001-01-01') return 'all';
  return `${name === undefined ? '' : `${name}: `}${from} to ${addDays(to, -1)}`;
}

/** The period, and the day of what is counted on one: ARR of a year is that of its last month end, not of the year. */
export function placeText({ period, on }: Pick<MetricResult, 'period' | 'on'>): string {
  return on === undefined ? periodText(period) : `${periodText(period)}, at ${on}`;
}

/** Safe in a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '?');
}

function amount(value: number | null): string {
  return value === null ? NO_VALUE : value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

function trim(value: number): string {
  return Number.isInteger(value) ? String(value) : unsigned(value.toFixed(1));
}
