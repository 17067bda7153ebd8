/** What is wrong with open deals, and what lies between functions: each case by hand. Today is Monday 1 June 2026, 8:00 in New York. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Criterion, FieldDefinition, Playbook, ServiceLevel } from '../../playbook/model.ts';
import { computeMetrics } from '../compute.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from '../testing/snapshot.ts';
import { metric, values } from '../testing/vectors.ts';
import type { MetricResult } from '../types.ts';

const NOWHERE = { file: 'test.yaml', line: 1, column: 1 };
const field = (apiName: string, type: FieldDefinition['type']): FieldDefinition => ({ object: 'Opportunity', apiName, label: apiName, type, help: '', existing: true, automatic: false, position: NOWHERE });
const criterion = (id: string, trigger: Criterion['trigger'], satisfiedWhen: string): Criterion => ({
  id, label: id, object: 'Opportunity', family: 'Opportunity', trigger, for: 'growth', require: null, satisfiedWhen, appliesWhen: null, holds: 'through_won', onUndo: 'block', decays: true, overridable: true, errorField: null,
  message: '', decision: '', mode: 'enforce', effectiveFrom: '2026-01-01', position: NOWHERE, formulaPositions: {},
});

const clock = (id: string, count: number, unit: 'minutes' | 'days', whose: string | null = null): ServiceLevel => ({ id, label: id, clock: 'business', starts: '', stops: '', target: 'most', targets: [{ for: whose, within: { count, unit }, warnAt: null }], position: NOWHERE });

/** S3 may be committed; nobody stays in S2 for more than 30 days. */
function playbookFor(ids: readonly string[]): Playbook {
  const base = playbookWith(ids.map((id) => metric(id)));
  return {
    ...base,
    serviceLevels: [...base.serviceLevels, clock('S1', 15, 'minutes'), clock('S3', 2, 'days'), clock('S4', 20, 'days'), { ...clock('S12', 5, 'days', 'lead'), targets: [...clock('S12', 5, 'days', 'lead').targets, ...clock('S12', 1, 'days', 'handoff').targets] }],
    objects: base.objects.map((object) => object.apiName !== 'Opportunity' ? object : {
      ...object,
      fields: [field('NextStep', 'Text'), field('Evidence__c', 'Checkbox'), field('Handrail_Motion__c', 'Picklist')],
      criteria: [criterion('OPP-QUAL-02', { kind: 'exit', stage: 'S2', rank: 20 }, 'NOT(ISBLANK(NextStep))'), criterion('OPP-FCST-02', { kind: 'change', fields: ['ForecastCategoryName'] }, 'Evidence__c')],
      stages: object.stages.map((stage) => ({ ...stage, categories: stage.name === 'S3' ? ['Commit'] : [], maxDays: stage.name === 'S2' ? 30 : null })),
    }),
  };
}

const AS_OF = '2026-06-01T12:00:00Z';
const USERS: Rows = { User: [{ Id: 'U1', Name: 'Ann', Username: 'ann@x', IsActive: true }, { Id: 'U2', Name: 'Olu', Username: 'olu@x', IsActive: false }] };

async function results(ids: readonly string[], rows: Rows, options: Parameters<typeof computeMetrics>[2] = {}): Promise<MetricResult[]> {
  const playbook = playbookFor(ids);
  return computeMetrics(playbook, await writeSnapshot(playbook, { ...USERS, ...rows }), { asOf: AS_OF, records: {}, ...options });
}

/** Nothing is wrong with it. */
const tidy = (id: string, change: Partial<DealRow> = {}): DealRow => ({ id, owner: 'U1', amount: 100, closes: '2026-08-20', path: [['S1', '2026-05-18'], ['S2', '2026-05-20'], ['S3', '2026-05-25']], ...change, more: { NextStep: 'Call Ana', Handrail_Next_Step_Date__c: '2026-06-10', Evidence__c: true, ...change.more } });

