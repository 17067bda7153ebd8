/** The page against an org that is not in this process: logged in with the real Salesforce CLI, shown in a real browser. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connectionTo } from '../../../org/testing/connectionTo.ts';
import { startRemotePage } from '../../../preview/index.ts';
import { startBrowser, type TestBrowser } from '../../../preview/browser.ts';
import { REP, startGateOrg, type GateOrg } from '../../../preview/testing/gateOrg.ts';
import { gatePage, type GatePage } from '../../../preview/testing/gatePage.ts';
import { sf } from '../../salesforceCli.ts';
import { handrail, PROJECT } from '../../testing/run.ts';

const BIN = fileURLToPath(new URL('../../bin.js', import.meta.url));

interface Ready {
  readonly url: string;
  readonly username: string;
  readonly readOnly: boolean;
}

let home: string;
let gate: GateOrg;
let browser: TestBrowser;
const running: ChildProcess[] = [];

/** The command, until it says where the page is. */
async function startPage(...flags: readonly string[]): Promise<Ready> {
  const child = spawn(process.execPath, [BIN, 'org', 'page', '--target-org', 'remote', '--json', ...flags], { cwd: PROJECT, env: { ...process.env, HOME: home, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  for await (const chunk of child.stdout.setEncoding('utf8')) return JSON.parse(String(chunk)) as Ready;
  throw new Error(`The page did not start: ${said}`);
}

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'handrail-page-'));
  gate = await startGateOrg();
  browser = await startBrowser();
  const login = await sf(['org', 'login', 'access-token', '--instance-url', gate.org.url, '--no-prompt', '--alias', 'remote'], { env: { HOME: home, SF_ACCESS_TOKEN: gate.org.login(REP) } });
  assert.equal(login.exitCode, 0, login.stderr);
});

after(async () => {
  running.forEach((child) => child.kill('SIGTERM'));
  await browser?.close();
  await gate?.close();
  await rm(home, { recursive: true, force: true });
});

const recordUrl = ({ url }: Ready, id: string): string => `${url}lightning/r/Opportunity/${id}/view`;

async function openDeal(ready: Ready, id: string): Promise<GatePage> {
  const view = gatePage(await browser.desktop());
  await view.open(recordUrl(ready, id));
  return view;
}

const discovery = (view: GatePage): ReturnType<GatePage['card']['getByLabel']> => view.card.getByLabel('Discovery Held On');
const writtenOf = (id: string): unknown => gate.read(id, ['NextStep'])['NextStep'];

