/** Who approves which change, by the governance of the playbook that ships: each case by hand from governance.yaml. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadPlaybook } from '../../playbook/index.ts';
import type { Criterion, Playbook } from '../../playbook/index.ts';
import { approvalsOf } from './approvals.ts';
import { compareVersions } from './compare.ts';
import type { Approval } from './types.ts';

const { playbook } = await loadPlaybook('config/playbook');
assert.ok(playbook);
const before: Playbook = playbook;

const ofCriterion = (id: string, change: (criterion: Criterion) => Criterion | null): Playbook => ({
  ...before,
  objects: before.objects.map((object) => ({ ...object, criteria: object.criteria.flatMap((criterion) => (criterion.id === id ? (change(criterion) ?? []) : criterion)) })),
});
const ofMetric = (id: string, change: Partial<Playbook['metrics'][number]>): Playbook => ({ ...before, metrics: before.metrics.map((metric) => (metric.id === id ? { ...metric, ...change } : metric)) });
const ofTerm = (id: string, test: string): Playbook => ({ ...before, terms: before.terms.map((term) => (term.id === id ? { ...term, test } : term)) });

const approvals = (after: Playbook, from: Playbook = before): Approval[] => approvalsOf(compareVersions(from, after), from, after);
const said = (after: Playbook, from?: Playbook): unknown[][] => approvals(after, from).map((approval) => [approval.class, approval.approvers, approval.owners, approval.changes]);

describe('who says yes', () => {
  test('to a criterion: by what becomes of its mode, and by what it asks', () => {
    // OPP-QUAL-03 is in shadow, OPP-QUAL-02 is enforced; the object is Opportunity, which SAL and REV own.
    const owners = ['REV', 'SAL'];
    assert.deepEqual(said(ofCriterion('OPP-QUAL-03', (criterion) => ({ ...criterion, mode: 'enforce' }))), [['enforce', 'all owners of the object', owners, ['OPP-QUAL-03']]]);
    assert.deepEqual(said(ofCriterion('OPP-QUAL-02', (criterion) => ({ ...criterion, mode: 'shadow' }))), [['relax', 'owners, and FIN if the family is Forecast or Closing', owners, ['OPP-QUAL-02']]]);
    assert.deepEqual(said(ofCriterion('OPP-QUAL-02', () => null)), [['relax', 'owners, and FIN if the family is Forecast or Closing', owners, ['OPP-QUAL-02']]]);
    assert.deepEqual(said(ofCriterion('OPP-QUAL-02', (criterion) => ({ ...criterion, satisfiedWhen: 'NOT(ISBLANK(NextStep))' }))), [['enforce', 'all owners of the object', owners, ['OPP-QUAL-02']]]);
    // One alternative more lets more pass: those who approve less decide, and are told that it is less.
    assert.deepEqual(said(ofCriterion('OPP-QUAL-02', (criterion) => ({ ...criterion, satisfiedWhen: `OR(${criterion.satisfiedWhen ?? ''}, Amount < 1000)` }))).map(([name]) => name), ['relax']);
    assert.deepEqual(said(ofCriterion('OPP-QUAL-02', (criterion) => ({ ...criterion, satisfiedWhen: `AND(${criterion.satisfiedWhen ?? ''}, Amount > 1000)` }))).map(([name]) => name), ['enforce']);
    assert.deepEqual(said(ofCriterion('OPP-QUAL-02', (criterion) => ({ ...criterion, message: 'What comes next?' }))), [['wording', 'REV', owners, ['OPP-QUAL-02']]]);
  });

  test('to a metric: its joint owners, who are those of before', () => {
    const [found] = approvals(ofMetric('win_rate', { minN: 31, owners: ['REV'] }));
    assert.deepEqual([found?.class, found?.approvers, found?.evidence, found?.notice], ['metric', 'its joint owners', 'values under both', 'next pack; both are shown for one quarter']);
    assert.deepEqual(found?.owners, before.metrics.find(({ id }) => id === 'win_rate')?.owners.toSorted());
    assert.deepEqual(said(ofMetric('win_rate', { label: 'Wins' })).map(([name]) => name), ['wording']);
  });

  test('to a term: the Council, or whom the term itself names', () => {
    const idOf = (name: string): string => before.terms.find((term) => term.name === name)?.id ?? '';
    assert.deepEqual(said(ofTerm(idOf('customer'), 'ARR above 1,000')).map(([name, who]) => [name, who]), [['definition', 'Council']]);
    assert.deepEqual(said(ofTerm(idOf('ARR'), 'all that is signed')).map(([name, who]) => [name, who]), [['definition', 'FIN and the Council']]);
  });

  test('to reasons and competitors, meetings, hours and the calendar', () => {
    const classes = (after: Playbook): unknown[] => said(after).map(([name, who]) => [name, who]);
    assert.deepEqual(classes({ ...before, competitors: [...before.competitors, 'Someone'] }), [['taxonomy', 'its owners']]);
    const { leadSources } = before;
    const values = (change: (name: string) => object): Playbook => ({ ...before, leadSources: leadSources && { ...leadSources, values: leadSources.values.map((value) => ({ ...value, ...change(value.name) })) } });
    assert.deepEqual(said(values((name) => (name === 'Web' ? { was: ['Site'] } : {}))), [['taxonomy', 'its owners', ['MKT', 'REV'], ['Web']]]);
    assert.deepEqual(said(values((name) => (name === 'Web' ? { means: 'found us' } : {}))), [['taxonomy', 'its owners', ['MKT', 'REV'], ['Web']]]);
    assert.deepEqual(classes({ ...before, cadences: before.cadences.slice(1) }), [['SLA, cadence', 'both functions']]);
    assert.deepEqual(classes({ ...before, fiscalYearStart: 4 }), [['definition', 'Council']]);
  });

  test('changes of one class and one owner stand together, in the order of governance.yaml', () => {
    const after = { ...ofCriterion('OPP-QUAL-03', (criterion) => ({ ...criterion, mode: 'enforce' })), fiscalYearStart: 4, currency: 'EUR' };
    assert.deepEqual(said(after).map(([name, , , changes]) => [name, changes]), [['enforce', ['OPP-QUAL-03']], ['definition', ['currency', 'fiscalYearStart']]]);
  });
});

describe('a branch does not approve itself', () => {
  test('what governance.yaml says on the branch changes nothing of who decides on the branch', () => {
    const { governance } = before;
    assert.ok(governance);
    const after: Playbook = { ...before, fiscalYearStart: 4, governance: { ...governance, changes: governance.changes.map((item) => ({ ...item, approvers: 'nobody' })) } };
    assert.deepEqual(said(after), [['definition', 'Council', [], ['fiscalYearStart', 'governance']]]);
  });

  test('a class that the playbook does not have names nobody, and says so last; without governance nothing is said', () => {
    const { governance } = before;
    assert.ok(governance);
    const from: Playbook = { ...before, governance: { ...governance, changes: governance.changes.filter(({ name }) => name !== 'definition') } };
    assert.deepEqual(said({ ...from, fiscalYearStart: 4, competitors: [] }, from), [['taxonomy', 'its owners', [], ['competitors']], [null, null, [], ['fiscalYearStart']]]);
    const without: Playbook = { ...before, governance: null };
    assert.deepEqual(said({ ...without, fiscalYearStart: 4 }, without), []);
  });
});
