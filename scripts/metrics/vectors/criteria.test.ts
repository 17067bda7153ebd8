/** What the gates ask, held against records: vectors worked out by hand with criteria of their own. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Criterion, FieldDefinition, Playbook } from '../../playbook/model.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import { computeMetrics } from '../compute.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow } from '../testing/snapshot.ts';
import type { MetricResult } from '../types.ts';
import { among, metric, valuesOf, type Said } from '../testing/vectors.ts';

const NOWHERE = { file: 'test.yaml', line: 1, column: 1 };
const field = (apiName: string, type: FieldDefinition['type']): FieldDefinition => ({ object: 'Opportunity', apiName, label: apiName, type, help: '', existing: true, automatic: false, position: NOWHERE });

const FIELDS = [field('NextStep', 'Text'), field('Next_On__c', 'Date'), field('Roles__c', 'Number'), field('Handrail_Motion__c', 'Picklist')];

/** As the default playbook has them, made small. */
function criterion(id: string, stage: string, rank: number, more: Partial<Criterion>): Criterion {
  const trigger = { kind: 'exit', stage, rank } as const;
  const rest: Pick<Criterion, 'id' | 'label' | 'object' | 'family' | 'trigger' | 'for' | 'require' | 'satisfiedWhen' | 'appliesWhen' | 'holds' | 'onUndo' | 'decays' | 'errorField' | 'message' | 'decision' | 'mode' | 'effectiveFrom' | 'position' | 'formulaPositions'> = {
    id, label: id, object: 'Opportunity', family: 'Opportunity', trigger, for: 'growth', require: null, satisfiedWhen: null, appliesWhen: null, holds: 'through_won', onUndo: 'block', decays: false, errorField: null,
    message: '', decision: '', mode: 'enforce', effectiveFrom: '2026-01-01', position: NOWHERE, formulaPositions: {},
  };
  // What metrics do not read is left out.
  return { ...rest, ...more } as Criterion;
}

const CRITERIA = [
  criterion('OPP-QUAL-02', 'S1', 10, { satisfiedWhen: 'AND(NOT(ISBLANK(NextStep)), Next_On__c >= TODAY())' }),
  criterion('OPP-NEED-02', 'S2', 20, { satisfiedWhen: 'Roles__c >= 2' }),
];

async function said(ids: readonly string[], deals: readonly DealRow[], gaps: readonly string[] = [], criteria: readonly Criterion[] = CRITERIA, slice?: string): Promise<Said> {
  const base = playbookWith(ids.map((id) => metric(id)));
  const playbook: Playbook = { ...base, objects: base.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, fields: FIELDS, criteria } : object)) };
  return valuesOf(await computeMetrics(playbook, await writeSnapshot(playbook, dealRows(deals), gaps), { asOf: '2026-06-01T12:00:00Z', ...(slice === undefined ? {} : { slice }) }));
}

const open = (id: string, stage: string, more: DealRow['more']): DealRow => ({ id, amount: 10, more: { ...more }, path: [['S1', '2026-05-01'], ...(stage === 'S1' ? [] : [[stage, '2026-05-02'] as const])] });
const ready = { NextStep: 'Call with Ana', Next_On__c: '2026-06-01', Roles__c: 2 };

test('next step and contacts of qualified open deals; compliance with all the gates behind', async () => {
  const deals = [
    open('A', 'S3', ready),
    open('B', 'S3', { ...ready, Roles__c: 1 }),
    // The day before is no date ahead.
    open('C', 'S2', { ...ready, Next_On__c: '2026-05-31' }),
    open('D', 'S2', { ...ready, Roles__c: 0 }),
    // Not qualified, and no gate behind it.
    open('E', 'S1', {}),
    { ...open('RENEWAL', 'S3', {}), motion: 'Renewal' },
  ];
  // A and D meet all they have passed, E has passed none; B lacks contacts, C a date.
  assert.deepEqual(await said(['next_step_coverage', 'multithreaded_share', 'gate_compliance'], deals), { next_step_coverage: 0.75, multithreaded_share: 0.5, gate_compliance: 0.6 });
});

