/** With `gate_events` in the playbook: what the panel writes down in a real browser, and what the metrics make of it. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { handrail, PROJECT } from '../cli/testing/run.ts';
import { compilePlaybook } from '../compiler/index.ts';
import { simulatedClock } from '../local-org/index.ts';
import type { MetricResult } from '../metrics/types.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { CUSTOMER_SUCCESS, startGateOrg, TODAY, type GateOrg } from './testing/gateOrg.ts';
import { gatePage, type GatePage } from './testing/gatePage.ts';

const ADMIN = 'admin@handrail.local';
const MODULE = 'force-app/playbook/default/lwc/handrailPlaybook/';
const clock = simulatedClock(new Date(`${TODAY}T15:00:00Z`));
const MINUTE = 60_000;

let projectDir: string;
let gate: GateOrg;
let browser: TestBrowser;
let view: GatePage;

before(async () => {
  projectDir = await mkdtemp(join(tmpdir(), 'handrail-gate-events-'));
  for (const path of ['force-app/main', 'force-app/playbook', 'config/playbook', 'sfdx-project.json', 'package.json']) await cp(join(PROJECT, path), join(projectDir, path), { recursive: true });
  const file = join(projectDir, 'config/playbook/definitions.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('gate_events: false', 'gate_events: true'));
  const { playbook } = await loadPlaybook(join(projectDir, 'config/playbook'));
  assert.equal(playbook?.gateEvents, true);
  for (const { path, contents } of compilePlaybook(playbook).files.filter((compiled) => compiled.path.startsWith(MODULE))) await writeFile(join(projectDir, path), contents);
  gate = await startGateOrg({ projectDir, now: clock.now });
  browser = await startBrowser();
  view = gatePage(await browser.desktop());
});

after(async () => {
  await browser?.close();
  await gate?.close();
  await rm(projectDir, { recursive: true, force: true });
});

afterEach(() => {
  assert.deepEqual(view.problems, []);
});

const READY = (): Record<string, unknown> => ({ StageName: 'Qualification', Amount: 184_000, LeadSource: 'Partner Referral', Handrail_Discovery_Held__c: '2026-10-01', Handrail_Economic_Buyer__c: gate.contactIds[0], NextStep: 'Price review with the CFO', Handrail_Next_Step_Date__c: '2026-11-20' });
const rows = (soql: string): readonly Record<string, unknown>[] => gate.org.engine.query(gate.org.session(ADMIN), soql).records;
const eventsOf = (id: string): unknown[][] => rows(`SELECT Event__c, Object__c, From__c, To__c, Codes__c, Owner.Username FROM Handrail_Gate_Event__c WHERE Record_Id__c = '${id}' ORDER BY Name`).map(({ Event__c, Object__c, From__c, To__c, Codes__c, Owner }) => [Event__c, Object__c, From__c, To__c, Codes__c, (Owner as { Username: string }).Username]);
/** Without what was shown: the page learns of the change of somebody else when it likes. */
const savesOf = (id: string): unknown[][] => eventsOf(id).filter(([event]) => event !== 'Shown');
const MOVE = ['Opportunity', 'Qualification', 'Needs Analysis'];
const REP = 'rep@handrail.local';