describe('rules of hygiene', () => {
  const cases: Record<string, DealRow> = {
    'HY-1 no next step': tidy('X', { more: { NextStep: null } }),
    'HY-2 close date passed': tidy('X', { closes: '2026-05-31' }),
    'HY-3 stuck in its stage': tidy('X', { path: [['S1', '2026-04-28'], ['S2', '2026-05-01'], ['S2', '2026-05-20', { amount: 120 }]] }),
    'HY-4 stale': tidy('X', { path: [['S1', '2026-04-28'], ['S3', '2026-05-10']] }),
    'HY-5 pushed again': tidy('X', { more: { Handrail_Push_Reason__c: 'Budget' }, path: [['S3', '2026-05-18', { closes: '2026-07-01' }], ['S3', '2026-05-19', { closes: '2026-07-02' }], ['S3', '2026-05-20', { closes: '2026-07-03' }], ['S3', '2026-05-21', { closes: '2026-07-04' }]] }),
    'HY-6 commit without evidence': tidy('X', { more: { Evidence__c: false }, path: [['S3', '2026-05-25', { category: 'Forecast' }]] }),
    'HY-7 early stage, near date': tidy('X', { closes: '2026-06-15', path: [['S2', '2026-05-20']] }),
    'HY-8 no amount': tidy('X', { amount: 0 }),
    'HY-9 category reset': tidy('X', { path: [['S2', '2026-05-20', { category: 'BestCase' }], ['S3', '2026-05-25', { category: 'Pipeline' }]] }),
    'HY-10 owner gone': tidy('X', { owner: 'U2' }),
  };
  for (const [rule, deal] of Object.entries(cases)) {
    test(rule.startsWith('HY-9') ? `${rule} (T08)` : rule, async () => {
      const found = await results(['hygiene'], dealRows([tidy('FINE'), deal]), { slice: 'rule' });
      assert.deepEqual(found.map(({ slice, value, records }) => [slice['rule'] ?? 'all', value, records?.ids]), [['all', 1, ['X']], ['any', 1, ['X']], [rule, 1, ['X']]].toSorted(([left], [right]) => (left === 'all' ? -1 : right === 'all' ? 1 : String(left).localeCompare(String(right)))));
    });
  }

  test('HY-9 from most likely too; up from best case is no fall', async () => {
    const moved = (id: string, from: string, to: string): DealRow => tidy(id, { path: [['S2', '2026-05-20', { category: from }], ['S3', '2026-05-25', { category: to }]] });
    const rows = dealRows([moved('DOWN', 'MostLikely', 'Pipeline'), moved('UP', 'BestCase', 'MostLikely')]);
    const found = await results(['hygiene'], rows, { slice: 'rule' });
    assert.deepEqual(found.find(({ slice }) => slice['rule'] === 'HY-9 category reset')?.records?.ids, ['DOWN']);
  });

  test('on the edge nothing is wrong', async () => {
    const edge: DealRow[] = [
      tidy('today', { closes: '2026-06-01' }),
      tidy('thirty days', { path: [['S2', '2026-05-02'], ['S2', '2026-05-20', { amount: 120 }]] }),
      tidy('21 days', { path: [['S3', '2026-05-11']] }),
      tidy('first stage', { closes: '2026-08-01', more: { NextStep: null }, path: [['S1', '2026-05-20']], amount: null }),
      tidy('fifteen days', { closes: '2026-06-16', path: [['S2', '2026-05-20']] }),
      tidy('set again', { more: { Evidence__c: true }, path: [['S2', '2026-05-20', { category: 'Forecast' }], ['S3', '2026-05-25', { category: 'Pipeline' }], ['S3', '2026-05-26', { category: 'Forecast' }]] }),
      { ...tidy('renewal', { closes: '2026-01-01' }), motion: 'Renewal' },
    ];
    assert.deepEqual((await results(['hygiene'], dealRows(edge), { slice: 'rule' })).map(({ value }) => value), [0]);
  });

  test('what was done about a deal keeps it fresh', async () => {
    const deal = tidy('X', { path: [['S3', '2026-05-01']] });
    const stale = async (day: string | null): Promise<unknown> => (await results(['hygiene'], dealRows([{ ...deal, more: { ...deal.more, LastActivityDate: day } }])))[0]?.value;
    assert.deepEqual([await stale('2026-05-20'), await stale('2026-05-01'), await stale(null)], [0, 1, 1]);
  });

  test('close dates moved in bulk, and out of the quarter without a reason, count on the day they were moved', async () => {
    const lot = Array.from({ length: 11 }, (_, index) => tidy(`L${index}`, { ...(index === 0 ? { more: { Handrail_Push_Reason__c: 'Budget' } } : {}), path: [['S1', '2026-03-02', { closes: '2026-03-20' }], ['S1', `2026-03-30T15:00:${String(index).padStart(2, '0')}Z`, { closes: '2026-04-10', by: 'U9' }], ['Won', '2026-05-01']] }));
    const found = await results(['hygiene'], dealRows(lot), { slice: 'rule', period: '2026-Q1' });
    assert.deepEqual(found.map(({ slice, value, variants }) => [slice['rule'] ?? 'all', value, variants[0]?.value]), [['all', 0, 0], ['HY-11 bulk date edit', 11, 1100], ['HY-12 push without reason', 10, 1000]]);
  });
});

