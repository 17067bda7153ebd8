/** The declared rule, case by case. Intervals of shares are those printed by Newcombe (1998), table II; the verdicts are written by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Experiment } from '../../playbook/model.ts';
import type { Cases } from './cases.ts';
import { compare, judge, type Compared } from './judge.ts';

const EXPERIMENT: Experiment = {
  id: 'X', hypothesis: '', permission: '', subject: { kind: 'criterion', id: 'OPP-QUAL-01', label: '' }, started: '2026-01-01', cohort: { owners: ['a'], teams: [], territories: [] }, reads: 'win_rate', better: 'higher', wants: 'better', guardrails: [],
  leastPerArm: 30, stop: { on: '2026-06-30', harm: 10 }, position: { file: 'opportunity.yaml', line: 1, column: 1 },
};
const share = (count: number, of: number): Cases => ({ kind: 'share', count, of });
const arms = (variant: Cases, control: Cases) => ({ variant, control, unassigned: 0 });
const DURING = '2026-06-30';
const AFTER = '2026-07-01';

function word(variant: Cases, control: Cases, today: string, more: Partial<Experiment> = {}, guardrails: readonly Compared[] = [], unread: string | null = null): string {
  const experiment = { ...EXPERIMENT, ...more };
  return judge(experiment, compare(arms(variant, control), experiment.better, 0.1, today > experiment.stop.on), guardrails.map((each) => ({ ...each, label: 'Guard' })), { today, unread }, 0.1).word;
}

describe('after the last day', () => {
  const rows: readonly (readonly [name: string, wanted: string, variant: Cases, control: Cases, more?: Partial<Experiment>])[] = [
    ['0.0524 to 0.3339 better', 'scale', share(56, 70), share(48, 80)],
    ['the same the other way round, 20 points worse', 'kill', share(48, 80), share(56, 70)],
    ['fewer is good, and it is fewer', 'scale', share(48, 80), share(56, 70), { better: 'lower' }],
    ['the interval holds zero', 'inconclusive', share(40, 70), share(48, 80)],
    ['70 cases, 71 wanted', 'inconclusive', share(56, 70), share(48, 80), { leastPerArm: 71 }],
    // 300 of 600 each: the interval is about 5.6 points to both sides (1.96 sqrt(2 x 0.25 / 600)), 10 are allowed.
    ['no worse is enough, and it is within ten points', 'scale', share(300, 600), share(300, 600), { wants: 'no_worse' }],
    ['no worse is enough, and it might be eleven points worse', 'inconclusive', share(40, 70), share(48, 80), { wants: 'no_worse' }],
    // 500 of 1000 against 550: 5 points worse, 0.6 to 9.3; certainly worse, within what was allowed.
    ['certainly worse, within what is allowed, where better was wanted', 'kill', share(500, 1000), share(550, 1000)],
    ['certainly worse, within what is allowed, where no worse was wanted', 'scale', share(500, 1000), share(550, 1000), { wants: 'no_worse' }],
  ];
  for (const [name, wanted, variant, control, more] of rows) test(`${name}: ${wanted}`, () => assert.equal(word(variant, control, AFTER, more), wanted));

  test('a guardrail that is harmed ends it, whatever else is better', () => {
    const guard = compare(arms(share(48, 80), share(56, 70)), 'higher', 0.1, true);
    assert.equal(word(share(56, 70), share(48, 80), AFTER, {}, [guard]), 'kill');
  });
  test('a number that cannot be believed decides nothing', () => assert.equal(word(share(56, 70), share(48, 80), AFTER, {}, [], 'Win rate is stale.'), 'unread'));
});

describe('before it is over', () => {
  test('nothing is shown but the counts, however good it looks', () => {
    const seen = compare(arms(share(56, 70), share(48, 80)), 'higher', 0.1, false);
    assert.deepEqual(seen, { n: { variant: 70, control: 80 }, harmed: false, variant: null, control: null, difference: null });
    assert.equal(word(share(56, 70), share(48, 80), DURING), 'running');
  });
  // Worse by 20 points with an interval of 95 % that spares zero; one of 99.9 % does not: 1.96 standard errors are 14, 3.29 are 24.
  test('what would be worse at the end is not enough before', () => assert.equal(word(share(48, 80), share(56, 70), DURING), 'running'));
  // 100 of 300 against 180 of 300: 27 points worse, standard error 3.9, 3.29 of them are 13.
  test('what is certainly worse at 99.9 % stops it', () => assert.equal(word(share(100, 300), share(180, 300), DURING), 'stop'));
  // 2300 of 5000 against 2700: certainly worse by 8 points, and 10 are allowed.
  test('certainly worse by less than was allowed goes on', () => assert.equal(word(share(2300, 5000), share(2700, 5000), DURING), 'running'));
  test('too few in an arm stop nothing', () => assert.equal(word(share(0, 29), share(60, 60), DURING), 'running'));
  test('it has not begun', () => assert.equal(word(share(0, 0), share(0, 0), '2025-12-31'), 'not started'));
});

test('days: fewer are good, and ten more are too many', () => {
  const days = (middle: number): Cases => ({ kind: 'median', values: Array.from({ length: 101 }, (_, index) => middle - 50 + index) });
  assert.deepEqual([compare(arms(days(100), days(60)), 'lower', 10, true).harmed, compare(arms(days(60), days(100)), 'lower', 10, true).harmed], [true, false]);
});
