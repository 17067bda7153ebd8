/**
 * The planted facts of the demo company that are numbers, against the metrics engine: played through the org's save
 * pipeline, extracted through Bulk API 2.0, counted. Every figure was worked out on paper from the tables of config/sample
 * (docs/demo-company.md shows how), none was taken from an engine.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fraction, HISTORY, openDemoOrg, percent, snapshotOf, type DemoOrg, type Results, type Snapshot } from './testing/company.ts';

let demo: DemoOrg;
let snapshot: Snapshot;
/** Over all of history; over each metric's own window. */
let whole: Results;
let own: Results;

before(async () => {
  demo = await openDemoOrg();
  snapshot = await snapshotOf(demo);
  whole = await snapshot.compute({ period: HISTORY });
  own = await snapshot.compute({});
});

after(async () => {
  await snapshot?.close();
  await demo?.close();
});

const QUARTERS = ['2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1'] as const;
const forecasts = new Map<string, Results>();
async function inQuarter(quarter: string): Promise<Results> {
  const found = forecasts.get(quarter) ?? await snapshot.compute({ period: quarter, metrics: ['forecast_accuracy', 'forecast_bias', 'forecast_bridge', 'pushed_revenue', 'close_date_moves', 'attainment'] });
  forecasts.set(quarter, found);
  return found;
}

test('every record has arrived, and no field that a metric wants is hidden from the user that ships for it', () => {
  assert.deepEqual(snapshot.manifest.objects.filter(({ gaps }) => gaps.length > 0), []);
  const records = Object.fromEntries(snapshot.manifest.objects.map(({ object, records: count }) => [object, count]));
  assert.deepEqual([records['Opportunity'], records['Lead'], records['Account'], records['Handrail_Handoff__c']], [800, 3000, 520, 33]);
});

test('P1 Mid-Market is slower than Enterprise, and waits in the proposal', () => {
  assert.equal(whole.one('sales_cycle').value, 53.5);
  assert.deepEqual(['SMB', 'Mid-Market', 'Enterprise'].map((segment) => whole.one('sales_cycle', { segment }).value), [38, 118, 92]);
  assert.deepEqual(['Mid-Market', 'Enterprise', 'SMB'].map((segment) => whole.variant('time_in_stage', 'won', { stage: 'Proposal/Price Quote', segment }).value), [46, 20, 6]);
});

test('P2 the worst step: of the closed deals that came to the proposal, who went on', () => {
  const reached = (stage: string, segment: string): number => whole.one('win_rate_by_stage', { stage, segment }).denominator ?? 0;
  const step = (segment: string): string => `${reached('Negotiation/Review', segment)}/${reached('Proposal/Price Quote', segment)}`;
  assert.deepEqual([step('Mid-Market'), step('SMB')], ['33/51', '66/71']);
  const late = demo.rows("SELECT Handrail_Loss_Reason__c reason, COUNT(Id) deals FROM Opportunity WHERE StageName = 'Closed Lost' AND Handrail_Motion__c = null AND Handrail_Previous_Stage__c IN ('Proposal/Price Quote', 'Negotiation/Review') GROUP BY Handrail_Loss_Reason__c");
  assert.deepEqual([late.find(({ reason }) => reason === 'Price')?.['deals'], late.reduce((sum, { deals }) => sum + Number(deals), 0)], [22, 38]);
});

