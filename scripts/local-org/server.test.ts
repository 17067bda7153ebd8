import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startTestOrg, type TestOrg } from './http/testClient.ts';
import { simulatedClock, startLocalOrg } from './index.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

/** fetch forbids setting Host; this does not. */
function raw(headers: Readonly<Record<string, string>>, path = '/services/data'): Promise<{ readonly status: number; readonly body: string }> {
  const { port } = new URL(client.org.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk)).on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('error', reject).end();
  });
}

describe('who may talk to the org', () => {
  test('nobody without a token, except to list versions', async () => {
    const refused = await client.call('GET', '/sobjects', undefined, { headers: { Authorization: 'Bearer 00D000000000001!nope' } });
    assert.equal(refused.status, 401);
    assert.deepEqual(refused.json, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
    const versions = await client.call('GET', '/services/data', undefined, { headers: { Authorization: '' } });
    assert.equal(versions.status, 200);
  });

  test('no page of another origin and no other host name (DNS rebinding)', async () => {
    const { port } = new URL(client.org.url);
    assert.equal((await raw({ Host: `evil.example:${port}` })).status, 403);
    assert.equal((await raw({ Host: '127.0.0.1:1' })).status, 403);
    assert.equal((await raw({ Host: `127.0.0.1:${port}`, Origin: 'http://evil.example' })).status, 403);
    assert.equal((await raw({ Host: `127.0.0.1:${port}`, Origin: 'null' })).status, 403);
    assert.equal((await raw({ Host: `localhost:${port}`, Origin: `http://localhost:${port}` })).status, 200);
  });

  test('tokens have the shape clients insist on and differ per user and start', async () => {
    const tokens = client.org.users.map((user) => user.accessToken);
    for (const token of tokens) {
      assert.match(token, /^(00D\w{12,15})![.\w]+$/);
    }
    assert.equal(new Set(tokens).size, tokens.length);
    const other = await startLocalOrg();
    await other.close();
    assert.notEqual(other.accessToken, client.org.accessToken);
  });
});

describe('requests', () => {
  test('unknown resources, versions and methods get Salesforce’s answers', async () => {
    for (const path of ['/nothing', '/services/data/v99.0/query', '/services/data/67.0/query', '/services/x', '/sobjects/Nothing__c/describe']) {
      const { status, json } = await client.call('GET', path);
      assert.equal(status, 404, path);
      assert.deepEqual(json, [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }]);
    }
    const { status, json, headers } = await client.call('POST', '/limits', {});
    assert.equal(status, 405);
    assert.deepEqual(json, [{ message: "HTTP Method 'POST' not allowed. Allowed are HEAD,GET", errorCode: 'METHOD_NOT_ALLOWED' }]);
    assert.equal(headers.get('allow'), 'HEAD, GET');
  });

  test('slashes are collapsed', async () => {
    const response = await fetch(`${client.org.url}//services//data`);
    assert.equal(response.status, 200);
  });

  test('every API call counts', async () => {
    const used = async (): Promise<number> => Number(/^api-usage=(\d+)\/15000$/.exec((await client.call('GET', '/limits')).headers.get('sforce-limit-info') ?? '')?.[1]);
    const first = await used();
    assert.equal(await used(), first + 1);
  });

  test('a broken body is a parser error', async () => {
    const { status, json } = await client.call('POST', '/sobjects/Account', '{"Name":', { headers: { 'Content-Type': 'application/json' } });
    assert.equal(status, 400);
    assert.equal((json as [{ errorCode: string }])[0].errorCode, 'JSON_PARSER_ERROR');
  });

  test('a body nested without end is refused, brackets in texts are not', async () => {
    const json = { headers: { 'Content-Type': 'application/json' } };
    for (const deep of [`{"Name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, `${'{"a":'.repeat(101)}1${'}'.repeat(101)}`]) {
      const { status, text } = await client.call('POST', '/composite', deep, json);
      assert.equal(status, 400);
      assert.match(text, /nested more than 100 levels deep/);
    }
    assert.equal((await client.call('POST', '/sobjects/Account', { Name: `\\"${'['.repeat(150)}` })).status, 201);
  });

  test('a gzip body is unpacked, and only within the limit', async () => {
    const send = (data: Buffer): Promise<Response> => fetch(`${client.org.url}/services/data/v67.0/sobjects/Account`, {
      method: 'POST', body: new Uint8Array(data), headers: { Authorization: `Bearer ${client.org.accessToken}`, 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    });
    assert.equal((await send(gzipSync('{"Name":"Packed"}'))).status, 201);
    const bomb = await send(gzipSync(Buffer.alloc(60 * 1024 * 1024, 0x20)));
    assert.equal(bomb.status, 413);
  });

  test('a body announced as too large is refused before it is read', async () => {
    const { port } = new URL(client.org.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST /services/data/v67.0/sobjects/Account HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${client.org.accessToken}\r\nContent-Length: 2147483648\r\n\r\n{`);
      });
      socket.once('data', (data) => {
        resolve(data.toString('utf8'));
        socket.destroy();
      });
      socket.once('error', reject);
    });
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.match(answer, /connection: close/i);
  });
});

describe('start and stop', () => {
  test('a port in use is one clear sentence', async () => {
    const port = Number(new URL(client.org.url).port);
    await assert.rejects(startLocalOrg({ port }), { message: `Port ${port} is in use: another local org or program listens on it. Choose another with --port, or 0 for any free one.` });
  });

  test('a store that is none is one clear sentence', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handrail-store-'));
    try {
      const text = join(folder, 'notes.txt');
      writeFileSync(text, 'These are notes, long enough to be taken for a database and not be one.'.repeat(20));
      await assert.rejects(startLocalOrg({ store: text }), (error: Error) => error.message.startsWith(`The store ${text} cannot be opened: `));
      await assert.rejects(startLocalOrg({ store: join(folder, 'no', 'such', 'folder') }), /cannot be opened/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('an org opened again from its store is the same org', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handrail-store-'));
    const store = join(folder, 'org.sqlite');
    try {
      const first = await startTestOrg({ store });
      const id = await first.create('Account', { Name: 'Kept' });
      const { organizationId } = first.org.engine;
      await first.org.close();
      const second = await startTestOrg({ store });
      assert.equal(second.org.engine.organizationId, organizationId);
      assert.deepEqual((await second.query('SELECT Id FROM Account')).map((row) => row['Id']), [id]);
      assert.equal((await second.query('SELECT Id FROM User')).length, second.org.users.length);
      assert.equal((await second.call('GET', '/limits', undefined, { headers: { Authorization: `Bearer ${first.org.accessToken}` } })).status, 401, 'tokens end with the process');
      await second.org.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('time is the clock’s', async () => {
    const clock = simulatedClock(new Date('2024-02-29T12:00:00Z'));
    const past = await startTestOrg({ clock });
    const id = await past.create('Account', { Name: 'Then' });
    clock.advance(24 * 60 * 60 * 1000);
    await past.call('PATCH', `/sobjects/Account/${id}`, { Site: 'Later' });
    const [row] = await past.query('SELECT CreatedDate, LastModifiedDate FROM Account WHERE CreatedDate = YESTERDAY');
    assert.deepEqual([row?.['CreatedDate'], row?.['LastModifiedDate']], ['2024-02-29T12:00:00.000+0000', '2024-03-01T12:00:00.000+0000']);
    await past.org.close();
  });

  test('closing twice is closing once, and cuts clients that hold on', async () => {
    const { org } = await startTestOrg();
    const { port } = new URL(org.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('POST /services/data HTTP/1.1\r\n');
    await Promise.all([org.close(), org.close()]);
    await assert.rejects(fetch(`${org.url}/services/data`));
    socket.destroy();
  });
});

describe('fault injection', () => {
  test('middleware may answer, cut the line or let pass', async () => {
    const faults = ['503', 'cut', 'pass'];
    const faulty = await startTestOrg({
      middleware: [async (request, next, response) => {
        const fault = request.path.endsWith('/limits') ? faults.shift() : 'pass';
        if (fault === '503') {
          return { status: 503, headers: { 'Retry-After': '1' }, body: [{ message: 'Server too busy', errorCode: 'SERVER_UNAVAILABLE' }] };
        }
        if (fault === 'cut') {
          response.destroy();
          return null;
        }
        return next();
      }],
    });
    try {
      assert.equal((await faulty.call('GET', '/limits')).status, 503);
      await assert.rejects(faulty.call('GET', '/limits'));
      assert.equal((await faulty.call('GET', '/limits')).status, 200);
    } finally {
      await faulty.org.close();
    }
  });
});

describe('packed answers', () => {
  test('are sent to clients that ask for gzip, when it is worth it', async () => {
    const ask = async (path: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${client.org.url}/services/data/v67.0${path}`, { headers: { Authorization: `Bearer ${client.org.accessToken}`, ...headers } });
    const packed = await ask('/sobjects/Opportunity/describe', { 'Accept-Encoding': 'gzip' });
    const plain = await ask('/sobjects/Opportunity/describe', { 'Accept-Encoding': 'identity' });
    assert.deepEqual([packed.headers.get('content-encoding'), plain.headers.get('content-encoding')], ['gzip', null]);
    assert.ok(Number(packed.headers.get('content-length')) < Number(plain.headers.get('content-length')) / 4);
    assert.deepEqual(await packed.json(), await plain.json());
    const refused = await ask('/sobjects/Opportunity/describe', { 'Accept-Encoding': 'gzip;q=0' });
    assert.equal(refused.headers.get('content-encoding'), null);
    await refused.text();
    const short = await ask('/recent', { 'Accept-Encoding': 'gzip' });
    assert.deepEqual([short.headers.get('content-encoding'), await short.json()], [null, []]);
  });
});

describe('content types', () => {
  test('a body that says it is no JSON is refused in Salesforce’s words', async () => {
    const post = (type: string) => client.call('POST', '/sobjects/Account', '{"Name":"Typed"}', { headers: { 'Content-Type': type } });
    assert.deepEqual((await post('application/x-www-form-urlencoded')).json, [{ message: 'Content-Type header specified in HTTP request is not supported: application/x-www-form-urlencoded', errorCode: 'UNSUPPORTED_MEDIA_TYPE' }]);
    assert.equal((await post('application/xml')).status, 501);
    assert.equal((await post('application/json; charset=UTF-8')).status, 201);
  });
});
