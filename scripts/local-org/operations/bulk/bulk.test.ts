import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { buildSchema, defineField } from '../../engine/schemaIndex.ts';
import { addFields, startTestOrg, type Answer, type TestOrg } from '../../http/testClient.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

interface Job {
  readonly id: string;
  readonly state: string;
  readonly errorMessage?: string;
  readonly numberRecordsProcessed: number;
  readonly numberRecordsFailed: number;
}

const jobOf = (answer: Answer): Job => answer.json as Job;
const errorCode = (answer: Answer): string => (answer.json as [{ errorCode: string }])[0].errorCode;

async function ended(path: string): Promise<Job> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const job = jobOf(await client.call('GET', path));
    if (['JobComplete', 'Failed', 'Aborted'].includes(job.state)) {
      return job;
    }
    await wait(10);
  }
  throw new Error('the job does not end');
}

async function load(options: Readonly<Record<string, string>>, csv: string): Promise<Job> {
  const created = await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert', ...options });
  assert.equal(created.status, 200, created.text);
  const path = `/jobs/ingest/${jobOf(created).id}`;
  assert.equal((await client.call('PUT', `${path}/batches`, csv, { headers: { 'Content-Type': 'text/csv' } })).status, 201);
  const closed = await client.call('PATCH', path, { state: 'UploadComplete' });
  assert.equal(jobOf(closed).state, 'UploadComplete');
  return ended(path);
}

async function results(job: Job, kind: string): Promise<readonly string[]> {
  return (await client.call('GET', `/jobs/ingest/${job.id}/${kind}`)).text.trimEnd().split('\n');
}

