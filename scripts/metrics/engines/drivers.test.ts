/** The drivers against servers that speak the published protocols: pages, waiting, faults, stopping, and no credential anywhere. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { isoInstant, type Driver } from './driver.ts';
import { bigQueryDriver } from './bigquery.ts';
import { databricksDriver } from './databricks.ts';
import { snowflakeDriver } from './snowflake.ts';
import { trinoDriver } from './trino.ts';
import { readAddress } from './url.ts';

const TOKEN = 'secret-token-7c1f';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const running: { close(): void }[] = [];
afterEach(() => running.splice(0).forEach((server) => server.close()));

/** @param answer undefined: the connection is cut */
async function serving(answer: (seen: Seen, base: string) => Reply | undefined): Promise<{ base: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  let base = '';
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one: Seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      const reply = answer(one, base);
      if (!reply) return void request.socket.destroy();
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
      response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push({ close: () => (server.closeAllConnections(), server.close()) });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { base, seen };
}

const trino = (base: string, signal?: AbortSignal): Driver => trinoDriver({ base, catalog: 'hive', schema: 'crm', user: 'ann', authorization: `Bearer ${TOKEN}`, ...(signal ? { signal } : {}) });
const databricks = (base: string, signal?: AbortSignal): Driver => databricksDriver({ base, warehouse: 'w1', catalog: 'main', schema: 'crm', token: TOKEN, ...(signal ? { signal } : {}) });
const snowflake = (base: string, signal?: AbortSignal): Driver => snowflakeDriver({ base, database: 'RAW', schema: 'CRM', warehouse: 'WH', role: undefined, token: TOKEN, tokenType: 'OAUTH', ...(signal ? { signal } : {}) });
const bigquery = (base: string, signal?: AbortSignal): Driver => bigQueryDriver({ base, project: 'acme', dataset: 'crm', location: 'EU', token: TOKEN, ...(signal ? { signal } : {}) });

describe('Trino', () => {
  test('pages are followed to the end, and the session is in UTC', async () => {
    const columns = [{ name: 'a', type: 'varchar' }, { name: 'n', type: 'bigint' }, { name: 't', type: 'timestamp(6) with time zone' }, { name: 'b', type: 'boolean' }];
    const { base, seen } = await serving(({ path }, at) => {
      if (path === '/v1/statement') return { body: { id: 'q', nextUri: `${at}/v1/statement/queued/1`, stats: { state: 'QUEUED' } } };
      if (path.endsWith('/1')) return { body: { id: 'q', columns, data: [['x', 1, '2026-03-01 10:00:00.000000 UTC', true]], nextUri: `${at}/v1/statement/executing/2` } };
      return { body: { id: 'q', columns, data: [[null, 2, '2026-03-01 12:30:00.5 +02:00', false]] } };
    });
    assert.deepEqual(await trino(base).execute('SELECT 1'), [['x', 1, '2026-03-01T10:00:00.000Z', true], [null, 2, '2026-03-01T10:30:00.500Z', false]]);
    assert.deepEqual(seen.map(({ method, path }) => `${method} ${path}`), ['POST /v1/statement', 'GET /v1/statement/queued/1', 'GET /v1/statement/executing/2']);
    assert.equal(seen[0]?.body, 'SELECT 1');
    assert.deepEqual(['user', 'catalog', 'schema', 'time-zone'].map((name) => seen[0]?.headers[`x-trino-${name}`]), ['ann', 'hive', 'crm', 'UTC']);
  });

  test('a query that fails says why, on one line', async () => {
    const { base } = await serving(() => ({ body: { id: 'q', error: { message: "line 1:8: Column 'x'\u001b[31m cannot be\nresolved", errorName: 'COLUMN_NOT_FOUND' } } }));
    await assert.rejects(trino(base).execute('SELECT x'), { name: 'EngineError', message: "trino: line 1:8: Column 'x' [31m cannot be resolved." });
  });

  test('a next page on another server is not fetched: the credentials would go with it', async () => {
    const other = await serving(() => ({ body: { id: 'q' } }));
    const { base } = await serving(() => ({ body: { id: 'q', nextUri: `${other.base}/v1/statement/executing/1` } }));
    await assert.rejects(trino(base).execute('SELECT 1'), /points to another server/);
    assert.deepEqual(other.seen, []);
  });

  test('stopping ends the query on the server', async () => {
    const stop = new AbortController();
    const { base, seen } = await serving(({ method, path }, at) => {
      if (method === 'GET') stop.abort();
      return { body: { id: 'q', nextUri: `${at}${path}/next` } };
    });
    await assert.rejects(trino(base, stop.signal).execute('SELECT 1'), /Stopped/);
    assert.equal(seen.at(-1)?.method, 'DELETE');
  });
});

