/** Null is not zero: what a number says of itself when something is missing, late or too little. */
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { temporaryFolder } from '../shared/testing/folder.ts';
import type { Metric } from '../playbook/metricModel.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { computeMetrics, recordsBehind, type ComputeOptions } from './compute.ts';
import { readManifest, saysOfFiscalYear, saysOfZone, type SnapshotManifest } from './snapshot.ts';
import { periodText } from './formats/value.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from './testing/snapshot.ts';
import type { MetricResult } from './types.ts';

const shipped = (await loadPlaybook('config/playbook')).playbook?.metrics ?? [];

function metric(id: string, changes: Partial<Metric> = {}): Metric {
  const found = shipped.find((candidate) => candidate.id === id);
  assert.ok(found, `the playbook ships ${id}`);
  return { ...found, minN: 0, ...changes };
}

async function compute(one: Metric, rows: Rows, options: ComputeOptions = {}, gaps: readonly string[] = []): Promise<MetricResult[]> {
  const playbook = playbookWith([one]);
  return computeMetrics(playbook, await writeSnapshot(playbook, rows, gaps), { asOf: '2026-07-01T12:00:00Z', ...options });
}

const total = (results: readonly MetricResult[]): MetricResult => results[0] as MetricResult;

async function inputs(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await temporaryFolder('inputs');
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return dir;
}