describe('bulk ingest', () => {
  test('sorts rows into successes and failures, in order', async () => {
    const job = await load({}, 'Name,AnnualRevenue\nBulk A,1\n,2\nBulk B,not a number\n"Bulk ""C""",\n');
    assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 4, 2]);
    const successes = await results(job, 'successfulResults');
    assert.equal(successes[0], '"sf__Id","sf__Created","Name","AnnualRevenue"');
    assert.deepEqual(successes.slice(1).map((line) => line.replace(/^"001\w{15}"/, 'ID')), ['ID,"true","Bulk A","1"', 'ID,"true","Bulk ""C""",""']);
    const failures = await results(job, 'failedResults');
    assert.equal(failures[0], '"sf__Id","sf__Error","Name","AnnualRevenue"');
    assert.equal(failures[1], '"","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --","","2"');
    assert.match(failures[2] ?? '', /"Bulk B","not a number"$/);
    assert.deepEqual(await results(job, 'unprocessedrecords'), ['"Name","AnnualRevenue"']);
  });

  test('an empty value leaves a field alone, #N/A empties it', async () => {
    const id = await client.create('Account', { Name: 'Marks', Site: 'HQ', Phone: '1' });
    const job = await load({ operation: 'update' }, `Id,Site,Phone\n${id},#N/A,\n`);
    assert.deepEqual([job.state, job.numberRecordsFailed], ['JobComplete', 0]);
    const [row] = await client.query(`SELECT Site, Phone FROM Account WHERE Id = '${id}'`);
    assert.deepEqual([row?.['Site'], row?.['Phone']], [null, '1']);
  });

  test('upserts by id and deletes', async () => {
    const id = await client.create('Account', { Name: 'Upsert me' });
    const upserted = await load({ operation: 'upsert', externalIdFieldName: 'Id' }, `Id,Name\n${id},Upserted\n`);
    assert.deepEqual([upserted.state, upserted.numberRecordsFailed], ['JobComplete', 0]);
    assert.match((await results(upserted, 'successfulResults'))[1] ?? '', /^"001\w{15}","false"/);
    const deleted = await load({ operation: 'delete' }, `Id\n${id}\n`);
    assert.deepEqual([deleted.state, deleted.numberRecordsFailed], ['JobComplete', 0]);
    assert.deepEqual(await client.query(`SELECT Id FROM Account WHERE Id = '${id}'`), []);
  });

  test('parents may be named by their external id', async () => {
    addFields(client.org, 'Account', [defineField({ apiName: 'Key__c', type: 'string', length: 40, externalId: true, unique: true })]);
    const parent = await client.create('Account', { Name: 'Parent', Key__c: 'p-1' });
    const job = await load({ object: 'Contact' }, 'LastName,Account.Key__c\nChild,p-1\nOrphan,p-2\nFree,\n');
    assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 3, 1]);
    assert.match((await results(job, 'failedResults'))[1] ?? '', /^"","INVALID_FIELD:Foreign key external ID: p-2 not found for field Key__c in entity Account:.*--","Orphan","p-2"$/);
    assert.deepEqual((await client.query("SELECT AccountId FROM Contact WHERE LastName = 'Child'")).map((row) => row['AccountId']), [parent]);
    const unknown = await load({ object: 'Contact' }, 'LastName,Account.Nope__c\nChild,p-1\n');
    assert.equal(unknown.errorMessage, 'InvalidBatch : Field name not found : Account.Nope__c');
  });

  test('a validation rule’s message stands in sf__Error', async () => {
    const { engine } = client.org;
    const lead = engine.schema.object('Lead');
    assert.ok(lead !== undefined);
    const rule = { fullName: 'Title', active: true, description: null, errorConditionFormula: 'ISBLANK(Title)', errorDisplayField: 'Title', errorMessage: '[LEAD-1] Give a "title".' };
    engine.replaceSchema(buildSchema([...engine.schema.objects, { ...lead, validationRules: [rule] }]));
    const job = await load({ object: 'Lead' }, 'LastName,Company\nL,C\n');
    assert.equal((await results(job, 'failedResults'))[1], '"","FIELD_CUSTOM_VALIDATION_EXCEPTION:[LEAD-1] Give a ""title"".:Title --","L","C"');
  });

  test('other delimiters and line endings', async () => {
    const job = await load({ columnDelimiter: 'SEMICOLON', lineEnding: 'CRLF' }, 'Name;Site\r\nDelimited;"a;b"\r\n');
    assert.equal(job.state, 'JobComplete');
    assert.deepEqual((await client.query("SELECT Site FROM Account WHERE Name = 'Delimited'")).map((row) => row['Site']), ['a;b']);
  });

  for (const [what, csv, message] of [
    ['an unknown column', 'Name,Nope__c\nA,1\n', 'InvalidBatch : Field name not found : Nope__c'],
    ['an empty file', '', 'InvalidBatch : The upload has no header line.'],
    ['a wrong line ending', 'Name\r\nA\r\n', 'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF'],
    ['an unclosed quote', 'Name\n"A\n', 'InvalidBatch : A quoted value is not closed at line 2.'],
    ['a row too wide, far down', `Name\n${'ok\n'.repeat(300)}A,B\n`, "InvalidBatch : The number of columns at line 302 differs from the header's."],
  ] as const) {
    test(`${what} fails the whole job and saves nothing`, async () => {
      const before = (await client.query('SELECT Id FROM Account')).length;
      const job = await load({}, csv);
      assert.deepEqual([job.state, job.errorMessage], ['Failed', message]);
      assert.equal((await client.query('SELECT Id FROM Account')).length, before);
    });
  }

  test('jobs that cannot be are refused when created', async () => {
    const refused = async (body: unknown): Promise<string> => errorCode(await client.call('POST', '/jobs/ingest', body));
    assert.equal(await refused({ object: 'Nope', operation: 'insert' }), 'INVALIDENTITY');
    assert.equal(await refused({ object: 'Account', operation: 'explode' }), 'INVALIDJOB');
    assert.equal(await refused({ object: 'Account', operation: 'upsert' }), 'INVALIDJOB');
    assert.equal(await refused({ object: 'Account', operation: 'insert', columnDelimiter: 'SPACE' }), 'INVALIDJOB');
    assert.equal(await refused({ object: 'Account', operation: 'hardDelete' }), 'FEATURENOTENABLED');
    assert.equal(await refused({ object: 'Account', operation: 'insert', contentType: 'XML' }), 'INVALIDJOB');
  });

  test('goes through its states only forwards', async () => {
    const { id } = jobOf(await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' }));
    const path = `/jobs/ingest/${id}`;
    assert.equal((await client.call('PATCH', path, { state: 'UploadComplete' })).status, 400, 'closed without data');
    assert.equal((await client.call('GET', `${path}/successfulResults`)).status, 400, 'results of an open job');
    assert.equal((await client.call('PUT', `${path}/batches`, 'Name\nA\n', { headers: { 'Content-Type': 'application/json' } })).status, 400, 'no CSV');
    assert.equal((await client.call('PUT', `${path}/batches`, 'Name\nA\n', { headers: { 'Content-Type': 'text/csv' } })).status, 201);
    assert.equal((await client.call('PUT', `${path}/batches`, 'Name\nB\n', { headers: { 'Content-Type': 'text/csv' } })).status, 400, 'a second upload');
    assert.equal((await client.call('DELETE', path)).status, 400, 'deleted while open');
    assert.equal(jobOf(await client.call('PATCH', path, { state: 'Aborted' })).state, 'Aborted');
    assert.match((await client.call('PATCH', path, { state: 'Aborted' })).text, /Aborting already Aborted Job not allowed/);
    assert.equal((await client.call('DELETE', path)).status, 204);
    assert.equal((await client.call('GET', path)).status, 404);
  });

  test('an aborted job leaves every row in one of its results', async () => {
    const total = 20_000;
    const { id } = jobOf(await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' }));
    const path = `/jobs/ingest/${id}`;
    await client.call('PUT', `${path}/batches`, `Name\n${'Abort me\n'.repeat(total)}`, { headers: { 'Content-Type': 'text/csv' } });
    await client.call('PATCH', path, { state: 'UploadComplete' });
    assert.equal(jobOf(await client.call('PATCH', path, { state: 'Aborted' })).state, 'Aborted');
    const counts = await Promise.all(['successfulResults', 'failedResults', 'unprocessedrecords'].map(async (kind) => (await client.call('GET', `${path}/${kind}`)).text.trim().split('\n').length - 1));
    const [successes = 0, failures = 0, unprocessed = 0] = counts;
    const saved = await client.query("SELECT COUNT(Id) n FROM Account WHERE Name = 'Abort me'");
    assert.equal(saved[0]?.['n'], successes);
    assert.equal(failures, 0);
    assert.equal(successes + unprocessed, total);
  });

  test('lists its jobs', async () => {
    const { done, records } = (await client.call('GET', '/jobs/ingest')).json as { done: boolean; records: Job[] };
    assert.equal(done, true);
    assert.ok(records.length > 3);
  });
});