/** The panel writes behind the user's back; nothing on the page says when it is done. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 150 && !isSo(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function metrics(...args: readonly string[]): Promise<MetricResult[]> {
  const run = await handrail(['metrics', '--json', '--target-org', gate.org.accessToken, '--playbook', join(projectDir, 'config/playbook'), '--metric', 'first_pass_yield', '--metric', 'block_to_fix', '--period', '2026-11', '--as-of', '2026-11-11', ...args], {
    env: { SF_ORG_INSTANCE_URL: gate.org.url, HOME: projectDir, SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true' },
  });
  assert.equal(run.exitCode, 0, run.stdout + run.stderr);
  return run.json<{ result: { metrics: MetricResult[] } }>().result.metrics;
}

test('a refused save and the one that mends it leave their events, and are counted', async () => {
  const [refused = '', smooth = ''] = [gate.deal(READY()), gate.deal(READY())];
  await view.open(gate.recordUrl(refused));
  assert.equal(await view.button('advance').isEnabled(), true);
  // Somebody clears the next step behind the page.
  assert.equal(gate.org.engine.update(gate.org.session(ADMIN), 'Opportunity', [{ Id: refused, NextStep: null }])[0]?.success, true);
  await view.button('advance').click();
  await view.card.locator('[data-id="summary"]').waitFor();
  await view.row('OPP-QUAL-02').getByRole('button', { name: /Why it matters/ }).click();
  await until(() => savesOf(refused).length === 2);
  clock.advance(6 * MINUTE);
  await view.row('OPP-QUAL-02').getByLabel('Next Step', { exact: false }).first().fill('Price review with the CFO and IT');
  await view.row('OPP-QUAL-02').getByLabel('Next Step', { exact: false }).first().press('Tab');
  await view.button('advance').click();
  await view.card.locator('[data-id="stage"]', { hasText: 'Needs Analysis' }).waitFor();
  await until(() => savesOf(refused).length === 3);
  const asked = savesOf(refused).at(-1)?.[4];
  assert.match(String(asked), /OPP-QUAL-01;OPP-QUAL-02;/);
  assert.deepEqual(savesOf(refused), [['Refused', ...MOVE, 'OPP-QUAL-02', REP], ['Guidance', ...MOVE, 'OPP-QUAL-02', REP], ['Passed', ...MOVE, asked, REP]]);

  await view.open(gate.recordUrl(smooth));
  await view.button('advance').click();
  await view.card.locator('[data-id="stage"]', { hasText: 'Needs Analysis' }).waitFor();
  await until(() => savesOf(smooth).length === 1);
  assert.deepEqual(savesOf(smooth), [['Passed', ...MOVE, asked, REP]]);

  const [yielded, fixed] = await metrics();
  assert.deepEqual([yielded?.value, yielded?.numerator, yielded?.denominator, fixed?.value], [0.5, 1, 2, 6]);
  const sliced = await metrics('--slice', 'criterion');
  const of = (id: string): number | null | undefined => sliced.find((found) => found.id === 'first_pass_yield' && found.slice['criterion'] === id)?.value;
  assert.deepEqual([of('OPP-QUAL-01'), of('OPP-QUAL-02')], [1, 0.5]);
});

test('a gate with criteria to go is noted once for a visit', async () => {
  const id = gate.deal({ ...READY(), Handrail_Economic_Buyer__c: null });
  await view.open(gate.recordUrl(id));
  await until(() => eventsOf(id).length === 1);
  await view.card.getByRole('button', { name: 'Refresh' }).first().click();
  await view.page.waitForLoadState('networkidle');
  assert.deepEqual(eventsOf(id), [['Shown', ...MOVE, 'OPP-QUAL-01', REP]]);
});

test('who may not write events notices nothing, and is asked once', async () => {
  const admin = gate.org.session(ADMIN);
  const [assignment] = rows(`SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '${CUSTOMER_SUCCESS}' AND PermissionSet.Name = 'Handrail_Rep'`);
  gate.org.engine.delete(admin, 'PermissionSetAssignment', [String(assignment?.['Id'])]);
  const id = gate.deal(READY());
  const requests = await view.requestsDuring(async () => {
    await view.open(gate.recordUrl(id, CUSTOMER_SUCCESS));
    gate.org.engine.update(admin, 'Opportunity', [{ Id: id, NextStep: null }]);
    await view.button('advance').click();
    await view.card.locator('[data-id="summary"]').waitFor();
    await view.row('OPP-QUAL-02').getByLabel('Next Step', { exact: false }).first().fill('Price review with the CFO and IT');
    await view.row('OPP-QUAL-02').getByLabel('Next Step', { exact: false }).first().press('Tab');
    await view.button('advance').click();
    await view.card.locator('[data-id="stage"]', { hasText: 'Needs Analysis' }).waitFor();
  });
  const creates = requests.filter((request) => request.method() === 'POST' && request.url().endsWith('/ui-api/records'));
  assert.equal(creates.length, 1);
  assert.equal((await creates[0]?.response())?.ok(), false);
  assert.equal(await view.page.locator('preview-toasts .toast_error').count(), 0);
  assert.deepEqual(eventsOf(id), []);
});