test('blocked: what an enforced criterion of the gate before the deal keeps there, each deal once in all', async () => {
  const both = [criterion('OPP-NEED-02', 'S2', 20, { satisfiedWhen: 'Roles__c >= 2' }), criterion('OPP-NEED-03', 'S2', 20, { satisfiedWhen: 'NOT(ISBLANK(NextStep))' }), criterion('OPP-NEED-04', 'S2', 20, { satisfiedWhen: 'Roles__c >= 9', mode: 'shadow' })];
  const at = (id: string, amount: number, stage: string, more: DealRow['more'], closes = '2026-06-30'): DealRow => ({ ...open(id, stage, more), amount, closes });
  const deals = [
    at('BOTH', 100, 'S2', {}),
    at('ONE', 30, 'S2', { ...ready, Roles__c: 1 }),
    // Lacks what is in shadow only.
    at('FREE', 7, 'S2', ready),
    at('LATER', 9000, 'S2', {}, '2026-07-01'),
    // The gate is ahead of one and behind the other.
    at('BEFORE', 1000, 'S1', {}),
    at('BEYOND', 2000, 'S3', {}),
    { id: 'LOST', amount: 500, reason: 'Price', more: {}, path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['Lost', '2026-02-10']] } satisfies DealRow,
  ];
  const wanted = { blocked_amount: 130, 'blocked_amount@OPP-NEED-02': 130, 'blocked_amount@OPP-NEED-03': 100, 'blocked_amount/deals': 2 };
  assert.deepEqual(among(await said(['blocked_amount'], deals, [], both, 'criterion'), wanted), wanted);
});

test('lift: won with it less won without it, among closed deals beyond the gate', async () => {
  const closed = (id: string, end: 'Won' | 'Lost', roles: number, last = 'S3'): DealRow => ({ id, reason: 'Price', more: { Roles__c: roles }, path: [['S1', '2026-01-05'], [last, '2026-01-10'], [end, '2026-02-10']] });
  const deals = [closed('1', 'Won', 2), closed('2', 'Won', 3), closed('3', 'Lost', 2), closed('4', 'Won', 1), closed('5', 'Lost', 0), closed('6', 'Lost', 1), closed('7', 'Lost', 1), closed('EARLY', 'Lost', 9, 'S2')];
  // 2 of 3 with two contacts, 1 of 4 without; the one that never left S2 says nothing about its gate.
  const wanted = { 'criterion_lift@OPP-NEED-02': 0.416667 };
  assert.deepEqual(among(await said(['criterion_lift'], deals), wanted), wanted);
});

test('what time alone can break is asked of open deals, and breaks no gate behind them', async () => {
  const deals = [open('A', 'S3', { ...ready, Next_On__c: '2026-05-31' }), { id: 'W', more: ready, path: [['S1', '2026-01-05'], ['S3', '2026-01-10'], ['Won', '2026-02-10']] }, { id: 'L', reason: 'Price', more: {}, path: [['S1', '2026-01-05'], ['S3', '2026-01-10'], ['Lost', '2026-02-10']] }] satisfies DealRow[];
  const found = await said(['next_step_coverage', 'gate_compliance', 'criterion_lift'], deals, [], CRITERIA.map((one) => ({ ...one, decays: one.id === 'OPP-QUAL-02' })));
  assert.deepEqual(found, { next_step_coverage: 0, gate_compliance: 1, 'criterion_lift@OPP-NEED-02': 1 });
});

test('a field nobody may read is no blank one: its criterion says nothing', async () => {
  const found = await said(['multithreaded_share', 'next_step_coverage', 'gate_compliance'], [open('A', 'S3', ready)], ['Opportunity.Roles__c']);
  assert.deepEqual(found, { multithreaded_share: null, next_step_coverage: 1, gate_compliance: null });
});

