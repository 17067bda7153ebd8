/** Bulk jobs beyond the ordinary way: multipart and packed uploads, hard delete, every dialect, lists, parallel pages. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';
import { DELIMITERS, LINE_ENDINGS } from './csv.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

interface Job {
  readonly id: string;
  readonly state: string;
  readonly numberRecordsFailed: number;
  readonly numberRecordsProcessed: number;
}

const ENDED = ['JobComplete', 'Failed', 'Aborted'];
const CSV = { 'Content-Type': 'text/csv' };

async function ended(path: string): Promise<Job> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const job = (await client.call('GET', path)).json as Job;
    if (ENDED.includes(job.state)) return job;
    await wait(10);
  }
  throw new Error('the job does not end');
}

async function load(body: Readonly<Record<string, string>>, csv: string): Promise<Job> {
  const { json, text } = await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert', ...body });
  const path = `/jobs/ingest/${(json as Job).id}`;
  assert.equal((await client.call('PUT', `${path}/batches`, csv, { headers: CSV })).status, 201, text);
  await client.call('PATCH', path, { state: 'UploadComplete' });
  return ended(path);
}

const names = async (like: string): Promise<readonly unknown[]> => (await client.query(`SELECT Name FROM Account WHERE Name LIKE '${like}' ORDER BY Name`)).map((row) => row['Name']);

describe('ways to upload', () => {
  const multipart = (job: unknown, csv: string): Promise<{ readonly status: number; readonly json: unknown }> => client.call('POST', '/jobs/ingest', [
    '--BOUNDARY', 'Content-Type: application/json', 'Content-Disposition: form-data; name="job"', '', JSON.stringify(job),
    '--BOUNDARY', 'Content-Type: text/csv', 'Content-Disposition: form-data; name="content"; filename="content"', '', csv, '--BOUNDARY--', '',
  ].join('\r\n'), { headers: { 'Content-Type': 'multipart/form-data; boundary=BOUNDARY' } });

  test('a multipart request creates the job, uploads and closes it', async () => {
    const { status, json } = await multipart({ object: 'Account', operation: 'insert', lineEnding: 'LF' }, 'Name\nPart 1\nPart 2\n');
    assert.deepEqual([status, (json as Job).state], [200, 'UploadComplete']);
    const job = await ended(`/jobs/ingest/${(json as Job).id}`);
    assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 2, 0]);
    assert.deepEqual(await names('Part %'), ['Part 1', 'Part 2']);
    assert.equal((await multipart({ object: 'Account', operation: 'insert' }, `Name\n${'x'.repeat(100_001)}`)).status, 400);
  });

  test('gzip is unpacked on its way to the disk; broken gzip leaves the job open for another try', async () => {
    const { id } = (await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' })).json as Job;
    const put = async (body: Buffer): Promise<number> => {
      const answer = await fetch(`${client.org.url}/services/data/v67.0/jobs/ingest/${id}/batches`, {
        method: 'PUT', headers: { ...CSV, Authorization: `Bearer ${client.org.accessToken}`, 'Content-Encoding': 'gzip' }, body: new Uint8Array(body),
      });
      await answer.text();
      return answer.status;
    };
    assert.equal(await put(Buffer.from('not packed')), 400);
    assert.equal(await put(gzipSync('Name\nPacked\n')), 201);
    await client.call('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' });
    assert.equal((await ended(`/jobs/ingest/${id}`)).state, 'JobComplete');
    assert.deepEqual(await names('Packed'), ['Packed']);
  });

  for (const columnDelimiter of Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[]) {
    test(`${columnDelimiter} separates columns`, async () => {
      const lineEnding = columnDelimiter === 'TAB' ? 'CRLF' : 'LF';
      const [mark, end] = [DELIMITERS[columnDelimiter], LINE_ENDINGS[lineEnding]];
      const job = await load({ columnDelimiter, lineEnding }, `Name${mark}Site${end}"${columnDelimiter} ${mark} quoted"${mark}HQ${end}`);
      assert.deepEqual([job.state, job.numberRecordsFailed], ['JobComplete', 0]);
      assert.deepEqual((await client.query(`SELECT Site FROM Account WHERE Name = '${columnDelimiter} ${mark} quoted'`)).map((row) => row['Site']), ['HQ']);
    });
  }
});

describe('rows of any kind', () => {
  test('are saved or refused, each once, and no value is changed on the way', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'B', '"', ',', '\n', '=', "'", ' ', 'é', '😀', '\u0000', '#N/A', '<', '\\'), maxLength: 6 });
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 });
    await fc.assert(fc.asyncProperty(rows, async (cells) => {
      const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
      const before = await count();
      const job = await load({}, ['Name,Site', ...cells.map((row) => row.map(quote).join(','))].join('\n'));
      assert.deepEqual([job.state, job.numberRecordsProcessed], ['JobComplete', cells.length]);
      assert.equal(await count() - before, cells.length - job.numberRecordsFailed);
      const failures = (await client.call('GET', `/jobs/ingest/${job.id}/failedResults`)).text;
      assert.equal(failures.split(':').length > 1, job.numberRecordsFailed > 0);
      const saved = new Set((await client.query('SELECT Name FROM Account')).map((row) => row['Name']));
      for (const [name] of cells) {
        // An org trims the ends of a text; an empty name or the mark of an empty field is refused.
        assert.ok(name.trim() === '' || name === '#N/A' || saved.has(name.trim()) || failures.includes(quote(name)), JSON.stringify(name));
      }
    }), { seed: 11, numRuns: 25 });
  });

  const count = async (): Promise<number> => Number((await client.query('SELECT COUNT(Id) n FROM Account'))[0]?.['n']);
});

describe('hard delete', () => {
  test('leaves nothing in the recycle bin, for users with the permission', async () => {
    const { engine } = client.org;
    const id = await client.create('Account', { Name: 'Gone for good' });
    const user = client.org.session('admin@handrail.local').userId;
    const set = engine.writeSystemRow('PermissionSet', { Name: 'Hard_Delete', Label: 'Hard Delete', IsCustom: true, Type: 'Regular', PermissionsBulkApiHardDelete: true });
    engine.writeSystemRow('PermissionSetAssignment', { AssigneeId: user, PermissionSetId: set, IsActive: true });
    const job = await load({ operation: 'hardDelete' }, `Id\n${id}\n001000000000zzzAAA\n`);
    assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 2, 1]);
    const { json } = await client.call('GET', `/queryAll?q=${encodeURIComponent(`SELECT Id FROM Account WHERE Id = '${id}'`)}`);
    assert.equal((json as { totalSize: number }).totalSize, 0);
  });
});

describe('lists of jobs', () => {
  interface List {
    readonly done: boolean;
    readonly nextRecordsUrl: string | null;
    readonly records: readonly Job[];
  }
  const list = async (path: string): Promise<List> => (await client.call('GET', path)).json as List;

  test('come in pages of 1,000, newest first, and can be narrowed', async () => {
    const { jobs } = { jobs: [] as string[] };
    for (let index = 0; index < 1_001; index += 1) {
      jobs.push(((await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' })).json as Job).id);
    }
    const first = await list('/jobs/ingest');
    assert.deepEqual([first.done, first.records.length, first.records[0]?.id], [false, 1_000, jobs.at(-1)]);
    const second = await list(first.nextRecordsUrl ?? '');
    assert.equal(second.done, true);
    assert.equal(second.records[0]?.id, jobs[0]);
    assert.equal((await list('/jobs/ingest?jobType=Classic')).records.length, 0);
    assert.equal((await list('/jobs/ingest?isPkChunkingEnabled=true')).records.length, 0);
    assert.equal((await list('/jobs/ingest?jobType=V2Ingest&concurrencyMode=parallel')).records.length, 1_000);
    assert.equal((await client.call('GET', '/jobs/ingest?jobType=Nonsense')).status, 400);
    assert.equal((await client.call('GET', '/jobs/ingest?queryLocator=zzz')).status, 400);
  });
});

describe('query results', () => {
  test('resultPages names where the pages begin; another API version is refused', async () => {
    await client.create('Contact', { LastName: 'Page' });
    const { id } = (await client.call('POST', '/jobs/query', { operation: 'query', query: 'SELECT LastName FROM Contact' })).json as Job;
    await ended(`/jobs/query/${id}`);
    const { resultPages, done } = (await client.call('GET', `/jobs/query/${id}/resultPages`)).json as { resultPages: { resultUrl: string }[]; done: boolean };
    assert.deepEqual([resultPages.length, done], [1, true]);
    assert.equal((await client.call('GET', resultPages[0]?.resultUrl ?? '')).text, '"LastName"\n"Page"\n');
    assert.equal((await client.call('GET', `/services/data/v66.0/jobs/query/${id}/results`)).status, 409);
    assert.match((await client.call('PATCH', `/jobs/query/${id}`, { state: 'Aborted' })).text, /Aborting already Completed Job not allowed/);
  });
});