describe('items between functions', () => {
  const lead = (id: string, more: object) => ({ Id: id, OwnerId: 'U1', Status: 'Open', CreatedDate: '2026-01-05T15:00:00Z', IsConverted: false, ...more });
  const kinds = async (rows: Rows): Promise<unknown> => (await results(['no_mans_land'], rows, { slice: 'kind' })).slice(1).map(({ slice, records, variants }) => [slice['kind'], records?.ids, variants[0]?.value]);

  test('leads: in a queue, undecided, rejected and not triaged, accepted and idle, each once its clock is over', async () => {
    // Friday 16:50 to Monday 8:00: ten minutes of business. Two working days before now are over on Friday at 17:00 when they began on Thursday at 9:00.
    const rows: Rows = {
      Lead: [
        lead('N1', { OwnerId: '00G1', Handrail_MQL_At__c: '2026-05-29T20:44:00Z' }),
        lead('not yet', { OwnerId: '00G1', Handrail_MQL_At__c: '2026-05-29T20:50:00Z' }),
        lead('N2', { Handrail_MQL_At__c: '2026-05-27T12:00:00Z', Handrail_Assigned_At__c: '2026-05-27T20:00:00Z' }),
        lead('has time', { Handrail_MQL_At__c: '2026-05-27T12:00:00Z', Handrail_Assigned_At__c: '2026-05-28T13:00:00Z' }),
        lead('theirs before it qualified', { Handrail_MQL_At__c: '2026-05-28T13:00:00Z', Handrail_Assigned_At__c: '2026-01-05T15:00:00Z' }),
        lead('N3', { Handrail_Sales_Decision__c: 'Rejected', Handrail_Decided_At__c: '2026-05-21T20:00:00Z' }),
        lead('worked', { Status: 'Closed', Handrail_Sales_Decision__c: 'Rejected', Handrail_Decided_At__c: '2026-05-01T20:00:00Z' }),
        lead('N4', { Handrail_Sales_Decision__c: 'Accepted', Handrail_SQL_At__c: '2026-04-01T20:00:00Z' }),
        lead('converted', { IsConverted: true, Handrail_Sales_Decision__c: 'Accepted', Handrail_SQL_At__c: '2026-04-01T20:00:00Z' }),
      ],
    };
    assert.deepEqual(await kinds(rows), [['N1 lead in a queue', ['N1'], 0], ['N2 MQL undecided', ['N2'], 0], ['N3 rejected, not triaged', ['N3'], 0], ['N4 accepted and idle', ['N4'], 0]]);
  });

  test('handoffs, deals of nobody, customers without anybody, renewals that are nobody\'s', async () => {
    const term = { Handrail_ARR__c: 90, Handrail_Term_Start__c: '2025-08-01', Handrail_Term_End__c: '2026-07-31' };
    const won = (id: string, account: string, more: object = {}): DealRow => ({ id, owner: 'U1', account, amount: 100, more: { ...more }, path: [['S1', '2026-03-02'], ['Won', '2026-03-10']] });
    const rows: Rows = {
      ...dealRows([
        won('W5', 'A1'), won('W6', 'A1'), won('W7', 'A1'), tidy('N7', { owner: '00G1', amount: 40 }), tidy('FINE'),
        won('OURS', 'A2', term), won('NOBODYS', 'A3', term), won('STARTED', 'A4', term),
        { id: 'REN', owner: 'U1', account: 'A4', motion: 'Renewal', amount: 90, closes: '2026-07-20', more: { Handrail_Base_Deal__c: 'STARTED' }, path: [['S1', '2026-05-20']] },
      ]),
      Account: [{ Id: 'A1', Handrail_CSM__c: 'U1' }, { Id: 'A2', Handrail_CSM__c: 'U1' }, { Id: 'A3' }, { Id: 'A4', Handrail_CSM__c: 'U2' }],
      Handrail_Handoff__c: [
        { Id: 'N5', Opportunity__c: 'W5', Sent_At__c: '2026-03-10T15:00:00Z' },
        { Id: 'N6', Opportunity__c: 'W6', Sent_At__c: '2026-03-10T15:00:00Z', Rejected_At__c: '2026-03-11T15:00:00Z' },
        { Id: 'accepted', Opportunity__c: 'W7', Sent_At__c: '2026-03-10T15:00:00Z', Accepted_At__c: '2026-03-11T15:00:00Z' },
      ],
    };
    assert.deepEqual(await kinds(rows), [
      ['N5 handoff not answered', ['N5'], 100], ['N6 handoff rejected, not sent again', ['N6'], 100], ['N7 open deal of nobody', ['N7'], 40],
      ['N8 customer without CSM', ['A3', 'A4'], 180], ['N9 renewal due without owner', ['NOBODYS'], 90],
    ]);
  });
});

