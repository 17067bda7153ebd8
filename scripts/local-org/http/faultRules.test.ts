/** Failure on demand, through both of its doors. */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { after, afterEach, before, describe, test } from 'node:test';
import type { FaultRule } from './faultRules.ts';
import { startTestOrg, type Answer, type TestOrg } from './testClient.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

const URL_OF_FAULTS = '/_local/faults';
/** As a stranger's program would: over HTTP. */
const admin = async (method: string, path: string, body?: unknown, token = client.org.accessToken): Promise<{ readonly status: number; readonly json: unknown }> => {
  const answer = await fetch(client.org.url + path, {
    method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) as unknown };
};
const inject = async (rule: FaultRule): Promise<void> => {
  const { status, json } = await admin('POST', URL_OF_FAULTS, rule);
  assert.equal(status, 201, JSON.stringify(json));
};
afterEach(async () => {
  assert.equal((await admin('DELETE', URL_OF_FAULTS)).status, 204);
});

const create = (): Promise<Answer> => client.call('POST', '/sobjects/Account', { Name: 'Faulty' });
const count = (): number => client.org.engine.query(client.org.session('admin@handrail.local'), "SELECT Id FROM Account WHERE Name = 'Faulty'").totalSize;
const codeOf = (answer: Answer): string | undefined => (answer.json as { errorCode?: string }[] | undefined)?.[0]?.errorCode;
const statuses = async (times: number): Promise<readonly number[]> => {
  const seen: number[] = [];
  for (let index = 0; index < times; index += 1) seen.push((await create()).status);
  return seen;
};

describe('rules', () => {
  test('strike by operation after some calls, some times', async () => {
    await inject({ operation: 'sobject.create', after: 1, times: 2, fault: { kind: 'status', status: 503, retryAfterSeconds: 1 } });
    assert.deepEqual(await statuses(4), [201, 503, 503, 201]);
    const { json } = await admin('GET', URL_OF_FAULTS);
    assert.deepEqual((json as { seen: number; struck: number }[]).map(({ seen, struck }) => [seen, struck]), [[3, 2]]);
  });

  test('by a prefix of operations, by path and method; for ever until they are taken away', async () => {
    await inject({ operation: 'sobject.*', method: 'post', fault: { kind: 'limit' } });
    await inject({ path: '/limits$', fault: { kind: 'queryTimeout' } });
    assert.deepEqual(await statuses(3), [403, 403, 403]);
    assert.equal(codeOf(await client.call('GET', '/limits')), 'QUERY_TIMEOUT');
    assert.equal((await client.call('GET', '/sobjects')).status, 200);
    const [first] = (await admin('GET', URL_OF_FAULTS)).json as { id: number }[];
    assert.equal((await admin('DELETE', `${URL_OF_FAULTS}/${first?.id ?? 0}`)).status, 204);
    assert.equal((await admin('DELETE', `${URL_OF_FAULTS}/${first?.id ?? 0}`)).status, 404);
    assert.deepEqual(await statuses(1), [201]);
  });

  test('two rules: the second strikes while the first counts down', async () => {
    await inject({ operation: 'sobject.create', after: 1, times: 1, fault: { kind: 'status', status: 502 } });
    await inject({ operation: 'sobject.create', times: 1, fault: { kind: 'limit' } });
    assert.deepEqual(await statuses(3), [403, 502, 201]);
  });

  test('that cannot be read are refused, and users who are no administrators too', async () => {
    for (const bad of [{}, { fault: { kind: 'fire' } }, { fault: { kind: 'limit' }, times: 0 }, { fault: { kind: 'limit' }, path: '(' }, { fault: { kind: 'limit' }, extra: 1 }, 'x']) {
      assert.equal((await admin('POST', URL_OF_FAULTS, bad)).status, 400, JSON.stringify(bad));
    }
    const rep = client.org.users.find((user) => user.username === 'rep@handrail.local')?.accessToken;
    assert.equal((await admin('GET', URL_OF_FAULTS, undefined, rep)).status, 403);
    assert.equal((await admin('GET', URL_OF_FAULTS, undefined, 'nobody')).status, 401);
  });
});

