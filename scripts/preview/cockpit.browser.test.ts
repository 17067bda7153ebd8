/** The pages for RevOps and managers: definition health, pipeline review, handoff queue, dictionary. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startBrowser, type TestBrowser } from './browser.ts';
import { MANAGER, startGateOrg, TODAY, type GateOrg } from './testing/gateOrg.ts';
import { gatePage, type GatePage } from './testing/gatePage.ts';

const ADMIN = 'admin@handrail.local';
const QUALIFYING = { StageName: 'Qualification', Amount: 184_000, LeadSource: 'Partner Referral', Handrail_Discovery_Held__c: '2026-10-01' };

let gate: GateOrg;
let browser: TestBrowser;
let view: GatePage;
let dealId: string;

before(async () => {
  gate = await startGateOrg();
  browser = await startBrowser();
  view = gatePage(await browser.desktop());
  dealId = gate.deal(QUALIFYING);
  const admin = gate.org.session(ADMIN);
  const insert = (object: string, fields: Readonly<Record<string, unknown>>): void => {
    const [result] = gate.org.engine.insert(admin, object, [fields]);
    assert.ok(result?.id, JSON.stringify(result?.errors));
  };
  insert('Handrail_Sync_Run__c', { External_Id__c: 'run', Status__c: 'Done', As_Of__c: `${TODAY}T11:00:00Z`, Playbook_Version__c: '2026.4.0', Coverage_Read__c: 'rules' });
  insert('Handrail_Finding__c', {
    External_Id__c: 'OPP-PROP-03|rule-off', Code__c: 'OPP-PROP-03', Severity__c: 'critical', Tier__c: 'confirmed', Kind__c: 'rule-off', Status__c: 'Open', Object__c: 'Opportunity', Breaks_Criteria__c: 'OPP-PROP-03',
    Summary__c: 'Deals can leave <Proposal> without a procurement contact.', Expected__c: 'active', Actual__c: 'inactive', Remedies__c: 'handrail drift revert OPP-PROP-03', First_Seen_At__c: `${TODAY}T11:00:00Z`,
  });
});

after(async () => {
  await browser?.close();
  await gate?.close();
});

afterEach(() => assert.deepEqual(view.problems, []));

const urlOf = (tab: string, more = ''): string => `${gate.org.url}/lightning/n/${tab}?user=${more === 'manager' ? MANAGER : ADMIN}`;
const rows = (soql: string): readonly Record<string, unknown>[] => gate.org.engine.query(gate.org.session(ADMIN), soql).records;

describe('each page fits, and axe finds nothing', () => {
  for (const [tab, heading] of [['Handrail_Definition_Health', 'Definition health'], ['Handrail_Pipeline_Review', 'Pipeline review'], ['Handrail_Handoffs', 'Handoffs'], ['Handrail_Dictionary', 'Playbook dictionary']] as const) {
    for (const device of ['desktop', 'phone'] as const) {
      test(`${heading} (${device})`, async () => {
        const other = device === 'desktop' ? view : gatePage(await browser.phone());
        await other.page.goto(urlOf(tab));
        await other.page.getByRole('heading', { level: 2, name: heading }).waitFor();
        await other.page.waitForFunction('!document.querySelector("#page > *").shadowRoot?.querySelector("[data-id=loading]")');
        await other.assertFits();
        assert.deepEqual(await other.axeViolations(), []);
        assert.deepEqual(other.problems, []);
      });
    }
  }
});

test('a finding is recorded as known, leaves the open ones and stands with its reason', async () => {
  await view.page.goto(urlOf('Handrail_Definition_Health'));
  const page = view.page.locator('c-definition-health');
  await page.getByText('Deals can leave <Proposal> without a procurement contact.').first().waitFor();
  await page.getByRole('button', { name: 'Record…' }).click();
  const dialog = view.page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('The load of the acquired accounts runs this week.');
  await dialog.getByRole('button', { name: 'Record as known' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Recorded (1)' }).click();
  await page.getByText(/The load of the acquired accounts runs this week/).waitFor();
  assert.equal(rows('SELECT Status__c FROM Handrail_Finding__c')[0]?.['Status__c'], 'Recorded');
});

test('a next step is set in the review, the tile follows, and a link shows the view again', async () => {
  await view.page.goto(urlOf('Handrail_Pipeline_Review', 'manager'));
  const page = view.page.locator('c-pipeline-review');
  const tile = page.locator('.hr-tile[data-key="step"]');
  await tile.click();
  assert.match(await tile.innerText(), /1 deal/);
  assert.match(view.page.url(), /c__tile=step/);
  await page.getByRole('button', { name: /^Edit the next step/ }).click();
  await page.getByLabel('Next step', { exact: true }).fill('Send the order form to the CFO');
  await page.getByLabel('Next step date').fill('Nov 20, 2026');
  await page.getByLabel('Next step', { exact: true }).focus();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('No deal matches these filters').waitFor();
  assert.match(await tile.innerText(), /0 deals/);
  assert.equal(gate.read(dealId, ['NextStep'])['NextStep'], 'Send the order form to the CFO');
  await view.page.reload();
  await page.getByText('No deal matches these filters').waitFor();
});

test('a decision of the meeting is recorded and stands among the open ones', async () => {
  await view.page.goto(urlOf('Handrail_Pipeline_Review', 'manager'));
  const page = view.page.locator('c-pipeline-review');
  await page.getByRole('button', { name: 'Record a decision' }).click();
  const dialog = view.page.getByRole('dialog');
  await dialog.getByLabel('What was decided').fill('Every deal past its stage limit is called this week');
  assert.deepEqual(await view.axeViolations(), []);
  await dialog.getByRole('button', { name: 'Record', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Open decisions (1)' }).click();
  await page.getByText('Every deal past its stage limit is called this week').waitFor();
  assert.deepEqual(rows('SELECT Decision__c, Status__c, Meeting__c FROM Handrail_Decision__c').map(({ Status__c, Meeting__c }) => [Status__c, Meeting__c]), [['Open', 'Pipeline review']]);
});