describe('Databricks', () => {
  const manifest = { schema: { columns: [{ type_name: 'STRING' }, { type_name: 'BOOLEAN' }, { type_name: 'TIMESTAMP' }] } };

  test('a statement is waited for, and all chunks are read', async () => {
    let polls = 0;
    const { base, seen } = await serving(({ method, path }) => {
      if (method === 'POST') return { body: { statement_id: 's/1', status: { state: 'PENDING' } } };
      if (path.endsWith('/chunks/1')) return { body: { chunk_index: 1, data_array: [[null, 'false', null]] } };
      polls += 1;
      if (polls < 3) return { body: { statement_id: 's/1', status: { state: 'RUNNING' } } };
      return { body: { statement_id: 's/1', status: { state: 'SUCCEEDED' }, manifest, result: { data_array: [['x', 'true', '2026-03-01T10:00:00.000Z']], next_chunk_index: 1, next_chunk_internal_link: '/elsewhere' } } };
    });
    assert.deepEqual(await databricks(base).execute('SELECT 1'), [['x', true, '2026-03-01T10:00:00.000Z'], [null, false, null]]);
    assert.deepEqual(seen.map(({ method, path }) => `${method} ${path}`), ['POST /api/2.0/sql/statements', ...Array<string>(3).fill('GET /api/2.0/sql/statements/s%2F1'), 'GET /api/2.0/sql/statements/s%2F1/result/chunks/1']);
    assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), { statement: 'SELECT 1', warehouse_id: 'w1', catalog: 'main', schema: 'crm', wait_timeout: '0s', disposition: 'INLINE', format: 'JSON_ARRAY' });
  });

  test('failure, a result that was cut short, and stopping', async () => {
    const failed = await serving(() => ({ body: { statement_id: 's', status: { state: 'FAILED', error: { message: 'TABLE_OR_VIEW_NOT_FOUND' } } } }));
    await assert.rejects(databricks(failed.base).execute('SELECT 1'), /databricks: TABLE_OR_VIEW_NOT_FOUND\./);
    const cut = await serving(() => ({ body: { statement_id: 's', status: { state: 'SUCCEEDED' }, manifest: { ...manifest, truncated: true }, result: { data_array: [] } } }));
    await assert.rejects(databricks(cut.base).execute('SELECT 1'), /cut the result short/);
    const stop = new AbortController();
    const { base, seen } = await serving(({ method }) => {
      if (method === 'GET') stop.abort();
      return { body: { statement_id: 's', status: { state: 'RUNNING' } } };
    });
    await assert.rejects(databricks(base, stop.signal).execute('SELECT 1'), /Stopped/);
    assert.equal(`${seen.at(-1)?.method} ${seen.at(-1)?.path}`, 'POST /api/2.0/sql/statements/s/cancel');
  });
});

