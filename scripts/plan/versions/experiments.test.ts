/** One line decides an experiment; plan says what that line does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePlaybook } from '../../compiler/index.ts';
import { CLOCK_PERMISSION, CRITERION, loadWithClockExperiment, loadWithExperiment, PERMISSION } from '../../compiler/fixtures/experiment.ts';
import type { Playbook } from '../../playbook/index.ts';
import { compareVersions } from './compare.ts';

function playbookOf(changes: Readonly<Record<string, string>> = {}, criterion: string = CRITERION): Playbook {
  const { playbook, problems } = loadWithExperiment(changes, criterion);
  assert.ok(playbook, JSON.stringify(problems));
  return playbook;
}

const without = playbookOf({}, 'no such criterion');
const running = playbookOf();
const said = (before: Playbook, after: Playbook): readonly string[] => compareVersions(before, after).map(({ action, type, fullName, meaning, summary }) => `${meaning}: ${action} ${type} ${fullName}: ${summary}`);
const OVER = `experiment BUYER_AMOUNT is over: asked of everybody; the permission ${PERMISSION} and its set go`;
const GONE = 'safe: remove Criterion OPP-QUAL-01-V: Economic buyer named: no longer in the playbook';

test('begun', () => {
  assert.deepEqual(said(without, running), [
    `risky: change Criterion OPP-QUAL-01: Economic buyer named: experiment BUYER_AMOUNT begins: holders of ${PERMISSION} are asked the variant instead`,
    'safe: add Criterion OPP-QUAL-01-V: Economic buyer named: new',
  ]);
});

test('scaled: the variant is the rule for all', () => {
  assert.deepEqual(said(running, playbookOf({ outcome: 'scale' })), [`risky: change Criterion OPP-QUAL-01: Economic buyer named: mode: enforce -> shadow; met when: none -> Amount >= 1000; ${OVER}`, GONE]);
});

test('killed: what was asked before is asked of everybody', () => {
  const killed = playbookOf({ outcome: 'kill' });
  assert.deepEqual(said(running, killed), [`risky: change Criterion OPP-QUAL-01: Economic buyer named: ${OVER}`, GONE]);
  assert.deepEqual(compilePlaybook(killed).files, compilePlaybook(without).files);
});

test('run otherwise, or written elsewhere in the file', () => {
  assert.deepEqual(said(running, playbookOf({ stop: '{ on: 2027-03-01, harm: 10 }', least_per_arm: '40' })).map((each) => each.replace(/^.*?named: /, '')), ['experiment BUYER_AMOUNT: leastPerArm, stop changed', 'experiment BUYER_AMOUNT: leastPerArm, stop changed']);
  const moved: Playbook = { ...running, objects: running.objects.map((object) => ({ ...object, criteria: object.criteria.map((each) => (each.arm === undefined ? each : { ...each, arm: { ...each.arm, experiment: { ...each.arm.experiment, position: { file: 'b.yaml', line: 1, column: 1 } } } })) })) };
  assert.deepEqual(said(running, moved), []);
});

test('on a clock: begun, run with other targets, scaled, killed', () => {
  const clocked = (changes: Readonly<Record<string, string>> = {}, clock?: string): Playbook => {
    const { playbook, problems } = loadWithClockExperiment(changes, clock);
    assert.ok(playbook, JSON.stringify(problems));
    return playbook;
  };
  const before = clocked({}, 'no such clock');
  const tried = clocked();
  const TARGETS = 'hand-raiser within 5 minutes, warned at 3 minutes; other MQL within 2 hours, warned at 90 minutes';
  const ended = `experiment TWO_HOURS is over: one clock for everybody; the permission ${CLOCK_PERMISSION} and its set go`;
  assert.deepEqual(said(before, tried), [`risky: change Clock S2: First response: experiment TWO_HOURS begins: holders of ${CLOCK_PERMISSION} have other targets: ${TARGETS}`]);
  assert.deepEqual(said(tried, clocked({ outcome: 'scale' })), [`risky: change Clock S2: First response: targets: hand-raiser within 5 minutes, warned at 3 minutes; other MQL within 4 hours, warned at 3 hours -> ${TARGETS}, at once for clocks that run ("earlier" would keep what they began under); ${ended}`]);
  assert.deepEqual(said(tried, clocked({ outcome: 'kill' })), [`risky: change Clock S2: First response: ${ended}`]);
  assert.deepEqual(said(tried, clocked({ variant: '{ targets: [{ for: other MQL, within: 1 hour }] }' })), [`risky: change Clock S2: First response: targets of the experiment: ${TARGETS} -> hand-raiser within 5 minutes, warned at 3 minutes; other MQL within 1 hour`]);
});

test('a clock whose targets change, and those of before are kept', () => {
  const { playbook: before } = loadWithClockExperiment({}, 'no such clock');
  assert.ok(before);
  const sooner = (keeps: boolean): Playbook => ({
    ...before,
    serviceLevels: before.serviceLevels.map((level) => (level.id !== 'S5' ? level : { ...level, targets: [{ for: null, within: { count: 4, unit: 'hours' }, warnAt: null }], ...(keeps ? { earlier: [{ before: '2026-11-01', targets: level.targets }] } : {}) })),
  });
  const change = 'risky: change Clock S5: Handoff answered: targets: within 1 day, warned at 4 hours -> within 4 hours';
  assert.deepEqual(said(before, sooner(true)), [`${change}; clocks that began earlier: before 2026-11-01 within 1 day, warned at 4 hours`]);
  assert.deepEqual(said(before, sooner(false)), [`${change}, at once for clocks that run ("earlier" would keep what they began under)`]);
});
