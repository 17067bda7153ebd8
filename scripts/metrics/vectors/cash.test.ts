/** What became of what was booked: invoiced, paid, and what stands between; worked out by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dealRows, type DealRow } from '../testing/snapshot.ts';
import { compute, inputs, metric, values } from '../testing/vectors.ts';

const won = (id: string, amount: number | null, on: string, more: Partial<DealRow> = {}): DealRow => ({ id, amount, path: [['S1', '2026-01-01'], ['Won', on]], ...more });
const HEAD = 'opportunity_id,invoice_number,invoice_date,due_date,paid_date,amount,recurring_amount,period_start,period_end,currency,as_of\n';
const bill = (deal: string, on: string, due: string, paid: string, amount: number): string => `${deal},${deal}-${on},${on},${due},${paid},${amount},,,,USD,2026-06-30\n`;
const lines = (said: Readonly<Record<string, number | null>>): Readonly<Record<string, number | null>> => Object.fromEntries(Object.entries(said).filter(([key]) => key.startsWith('booked_to_paid@')).map(([key, value]) => [key.slice('booked_to_paid@'.length), value]));
const sumOf = (said: Readonly<Record<string, number | null>>): number => Object.values(lines(said)).reduce<number>((sum, value) => sum + (value ?? 0), 0);
const asked = async (csv: string, more: Readonly<Record<string, string>> = {}): Promise<{ period: string; asOf: string; inputsDir: string }> => ({ period: '2026-Q2', asOf: '2026-07-01T12:00:00Z', inputsDir: await inputs({ 'billing.csv': HEAD + csv, ...more }) });

describe('from booked to paid', () => {
  const deals = [won('PAID', 1000, '2026-04-10'), won('PART', 4000, '2026-04-10'), won('OPEN', 500, '2026-05-10'), won('NONE', 700, '2026-05-10'), won('MORE', 200, '2026-06-10'), won('BEFORE', 9000, '2026-03-31'), won('BLANK', null, '2026-05-01')];
  const csv = [
    bill('PAID', '2026-04-11', '2026-05-11', '2026-05-01', 1000),
    // Four equal parts: one paid, one overdue since yesterday, one due today; the fourth is not written yet.
    bill('PART', '2026-04-11', '2026-05-11', '2026-05-01', 1000),
    bill('PART', '2026-05-11', '2026-06-30', '', 1000),
    bill('PART', '2026-06-11', '2026-07-01', '', 1000),
    bill('PART', '2026-07-11', '2026-08-11', '', 1000),
    // Without a day it is due by, nobody can say that it is late; paid tomorrow is not paid.
    bill('OPEN', '2026-05-11', '', '2026-07-02', 500),
    // A setup fee that was not in the amount, and a credit note.
    bill('MORE', '2026-06-11', '2026-07-11', '', 350),
    bill('MORE', '2026-06-12', '2026-07-11', '', -50),
    bill('BEFORE', '2026-04-11', '2026-05-11', '2026-05-01', 9000),
    bill('BLANK', '2026-05-11', '2026-06-11', '2026-06-01', 100),
  ].join('');

  test('each line is what it says, and together they are what was booked', async () => {
    const said = await values(['booked_to_paid'], dealRows(deals), await asked(csv));
    // Paid 1,000 + 1,000; overdue 1,000; open 1,000 + 500 + (350 - 50); not invoiced 4,000 - 3,000 and 700; MORE has 300 of 200.
    assert.deepEqual(lines(said), { paid: 2000, overdue: 1000, 'invoiced, not due': 1800, 'not invoiced': 1700, 'invoiced beyond the booking': -100 });
    assert.equal(sumOf(said), 1000 + 4000 + 500 + 700 + 200);
    assert.deepEqual([said['booked_to_paid/deals@paid'], said['booked_to_paid/deals@not invoiced']], [2, 2]);
  });

  test('as of an earlier day it is what was known of then', async () => {
    const said = await values(['booked_to_paid'], dealRows(deals), { ...(await asked(csv)), asOf: '2026-05-20T12:00:00Z' });
    // Won by the 20th of May: PAID, PART, OPEN, NONE. Of PART two parts were invoiced and one paid.
    assert.deepEqual(lines(said), { paid: 2000, 'invoiced, not due': 1500, 'not invoiced': 2700 });
    assert.equal(sumOf(said), 6200);
  });

  test('without the file there is no number, and it says which file', async () => {
    const [result, ...others] = await compute(metric('booked_to_paid'), dealRows(deals), { period: '2026-Q2' });
    assert.deepEqual([result?.state, result?.value, result?.slice, others], ['undefined', null, {}, []]);
    assert.match(result?.reason ?? '', /billing\.csv/);
  });

  test('the records of a line are the deals behind it', async () => {
    const results = await compute(metric('booked_to_paid'), dealRows(deals), { ...(await asked(csv)), records: {} });
    assert.deepEqual(results.find(({ slice }) => slice['line'] === 'overdue')?.records?.ids, ['PART']);
  });
});