describe('Snowflake', () => {
  const rowType = ['text', 'boolean', 'date', 'timestamp_ltz', 'fixed'].map((type) => ({ name: 'c', type }));

  test('202 is asked again, and all partitions are read', async () => {
    let polls = 0;
    const { base, seen } = await serving(({ method, path }) => {
      if (method === 'POST') return { status: 202, body: { code: '333334', statementHandle: 'h' } };
      if (path.endsWith('?partition=1')) return { body: { data: [[null, 'false', '0', null, '12.50000000']] } };
      polls += 1;
      if (polls < 2) return { status: 202, body: { code: '333334', statementHandle: 'h' } };
      return { body: { statementHandle: 'h', resultSetMetaData: { rowType, partitionInfo: [{ rowCount: 1 }, { rowCount: 1 }] }, data: [['x', 'true', '20513', '1772359200.500000000', '1']] } };
    });
    assert.deepEqual(await snowflake(base).execute('SELECT 1'), [['x', true, '2026-03-01', '2026-03-01T10:00:00.500Z', '1'], [null, false, '1970-01-01', null, '12.50000000']]);
    assert.match(seen[0]?.path ?? '', /^\/api\/v2\/statements\?async=true&requestId=[0-9a-f-]{36}$/);
    assert.equal(seen[0]?.headers['x-snowflake-authorization-token-type'], 'OAUTH');
    assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), { statement: 'SELECT 1', timeout: 0, database: 'RAW', schema: 'CRM', warehouse: 'WH', parameters: { TIMEZONE: 'UTC', MULTI_STATEMENT_COUNT: '1' } });
  });

  test('a statement that fails answers 422 with its reason', async () => {
    const { base } = await serving(() => ({ status: 422, body: { code: '002003', message: "SQL compilation error:\nObject 'X' does not exist", statementHandle: 'h' } }));
    await assert.rejects(snowflake(base).execute('SELECT 1'), { message: "snowflake answered 422: SQL compilation error: Object 'X' does not exist." });
  });
});

describe('BigQuery', () => {
  const schema = { fields: [{ name: 'a', type: 'STRING' }, { name: 'b', type: 'BOOLEAN' }, { name: 't', type: 'TIMESTAMP' }] };
  const row = (...values: (string | null)[]): object => ({ f: values.map((v) => ({ v })) });

  test('a job that runs is asked again, and pages are followed', async () => {
    let polls = 0;
    const { base, seen } = await serving(({ method, path }) => {
      const job = { jobReference: { projectId: 'acme', jobId: 'j', location: 'EU' } };
      if (method === 'POST') return { body: { ...job, jobComplete: false } };
      if (path.includes('pageToken=p2')) return { body: { ...job, jobComplete: true, schema, rows: [row(null, 'false', null)] } };
      polls += 1;
      return { body: polls < 2 ? { ...job, jobComplete: false } : { ...job, jobComplete: true, schema, rows: [row('x', 'true', '1.7723592005E9')], pageToken: 'p2' } };
    });
    assert.deepEqual(await bigquery(base).execute('SELECT 1'), [['x', true, '2026-03-01T10:00:00.500Z'], [null, false, null]]);
    assert.equal(seen[0]?.path, '/bigquery/v2/projects/acme/queries');
    assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), { query: 'SELECT 1', useLegacySql: false, timeoutMs: 0, defaultDataset: { projectId: 'acme', datasetId: 'crm' }, location: 'EU' });
    assert.deepEqual(seen.slice(1).map(({ path }) => path), ['location=EU&timeoutMs=30000', 'location=EU&timeoutMs=30000', 'location=EU&timeoutMs=30000&pageToken=p2'].map((query) => `/bigquery/v2/projects/acme/queries/j?${query}`));
  });

  test('an error of the API is told, and stopping cancels the job', async () => {
    const refused = await serving(() => ({ status: 400, body: { error: { code: 400, message: 'Syntax error: Unexpected keyword' } } }));
    await assert.rejects(bigquery(refused.base).execute('SELECT'), { message: 'bigquery answered 400: Syntax error: Unexpected keyword.' });
    const stop = new AbortController();
    const { base, seen } = await serving(({ method }) => {
      if (method === 'GET') stop.abort();
      return { body: { jobReference: { jobId: 'j' }, jobComplete: false } };
    });
    await assert.rejects(bigquery(base, stop.signal).execute('SELECT 1'), /Stopped/);
    assert.match(seen.at(-1)?.path ?? '', /\/jobs\/j\/cancel/);
  });
});

