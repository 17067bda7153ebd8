import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '../http/operation.ts';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';

const page: Operation = { name: 'page', method: 'GET', path: '/', authenticated: false, handle: () => ({ status: 200, body: 'page' }) };
const REP = { as: 'rep@handrail.local' };

async function withOrg(extraOperations: readonly Operation[], work: (client: TestOrg) => Promise<void>): Promise<void> {
  const client = await startTestOrg({ extraOperations });
  try {
    await work(client);
  } finally {
    await client.org.close();
  }
}

const linkOf = async (client: TestOrg, redirect = ''): Promise<string> =>
  ((await client.call('GET', `/services/oauth2/singleaccess${redirect === '' ? '' : `?redirect_uri=${encodeURIComponent(redirect)}`}`, undefined, REP)).json as { frontdoor_uri: string }).frontdoor_uri;
/** As a browser would: without a token, and the redirect shown. */
const follow = async (link: string): Promise<readonly [number, string | null]> => {
  const answer = await fetch(link, { redirect: 'manual' });
  await answer.text();
  return [answer.status, answer.headers.get('location')];
};

test('a link opens the page as its user, once', () => withOrg([page], async (client) => {
  const link = await linkOf(client);
  assert.deepEqual(await follow(link), [302, '/?user=rep%40handrail.local']);
  assert.equal((await follow(link))[0], 401);
  assert.deepEqual(await follow(await linkOf(client, 'lightning/o/Opportunity/list')), [302, '/lightning/o/Opportunity/list?user=rep%40handrail.local']);
}));

test('no link leads out of the org, and a dead session opens nothing', () => withOrg([page], async (client) => {
  for (const elsewhere of ['https://evil.example', '//evil.example', '/\\evil.example', '/lightning/../../x', '/lightning/x?y', 'javascript:alert(1)']) {
    assert.equal((await follow(await linkOf(client, elsewhere)))[1], '/?user=rep%40handrail.local', elsewhere);
  }
  assert.equal((await follow(`${client.org.url}/secur/frontdoor.jsp?sid=nonsense`))[0], 401);
  assert.equal((await follow(`${client.org.url}/secur/frontdoor.jsp?sid=${encodeURIComponent(client.org.accessToken)}`))[0], 302);
}));

test('without a page it is refused by name', () => withOrg([], async (client) => {
  assert.equal((await client.call('GET', '/services/oauth2/singleaccess')).status, 501);
}));
