/** How far a difference of two rates may be from what was counted. */

/** Of the normal distribution, for 95 %. */
export const Z_95 = 1.959963984540054;
/** For 99.9 %. */
export const Z_999 = 3.2905267314919255;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Share {
  readonly count: number;
  readonly of: number;
}

/** Score interval of a rate (Wilson 1927). @param share of at least one */
export function wilson({ count, of }: Share, z: number = Z_95): Interval {
  const rate = count / of;
  const middle = 2 * of * rate + z * z;
  const half = z * Math.sqrt(z * z + 4 * of * rate * (1 - rate));
  const whole = 2 * (of + z * z);
  // A hair beside 0 and 1 is no rate.
  return { low: count === 0 ? 0 : (middle - half) / whole, high: count === of ? 1 : (middle + half) / whole };
}

/** Of the first rate less the second (Newcombe 1998, method 10); null where one of them is of nothing. */
export function differenceInterval(first: Share, second: Share, z: number = Z_95): Interval | null {
  if (first.of === 0 || second.of === 0) return null;
  const [rate, other] = [first.count / first.of, second.count / second.of];
  const [own, others] = [wilson(first, z), wilson(second, z)];
  return {
    low: rate - other - Math.hypot(rate - own.low, others.high - other),
    high: rate - other + Math.hypot(own.high - rate, other - others.low),
  };
}