describe('evidence for a criterion', () => {
  // 3 of 4 with it won, 1 of 5 without: 55 points. Newcombe by hand: Wilson (0.30064, 0.95441) and (0.03622, 0.62446);
  // low 0.55 - sqrt(0.44936^2 + 0.42446^2) = -0.0681, high 0.55 + sqrt(0.20441^2 + 0.16378^2) = 0.8119.
  const closed = (id: string, end: 'Won' | 'Lost', more: DealRow['more'], month = '02'): DealRow => ({ id, reason: 'Price', more: { ...more }, path: [['S1', '2026-01-05'], ['S3', '2026-01-10'], [end, `2026-${month}-10`]] });
  const deals = [
    closed('1', 'Won', { Roles__c: 2 }), closed('2', 'Won', { Roles__c: 3 }), closed('3', 'Won', { Roles__c: 2 }), closed('4', 'Lost', { Roles__c: 2 }),
    closed('5', 'Won', { Roles__c: 1 }), closed('6', 'Lost', { Roles__c: 0 }), closed('7', 'Lost', { Roles__c: 1 }), closed('8', 'Lost', {}), closed('9', 'Lost', {}),
  ];
  const asking = [criterion('OPP-NEED-02', 'S2', 20, { satisfiedWhen: 'Roles__c >= 2', errorField: 'Roles__c' })];

  test('counts, rates, the interval of their difference, and how often the field is filled', async () => {
    const [lift] = await results(['criterion_lift'], deals, asking);
    const parts = Object.fromEntries(Object.entries(lift?.parts ?? {}).map(([name, value]) => [name, value === null ? null : Math.round(value * 1e4) / 1e4]));
    assert.deepEqual(parts, { deals: 9, met: 4, met_won: 3, unmet: 5, unmet_won: 1, met_rate: 0.75, unmet_rate: 0.2, fill_rate: 0.7778, placeholder_rate: 0, days: null, low: -0.0681, high: 0.8119 });
    assert.equal(lift?.n, 9);
  });

  test('a rate of too few on one side is too few, however many there are on the other', async () => {
    const [lift] = await results(['criterion_lift'], deals, asking, { minN: 5 });
    assert.deepEqual([lift?.state, lift?.reason], ['low_n', '4 of at least 5 are there on the smaller side.']);
  });

  test('two quarters decide: retired where the interval spans zero twice, enforced where it no longer does, and too early before', async () => {
    const many = (count: number, won: number, roles: number, on: string): DealRow[] => Array.from({ length: count }, (_, index): DealRow => ({ id: `${on}-${roles}-${index}`, reason: 'Price', more: { Roles__c: roles }, path: [['S1', '2025-01-05'], ['S3', '2025-01-10'], [index < won ? 'Won' : 'Lost', on]] }));
    const said = async (rows: readonly DealRow[], mode: Criterion['mode']) => (await results(['criterion_lift'], rows, asking.map((one) => ({ ...one, mode })), { minN: 10 }))[0]?.verdict;
    const alike = [...many(20, 10, 2, '2025-11-10'), ...many(20, 10, 1, '2025-11-10')];
    const apart = [...many(40, 36, 2, '2026-02-10'), ...many(40, 4, 1, '2026-02-10')];
    assert.deepEqual((await said(alike, 'shadow'))?.reviews.map(({ until, spansZero, enough }) => [until, spansZero, enough]), [['2026-01-01', true, true], ['2026-04-01', true, true]]);
    assert.deepEqual([(await said(alike, 'shadow'))?.word, (await said(alike, 'enforce'))?.word], ['retire', 'retire']);
    assert.deepEqual([(await said([...alike, ...apart], 'shadow'))?.word, (await said([...alike, ...apart], 'enforce'))?.word], ['enforce', 'keep']);
    assert.equal((await said(apart, 'enforce'))?.word, 'too early');
  });
});

test('what stands in the fields that gates ask for: answers, placeholders, one text on many deals, nothing', async () => {
  const asking = [criterion('OPP-QUAL-03', 'S1', 10, { require: { field: 'NextStep', min: 3 } })];
  const copied = Array.from({ length: 10 }, (_, index) => open(`C${index}`, 'S2', { NextStep: index % 2 === 0 ? ' Committee reviews, then signs' : 'committee reviews, then SIGNS' }));
  const deals = [...copied, open('V', 'S2', { NextStep: 'Call with Ana' }), open('P', 'S2', { NextStep: 'TBD' }), open('X', 'S2', { NextStep: 'xxxxx' }), open('B', 'S2', {}), open('EARLY', 'S1', { NextStep: 'Too early to ask' })];
  const [found] = await results(['field_validity'], deals, asking);
  assert.deepEqual([found?.slice['field'], found?.parts], ['NextStep', { valid: 1, placeholder: 2, boilerplate: 10, blank: 1, asked: 14 }]);
  assert.equal(found?.value, 1 / 14);
});