const won = (count: number, more: Partial<DealRow> = {}): DealRow[] => Array.from({ length: count }, (_, index): DealRow => ({ id: `W${index}`, amount: 100, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']], ...more }));

test('fiscal years that the org and the playbook count in other ways are told, and names that nobody has read', () => {
  assert.match(saysOfFiscalYear({ fiscalYear: { start: 2, namedByEnd: true } }, 1) ?? '', /begins in month 2, that of the playbook in month 1: .*2026 is 2026-01-01 to 2026-12-31/);
  assert.match(saysOfFiscalYear({ fiscalYear: { start: 4, namedByEnd: true } }, 2) ?? '', /2026 is 2025-02-01 to 2026-01-31/);
  assert.match(saysOfFiscalYear({}, 7) ?? '', /not known.*2026 is 2026-07-01 to 2027-06-30/);
  for (const namedByEnd of [false, true]) assert.equal(saysOfFiscalYear({ fiscalYear: { start: 2, namedByEnd } }, 2), null);
  assert.deepEqual([saysOfFiscalYear({ fiscalYear: { start: 1, namedByEnd: false } }, 1), saysOfFiscalYear({}, 1)], [null, null]);
});

describe('fiscal years from February have the names of the org', () => {
  const playbook = { ...playbookWith([metric('win_rate')]), fiscalYearStart: 2 };
  // Won on 10 February, 20 May and 31 January.
  const days = ['2026-02-10', '2026-05-20', '2027-01-31'];
  const rows = dealRows(days.map((day, index): DealRow => ({ id: `W${index}`, amount: 100, path: [['S1', '2026-01-05'], ['Won', day]] })));
  const inOrg = async (fiscalYear: SnapshotManifest['fiscalYear'], options: ComputeOptions): Promise<[slice: string, text: string, n: number][]> => {
    const dir = await writeSnapshot(playbook, rows);
    const file = join(dir, 'manifest.json');
    await writeFile(file, JSON.stringify({ ...(JSON.parse(await readFile(file, 'utf8')) as object), ...(fiscalYear ? { fiscalYear } : {}) }));
    const results = await computeMetrics(playbook, dir, { asOf: '2027-06-01T12:00:00Z', ...options });
    return results.map(({ slice, period, n }) => [Object.values(slice).join(), periodText(period), n]);
  };
  const byEnd = { start: 2, namedByEnd: true };
  const byStart = { start: 2, namedByEnd: false };

  test('a quarter that is asked for by its name says its days', async () => {
    assert.deepEqual(await inOrg(byEnd, { period: '2027-Q1' }), [['', '2027-Q1: 2026-02-01 to 2026-04-30', 1]]);
    assert.deepEqual(await inOrg(byStart, { period: '2026-Q1' }), [['', '2026-Q1: 2026-02-01 to 2026-04-30', 1]]);
    assert.deepEqual(await inOrg(undefined, { period: '2026-Q1' }), [['', '2026-Q1: 2026-02-01 to 2026-04-30', 1]]);
  });

  test('a year, and what it is cut into', async () => {
    const quarters = (year: number): [string, string, number][] => [
      ['', `${year}: 2026-02-01 to 2027-01-31`, 3],
      [`${year}-Q1`, `${year}-Q1: 2026-02-01 to 2026-04-30`, 1],
      [`${year}-Q2`, `${year}-Q2: 2026-05-01 to 2026-07-31`, 1],
      [`${year}-Q4`, `${year}-Q4: 2026-11-01 to 2027-01-31`, 1],
    ];
    assert.deepEqual(await inOrg(byEnd, { period: '2027', slice: 'quarter' }), quarters(2027));
    assert.deepEqual(await inOrg(byStart, { period: '2026', slice: 'quarter' }), quarters(2026));
  });

  test('months and days have no name of their own', async () => {
    assert.deepEqual(await inOrg(byEnd, { period: '2026-02' }), [['', '2026-02-01 to 2026-02-28', 1]]);
    assert.deepEqual(await inOrg(byEnd, { period: '2026-02-01..2026-07-31' }), [['', '2026-02-01 to 2026-07-31', 2]]);
  });
});

describe('what the user may not read', () => {
  test('a hidden amount makes no sum of zero', async () => {
    const result = total(await compute(metric('win_rate'), dealRows(won(3)), { period: '2026-Q1' }, ['Opportunity.Amount', 'OpportunityHistory.Amount']));
    assert.deepEqual([result.value, result.state], [1, 'ok']);
    const amount = result.variants.find(({ id }) => id === 'amount');
    assert.deepEqual([amount?.value, amount?.state], [null, 'partial_access']);
    assert.match(amount?.reason ?? '', /Opportunity\.Amount/);
  });

  test('a hidden field of a slice marks that slice and not the whole', async () => {
    const results = await compute(metric('win_rate'), dealRows(won(3)), { period: '2026-Q1', slice: 'segment' }, ['Account.NumberOfEmployees']);
    assert.deepEqual(results.map(({ slice, state }) => [slice['segment'], state]), [[undefined, 'ok'], ['Unknown', 'partial_access']]);
  });

  test('a snapshot made for another metric says what it lacks', async () => {
    const playbook = playbookWith([metric('win_rate'), metric('lead_to_opportunity')]);
    const dir = await writeSnapshot(playbookWith([metric('win_rate')]), dealRows(won(3)));
    const [leads] = await computeMetrics(playbook, dir, { metrics: ['lead_to_opportunity'] });
    assert.equal(leads?.value, null);
    assert.match(leads?.reason ?? '', /Lead\.Id|Lead\.CreatedDate|Nothing/);
  });
});

test('few records and a hidden field: both are said', async () => {
  const result = total(await compute(metric('win_rate', { minN: 10 }), dealRows(won(3)), { period: '2026-Q1' }, ['Opportunity.Handrail_Loss_Reason__c']));
  assert.equal(result.state, 'partial_access');
  assert.match(result.reason ?? '', /Handrail_Loss_Reason__c.*3 of at least 10/);
});

test('a cohort that is still open is immature, beside a rate that is not', async () => {
  const open = Array.from({ length: 5 }, (_, index): DealRow => ({ id: `O${index}`, path: [['S1', '2026-01-05']] }));
  const cohort = async (deals: readonly DealRow[]): Promise<string | undefined> => total(await compute(metric('win_rate'), dealRows(deals), { period: '2026-Q1' })).variants.find(({ id }) => id === 'cohort')?.state;
  assert.equal(await cohort([...won(4), ...open.slice(0, 1)]), 'ok');
  assert.equal(await cohort([...won(4), ...open.slice(0, 2)]), 'immature');
});

test('leads older than conversions usually take are resolved', async () => {
  const lead = (id: string, created: string, converted: string | null): Record<string, string | boolean | null> => ({ Id: id, Status: 'Open', CreatedDate: `${created}T15:00:00Z`, IsConverted: converted !== null, ConvertedDate: converted, ConvertedOpportunityId: converted === null ? null : `O-${id}` });
  const rows: Rows = { Lead: [lead('a', '2026-03-01', '2026-03-21'), ...Array.from({ length: 9 }, (_, index) => lead(`b${index}`, '2026-03-10', null))] };
  // The usual lag is 20 days: on 29 March nine leads are 19 days old, on 30 March 20.
  assert.equal(total(await compute(metric('lead_to_opportunity'), rows, { period: '2026-03', asOf: '2026-03-29T12:00:00Z' })).state, 'immature');
  assert.equal(total(await compute(metric('lead_to_opportunity'), rows, { period: '2026-03', asOf: '2026-03-30T12:00:00Z' })).state, 'ok');
});

test('an open cell of nothing is left out, and an unclassified loss is a loss', async () => {
  const rows = dealRows([{ id: 'L', source: 'Web', path: [['S1', '2026-01-05'], ['Lost', '2026-02-10']] }, { id: 'O', source: 'Partner', path: [['S1', '2026-01-05']] }]);
  const results = await compute(metric('win_rate', { variants: [] }), rows, { period: '2026-Q1', slice: 'source' });
  assert.deepEqual(results.map(({ slice, value, denominator }) => [slice['source'] ?? 'all', value, denominator]), [['all', 0, 1], ['Web', 0, 1]]);
});

describe('pipeline and quota', () => {
  const HEAD = 'level,owner,motion,period_start,period_end,amount,basis,as_of\n';
  const users: Rows = { User: [{ Id: 'U1', Name: 'Ann Lee', Username: 'ann@x' }, { Id: 'U2', Name: 'Ann Lee', Username: 'lee@x' }, { Id: 'U3', Name: 'Bo', Username: 'bo@x' }] };
  const open = (id: string, owner: string, amount: number): DealRow => ({ id, owner, amount, closes: '2026-06-20', path: [['S1', '2026-04-01'], ['S2', '2026-04-05']] });
  const rows: Rows = { ...dealRows([open('A', 'U1', 300), open('B', 'U2', 500), open('C', 'U3', 700)]), ...users };
  const asked = { asOf: '2026-05-15T12:00:00Z' };

  test('people are cut by their own quota, two of one name are told apart, and the company total is not their sum', async () => {
    const dir = await inputs({ 'quota.csv': `${HEAD}company,,new,2026-04-01,2026-06-30,1000,Amount,2026-05-01\nuser,ann@x,new,2026-04-01,2026-06-30,100,Amount,2026-05-01\nuser,lee@x,new,2026-04-01,2026-06-30,250,Amount,2026-05-01\n` });
    const results = await compute(metric('pipeline_coverage'), rows, { ...asked, inputsDir: dir, slice: 'owner' });
    assert.deepEqual(results.map(({ slice, value }) => [slice['owner'] ?? 'all', value]), [['all', 1.5], ['Ann Lee (ann@x)', 3], ['Ann Lee (lee@x)', 2], ['Bo', null]]);
    assert.equal(results[3]?.reason, 'There is no quota for this period and cut.');
  });

  test('without a company quota the total is the sum of its people', async () => {
    const dir = await inputs({ 'quota.csv': `${HEAD}user,ann@x,new,2026-04-01,2026-06-30,100,Amount,2026-05-01\nuser,lee@x,new,2026-04-01,2026-06-30,400,Amount,2026-05-01\n` });
    assert.equal(total(await compute(metric('pipeline_coverage'), rows, { ...asked, inputsDir: dir })).denominator, 500);
  });

  test('a yearly quota is none of a quarter', async () => {
    const dir = await inputs({ 'quota.csv': `${HEAD}company,,new,2026-04-01,2027-03-31,1000,Amount,2026-05-01\n` });
    assert.equal(total(await compute(metric('pipeline_coverage'), rows, { ...asked, inputsDir: dir })).state, 'undefined');
  });

  test('a quota for a part of the period is none of it, and says how much of it there is', async () => {
    const month = (name: string, last: number): string => `company,,new,2026-${name}-01,2026-${name}-${last},400,Amount,2026-05-01\n`;
    const said = async (text: string): Promise<unknown[]> => {
      const { value, reason } = total(await compute(metric('pipeline_coverage'), rows, { ...asked, inputsDir: await inputs({ 'quota.csv': HEAD + text }) }));
      return [value, reason];
    };
    assert.deepEqual(await said(month('04', 30) + month('06', 30)), [null, 'quota.csv has lines for 60 of the 91 days of this period: write the missing ones, or ask for a period that whole lines make up.']);
    assert.deepEqual(await said(month('04', 30) + month('05', 31) + month('06', 30)), [1.25, null]);
    const people = (start: string): string => `user,ann@x,new,2026-04-01,2026-06-30,500,Amount,2026-05-01\nuser,lee@x,new,${start},2026-06-30,250,Amount,2026-05-01\n`;
    assert.deepEqual(await said(people('2026-05-15')), [2, null], 'one who begins later adds no days');
  });

  test('levels are never added up, nor quotas of two measures: who begins in mid-quarter is in the quota of the company', async () => {
    const lines = 'company,,new,2026-04-01,2026-06-30,1000,Amount,2026-05-01\ncompany,,new,2026-04-01,2026-06-30,900,ARR,2026-05-01\ncompany,,renewal,2026-04-01,2026-06-30,800,Amount,2026-05-01\nuser,ann@x,new,2026-05-15,2026-06-30,100,Amount,2026-05-01\n';
    const results = await compute(metric('pipeline_coverage'), rows, { ...asked, inputsDir: await inputs({ 'quota.csv': HEAD + lines }), slice: 'owner' });
    assert.deepEqual(results.slice(0, 2).map(({ denominator }) => denominator), [1000, 100]);
  });

  test('with the quota attained no convention says how much of it is covered', async () => {
    const dir = await inputs({ 'quota.csv': `${HEAD}company,,new,2026-04-01,2026-06-30,50,Amount,2026-05-01\n` });
    const won: DealRow = { id: 'W', owner: 'U1', amount: 80, closes: '2026-05-01', path: [['S1', '2026-04-01'], ['S2', '2026-04-05'], ['Won', '2026-05-01']] };
    const result = total(await compute(metric('pipeline_coverage'), { ...dealRows([open('A', 'U1', 300), won]), ...users }, { ...asked, inputsDir: dir }));
    assert.deepEqual([result.value, result.variants.find(({ id }) => id === 'with_overdue')?.value], [null, null]);
  });

  test('quota without pipeline is a coverage of zero', async () => {
    const dir = await inputs({ 'quota.csv': `${HEAD}company,,new,2026-04-01,2026-06-30,1000,Amount,2026-05-01\n` });
    const result = total(await compute(metric('pipeline_coverage'), { ...dealRows([]), ...users }, { ...asked, inputsDir: dir }));
    assert.deepEqual([result.value, result.state, result.numerator], [0, 'ok', 0]);
  });

  test('as of a past day stage, amount and close date are those of that day', async () => {
    const dir = await inputs({ 'quota.csv': `${HEAD}company,,new,2026-04-01,2026-06-30,1000,Amount,2026-05-01\n` });
    const moved: Rows = {
      Opportunity: [{ Id: 'M', StageName: 'S3', Amount: 9000, CloseDate: '2026-09-30', CreatedDate: '2026-04-01T15:00:00Z' }, { Id: 'LATER', StageName: 'S3', Amount: 5, CloseDate: '2026-06-01', CreatedDate: '2026-05-20T15:00:00Z' }],
      OpportunityHistory: [
        { Id: 'h1', OpportunityId: 'M', StageName: 'S2', Amount: 2000, CloseDate: '2026-06-20', CreatedDate: '2026-04-01T15:00:00Z' },
        { Id: 'h2', OpportunityId: 'M', StageName: 'S3', Amount: 9000, CloseDate: '2026-09-30', CreatedDate: '2026-05-20T15:00:00Z' },
        { Id: 'h3', OpportunityId: 'LATER', StageName: 'S3', Amount: 5, CloseDate: '2026-06-01', CreatedDate: '2026-05-20T15:00:00Z' },
      ],
    };
    assert.equal(total(await compute(metric('pipeline_coverage'), moved, { ...asked, inputsDir: dir })).numerator, 2000);
    assert.equal(total(await compute(metric('pipeline_coverage'), moved, { asOf: '2026-05-21T12:00:00Z', inputsDir: dir })).numerator, 5);
  });
});

describe('acquisition', () => {
  const HEAD = 'month,function,kind,channel,amount,currency,source_system,as_of\n';
  const line = (month: string, kind: string, channel: string, amount: number): string => `${month},marketing,${kind},${channel},${amount},USD,ledger,2026-06-30\n`;

  test('spend 500k this quarter and 400k last, paid 120k, 20 logos: 25k, lagged 20k, paid 6k', async () => {
    const dir = await inputs({ 'gtm_cost.csv': HEAD + line('2025-11-01', 'people', '', 400_000) + line('2026-01-01', 'programme', 'Web', 120_000) + line('2026-03-01', 'people', '', 380_000) });
    const result = total(await compute(metric('cac'), dealRows(won(20)), { period: '2026-Q1', inputsDir: dir }));
    assert.equal(result.value, 25_000);
    assert.deepEqual(Object.fromEntries(result.variants.map(({ id, value }) => [id, value])), { paid: 6000, lagged: 20_000 });
  });

  test('no new customer is no number; no line for the months is none either', async () => {
    const dir = await inputs({ 'gtm_cost.csv': HEAD + line('2026-01-01', 'programme', 'Web', 120_000) });
    const nobody = total(await compute(metric('cac'), dealRows([]), { period: '2026-Q1', inputsDir: dir }));
    assert.deepEqual([nobody.value, nobody.state, nobody.reason], [null, 'undefined', 'There is nothing to divide by.']);
    const unknown = total(await compute(metric('cac'), dealRows(won(3, { path: [['S1', '2026-04-05'], ['Won', '2026-05-10']] })), { period: '2026-Q2', inputsDir: dir }));
    assert.deepEqual([unknown.value, unknown.reason], [null, 'gtm_cost.csv has no line for this period and cut.']);
  });

  test('a month that is over and has no line is named, also where the spend of an earlier quarter is counted', async () => {
    const asked = { asOf: '2026-03-15T12:00:00Z', period: '2026-Q1' };
    const whole = HEAD + ['2025-10-01', '2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'].map((month) => line(month, 'programme', 'Web', 30)).join('');
    const said = async (text: string) => total(await compute(metric('cac', { minN: 1 }), dealRows(won(3)), { ...asked, inputsDir: await inputs({ 'gtm_cost.csv': text }) }));
    const sound = await said(whole);
    // March is not over yet.
    assert.deepEqual([sound.value, sound.state, sound.variants.map(({ state }) => state)], [20, 'ok', ['ok', 'ok']]);
    const gap = await said(whole.replace(/2026-02.*\n/, '').replace(/2025-11.*\n/, ''));
    assert.deepEqual([gap.value, gap.state, gap.reason], [10, 'stale', 'gtm_cost.csv has no line of 2026-02: write one with 0 where nothing was spent.']);
    assert.deepEqual(gap.variants.map(({ id, reason }) => [id, /2025-11/.test(reason ?? '')]), [['paid', false], ['lagged', true]]);
  });

  test('several states hold at once: the first names the number, the others stand beside it, and a sum is never too few', async () => {
    // January is over and has no line; one new customer of at least ten.
    const dir = await inputs({ 'gtm_cost.csv': HEAD + line('2026-02-01', 'programme', 'Web', 30) + line('2026-03-01', 'programme', 'Web', 30) });
    const few = total(await compute(metric('cac', { minN: 10 }), dealRows(won(1)), { period: '2026-Q1', inputsDir: dir }));
    assert.deepEqual([few.state, few.also, few.value], ['stale', ['low_n'], 60]);
    assert.match(few.reason ?? '', /no line of 2026-01.* 1 of at least 10 are there\.$/);
    assert.ok(few.variants.some(({ state, also }) => state === 'stale' && also?.includes('low_n')));
    const enough = total(await compute(metric('cac', { minN: 1 }), dealRows(won(1)), { period: '2026-Q1', inputsDir: dir }));
    assert.deepEqual([enough.state, 'also' in enough], ['stale', false]);
  });

  test('a period that cuts a month has no answer', async () => {
    const dir = await inputs({ 'gtm_cost.csv': HEAD + line('2026-02-01', 'programme', 'Web', 1) });
    assert.match(total(await compute(metric('cac'), dealRows(won(3)), { period: '2026-02-01..2026-02-15', inputsDir: dir })).reason ?? '', /whole months/);
  });

  test('customers won back, and accounts that were customers before, are no new logos', async () => {
    const rows = dealRows([
      { id: 'NEW', account: 'A1', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] },
      { id: 'BACK', account: 'A2', motion: 'Win-back', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] },
      { id: 'OLD', account: 'A3', exclude: 'Migration', path: [['Won', '2025-01-05']] },
      { id: 'MORE', account: 'A3', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] },
    ]);
    const dir = await inputs({ 'gtm_cost.csv': HEAD + line('2026-02-01', 'programme', 'Web', 100) });
    const playbook = playbookWith([metric('cac')]);
    const snapshot = await writeSnapshot(playbook, rows);
    const options = { asOf: '2026-07-01T12:00:00Z', period: '2026-Q1', inputsDir: dir };
    assert.equal(total(await computeMetrics(playbook, snapshot, options)).denominator, 1);
    assert.deepEqual(await recordsBehind(playbook, snapshot, 'cac', {}, options), ['NEW']);
  });
});

