/** From a lead to qualified pipeline: vectors worked out by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Playbook } from '../../playbook/model.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import { computeMetrics, type ComputeOptions } from '../compute.ts';
import { dealRows, NOWHERE, playbookWith, writeSnapshot, type DealRow, type Rows } from '../testing/snapshot.ts';
import { among, compute, inputs, metric, values, valuesOf, type Said } from '../testing/vectors.ts';

type LeadCells = Readonly<Record<string, string | number | boolean | null>>;

/** A lead of a day in March 2026, MQL at once and assigned at once. */
function lead(id: string, more: LeadCells = {}): LeadCells {
  return { Id: id, LeadSource: 'Web', Status: 'Open', CreatedDate: '2026-03-02T15:00:00Z', Handrail_MQL_At__c: '2026-03-02T15:00:00Z', Handrail_Assigned_At__c: '2026-03-02T15:00:00Z', ...more };
}

const accepted = { Handrail_Sales_Decision__c: 'Accepted', Handrail_Decided_At__c: '2026-03-03T15:00:00Z' };
const rejected = { Handrail_Sales_Decision__c: 'Rejected', Handrail_Decided_At__c: '2026-03-03T15:00:00Z' };

describe('MQL to SQL', () => {
  const rows: Rows = {
    Lead: [
      lead('a1', accepted), lead('a2', accepted), lead('a3', { ...accepted, LeadSource: 'Partner' }),
      lead('r1', { ...rejected, Handrail_Reject_Reason__c: 'Wrong fit' }), lead('r2', { ...rejected, Handrail_Reject_Reason__c: 'Wrong fit' }), lead('r3', { ...rejected, Handrail_Reject_Reason__c: 'Not now' }), lead('r4', rejected),
      lead('u'),
      lead('none', { Handrail_MQL_At__c: null }), lead('gone', { ...accepted, IsDeleted: true }),
    ],
  };

  test('accepted over all MQLs of the period; those that were decided stand beside it', async () => {
    const said = await values(['mql_to_sql', 'mql_volume', 'rejection_mix'], rows, { period: '2026-03', slice: 'source' });
    const wanted = {
      mql_to_sql: 0.375, 'mql_to_sql/of_decided': 0.428571, 'mql_to_sql@Partner': 1, 'mql_to_sql@Web': 0.285714, mql_volume: 8,
      'rejection_mix@Wrong fit': 0.5, 'rejection_mix@Not now': 0.25, 'rejection_mix@Unknown': 0.25, 'rejection_mix@Wrong fit@Web': 0.5,
    };
    assert.deepEqual(among(said, wanted), wanted);
  });

  test('a decision that came later than the day is none yet', async () => {
    assert.equal((await values(['mql_to_sql'], rows, { period: '2026-03', asOf: '2026-03-03T12:00:00Z' }))['mql_to_sql'], 0);
  });

  test('rejected in March, recycled, an MQL again in June: one lead, two cycles, each in its own month (T05)', async () => {
    const recycled: Rows = {
      Lead: [lead('c', { ...accepted, Handrail_Decided_At__c: '2026-06-03T15:00:00Z', Handrail_MQL_At__c: '2026-06-02T15:00:00Z' })],
      LeadHistory: [
        { Id: 'h1', LeadId: 'c', Field: 'Handrail_MQL_At__c', OldValue: '2026-03-02T15:00:00.000+0000', CreatedDate: '2026-04-01T15:00:00Z' },
        { Id: 'h2', LeadId: 'c', Field: 'Handrail_Sales_Decision__c', OldValue: 'Rejected', CreatedDate: '2026-04-01T15:00:00Z' },
        // Set for the first time: nothing was before.
        { Id: 'h3', LeadId: 'c', Field: 'Handrail_MQL_At__c', OldValue: null, CreatedDate: '2026-06-02T15:00:00Z' },
      ],
    };
    const march = await values(['mql_to_sql', 'mql_volume'], recycled, { period: '2026-03' });
    const june = await values(['mql_to_sql', 'mql_volume'], recycled, { period: '2026-06' });
    assert.deepEqual([march['mql_volume'], march['mql_to_sql'], june['mql_volume'], june['mql_to_sql']], [1, 0, 1, 1]);
    assert.equal((await values(['mql_volume'], recycled, { period: '2026' }))['mql_volume'], 2);
  });

  test('why sales rejected a lead stays known after it was recycled; a reason that was changed at another moment is not that of the cycle', async () => {
    const recycled = (reasonGone: string): Rows => ({
      Lead: [lead('c', { Handrail_MQL_At__c: null })],
      LeadHistory: [
        { Id: 'h1', LeadId: 'c', Field: 'Handrail_MQL_At__c', OldValue: '2026-03-02T15:00:00.000+0000', CreatedDate: '2026-04-01T15:00:00Z' },
        { Id: 'h2', LeadId: 'c', Field: 'Handrail_Sales_Decision__c', OldValue: 'Rejected', CreatedDate: '2026-04-01T15:00:00Z' },
        { Id: 'h3', LeadId: 'c', Field: 'Handrail_Reject_Reason__c', OldValue: 'Not now', CreatedDate: reasonGone },
      ],
    });
    const reasons = ['rejection_mix@Not now', 'rejection_mix@Unknown'];
    for (const [reasonGone, shares] of [['2026-04-01T15:00:00Z', [1, undefined]], ['2026-03-15T15:00:00Z', [undefined, 1]]] as const) {
      const said = await values(['rejection_mix'], recycled(reasonGone), { period: '2026-03' });
      assert.deepEqual(reasons.map((reason) => said[reason]), shares, reasonGone);
    }
  });

  test('a cycle that was ended without a decision will never have one: its cohort is no longer too early to judge', async () => {
    const recycled: Rows = {
      Lead: [lead('c', { Handrail_MQL_At__c: null })],
      LeadHistory: [{ Id: 'h1', LeadId: 'c', Field: 'Handrail_MQL_At__c', OldValue: '2026-03-02T15:00:00.000+0000', CreatedDate: '2026-04-01T15:00:00Z' }],
    };
    for (const [asOf, state] of [['2026-04-01T15:00:00Z', 'immature'], ['2026-04-01T15:00:01Z', 'ok']] as const) {
      const [result] = await compute(metric('mql_to_sql'), recycled, { period: '2026-03', asOf });
      assert.deepEqual([result?.value, result?.state], [0, state], asOf);
    }
  });
});

