/** What an experiment on a clock makes of a playbook: a permission with its set, and the targets of both arms for the cards; one line ends it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Duration, Playbook } from '../playbook/index.ts';
import { CLOCK_PERMISSION, loadWithClockExperiment } from './fixtures/experiment.ts';
import { compilePlaybook } from './index.ts';

const playbookOf = (changes: Readonly<Record<string, string>> = {}, clock?: string): Playbook => {
  const { playbook, problems } = loadWithClockExperiment(changes, clock);
  assert.ok(playbook, JSON.stringify(problems));
  return playbook;
};
const contentsOf = (of: Playbook): ReadonlyMap<string, string> => new Map(compilePlaybook(of).files.map(({ path, contents }) => [path.replace('force-app/playbook/default/', ''), contents]));
const targetsOf = (of: Playbook): readonly (readonly [string | null, Duration])[] => of.serviceLevels.find(({ id }) => id === 'S2')?.targets.map(({ for: whom, within }) => [whom, within] as const) ?? [];
const AS_BEFORE = [['hand-raiser', { count: 5, unit: 'minutes' }], ['other MQL', { count: 4, unit: 'hours' }]];
const AS_TRIED = [['hand-raiser', { count: 5, unit: 'minutes' }], ['other MQL', { count: 2, unit: 'hours' }]];

describe('one that runs', () => {
  const playbook = playbookOf();
  const files = contentsOf(playbook);

  test('leaves the target of all others, and tells the cards that of its holders', () => {
    assert.deepEqual(targetsOf(playbook), AS_BEFORE);
    const [, variant = ''] = /variant: (.*)/.exec(files.get('lwc/handrailPlaybook/playbook.js') ?? '') ?? [];
    assert.match(variant, /permission: 'Handrail_Experiment_TWO_HOURS'.*started: '2026-11-01'.*'hand-raiser', within: \{ count: 5, unit: 'minutes' \}.*'other MQL', within: \{ count: 2, unit: 'hours' \}, warnAt: \{ count: 90, unit: 'minutes' \}/);
  });

  test('brings a custom permission, a set that grants it and nothing else, and asks for it', () => {
    assert.match(files.get(`customPermissions/${CLOCK_PERMISSION}.customPermission-meta.xml`) ?? '', /<label>Handrail Experiment TWO_HOURS<\/label>/);
    const set = files.get(`permissionsets/${CLOCK_PERMISSION}.permissionset-meta.xml`) ?? '';
    assert.match(set, /<name>Handrail_Experiment_TWO_HOURS<\/name>/);
    assert.doesNotMatch(set, /fieldPermissions|objectPermissions|userPermissions/);
    assert.match(files.get('lwc/handrailPermissions/handrailPermissions.js') ?? '', /import TWO_HOURS from '@salesforce\/customPermission\/Handrail_Experiment_TWO_HOURS';/);
  });
});

describe('one that is decided', () => {
  test('scaled, its target is that of everybody, and nothing else is left of it', () => {
    const scaled = playbookOf({ outcome: 'scale' });
    assert.deepEqual(targetsOf(scaled), AS_TRIED);
    assert.deepEqual([...contentsOf(scaled)].filter(([path, text]) => path.includes('Experiment_') || text.includes('TWO_HOURS')).map(([path]) => path), []);
  });

  test('killed, everything is as if it had never been', () => {
    assert.deepEqual([...contentsOf(playbookOf({ outcome: 'kill' }))], [...contentsOf(playbookOf({}, 'no such clock'))]);
  });
});

describe('check', () => {
  const cases: readonly (readonly [name: string, codes: readonly string[], changes: Readonly<Record<string, string>>, clock?: string])[] = [
    ['nothing is wrong with it', [], {}],
    ['a target for what the clock does not have', ['HR106'], { variant: '{ targets: [{ for: partner, within: 2 hours }] }' }],
    ['a target that is the old one', ['HR106'], { variant: '{ targets: [{ for: other MQL, within: 4 hours, warn_at: 3 hours }] }' }],
    ['a clock of nobody by name', ['HR223'], { variant: '{ targets: [{ within: 5 minutes }] }' }, 'S1'],
    ['it reads the clock it varies', ['HR508'], { reads: 'sla_attainment' }],
    ['a handoff’s clock read by a metric of leads', ['HR221', 'HR221'], { variant: '{ targets: [{ within: 4 hours }] }' }, 'S5'],
    ['a handoff’s clock read by a metric of handoffs', [], { variant: '{ targets: [{ within: 4 hours }] }', reads: 'kickoff_on_time', guardrails: '[{ reads: handoff_answered, harm: 10 }]' }, 'S5'],
    ['a formula, which a clock has none of', ['HR105', 'HR107'], { variant: '{ satisfied_when: "TRUE" }' }],
  ];
  for (const [name, codes, changes, clock] of cases) test(name, () => assert.deepEqual(loadWithClockExperiment(changes, clock).problems.map(({ code }) => code).filter((code) => code !== 'HR502').toSorted(), codes));
});
