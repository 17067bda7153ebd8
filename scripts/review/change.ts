/** How a number moved since the pack before. */
import { formatValue, isTooFew, shownNumber, stateText } from '../metrics/formats/value.ts';
import type { MetricResult, Standing } from '../metrics/types.ts';
import type { KeptNumber } from './types.ts';

export function sliceKey(slice: Readonly<Record<string, string>>): string {
  return Object.entries(slice).map(([dimension, value]) => `${dimension}=${value}`).join(';');
}

export function keptOf({ id, slice, value, state, also, definitionVersion }: MetricResult): KeptNumber {
  return { id, slice: sliceKey(slice), value, state, ...(also === undefined ? {} : { also }), definitionVersion };
}

function isBelieved<T extends Standing & { readonly value: number | null }>(number: T): number is T & { readonly value: number } {
  return number.value !== null && !isTooFew(number);
}

/**
 * @param kept of the same metric and slice; undefined: there was none
 * @param isNewQuarter it was of another quarter than the one that runs: what has just begun is not held against what was nearly over
 * @returns `+2.1 points`, `no change`, `was low n`, or `counted anew`; null where nothing can be said
 */
export function changeOf(result: MetricResult, kept: KeptNumber | undefined, isNewQuarter = false): string | null {
  if (!kept) return null;
  const { shownFrom } = result;
  // What moved is what people see: from one accuracy below nothing to another it is 0 both times.
  const [now, before] = shownFrom === undefined ? [result, kept] : [{ ...result, value: shownNumber(result) }, { ...kept, value: shownNumber({ value: kept.value, shownFrom }) }];
  // Two definitions are two numbers: their difference says nothing.
  if (before.definitionVersion !== now.definitionVersion) return `counted anew, was ${before.definitionVersion}`;
  if (!isBelieved(now)) return isBelieved(before) ? `was ${formatValue(before.value, now.unit)}` : null;
  if (!isBelieved(before)) return `was ${stateText(before)}`;
  if (isNewQuarter) return `new quarter, was ${formatValue(before.value, now.unit)}`;
  const difference = now.value - before.value;
  const sign = difference > 0 ? '+' : '-';
  const size = Math.abs(difference);
  if (now.unit === 'percent') return size < 0.0005 ? 'no change' : `${sign}${(size * 100).toFixed(1)} points`;
  const shown = formatValue(size, now.unit);
  return shown === formatValue(0, now.unit) ? 'no change' : `${sign}${shown}`;
}