describe('meetings', () => {
  const held = (on: string): LeadCells => ({ Handrail_Meeting_Held__c: on });
  const converted = (deal: string): LeadCells => ({ Status: 'Closed', IsConverted: true, ConvertedDate: '2026-03-20', ConvertedOpportunityId: deal });
  const rows: Rows = {
    Lead: [
      lead('m1', { ...held('2026-03-10'), ...converted('D1') }),
      lead('m2', { ...held('2026-03-10'), ...converted('D2') }),
      lead('m3', held('2026-03-12')),
      lead('booked', held('2026-12-01')),
      lead('m0'),
    ],
    ...dealRows([
      { id: 'D1', more: { Handrail_Discovery_Held__c: '2026-03-10' }, path: [['S1', '2026-03-20']] },
      // 31 days after the meeting.
      { id: 'D2', path: [['S1', '2026-04-10']] },
      { id: 'D3', more: { Handrail_Discovery_Held__c: '2026-03-15' }, path: [['S1', '2026-03-01']] },
    ]),
  };

  test('held, not booked; within 30 days; the meeting that conversion copied is one', async () => {
    const said = await values(['lead_to_meeting', 'meeting_to_opportunity', 'meetings_held'], rows, { period: '2026-03-02..2026-03-29' });
    // Three of five leads met; one of three had a deal in time; three leads and D3 in four weeks.
    assert.deepEqual(said, { lead_to_meeting: 0.6, meeting_to_opportunity: 0.333333, meetings_held: 1 });
  });
});

