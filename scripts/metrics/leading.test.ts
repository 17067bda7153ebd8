/** Indicators against what came one to three months later: worked out by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leadingIndicators } from './leading.ts';
import { leadingResults } from './leadingResults.ts';
import { rankCorrelation } from './rankCorrelation.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow } from './testing/snapshot.ts';
import { metric } from './testing/vectors.ts';

describe('rank correlation', () => {
  const of = (left: readonly number[], right: readonly number[]): number | null => rankCorrelation(left.map((value, index) => [value, right[index] ?? 0] as const));
  test('places, not sizes: 1 - 6 x 4 / (5 x 24) is 0.8', () => {
    assert.equal(of([1, 2, 3, 4, 500], [20, 10, 40, 30, 41])?.toFixed(6), '0.800000');
  });
  test('equal values share a place: places 1, 2.5, 2.5, 4 against 1, 2, 3, 4', () => {
    // Products of the distances from 2.5: 2.25 + 0 + 0 + 2.25 = 4.5; squares 4.5 and 5.
    assert.equal(of([1, 7, 7, 9], [1, 2, 3, 4])?.toFixed(6), (4.5 / Math.sqrt(4.5 * 5)).toFixed(6));
  });
  test('backwards is -1; what never changes, or two pairs, say nothing', () => {
    assert.deepEqual([of([1, 2, 3], [3, 2, 1]), of([1, 1, 1], [1, 2, 3]), of([1, 2], [1, 2])], [-1, null, null]);
  });
});

describe('leading indicators', () => {
  const AMOUNTS = [30, 10, 70, 50, 20, 90, 40, 80, 60, 15, 75, 35, 55, 95];
  const day = (month: number, of: number): string => new Date(Date.UTC(2025, month, of)).toISOString().slice(0, 10);
  /** Each month one deal qualifies, on the 10th, and is won two months later. */
  const deals = (count: number): DealRow[] => AMOUNTS.slice(0, count).map((amount, month) => ({ id: `D${month}`, amount, path: [['S1', day(month, 2)], ['S2', day(month, 10)], ...(month + 2 < count ? [['Won', day(month + 2, 10)] as const] : [])] }));
  const metrics = ['pipeline_creation_velocity', 'next_step_coverage', 'new_business_won', 'lapsed_arr'].map((id) => metric(id));
  const told = async (count: number): ReturnType<typeof leadingIndicators> => {
    const playbook = playbookWith(metrics);
    return leadingIndicators(playbook, await writeSnapshot(playbook, dealRows(deals(count))), { asOf: `${day(count, 1)}T12:00:00Z` });
  };

  test('what is created in a month is won two months later, and in no other month', async () => {
    const [velocity, steps] = await told(14);
    const won = velocity?.leads.filter(({ target }) => target === 'new_business_won') ?? [];
    const ahead = won.find(({ months }) => months === 2);
    assert.deepEqual([ahead?.correlation, ahead?.n, ahead?.state], [1, 12, 'ok']);
    assert.ok(won.filter(({ months }) => months !== 2).every(({ correlation }) => Math.abs(correlation ?? 0) < 0.9));
    assert.match(velocity?.statement ?? '', /New business won: rose and fell with it 2 months later \(1\.00 over 12 months\)/);
    // The first of 13 months is February 2025: 10 in four weeks. Nothing ever lapsed.
    assert.deepEqual([velocity?.trend.length, velocity?.trend[0]?.value, velocity?.trend.at(-1)?.month], [13, 2.5, '2026-02']);
    assert.deepEqual(velocity?.leads.find(({ target }) => target === 'lapsed_arr')?.state, 'undefined');
    // What fields held earlier is not known, and is not made up.
    assert.deepEqual([steps?.trend, steps?.leads.map(({ n }) => n).every((n) => n === 0)], [[], true]);
    assert.match(steps?.statement ?? '', /what records hold today/);
  });

  test('with a short history it says how short', async () => {
    const [velocity] = await told(7);
    const ahead = velocity?.leads.find(({ target, months }) => target === 'new_business_won' && months === 2);
    assert.deepEqual([ahead?.correlation, ahead?.n, ahead?.state], [1, 5, 'low_n']);
    assert.match(velocity?.statement ?? '', /6 of at least 10 months/);
  });

  test('as numbers: one for each indicator and target, at the distance where it said most', async () => {
    const said = leadingResults(await told(14)).map(({ id, slice, period, value, n, state, parts }) => ({ id, slice, period, value, n, state, months: parts?.['months'], says: parts?.['says'] }));
    const period = { from: '2024-03-01', to: '2026-03-01' };
    assert.deepEqual(said[0], { id: 'leading_indicator', slice: { indicator: 'pipeline_creation_velocity', target: 'new_business_won' }, period, value: 1, n: 12, state: 'ok', months: 2, says: 1 });
    assert.deepEqual(said[1], { id: 'leading_indicator', slice: { indicator: 'pipeline_creation_velocity', target: 'lapsed_arr' }, period, value: null, n: 13, state: 'undefined', months: undefined, says: undefined });
    const [short] = leadingResults(await told(7));
    assert.deepEqual([short?.value, short?.state, short?.n], [null, 'low_n', 6]);
    assert.match(short?.reason ?? '', /6 of at least 10 months/);
  });

  test('a playbook without what they are held against, or without any, has none', async () => {
    const only = async (ids: readonly string[]): Promise<number[]> => {
      const playbook = playbookWith(ids.map((id) => metric(id)));
      return (await leadingIndicators(playbook, await writeSnapshot(playbook, dealRows(deals(3))), { asOf: `${day(3, 1)}T12:00:00Z` })).map(({ leads }) => leads.length);
    };
    assert.deepEqual([await only(['win_rate']), await only(['pipeline_creation_velocity'])], [[], [0]]);
  });
});
