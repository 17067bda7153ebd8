/** How a number moved since the pack before. */
import { formatValue } from '../metrics/formats/value.ts';
import type { MetricResult } from '../metrics/types.ts';
import type { KeptNumber } from './types.ts';

export function sliceKey(slice: Readonly<Record<string, string>>): string {
  return Object.entries(slice).map(([dimension, value]) => `${dimension}=${value}`).join(';');
}

export function keptOf({ id, slice, value, state, definitionVersion }: MetricResult): KeptNumber {
  return { id, slice: sliceKey(slice), value, state, definitionVersion };
}

/**
 * @param before of the same metric and slice; undefined: there was none
 * @returns `+2.1 points`, `no change`, `was low n`, or `counted anew`; null where nothing can be said
 */
export function changeOf(now: MetricResult, before: KeptNumber | undefined): string | null {
  if (!before) return null;
  // Two definitions are two numbers: their difference says nothing.
  if (before.definitionVersion !== now.definitionVersion) return `counted anew, was ${before.definitionVersion}`;
  const believed = (state: string, value: number | null): value is number => value !== null && state !== 'low_n';
  if (!believed(now.state, now.value)) return believed(before.state, before.value) ? `was ${formatValue(before.value, now.unit)}` : null;
  if (!believed(before.state, before.value)) return `was ${before.state.replace('_', ' ')}`;
  const difference = now.value - before.value;
  const sign = difference > 0 ? '+' : '-';
  const size = Math.abs(difference);
  if (now.unit === 'percent') return size < 0.0005 ? 'no change' : `${sign}${(size * 100).toFixed(1)} points`;
  const shown = formatValue(size, now.unit);
  return shown === formatValue(0, now.unit) ? 'no change' : `${sign}${shown}`;
}
