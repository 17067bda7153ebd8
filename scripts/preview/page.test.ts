/** The page's door: who gets what, and with which headers. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { pageHtml } from './html.ts';
import { createPreview } from './index.ts';

let org: LocalOrg;
before(async () => {
  const { operations } = await createPreview({ projectDir: fileURLToPath(new URL('../..', import.meta.url)) });
  org = await startLocalOrg({ extraOperations: operations });
});
after(() => org.close());

interface Data {
  readonly token: string;
  readonly user: { readonly username: string; readonly language: string; readonly inAddress: string };
  readonly labels: Readonly<Record<string, string>>;
}

async function open(path: string): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string; readonly data: Data | null }> {
  const response = await fetch(org.url + path);
  const text = await response.text();
  const json = /id="handrail-page">(.*?)<\/script>/s.exec(text)?.[1];
  return { status: response.status, headers: response.headers, text, data: json === undefined ? null : JSON.parse(json) as Data };
}

test('the page runs scripts of its own server only and is kept by nobody', async () => {
  const { status, headers } = await open('/');
  assert.equal(status, 200);
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self';/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.match(headers.get('cache-control') ?? '', /no-store/);
  assert.equal(headers.get('access-control-allow-origin'), null);
});

test('the address chooses the user; the token is that user’s', async () => {
  const { data } = await open('/lightning/r/Opportunity/006000000000001AAA/view?user=manager@handrail.local');
  assert.deepEqual(data?.user && { ...data.user }.username, 'manager@handrail.local');
  const identity = await fetch(`${org.url}/services/oauth2/userinfo`, { headers: { Authorization: `Bearer ${data?.token ?? ''}` } });
  assert.match(await identity.text(), /manager@handrail\.local/);
  assert.equal((await open('/')).data?.user.username, 'rep@handrail.local');
});

test('a page opened again holds the same token', async () => {
  const [one, other] = [await open('/'), await open('/')];
  assert.equal(one.data?.token, other.data?.token);
});

test('no such user, no such page, no such file', async () => {
  const user = await open('/?user=%3Cscript%3Ealert(1)%3C/script%3E');
  assert.equal(user.status, 404);
  assert.match(user.text, /no active user &lt;script&gt;/);
  assert.equal(user.data, null);
  assert.equal((await open('/lightning/page/nowhere')).status, 404);
  assert.equal((await open('/lightning/n/nowhere')).status, 404);
  assert.match((await open('/lightning/o/Nothing__c/list')).text, /no object Nothing__c/);
  assert.equal((await open('/preview/nothing.js')).status, 404);
  assert.equal((await open('/preview/..%2f..%2fpackage.json')).status, 404);
});

test('the page speaks the language of the user, or the one in the address', async () => {
  const english = (await open('/')).data;
  assert.deepEqual([english?.user.language, english?.user.inAddress, english?.labels], ['en_US', '', {}]);
  const { data, text } = await open('/?user=manager@handrail.local&language=de');
  assert.deepEqual([data?.user.language, data?.user.inAddress], ['de', 'user=manager%40handrail.local&language=de']);
  assert.equal(data?.labels['handrailBookMinutes'], '{0} Minuten');
  assert.match(text, /<div id="page" lang="de">/);
  assert.match(text, /href="\/lightning\/n\/\w+\?user=manager%40handrail.local&amp;language=de"/);
  const unknown = (await open('/?language=%22%3E')).data;
  assert.deepEqual([unknown?.user.language, unknown?.user.inAddress], ['en_US', '']);
});

test('another origin’s host name gets nothing', async () => {
  const status = await new Promise((resolve, reject) => {
    request(org.url, { headers: { Host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject).end();
  });
  assert.equal(status, 403);
});

test('nothing the org holds can leave its place in the page', () => {
  const hostile = '</script><img src=x onerror=alert(1)>" \u2028';
  const html = pageHtml({
    data: {
      token: 't', apiVersion: '67.0', base: hostile, now: '2026-01-01T00:00:00Z', object: hostile, recordId: hostile, isHome: false, regions: {}, actions: [], tabComponents: [], labels: { hostile },
      user: { id: '005', username: hostile, name: hostile, timeZone: 'UTC', customPermissions: [], language: hostile, inAddress: hostile },
    },
    users: [{ username: hostile, name: hostile }],
    links: [{ label: hostile, url: hostile, isCurrent: false }],
    entry: '/preview/main.js',
    notice: hostile,
  });
  assert.ok(!html.includes('<img'));
  const json = /id="handrail-page">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  assert.equal((JSON.parse(json) as { object: string }).object, hostile);
});