describe('faults on the line', () => {
  test('reset before the work and after it', async () => {
    const before = count();
    await inject({ operation: 'sobject.create', times: 1, fault: { kind: 'reset' } });
    await assert.rejects(create());
    assert.equal(count(), before);
    await inject({ operation: 'sobject.create', times: 1, fault: { kind: 'reset', when: 'after' } });
    await assert.rejects(create());
    assert.equal(count(), before + 1);
  });

  test('refused connections, until somebody listens again', async () => {
    await inject({ operation: 'limits', times: 1, fault: { kind: 'refuse', milliseconds: 100 } });
    await assert.rejects(client.call('GET', '/limits'));
    await assert.rejects(client.call('GET', '/limits'), (error: Error) => /ECONNREFUSED/.test(String(error.cause)));
    let status = 0;
    for (let attempt = 0; attempt < 100 && status === 0; attempt += 1) {
      await wait(20);
      status = await client.call('GET', '/limits').then((answer) => answer.status, () => 0);
    }
    assert.equal(status, 200);
  });

  test('a page that breaks off, is short, or comes slowly', async () => {
    const page = `/query?q=${encodeURIComponent('SELECT MasterLabel FROM OpportunityStage')}`;
    await inject({ operation: 'query', times: 1, fault: { kind: 'reset', afterBytes: 30 } });
    await assert.rejects(client.call('GET', page));
    await inject({ operation: 'query', times: 1, fault: { kind: 'truncate', bytes: 30 } });
    const short = await client.call('GET', page);
    assert.deepEqual([short.status, short.text.length, short.json], [200, 30, undefined]);
    await inject({ operation: 'query', times: 1, fault: { kind: 'slow', bytesPerSecond: 20_000 } });
    assert.equal(((await client.call('GET', page)).json as { totalSize: number }).totalSize, 10);
  });

  test('an expired session: once, or for good', async () => {
    await inject({ operation: 'limits', times: 1, fault: { kind: 'session' } });
    assert.deepEqual([(await client.call('GET', '/limits')).status, (await client.call('GET', '/limits')).status], [401, 200]);
    const token = client.org.login('rep@handrail.local');
    const headers = { Authorization: `Bearer ${token}` };
    await inject({ operation: 'limits', times: 1, fault: { kind: 'session', forGood: true } });
    const first = await client.call('GET', '/limits', undefined, { headers });
    assert.deepEqual([first.status, codeOf(first)], [401, 'INVALID_SESSION_ID']);
    assert.equal((await client.call('GET', '/limits', undefined, { headers })).status, 401);
    assert.equal((await client.call('GET', '/limits')).status, 200);
  });
});

describe('locked rows', () => {
  const records = (names: readonly string[]) => names.map((Name) => ({ attributes: { type: 'Account' }, Name }));
  interface Saved {
    readonly success: boolean;
    readonly errors: readonly { readonly statusCode: string }[];
  }

  test('lock single records, and the others are saved', async () => {
    await inject({ operation: 'collections.create', times: 2, fault: { kind: 'lockRow', every: 2 } });
    const { json } = await client.call('POST', '/composite/sobjects', { records: records(['L1', 'L2', 'L3']) });
    assert.deepEqual((json as Saved[]).map((result) => result.errors[0]?.statusCode ?? 'saved'), ['saved', 'UNABLE_TO_LOCK_ROW', 'saved']);
    assert.deepEqual((await client.query("SELECT Name FROM Account WHERE Name LIKE 'L_' ORDER BY Name")).map((row) => row['Name']), ['L1', 'L3']);
    const all = (await client.call('POST', '/composite/sobjects', { allOrNone: true, records: records(['M1', 'M2']) })).json as Saved[];
    assert.deepEqual(all.map((result) => result.errors[0]?.statusCode), ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'UNABLE_TO_LOCK_ROW']);
    assert.deepEqual(await client.query("SELECT Id FROM Account WHERE Name LIKE 'M_'"), []);
  });

  test('refuse a single record, and rows of a bulk job', async () => {
    await inject({ operation: 'sobject.create', times: 1, fault: { kind: 'lockRow' } });
    const answer = await create();
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'UNABLE_TO_LOCK_ROW']);
    await inject({ operation: 'bulk.ingest.state', times: 1, fault: { kind: 'lockRow', every: 3 } });
    const job = await ingest('Name\nB1\nB2\nB3\nB4\n');
    assert.match((await client.call('GET', `/jobs/ingest/${job}/failedResults`)).text, /^.*\n"","UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--","B3"\n$/);
  });
});

