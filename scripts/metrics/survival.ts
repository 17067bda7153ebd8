/** Quantiles of durations that have not all ended (Kaplan and Meier, 1958). */

export interface Wait {
  readonly length: number;
  /** False: it still goes on, and has lasted this long so far. */
  readonly ended: boolean;
  readonly count: number;
}

/**
 * The length by which a share of all has ended; null when so many have not. Those that still wait leave the count at the
 * length they have reached, after those that ended at the same length. On a level stretch of the curve the middle of it
 * counts, so that without anybody waiting the median is the ordinary one.
 */
export function quantileOfWaits(waits: readonly Wait[], share: number): number | null {
  let atRisk = waits.reduce((sum, { count }) => sum + count, 0);
  let surviving = 1;
  let level: number | null = null;
  for (const [length, group] of [...Map.groupBy(waits, ({ length: of }) => of)].toSorted(([left], [right]) => left - right)) {
    const of = (ended: boolean): number => group.reduce((sum, wait) => sum + (wait.ended === ended ? wait.count : 0), 0);
    if (of(true) > 0) {
      if (level !== null) return (level + length) / 2;
      surviving *= 1 - of(true) / atRisk;
      if (surviving < 1 - share - EPSILON) return length;
      if (surviving <= 1 - share + EPSILON) level = length;
    }
    atRisk -= of(true) + of(false);
  }
  return level;
}

/** Products of fractions: 1/2 may come out a hair beside it. */
const EPSILON = 1e-9;
