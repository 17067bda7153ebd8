/** Extraction against an org that fails: whatever happens, the snapshot is whole or there is none, and a rerun ends it. */
import assert from 'node:assert/strict';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import { loadPlaybook } from '../../playbook/index.ts';
import { literal, rowsOf, withDuckDb } from '../duckdb.ts';
import { readManifest, type SnapshotManifest } from '../snapshot.ts';
import { busy, fakeOrg, gone, type FakeOrg, type Fault } from '../testing/fakeOrg.ts';
import { playbookWith } from '../testing/snapshot.ts';
import { CsvCounter } from './csvCounter.ts';
import { extractSnapshot, ExtractError } from './index.ts';

const shipped: readonly Metric[] = (await loadPlaybook('config/playbook')).playbook?.metrics ?? [];
const playbook = playbookWith(shipped.filter(({ id }) => id === 'lead_to_opportunity'));

const leads = Array.from({ length: 5 }, (_, index) => ({ Id: `00Q00000000000${index}AAA`, LeadSource: `Line one\nline "two", ${index}`, CreatedDate: '2026-03-05T15:00:00.000Z', IsConverted: 'false', IsDeleted: index === 4 ? 'true' : 'false', NumberOfEmployees: '' }));

const newFolder = (): Promise<string> => temporaryFolder('extract');
const pause = (): Promise<void> => Promise.resolve();

function extract(org: FakeOrg, out: string): Promise<SnapshotManifest> {
  return extractSnapshot(org.connection, playbook, { out, pause });
}

async function rowsIn(dir: string): Promise<Record<string, unknown>[]> {
  const { objects } = await readManifest(dir);
  return withDuckDb((db) => rowsOf(db, `SELECT * FROM read_parquet(${literal(join(dir, objects[0]?.file ?? ''))}) ORDER BY "Id"`));
}

async function undisturbed(): Promise<Record<string, unknown>[]> {
  const dir = await newFolder();
  await extract(fakeOrg({ Lead: leads }), dir);
  return rowsIn(dir);
}

const expected = await undisturbed();

test('what describe says is what a column is; quotes, line ends, commas and blanks survive', async () => {
  const dir = await newFolder();
  const org = fakeOrg({ Lead: leads }, { hidden: ['Lead.NumberOfEmployees'] });
  const manifest = await extract(org, dir);
  assert.deepEqual(manifest.objects.map(({ object, records, gaps }) => [object, records, gaps]), [['Lead', 5, ['NumberOfEmployees']]]);
  assert.equal(manifest.timeZone, 'America/New_York');
  // Limits, describe, create, status and three pages.
  assert.equal(manifest.apiCalls, 7);
  const [first] = await rowsIn(dir);
  assert.equal(first?.['LeadSource'], 'Line one\nline "two", 0');
  assert.deepEqual([first?.['IsConverted'], first?.['Status'], first?.['ConvertedDate']], [false, null, null]);
  assert.deepEqual((await readdir(dir)).toSorted(), [manifest.objects[0]?.file ?? '', 'manifest.json'].toSorted());
});

test('deleted records come along, and only the fields the metric reads', async () => {
  const org = fakeOrg({ Lead: leads });
  let body = '';
  org.fault = (request, kind) => {
    if (kind === 'create') body = String(request.body);
    return undefined;
  };
  await extract(org, await newFolder());
  const { operation, query } = JSON.parse(body) as { operation: string; query: string };
  assert.equal(operation, 'queryAll');
  assert.match(query, /^SELECT Id, LeadSource, .* FROM Lead$/);
  assert.doesNotMatch(query, /Name|Email/);
});

