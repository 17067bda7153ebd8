/** What an experiment makes of a playbook: two rules, a permission with its set, a module that asks for it; and nothing once it is decided. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Playbook } from '../playbook/index.ts';
import { CRITERION, loadWithExperiment, PERMISSION } from './fixtures/experiment.ts';
import { compilePlaybook } from './index.ts';

const { playbook, problems } = loadWithExperiment();
assert.ok(playbook, JSON.stringify(problems));
const contentsOf = (of: Playbook): ReadonlyMap<string, string> => new Map(compilePlaybook(of).files.map(({ path, contents }) => [path.replace('force-app/playbook/default/', ''), contents]));
const rule = (name: string): string => `objects/Opportunity/validationRules/${name}.validationRule-meta.xml`;
const playbookOf = (outcome: string): Playbook => {
  const loaded = loadWithExperiment({ outcome });
  assert.ok(loaded.playbook, JSON.stringify(loaded.problems));
  return loaded.playbook;
};
const files = contentsOf(playbook);

describe('an experiment that runs', () => {
  test('asks holders of its permission one thing, and all others the other', () => {
    const control = files.get(rule('Handrail_OPP_QUAL_01')) ?? '';
    const variant = files.get(rule('Handrail_OPP_QUAL_01_V')) ?? '';
    assert.match(control, /NOT\(\$Permission\.Handrail_Experiment_BUYER_AMOUNT\)/);
    assert.doesNotMatch(control, /1000/);
    assert.match(variant, /^ {2}\$Permission\.Handrail_Experiment_BUYER_AMOUNT,$/m);
    assert.match(variant, /Amount &gt;= 1000/);
    assert.match(variant, /\[OPP-QUAL-01-V\] Who can say yes/);
  });

  test('has its own mode', () => {
    const criteria = playbook.objects.flatMap((object) => object.criteria).filter(({ id }) => id.startsWith(CRITERION));
    assert.deepEqual(criteria.map(({ id, mode, arm }) => [id, mode, arm?.holder]), [['OPP-QUAL-01', 'enforce', false], ['OPP-QUAL-01-V', 'shadow', true]]);
  });

  test('brings a custom permission, a set that grants it and nothing else, and tells the component', () => {
    assert.match(files.get(`customPermissions/${PERMISSION}.customPermission-meta.xml`) ?? '', /<label>Handrail Experiment BUYER_AMOUNT<\/label>/);
    const set = files.get(`permissionsets/${PERMISSION}.permissionset-meta.xml`) ?? '';
    assert.match(set, /<customPermissions>\s*<enabled>true<\/enabled>\s*<name>Handrail_Experiment_BUYER_AMOUNT<\/name>\s*<\/customPermissions>/);
    assert.doesNotMatch(set, /fieldPermissions|objectPermissions|userPermissions/);
    assert.match(files.get('lwc/handrailPermissions/handrailPermissions.js') ?? '', /import BUYER_AMOUNT from '@salesforce\/customPermission\/Handrail_Experiment_BUYER_AMOUNT';/);
  });
});

describe('one that is decided', () => {
  for (const [outcome, wanted] of [['scale', /Amount &gt;= 1000/], ['kill', /^(?![\s\S]*1000)/]] as const) {
    test(`${outcome}: one rule under the old code, and no permission`, () => {
      const decided = contentsOf(playbookOf(outcome));
      assert.match(decided.get(rule('Handrail_OPP_QUAL_01')) ?? '', wanted);
      assert.deepEqual([...decided].filter(([path, text]) => path.includes('_V.') || path.includes(PERMISSION) || text.includes(PERMISSION)).map(([path]) => path), []);
    });
  }

  test('killed, everything is as if it had never been', () => {
    assert.deepEqual([...contentsOf(playbookOf('kill'))], [...contentsOf(playbookWithout())]);
  });
});

function playbookWithout(): Playbook {
  const loaded = loadWithExperiment({}, 'no such criterion');
  assert.ok(loaded.playbook);
  return loaded.playbook;
}

describe('check', () => {
  const found = (changes: Readonly<Record<string, string>>, criterion?: string, asOf?: string): readonly string[] => loadWithExperiment(changes, criterion, asOf).problems.map(({ code }) => code);
  const cases: readonly (readonly [name: string, codes: readonly string[], changes: Readonly<Record<string, string>>, criterion?: string, asOf?: string])[] = [
    ['nothing is wrong with it', [], {}],
    ['a metric that the playbook does not have', ['HR211'], { reads: 'win_rat' }],
    ['a metric that cannot be compared by arm', ['HR221'], { guardrails: '[{ reads: new_business_won, harm: 1 }]' }],
    ['a cohort of nobody', ['HR106'], { cohort: '{}' }],
    ['it ends before it starts', ['HR220'], { stop: '{ on: 2026-10-01, harm: 10 }' }],
    ['it should have been decided', ['HR506'], {}, CRITERION, '2027-02-02'],
    ['a variant that changes nothing', ['HR106'], { variant: '{}' }],
    ['a formula that cannot be read', ['HR301'], { variant: '{ satisfied_when: "Amount >= ", mode: shadow }' }],
    ['a key that does not exist', ['HR105'], { arms: '3' }],
    ['a criterion that ends no stage', ['HR219'], { variant: '{ mode: shadow }' }, 'HAND-ACC-01'],
  ];
  for (const [name, codes, changes, criterion, asOf] of cases) test(name, () => assert.deepEqual(found(changes, criterion, asOf).filter((code) => code !== 'HR502'), codes));
});
