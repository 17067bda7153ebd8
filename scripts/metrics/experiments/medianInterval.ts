/**
 * How far a difference of two medians may be from what was seen, whatever the shape of the distributions: the variance of each median from two of
 * its order statistics (Price and Bonett, Journal of Statistical Computation and Simulation 68, 2001; Bonett and Price, Psychological Methods 7, 2002).
 */
import type { Interval } from '../interval.ts';

export interface Median {
  readonly value: number;
  readonly variance: number;
}

/** @param values of at least two cases; null with fewer */
export function medianOf(values: readonly number[]): Median | null {
  const sorted = values.toSorted((left, right) => left - right);
  const n = sorted.length;
  if (n < 2) return null;
  const half = n >> 1;
  const value = n % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
  const c = Math.max(1, Math.round((n + 1) / 2 - Math.sqrt(n)));
  const z = normalQuantile(1 - binomialBelow(c, n));
  return { value, variance: (((sorted[n - c] ?? 0) - (sorted[c - 1] ?? 0)) / (2 * z)) ** 2 };
}

export function medianInterval({ value, variance }: Median, z: number): Interval {
  return { low: value - z * Math.sqrt(variance), high: value + z * Math.sqrt(variance) };
}

/** Of the first median less the second. */
export function medianDifference(first: Median, second: Median, z: number): Interval {
  const half = z * Math.sqrt(first.variance + second.variance);
  return { low: first.value - second.value - half, high: first.value - second.value + half };
}

/** Chance of fewer than `c` heads in `n` throws of a coin. */
function binomialBelow(c: number, n: number): number {
  // In logarithms: 0.5 to the n is nothing long before n is large.
  let term = -n * Math.LN2;
  let sum = 0;
  for (let heads = 0; heads < c; heads++) {
    sum += Math.exp(term);
    term += Math.log((n - heads) / (heads + 1));
  }
  return sum;
}

/** Marsaglia, Journal of Statistical Software 11 (2004). */
function normalBelow(x: number): number {
  let sum = x;
  let term = x;
  for (let i = 3; sum + term !== sum; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.9189385332046727);
}

/** @param share between a half and all but nothing */
function normalQuantile(share: number): number {
  let [low, high] = [0, 8];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
