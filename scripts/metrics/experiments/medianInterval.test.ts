/** Worked by hand from the formulas of Bonett and Price, with normal quantiles and binomial sums from printed tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Z_95 } from '../interval.ts';
import { medianDifference, medianInterval, medianOf } from './medianInterval.ts';

const near = (found: number, wanted: number, within = 2e-3): void => assert.ok(Math.abs(found - wanted) < within, `${found} is not ${wanted}`);

test('nine values: c = 5 - 3 = 2, p = (1 + 9) / 512, z(0.98047) = 2.0636', () => {
  const found = medianOf([9, 2, 3, 4, 5, 6, 7, 8, 1]);
  assert.ok(found);
  assert.equal(found.value, 5);
  // The eighth less the second, over 2 z: 6 / 4.1272 = 1.4538.
  near(Math.sqrt(found.variance), 1.4538);
  near(medianInterval(found, Z_95).low, 5 - 1.96 * 1.4538, 5e-3);
});

test('twenty-five values: c = 13 - 5 = 8, p = 0.0216 (binomial table), z = 2.0218', () => {
  const found = medianOf(Array.from({ length: 25 }, (_, index) => (index + 1) * 10));
  assert.ok(found);
  assert.equal(found.value, 130);
  // The 18th less the 8th: 100 / 4.0436 = 24.73.
  near(Math.sqrt(found.variance), 24.73, 0.05);
});

test('a difference has the variances of both', () => {
  near(medianDifference({ value: 30, variance: 9 }, { value: 20, variance: 16 }, 2).low, 0, 1e-12);
  near(medianDifference({ value: 30, variance: 9 }, { value: 20, variance: 16 }, 2).high, 20, 1e-12);
});

test('of one case there is none', () => assert.deepEqual([medianOf([]), medianOf([3])], [null, null]));

test('many cases: the interval closes and stays a number', () => {
  const found = medianOf(Array.from({ length: 20_001 }, (_, index) => index));
  assert.ok(found);
  // Of a uniform distribution of range R the median has the standard error R / (2 sqrt n) = 70.7.
  near(Math.sqrt(found.variance), 70.7, 3);
});

test('order does not matter, shifting shifts, stretching stretches', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 60 }), fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 }), (values, shift, factor) => {
    const [one, other] = [medianOf(values), medianOf(values.map((value) => value * factor + shift).toReversed())];
    assert.ok(one && other);
    near(other.value, one.value * factor + shift, 1e-6);
    near(Math.sqrt(other.variance), Math.sqrt(one.variance) * factor, 1e-6);
  }));
});