describe('P3 win rates', () => {
  test('narrow, broad, by segment, by amount', () => {
    const rate = whole.one('win_rate');
    assert.deepEqual([fraction(rate), percent(rate.value), rate.state], ['108/272', '39.7', 'ok']);
    assert.equal(fraction(whole.variant('win_rate', 'broad')), '108/404');
    assert.equal(fraction(whole.variant('win_rate', 'amount')), '4512000/12972000');
    assert.deepEqual(whole.by('win_rate', 'segment'), { SMB: '62/132', 'Mid-Market': '29/89', Enterprise: '17/51' });
  });

  test('by stage', () => {
    assert.deepEqual(whole.by('win_rate_by_stage', 'stage'), {
      Prospecting: '108/404', Qualification: '108/370', 'Needs Analysis': '108/308', 'Value Proposition': '108/234',
      'Id. Decision Makers': '108/188', 'Perception Analysis': '108/164', 'Proposal/Price Quote': '108/146', 'Negotiation/Review': '108/120',
    });
  });

  test('all closed deals, those that never were included, make it 26.3 percent', () => {
    const closed = demo.rows("SELECT Id FROM Opportunity WHERE IsClosed = true AND Handrail_Exclude__c = null AND Handrail_Motion__c IN (null, 'New Logo', 'Win-back')").length;
    assert.deepEqual([closed, (100 * 108 / closed).toFixed(1)], [410, '26.3']);
  });
});

test('P4 stage conversion of all 500', () => {
  assert.deepEqual(whole.by('stage_conversion', 'stage'), {
    Prospecting: '446/500', Qualification: '368/446', 'Needs Analysis': '276/368', 'Value Proposition': '217/276',
    'Id. Decision Makers': '184/217', 'Perception Analysis': '160/184', 'Proposal/Price Quote': '126/160', 'Negotiation/Review': '108/126',
  });
});

test('P5 volume without quality', () => {
  assert.equal(whole.one('mql_volume').value, 1450);
  assert.equal(whole.one('mql_volume', { source: 'Purchased List' }).value, 600);
  assert.deepEqual([fraction(whole.one('mql_to_sql')), whole.by('mql_to_sql', 'source')], ['512/1450', { Web: '189/420', 'Phone Inquiry': '104/160', 'Partner Referral': '118/168', 'Purchased List': '60/600', Other: '41/102' }]);
  assert.deepEqual([fraction(whole.one('lead_to_opportunity')), whole.by('lead_to_opportunity', 'source')], ['400/3000', { Web: '150/1050', 'Phone Inquiry': '80/210', 'Partner Referral': '110/240', 'Purchased List': '30/1200', Other: '30/300' }]);
  assert.equal(fraction(whole.variant('lead_to_opportunity', 'is_converted')), '420/3000');
  // Of 1450 sales accepted 512, and 170 are undecided, of which 6 were converted all the same: 164 wait, and 1450 - 512 - 170 = 768 were rejected.
  const became = whole.by('lead_outcomes', 'outcome');
  assert.deepEqual([became['rejected'], became['undecided'], became['recycled']], ['768/1450', '164/1450', undefined]);
  const bought = whole.one('win_rate', { source: 'Purchased List' });
  assert.deepEqual([fraction(bought), bought.state], ['1/9', 'low_n']);
});

test('P6 and P7 a criterion that predicts, and one that does not', () => {
  // 92 / 136 less 16 / 98; 65 / 113 less 43 / 75.
  assert.equal(whole.one('criterion_lift', { criterion: 'OPP-NEED-02' }).value?.toFixed(9), (92 / 136 - 16 / 98).toFixed(9));
  assert.equal(whole.one('criterion_lift', { criterion: 'OPP-VALU-03' }).value?.toFixed(9), (65 / 113 - 43 / 75).toFixed(9));
  assert.equal(fraction(own.one('multithreaded_share')), '36/60');
});