describe('faults that pass', () => {
  const onPage = (spoil: (reply: { status: number; headers?: Readonly<Record<string, string>>; body: string }) => ReturnType<Fault>): Fault => (_, kind, times, right) => (kind === 'results' && times === 2 ? spoil(right() as { status: number; headers: Record<string, string>; body: string }) : undefined);
  const cases: Record<string, Fault> = {
    'a body cut in the middle of the last record': onPage((reply) => ({ ...reply, body: reply.body.slice(0, -6) })),
    'a body cut between records': onPage((reply) => ({ ...reply, body: `${reply.body.split('\n"00Q')[0]}\n` })),
    'a body without its last line end': onPage((reply) => ({ ...reply, body: reply.body.slice(0, -1) })),
    'an empty body': onPage((reply) => ({ ...reply, body: '' })),
    'a locator that is missing': onPage(({ headers, ...reply }) => ({ ...reply, headers: { 'sforce-numberofrecords': headers?.['sforce-numberofrecords'] ?? '' } })),
    'a count that is missing': onPage(({ headers, ...reply }) => ({ ...reply, headers: { 'sforce-locator': headers?.['sforce-locator'] ?? '' } })),
    'columns of another query': onPage((reply) => ({ ...reply, body: reply.body.replace('"Id","LeadSource"', '"LeadSource","Id"') })),
    'the same locator again, once': onPage(({ headers, ...reply }) => ({ ...reply, headers: { ...headers, 'sforce-locator': '2' } })),
    'a connection that is lost in mid-body': onPage((reply) => ({ ...reply, body: broken(reply.body) })),
    'an expired locator': onPage(() => gone(400)),
    'a job that vanished': (_, kind, times) => (kind === 'status' && times === 1 ? gone(404) : undefined),
    'a job that failed once': (_, kind, times) => (kind === 'status' && times === 1 ? { status: 200, body: '{"id":"7500","state":"Failed","errorMessage":"QUERY_TIMEOUT"}' } : undefined),
    'a job that takes its time': (_, kind, times) => (kind === 'status' && times < 4 ? { status: 200, body: '{"id":"7500","state":"InProgress"}' } : undefined),
    '503 three times while describing': (_, kind, times) => (kind === 'describe' && times <= 3 ? busy() : undefined),
    '503 three times while creating the job': (_, kind, times) => (kind === 'create' && times <= 3 ? busy() : undefined),
    '503 three times on a page': (_, kind, times) => (kind === 'results' && times > 1 && times <= 4 ? busy() : undefined),
    'a user who may not see the limits': (_, kind) => (kind === 'limits' ? { status: 403, body: '[{"errorCode":"FUNCTIONALITY_NOT_ENABLED","message":"no"}]' } : undefined),
  };
  for (const [name, fault] of Object.entries(cases)) {
    test(name, async () => {
      const dir = await newFolder();
      const org = fakeOrg({ Lead: leads });
      org.fault = fault;
      await extract(org, dir);
      assert.deepEqual(await rowsIn(dir), expected);
    });
  }
});

async function* broken(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text.slice(0, text.length / 2));
  await Promise.resolve();
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

describe('faults that stay: a clear sentence, no snapshot, and a rerun that ends it', () => {
  const always = (kind: string, reply: ReturnType<Fault>): Fault => (_, found) => (found === kind ? reply : undefined);
  const cases: Record<string, [Fault, RegExp]> = {
    'a page always short': [(_, kind, __, right) => (kind === 'results' ? { ...right(), headers: { 'sforce-locator': 'null', 'sforce-numberofrecords': '9' } } : undefined), /2 whole records, but 9 were announced/],
    'no locator ever': [(_, kind, __, right) => (kind === 'results' ? { ...right(), headers: { 'sforce-numberofrecords': '2' } } : undefined), /without its locator/],
    'a locator that goes in circles': [(_, kind, __, right) => (kind === 'results' ? { ...right(), headers: { 'sforce-locator': '2', 'sforce-numberofrecords': '2' } } : undefined), /same locator twice/],
    '503 for ever': [always('results', busy()), /HTTP 503/],
    'every job fails': [always('status', { status: 200, body: '{"id":"7500","state":"Failed","errorMessage":"QUERY_TIMEOUT: too long"}' }), /ended as Failed: QUERY_TIMEOUT: too long/],
    'a job that never ends': [always('status', { status: 200, body: '{"id":"7500","state":"InProgress"}' }), /still InProgress after 30 minutes/],
    'no calls left': [always('limits', { status: 200, body: '{"DailyApiRequests":{"Remaining":3}}' }), /3 API calls left today/],
    'a value that is no date': [(_, kind, __, right) => (kind === 'results' ? { ...right(), body: (right().body as string).replaceAll('2026-03-05T15:00:00.000Z', 'next week') } : undefined), /do not fit the types/],
    'the daily limit in mid-run': [always('results', { status: 403, body: '[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}]' }), /REQUEST_LIMIT_EXCEEDED/],
  };
  for (const [name, [fault, message]] of Object.entries(cases)) {
    test(name, async () => {
      const dir = await newFolder();
      const org = fakeOrg({ Lead: leads });
      org.fault = fault;
      await assert.rejects(extract(org, dir), message);
      await assert.rejects(readManifest(dir), /holds no finished snapshot/);
      if (name === 'a value that is no date') return;
      org.fault = null;
      await extract(org, dir);
      assert.deepEqual(await rowsIn(dir), expected);
    });
  }
});

