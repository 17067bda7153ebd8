/** Optimal string alignment distance, given up beyond a bound. */
function distance(left: string, right: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      let best = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (previous[column - 1] ?? 0) + cost);
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        best = Math.min(best, (before[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/** The candidate nearest to a name, for a did-you-mean; undefined when none is near enough. Case does not matter. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const sought = name.toLowerCase();
  if (sought.length > 100) {
    return undefined;
  }
  const limit = Math.max(1, Math.floor(sought.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - sought.length) < bestDistance) {
      const found = distance(sought, candidate.toLowerCase());
      if (found < bestDistance) {
        [best, bestDistance] = [candidate, found];
      }
    }
  }
  return best;
}
