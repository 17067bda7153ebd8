/** What the gates ask, held against records: vectors worked out by hand with criteria of their own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Criterion, FieldDefinition, Playbook } from '../../playbook/model.ts';
import { computeMetrics } from '../compute.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow } from '../testing/snapshot.ts';
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

async function said(ids: readonly string[], deals: readonly DealRow[], gaps: readonly string[] = [], criteria: readonly Criterion[] = CRITERIA): Promise<Said> {
  const base = playbookWith(ids.map((id) => metric(id)));
  const playbook: Playbook = { ...base, objects: base.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, fields: FIELDS, criteria } : object)) };
  return valuesOf(await computeMetrics(playbook, await writeSnapshot(playbook, dealRows(deals), gaps), { asOf: '2026-06-01T12:00:00Z' }));
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