test('a field without which nothing can be computed is said at once', async () => {
  const org = fakeOrg({ Lead: leads }, { hidden: ['Lead.CreatedDate'] });
  await assert.rejects(extract(org, await newFolder()), (error) => error instanceof ExtractError && /Lead\.CreatedDate cannot be read/.test(error.message) && /Handrail_Sync/.test(error.actions.join()));
});

test('stopped at any request and run again, it ends in the same records and asks for no page twice', async () => {
  const whole = fakeOrg({ Lead: leads });
  await extract(whole, await newFolder());
  for (let last = 1; last < whole.requests.length; last++) {
    const dir = await newFolder();
    const org = fakeOrg({ Lead: leads });
    let seen = 0;
    org.fault = () => {
      seen++;
      if (seen > last) throw new TypeError('stopped');
      return undefined;
    };
    await assert.rejects(extract(org, dir), /stopped/);
    const { asOf } = JSON.parse(await readFile(join(dir, 'extract.json'), 'utf8')) as { asOf: string };
    org.fault = null;
    const before = org.requests.length - 1;
    const manifest = await extract(org, dir);
    assert.deepEqual(await rowsIn(dir), expected, `stopped after ${last} requests`);
    assert.equal(manifest.asOf, asOf, 'the snapshot is of the moment the first run began');
    const pages = [...org.requests.slice(0, before), ...org.requests.slice(before + 1)].filter((request) => request.startsWith('results'));
    assert.equal(new Set(pages).size, pages.length, 'no page was fetched twice');
  }
});

test('killed while the last file is written, or while tidying up: the rerun only tidies up', async () => {
  const dir = await newFolder();
  const manifest = await extract(fakeOrg({ Lead: leads }), dir);
  const again = await newFolder();
  await cp(dir, again, { recursive: true });
  const needs = (await import('./needs.ts')).objectsNeeded(playbook);
  await writeFile(join(again, 'extract.json'), JSON.stringify({ id: manifest.runId, organizationId: manifest.organizationId, asOf: manifest.asOf, needs: JSON.stringify(needs), begunAt: new Date().toISOString() }));
  const org = fakeOrg({ Lead: [] });
  assert.deepEqual(await extract(org, again), manifest);
  assert.deepEqual(org.requests, []);
  assert.deepEqual((await readdir(again)).toSorted(), (await readdir(dir)).toSorted());
});

test('a new extraction replaces the old one only when it is whole', async () => {
  const dir = await newFolder();
  const first = await extract(fakeOrg({ Lead: leads }), dir);
  const org = fakeOrg({ Lead: leads.slice(0, 2) });
  org.fault = (_, kind) => (kind === 'results' ? busy() : undefined);
  await assert.rejects(extract(org, dir), /503/);
  assert.deepEqual(await readManifest(dir), first);
  assert.equal((await rowsIn(dir)).length, 5);
  org.fault = null;
  await extract(org, dir);
  assert.equal((await rowsIn(dir)).length, 2);
  assert.equal((await readdir(dir)).length, 2);
});

test('an unfinished extraction of another org is not gone on with', async () => {
  const dir = await newFolder();
  const org = fakeOrg({ Lead: leads });
  org.fault = (_, kind) => (kind === 'results' ? busy() : undefined);
  await assert.rejects(extract(org, dir));
  const other = fakeOrg({ Lead: leads });
  await assert.rejects(extractSnapshot({ ...other.connection, organizationId: '00D000000000002EAA' }, playbook, { out: dir, pause }), /unfinished extraction of another org/);
});

test('counting needs no parsing: any records, cut into any pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ unit: fc.constantFrom('a', '"', '\n', ',', '\r', 'é') }), { minLength: 2, maxLength: 2 }), { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (records, size) => {
      const csv = Buffer.from([['A', 'B'], ...records].map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`).join(''));
      const counter = new CsvCounter();
      for (let at = 0; at < csv.length; at += size) counter.add(csv.subarray(at, at + size));
      assert.deepEqual([counter.records, counter.complete], [records.length, true]);
      const cut = new CsvCounter();
      cut.add(csv.subarray(0, csv.length - 1));
      assert.equal(cut.complete, false);
    }),
    { seed: 3, numRuns: 200 },
  );
});
