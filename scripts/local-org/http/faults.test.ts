import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changeBody, cutLine, dropAnswer, dropRequest, exceedLimit, expireSession, inject, onPath, shortenBody, trickle, unavailable } from './faults.ts';
import type { Middleware } from './middleware.ts';
import { startTestOrg, type TestOrg } from './testClient.ts';

async function withFault(fault: Middleware, work: (client: TestOrg) => Promise<void>, times = 1): Promise<void> {
  const client = await startTestOrg({ middleware: [inject(onPath(/\/sobjects\/Account$|\/query$/), fault, times)] });
  try {
    await work(client);
  } finally {
    await client.org.close();
  }
}

const create = (client: TestOrg) => client.call('POST', '/sobjects/Account', { Name: 'Faulty' });
const count = async (client: TestOrg): Promise<number> => client.org.engine.query(client.org.session('admin@handrail.local'), 'SELECT Id FROM Account').totalSize;

describe('faults', () => {
  for (const [name, fault, status] of [['unavailable', unavailable(502, 1), 502], ['expireSession', expireSession, 401], ['exceedLimit', exceedLimit, 403]] as const) {
    test(`${name} answers ${status} as often as told, and saves nothing`, () => withFault(fault, async (client) => {
      assert.deepEqual([(await create(client)).status, (await create(client)).status, (await create(client)).status], [status, status, 201]);
      assert.equal(await count(client), 1);
    }, 2));
  }

  test('dropRequest saves nothing, dropAnswer does', async () => {
    await withFault(dropRequest, async (client) => {
      await assert.rejects(create(client));
      assert.equal(await count(client), 0);
    });
    await withFault(dropAnswer, async (client) => {
      await assert.rejects(create(client));
      assert.equal(await count(client), 1);
    });
  });

  test('cutLine breaks the body, shortenBody ends it early, trickle delays it', async () => {
    const soql = `/query?q=${encodeURIComponent('SELECT Id, MasterLabel FROM OpportunityStage')}`;
    await withFault(cutLine(40), (client) => assert.rejects(client.call('GET', soql)));
    await withFault(shortenBody(40), async (client) => {
      const { status, text } = await client.call('GET', soql);
      assert.deepEqual([status, text.length], [200, 40]);
    });
    await withFault(trickle(400, 1), async (client) => {
      assert.equal(((await client.call('GET', soql)).json as { totalSize: number }).totalSize, 10);
    });
  });

  test('changeBody rewrites an answer', () => withFault(changeBody(() => ({ totalSize: 0, done: true, records: [] })), async (client) => {
    assert.deepEqual(await client.query('SELECT Id FROM OpportunityStage'), []);
  }));
});
