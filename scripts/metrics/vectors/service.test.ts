/** Clocks between functions, and what customers wait for: vectors worked out by hand. Hours are Monday to Friday 9 to 17 in New York. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dealRows, type DealRow, type Rows } from '../testing/snapshot.ts';
import { among, compute, inputs, metric, values } from '../testing/vectors.ts';

type Cells = Readonly<Record<string, string | number | boolean | null>>;

describe('the calendar of the org', () => {
  // Assigned Friday 16:30 in New York, touched on Monday at 9:30.
  const touched: Rows = { Lead: [{ Id: 'a', LeadSource: 'Web', Status: 'Open', CreatedDate: '2026-05-08T20:30:00Z', Handrail_MQL_At__c: '2026-05-08T20:30:00Z', Handrail_Assigned_At__c: '2026-05-08T20:30:00Z', Handrail_First_Response_At__c: '2026-05-11T13:30:00Z' }] };
  const hours = (from: string, to: string, more: Cells = {}): Cells => ({ Id: 'H', IsActive: true, IsDefault: true, TimeZoneSidKey: 'America/New_York', ...Object.fromEntries(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].flatMap((day) => [[`${day}StartTime`, from], [`${day}EndTime`, to]])), ...more });
  const weekend = { SaturdayStartTime: null, SaturdayEndTime: null, SundayStartTime: null, SundayEndTime: null };
  const found = async (rows: Rows): Promise<unknown> => {
    const [result] = await compute(metric('speed_to_lead'), { ...touched, ...rows }, { period: '2026' });
    return [result?.variants.find(({ id }) => id === 'business')?.value, result?.workingTime];
  };
  const PLAYBOOK = 'Working time by the hours of the playbook, America/New_York, with the holidays of the playbook.';

  test('hours that somebody has set count: 8 to 20 on weekdays makes five hours', async () => {
    assert.deepEqual(await found({ BusinessHours: [hours('08:00:00.000Z', '20:00:00.000Z', weekend)] }), [300, 'Working time by the default business hours of the org, America/New_York, with the holidays of the playbook.']);
  });

  test('around the clock is what a new org says, and none that are not the default count', async () => {
    assert.deepEqual(await found({ BusinessHours: [hours('00:00:00.000Z', '00:00:00.000Z')] }), [60, PLAYBOOK]);
    assert.deepEqual(await found({ BusinessHours: [hours('08:00:00.000Z', '20:00:00.000Z', { IsDefault: false })] }), [60, PLAYBOOK]);
    assert.deepEqual(await found({}), [60, PLAYBOOK]);
  });

  test('hours of another zone are said and not used; days off of the org are', async () => {
    assert.deepEqual(await found({ BusinessHours: [hours('08:00:00.000Z', '20:00:00.000Z', { TimeZoneSidKey: 'Europe/Berlin' })] }), [60, `${PLAYBOOK.slice(0, -1)}; the business hours of the org are in Europe/Berlin.`]);
    // Monday is a day off: what was touched on it was touched at the end of Friday.
    assert.deepEqual(await found({ Holiday: [{ Id: '1', ActivityDate: '2026-05-11', IsAllDay: true, IsRecurrence: false }] }), [30, PLAYBOOK.replace('holidays of the playbook', 'holidays of the org')]);
  });
});

describe('first response', () => {
  const lead = (id: string, assigned: string, responded: string | null, more: Cells = {}): Cells => ({ Id: id, LeadSource: 'Web', Status: 'Open', CreatedDate: assigned, Handrail_MQL_At__c: assigned, Handrail_Assigned_At__c: assigned, Handrail_First_Response_At__c: responded, ...more });
  const METRICS = ['sla_attainment', 'speed_to_lead'];
  const one = (row: Cells, asOf = '2026-07-31T12:00:00Z'): Promise<Readonly<Record<string, number | null>>> => values(METRICS, { Lead: [row] }, { period: '2026', asOf });

  test('assigned Friday 16:30, touched Monday 9:30: 1 h of business, 65 h on the wall', async () => {
    const said = await one(lead('a', '2026-05-08T20:30:00Z', '2026-05-11T13:30:00Z'));
    const wanted = { sla_attainment: 1, speed_to_lead: 3900, 'speed_to_lead/from_assignment': 3900, 'speed_to_lead/business': 60 };
    assert.deepEqual(among(said, wanted), wanted);
  });

  const clocks: [what: string, assigned: string, responded: string, business: number, wall: number][] = [
    ['over the weekend on which the clocks go forward an hour is missing from the wall', '2026-03-06T21:30:00Z', '2026-03-09T13:30:00Z', 60, 3840],
    ['over the weekend on which they go back there is one more', '2025-10-31T20:30:00Z', '2025-11-03T14:30:00Z', 60, 3960],
    ['a holiday is no working day', '2026-07-02T20:30:00Z', '2026-07-06T13:30:00Z', 60, 5340],
    ['what arrives at night begins at the next opening', '2026-05-12T02:00:00Z', '2026-05-12T13:10:00Z', 10, 670],
    ['a touch before the assignment is none too late', '2026-05-12T15:00:00Z', '2026-05-12T14:00:00Z', 0, 0],
    ['a touch outside hours ends a clock that had not begun', '2026-05-09T14:00:00Z', '2026-05-09T15:00:00Z', 0, 60],
    ['to the second', '2026-05-12T14:00:00Z', '2026-05-12T14:00:30Z', 0.5, 0.5],
  ];
  for (const [what, assigned, responded, business, wall] of clocks) {
    test(what, async () => {
      const said = await values(METRICS, { Lead: [lead('a', assigned, responded)] }, { period: '2025-01-01..2026-12-31', asOf: '2026-07-31T12:00:00Z' });
      assert.deepEqual([said['speed_to_lead/business'], said['speed_to_lead/from_assignment']], [business, wall]);
    });
  }

  test('a hand-raiser has 5 minutes, another MQL 4 hours; open and late is missed, open and not due is in neither', async () => {
    const rows: Rows = {
      Lead: [
        lead('in time', '2026-05-12T14:00:00Z', '2026-05-12T14:05:00Z', { Handrail_Request__c: 'Demo' }),
        lead('too late', '2026-05-12T14:00:00Z', '2026-05-12T14:05:01Z', { Handrail_Request__c: 'Demo' }),
        lead('has time', '2026-05-12T14:00:00Z', '2026-05-12T14:05:01Z', { Handrail_Request__c: 'Content' }),
        lead('open, late', '2026-05-12T14:00:00Z', null, { Handrail_Request__c: 'Content' }),
        lead('open, not due', '2026-05-12T20:59:00Z', null, { Handrail_Request__c: 'Content' }),
        lead('not assigned', '2026-05-12T14:00:00Z', null, { Handrail_Assigned_At__c: null }),
      ],
    };
    // On the 13th at 10:00: late since the 12th at 14:00; the other was assigned a minute before closing.
    const said = await values(['sla_attainment'], rows, { period: '2026-05', asOf: '2026-05-13T14:00:00Z', slice: 'kind' });
    assert.deepEqual(said, { sla_attainment: 0.5, 'sla_attainment@hand-raiser': 0.5, 'sla_attainment@other MQL': 0.5 });
  });

  test('a new owner has a new clock, the lead keeps its own', async () => {
    const said = await one(lead('a', '2026-05-12T18:00:00Z', '2026-05-12T18:02:00Z', { Handrail_MQL_At__c: '2026-05-12T14:00:00Z' }));
    assert.deepEqual([said['speed_to_lead'], said['speed_to_lead/from_assignment'], said['sla_attainment']], [242, 2, 1]);
  });

  test('who had the lead before it qualified is asked from then on', async () => {
    const said = await one(lead('a', '2026-05-11T14:00:00Z', '2026-05-12T14:30:00Z', { Handrail_MQL_At__c: '2026-05-12T14:00:00Z' }));
    assert.deepEqual([said['speed_to_lead/from_assignment'], said['speed_to_lead/business'], said['sla_attainment']], [30, 30, 1]);
  });

  describe('the lead has changed hands since', () => {
    const handed = (old: string, at: string): Cells => ({ Id: `h-${at}`, LeadId: 'a', Field: 'Handrail_Assigned_At__c', OldValue: old.replace('Z', '.000+0000'), CreatedDate: at });
    const read = async (row: Cells, history: readonly Cells[], asOf = '2026-07-31T12:00:00Z'): Promise<unknown> => {
      const said = await values(METRICS, { Lead: [row], LeadHistory: [...history] }, { period: '2026', asOf });
      return [said['speed_to_lead/business'], said['sla_attainment']];
    };
    const FIRST = '2026-05-12T14:00:00Z', SECOND = '2026-05-12T17:00:00Z', THIRD = '2026-05-12T20:00:00Z';

    test('the answer is judged by the clock of who had it then: five hours are too late', async () => {
      assert.deepEqual(await read(lead('a', THIRD, '2026-05-12T19:00:00Z', { Handrail_MQL_At__c: FIRST }), [handed(FIRST, THIRD)]), [300, 0]);
    });

    test('of several, the last before the answer', async () => {
      assert.deepEqual(await read(lead('a', THIRD, '2026-05-12T19:00:00Z', { Handrail_MQL_At__c: FIRST }), [handed(FIRST, SECOND), handed(SECOND, THIRD)]), [120, 1]);
    });

    test('on an earlier day it was still with the first', async () => {
      const row = lead('a', '2026-05-14T14:00:00Z', '2026-05-14T15:00:00Z', { CreatedDate: FIRST, Handrail_MQL_At__c: FIRST });
      const history = [handed(FIRST, '2026-05-14T14:00:00Z')];
      assert.deepEqual(await read(row, history, '2026-05-13T14:00:00Z'), [null, 0]);
      assert.deepEqual(await read(row, history), [60, 1]);
    });
  });

  test('a cycle that a recycle ended keeps its clock, which stops when it ends', async () => {
    const cleared = (field: string, old: string): Cells => ({ Id: `h-${field}-${old}`, LeadId: 'a', Field: field, OldValue: old, CreatedDate: '2026-05-12T16:00:00Z' });
    const mql = cleared('Handrail_MQL_At__c', '2026-05-12T14:00:00.000+0000');
    const present = lead('a', '2026-05-12T13:00:00Z', null, { Handrail_MQL_At__c: null });
    const of = async (request: string, ...more: Cells[]): Promise<unknown> => (await values(['sla_attainment'], { Lead: [{ ...present, Handrail_Request__c: request }], LeadHistory: [mql, ...more] }, { period: '2026' }))['sla_attainment'];
    assert.equal(await of('Demo'), 0, 'two hours without an answer, where five minutes are given');
    assert.equal(await of('Content'), null, 'two of four hours: it was not due when it ended');
    assert.equal(await of('Content', cleared('Handrail_First_Response_At__c', '2026-05-12T15:00:00.000+0000')), 1);
  });

  test('a decision without an answer ends the wait', async () => {
    const decided = (at: string): Promise<Readonly<Record<string, number | null>>> => one(lead('a', '2026-05-12T14:00:00Z', null, { Handrail_Sales_Decision__c: 'Rejected', Handrail_Decided_At__c: at }));
    assert.equal((await decided('2026-05-12T15:00:00Z'))['sla_attainment'], null, 'before it was due: neither met nor missed');
    assert.equal((await decided('2026-05-12T18:00:01Z'))['sla_attainment'], 0, 'four hours and a second');
  });

  test('what the lead waited for is split at the assignment, and the two parts are the whole', async () => {
    const MQL = { Handrail_MQL_At__c: '2026-05-12T14:00:00Z' };
    const rows: Rows = {
      Lead: [
        // 240 minutes for somebody to have it, 2 for them to answer.
        lead('routed late', '2026-05-12T18:00:00Z', '2026-05-12T18:02:00Z', MQL),
        // Had an owner before it was one of ours to answer: all 30 are theirs.
        lead('owned before', '2026-05-12T13:00:00Z', '2026-05-12T14:30:00Z', MQL),
        // Answered 10 minutes on, by whoever, before it was handed over: the wait ended before the handing over.
        lead('answered first', '2026-05-12T15:00:00Z', '2026-05-12T14:10:00Z', MQL),
        // Answered before it was one: nobody waited.
        lead('answered early', '2026-05-12T13:00:00Z', '2026-05-12T13:30:00Z', MQL),
        // Nobody has it, or nobody answered: in neither.
        lead('nobody has it', '2026-05-12T14:00:00Z', '2026-05-12T16:00:00Z', { ...MQL, Handrail_Assigned_At__c: null }),
        lead('waits', '2026-05-12T15:00:00Z', null, MQL),
      ],
    };
    const said = await values(['speed_to_lead'], rows, { period: '2026-05' });
    // Minutes until somebody had it: 240, 0, 10, 0; the median of 0, 0, 10, 240 is 5. Of 242 + 30 + 10 + 0 = 282 minutes 250 are the system's.
    assert.deepEqual([said['speed_to_lead/system'], said['speed_to_lead/system_p90'], said['speed_to_lead/system_share']], [5, 171, 0.886525]);
  });

  test('nine in ten: interpolated between two values', async () => {
    const rows: Rows = { Lead: [1, 2, 3, 4, 11].map((minutes) => lead(String(minutes), '2026-05-12T14:00:00Z', `2026-05-12T14:${String(minutes).padStart(2, '0')}:00Z`)) };
    const said = await values(['speed_to_lead'], rows, { period: '2026-05' });
    // 0.9 of the way over four steps is 3.6: 4 + 0.6 * 7.
    assert.deepEqual([said['speed_to_lead'], said['speed_to_lead/p90']], [3, 8.2]);
  });
});

describe('after the signature', () => {
  const won = (id: string, on: string): DealRow => ({ id, amount: 100, path: [['S1', '2026-01-01'], ['Won', on]] });
  const handoff = (id: string, more: Cells = {}): Cells => ({ Id: `H-${id}`, Opportunity__c: id, Type__c: 'Sales to Customer Success', Sent_At__c: '2026-03-02T15:00:00Z', ...more });
  const all = (deals: readonly DealRow[], handoffs: readonly Cells[]): Rows => ({ ...dealRows(deals), Handrail_Handoff__c: handoffs });

  test('10, 20, 30 days and two still open at 90: those who have it say 20, with those who wait it is 30', async () => {
    const rows = all(
      ['A', 'B', 'C', 'D', 'E'].map((id) => won(id, '2026-03-02')),
      [handoff('A', { First_Value_On__c: '2026-03-12' }), handoff('B', { First_Value_On__c: '2026-03-22' }), handoff('C', { First_Value_On__c: '2026-04-01' }), handoff('D'), handoff('E')],
    );
    const said = await values(['time_to_first_value'], rows, { period: '2026-Q1', asOf: '2026-05-31T12:00:00Z' });
    assert.deepEqual(said, { time_to_first_value: 30, 'time_to_first_value/p90': null, 'time_to_first_value/reached': 20, 'time_to_first_value/stuck': 2 });
  });

  test('the day decides what is known: a value that came later has not come', async () => {
    const rows = all([won('A', '2026-03-02')], [handoff('A', { First_Value_On__c: '2026-03-12' })]);
    assert.equal((await values(['time_to_first_value'], rows, { period: '2026-Q1', asOf: '2026-03-11T12:00:00Z' }))['time_to_first_value'], null);
    assert.equal((await values(['time_to_first_value'], rows, { period: '2026-Q1', asOf: '2026-03-12T12:00:00Z' }))['time_to_first_value'], 10);
  });

  test('first invoice and live billing: the dates of finance, or the billing file, which wins', async () => {
    const rows = all(['A', 'B', 'C'].map((id) => won(id, '2026-03-02')), [handoff('A', { First_Invoice_On__c: '2026-03-05', Live_Billing_On__c: '2026-03-10' }), handoff('B', { First_Invoice_On__c: '2026-03-30' }), handoff('C')]);
    const options = { period: '2026-Q1', asOf: '2026-06-01T12:00:00Z' };
    const said = await values(['invoicing_lag', 'won_to_live_billing'], rows, options);
    const wanted = { invoicing_lag: 15.5, 'invoicing_lag/with_waiting': 28, 'invoicing_lag/not_invoiced': 1, won_to_live_billing: null, 'won_to_live_billing/billed': 8 };
    assert.deepEqual(among(said, wanted), wanted);
    const file = 'opportunity_id,invoice_number,invoice_date,due_date,paid_date,amount,recurring_amount,period_start,period_end,currency,as_of\nB,1,2026-03-09,,,50,0,,,USD,2026-05-31\nB,2,2026-03-12,,,50,40,,,USD,2026-05-31\n';
    const billed = await values(['invoicing_lag', 'won_to_live_billing'], rows, { ...options, inputsDir: await inputs({ 'billing.csv': file }) });
    // B: invoiced after 7 days, and recurring after 10. A has 3 and 8.
    const then = { invoicing_lag: 5, won_to_live_billing: 10, 'won_to_live_billing/billed': 9 };
    assert.deepEqual(among(billed, then), then);
  });

  test('kickoff within 48 hours of winning, on the wall; not due yet is in neither', async () => {
    const rows = all(
      [won('A', '2026-05-29T15:00:00Z'), won('B', '2026-05-29T15:00:00Z'), won('C', '2026-05-29T15:00:00Z'), won('D', '2026-05-31T15:00:00Z')],
      [handoff('A', { Kickoff_Held_At__c: '2026-05-31T15:00:00Z' }), handoff('B', { Kickoff_Held_At__c: '2026-05-31T15:00:01Z' }), handoff('C'), handoff('D')].map((row) => ({ ...row, Sent_At__c: '2026-05-29T16:00:00Z' })),
    );
    assert.equal((await values(['kickoff_on_time'], rows, { period: '2026-05', asOf: '2026-06-01T12:00:00Z' }))['kickoff_on_time'], 0.333333);
  });

  test('answered within a business day; sent again after a rejection the clock begins again', async () => {
    const rows = all(['A', 'B', 'C', 'D'].map((id) => won(id, '2026-03-02')), [
      // Friday 16:00 to Monday 16:00 is one business day.
      handoff('A', { Sent_At__c: '2026-05-08T20:00:00Z', Accepted_At__c: '2026-05-11T20:00:00Z' }),
      handoff('B', { Sent_At__c: '2026-05-08T20:00:00Z', Accepted_At__c: '2026-05-11T20:00:01Z' }),
      handoff('C', { Sent_At__c: '2026-05-04T20:00:00Z', Rejected_At__c: '2026-05-05T15:00:00Z', Resent_At__c: '2026-05-11T14:00:00Z', Accepted_At__c: '2026-05-11T15:00:00Z' }),
      handoff('D', { Sent_At__c: '2026-05-04T20:00:00Z', Rejected_At__c: '2026-05-05T15:00:00Z', Resent_At__c: '2026-05-06T14:00:00Z' }),
    ]);
    // A and C in time, B late, D was sent again and never answered.
    assert.equal((await values(['handoff_answered'], rows, { period: '2026-05', asOf: '2026-06-01T12:00:00Z' }))['handoff_answered'], 0.5);
  });

  test('complete is what the org counted at the first sending, of every type, by its sender', async () => {
    const counted = (id: string, valid: number | null, required: number | null, more: Cells = {}): Cells => ({ ...handoff(id), Items_Valid_At_Sending__c: valid, Items_Required_At_Sending__c: required, ...more });
    const rows = all([won('A', '2026-03-02'), won('B', '2026-03-02'), { ...won('T', '2026-03-02'), exclude: 'Test' }, { id: 'O', path: [['S1', '2026-03-02']] }], [
      counted('A', 11, 12, { Sender__c: 'u1' }),
      // Nobody counted it: what its deal holds today is no answer.
      counted('B', null, null, { Sender__c: 'u1' }),
      counted('T', 0, 12),
      // To the renewal owner, about no deal; and about one that is open.
      counted('R', 1, 2, { Type__c: 'Success to Renewal', Opportunity__c: null, Sender__c: 'u2' }),
      counted('O', 1, 1, { Type__c: 'Customer Success to Sales', Sender__c: 'u2' }),
      // Its type asks for nothing.
      counted('N', 0, 0, { Type__c: 'Onboarding to Success', Opportunity__c: null }),
      counted('D', 0, 12, { Opportunity__c: 'A', IsDeleted: true }),
    ]);
    const people = { ...rows, User: [{ Id: 'u1', Name: 'Ann', Username: 'ann@x', IsActive: true }, { Id: 'u2', Name: 'Bo', Username: 'bo@x', IsActive: true }] };
    const [all12] = await compute(metric('handoff_completeness'), people, { period: '2026-Q1' });
    // 11 + 1 + 1 of 12 + 2 + 1.
    assert.deepEqual([all12?.numerator, all12?.denominator, all12?.variants.find(({ id }) => id === 'not_noted')?.value], [13, 15, 1]);
    const bySender = await values(['handoff_completeness'], people, { period: '2026-Q1', slice: 'owner' });
    assert.deepEqual(among(bySender, { 'handoff_completeness@Ann': 0, 'handoff_completeness@Bo': 0 }), { 'handoff_completeness@Ann': 0.916667, 'handoff_completeness@Bo': 0.666667 });
  });
});
