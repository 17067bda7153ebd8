/** What a change is said to be: a person reads which word or number it was, not the shape in which it is kept. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadPlaybook } from '../../playbook/index.ts';
import type { Criterion, Playbook, Stage } from '../../playbook/index.ts';
import { compareVersions } from './compare.ts';

const { playbook } = await loadPlaybook('config/playbook');
assert.ok(playbook);
const before: Playbook = playbook;

const withCriterion = (id: string, change: Partial<Criterion>): Playbook => ({
  ...before,
  objects: before.objects.map((object) => ({ ...object, criteria: object.criteria.map((criterion) => (criterion.id === id ? { ...criterion, ...change } : criterion)) })),
});
const withStage = (name: string, change: Partial<Stage>): Playbook => ({
  ...before,
  objects: before.objects.map((object) => ({ ...object, stages: object.stages.map((stage) => (stage.name === name ? { ...stage, ...change } : stage)) })),
});
const said = (after: Playbook): string => compareVersions(before, after).map(({ summary }) => summary).join('\n');

describe('the words of a change', () => {
  test('a field to fill and how much of it', () => {
    assert.equal(said(withCriterion('OPP-NEED-01', { require: { field: 'Handrail_Success_Criteria__c', min: 60 } })), 'Success criteria agreed: requires: Handrail_Success_Criteria__c, 20 characters -> Handrail_Success_Criteria__c, 60 characters');
    assert.equal(said(withCriterion('OPP-PROS-01', { require: null, satisfiedWhen: 'TRUE' })), 'Account linked: requires: AccountId -> none; met when: none -> TRUE');
  });

  test('a long formula from where it differs, not its beginning twice', () => {
    const test = before.objects.flatMap(({ criteria }) => criteria).find(({ id }) => id === 'OPP-NEED-02')?.satisfiedWhen ?? '';
    const [was, is] = said(withCriterion('OPP-NEED-02', { satisfiedWhen: test.replace('100000), 3, 2)', '100000), 3, 1)') })).split(' -> ');
    assert.match(was ?? '', /100000\), 3, 2\)/);
    assert.match(is ?? '', /100000\), 3, 1\)/);
  });

  test('a list by its members', () => {
    assert.match(said(withStage('Qualification', { was: ['Qualified', 'Discovery'] })), /^Qualification: names of before: none -> Qualified, Discovery$/);
  });
});

describe('the numbers a change of a stage names', () => {
  const metrics = (after: Playbook): readonly string[] => compareVersions(before, after).flatMap((change) => change.metrics).toSorted();
  const ofFacts = (...facts: readonly string[]): string[] => before.metrics.filter(({ fact }) => facts.includes(fact)).map(({ id }) => id).toSorted();

  test('how long a deal may stand in it: those that count what stands too long, and no others', () => {
    const hygiene = ofFacts('hygiene');
    assert.ok(hygiene.length > 0 && hygiene.length < before.metrics.length / 2);
    assert.deepEqual(metrics(withStage('Prospecting', { maxDays: 7 })), hygiene);
  });

  test('its forecast category and probability: those of pipeline and forecast', () => {
    assert.deepEqual(metrics(withStage('Value Proposition', { probability: 55 })), ofFacts('pipeline', 'forecast', 'forecast_method', 'hygiene'));
    assert.deepEqual(metrics(withStage('Value Proposition', { forecastCategory: 'Best Case' })), ofFacts('pipeline', 'forecast', 'forecast_method', 'hygiene'));
  });

  test('a stage or an enforced criterion that is new: as one that changes', () => {
    const [stage] = before.objects.flatMap(({ stages }) => stages);
    assert.ok(stage);
    const pilot: Playbook = { ...before, objects: before.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, stages: [...object.stages, { ...stage, name: 'Pilot', rank: 15 }] } : object)) };
    assert.ok(metrics(pilot).includes('win_rate'));
    const criterion = before.objects.flatMap(({ criteria }) => criteria).find(({ id }) => id === 'OPP-QUAL-01');
    assert.ok(criterion?.mode === 'enforce');
    const more = (mode: Criterion['mode']): Playbook => ({ ...before, objects: before.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, criteria: [...object.criteria, { ...criterion, id: 'OPP-QUAL-09', mode }] } : object)) });
    assert.ok(metrics(more('enforce')).includes('stage_conversion'));
    assert.deepEqual(metrics(more('shadow')), []);
  });

  test('that it is closed: all that count its object by stages; what the buyer does: none', () => {
    assert.ok(metrics(withStage('Prospecting', { closed: true, maxDays: 7 })).includes('win_rate'));
    assert.deepEqual(metrics(withStage('Prospecting', { buyerAction: 'Signs' })), []);
  });
});

test('segments cut otherwise name the numbers that are cut by them', () => {
  const after: Playbook = { ...before, segments: before.segments.map((segment, index) => (index === 1 ? { ...segment, fromEmployees: segment.fromEmployees + 50 } : segment)) };
  const [change] = compareVersions(before, after);
  assert.equal(change?.fullName, 'segments');
  // In metrics.yaml win_rate is cut by segment.
  assert.ok(change.metrics.includes('win_rate'), String(change.metrics));
  const cut = new Set(before.metrics.filter(({ slices }) => slices.includes('segment')).map(({ id }) => id));
  assert.ok(change.metrics.every((id) => cut.has(id)));
});

test('the fiscal year, the currency and what duplicates are matched by name the numbers that rest on them', () => {
  const named = (after: Partial<Playbook>): readonly string[] => compareVersions(before, { ...before, ...after })[0]?.metrics ?? [];
  // Of metrics.yaml: the fiscal quarter is the window of forecast_snapshot, the last twelve months that of the win rate; ARR is money.
  assert.deepEqual(['forecast_snapshot', 'win_rate'].map((id) => named({ fiscalYearStart: 5 }).includes(id)), [true, false]);
  // From January to April the quarters stay the same days.
  assert.deepEqual(named({ fiscalYearStart: 4 }), []);
  assert.deepEqual(['arr', 'win_rate'].map((id) => named({ currency: 'CHF' }).includes(id)), [true, false]);
  const { duplicates } = before;
  assert.deepEqual(named({ duplicates: { ...duplicates, Account: { ...duplicates.Account, match: duplicates.Account.match === 'name' ? 'domain' : 'name' } } }), ['duplicate_rate']);
});
