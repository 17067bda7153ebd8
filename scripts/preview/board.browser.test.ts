/** The stage moved from a list: on the board with the mouse and the keys, and in place. The org says the same as everywhere else. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { startBrowser, type TestBrowser } from './browser.ts';
import { REP, startGateOrg, type GateOrg } from './testing/gateOrg.ts';
import { gatePage, type GatePage } from './testing/gatePage.ts';

const DESKTOP = { width: 1280, height: 900 };
/** Ready for Needs Analysis once the economic buyer is named. */
const QUALIFYING = { StageName: 'Qualification', Amount: 184_000, LeadSource: 'Partner Referral', Handrail_Discovery_Held__c: '2026-10-01', NextStep: 'Price review with the CFO', Handrail_Next_Step_Date__c: '2026-11-20', Handrail_Motion__c: 'New Logo' };

let gate: GateOrg;
let browser: TestBrowser;
let view: GatePage;
let refused: string;
let ready: string;

before(async () => {
  gate = await startGateOrg();
  browser = await startBrowser();
  view = gatePage(await browser.desktop());
});

after(async () => {
  await browser?.close();
  await gate?.close();
});

beforeEach(async () => {
  const admin = gate.org.session('admin@handrail.local');
  const before = gate.org.engine.query(admin, 'SELECT Id FROM Opportunity').records.map((row) => String(row['Id']));
  if (before.length > 0) gate.org.engine.delete(admin, 'Opportunity', before);
  refused = gate.deal({ ...QUALIFYING, Name: 'Not ready' });
  ready = gate.deal({ ...QUALIFYING, Name: 'Ready', Handrail_Economic_Buyer__c: gate.contactIds[0] });
  await view.page.goto(`${gate.org.url}/`);
  await view.page.locator('preview-record-list tbody').waitFor();
});

afterEach(async () => {
  await view.page.setViewportSize(DESKTOP);
  assert.deepEqual(view.problems, []);
});

const card = (id: string): Locator => view.page.locator(`preview-stage-board li[data-id="${id}"]`);
const column = (stage: string): Locator => view.page.locator(`preview-stage-board section[data-stage="${stage}"]`);
const inColumn = (stage: string, id: string): Locator => column(stage).locator(`li[data-id="${id}"]`);
const alert = (): Locator => view.page.locator('[data-id="refused"]');
const stageOf = (id: string): unknown => gate.read(id, ['StageName'])['StageName'];
const codesIn = (text: string): string[] => [...text.matchAll(/\[([A-Z]+-[A-Z]+-\d+)\]/g)].map(([, code]) => code ?? '').sort();

async function openBoard(): Promise<void> {
  await view.page.getByRole('button', { name: 'Board' }).click();
  await view.page.locator('preview-stage-board').waitFor();
}

/** What REST answers to the same save, and what the panel of the record lists as open. */
async function codesElsewhere(id: string, stage: string): Promise<{ readonly rest: readonly string[]; readonly panel: readonly string[] }> {
  const response = await fetch(`${gate.org.url}/services/data/v67.0/sobjects/Opportunity/${id}`, { method: 'PATCH', headers: { Authorization: `Bearer ${gate.org.login(REP)}`, 'Content-Type': 'application/json' }, body: JSON.stringify({ StageName: stage }) });
  assert.equal(response.status, 400);
  const rest = codesIn(((await response.json()) as { message: string }[]).map(({ message }) => message).join(' '));
  await view.open(gate.recordUrl(id));
  return { rest, panel: await view.openCodes() };
}

describe('the board', () => {
  test('a deal dragged to the next stage is saved there', async () => {
    await openBoard();
    await card(ready).dragTo(column('Needs Analysis'));
    await inColumn('Needs Analysis', ready).waitFor();
    assert.equal(stageOf(ready), 'Needs Analysis');
    assert.equal(await alert().count(), 0);
  });

  test('a deal that is not ready stays, with the codes that REST and the panel give', async () => {
    await openBoard();
    await card(refused).dragTo(column('Needs Analysis'));
    const dragged = codesIn(await alert().innerText());
    await inColumn('Qualification', refused).waitFor();
    assert.equal(stageOf(refused), 'Qualification');
    assert.deepEqual(await view.axeViolations(), []);
    const { rest, panel } = await codesElsewhere(refused, 'Needs Analysis');
    assert.ok(rest.length > 0);
    assert.deepEqual([dragged, [...panel]], [rest, rest]);
  });

  test('with the keys: picked up, carried, put down; Escape puts it back', async () => {
    await openBoard();
    const handle = card(ready).getByRole('button', { name: 'Move Ready, now in Qualification' });
    await handle.focus();
    await view.page.keyboard.press('Enter');
    await view.page.keyboard.press('ArrowRight');
    await view.page.keyboard.press('Escape');
    assert.equal(stageOf(ready), 'Qualification');
    await view.page.keyboard.press('Enter');
    await view.page.keyboard.press('ArrowRight');
    await view.page.locator('preview-stage-board [aria-live]', { hasText: 'Needs Analysis' }).waitFor({ state: 'attached' });
    await view.page.keyboard.press('Enter');
    await inColumn('Needs Analysis', ready).waitFor();
    assert.equal(stageOf(ready), 'Needs Analysis');
    await inColumn('Needs Analysis', ready).locator('button:focus').waitFor();
  });

  test('skipping to the end is refused with the reasons of every stage between', async () => {
    await openBoard();
    await card(refused).dragTo(column('Proposal/Price Quote'));
    const dragged = codesIn(await alert().innerText());
    assert.deepEqual(dragged, [...gate.refusedCodes(refused, { StageName: 'Proposal/Price Quote' })].sort());
    assert.ok(dragged.some((code) => code.startsWith('OPP-NEED')) && dragged.some((code) => code.startsWith('OPP-PERC')), dragged.join(', '));
  });

  for (const width of [1280, 375]) {
    test(`fits into ${width} px, and axe finds nothing`, async () => {
      await view.page.setViewportSize({ width, height: 812 });
      await openBoard();
      await view.assertFits();
      assert.deepEqual(await view.axeViolations(), []);
    });
  }
});

describe('a stage changed in the list', () => {
  const cell = (name: string): Locator => view.page.locator('tbody tr', { hasText: name }).locator('[data-field="StageName"]');

  async function change(name: string, stage: string): Promise<void> {
    await cell(name).getByRole('button', { name: `Edit Stage of ${name}` }).click();
    await cell(name).getByRole('combobox').click();
    await cell(name).getByRole('option', { name: stage }).click();
    await cell(name).getByRole('button', { name: 'Save' }).click();
  }

  test('is saved in place', async () => {
    await change('Ready', 'Needs Analysis');
    await cell('Ready').locator('.value', { hasText: 'Needs Analysis' }).waitFor();
    await cell('Ready').getByRole('button', { name: 'Edit Stage of Ready' }).waitFor();
    assert.equal(stageOf(ready), 'Needs Analysis');
  });

  test('is refused with the same codes, and what was chosen stands until it is given up', async () => {
    await change('Not ready', 'Needs Analysis');
    const said = codesIn(await alert().innerText());
    assert.deepEqual(said, [...gate.refusedCodes(refused, { StageName: 'Needs Analysis' })].sort());
    assert.equal(stageOf(refused), 'Qualification');
    assert.deepEqual(await view.axeViolations(), []);
    await cell('Not ready').getByRole('button', { name: 'Cancel' }).click();
    await cell('Not ready').locator('.value', { hasText: 'Qualification' }).waitFor();
  });
});
