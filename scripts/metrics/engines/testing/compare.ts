/** Results of two engines, cell for cell. */
import assert from 'node:assert/strict';
import type { MetricResult } from '../../types.ts';

/** Sums and counts are exact everywhere; a quotient or percentile may differ in the last place of its floating-point form. */
const LAST_PLACES = 1e-9;

/** @returns number of cells compared */
export function assertEqualCells(found: readonly MetricResult[], expected: readonly MetricResult[], engine: string): number {
  const key = ({ id, slice, period }: MetricResult): string => JSON.stringify([id, Object.entries(slice).toSorted(), period]);
  const theirs = new Map(found.map((result) => [key(result), result]));
  assert.deepEqual([...theirs.keys()].toSorted(), expected.map(key).toSorted(), `${engine} has the same cells`);
  const differences: string[] = [];
  let cells = 0;
  for (const result of expected) {
    const other = theirs.get(key(result));
    const pairs = flat(result);
    const others = new Map(other ? flat(other) : []);
    for (const [path, value] of pairs) {
      cells += 1;
      if (!same(value, others.get(path))) differences.push(`${key(result)} ${path}: ${String(others.get(path))} for ${String(value)}`);
    }
  }
  assert.deepEqual(differences, [], `${engine} differs`);
  return cells;
}

function same(left: unknown, right: unknown): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  return left === right || Math.abs(left - right) <= LAST_PLACES * Math.max(1, Math.abs(left), Math.abs(right));
}

/** All that a result says, with the path to it. */
function flat(value: unknown, path = ''): [path: string, value: unknown][] {
  if (value === null || typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, `${path}/${name}`));
}