test('the day of an event is the day in the zone of the org, across daylight saving', async () => {
  const rate = metric('win_rate');
  const rows = dealRows([
    { id: 'A', path: [['S1', '2026-01-05'], ['Won', '2026-11-01T03:59:59Z']] },
    { id: 'B', path: [['S1', '2026-01-05'], ['Won', '2026-11-01T04:00:00Z']] },
    { id: 'C', path: [['S1', '2026-01-05'], ['Won', '2026-12-01T04:59:59Z']] },
  ]);
  const playbook = playbookWith([rate]);
  const dir = await writeSnapshot(playbook, rows);
  const options = { asOf: '2027-01-01T12:00:00Z' };
  assert.deepEqual(await recordsBehind(playbook, dir, 'win_rate', {}, { ...options, period: '2026-10' }), ['A']);
  assert.deepEqual(await recordsBehind(playbook, dir, 'win_rate', {}, { ...options, period: '2026-11' }), ['B', 'C']);
});

test('a snapshot that is not whole is no snapshot', async () => {
  const empty = await temporaryFolder('snapshot');
  await assert.rejects(readManifest(empty), /holds no finished snapshot.*handrail extract/);
  await writeFile(join(empty, 'manifest.json'), '{"format":2}');
  await assert.rejects(readManifest(empty), /not the manifest of a snapshot/);
  await rm(empty, { recursive: true });
  const edited = await writeSnapshot(playbookWith([metric('win_rate')]), dealRows(won(1)));
  const text = await readFile(join(edited, 'manifest.json'), 'utf8');
  await writeFile(join(edited, 'manifest.json'), text.replace(/"asOf": ?"[^"]*"/, '"asOf":"yesterday"'));
  await assert.rejects(readManifest(edited), /not the manifest of a snapshot/);
});

describe('an input that is malformed is refused with its name and what it wants', () => {
  const HEAD = 'month,function,kind,channel,amount,currency,source_system,as_of\n';
  const cases: Record<string, string> = {
    'a word for a day': `${HEAD}today,sales,people,,5,USD,ledger,2026-06-30\n`,
    'a day the other way round': `${HEAD}31/01/2026,sales,people,,5,USD,ledger,2026-06-30\n`,
    'money with a sign': `${HEAD}2026-01-01,sales,people,,$5,USD,ledger,2026-06-30\n`,
    'a column too few': 'month,function,kind,channel,amount\n2026-01-01,sales,people,,5\n',
    'a row too short': `${HEAD}2026-01-01,sales\n`,
    'nothing at all': '',
    semicolons: `${HEAD.replaceAll(',', ';')}2026-01-01;sales;people;;5;USD;ledger;2026-06-30\n`,
  };
  const said: Record<string, RegExp> = {
    'a column too few': /has no column currency, source_system, as_of\./,
    'nothing at all': /has no header\./,
    'semicolons': /separated by semicolons: save it with commas\./,
  };
  for (const [name, text] of Object.entries(cases)) {
    test(name, async () => {
      const dir = await inputs({ 'gtm_cost.csv': text });
      await assert.rejects(compute(metric('cac'), dealRows([]), { inputsDir: dir }), /gtm_cost\.csv cannot be read as gtm_cost: .*Columns: month, function/);
      const wanted = said[name];
      if (wanted) await assert.rejects(compute(metric('cac'), dealRows([]), { inputsDir: dir }), wanted);
    });
  }
  test('columns in another order, quotes and a column more are fine', async () => {
    const dir = await inputs({ 'gtm_cost.csv': 'as_of,amount,month,kind,function,channel,currency,source_system,note\n2026-06-30,"300",2026-01-01,people,sales,,USD,"the ""big"" ledger",x\n' });
    assert.equal(total(await compute(metric('cac'), dealRows(won(3)), { period: '2026-Q1', inputsDir: dir })).value, 100);
  });
});

test('a snapshot without the zone of its org says by whose days it counts', () => {
  assert.match(saysOfZone({}, 'Europe/Berlin') ?? '', /days are those of Europe\/Berlin, the zone of the playbook/);
  assert.equal(saysOfZone({ timeZone: 'Asia/Tokyo' }, 'Europe/Berlin'), null);
});
