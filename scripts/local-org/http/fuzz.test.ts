/**
 * Anything at every door: the org refuses in the API's own form, makes no mistake of its own, and goes on. Requests are
 * written with `node:http`, which sends what `fetch` would repair.
 */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { startLocalOrg, type LocalOrg } from '../index.ts';
import { operationTable } from '../operations/table.ts';

const SEED = 20_261_122;
const RUNS = 400;

const mistakes: string[] = [];
let org: LocalOrg;
const ids: string[] = [];
before(async () => {
  org = await startLocalOrg({ dailyApiRequests: 1_000_000, onUnexpected: (error, where) => mistakes.push(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`) });
  const admin = org.session('admin@handrail.local');
  const saved = [...org.engine.insert(admin, 'Account', [{ Name: 'Fuzz' }]), ...org.engine.insert(admin, 'Contact', [{ LastName: 'Fuzz' }])];
  ids.push(...saved.map((result) => result.id ?? ''), admin.userId);
});
after(() => org.close());

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Received {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

function send({ method, path, headers, body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const outgoing = request(org.url + path, { method, headers: { ...headers, 'Content-Length': String(body.length) } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text: Buffer.concat(chunks).toString('utf8') }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

// What makes the org itself fail, or rewrites who may do what, would spoil the runs after it.
const table = operationTable().filter(({ name }) => !/^(local|metadata|unsupported)\.|^oauth\.revoke/.test(name));

const hostile = fc.constantFrom('', '__proto__', 'constructor', 'toString', "' OR 1=1 --", '%00', '%', '..', '💥', '‮', 'a'.repeat(3_000), '-1', '1e309', 'null', '@{x.id}', '<x/>', '\\u0000');
const object = fc.constantFrom('Account', 'account', 'Contact', 'Opportunity', 'User', 'OpportunityHistory', 'PermissionSet', 'Nope__c', 'ValidationRule', 'sqlite_master');
const id = fc.integer({ min: 0, max: 2 }).map((index) => ids[index] ?? '');
const anyId = fc.oneof(id, id.map((full) => full.slice(0, 15)), id.map((full) => full.toLowerCase()), fc.constant('750000000000001AAA'), fc.constant('001000000000000'));
const soql = fc.constantFrom('SELECT Id FROM Account', 'SELECT', 'SELECT Id FROM Nope', "SELECT Id FROM Account WHERE Name = '", 'SELECT COUNT() FROM Account', `SELECT Id FROM Account WHERE ${'('.repeat(500)}`, 'FIND {x}', 'SELECT FIELDS(ALL) FROM Contact LIMIT 2');

const PARAMETERS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  ':version': fc.oneof({ weight: 12, arbitrary: fc.constant('v67.0') }, { weight: 1, arbitrary: fc.constantFrom('v31.0', 'v99.0', '67.0', 'v67', 'vNaN', '') }),
  ':object': object,
  ':id': anyId,
  ':field': fc.oneof(fc.constantFrom('Id', 'Name', 'AccountId', 'Nope__c'), anyId),
};

function pathOf(pattern: string): fc.Arbitrary<string> {
  const parts = pattern.split('/').map((part) => {
    if (!/^[:*]/.test(part)) return fc.constant(part);
    const usual = PARAMETERS[part] ?? anyId;
    return part === ':version' ? usual : fc.oneof({ weight: 8, arbitrary: usual }, { weight: 1, arbitrary: hostile.map(encodeURIComponent) }, { weight: 1, arbitrary: hostile.map((text) => encodeURI(text).replace(/[?#]/g, '')) });
  });
  const query = fc.option(fc.dictionary(
    fc.constantFrom('q', 'fields', 'ids', 'allOrNone', 'start', 'end', 'locator', 'maxRecords', 'columns', 'sObjects', 'queryLocator', 'jobType', '_HttpMethod', 'updateOnly', 'explain'),
    fc.oneof(soql, hostile, anyId, object, fc.constantFrom('true', '2026-01-01T00:00:00Z', 'Name,Id', 'PATCH', '0', '10')), { maxKeys: 3 },
  ), { nil: {} });
  return fc.tuple(fc.tuple(...parts), query).map(([filled, parameters]) => `${filled.join('/')}?${new URLSearchParams(parameters).toString()}`);
}

const field = fc.constantFrom('Name', 'LastName', 'Id', 'id', 'attributes', 'AccountId', 'OwnerId', '__proto__', 'Nope__c', 'AnnualRevenue', 'records', 'constructor');
const value: fc.Arbitrary<unknown> = fc.oneof(hostile, anyId, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({}), fc.constant({ type: 'Account', referenceId: 'r' }), fc.constant([{ attributes: { type: 'Account' }, Name: 'x' }]));
const record = fc.dictionary(field, value, { maxKeys: 4 });
const subrequest = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PATCH', 'x'), url: fc.oneof(fc.constantFrom('/services/data/v67.0/sobjects/Account', 'v67.0/limits', '/services/data/v67.0/composite'), hostile), referenceId: fc.oneof(fc.constantFrom('a', 'b', 'c'), hostile),
  body: fc.oneof(record, value), richInput: value, httpHeaders: value,
}, { requiredKeys: ['method', 'url'] });
const several = fc.oneof({ weight: 4, arbitrary: fc.array(subrequest, { maxLength: 3 }) }, { weight: 1, arbitrary: value });
const typed = fc.tuple(record, object, hostile).map(([fields, type, referenceId]) => ({ ...fields, attributes: { type, referenceId } }));
const job = fc.record({
  operation: fc.constantFrom('insert', 'update', 'query', 'upsert', 'hardDelete', 'x'), object, query: soql, lineEnding: fc.constantFrom('LF', 'CR'), columnDelimiter: fc.oneof(fc.constant('COMMA'), hostile),
  externalIdFieldName: fc.oneof(hostile, fc.constant('Id')), state: fc.constantFrom('UploadComplete', 'Aborted', 'Open'),
}, { requiredKeys: ['operation'] });

/** By the beginning of an operation's name: bodies that come close to what it wants. */
const SHAPES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  sobject: record,
  collections: fc.record({ allOrNone: value, records: fc.oneof(fc.array(typed, { maxLength: 3 }), value) }, { requiredKeys: ['records'] }),
  'composite.tree': fc.record({ records: fc.array(typed, { maxLength: 3 }) }),
  'composite.batch': fc.record({ batchRequests: several, haltOnError: value }, { requiredKeys: ['batchRequests'] }),
  'composite.graph': fc.record({ graphs: fc.array(fc.record({ graphId: fc.oneof(fc.constantFrom('1', '2'), value), compositeRequest: several }), { maxLength: 2 }) }),
  composite: fc.record({ compositeRequest: several, allOrNone: fc.boolean() }),
  bulk: job,
  graphql: fc.record({ query: fc.constantFrom('{ uiapi { query { Account { edges { node { Id } } } } } }', '{', '{ __schema { types { name } } }'), variables: value, operationName: value }, { requiredKeys: ['query'] }),
  ui: fc.record({ apiName: fc.oneof(object, value), fields: fc.oneof(record, value), ids: fc.oneof(fc.array(anyId), value) }, { requiredKeys: [] }),
};

function shapeOf(name: string): fc.Arbitrary<unknown> {
  const key = Object.keys(SHAPES).filter((prefix) => name.startsWith(prefix)).toSorted((one, other) => other.length - one.length)[0] ?? '';
  return fc.oneof({ weight: 4, arbitrary: SHAPES[key] ?? record }, { weight: 1, arbitrary: fc.oneof(...Object.values(SHAPES)) });
}

const DEEP = Buffer.from('['.repeat(5_000));
const bodyFor = (name: string): fc.Arbitrary<Buffer> => fc.oneof(
  { weight: 8, arbitrary: shapeOf(name).map((json) => Buffer.from(JSON.stringify(json))) },
  { weight: 1, arbitrary: fc.constantFrom(Buffer.alloc(0), DEEP, Buffer.from('{"a":'), Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), Buffer.from('Name\nA\n'), Buffer.from('\u0000'), Buffer.from('"text"'), Buffer.from('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
);

const headers = fc.record({
  token: fc.oneof({ weight: 12, arbitrary: fc.constant('admin') }, { weight: 2, arbitrary: fc.constant('rep') }, { weight: 1, arbitrary: fc.constantFrom('none', 'wrong') }),
  extra: fc.dictionary(
    fc.constantFrom('Content-Type', 'Accept', 'Content-Encoding', 'Sforce-Query-Options', 'Sforce-Call-Options', 'Sforce-Duplicate-Rule-Header', 'If-Modified-Since', 'If-Unmodified-Since', 'Accept-Encoding', 'X-PrettyPrint'),
    fc.constantFrom('application/json', 'text/csv', 'text/csv', 'multipart/form-data; boundary=x', 'application/xml', 'gzip', 'batchSize=1', 'batchSize=-9', 'allowSave=true', 'Wed, 21 Oct 2015 07:28:00 GMT', 'nonsense', '*/*'), { maxKeys: 3 },
  ),
});

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD'];
const requests: fc.Arbitrary<Sent> = fc.constantFrom(...table).chain((operation) => fc.record({
  method: fc.oneof({ weight: 6, arbitrary: fc.constant<string>(operation.method) }, { weight: 1, arbitrary: fc.constantFrom(...METHODS) }),
  path: pathOf(operation.path),
  headers: headers.map(({ token, extra }) => ({ ...extra, ...authorization(token) })),
  body: bodyFor(operation.name),
}));

function authorization(token: string): Readonly<Record<string, string>> {
  if (token === 'none') return {};
  const known = org.users.find((user) => user.username === `${token}@handrail.local`)?.accessToken;
  return { Authorization: `Bearer ${known ?? 'wrong'}` };
}

/** The form of a refusal, by the door that gave it. */
function checkRefusal(path: string, { status, type, text }: Received): void {
  if (path.startsWith('/services/Soap/') && (status === 500 || /xml/.test(type))) {
    assert.match(type, /xml/);
    return;
  }
  if (text === '' || /^(Bad|Missing)_OAuth_Token$/.test(text)) return;
  const refusal = JSON.parse(text) as unknown;
  if (path.startsWith('/services/oauth2/') && !Array.isArray(refusal)) {
    assert.equal(typeof (refusal as { error: unknown }).error, 'string');
    return;
  }
  // Answers of 300 list records; a refused tree and the UI API have forms of their own.
  if (status < 400 || !Array.isArray(refusal)) return;
  assert.ok(refusal.length > 0);
  for (const { errorCode, message } of refusal as { errorCode: unknown; message: unknown }[]) {
    assert.equal(typeof errorCode, 'string');
    assert.equal(typeof message, 'string');
    assert.ok(!/\bat \S+ \(?(file:|node:|\/)/.test(String(message)), `a stack trace: ${String(message)}`);
  }
}

describe('hostile requests', () => {
  test('are answered or refused, and the org goes on', async () => {
    await fc.assert(fc.asyncProperty(requests, async (sent) => {
      const answer = await send(sent);
      const soapFault = sent.path.startsWith('/services/Soap/') && answer.status === 500;
      assert.ok(answer.status < 500 || answer.status === 501 || soapFault, `${answer.status} ${answer.text}\n${mistakes.join('\n')}`);
      if (answer.status >= 300) checkRefusal(sent.path, answer);
      assert.deepEqual(mistakes, []);
    }), { seed: SEED, numRuns: RUNS });
    const alive = await send({ method: 'GET', path: '/services/data/v67.0/limits', headers: authorization('admin'), body: Buffer.alloc(0) });
    assert.equal(alive.status, 200);
  });

  for (const [what, text] of [
    ['two lengths that differ', 'POST /services/data HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\nabc'],
    ['a length beside chunks', 'POST /services/data HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a header folded over two lines', 'GET /services/data HTTP/1.1\r\nHost: HOST\r\nX-A: 1\r\n : 2\r\n\r\n'],
    ['no host', 'GET /services/data HTTP/1.1\r\n\r\n'],
    ['a host of its own', 'GET /services/data HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
    ['headers without end', `GET /services/data HTTP/1.1\r\nHost: HOST\r\nX-A: ${'a'.repeat(40_000)}\r\n\r\n`],
    ['no HTTP', '\u0000\u0001\u0002\r\n\r\n'],
  ] as const) {
    test(`${what}: 4xx, and no second answer`, async () => {
      const { port } = new URL(org.url);
      const answer = await raw(Number(port), text.replace('HOST', `127.0.0.1:${port}`));
      assert.match(answer, /^HTTP\/1\.1 4\d\d /);
      assert.equal(answer.split('HTTP/1.1 ').length, 2);
    });
  }
});

function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(received) : reject(error)));
    socket.on('close', () => resolve(received));
  });
}