describe('a page that only reads', () => {
  let ready: Ready;
  let id: string;
  before(async () => {
    ready = await startPage();
    id = gate.deal({ StageName: 'Qualification', NextStep: 'Before' });
  });

  test('shows the deal as the org has it, as the user who is logged in; nobody can be chosen', async () => {
    assert.deepEqual([ready.username, ready.readOnly], [REP, true]);
    const view = await openDeal(ready, id);
    assert.deepEqual(await view.openCodes(), [...gate.refusedCodes(id, { StageName: 'Needs Analysis' })].sort());
    await view.page.getByText('This page only reads; nothing can be saved.').waitFor();
    assert.equal(await view.page.locator('#user').count(), 0);
    await view.page.getByRole('link', { name: 'Handoffs' }).click();
    await view.page.getByRole('heading', { level: 1, name: 'Handoffs' }).waitFor();
    await view.assertFits();
    assert.deepEqual(await view.axeViolations(), []);
    assert.deepEqual(view.problems, []);
    await view.page.close();
  });

  test('a save is refused here and says so; the org is not asked', async () => {
    const view = await openDeal(ready, id);
    await discovery(view).fill('Nov 2, 2026');
    await discovery(view).blur();
    await view.button('save').click();
    await view.card.getByText('Nothing was saved: this page only reads the org.').first().waitFor();
    assert.equal(writtenOf(id), 'Before');
    await view.page.close();
  });

  test('the session never comes to the browser', async () => {
    const session = gate.org.login(REP);
    const view = gatePage(await browser.desktop());
    const texts: Promise<string>[] = [];
    view.page.on('response', (response) => texts.push(response.text().catch(() => '')));
    await view.open(recordUrl(ready, id));
    await view.page.close();
    const all = (await Promise.all(texts)).join('\n');
    assert.ok(all.includes('StageName'), 'answers of the org were read');
    assert.ok(!/00D\w{12,15}![.\w]+/.test(all));
    assert.ok(session.startsWith('00D'));
  });

  const at = (path: string): string => new URL(path, ready.url).href;
  const key = (): string => new URL(ready.url).pathname.split('/')[1] ?? '';
  const api = async (path: string, init: RequestInit = {}): Promise<number> => (await fetch(at(path), { ...init, headers: { Authorization: `Bearer ${key()}`, 'Content-Type': 'application/json' } })).status;

  test('without the key there is no page and no answer', async () => {
    assert.equal((await fetch(at('/'))).status, 404);
    assert.equal((await fetch(at(`/${'x'.repeat(key().length)}/`))).status, 404);
    for (const headers of [{}, { Authorization: 'Bearer x' }]) assert.equal((await fetch(at(`/services/data/v67.0/ui-api/object-info/Opportunity`), { headers })).status, 401);
    assert.equal(await api('/services/data/v67.0/ui-api/object-info/Opportunity'), 200);
  });

  test('of the org only the UI API and queries are reached', async () => {
    for (const path of ['/services/data/v67.0/query?q=SELECT+Id+FROM+User', '/services/data/v67.0/tooling/query?q=SELECT+Id+FROM+ApexClass', '/services/oauth2/userinfo', '/services/data/v67.0/ui-api/../query?q=SELECT+Id+FROM+User', '/services/data/v67.0/ui-api/..%2fquery']) assert.equal(await api(path), 404, path);
    const graphql = (query: string): Promise<number> => api('/services/data/v67.0/graphql', { method: 'POST', body: JSON.stringify({ query }) });
    assert.equal(await graphql('query { uiapi { query { Account(first: 1) { edges { node { Id } } } } }'), 200);
    assert.equal(await graphql('mutation { uiapi { AccountCreate(input: { Account: { Name: "x" } }) { Record { Id } } } }'), 403);
    // Related lists are read with a body: no write.
    for (const list of [`batch/${id}`, `${id}/OpportunityContactRoles`]) assert.equal(await api(`/services/data/v67.0/ui-api/related-list-records/${list}`, { method: 'POST', body: JSON.stringify({ relatedListParameters: [] }) }), 200, list);
    for (const method of ['PATCH', 'DELETE']) assert.equal(await api(`/services/data/v67.0/ui-api/records/${id}`, { method, ...(method === 'PATCH' ? { body: '{"fields":{"NextStep":"x"}}' } : {}) }), 403);
    assert.equal(writtenOf(id), 'Before');
  });

  test('a site that resolves to this port, and one that calls it, are refused', async () => {
    const { port } = new URL(ready.url);
    const status = (headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request({ port, host: '127.0.0.1', path: new URL(ready.url).pathname, headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject).end();
      });
    assert.equal(await status({ Host: 'evil.example' }), 403);
    assert.equal(await status({ Origin: 'https://evil.example' }), 403);
    assert.equal(await status({}), 200);
  });
});

test('with --allow-writes the panel saves, and what the org refuses stands at its row', async () => {
  const ready = await startPage('--allow-writes');
  assert.equal(ready.readOnly, false);
  const id = gate.deal({ StageName: 'Qualification', Amount: 184_000, LeadSource: 'Partner Referral', Handrail_Discovery_Held__c: '2026-10-01', Handrail_Economic_Buyer__c: gate.contactIds[0], NextStep: 'Price review with the CFO', Handrail_Next_Step_Date__c: '2026-12-20', Handrail_Motion__c: 'New Logo' });
  const view = await openDeal(ready, id);
  await view.page.getByText('What is saved here is saved in this org.').waitFor();
  await view.button('advance').click();
  await view.card.locator('[data-id="stage"]', { hasText: 'Needs Analysis' }).waitFor();
  assert.equal(gate.read(id, ['StageName'])['StageName'], 'Needs Analysis');
  assert.deepEqual(view.problems, []);
  await view.page.close();
});

test('a production org is only read, whatever the flag says', async () => {
  const connection = connectionTo(gate.org, REP);
  const edition = async <T extends object>(soql: string): Promise<T[]> => (await connection.query<T>(soql)).map((row) => (soql.includes('FROM Organization') ? { ...row, OrganizationType: 'Enterprise Edition' } : row));
  const page = await startRemotePage({ org: { ...connection, query: edition }, projectDir: PROJECT, port: 0, allowWrites: true });
  try {
    assert.deepEqual([page.isProduction, page.isReadOnly], [true, true]);
    const id = gate.deal({ StageName: 'Qualification', NextStep: 'Before' });
    const response = await fetch(new URL(`/services/data/v67.0/ui-api/records/${id}`, page.url), { method: 'PATCH', headers: { Authorization: `Bearer ${new URL(page.url).pathname.split('/')[1] ?? ''}`, 'Content-Type': 'application/json' }, body: '{"fields":{"NextStep":"x"}}' });
    assert.deepEqual([response.status, writtenOf(id)], [403, 'Before']);
  } finally {
    await page.close();
  }
});

test('an org that the CLI does not know is said by name', async () => {
  const run = await handrail(['org', 'page', '--target-org', 'nowhere', '--json'], { env: { HOME: home } });
  assert.equal(run.exitCode, 1);
  assert.match(run.json<{ message: string }>().message, /knows no org "nowhere"/);
});