test('duplicates: the same address or domain however it is written; without one nobody can tell', async () => {
  const lead = (Id: string, Email: string | null) => ({ Id, Email, CreatedDate: '2026-01-05T15:00:00Z' });
  const said = await values(['duplicate_rate'], {
    Lead: [lead('1', 'ana@acme.com'), lead('2', ' ANA@acme.com'), lead('3', 'bo@acme.com'), lead('4', null)],
    Account: [{ Id: 'A', Website: 'https://www.Acme.com/about?x=1' }, { Id: 'B', Website: 'acme.com' }, { Id: 'C', Website: 'http://acme.org' }, { Id: 'D', Website: '' }, { Id: 'E', Website: 'shop.acme.com' }],
  });
  assert.deepEqual(said, { duplicate_rate: 0.571429, 'duplicate_rate/leads': 0.666667, 'duplicate_rate/accounts': 0.5 });
});

test('duplicates: accounts by name where the playbook says so, their domains aside', async () => {
  const playbook = { ...playbookWith([{ ...metric('duplicate_rate'), minN: 0 }]), duplicates: { Lead: { match: 'email', onCreate: 'allow', onEdit: 'allow' }, Account: { match: 'name', onCreate: 'allow', onEdit: 'allow' } } } as const;
  const rows: Rows = { Account: [{ Id: 'A', Name: 'Acme', Website: 'acme.com' }, { Id: 'B', Name: ' ACME ', Website: 'acme.org' }, { Id: 'C', Name: 'Acme GmbH', Website: 'acme.com' }, { Id: 'D', Name: 'Other' }] };
  // A and B are one of four.
  const [result] = await computeMetrics(playbook, await writeSnapshot(playbook, rows), { asOf: '2026-07-01T12:00:00Z' });
  assert.deepEqual([result?.numerator, result?.denominator], [2, 4]);
});

test('activities per open deal, and deals without any', async () => {
  const rows: Rows = {
    ...dealRows([tidy('A'), tidy('B'), { id: 'W', path: [['S1', '2026-05-01'], ['Won', '2026-05-20']] }]),
    Task: [{ Id: 'T1', WhatId: 'A', IsClosed: true, CompletedDateTime: '2026-05-20T15:00:00Z' }, { Id: 'T2', WhatId: 'W', IsClosed: true, CompletedDateTime: '2026-05-20T15:00:00Z' }],
    Event: [{ Id: 'E1', WhatId: 'A', EndDateTime: '2026-05-21T15:00:00Z' }, { Id: 'E2', WhatId: 'A', EndDateTime: '2026-05-22T15:00:00Z' }],
  };
  const [found] = await results(['rep_activity'], rows);
  assert.deepEqual([found?.value, found?.variants[0]?.value], [1.5, 0.5]);
});

test('overrides beside the criteria that were met: one granted of three', async () => {
  const rows: Rows = {
    // Past the gate of S2 by meeting it: A and B; C went past it with an override, which D was refused.
    ...dealRows([tidy('A'), tidy('B'), tidy('C', { more: { NextStep: null } }), tidy('D', { more: { NextStep: null } })]),
    Handrail_Override__c: [
      { Id: 'O1', Opportunity__c: 'C', Criterion__c: 'OPP-QUAL-02', Status__c: 'Granted', CreatedDate: '2026-05-20T15:00:00Z', Decided_At__c: '2026-05-20T16:00:00Z' },
      { Id: 'O2', Opportunity__c: 'D', Criterion__c: 'OPP-QUAL-02', Status__c: 'Refused', CreatedDate: '2026-05-20T15:00:00Z', Decided_At__c: '2026-05-20T16:00:00Z' },
    ],
  };
  const [found] = await results(['override_rate'], rows);
  assert.deepEqual([found?.numerator, found?.denominator], [1, 3]);
});