test('source to won: the deal of the lead was won, and a lead without one was not', async () => {
  const of = (id: string, source: string, deal: string | null): LeadCells => lead(id, { LeadSource: 'changed later', Handrail_Original_Source__c: source, IsConverted: deal !== null, ConvertedDate: deal === null ? null : '2026-03-05', ConvertedOpportunityId: deal });
  const rows: Rows = {
    Lead: [of('1', 'Web', 'W'), of('2', 'Web', 'L'), of('3', 'Web', null), of('4', 'Web', null), of('5', 'Partner', 'O')],
    ...dealRows([{ id: 'W', path: [['S1', '2026-03-05'], ['Won', '2026-04-05']] }, { id: 'L', reason: 'Price', path: [['S1', '2026-03-05'], ['Lost', '2026-04-05']] }, { id: 'O', path: [['S1', '2026-03-05']] }]),
  };
  assert.deepEqual(await values(['source_conversion'], rows, { period: '2026-03', slice: 'source' }), { source_conversion: 0.2, 'source_conversion@Partner': 0, 'source_conversion@Web': 0.25 });
});

describe('what became of leads handed over', () => {
  const became = (deal: string, more: LeadCells = {}): LeadCells => lead(deal, { ...accepted, Status: 'Converted', IsConverted: true, ConvertedDate: '2026-03-20', ConvertedOpportunityId: deal, ...more });
  const deals = dealRows([
    { id: 'W', path: [['S1', '2026-03-20'], ['Won', '2026-03-25']] },
    { id: 'L', path: [['S1', '2026-03-20'], ['Lost', '2026-03-25']] },
    { id: 'O', path: [['S1', '2026-03-20']] },
  ]);
  const gone = (id: string): Rows[string] => [
    { Id: `${id}1`, LeadId: id, Field: 'Handrail_MQL_At__c', OldValue: '2026-03-02T15:00:00.000+0000', CreatedDate: '2026-04-01T15:00:00Z' },
    { Id: `${id}2`, LeadId: id, Field: 'Handrail_Sales_Decision__c', OldValue: 'Rejected', CreatedDate: '2026-04-01T15:00:00Z' },
  ];
  const rows: Rows = {
    ...deals,
    Lead: [
      // Partner: one won of two. Web: eight, of which one each.
      became('W', { LeadSource: 'Partner' }), became('L'), became('O'),
      lead('accepted', accepted), lead('rejected', { ...rejected, LeadSource: 'Partner' }), lead('converted without a decision or a deal', { Status: 'Converted', IsConverted: true, ConvertedDate: '2026-03-20' }), lead('given up', { Status: 'Closed' }),
      lead('rejected and closed', { ...rejected, Status: 'Closed' }),
      lead('put back', { Handrail_MQL_At__c: null }),
      // Handed over again: it counts once, in March, and sales owes an answer.
      lead('again', { Handrail_MQL_At__c: '2026-04-10T15:00:00Z' }),
      lead('never', { Handrail_MQL_At__c: null }),
    ],
    LeadHistory: [...gone('put back'), ...gone('again')],
  };

  test('each lead once, by where it is now, whatever cycle it is in', async () => {
    const said = await values(['lead_outcomes'], rows, { period: '2026-03', asOf: '2026-05-01T12:00:00Z', slice: 'source' });
    const wanted = {
      'lead_outcomes@won': 0.1, 'lead_outcomes@lost': 0.1, 'lead_outcomes@open deal': 0.1, 'lead_outcomes@accepted': 0.2, 'lead_outcomes@rejected': 0.2, 'lead_outcomes@undecided': 0.1,
      'lead_outcomes@closed': 0.1, 'lead_outcomes@recycled': 0.1, 'lead_outcomes@won@Partner': 0.5, 'lead_outcomes@rejected@Partner': 0.5, 'lead_outcomes@rejected@Web': 0.125,
    };
    assert.deepEqual(among(said, wanted), wanted);
    const april = await values(['lead_outcomes'], rows, { period: '2026-04', asOf: '2026-05-01T12:00:00Z' });
    assert.deepEqual(Object.keys(april).filter((key) => key.includes('@')), []);
  });

  test('on an earlier day nothing had become of them yet; what a recycle took back later is not known of that day', async () => {
    const said = await values(['lead_outcomes'], rows, { period: '2026-03', asOf: '2026-03-10T12:00:00Z' });
    // Of ten: three that became deals later and one are accepted, two rejected, one given up, three without a decision that is known.
    assert.deepEqual(Object.entries(said).filter(([key]) => key.includes('@')).toSorted(), [['lead_outcomes@accepted', 0.4], ['lead_outcomes@closed', 0.1], ['lead_outcomes@rejected', 0.2], ['lead_outcomes@undecided', 0.3]]);
  });
});

