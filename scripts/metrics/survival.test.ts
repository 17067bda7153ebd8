/** Quantiles of durations that have not all ended. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quantileOfWaits, type Wait } from './survival.ts';

const ended = (length: number, count = 1): Wait => ({ length, ended: true, count });
const waiting = (length: number, count = 1): Wait => ({ length, ended: false, count });

test('10, 20, 30 ended and two still open at 90: half have ended at 30', () => {
  assert.equal(quantileOfWaits([ended(10), ended(20), ended(30), waiting(90, 2)], 0.5), 30);
  assert.equal(quantileOfWaits([ended(10), ended(20), ended(30), waiting(90, 2)], 0.9), null);
});

test('whoever left early counts until then: of 4, one stops being seen at 15', () => {
  // 3/4 after 10, then 2 are at risk: 3/8 after 20.
  assert.equal(quantileOfWaits([ended(10), waiting(15), ended(20), ended(40)], 0.5), 20);
  // Seen up to the very day on which another ended: at risk on that day.
  assert.equal(quantileOfWaits([ended(10), waiting(20), ended(20), ended(40)], 0.5), 30);
});

test('nobody, and nobody who has ended', () => {
  assert.equal(quantileOfWaits([], 0.5), null);
  assert.equal(quantileOfWaits([waiting(5, 3)], 0.5), null);
});

test('where all have ended it is the ordinary median, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 25 }), (lengths) => {
      const sorted = lengths.toSorted((left, right) => left - right);
      const middle = (sorted.length - 1) / 2;
      const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
      assert.equal(quantileOfWaits(lengths.map((length) => ended(length)), 0.5), median);
    }),
    { seed: 11, numRuns: 300 },
  );
});
