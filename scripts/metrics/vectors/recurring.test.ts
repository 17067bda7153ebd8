/** Recurring revenue, what it costs to win and what is lost of it: vectors worked out by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dealRows, type DealRow } from '../testing/snapshot.ts';
import { among, compute, inputs, metric, values } from '../testing/vectors.ts';

interface Term {
  readonly account?: string;
  readonly arr: number;
  readonly from: string;
  readonly until: string;
  readonly motion?: string;
  readonly base?: string;
  /** Day of signature; absent: the day before the term. */
  readonly signed?: string;
  readonly tier?: string;
  readonly stage?: string;
  readonly exclude?: string;
}

function term(id: string, { account = id, arr, from, until, motion = 'New Logo', base, signed = dayBefore(from), tier = 'Growth', stage = 'Won', exclude }: Term): DealRow {
  return {
    id, account, amount: arr, motion, source: 'Web', path: [['S1', '2023-01-02'], [stage, signed]], ...(exclude === undefined ? {} : { exclude }),
    more: { Handrail_ARR__c: arr, Handrail_Term_Start__c: from, Handrail_Term_End__c: until, Handrail_Term_Months__c: 12, Handrail_Base_Deal__c: base ?? null, Handrail_Tier__c: tier },
  };
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

const JUNE = { asOf: '2026-06-01T10:00:00Z' };

test('changes that run and do not end with their deal, through changes of changes and in the renewal of the deal', async () => {
  const base = term('B', { arr: 100, from: '2025-08-01', until: '2026-07-31' });
  const old = term('O', { arr: 100, from: '2024-06-01', until: '2026-05-31' });
  const change = (id: string, arr: number, from: string, until: string, to: string | undefined, motion = 'Expansion'): DealRow => term(id, { account: 'B', arr, from, until, motion, ...(to === undefined ? {} : { base: to }) });
  const deals = [
    base, old, term('R', { account: 'O', arr: 110, from: '2026-06-01', until: '2027-05-31', motion: 'Renewal', base: 'O' }),
    change('same', 10, '2025-10-01', '2026-07-31', 'B'), change('later', 20, '2025-10-01', '2026-09-30', 'B'), change('sooner', -5, '2026-01-01', '2026-06-30', 'B', 'Contraction'),
    // It changes a change, which ends with the deal: so must it.
    change('of a change', 7, '2026-02-01', '2026-08-31', 'same'),
    // Begun with the renewal of the deal it names, it ends with the renewal.
    change('of the renewal', 8, '2026-06-01', '2027-05-31', 'O'),
    change('nobodys', 9, '2026-01-01', '2026-12-31', undefined),
    // Over, whatever it ended with.
    change('past', 11, '2025-09-01', '2025-12-31', 'B'),
  ];
  // later, sooner, of a change; of these later (20) and of a change (7) end after the deal.
  const said = await values(['arr_coterm_mismatch'], dealRows(deals), { ...JUNE, slice: 'state' });
  assert.deepEqual(said, {
    arr_coterm_mismatch: 3, 'arr_coterm_mismatch/later_arr': 27, 'arr_coterm_mismatch/unnamed': 1,
    'arr_coterm_mismatch@ends before': 1, 'arr_coterm_mismatch/later_arr@ends before': 0, 'arr_coterm_mismatch/unnamed@ends before': 0,
    'arr_coterm_mismatch@ends later': 2, 'arr_coterm_mismatch/later_arr@ends later': 27, 'arr_coterm_mismatch/unnamed@ends later': 0,
    'arr_coterm_mismatch@names no deal': 0, 'arr_coterm_mismatch/later_arr@names no deal': 0, 'arr_coterm_mismatch/unnamed@names no deal': 1,
  });
});

describe('ARR by month', () => {
  /** ARR at the ends of some months; a month without any is left out of the cut. */
  const at = async (months: readonly string[], ...deals: DealRow[]): Promise<(number | null)[]> => {
    const said = await values(['arr'], dealRows(deals), { ...JUNE, period: '2025-01-01..2026-05-31', slice: 'month' });
    return months.map((month) => said[`arr@${month}`] ?? 0);
  };

  test('what runs on the last day of the month; the first and the last day of a term count', async () => {
    const deal = term('A', { arr: 120, from: '2025-06-30', until: '2026-02-28' });
    assert.deepEqual(await at(['2025-05', '2025-06', '2026-02', '2026-03'], deal), [0, 120, 120, 0]);
  });

  test('signed 20 May for 1 June: contracted in May, running in June (T16)', async () => {
    const deals = dealRows([term('A', { arr: 120, from: '2026-06-01', until: '2027-05-31', signed: '2026-05-20' })]);
    const may = await values(['arr', 'contracted_arr', 'mrr'], deals, { asOf: '2026-06-01T10:00:00Z' });
    assert.deepEqual(among(may, { arr: 0, contracted_arr: 0, mrr: 0 }), { arr: 0, contracted_arr: 120, mrr: 0 });
    const june = await values(['arr', 'contracted_arr', 'mrr'], deals, { asOf: '2026-07-01T10:00:00Z' });
    assert.deepEqual(among(june, { arr: 0, contracted_arr: 0, mrr: 0 }), { arr: 120, contracted_arr: 120, mrr: 10 });
  });

  test('an early renewal cuts the deal it renews and its expansion, so nothing counts twice', async () => {
    const base = term('B', { arr: 100, from: '2025-01-01', until: '2025-12-31' });
    const more = term('E', { account: 'B', arr: 30, from: '2025-06-01', until: '2025-12-31', motion: 'Expansion', base: 'B' });
    const renewal = term('R', { account: 'B', arr: 150, from: '2025-11-01', until: '2026-10-31', motion: 'Renewal', base: 'B' });
    assert.deepEqual(await at(['2025-10', '2025-11', '2026-05'], base, more, renewal), [130, 150, 150]);
  });

  test('a renewal that names an expansion cuts the expansion alone', async () => {
    const base = term('B', { arr: 100, from: '2025-01-01', until: '2026-12-31' });
    const more = term('E', { account: 'B', arr: 30, from: '2025-06-01', until: '2026-12-31', motion: 'Expansion', base: 'B' });
    const renewal = term('R', { account: 'B', arr: 40, from: '2026-01-01', until: '2026-12-31', motion: 'Renewal', base: 'E' });
    assert.deepEqual(await at(['2025-12', '2026-01', '2026-05'], base, more, renewal), [130, 140, 140]);
  });

  test('a change of a change ends with the deal that both change', async () => {
    const base = term('B', { arr: 100, from: '2025-01-01', until: '2025-12-31' });
    const more = term('E', { account: 'B', arr: 30, from: '2025-06-01', until: '2025-12-31', motion: 'Expansion', base: 'B' });
    const again = term('E2', { account: 'B', arr: 7, from: '2025-08-01', until: '2025-12-31', motion: 'Expansion', base: 'E' });
    const less = term('C', { account: 'B', arr: -2, from: '2025-09-01', until: '2025-12-31', motion: 'Contraction', base: 'E2' });
    const renewal = term('R', { account: 'B', arr: 150, from: '2025-11-01', until: '2026-10-31', motion: 'Renewal', base: 'B' });
    // 100 and 30, and 7, less 2; the renewal is all of it.
    assert.deepEqual(await at(['2025-07', '2025-08', '2025-10', '2025-11'], base, more, again, less, renewal), [130, 137, 135, 150]);
  });

  test('what is bought with the renewal or later is a change of the renewal, though it names the deal before (T15)', async () => {
    const base = term('B', { arr: 46, from: '2025-01-01', until: '2025-12-31' });
    const renewal = term('R', { account: 'B', arr: 40, from: '2026-01-01', until: '2026-12-31', motion: 'Renewal', base: 'B' });
    const more = (id: string, from: string): DealRow => term(id, { account: 'B', arr: 10, from, until: '2026-12-31', motion: 'Expansion', base: 'B' });
    const next = term('R2', { account: 'B', arr: 70, from: '2026-05-01', until: '2027-04-30', motion: 'Renewal', base: 'R' });
    const deals = [base, renewal, more('E', '2026-01-01'), more('E2', '2026-03-01')];
    assert.deepEqual(await at(['2025-12', '2026-01', '2026-03', '2026-05'], ...deals), [46, 50, 60, 60]);
    // The next renewal takes the place of all three.
    assert.deepEqual(await at(['2026-04', '2026-05'], ...deals, next), [60, 70]);
  });

  test('late renewals fill together no more than there was, and nothing of what was renewed in time', async () => {
    const base = term('B', { arr: 100, from: '2024-09-01', until: '2025-08-31' });
    const renewal = (id: string, arr: number, from: string): DealRow => term(id, { account: 'B', arr, from, until: '2026-10-19', motion: 'Renewal', base: 'B' });
    assert.deepEqual(await at(['2025-09', '2025-10'], base, renewal('R1', 70, '2025-10-20'), renewal('R2', 50, '2025-10-20')), [100, 120]);
    // 60 went on without a gap: 40 are left for the other one to fill.
    assert.deepEqual(await at(['2025-09', '2025-10'], base, renewal('R1', 60, '2025-09-01'), renewal('R2', 50, '2025-10-20')), [100, 110]);
    assert.deepEqual(await at(['2025-09', '2025-10'], base, renewal('R1', 100, '2025-08-01'), renewal('R2', 50, '2025-10-20')), [100, 150]);
  });

  test('an expansion that was renewed late has a gap to fill too', async () => {
    const base = term('B', { arr: 100, from: '2024-01-01', until: '2026-12-31' });
    const more = term('E', { account: 'B', arr: 30, from: '2024-06-01', until: '2025-08-31', motion: 'Expansion', base: 'B' });
    const renewal = term('R', { account: 'B', arr: 40, from: '2025-10-20', until: '2026-10-19', motion: 'Renewal', base: 'E' });
    assert.deepEqual(await at(['2025-08', '2025-09', '2025-10'], base, more, renewal), [130, 130, 140]);
  });

  test('49 days late is a late renewal, filled with the smaller of both (T12); 90 days are a gap', async () => {
    const base = term('B', { arr: 100, from: '2024-09-01', until: '2025-08-31' });
    const late = term('R', { account: 'B', arr: 120, from: '2025-10-20', until: '2026-10-19', motion: 'Renewal', base: 'B' });
    const tooLate = term('R', { account: 'B', arr: 120, from: '2025-11-30', until: '2026-11-29', motion: 'Renewal', base: 'B' });
    assert.deepEqual(await at(['2025-08', '2025-09', '2025-10'], base, late), [100, 100, 120]);
    assert.deepEqual(await at(['2025-09', '2025-11'], base, tooLate), [0, 120]);
    const asWas = await values(['arr'], dealRows([base, late]), { ...JUNE, period: '2025-09' });
    assert.equal(asWas['arr/as_was'], 0);
  });

  test('what was loaded when the CRM was set up is revenue; a test deal, an unsigned one and one of another year are not', async () => {
    const may = { from: '2026-01-01', until: '2026-12-31' };
    const deals = [term('M', { ...may, arr: 1, exclude: 'Migration' }), term('T', { ...may, arr: 10, exclude: 'Test' }), term('O', { ...may, arr: 100, stage: 'S3' }), term('L', { arr: 1000, from: '2027-01-01', until: '2027-12-31' })];
    assert.deepEqual(await at(['2026-05'], ...deals), [1]);
  });

  test('growth in a year', async () => {
    const said = await values(['arr'], dealRows([term('A', { arr: 100, from: '2025-01-01', until: '2026-12-31' }), term('B', { arr: 57, from: '2026-01-01', until: '2026-12-31' })]), JUNE);
    assert.deepEqual([said['arr'], said['arr/growth']], [157, 0.57]);
  });

  test('growth in a period that still runs compares the same month of both years', async () => {
    // NEW began in the June that May is not compared with.
    const rows = dealRows([term('OLD', { arr: 100, from: '2025-01-01', until: '2027-12-31' }), term('NEW', { arr: 100, from: '2025-06-10', until: '2027-12-31' })]);
    for (const period of ['2026-Q2', '2026']) assert.equal((await values(['arr'], rows, { asOf: '2026-06-15T12:00:00Z', period }))['arr/growth'], 1, period);
  });

  test('of a month that is not over there is no ARR, which is not an ARR of nothing', async () => {
    const rows = dealRows([term('A', { arr: 120, from: '2025-01-01', until: '2027-12-31' })]);
    // The month is over with its last instant in New York.
    for (const [asOf, wanted] of [['2026-07-01T03:59:59Z', [null, null, null]], ['2026-07-01T04:00:00Z', [120, 10, 0]]] as const) {
      const said = await values(['arr', 'mrr'], rows, { asOf, period: '2026-06' });
      assert.deepEqual([said['arr'], said['mrr'], said['arr/growth']], wanted, asOf);
    }
    const [result] = await compute(metric('arr'), rows, { asOf: '2026-06-15T12:00:00Z', period: '2026-06' });
    assert.deepEqual([result?.state, result?.reason], ['undefined', 'It is counted at the end of a month, and no month has ended in this period yet.']);
  });
});

describe('retention', () => {
  const year = { from: '2025-01-01', until: '2025-12-31' };
  const next = { from: '2026-01-01', until: '2026-12-31' };
  const renewed = (id: string, arr: number, then: number): DealRow[] => [term(id, { ...year, arr }), term(`${id}2`, { ...next, account: id, arr: then, motion: 'Renewal', base: id })];
  // Start 1,000: +150, -40, -60; new customers 200.
  const customers = [...renewed('UP', 500, 650), ...renewed('DOWN', 440, 400), term('GONE', { ...year, arr: 60, tier: 'Starter' }), term('NEW', { ...next, arr: 200 })];

  test('NRR 105 %, GRR 90 %, 125 % the wrong way; churn and expansion', async () => {
    const said = await values(['nrr', 'grr', 'expansion_rate', 'logo_churn', 'revenue_churn'], dealRows(customers), { ...JUNE, slice: 'tier' });
    const wanted = { nrr: 1.05, 'nrr/with_new': 1.25, grr: 0.9, expansion_rate: 0.15, logo_churn: 0.333333, revenue_churn: 0.06, 'revenue_churn/with_contraction': 0.1, 'logo_churn@Starter': 1, 'logo_churn@Growth': 0 };
    assert.deepEqual(among(said, wanted), wanted);
  });

  test('a customer that renews lower and buys more in the same month: net +4,000 and nothing lost (T15)', async () => {
    const deals = [...renewed('T', 46_000, 40_000), term('ADD', { ...next, account: 'T', arr: 10_000, motion: 'Expansion', base: 'T2' })];
    const said = await values(['nrr', 'grr', 'expansion_rate'], dealRows(deals), JUNE);
    assert.deepEqual(among(said, { nrr: 0, grr: 0, expansion_rate: 0 }), { nrr: 1.086957, grr: 1, expansion_rate: 0.086957 });
  });

  test('gone and back within the twelve months nets out; back after that is new (T13)', async () => {
    const back = (from: string): DealRow[] => [term('X', { from: '2024-09-01', until: '2025-08-31', arr: 100 }), term('X2', { account: 'X', from, until: '2027-01-31', arr: 80, motion: 'Win-back' }), term('K', { ...next, from: '2025-01-01', arr: 100 })];
    assert.deepEqual(among(await values(['nrr', 'logo_churn'], dealRows(back('2026-02-01')), JUNE), { nrr: 0, logo_churn: 0 }), { nrr: 0.9, logo_churn: 0 });
    // On 30 September 2025 X was no customer, so what it pays a year later is in no rate.
    assert.deepEqual(among(await values(['nrr'], dealRows(back('2026-02-01')), { asOf: '2026-10-01T10:00:00Z' }), { nrr: 0 }), { nrr: 1 });
  });

  test('a subsidiary with a subscription of its own is a new customer, and no growth of its parent (T14)', async () => {
    const parent = term('P', { from: '2025-01-01', until: '2026-12-31', arr: 100 });
    const child = term('S', { from: '2026-02-01', until: '2027-01-31', arr: 40 });
    // By account: 100 of 100 stayed; with what is new 140.
    assert.deepEqual(among(await values(['nrr', 'expansion_rate'], dealRows([parent, child]), JUNE), { nrr: 0, 'nrr/with_new': 0, expansion_rate: 0 }), { nrr: 1, 'nrr/with_new': 1.4, expansion_rate: 0 });
  });

  test('without a customer twelve months ago there is no rate', async () => {
    assert.equal((await values(['nrr'], dealRows([term('NEW', { ...next, arr: 200 })]), JUNE))['nrr'], null);
  });

  test('what a customer is worth: 250 a year x 80 % / 6 % churn', async () => {
    const margin = `month,gross_margin,as_of\n${['06', '07', '08', '09', '10', '11', '12'].map((month) => `2025-${month}-01,0.8,2026-05-31\n`).join('')}${['01', '02', '03', '04', '05'].map((month) => `2026-${month}-01,0.8,2026-05-31\n`).join('')}`;
    const said = await values(['clv'], dealRows([...renewed('UP', 500, 650), ...renewed('DOWN', 440, 150), term('GONE', { ...year, arr: 60 }), term('NEW', { ...next, arr: 200 }), term('N2', { ...next, arr: 0 })]), { ...JUNE, inputsDir: await inputs({ 'gross_margin.csv': margin }) });
    // 1,000 over three paying customers; the one at nothing is none.
    assert.deepEqual([said['clv'], said['clv/without_margin']], [4444.444444, 5555.555556]);
  });

  test('a month of many customers has no more say in the margin than one of few; without any of its months there is none', async () => {
    const margins = (...lines: readonly string[]): Promise<string> => inputs({ 'gross_margin.csv': ['month,gross_margin,as_of', ...lines, ''].join('\n') });
    const deals = dealRows([term('A', { ...year, until: '2026-12-31', arr: 100 }), term('GONE', { ...year, until: '2025-11-30', arr: 100 }), term('B', { ...next, arr: 100 }), term('C', { ...next, arr: 100 })]);
    const rates = ['2025-06', '2025-07', '2025-08', '2026-03', '2026-04', '2026-05'].map((month, index) => `${month}-01,${index < 3 ? 0.6 : 0.8},2026-05-31`);
    // May 2025 and June 2026 are outside; 100 each x 0.7 / one of two.
    const [clv] = await compute(metric('clv'), deals, { ...JUNE, inputsDir: await margins('2025-05-01,0,2026-05-31', ...rates, '2026-06-01,0,2026-05-31') });
    assert.deepEqual([clv?.parts?.['margin']?.toFixed(6), clv?.value?.toFixed(6)], ['0.700000', '140.000000']);
    const [none] = await compute(metric('clv'), deals, { ...JUNE, inputsDir: await margins('2024-05-01,0.8,2026-05-31') });
    assert.deepEqual([none?.value, none?.reason], [null, 'Not known in this period and cut: margin.']);
  });

  test('what is asked without the margin needs no file of it', async () => {
    const deals = dealRows([...renewed('UP', 500, 650), term('GONE', { ...year, arr: 60 })]);
    const [clv] = await compute(metric('clv'), deals, JUNE);
    // One customer of 650; 60 of 560 went.
    assert.deepEqual([clv?.value, clv?.reason, Math.round(clv?.variants[0]?.value ?? 0), clv?.variants[0]?.state], [null, 'It needs the file gross_margin.csv.', 6067, 'ok']);
    const inputsDir = await inputs({ 'gtm_cost.csv': 'month,function,kind,channel,amount,currency,source_system,as_of\n2026-01-01,sales,people,,100,USD,ledger,2026-05-31\n2026-02-01,sales,people,,100,USD,ledger,2026-05-31\n2026-03-01,sales,people,,100,USD,ledger,2026-05-31\n' });
    const won = dealRows([{ id: 'W', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']], more: { Handrail_ARR__c: 600 } }]);
    const [payback] = await compute(metric('cac_payback'), won, { period: '2026-Q1', inputsDir });
    assert.deepEqual([payback?.value, payback?.reason, payback?.variants.map(({ id, value }) => [id, value])], [null, 'It needs the file gross_margin.csv.', [['lagged', null], ['without_margin', 6]]]);
  });

  test('expansion won, by the day it was signed', async () => {
    const deals = dealRows([term('B', { ...next, arr: 100 }), term('E', { account: 'B', arr: 30, from: '2026-05-01', until: '2026-12-31', motion: 'Expansion', base: 'B', signed: '2026-04-20' }), term('O', { account: 'B', arr: 70, from: '2026-06-01', until: '2026-12-31', motion: 'Expansion', base: 'B', signed: '2026-04-21', stage: 'S3' })]);
    assert.equal((await values(['expansion_revenue'], deals, { ...JUNE, period: '2026-Q2' }))['expansion_revenue'], 30);
  });
});

describe('renewals and leaks', () => {
  const ending = (id: string, until: string, arr = 100): DealRow => term(id, { arr, from: '2025-07-01', until });
  const renewal = (base: string, stage: string, arr: number): DealRow => term(`${base}-R`, { account: base, arr, from: '2026-09-01', until: '2027-08-31', motion: 'Renewal', base, stage, signed: '2026-05-20' });
  const deals = [
    ending('BEGUN', '2026-06-30'), renewal('BEGUN', 'S1', 90),
    ending('NONE', '2026-07-31', 200),
    ending('DONE', '2026-07-31', 400), renewal('DONE', 'Won', 400),
    ending('LATER', '2026-09-15', 800),
    // 30 August is the 90th day after 1 June.
    ending('EDGE', '2026-08-30', 1000),
    ending('EXPIRED', '2026-05-31', 30), renewal('EXPIRED', 'S2', 30),
    ending('FORGOTTEN', '2026-04-30', 16),
    ending('LOST', '2026-04-30', 5), renewal('LOST', 'Lost', 5),
    ending('LESS', '2026-04-30', 50), renewal('LESS', 'Won', 35),
  ];

  test('open renewals over what runs out in 90 days; what is signed runs out no more', async () => {
    const said = await values(['renewal_coverage', 'renewals_on_time'], dealRows(deals), JUNE);
    // 90 of BEGUN 100 and NONE 200; of five due in 120 days BEGUN and DONE have a renewal.
    assert.deepEqual(said, { renewal_coverage: 0.3, 'renewal_coverage/covered': 0.3, 'renewal_coverage/customers': 0.5, renewals_on_time: 0.4 });
  });

  test('two renewals of one term and a higher price count as proposed; one variant covers no more than runs out', async () => {
    const open = (base: string, id: string, arr: number | null, more: DealRow['more'] = {}): DealRow => {
      const deal = renewal(base, 'S1', 0);
      return { ...deal, id, more: { ...deal.more, Handrail_ARR__c: arr, ...more } };
    };
    const twice = [ending('TWICE', '2026-07-31'), open('TWICE', 'T1', 100), open('TWICE', 'T2', 100), ending('NONE', '2026-07-31')];
    // 200 of 200; covered 100 of 200.
    assert.deepEqual(among(await values(['renewal_coverage'], dealRows(twice), JUNE), { renewal_coverage: 0, 'renewal_coverage/covered': 0 }), { renewal_coverage: 1, 'renewal_coverage/covered': 0.5 });
    // 110 for 100, and 60 and 30 for 100: 200 of 200; covered 190.
    const others = [ending('UP', '2026-07-31'), open('UP', 'U1', 110), ending('SPLIT', '2026-07-31'), open('SPLIT', 'S1', 60), open('SPLIT', 'S2', 30)];
    assert.deepEqual(among(await values(['renewal_coverage'], dealRows(others), JUNE), { renewal_coverage: 0, 'renewal_coverage/covered': 0 }), { renewal_coverage: 1, 'renewal_coverage/covered': 0.95 });
    // No ARR is agreed yet: 240 for 36 months are 80 a year.
    const long = { ...open('LONG', 'L1', null, { Handrail_Term_Months__c: 36 }), amount: 240 };
    assert.equal((await values(['renewal_coverage'], dealRows([ending('LONG', '2026-07-31'), long]), JUNE))['renewal_coverage'], 0.8);
  });

  test('what runs out holds the changes of changes; an expansion of a deal that is gone runs out by itself', async () => {
    const change = (id: string, arr: number, base: string): DealRow => term(id, { account: 'A', arr, from: '2025-09-01', until: '2026-07-31', motion: 'Expansion', base });
    const said = await values(['leak_list'], dealRows([ending('A', '2026-07-31'), change('E', 30, 'A'), change('E2', 7, 'E'), change('ALONE', 5, 'DELETED')]), JUNE);
    assert.deepEqual([said['leak_list@renewal not begun'], said['leak_list/records@renewal not begun']], [142, 2]);
  });

  test('where nothing recurs there is nothing to renew', async () => {
    const gone = term('LESS', { account: 'ENDED', arr: -100, from: '2026-01-01', until: '2026-07-31', motion: 'Contraction', base: 'ENDED' });
    const rows = dealRows([ending('SERVICE', '2026-07-31', 0), ending('ENDED', '2026-07-31'), gone, ending('BEGUN', '2026-06-30'), renewal('BEGUN', 'S1', 90)]);
    assert.deepEqual(among(await values(['renewals_on_time', 'revenue_leakage'], rows, JUNE), { renewals_on_time: 0, 'revenue_leakage/records': 0 }), { renewals_on_time: 1, 'revenue_leakage/records': 0 });
  });

  test('a renewal that was loaded with its deal when the CRM was set up is one', async () => {
    const rows = dealRows([ending('OLD', '2026-04-30'), renewal('OLD', 'Won', 100)].map((deal) => ({ ...deal, exclude: 'Migration' })));
    assert.deepEqual(among(await values(['lapsed_arr', 'revenue_leakage'], rows, { ...JUNE, period: '2026-Q2' }), { lapsed_arr: 0, revenue_leakage: 0 }), { lapsed_arr: 0, revenue_leakage: 0 });
  });

  test('lapsed is what has ended: a term of the same quarter that still runs has not', async () => {
    const due = [ending('GONE', '2026-05-31', 10), ending('RUNS', '2026-06-01', 100), ending('AHEAD', '2026-06-20', 1000)];
    assert.deepEqual(await values(['lapsed_arr'], dealRows(due), { ...JUNE, period: '2026-Q2' }), { lapsed_arr: 10, 'lapsed_arr/customers': 1 });
  });

  test('each leak with its value, none twice', async () => {
    // EXPIRED was never answered nor invoiced either: it counts once, where it leaks last.
    const handoffs = [{ Id: 'H', Opportunity__c: 'EXPIRED', Sent_At__c: '2025-07-01T15:00:00Z' }, { Id: 'H2', Opportunity__c: 'INV', Sent_At__c: '2026-04-02T15:00:00Z' }, { Id: 'H3', Opportunity__c: 'PAID', Sent_At__c: '2026-04-02T15:00:00Z', Accepted_At__c: '2026-04-02T16:00:00Z', Kickoff_Held_At__c: '2026-04-03T14:00:00Z', First_Invoice_On__c: '2026-04-05' }];
    const won = (id: string): DealRow => ({ id, amount: 7, path: [['S1', '2026-01-05'], ['Won', '2026-04-01']] });
    const said = await values(['revenue_leakage'], { ...dealRows([...deals, won('INV'), won('PAID')]), Handrail_Handoff__c: handoffs }, { ...JUNE, slice: 'kind' });
    const wanted = { revenue_leakage: 268, 'revenue_leakage@renewal not begun': 200, 'revenue_leakage@expired, unsigned': 30, 'revenue_leakage@expired, no renewal': 16, 'revenue_leakage@renewed below': 15, 'revenue_leakage@not invoiced': 7 };
    assert.deepEqual(among(said, wanted), wanted);
  });

  test('the agreed uplift that a renewal left out; below the old price it is another leak, with a reason none', async () => {
    const renewed = (base: string, arr: number, uplift: number | null, more: DealRow['more'] = {}): DealRow[] => {
      const next = renewal(base, 'Won', arr);
      return [ending(base, '2026-07-31', 1000), { ...next, more: { ...next.more, Handrail_Agreed_Uplift__c: uplift, ...more } }];
    };
    const found = [
      // 1,000 and 5 % are 1,050: half of the uplift was billed.
      renewed('HALF', 1025, 5), renewed('FLAT', 1000, 3), renewed('APPLIED', 1050, 5), renewed('MORE', 1100, 5), renewed('ROUNDED', 1049.5, 5),
      renewed('UNSAID', 1000, null), renewed('NOTHING', 1000, 0), renewed('WAIVED', 1000, 5, { Handrail_Risk_Reason__c: 'Price' }), renewed('BELOW', 990, 5),
    ].flat();
    const said = await values(['leak_list', 'revenue_leakage'], dealRows(found), JUNE);
    const wanted = { revenue_leakage: 65, 'leak_list@uplift not applied': 55, 'leak_list/records@uplift not applied': 2, 'leak_list@renewed below': 10, 'leak_list/records@renewed below': 1 };
    assert.deepEqual(among(said, wanted), wanted);
  });
});

describe('what a customer costs', () => {
  const HEAD = 'month,function,kind,channel,amount,currency,source_system,as_of\n';

  test('spend 500k, 400k the quarter before, paid 120k, 20 logos: 25k, lagged 20k, paid 6k; payback by margin', async () => {
    const deals = Array.from({ length: 20 }, (_, index): DealRow => ({ id: `W${index}`, source: 'Web', more: { Handrail_ARR__c: 30_000 }, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] }));
    const dir = await inputs({
      'gtm_cost.csv': `${HEAD}2025-10-01,sales,people,,400000,USD,ledger,2026-06-30\n2026-01-01,marketing,programme,Web,120000,USD,ledger,2026-06-30\n2026-02-01,sales,people,,380000,USD,ledger,2026-06-30\n`,
      'gross_margin.csv': 'month,gross_margin,as_of\n2026-01-01,0.7,2026-06-30\n2026-02-01,0.9,2026-06-30\n',
    });
    const said = await values(['cac', 'cac_payback'], dealRows(deals), { period: '2026-Q1', inputsDir: dir });
    // 500,000 x 12 / (600,000 x 0.8)
    assert.deepEqual(among(said, { cac: 0, 'cac/lagged': 0, 'cac/paid': 0, cac_payback: 0, 'cac_payback/without_margin': 0 }), { cac: 25_000, 'cac/lagged': 20_000, 'cac/paid': 6000, cac_payback: 12.5, 'cac_payback/without_margin': 10 });
  });
});
