/** Intervals against the tables that were printed with the methods: Newcombe, Statistics in Medicine 17 (1998), 857 and 873. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { differenceInterval, wilson } from './interval.ts';

const four = (value: number): number => Math.round(value * 1e4) / 1e4;

describe('one rate (table I, method 3)', () => {
  for (const [count, of, low, high] of [[81, 263, 0.2553, 0.3662], [15, 148, 0.0624, 0.1605], [0, 20, 0, 0.1611], [1, 29, 0.0061, 0.1718]] as const) {
    test(`${count} of ${of}`, () => {
      const found = wilson({ count, of });
      assert.deepEqual([four(found.low), four(found.high)], [low, high]);
    });
  }
});

describe('two rates (table II, method 10)', () => {
  const rows = [
    [56, 70, 48, 80, 0.0524, 0.3339], [9, 10, 3, 10, 0.1705, 0.809], [6, 7, 2, 7, 0.0582, 0.8062], [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775], [0, 10, 0, 10, -0.2775, 0.2775], [10, 10, 0, 20, 0.6791, 1], [10, 10, 0, 10, 0.6075, 1],
  ] as const;
  for (const [count, of, otherCount, otherOf, low, high] of rows) {
    test(`${count}/${of} less ${otherCount}/${otherOf}`, () => {
      const found = differenceInterval({ count, of }, { count: otherCount, of: otherOf });
      assert.deepEqual([four(found?.low ?? NaN), four(found?.high ?? NaN)], [low, high]);
    });
  }

  test('of nothing there is none', () => assert.equal(differenceInterval({ count: 0, of: 0 }, { count: 1, of: 2 }), null));
});