async function ingest(csv: string): Promise<string> {
  const { id } = (await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' })).json as { id: string };
  await client.call('PUT', `/jobs/ingest/${id}/batches`, csv, { headers: { 'Content-Type': 'text/csv' } });
  await client.call('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' });
  await settled(`/jobs/ingest/${id}`);
  return id;
}

async function settled(path: string): Promise<{ readonly state: string; readonly errorMessage?: string }> {
  for (let attempt = 0; ; attempt += 1) {
    const job = (await client.call('GET', path)).json as { state: string };
    if (attempt === 20 || !['UploadComplete', 'InProgress'].includes(job.state)) return job;
    await wait(10);
  }
}

describe('bulk jobs', () => {
  const start = async (): Promise<string> => `/jobs/query/${((await client.call('POST', '/jobs/query', { operation: 'query', query: 'SELECT MasterLabel FROM OpportunityStage' })).json as { id: string }).id}`;

  test('that fail, and one that hangs until it is aborted', async () => {
    await inject({ operation: 'bulk.query.create', times: 1, fault: { kind: 'job', outcome: 'fails', message: 'QUERY_TIMEOUT : too long' } });
    const failed = await settled(await start());
    assert.deepEqual([failed.state, failed.errorMessage], ['Failed', 'QUERY_TIMEOUT : too long']);
    await inject({ operation: 'bulk.query.create', times: 1, fault: { kind: 'job', outcome: 'hangs' } });
    const path = await start();
    assert.equal((await settled(path)).state, 'InProgress');
    assert.equal(((await client.call('PATCH', path, { state: 'Aborted' })).json as { state: string }).state, 'Aborted');
    assert.equal((await settled(await start())).state, 'JobComplete');
  });

  test('locators that expire, repeat, or are missing', async () => {
    const path = await start();
    await settled(path);
    const page = (locator = ''): Promise<Answer> => client.call('GET', `${path}/results?maxRecords=3${locator === '' ? '' : `&locator=${locator}`}`);
    const good = (await page()).headers.get('sforce-locator') ?? '';
    await inject({ operation: 'bulk.query.results', times: 1, fault: { kind: 'locator', problem: 'expires' } });
    assert.equal(codeOf(await page(good)), 'INVALID_QUERY_LOCATOR');
    await inject({ operation: 'bulk.query.results', times: 1, fault: { kind: 'locator', problem: 'repeats' } });
    assert.equal((await page(good)).headers.get('sforce-locator'), good);
    await inject({ operation: 'bulk.query.results', times: 1, fault: { kind: 'locator', problem: 'missing' } });
    assert.equal((await page()).headers.get('sforce-locator'), null);
    assert.equal((await page()).headers.get('sforce-locator'), good);
  });
});

test('faults can be given at start, and by the org’s own process', async () => {
  const other = await startTestOrg({ faults: [{ operation: 'versions.resources', times: 1, fault: { kind: 'error', status: 500, errorCode: 'SERVER_UNAVAILABLE', message: 'down' } }] });
  try {
    const answers = [await other.call('GET', '/services/data/v67.0'), await other.call('GET', '/services/data/v67.0')];
    assert.deepEqual(answers.map((answer) => answer.status), [500, 200]);
    other.org.faults.add({ operation: 'limits', fault: { kind: 'limit' } });
    assert.equal((await other.call('GET', '/limits')).status, 403);
    other.org.faults.clear();
    assert.equal((await other.call('GET', '/limits')).status, 200);
  } finally {
    await other.org.close();
  }
});

test('a SOAP door refuses with a SOAP fault', async () => {
  await inject({ operation: 'soap.metadata', times: 1, fault: { kind: 'session' } });
  const answer = await client.call('POST', '/services/Soap/m/67.0', '<x/>', { headers: { 'Content-Type': 'text/xml' } });
  assert.equal(answer.status, 500);
  assert.match(answer.text, /<faultcode>sf:INVALID_SESSION_ID<\/faultcode>/);
});
