/** Rank correlation (Spearman): whether two series rise and fall together, whatever their units. */

/** @returns from -1 to 1; null where one of them never changes, or there are fewer than three pairs */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < 3) return null;
  const left = ranks(pairs.map(([value]) => value));
  const right = ranks(pairs.map(([, value]) => value));
  // Equal values share a rank, so that the short formula does not hold: it is the ordinary correlation of the ranks.
  const mean = (pairs.length + 1) / 2;
  const product = (of: readonly number[], and: readonly number[]): number => of.reduce((sum, rank, index) => sum + (rank - mean) * ((and[index] ?? mean) - mean), 0);
  const spread = Math.sqrt(product(left, left) * product(right, right));
  return spread === 0 ? null : product(left, right) / spread;
}

/** From 1; equal values have the mean of the places they take. */
function ranks(values: readonly number[]): number[] {
  const sorted = values.toSorted((left, right) => left - right);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
}