describe('bulk query', () => {
  before(() => {
    const records = Array.from({ length: 25 }, (_, index) => ({ FirstName: index === 3 ? 'Quote "me"\nplease, now' : null, LastName: `Contact ${String(index).padStart(2, '0')}` }));
    client.org.engine.insert(client.org.session('admin@handrail.local'), 'Contact', records);
  });

  const run = async (query: string, options: Readonly<Record<string, string>> = {}): Promise<Job> => {
    const created = await client.call('POST', '/jobs/query', { operation: 'query', query, ...options });
    assert.equal(created.status, 200, created.text);
    return ended(`/jobs/query/${jobOf(created).id}`);
  };

  test('pages by locator until the literal null', async () => {
    const job = await run("SELECT LastName, FirstName FROM Contact WHERE LastName LIKE 'Contact %' ORDER BY LastName");
    assert.deepEqual([job.state, job.numberRecordsProcessed], ['JobComplete', 25]);
    let locator = '';
    const counts: number[] = [];
    const lines: string[] = [];
    do {
      const page = await client.call('GET', `/jobs/query/${job.id}/results?maxRecords=10${locator === '' ? '' : `&locator=${locator}`}`);
      assert.equal(page.headers.get('content-type'), 'text/csv');
      counts.push(Number(page.headers.get('sforce-numberofrecords')));
      locator = page.headers.get('sforce-locator') ?? '';
      const [header, ...rest] = page.text.trimEnd().split(/\n(?=")/);
      assert.equal(header, '"LastName","FirstName"');
      lines.push(...rest);
    } while (locator !== 'null');
    assert.deepEqual(counts, [10, 10, 5]);
    assert.equal(lines.length, 25);
    assert.equal(lines[0], '"Contact 00",""');
    assert.equal(lines[3], '"Contact 03","Quote ""me""\nplease, now"');
  });

  test('writes instants, booleans and parents as Bulk does', async () => {
    const job = await run("SELECT CreatedDate, IsEmailBounced, Owner.Username FROM Contact WHERE LastName = 'Contact 00'");
    const [header, line] = (await client.call('GET', `/jobs/query/${job.id}/results`)).text.split('\n');
    assert.equal(header, '"CreatedDate","IsEmailBounced","Owner.Username"');
    assert.match(line ?? '', /^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","false","admin@handrail\.local"$/);
  });

  test('an empty result has its header', async () => {
    const job = await run("SELECT Id FROM Contact WHERE LastName = 'nobody'");
    const page = await client.call('GET', `/jobs/query/${job.id}/results`);
    assert.deepEqual([page.text, page.headers.get('sforce-locator'), page.headers.get('sforce-numberofrecords')], ['"Id"\n', 'null', '0']);
  });

  for (const soql of ['SELECT COUNT(Id) FROM Contact', 'SELECT LastName FROM Contact GROUP BY LastName', 'SELECT Id FROM Contact LIMIT 5 OFFSET 2', 'SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'SELECT Id, BillingAddress FROM Account', 'SELECT Account.BillingAddress FROM Contact']) {
    test(`refuses ${soql}`, async () => {
      const answer = await client.call('POST', '/jobs/query', { operation: 'query', query: soql });
      assert.equal(answer.status, 400);
      assert.equal(errorCode(answer), 'API_ERROR');
    });
  }

  test('a query that names no field of the org fails with its reason', async () => {
    const job = await run('SELECT Nope FROM Contact');
    assert.equal(job.state, 'Failed');
    assert.match(job.errorMessage ?? '', /^INVALID_FIELD : [\s\S]*Nope/);
  });

  test('locators and page sizes that make no sense', async () => {
    const job = await run("SELECT Id FROM Contact WHERE LastName LIKE 'Contact %'");
    for (const query of ['locator=zzz', 'locator=null', `locator=${Buffer.from('n:25').toString('base64url')}`, 'maxRecords=0', 'maxRecords=x']) {
      assert.equal((await client.call('GET', `/jobs/query/${job.id}/results?${query}`)).status, 400, query);
    }
  });
});