describe('P9 to P11 forecasts at day 15', () => {
  test('accuracy and bias by quarter', async () => {
    const said = await Promise.all(QUARTERS.map(async (quarter) => {
      const results = await inQuarter(quarter);
      return [percent(results.one('forecast_accuracy').value), percent(results.one('forecast_bias').value)];
    }));
    assert.deepEqual(said, [['84.3', '15.7'], ['80.9', '19.1'], ['-1.3', '101.3'], ['92.1', '-7.9']]);
  });

  test('the bridge leads from forecast to actual', async () => {
    const bridges = await Promise.all(QUARTERS.map(async (quarter) => {
      const { lost = 0, pushed = 0, 'won from below': below = 0, 'created or pulled in': created = 0 } = (await inQuarter(quarter)).valuesBy('forecast_bridge', 'line');
      return [lost, pushed, Number(below) + Number(created)];
    }));
    assert.deepEqual(bridges, [[-214_000, 0, 102_000], [-180_000, -50_000, 122_000], [0, -408_000, 98_000], [-34_000, 0, 114_000]]);
    // Forecast of the four quarters: 826, 672, 616 and 934; together 76.5 percent.
    const [errors, actuals] = [[112, 108, 310, 80], [714, 564, 306, 1014]].map((numbers) => numbers.reduce((sum, number) => sum + number, 0));
    assert.equal(percent(1 - Number(errors) / Number(actuals)), '76.5');
  });

  test('the quarter that slipped: eleven deals, moved in one go', async () => {
    const results = await inQuarter('2025-Q4');
    assert.deepEqual([results.one('pushed_revenue').value, results.variant('pushed_revenue', 'deals').value], [550_000, 11]);
    const moves = results.one('close_date_moves');
    assert.deepEqual([moves.value, results.variant('close_date_moves', 'crossings').value, results.variant('close_date_moves', 'not_in_bulk').value], [11, 11, 0]);
    const pushed = await Promise.all(['2024-Q3', '2024-Q4', '2025-Q1', '2025-Q2', '2025-Q3', '2026-Q1'].map(async (quarter) => (await inQuarter(quarter)).one('pushed_revenue').value));
    assert.deepEqual(pushed, [24_000, 74_000, 42_000, 58_000, 74_000, 58_000]);
  });

  test('a seller who says less than he wins', async () => {
    const bias = await Promise.all(QUARTERS.map(async (quarter) => (await inQuarter(quarter)).one('forecast_bias', { owner: 'Victor Lindqvist' }).value));
    // Forecast 42, 34, 0 and 84 of 84, 84, 50 and 126.
    assert.deepEqual(bias.map(percent), ['-50.0', '-59.5', '-100.0', '-33.3']);
  });

  test('what was won by quarter, against 680,000', async () => {
    const attained = await Promise.all(['2024-Q3', '2024-Q4', '2025-Q1', ...QUARTERS, '2026-Q2'].map(async (quarter) => (await inQuarter(quarter)).one('attainment').value));
    assert.deepEqual(attained.map(percent), ['46.8', '84.7', '75.0', '105.0', '82.9', '45.0', '149.1', '75.0']);
  });
});

test('P12 coverage of the second quarter', () => {
  const coverage = own.one('pipeline_coverage');
  assert.deepEqual([fraction(coverage), coverage.value, coverage.state], ['510000/170000', 3, 'ok']);
  assert.equal(own.variant('pipeline_coverage', 'whole_quota').value, 0.75);
  assert.equal(own.variant('pipeline_coverage', 'remaining_over_open').value?.toFixed(2), '0.33');
  assert.equal(own.variant('pipeline_coverage', 'with_overdue').value?.toFixed(1), '6.3');
  assert.equal(own.one('forecast_coverage').value?.toFixed(6), (402 / 62).toFixed(6));
});

test('P13 recurring revenue', async () => {
  assert.equal(own.one('arr').value, 6_700_000);
  assert.equal(percent(own.variant('arr', 'growth').value), '57.1');
  assert.equal(own.one('mrr').value?.toFixed(2), '558333.33');
  assert.equal(own.one('contracted_arr').value, 6_904_000);
  const before = async (asOf: string): Promise<number | null> => (await snapshot.compute({ asOf, metrics: ['arr'] })).one('arr').value;
  assert.equal(await before('2025-06-01T10:00:00Z'), 4_266_000);
  // The opening balance was loaded on the first day of history; its terms ran the day before.
  assert.equal(await before('2024-06-02T10:00:00Z'), 2_760_000);
  // New business by Amount is 11.2 percent above its ARR.
  const won = demo.rows("SELECT SUM(Amount) amount, SUM(Handrail_ARR__c) arr FROM Opportunity WHERE IsWon = true AND Handrail_Exclude__c = null AND Handrail_Motion__c IN ('New Logo', 'Win-back')")[0];
  assert.deepEqual([won?.['amount'], won?.['arr']], [4_512_000, 4_056_000]);
});