test('what stands in a field, by where the deal came from', async () => {
  const asking = [criterion('OPP-QUAL-03', 'S1', 10, { require: { field: 'NextStep', min: 3 } })];
  const from = (id: string, source: string | null, next: string): DealRow => open(id, 'S2', { NextStep: next, LeadSource: source });
  // Web: one answer of two; a partner: both; one that says nothing of where it came from.
  const deals = [from('A', 'Web', 'Call with Ana'), from('B', 'Web', 'TBD'), from('C', 'Partner', 'Call with Bo'), from('D', 'Partner', 'Call with Cy'), from('E', null, 'n/a')];
  const found = await results(['field_validity'], deals, asking, { slice: 'source' });
  assert.deepEqual(found.map(({ slice, parts }) => [slice['source'] ?? 'all', parts?.['valid'], parts?.['asked']]), [['all', 3, 5], ['Partner', 2, 2], ['Unknown', 0, 1], ['Web', 1, 2]]);
});

test('where a criterion is met without its field, the field was not asked for', async () => {
  // The next step is asked for with two contacts or more.
  const asking = [criterion('OPP-PROP-02', 'S1', 10, { satisfiedWhen: 'OR(ISBLANK(Roles__c), Roles__c < 2, NOT(ISBLANK(NextStep)))', errorField: 'NextStep' })];
  const deals = [open('FEW', 'S2', { Roles__c: 1 }), open('NONE', 'S2', {}), open('MISSING', 'S2', { Roles__c: 2 }), open('GIVEN', 'S2', { Roles__c: 2, NextStep: 'Call with Ana' }), open('MORE', 'S2', { NextStep: 'Call with Bo' })];
  const [found] = await results(['field_validity'], deals, asking);
  assert.deepEqual([found?.parts, found?.value], [{ valid: 2, placeholder: 0, boilerplate: 0, blank: 1, asked: 3 }, 2 / 3]);
  // Won without it, lost without it where it was asked for, and once with it: filled on one of two.
  const closed = (id: string, end: 'Won' | 'Lost', more: DealRow['more']): DealRow => ({ id, reason: 'Price', more: { ...more }, path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], [end, '2026-02-10']] });
  const [lift] = await results(['criterion_lift'], [closed('1', 'Won', {}), closed('2', 'Lost', { Roles__c: 2 }), closed('3', 'Won', { Roles__c: 2, NextStep: 'Call with Ana' })], asking);
  assert.deepEqual([lift?.parts?.['met'], lift?.parts?.['unmet'], lift?.parts?.['fill_rate']], [2, 1, 0.5]);
});

test('compliance by criterion: those whose gate is behind the deal; a stamp tells the days it took', async () => {
  const asking = [...CRITERIA.slice(1), criterion('OPP-DISC-01', 'S2', 20, { require: { field: 'Next_On__c', min: 0 } })];
  const deals = [open('A', 'S3', ready), open('B', 'S3', { ...ready, Roles__c: 1 }), open('C', 'S2', {})];
  const found = await results(['gate_compliance'], deals, asking, { slice: 'criterion' });
  assert.deepEqual(found.map(({ slice, numerator, denominator }) => [slice['criterion'] ?? 'all', numerator, denominator]), [['all', 2, 3], ['all passed gates', 2, 3], ['OPP-DISC-01', 2, 2], ['OPP-NEED-02', 1, 2]]);
  const closed = (id: string, on: string): DealRow => ({ id, more: { Next_On__c: on }, path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['S3', '2026-01-30'], ['Won', '2026-02-10']] });
  const lift = (await results(['criterion_lift'], [closed('1', '2026-01-12'), closed('2', '2026-01-16'), closed('3', '2026-01-02')], asking)).find(({ slice }) => slice['criterion'] === 'OPP-DISC-01');
  // 2, 6, and there before the stage was entered: 0.
  assert.equal(lift?.parts?.['days'], 2);
});

async function results(ids: readonly string[], deals: readonly DealRow[], criteria: readonly Criterion[], { slice, ...changes }: Partial<Metric> & { readonly slice?: string } = {}): Promise<MetricResult[]> {
  const base = playbookWith(ids.map((id) => metric(id, changes)));
  const playbook: Playbook = { ...base, objects: base.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, fields: FIELDS, criteria } : object)) };
  return computeMetrics(playbook, await writeSnapshot(playbook, dealRows(deals)), { asOf: '2026-06-01T12:00:00Z', ...(slice === undefined ? {} : { slice }) });
}