describe('all of them', () => {
  const drivers = { trino, databricks, snowflake, bigquery };
  for (const [name, connect] of Object.entries(drivers)) {
    test(`${name}: a busy engine is asked again as it says, and one that refuses is not`, async () => {
      let asked = 0;
      const busy = await serving(() => {
        asked += 1;
        return asked < 3 ? { status: asked === 1 ? 429 : 503, headers: { 'retry-after': '0' } } : { status: 401, body: { message: 'no' } };
      });
      await assert.rejects(connect(busy.base).execute('SELECT 1'), /answered 401: no\./);
      assert.equal(asked, 3);
    });

    test(`${name}: a statement whose connection breaks is not sent twice, and no error names the credentials`, async () => {
      const broken = await serving(() => undefined);
      const error = await connect(broken.base).execute('SELECT 1').then(() => assert.fail('it answered'), (found: unknown) => found);
      assert.equal(broken.seen.length, 1);
      assert.ok(error instanceof Error && error.message.includes('did not answer'));
      assert.ok(!JSON.stringify([error.message, error.stack, String(error.cause)]).includes(TOKEN));
    });

    test(`${name}: what is no JSON is no answer`, async () => {
      const odd = await serving(() => ({ body: '<html>sign in</html>' }));
      await assert.rejects(connect(odd.base).execute('SELECT 1'), { name: 'EngineError' });
    });
  }

  test('without TLS only this machine is asked', () => {
    assert.throws(() => trino('http://trino.example.com:8080'), /over TLS only/);
  });
});

test('addresses: names, credentials from the environment alone, and no password', async () => {
  const environment = { TRINO_USER: 'ann', TRINO_PASSWORD: 'pw', DATABRICKS_TOKEN: TOKEN, SNOWFLAKE_TOKEN: TOKEN, BIGQUERY_TOKEN: TOKEN, PGUSER: 'ann' };
  const read = (text: string): unknown[] => {
    const { dialect, schema, temporary } = readAddress(text, environment);
    return [dialect, schema.join('.'), temporary];
  };
  assert.deepEqual(read('trino://trino.example.com/hive/crm'), ['trino', 'hive.crm', false]);
  assert.deepEqual(read('postgres://db.example.com/warehouse/crm'), ['postgres', 'crm', true]);
  assert.deepEqual(read('databricks://adb-1.azuredatabricks.net/abc/main/crm'), ['spark', 'main.crm', false]);
  assert.deepEqual(read('snowflake://org-acct.snowflakecomputing.com/RAW/CRM?warehouse=WH'), ['snowflake', 'RAW.CRM', false]);
  assert.deepEqual(read('bigquery://acme/crm?location=EU'), ['bigquery', 'acme.crm', false]);
  const refused: [string, RegExp][] = [
    ['postgres://ann:hunter2@db/warehouse/crm', /must not stand in the address.*PGPASSWORD/],
    ['mysql://db/x', /no address of an engine.*trino:\/\/host/],
    ['not a url', /no address/],
    ['trino://host/hive', /ends with 2 names, and this one has 1/],
  ];
  for (const [text, message] of refused) assert.throws(() => readAddress(text, environment), (error: Error) => message.test(error.message) && !error.message.includes('hunter2'));
  assert.throws(() => readAddress('bigquery://acme/crm', {}), /set BIGQUERY_TOKEN/);
  const { base, seen } = await serving(() => ({ body: { id: 'q', data: [] } }));
  await (await readAddress(`${base.replace('http', 'trino')}/hive/crm`, environment).connect()).execute('SELECT 1');
  assert.equal(seen[0]?.headers.authorization, `Basic ${Buffer.from('ann:pw').toString('base64')}`);
});

test('instants as engines write them', () => {
  for (const text of ['2026-03-01 10:00:00+00', '2026-03-01T10:00:00Z', '2026-03-01 10:00:00.000000 UTC', '2026-03-01 10:00:00', '2026-03-01 11:00:00 +01:00']) assert.equal(isoInstant(text), '2026-03-01T10:00:00.000Z', text);
  assert.throws(() => isoInstant('soon'), /where an instant was expected/);
});
