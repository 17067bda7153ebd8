/** Where revenue leaks: vectors worked out by hand, and that nothing counts twice. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { recordsBehind } from '../compute.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from '../testing/snapshot.ts';
import { among, compute, inputs, metric, values } from '../testing/vectors.ts';

/** A Monday, 06:00 in New York. */
const JUNE = { asOf: '2026-06-01T10:00:00Z' };
const USERS = { User: [{ Id: 'U1', Name: 'Ann', Username: 'a@x' }] };
const lead = (id: string, mql: string, more: Readonly<Record<string, string | boolean | number | null>> = {}): Rows[string][number] => ({ Id: id, CreatedDate: mql, Status: 'Open', LeadSource: 'Web', Handrail_MQL_At__c: mql, Handrail_Assigned_At__c: mql, Handrail_Request__c: 'None', OwnerId: 'U1', ...more });
const won = (id: string, amount: number, on: string, more: DealRow['more'] = {}): DealRow => ({ id, amount, more, path: [['S1', '2025-12-01'], ['Won', on]] });

const leads = [
  // Two MQLs of the last four full quarters and 100 won: 50 for each.
  lead('OLD1', '2026-02-02T15:00:00Z', { Handrail_Sales_Decision__c: 'Accepted', Handrail_Decided_At__c: '2026-02-03T15:00:00Z' }),
  lead('OLD2', '2026-02-02T15:00:00Z', { Handrail_Sales_Decision__c: 'Rejected', Handrail_Decided_At__c: '2026-02-03T15:00:00Z' }),
  lead('QUEUE', '2026-05-20T15:00:00Z', { OwnerId: 'Q1' }),
  lead('WAITS', '2026-05-20T15:00:00Z', { Handrail_First_Response_At__c: '2026-05-20T16:00:00Z' }),
  // Friday 10:00: seven working hours without an answer, where four are allowed, and no decision is due yet.
  lead('SILENT', '2026-05-29T14:00:00Z'),
  lead('ANSWERED', '2026-05-29T14:00:00Z', { Handrail_First_Response_At__c: '2026-05-29T15:00:00Z' }),
  // Friday evening: the clock has not begun.
  lead('EVENING', '2026-05-29T21:30:00Z', { Handrail_Request__c: 'Demo' }),
  lead('CONVERTED', '2026-05-20T15:00:00Z', { IsConverted: true, ConvertedDate: '2026-05-22' }),
  lead('CLOSED', '2026-05-20T15:00:00Z', { Status: 'Closed' }),
];

const open = (id: string, amount: number, closes: string, path: DealRow['path'], more: DealRow['more'] = {}): DealRow => ({ id, amount, closes, path, more: { NextStep: null, ...more } });
const STEP = { NextStep: 'Legal reviews terms', Handrail_Next_Step_Date__c: '2026-06-05' };
const pipeline = [
  open('OVERDUE', 10, '2026-05-20', [['S2', '2026-05-28']], STEP),
  open('TWO', 20, '2026-08-01', [['S2', '2026-05-01']]),
  open('STALE', 1000, '2026-08-01', [['S2', '2026-05-01']], STEP),
  open('CALLED', 1000, '2026-08-01', [['S2', '2026-05-01']], { LastActivityDate: '2026-05-28' }),
  open('EARLY', 1000, '2026-05-20', [['S1', '2026-05-28']]),
  // Pushed three times, and the next step is a word that says nothing.
  open('PUSHED', 40, '2026-06-10', [['S2', '2026-05-01'], ...['2026-06-12', '2026-06-15', '2026-06-20'].map((closes, index) => ['S2', `2026-05-2${index + 5}`, { closes }] as const)], { ...STEP, NextStep: 'TBD' }),
];

