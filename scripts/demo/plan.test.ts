/** The plan of the demo company: what its two functions give, what the seed may decide, and constraints by name. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { expectedOf } from './expected.ts';
import { tableInputs } from './inputs.ts';
import { Chance, ConstraintError, ladder, matched, prices } from './plan/arithmetic.ts';
import { planCompany, type CompanyPlan } from './plan/index.ts';
import { scaled } from './plan/scale.ts';
import { loadTables } from './tables/load.ts';
import type { Tables } from './tables/schema.ts';
import { PROJECT } from './testing/company.ts';

let tables: Tables;
let plan: CompanyPlan;
before(async () => {
  tables = await loadTables(join(PROJECT, 'config/sample'));
  plan = planCompany(tables);
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('prices and ladders', () => {
  test('worked out by hand', () => {
    assert.deepEqual(prices(5), ['low', 'low', 'mid', 'high', 'high']);
    assert.deepEqual(prices(1), ['mid']);
    // Four below the middle, each floor(i x 30 / 8); the middle; the same mirrored.
    assert.deepEqual(ladder(11, 41, 9), [11, 14, 18, 22, 26, 30, 34, 38, 41]);
    assert.deepEqual(ladder(4, 6, 1), [5]);
  });

  test('a ladder has its middle as mean and median, whatever its length', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 80 }), (low, half, count) => {
      const rungs = ladder(low, low + 2 * half, count);
      assert.equal(rungs.length, count);
      assert.ok(Math.abs(sum(rungs) / count - (low + half)) < 1e-9);
      assert.deepEqual(rungs.toSorted((one, other) => one - other), rungs);
    }));
  });
});

test('the seed decides who and in which order, never how many and never a total', () => {
  for (const seed of [1, 7, 4711]) {
    const other = planCompany({ ...tables, company: { ...tables.company, seed } });
    assert.notDeepEqual(other.deals.map(({ name }) => name), plan.deals.map(({ name }) => name));
    assert.deepEqual(expectedOf(other), expectedOf(plan));
  }
});

test('the plan itself has the figures: 108 of 272, 53.5 days, 6,700,000', () => {
  const expected = expectedOf(plan);
  assert.deepEqual([expected.win_rate, expected.win_rate_broad], [{ numerator: 108, denominator: 272 }, { numerator: 108, denominator: 404 }]);
  assert.deepEqual(expected.sales_cycle, { all: 53.5, SMB: 38, 'Mid-Market': 118, Enterprise: 92 });
  assert.equal(expected.pushed_by_quarter['2025-Q4'], 550_000);
  assert.deepEqual(expected.leaks, [['LK-2 pipeline that rots', 810_000], ['LK-4 won, not invoiced', 250_000], ['LK-5 expired, unsigned', 38_000]]);
});

describe('constraints stop it by name', () => {
  const changed = (change: (tables: Tables) => Tables): (() => unknown) => () => planCompany(change(structuredClone(tables)));
  const named = (constraint: string) => (error: unknown): boolean => error instanceof ConstraintError && error.constraint === constraint && error.message.includes('config/sample');

  test('cells that do not add up', () => {
    assert.throws(changed((copy) => ({ ...copy, deals: { ...copy.deals, lost_from: { ...copy.deals.lost_from, Qualification: [28, 20, 13] } } })), named('losses early of SMB'));
    assert.throws(changed((copy) => ({ ...copy, leads: { ...copy.leads, per_month: 124 } })), named('leads in all'));
    assert.throws(changed((copy) => ({ ...copy, deals: { ...copy.deals, direct: 99 } })), named('leads of Other that became deals'));
  });

  test('days that do not exist', () => {
    // Four months from the first qualified stage do not fit before the first weeks of history.
    assert.throws(changed((copy) => ({ ...copy, deals: { ...copy.deals, cycle: [[118, 158], [78, 158], [62, 122]] } })), named('cycle of SMB'));
  });

  test('a matching that cannot be', () => {
    assert.throws(() => matched('three on two chairs', [1, 2, 3], ['a', 'b'], () => true, new Chance(1)), named('three on two chairs'));
  });
});

test('twice the company: every count, quota and cost twice, rates and middles the same', () => {
  const twice = scaled(tables, 2);
  const [one, two] = [expectedOf(plan), expectedOf(twice)];
  assert.deepEqual([twice.deals.length, twice.leads.length, twice.accounts.length, twice.customers.installed.length, twice.handoffs.length], [1000, 6000, 1040, 480, 66]);
  assert.deepEqual(two.win_rate, { numerator: 216, denominator: 544 });
  assert.deepEqual(two.sales_cycle, one.sales_cycle);
  assert.equal(two.arr, 2 * one.arr);
  assert.equal(new Set(twice.accounts.map(({ name }) => name)).size, 1040);
  assert.match(tableInputs(twice)['quota.csv'] ?? '', /^company,,new,2024-07-01,2024-09-30,1360000,Amount,2026-05-31$/m);
});

test('the inputs in config/sample are those of the tables', async () => {
  for (const [name, text] of Object.entries(tableInputs(plan))) assert.equal(await readFile(join(PROJECT, 'config/sample/inputs', name), 'utf8'), text, `${name}: npm run demo writes the new one to .handrail/demo/inputs`);
});