describe('pipeline created', () => {
  const deals: DealRow[] = [
    // Amount when it qualified, not today's.
    { id: 'A', source: 'Web', path: [['S1', '2026-04-01', { amount: 10 }], ['S2', '2026-04-10', { amount: 40 }], ['S3', '2026-05-01', { amount: 900 }]] },
    { id: 'B', source: 'Partner', path: [['S1', '2026-04-01', { amount: 50 }], ['S3', '2026-04-20', { amount: 60 }], ['S1', '2026-05-01'], ['S2', '2026-05-10', { amount: 70 }]] },
    { id: 'C', source: 'Web', path: [['S1', '2026-04-01', { amount: 500 }]] },
    { id: 'D', source: 'Web', path: [['S1', '2026-04-05T15:00:00Z', { amount: 1 }], ['S2', '2026-04-05T15:00:00Z', { amount: 2 }], ['S3', '2026-04-05T15:00:00Z', { amount: 3 }]] },
    { id: 'IMPORT', source: 'Web', amount: 9, path: [['Won', '2026-04-05']] },
  ];

  test('amount at the first qualified stage, once, also when it was skipped', async () => {
    const said = await values(['pipeline_created', 'pipeline_contribution', 'pipeline_creation_velocity'], dealRows(deals), { period: '2026-04-06..2026-05-03', slice: 'source' });
    assert.deepEqual(among(said, { pipeline_created: 0, 'pipeline_created/deals': 0, 'pipeline_contribution@Web': 0, 'pipeline_contribution@Partner': 0, pipeline_creation_velocity: 0 }), {
      // D qualified the day before; A with 40 and B with 60 in four weeks.
      pipeline_created: 100, 'pipeline_created/deals': 2, 'pipeline_contribution@Web': 0.4, 'pipeline_contribution@Partner': 0.6, pipeline_creation_velocity: 25,
    });
    assert.equal((await values(['pipeline_created'], dealRows(deals), { period: '2026-04-05..2026-04-05' }))['pipeline_created'], 2);
  });

  test('it belongs to the person who had the deal then', async () => {
    const rows: Rows = {
      ...dealRows([{ id: 'A', owner: 'U2', amount: 5, path: [['S2', '2026-04-10']] }]),
      User: [{ Id: 'U1', Name: 'Ann', Username: 'a@x' }, { Id: 'U2', Name: 'Bo', Username: 'b@x' }],
      OpportunityFieldHistory: [
        { Id: 'f1', OpportunityId: 'A', Field: 'Owner', OldValue: 'U1', CreatedDate: '2026-05-01T15:00:00Z' },
        { Id: 'f2', OpportunityId: 'A', Field: 'Owner', OldValue: 'Ann', CreatedDate: '2026-05-01T15:00:00Z' },
      ],
    };
    const said = await values(['pipeline_created'], rows, { period: '2026-Q2', slice: 'owner' });
    assert.equal(said['pipeline_created@Ann'], 5);
    assert.equal(said['pipeline_created@Bo'], undefined);
  });

  test('cost per qualified deal: programme spend of the channel over what qualified in the months', async () => {
    const dir = await inputs({ 'gtm_cost.csv': 'month,function,kind,channel,amount,currency,source_system,as_of\n2026-04-01,marketing,programme,Web,300,USD,ledger,2026-06-30\n2026-04-01,sales,people,,9000,USD,ledger,2026-06-30\n' });
    const said = await values(['cost_per_qualified'], dealRows(deals), { period: '2026-04', slice: 'channel', inputsDir: dir });
    // A, B and D qualified in April; two of them came from Web.
    const wanted = { cost_per_qualified: 100, 'cost_per_qualified@Web': 150 };
    assert.deepEqual(among(said, wanted), wanted);
  });
});