test('P14 retention', async () => {
  assert.deepEqual(['nrr', 'grr', 'expansion_rate', 'revenue_churn', 'logo_churn'].map((id) => fraction(own.one(id))), ['4320000/4266000', '3992000/4266000', '328000/4266000', '218000/4266000', '11/95']);
  assert.deepEqual(['nrr', 'grr', 'expansion_rate', 'revenue_churn', 'logo_churn'].map((id) => percent(own.one(id).value)), ['101.3', '93.6', '7.7', '5.1', '11.6']);
  const year = await snapshot.compute({ asOf: '2025-06-01T10:00:00Z', metrics: ['nrr', 'grr'] });
  // Of the 2,760,000 of the opening day, 86,000 have left and 120,000 were added.
  assert.equal(fraction(year.one('nrr')), '2794000/2760000');
  assert.deepEqual([percent(year.one('nrr').value), percent(year.one('grr').value)], ['101.2', '96.9']);
});

test('P15 the pocket of churn', () => {
  const cut = own.by('logo_churn', 'tier');
  assert.equal(cut['Starter'], '7/18');
  // Elsewhere 4 of 77.
  assert.deepEqual(cut, { Starter: '7/18', Growth: '3/43', Scale: '1/34' });
});

test('P16 renewals', () => {
  assert.equal(fraction(own.one('renewal_coverage')), '670000/856000');
  const leaks = own.valuesBy('revenue_leakage', 'kind');
  assert.deepEqual([leaks['renewal not begun'], leaks['expired, unsigned'], leaks['expired, no renewal']], [186_000, 38_000, 16_000]);
});

test('P17 first response', () => {
  assert.equal(fraction(whole.one('sla_attainment')), '870/1438');
  assert.deepEqual(whole.by('sla_attainment', 'kind'), { 'hand-raiser': '132/440', 'other MQL': '738/998' });
});

test('P18 after the signature', () => {
  assert.deepEqual([fraction(own.one('kickoff_on_time')), percent(own.one('kickoff_on_time').value)], ['20/33', '60.6']);
  assert.equal(own.variant('time_to_first_value', 'reached').value, 26);
  assert.equal(own.one('time_to_first_value').value, 32);
  // Eight of the open ones are older than 30 days: 31, 35, 38, 41, 45, 48, 52 and 55.
  assert.equal(own.variant('time_to_first_value', 'stuck').value, 8);
  assert.deepEqual([own.one('invoicing_lag').value, own.one('invoicing_lag').n], [11, 27]);
  assert.equal(own.valuesBy('revenue_leakage', 'kind')['not invoiced'], 250_000);
});

test('P19 what a customer costs', () => {
  assert.deepEqual([fraction(whole.one('cac')), whole.one('cac').value], ['3120000/104', 30_000]);
  assert.deepEqual(Object.fromEntries(Object.entries(whole.valuesBy('paid_cac', 'channel')).map(([channel, value]) => [channel, Math.round(value ?? 0)])), { Web: 15_000, 'Phone Inquiry': 2_857, 'Partner Referral': 4_286, Other: 17_368, 'Purchased List': 240_000 });
  assert.equal(whole.one('paid_cac', { channel: 'Purchased List' }).state, 'low_n');
  // 3,120,000 x 12 / (4,008,000 x 0.8)
  assert.equal(whole.one('cac_payback').value?.toFixed(1), '11.7');
});

test('P20 deal size', () => {
  assert.equal(Math.round(whole.one('average_deal_value').value ?? 0), 41_778);
  assert.equal(whole.variant('average_deal_value', 'median').value, 16_000);
  assert.equal(Math.round(whole.one('acv').value ?? 0), 37_556);
});