describe('leaks', () => {
  test('leads nobody worked: three at 50 each', async () => {
    const said = await values(['leak_list'], { Lead: leads, ...USERS, ...dealRows([won('W', 100, '2026-03-10')]) }, JUNE);
    assert.deepEqual(said, {
      ...Object.fromEntries(['MQL without a person', 'MQL not decided', 'MQL not answered'].flatMap((kind) => [[`leak_list@${kind}`, 50], [`leak_list/records@${kind}`, 1]])),
    });
  });

  test('pipeline that rots: overdue, or two things wrong; below the first qualified stage there is no pipeline', async () => {
    const rows = dealRows(pipeline);
    assert.deepEqual(among(await values(['leak_list'], rows, JUNE), { 'leak_list@pipeline that rots': 0, 'leak_list/records@pipeline that rots': 0 }), { 'leak_list@pipeline that rots': 70, 'leak_list/records@pipeline that rots': 3 });
    const playbook = playbookWith([metric('leak_list')]);
    assert.deepEqual(await recordsBehind(playbook, await writeSnapshot(playbook, rows), 'leak_list', { kind: 'pipeline that rots' }, JUNE), ['OVERDUE', 'PUSHED', 'TWO']);
  });

  test('a date that conversion gave and the seller replaced at once is no push, here as in the moves', async () => {
    const moved = (id: string, first: DealRow['path'][number][1]): DealRow => open(id, 7, '2026-06-10', [['S2', '2026-05-01'], ['S2', first, { closes: '2026-06-12' }], ['S2', '2026-05-26', { closes: '2026-06-15' }], ['S2', '2026-05-27', { closes: '2026-06-20' }]]);
    // Three pushes and no next step against two.
    const rows = dealRows([moved('THREE', '2026-05-25'), moved('TWO', '2026-05-01')]);
    assert.equal((await values(['leak_list'], rows, JUNE))['leak_list/records@pipeline that rots'], 1);
  });

  /** Deals lost in S2, and deals that went on from there to be lost in S3. */
  const steps = (account: string, lost: number, on: number): DealRow[] => Array.from({ length: lost + on }, (_, index) => ({ id: `${account}${index}`, account, amount: 100, reason: 'Price', path: [['S1', '2026-01-05'], ['S2', '2026-02-05'], ...(index < lost ? [] : [['S3', '2026-03-05'] as const]), ['Lost', '2026-04-05']] }));
  const accounts = { Account: [{ Id: 'BIG', NumberOfEmployees: 5000 }, { Id: 'SMALL', NumberOfEmployees: 10 }, { Id: 'MID', NumberOfEmployees: 500 }] };

  test('the step that loses most: 2,000 reached it, 50 % went on where 75 % might have', async () => {
    // Nineteen of the third segment say too little, and S3 was reached by fifteen at most.
    const rows = { ...dealRows([...steps('BIG', 10, 10), ...steps('SMALL', 5, 15), ...steps('MID', 0, 19)]), ...accounts };
    const results = await compute(metric('step_loss'), rows, JUNE);
    const [first] = results.filter(({ slice }) => Object.keys(slice).length === 1);
    assert.deepEqual([first?.slice, first?.value, first?.parts, first?.decision], [{ place: 'S2, Enterprise' }, 500, { reached_amount: 2000, conversion: 0.5, best_conversion: 0.75 }, 'Which step to redesign first?']);
    const found = await values(['leak_list', 'revenue_leakage'], rows, JUNE);
    const wanted = { 'leak_list@step that loses most': 500, 'leak_list/records@step that loses most': 10, revenue_leakage: 500 };
    assert.deepEqual(among(found, wanted), wanted);
  });

  test('what never was a deal lost nothing at any step', async () => {
    const copies = steps('BIG', 10, 0).map((deal) => ({ ...deal, id: `COPY-${deal.id}`, reason: 'Duplicate' }));
    const rows = { ...dealRows([...steps('BIG', 10, 10), ...copies, ...steps('SMALL', 5, 15)]), ...accounts };
    assert.deepEqual(among(await values(['step_loss', 'leak_list'], rows, JUNE), { 'step_loss@S2, Enterprise': 0, 'leak_list/records@step that loses most': 0 }), { 'step_loss@S2, Enterprise': 500, 'leak_list/records@step that loses most': 10 });
  });

  test('the handoff to sales by source, worth what was won per accepted lead', async () => {
    const mqls = (source: string, accepted: number, count: number): Rows[string] => Array.from({ length: count }, (_, index) => lead(`${source}${index}`, '2026-02-02T15:00:00Z', { LeadSource: source, Handrail_Sales_Decision__c: index < accepted ? 'Accepted' : 'Rejected', Handrail_Decided_At__c: '2026-02-03T15:00:00Z' }));
    const rows = { Lead: [...mqls('List', 2, 20), ...mqls('Partner', 10, 20)], ...USERS, ...dealRows([won('W', 1200, '2026-03-10')]) };
    // 12 accepted and 1,200 won: 100 each; 20 x 100 x (50 % - 10 %).
    assert.deepEqual(among(await values(['step_loss'], rows, JUNE), { 'step_loss@Marketing to sales, List': 0, 'step_loss@Marketing to sales, Partner': 0 }), { 'step_loss@Marketing to sales, List': 800, 'step_loss@Marketing to sales, Partner': 0 });
  });

  test('won, and not begun, not billed or billed too low: the first that applies, with what it is worth', async () => {
    const term = { Handrail_ARR__c: 3650, Handrail_Term_Start__c: '2026-05-01', Handrail_Term_End__c: '2027-04-30' };
    const ids = ['NONE', 'LOW', 'REJECTED', 'SILENT', 'IDLE', 'UNBILLED', 'FINE', 'FRESH'];
    const deals = ids.map((id) => won(id, 5000, id === 'NONE' ? '2026-04-10' : id === 'FRESH' ? '2026-05-31T15:00:00Z' : '2026-05-15', term));
    const sent = { Sent_At__c: '2026-05-15T15:00:00Z' };
    const accepted = { ...sent, Accepted_At__c: '2026-05-15T16:00:00Z' };
    const begun = { ...accepted, Kickoff_Held_At__c: '2026-05-16T15:00:00Z', First_Invoice_On__c: '2026-05-20' };
    const handoffs: Rows[string] = [
      { Opportunity__c: 'NONE', ...begun, First_Invoice_On__c: null, Live_Billing_On__c: '2026-05-02' },
      { Opportunity__c: 'LOW', ...begun },
      { Opportunity__c: 'REJECTED', ...sent, Rejected_At__c: '2026-05-18T15:00:00Z', First_Invoice_On__c: '2026-05-20' },
      { Opportunity__c: 'SILENT', ...sent },
      { Opportunity__c: 'IDLE', ...accepted },
      { Opportunity__c: 'UNBILLED', ...begun },
      { Opportunity__c: 'FINE', ...begun, Live_Billing_On__c: '2026-05-02' },
      { Opportunity__c: 'FRESH', Sent_At__c: '2026-05-31T15:00:00Z', Live_Billing_On__c: '2026-05-02' },
    ].map((handoff, index) => ({ Id: `H${index}`, ...handoff }));
    // 365 days at 3,650 a year, of which 3,000 were invoiced; of FINE within a hundredth.
    const billing = 'opportunity_id,invoice_number,invoice_date,due_date,paid_date,amount,recurring_amount,period_start,period_end,currency,as_of\nLOW,1,2026-05-20,2026-06-20,,3000,3000,2026-05-01,2027-04-30,USD,2026-06-01\nFINE,2,2026-05-20,2026-06-20,,3640,3640,2026-05-01,2027-04-30,USD,2026-06-01\n';
    const said = await values(['leak_list'], { ...dealRows(deals), Handrail_Handoff__c: handoffs }, { ...JUNE, inputsDir: await inputs({ 'billing.csv': billing }) });
    const wanted = { 'not invoiced': 5000, 'invoiced below contract': 650, 'handoff not sent again': 3650, 'handoff not answered': 3650, 'kickoff not held': 3650, 'not billed live': 3650 };
    assert.deepEqual(Object.fromEntries(Object.entries(said).filter(([key]) => key.startsWith('leak_list@'))), Object.fromEntries(Object.entries(wanted).map(([kind, value]) => [`leak_list@${kind}`, value])));
  });

  test('a deal that is handed over again leaks no more by its first handoff, and a test deal by none', async () => {
    const term = { Handrail_ARR__c: 3650, Handrail_Term_Start__c: '2026-05-01', Handrail_Term_End__c: '2027-04-30' };
    const handoffs: Rows[string] = [
      { Id: 'H1', Opportunity__c: 'AGAIN', Sent_At__c: '2026-05-15T15:00:00Z', Rejected_At__c: '2026-05-18T15:00:00Z' },
      { Id: 'H2', Opportunity__c: 'AGAIN', Sent_At__c: '2026-05-19T15:00:00Z', Accepted_At__c: '2026-05-19T16:00:00Z', Kickoff_Held_At__c: '2026-05-16T15:00:00Z', First_Invoice_On__c: '2026-05-20', Live_Billing_On__c: '2026-05-02' },
      { Id: 'H3', Opportunity__c: 'TEST', Sent_At__c: '2026-05-15T15:00:00Z' },
    ];
    const rows = { ...dealRows([won('AGAIN', 5000, '2026-05-15', term), { ...won('TEST', 5000, '2026-05-15', term), exclude: 'Test' }]), Handrail_Handoff__c: handoffs };
    const said = await values(['revenue_leakage', 'no_mans_land', 'kickoff_on_time', 'handoff_answered'], rows, JUNE);
    // Won on Friday 15:00, the kickoff a day later; answered within an hour. Between functions is the customer alone, whom no CSM has.
    assert.deepEqual(among(said, { 'revenue_leakage/records': 0, no_mans_land: 0, kickoff_on_time: 0, handoff_answered: 0 }), { 'revenue_leakage/records': 0, no_mans_land: 1, kickoff_on_time: 1, handoff_answered: 1 });
  });

  describe('invoiced below contract', () => {
    const HEAD = 'opportunity_id,invoice_number,invoice_date,due_date,paid_date,amount,recurring_amount,period_start,period_end,currency,as_of\n';
    const line = (day: string, paid: number, from: string, until: string, currency = 'USD'): string => `D,,${day},,,${paid},${paid},${from},${until},${currency},2026-06-01\n`;
    const missing = async (lines: string, { rates = '', more = {} }: { readonly rates?: string; readonly more?: DealRow['more'] } = {}): Promise<number | null> => {
      const deal = won('D', 12_000, '2026-01-20', { Handrail_ARR__c: 12_000, Handrail_Term_Start__c: '2026-01-01', Handrail_Term_End__c: '2026-12-31', ...more });
      const handoff = { Id: 'H', Opportunity__c: 'D', Sent_At__c: '2026-01-20T15:30:00Z', Accepted_At__c: '2026-01-20T16:00:00Z', Kickoff_Held_At__c: '2026-01-21T15:00:00Z' };
      const found = await values(['leak_list'], { ...dealRows([deal]), Handrail_Handoff__c: [handoff] }, { ...JUNE, inputsDir: await inputs({ 'billing.csv': HEAD + lines, ...(rates === '' ? {} : { 'currency_rate.csv': rates }) }) });
      return found['leak_list@invoiced below contract'] ?? null;
    };
    const year = ['2026-01-01', '2026-12-31'] as const;

    test('equal instalments are none, though months are not equally long', async () => {
      const months = [31, 28, 31, 30, 31].map((days, index) => [`2026-0${index + 1}-01`, `2026-0${index + 1}-${days}`] as const);
      assert.equal(await missing(months.map(([from, until]) => line(from, 1000, from, until)).join('')), null);
      // A twelfth is due for each; March brought half.
      assert.equal(await missing(months.map(([from, until], index) => line(from, index === 2 ? 500 : 1000, from, until)).join('')), 500);
      // From the 15th to the 14th is a month too; ten days are ten days.
      assert.equal(await missing(line('2026-01-15', 1000, '2026-01-15', '2026-02-14')), null);
      assert.equal(Math.round((await missing(line('2026-01-01', 228.77, '2026-01-01', '2026-01-10'))) ?? 0), 100);
    });

    test('two invoices of one period are held against it together, and a credit note takes from them', async () => {
      assert.equal(await missing(line('2026-01-02', 7000, ...year) + line('2026-01-03', 5000, ...year)), null);
      assert.equal(await missing(line('2026-01-02', 12_000, ...year) + line('2026-02-03', -3000, ...year)), 3000);
    });

    test('a rate that fell since the signature is no shortfall', async () => {
      const more = { CurrencyIsoCode: 'EUR' };
      const rates = 'currency,valid_from,rate,as_of\nEUR,2026-01-01,1.2,2026-06-01\nEUR,2026-04-01,1,2026-06-01\n';
      assert.equal(await missing(line('2026-04-10', 12_000, ...year, 'EUR'), { rates, more }), null);
      // 9,000 of 12,000 EUR: what is missing at the rate of the contract.
      assert.equal(await missing(line('2026-04-10', 9000, ...year, 'EUR'), { rates, more }), 3600);
      // Invoiced in dollars: 12,000 of them were 12,000 EUR in April, and 10,000 in February.
      assert.equal(await missing(line('2026-04-10', 12_000, ...year), { rates, more }), null);
      assert.equal(await missing(line('2026-02-10', 12_000, ...year), { rates, more }), 2400);
    });
  });

  test('ranked by value, each with what to do', async () => {
    const results = await compute(metric('leak_list'), { ...dealRows([...pipeline, won('W', 100, '2026-03-10')]), Lead: leads, ...USERS }, JUNE);
    assert.deepEqual(results.map(({ value }) => value), [70, 50, 50, 50]);
    assert.match(results[0]?.advice ?? '', /close it/);
  });
});