describe('where people came from', () => {
  const sources = {
    owners: ['MKT', 'REV'] as const, position: NOWHERE,
    values: [
      { name: 'Web', means: '', was: ['Site', 'Webinar 2024'], utm: [], catchAll: false, position: NOWHERE },
      { name: 'Partner', means: '', was: [], utm: [], catchAll: false, position: NOWHERE },
      { name: 'Other', means: '', was: [], utm: [], catchAll: true, position: NOWHERE },
    ],
  };
  const came = (id: string, source: string | null, first: string | null = null): LeadCells => lead(id, { LeadSource: source, Handrail_Original_Source__c: first });
  const rows: Rows = {
    Lead: [
      came('a', 'Web'), came('b', ' web '), came('c', 'Partner'),
      // The first source is kept, whatever the field says now; both names of before count as the one in use.
      came('d', 'Partner', 'Webinar 2024'), came('e', 'Site'),
      came('f', 'Other'), came('g', 'Fair'), came('h', null),
    ],
    ...dealRows([{ id: 'D1', path: [['S1', '2026-03-20'], ['Won', '2026-04-20']], more: { LeadSource: 'SITE' } }, { id: 'D2', path: [['S1', '2026-03-20'], ['Lost', '2026-04-20']], more: { LeadSource: 'Web' } }]),
  };
  const said = async (metrics: readonly Metric[], options: ComputeOptions, leadSources: Playbook['leadSources'] = sources): Promise<Said> => {
    const playbook = { ...playbookWith(metrics), leadSources };
    return valuesOf(await computeMetrics(playbook, await writeSnapshot(playbook, rows), { asOf: '2026-07-01T12:00:00Z', period: '2026', ...options }));
  };

  test('of eight leads three have a source of the list, one of before two, and one each says nothing, something else, or that nothing fits', async () => {
    // a, b and c are listed: 3 of 8. d and e are of before and g is on no list: 3 of 8.
    assert.deepEqual(await said([metric('source_tagging')], {}), { source_tagging: 0.375, 'source_tagging/blank': 0.125, 'source_tagging/unlisted': 0.375, 'source_tagging/catch_all': 0.125 });
  });

  test('values of before count as the one that has them, of leads and of deals', async () => {
    const leads = await said([metric('mql_volume')], { slice: 'source' });
    assert.deepEqual(leads, { mql_volume: 8, 'mql_volume@Web': 4, 'mql_volume@Partner': 1, 'mql_volume@Other': 1, 'mql_volume@Fair': 1, 'mql_volume@Unknown': 1 });
    const deals = await said([metric('win_rate')], { slice: 'source' });
    assert.deepEqual(Object.entries(deals).filter(([name]) => /^win_rate(@|$)/.test(name)), [['win_rate', 0.5], ['win_rate@Web', 0.5]]);
  });

  test('without a list what a record says counts, and nobody can tell how well it is told', async () => {
    const leads = await said([metric('mql_volume'), metric('source_tagging')], { slice: 'source' }, null);
    assert.deepEqual([leads['mql_volume@Web'], leads['mql_volume@ web '], leads['mql_volume@Webinar 2024'], leads['source_tagging']], [1, 1, 1, null]);
  });
});
