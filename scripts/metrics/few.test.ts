/** Too few to believe a rate: of what, and what is no rate. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dealRows, type DealRow, type Rows } from './testing/snapshot.ts';
import { compute, inputs, metric } from './testing/vectors.ts';

const lost = (id: string, reason: string): DealRow => ({ id, amount: 10, reason, path: [['S1', '2026-01-05'], ['Lost', '2026-02-10']] });
const asked = { period: '2026-Q1' };

test('a share is judged by the whole it is part of: one of ten says a tenth, one of nine is too few', async () => {
  const of = async (count: number): Promise<unknown[]> => {
    const deals = Array.from({ length: count }, (_, index) => lost(`L${index}`, index === 0 ? 'Timing' : 'Price'));
    const results = await compute(metric('loss_mix', { minN: 10 }), dealRows(deals), asked);
    const timing = results.find(({ slice }) => slice['loss_reason'] === 'Timing');
    return [timing?.value, timing?.state, timing?.reason, timing?.variants[0]?.state];
  };
  assert.deepEqual(await of(10), [0.1, 'ok', null, 'ok']);
  assert.deepEqual((await of(9)).slice(1), ['low_n', '9 of at least 10 are there.', 'low_n']);
});

test('a count is what it is: two customers who wait are two', async () => {
  const deals = ['A', 'B'].map((id): DealRow => ({ id, path: [['S1', '2026-01-01'], ['Won', '2026-01-10']] }));
  const rows: Rows = { ...dealRows(deals), Handrail_Handoff__c: deals.map(({ id }) => ({ Id: `H-${id}`, Opportunity__c: id, Sent_At__c: '2026-01-10T16:00:00Z' })) };
  const [result] = await compute(metric('time_to_first_value', { minN: 10 }), rows, asked);
  assert.deepEqual(result?.variants.filter(({ id }) => id === 'stuck' || id === 'reached').map(({ value, state }) => [value, state]), [[null, 'undefined'], [2, 'ok']]);
});

test('a rate of money is of the records whose money it divides by, won or not', async () => {
  // Nothing won of 10 deals with an amount; one without adds nothing to either side.
  const deals = [...Array.from({ length: 10 }, (_, index) => lost(`L${index}`, 'Price')), { ...lost('NONE', 'Price'), amount: null }, { ...lost('ZERO', 'Price'), amount: 0 }];
  const [result] = await compute(metric('win_rate', { minN: 10 }), dealRows(deals), asked);
  const amount = result?.variants.find(({ id }) => id === 'amount');
  assert.deepEqual([result?.value, result?.n, result?.state], [0, 12, 'ok']);
  assert.deepEqual([amount?.value, amount?.numerator, amount?.denominator, amount?.state], [0, 0, 100, 'ok']);
  const [fewer] = await compute(metric('win_rate', { minN: 10 }), dealRows(deals.slice(1)), asked);
  assert.equal(fewer?.variants.find(({ id }) => id === 'amount')?.reason, '9 of at least 10 are there.');
});

test('spend that brought nobody is there, and cannot be divided', async () => {
  const inputsDir = await inputs({ 'gtm_cost.csv': 'month,function,kind,channel,amount,currency,source_system,as_of\n2026-01-01,marketing,programme,Fair,900,USD,ledger,2026-06-30\n2026-02-01,marketing,programme,Fair,0,USD,ledger,2026-06-30\n2026-03-01,marketing,programme,Fair,0,USD,ledger,2026-06-30\n' });
  const [result] = await compute(metric('paid_cac'), dealRows([]), { ...asked, inputsDir });
  assert.deepEqual([result?.slice, result?.numerator, result?.reason], [{ channel: 'Fair' }, 900, 'There is nothing to divide by.']);
});

test('a calendar stands beside what working time is measured in, and beside nothing else', async () => {
  const rows: Rows = { ...dealRows([{ id: 'A', path: [['S1', '2026-01-01'], ['Won', '2026-01-10']] }]), Handrail_Handoff__c: [{ Id: 'H', Opportunity__c: 'A', Sent_At__c: '2026-01-10T16:00:00Z' }] };
  const results = await compute(['sla_attainment', 'speed_to_lead', 'mql_volume', 'mql_to_sql', 'handoff_answered', 'kickoff_on_time', 'invoicing_lag', 'handoff_completeness'].map((id) => metric(id)), rows, asked);
  assert.deepEqual(results.filter(({ workingTime }) => workingTime !== undefined).map(({ id }) => id), ['sla_attainment', 'speed_to_lead', 'handoff_answered']);
});
