/** Money in several currencies: one declared table of rates, the day of closing for what is closed and today for what is open. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dealRows, type DealRow } from '../testing/snapshot.ts';
import { compute, inputs, metric, values } from '../testing/vectors.ts';

const RATES = 'currency,valid_from,rate,as_of\nEUR,2026-01-01,1.2,2026-06-30\nEUR,2026-04-01,1.5,2026-06-30\n';
const won = (id: string, currency: string | null, on: string): DealRow => ({ id, amount: 100, more: { CurrencyIsoCode: currency }, path: [['S1', '2026-01-05'], ['S2', '2026-01-06'], ['Won', on]] });

test('a closed deal has the rate of the day it closed; one without a currency is in that of the playbook', async () => {
  const rows = dealRows([won('A', 'EUR', '2026-02-10'), won('B', 'EUR', '2026-05-10'), won('C', 'USD', '2026-05-10'), won('D', null, '2026-05-10')]);
  const said = await values(['average_deal_value'], rows, { period: '2026', inputsDir: await inputs({ 'currency_rate.csv': RATES }) });
  // 120, 150, 100 and 100.
  assert.deepEqual(said, { average_deal_value: 117.5, 'average_deal_value/median': 110 });
});

test('an open deal has the rate of the day, also for what it was before', async () => {
  const rows = dealRows([{ id: 'O', amount: 100, closes: '2026-12-01', more: { CurrencyIsoCode: 'EUR' }, path: [['S2', '2026-02-05']] }]);
  const inputsDir = await inputs({ 'currency_rate.csv': RATES });
  assert.equal((await values(['pipeline_created'], rows, { period: '2026-Q1', inputsDir }))['pipeline_created'], 150);
  assert.equal((await values(['pipeline_created'], rows, { period: '2026-Q1', inputsDir, asOf: '2026-03-01T12:00:00Z' }))['pipeline_created'], 120);
});

test('without a rate an amount is in no sum, the deal still counts, and the number of money says so', async () => {
  const rows = dealRows([won('A', 'CHF', '2026-05-10'), won('C', 'USD', '2026-05-10')]);
  const results = await compute([metric('average_deal_value'), metric('mql_volume'), metric('win_rate', { variants: [] })], rows, { period: '2026' });
  const said = Object.fromEntries(results.map(({ id, value, state, reason }) => [id, [value, state, reason]]));
  assert.deepEqual(said['average_deal_value'], [100, 'partial_access', 'Amounts of 1 deal are in no sum: currency_rate.csv has no rate for CHF.']);
  assert.deepEqual([said['win_rate'], said['mql_volume']?.[1]], [[1, 'ok', null], 'ok']);
});

test('a deal that was closed before the period is missing from nothing of it', async () => {
  const rows = dealRows([won('A', 'CHF', '2026-02-10'), won('C', 'USD', '2026-05-10')]);
  const said = async (period: string): Promise<unknown> => (await compute([metric('average_deal_value'), metric('new_business_won')], rows, { period })).map(({ value, state }) => [value, state]);
  assert.deepEqual(await said('2026-Q2'), [[100, 'ok'], [100, 'ok']]);
  assert.deepEqual(await said('2026'), [[100, 'partial_access'], [100, 'partial_access']]);
});

test('a deal without a rate that was open in the period is missing from what was open, also after it closed', async () => {
  const rows = dealRows([won('A', 'CHF', '2026-04-10'), won('C', 'USD', '2026-05-10')]);
  // Both were made in January: the pipeline of the first quarter has 100 of the two.
  const [created] = await compute([metric('pipeline_created', { variants: [] })], rows, { period: '2026-Q1' });
  assert.deepEqual([created?.value, created?.state], [100, 'partial_access']);
});

test('a count and a duration hold no money: beside an amount without a rate only the conventions that add amounts say so', async () => {
  const rows = dealRows([won('A', 'CHF', '2026-05-10'), won('C', 'USD', '2026-05-10')]);
  const results = await compute(['win_rate', 'time_in_stage', 'new_business_won'].map((id) => metric(id)), rows, { period: '2026', slice: 'band' });
  const says = (id: string, slice: string): string | undefined => results.find((found) => found.id === id && (Object.values(found.slice)[0] ?? '') === slice)?.state;
  const variant = (id: string, name: string): string | undefined => results.find((found) => found.id === id)?.variants.find((found) => found.id === name)?.state;
  assert.deepEqual([says('win_rate', ''), variant('win_rate', 'broad'), variant('win_rate', 'amount')], ['ok', 'ok', 'partial_access']);
  assert.deepEqual([says('new_business_won', ''), variant('new_business_won', 'deals')], ['partial_access', 'ok']);
  // S1 from 5 to 6 January, S2 from 6 January on: days that no rate is needed for.
  assert.equal(says('time_in_stage', 'S1'), 'ok');
  // Without an amount it is in no band that it belongs to.
  assert.equal(says('win_rate', '<25k'), 'partial_access');
});

test('a term without a rate is no customer: whoever counts customers says so', async () => {
  const term = { Handrail_ARR__c: 50, Handrail_Term_Start__c: '2025-01-01', Handrail_Term_End__c: '2026-12-31' };
  const signed = (id: string, currency: string): DealRow => ({ id, account: id, amount: 50, motion: 'New Logo', more: { CurrencyIsoCode: currency, ...term }, path: [['S1', '2024-11-01'], ['Won', '2024-12-20']] });
  const [churn] = await compute(metric('logo_churn'), dealRows([signed('A', 'USD'), signed('B', 'CHF')]), { asOf: '2026-07-01T12:00:00Z' });
  // Of two customers of June 2025 one can be seen.
  assert.deepEqual([churn?.value, churn?.denominator, churn?.state, churn?.reason], [0, 1, 'partial_access', 'Amounts of 1 deal are in no sum: currency_rate.csv has no rate for CHF.']);
});

test('what was loaded when the CRM was set up is missing from ARR without a rate, and from nothing that was sold', async () => {
  const old: DealRow = { ...won('OLD', 'CHF', '2025-12-10'), exclude: 'Migration' };
  const term = { Handrail_ARR__c: 50, Handrail_Term_Start__c: '2026-01-01', Handrail_Term_End__c: '2026-12-31' };
  const rows = dealRows([{ ...old, more: { ...old.more, ...term } }, { ...won('C', 'USD', '2026-05-10'), more: term }]);
  const said = await compute([metric('arr', { variants: [] }), metric('average_deal_value')], rows, { period: '2026-Q2' });
  assert.deepEqual(said.map(({ id, value, state }) => [id, value, state]), [['arr', 50, 'partial_access'], ['average_deal_value', 100, 'ok']]);
});

describe('retention and renewals compare what was agreed, not what became of the currency', () => {
  const HEAD = 'currency,valid_from,rate,as_of\n';
  const term = (id: string, arr: number, from: string, until: string, signed: string, more: DealRow['more'] = {}, motion = 'New Logo'): DealRow => ({ id, account: 'C', amount: arr, motion, more: { CurrencyIsoCode: 'EUR', Handrail_ARR__c: arr, Handrail_Term_Start__c: from, Handrail_Term_End__c: until, ...more }, path: [['S1', '2024-11-01'], ['Won', signed]] });
  const first = term('C', 100, '2025-01-01', '2025-12-31', '2024-12-20');
  const renewal = (arr: number): DealRow => term('C2', arr, '2026-01-01', '2026-12-31', '2025-12-20', { Handrail_Base_Deal__c: 'C' }, 'Renewal');
  const said = async (rates: string, ...deals: DealRow[]) => values(['nrr', 'grr', 'expansion_rate', 'arr', 'revenue_leakage', 'clv'], dealRows(deals), { asOf: '2026-06-01T10:00:00Z', inputsDir: await inputs({ 'currency_rate.csv': HEAD + rates }) });

  test('renewed at the old price: all is kept, whether the rate doubled or halved', async () => {
    for (const [before, after] of [[1, 2], [2, 1]] as const) {
      const found = await said(`EUR,2024-01-01,${before},2026-06-01\nEUR,2025-12-01,${after},2026-06-01\n`, first, renewal(100));
      // ARR is what was signed, at the rate of that day.
      assert.deepEqual([found['nrr'], found['grr'], found['expansion_rate'], found['arr'], found['revenue_leakage']], [1, 1, 0, 100 * after, 0]);
    }
  });

  test('renewed at 80 of 100: 80 %, and 20 at the rate of the old price leak', async () => {
    const found = await said('EUR,2024-01-01,2,2026-06-01\nEUR,2025-12-01,3,2026-06-01\n', first, renewal(80));
    assert.deepEqual([found['nrr'], found['grr'], found['revenue_leakage']], [0.8, 0.8, 40]);
  });

  test('at the rates of then: 100 EUR were 200 beside 100 USD; 150 EUR today are 300', async () => {
    const dollars = { ...term('D', 100, '2025-01-01', '2026-12-31', '2024-12-20', { CurrencyIsoCode: 'USD' }), account: 'D' };
    // Signed at 1, on 31 May 2025 at 2, today at 4.
    const rates = 'EUR,2024-01-01,1,2026-06-01\nEUR,2025-03-01,2,2026-06-01\nEUR,2025-12-01,4,2026-06-01\n';
    const found = await said(rates, first, renewal(150), dollars);
    // (300 + 100) / (200 + 100); 200 + 100 of 300 are kept.
    assert.deepEqual([found['nrr'], found['grr'], found['expansion_rate'], found['arr']], [1.333333, 1, 0.333333, 700]);
  });

  test('before the first rate that is known that one holds, on both sides', async () => {
    const late = { ...first, path: [['S1', '2025-01-02'], ['Won', '2025-09-01']] as const };
    const found = await said('EUR,2025-08-01,2,2026-06-01\nEUR,2025-12-01,3,2026-06-01\n', late, renewal(100));
    assert.deepEqual([found['nrr'], found['arr']], [1, 300]);
  });
});

test('spend is converted by its month; a currency without a rate is refused with its name and month', async () => {
  const spend = (currency: string): string => `month,function,kind,channel,amount,currency,source_system,as_of\n2026-02-01,marketing,programme,Web,100,${currency},ledger,2026-06-30\n`;
  const rows = dealRows([won('A', 'USD', '2026-02-10')]);
  const said = await values(['cac'], rows, { period: '2026-Q1', inputsDir: await inputs({ 'gtm_cost.csv': spend('EUR'), 'currency_rate.csv': RATES }) });
  assert.equal(said['cac'], 120);
  await assert.rejects(values(['cac'], rows, { inputsDir: await inputs({ 'gtm_cost.csv': spend('CHF'), 'currency_rate.csv': RATES }) }), /gtm_cost\.csv has money in CHF of 2026-02-01, and currency_rate\.csv has no rate/);
});
