/** What the page itself shows around the components, in a real browser. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startBrowser, type TestBrowser } from './browser.ts';
import { startGateOrg, TODAY, type GateOrg } from './testing/gateOrg.ts';
import { gatePage, type GatePage } from './testing/gatePage.ts';

const DESKTOP = { width: 1280, height: 900 };

let gate: GateOrg;
let browser: TestBrowser;
let view: GatePage;
before(async () => {
  gate = await startGateOrg();
  browser = await startBrowser();
  view = gatePage(await browser.desktop());
  gate.deal({ Name: 'Open deal', StageName: 'Qualification', Amount: 184000 });
  gate.deal({ Name: 'Lost deal', StageName: 'Closed Lost' });
  gate.deal({ Name: '100% deal_1', StageName: 'Prospecting' });
});
after(async () => {
  await browser?.close();
  await gate?.close();
});
afterEach(async () => {
  await view.page.setViewportSize(DESKTOP);
  assert.deepEqual(view.problems, []);
});

async function openList(path: string): Promise<void> {
  await view.page.goto(gate.org.url + path);
  await view.page.locator('preview-record-list [role="status"]').waitFor();
}

async function titles(expected: number): Promise<readonly string[]> {
  const links = view.page.locator('preview-record-list tbody a');
  await view.page.locator('preview-record-list [role="status"]', { hasText: new RegExp(`^${expected},`) }).waitFor();
  return (await links.allInnerTexts()).sort();
}

describe('the list of deals', () => {
  test('shows the open ones, then all, then those with a name', async () => {
    await openList('/');
    assert.deepEqual(await titles(2), ['100% deal_1', 'Open deal']);
    assert.match(await view.page.locator('tbody tr', { hasText: 'Open deal' }).innerText(), /Aldermoor Logistics\s+Qualification\s+(?:Edit Stage of Open deal\s+)?\$184,000\.00\s+Dec 18, 2026/);
    await view.page.getByRole('button', { name: 'All' }).click();
    assert.equal((await titles(3)).includes('Lost deal'), true);
    // The signs of a pattern are plain text here.
    await view.page.getByRole('searchbox').fill('0% deal_');
    assert.deepEqual(await titles(1), ['100% deal_1']);
    await view.page.getByRole('searchbox').fill('nothing like it');
    await view.page.getByText('Nothing has this in its name.').waitFor();
  });

  test('leads to the record and keeps the user who was chosen', async () => {
    await openList('/?user=manager@handrail.local');
    await view.page.getByRole('link', { name: 'Open deal' }).click();
    await view.page.getByRole('heading', { level: 1, name: 'Open deal' }).waitFor();
    assert.match(view.page.url(), /\/lightning\/r\/Opportunity\/006\w{15}\/view\?user=manager%40handrail\.local$/);
    await view.page.getByLabel('Viewed as').selectOption('rep@handrail.local');
    await view.page.waitForURL(/user=rep%40handrail\.local$/);
    await view.page.getByRole('heading', { level: 1, name: 'Open deal' }).waitFor();
  });

  for (const width of [1280, 768, 375, 320]) {
    test(`fits into ${width} px, and axe finds nothing`, async () => {
      await view.page.setViewportSize({ width, height: 812 });
      await openList('/');
      await titles(2);
      await view.assertFits();
      assert.deepEqual(await view.axeViolations(), []);
    });
  }
});

describe('tabs', () => {
  test('every tab of the project lists its records; a record shows its fields', async () => {
    const admin = gate.org.session('admin@handrail.local');
    const [finding] = gate.org.engine.insert(admin, 'Handrail_Finding__c', [{ Code__c: 'DRIFT-1', External_Id__c: 'x-1', Severity__c: 'critical', Summary__c: 'A rule was switched off', Changed_By__c: 'Ada Admin' }]);
    assert.deepEqual(finding?.errors, []);
    await openList('/');
    const tabs = await view.page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();
    assert.ok(tabs.length > 1);
    for (const tab of tabs) {
      await view.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: tab, exact: true }).click();
      await view.page.locator('nav [aria-current="page"]', { hasText: tab }).waitFor();
      // A list is called as its tab; a page of components has headings of its own.
      await view.page.locator('#page').getByRole('heading').first().waitFor();
    }
    await openList('/lightning/n/Handrail_Finding__c');
    await view.page.locator('tbody td', { hasText: 'A rule was switched off' }).waitFor();
    await view.page.locator('tbody a').first().click();
    await view.page.locator('preview-record-details [data-field="Summary__c"]', { hasText: 'A rule was switched off' }).waitFor();
    assert.equal(await view.page.locator('c-stage-gate').count(), 0);
    await view.assertFits();
    assert.deepEqual(await view.axeViolations(), []);
  });
});

describe('related lists', () => {
  test('a deal shows its contact roles and its handoff, which leads there', async () => {
    const id = gate.deal({ Name: 'Won deal', StageName: 'Negotiation/Review', Handrail_Motion__c: 'New Logo' });
    const admin = gate.org.session('admin@handrail.local');
    assert.equal(gate.org.engine.insert(admin, 'OpportunityContactRole', [{ OpportunityId: id, ContactId: gate.contactIds[0], Role: 'Decision Maker' }])[0]?.success, true);
    gate.win(id);
    await view.page.goto(gate.recordUrl(id));
    const roles = view.page.locator('preview-related-list').filter({ hasText: 'Decision Maker' });
    assert.match(await roles.innerText(), /\(1\)[\s\S]*Helena Voss/);
    await view.assertFits();
    assert.deepEqual(await view.axeViolations(), []);
    await view.page.locator('preview-related-list').getByRole('link', { name: /^HO-/ }).click();
    await view.page.locator('c-handoff-card').first().waitFor();
  });
});

describe('the details of a record', () => {
  test('a stage the org refuses says why and changes nothing', async () => {
    const id = gate.deal({ StageName: 'Qualification' });
    await view.open(gate.recordUrl(id));
    const field = view.page.locator('preview-record-details [data-field="StageName"]');
    await field.getByRole('button', { name: 'Edit Stage' }).click();
    await field.getByRole('combobox').click();
    await field.getByRole('option', { name: 'Needs Analysis' }).click();
    await field.getByRole('button', { name: 'Save' }).click();
    const message = await field.getByRole('alert').innerText();
    const enforced = gate.refusedCodes(id, { StageName: 'Needs Analysis' });
    assert.ok(enforced.length > 1);
    for (const code of enforced) {
      assert.ok(message.includes(`[${code}]`), `${code} is not in: ${message}`);
    }
    assert.equal(gate.read(id, ['StageName'])['StageName'], 'Qualification');
    assert.deepEqual(await view.axeViolations(), []);
    await field.getByRole('button', { name: 'Cancel' }).click();
    await field.getByText('Qualification').waitFor();
  });

  test('a record that is not there says so', async () => {
    await view.page.goto(gate.recordUrl('006000000zzzzzz'));
    await view.page.getByRole('heading', { name: 'There is no such record, or this user may not see it.' }).waitFor();
    assert.equal(await view.page.locator('c-stage-gate').count(), 0);
  });
});

describe('Path', () => {
  test('a stage the org refuses is refused with every reason the rules have, and nothing is written', async () => {
    const id = gate.deal({ StageName: 'Qualification' });
    await view.open(gate.recordUrl(id));
    const path = view.page.locator('preview-stage-path');
    await path.getByRole('button', { name: 'Value Proposition' }).click();
    await path.getByRole('button', { name: 'Mark as Current Stage' }).click();
    const messages = await path.getByRole('alert').locator('li').allInnerTexts();
    assert.deepEqual(messages.map((text) => text.slice(1, text.indexOf(']'))).sort(), [...gate.refusedCodes(id, { StageName: 'Value Proposition' })].sort());
    assert.equal(gate.read(id, ['StageName'])['StageName'], 'Qualification');
    await view.assertFits();
    assert.deepEqual(await view.axeViolations(), []);
  });

  test('what is complete goes through, and the card follows', async () => {
    const id = gate.deal({ StageName: 'Prospecting', LeadSource: 'Web', Handrail_Discovery_Held__c: '2026-10-01' });
    await view.open(gate.recordUrl(id));
    await view.page.getByRole('button', { name: 'Mark Stage as Complete' }).click();
    await view.card.locator('[data-id="stage"]', { hasText: 'Qualification' }).waitFor();
    assert.equal(gate.read(id, ['StageName'])['StageName'], 'Qualification');
  });

  test('the end is one of the closed stages, and a loss without a reason is refused', async () => {
    const id = gate.deal({ StageName: 'Prospecting' });
    await view.open(gate.recordUrl(id));
    const path = view.page.locator('preview-stage-path');
    await path.getByRole('button', { name: 'Closed' }).click();
    await path.getByLabel('Closed stage').selectOption('Closed Lost');
    await path.getByRole('button', { name: 'Mark as Current Stage' }).click();
    await path.getByRole('alert').getByText('[OPP-LOST-01]').waitFor();
    assert.deepEqual(await view.axeViolations(), []);
  });
});

test('time on the page is the time of the org', async () => {
  await openList('/');
  const [now, made, called, isDate, parsed] = await view.page.evaluate<[string, string, string, boolean, number]>(
    '[new Date(Date.now()).toISOString(), new Date().toISOString(), Date(), new Date() instanceof Date, new Date(2020, 0, 2, 3).getFullYear()]',
  );
  assert.equal(now.slice(0, 10), TODAY);
  assert.equal(made.slice(0, 10), TODAY);
  assert.match(called, /Nov 10 2026/);
  assert.equal(isDate, true);
  assert.equal(parsed, 2020);
});