test('no record counts twice, and every cut adds up to the whole, in any company', async () => {
  const day = (offset: number): string => new Date(Date.UTC(2025, 2, 1) + offset * 86_400_000).toISOString().slice(0, 10);
  const random = fc.record({
    account: fc.constantFrom('BIG', 'SMALL', 'MID'), amount: fc.constantFrom(null, 10, 25.5, 100), end: fc.constantFrom('S2', 'S3', 'Won', 'Won', 'Lost'), begins: fc.integer({ min: 0, max: 420 }), length: fc.integer({ min: 1, max: 60 }),
    closes: fc.integer({ min: 300, max: 600 }), starts: fc.integer({ min: 0, max: 450 }), arr: fc.constantFrom(null, 10, 40), handed: fc.boolean(), answered: fc.boolean(), renewed: fc.constantFrom(null, 'S1', 'Won', 'Lost'), mql: fc.integer({ min: 100, max: 455 }), decided: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(random, { minLength: 30, maxLength: 90 }), async (found) => {
      const deals = found.flatMap(({ renewed, ...one }, index): DealRow[] => {
        const id = `D${index}`;
        const term = { Handrail_ARR__c: one.arr, Handrail_Term_Start__c: day(one.starts), Handrail_Term_End__c: day(one.starts + 364) };
        const path: DealRow['path'] = [['S1', day(one.begins), { closes: day(one.closes) }], ['S2', day(one.begins + one.length)], [one.end, day(one.begins + 2 * one.length)]];
        const renewal: DealRow[] = renewed === null ? [] : [{ id: `${id}R`, account: one.account, amount: one.arr, motion: 'Renewal', more: { Handrail_Base_Deal__c: id, Handrail_ARR__c: 20 }, path: [['S1', day(430)], [renewed, day(440)]] }];
        return [{ id, account: one.account, amount: one.amount, reason: 'Price', more: term, path }, ...renewal];
      });
      const handoffs = found.flatMap((one, index) => (one.handed ? [{ Id: `H${index}`, Opportunity__c: `D${index}`, Sent_At__c: `${day(one.begins + 2 * one.length)}T16:00:00Z`, Accepted_At__c: one.answered ? `${day(one.begins + 2 * one.length)}T17:00:00Z` : null }] : []));
      const people = found.map((one, index) => lead(`L${index}`, `${day(one.mql)}T15:00:00Z`, { Handrail_Sales_Decision__c: one.decided ? 'Accepted' : null, OwnerId: index % 3 === 0 ? 'Q' : 'U1' }));
      const rows: Rows = { ...dealRows(deals), Handrail_Handoff__c: handoffs, Lead: people, ...USERS, Account: [{ Id: 'BIG', NumberOfEmployees: 5000 }, { Id: 'SMALL', NumberOfEmployees: 10 }, { Id: 'MID', NumberOfEmployees: 500 }] };
      const playbook = playbookWith([metric('revenue_leakage')]);
      const dir = await writeSnapshot(playbook, rows);
      const records = await recordsBehind(playbook, dir, 'revenue_leakage', {}, JUNE);
      assert.ok(records.length > 0);
      assert.equal(new Set(records).size, records.length);
      const [whole, ...parts] = await compute(metric('revenue_leakage'), rows, { ...JUNE, slice: 'all' });
      for (const slice of ['kind', 'leak', 'segment', 'source', 'owner', 'certainty', 'handoff']) {
        const own = parts.filter((part) => Object.hasOwn(part.slice, slice));
        assert.equal(own.reduce((sum, { n }) => sum + n, 0), whole?.n, slice);
        assert.ok(Math.abs(own.reduce((sum, { value }) => sum + (value ?? 0), 0) - (whole?.value ?? 0)) < 1e-4, slice);
      }
    }),
    { seed: 20260901, numRuns: 3, endOnFailure: true },
  );
});
