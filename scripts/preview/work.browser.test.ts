/** What people do together: an override asked for and granted, a deal lost, a customer handed over, a lead answered. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { startBrowser, type TestBrowser } from './browser.ts';
import { CUSTOMER_SUCCESS, MANAGER, REP, startGateOrg, type GateOrg } from './testing/gateOrg.ts';
import { gatePage, type GatePage } from './testing/gatePage.ts';

const ADMIN = 'admin@handrail.local';
const QUALIFYING = { StageName: 'Qualification', Amount: 184_000, LeadSource: 'Partner Referral', Handrail_Discovery_Held__c: '2026-10-01', NextStep: 'Price review with the CFO', Handrail_Next_Step_Date__c: '2026-11-20' };

let gate: GateOrg;
let browser: TestBrowser;
let view: GatePage;

before(async () => {
  gate = await startGateOrg();
  browser = await startBrowser();
  view = gatePage(await browser.desktop());
});

after(async () => {
  await browser?.close();
  await gate?.close();
});

afterEach(() => {
  assert.deepEqual(view.problems, []);
});

const rows = (soql: string): readonly Record<string, unknown>[] => gate.org.engine.query(gate.org.session('admin@handrail.local'), soql).records;

async function assertSound(): Promise<void> {
  await view.assertFits();
  assert.deepEqual(await view.axeViolations(), []);
}

async function chooseIn(scope: Locator, label: string | RegExp, option: string): Promise<void> {
  await scope.getByRole('combobox', { name: label }).click();
  await scope.getByRole('option', { name: option }).click();
}

async function asUser(object: string, id: string, user: string, component: string): Promise<Locator> {
  await view.page.goto(gate.urlOf(object, id, user));
  const card = view.page.locator(component);
  await card.getByRole('heading', { level: 2 }).first().waitFor();
  return card;
}

/** What a sync wrote; only the newest counts, and never a period of the past. */
function sync(results: readonly Readonly<Record<string, unknown>>[]): void {
  const stamp = { State__c: 'ok', Series__c: 'now', As_Of__c: '2026-11-10T05:00:00Z', Period_To__c: '2026-11-10' };
  const saved = gate.org.engine.insert(gate.org.session('admin@handrail.local'), 'Handrail_Metric__c', results.map((result) => ({ ...stamp, ...result })));
  assert.deepEqual(saved.flatMap(({ errors }) => errors), []);
}

describe('figures of the last sync', () => {
  before(() => sync([
    { Metric__c: 'criterion_lift', Slice__c: 'criterion=OPP-QUAL-01', Value__c: 0.513, Parts__c: JSON.stringify({ met: 136, met_won: 92, unmet: 98, unmet_won: 16, low: 0.4, high: 0.61 }) },
    { Metric__c: 'criterion_lift', Slice__c: 'criterion=OPP-QUAL-01', Series__c: 'trend', Value__c: 0.1, As_Of__c: '2026-11-10T06:00:00Z', Parts__c: JSON.stringify({ met: 10, met_won: 1, unmet: 10, unmet_won: 0 }) },
    { Metric__c: 'sla_attainment', Value__c: 0.78, Numerator__c: 780, Denominator__c: 1000 },
    { Metric__c: 'sla_attainment', Slice__c: 'owner=Rosa Rep', Value__c: 0.87, Numerator__c: 41, Denominator__c: 47 },
    { Metric__c: 'handoff_completeness', Value__c: 0.79 },
    { Metric__c: 'handoff_completeness', Slice__c: 'owner=Rosa Rep', Value__c: 0.86 },
    { Metric__c: 'loss_mix', Slice__c: 'loss_reason=Competitor;loss_stage=Qualification', Value__c: 0.625, Numerator__c: 20, Denominator__c: 32 },
    { Metric__c: 'loss_mix', Slice__c: 'loss_reason=Price;loss_stage=Qualification', Value__c: 0.375, Numerator__c: 12, Denominator__c: 32 },
  ]));
  after(() => {
    const admin = gate.org.session('admin@handrail.local');
    gate.org.engine.delete(admin, 'Handrail_Metric__c', rows('SELECT Id FROM Handrail_Metric__c').map(({ Id }) => String(Id)));
  });

  test('a criterion says how deals with and without it ended', async () => {
    await view.open(gate.recordUrl(gate.deal(QUALIFYING)));
    await view.row('OPP-QUAL-01').getByRole('button', { name: /Why it matters/ }).click();
    const evidence = await view.row('OPP-QUAL-01').locator('[data-id="evidence"]').innerText();
    assert.equal(evidence, 'Evidence: deals that met it were won in 68% of cases, deals that did not in 16% (n = 234, closed in the year to Nov 9, 2026).');
    await assertSound();
  });

  test('a loss is written beside those of its stage, and the budget of its reason', async () => {
    await view.open(gate.recordUrl(gate.deal({ ...QUALIFYING, OwnerId: rows(`SELECT Id FROM User WHERE Username = '${REP}'`)[0]?.['Id'] })));
    await view.page.getByRole('button', { name: 'Mark as Closed Lost' }).click();
    const dialog = view.page.getByRole('dialog');
    await dialog.getByText('Losses at this stage, last four quarters (n = 32)').waitFor();
    assert.deepEqual(await Promise.all((await dialog.locator('[data-id="losses"] svg').all()).map((bar) => bar.getAttribute('aria-label'))), ['Competitor: 20 of 32', 'Price: 12 of 32']);
    await dialog.getByRole('radio', { name: 'Other' }).check();
    await dialog.getByText(/“Other” is meant for at most 10% of an owner’s losses in a quarter\. This quarter: 0 of \d+\./).waitFor();
    await assertSound();
    await view.page.setViewportSize({ width: 375, height: 812 });
    await assertSound();
    await view.page.setViewportSize({ width: 1280, height: 900 });
  });

  test('the lead’s clock says how its viewer answers, the handoff how its sender hands over and whom to call', async () => {
    const [lead] = gate.org.engine.insert(gate.org.session(REP), 'Lead', [{ LastName: 'Okafor', Company: 'Colbrook Dairies', Email: 'o@colbrook.example', LeadSource: 'Web', Handrail_Request__c: 'Demo' }]);
    const clock = await asUser('Lead', String(lead?.id), REP, 'c-lead-clock');
    await clock.getByText('41 of 47 in time').waitFor();
    await clock.getByText('Team 78%').waitFor();
    await assertSound();
    const id = gate.deal({ ...QUALIFYING, OwnerId: rows(`SELECT Id FROM User WHERE Username = '${REP}'`)[0]?.['Id'], StageName: 'Negotiation/Review', Handrail_Motion__c: 'New Logo', Handrail_Champion__c: gate.contactIds[0] });
    gate.win(id);
    const card = await asUser('Handrail_Handoff__c', String(rows(`SELECT Id FROM Handrail_Handoff__c WHERE Opportunity__c = '${id}'`)[0]?.['Id']), CUSTOMER_SUCCESS, 'c-handoff-card');
    await card.locator('[data-metric="handoff_completeness"]', { hasText: /86%\s*79%/ }).waitFor();
    await card.locator('[data-id="call-first"]', { hasText: 'Helena Voss' }).waitFor();
    await assertSound();
    await view.page.setViewportSize({ width: 375, height: 812 });
    await assertSound();
    await view.page.setViewportSize({ width: 1280, height: 900 });
  });
});

describe('an override', () => {
  test('is asked for, granted by somebody else, and lets the deal advance', async () => {
    const id = gate.deal(QUALIFYING);
    await view.open(gate.recordUrl(id));
    assert.equal(await view.button('advance').isDisabled(), true);
    await view.card.getByRole('button', { name: 'Request an override' }).click();
    const form = view.page.locator('c-override-request');
    await form.getByLabel('What you cannot get, and why').fill('The buyer names the person who signs in December.');
    await chooseIn(form, 'Approver', 'Mira Manager');
    await assertSound();
    await form.getByRole('button', { name: 'Send request' }).click();
    await form.getByText(/Override asked of Mira Manager/).waitFor();
    assert.equal(await form.getByRole('button', { name: 'Grant' }).count(), 0, 'nobody decides a request of their own');
    assert.equal(await view.button('advance').isDisabled(), true);

    await view.open(gate.recordUrl(id, MANAGER));
    await form.getByText('The buyer names the person who signs in December.').waitFor();
    await form.getByRole('button', { name: 'Grant' }).click();
    await form.getByText(/Override until Nov 24, 2026 by Mira Manager: Economic buyer named/).waitFor();
    await assertSound();

    await view.open(gate.recordUrl(id));
    assert.equal(await view.state('OPP-QUAL-01'), 'Override');
    await view.button('advance').click();
    await view.card.locator('[data-id="stage"]', { hasText: 'Needs Analysis' }).waitFor();
    assert.equal(gate.read(id, ['StageName'])['StageName'], 'Needs Analysis');
  });

  test('a day beyond what the playbook allows is refused at its field, and nothing is lost', async () => {
    const id = gate.deal(QUALIFYING);
    await view.open(gate.recordUrl(id));
    await view.card.getByRole('button', { name: 'Request an override' }).click();
    const form = view.page.locator('c-override-request');
    await form.getByLabel('What you cannot get, and why').fill('The buyer names the person who signs in December.');
    await chooseIn(form, 'Approver', 'Mira Manager');
    await form.getByLabel('Ends on').fill('Dec 31, 2026');
    await form.getByLabel('Ends on').blur();
    await form.getByRole('button', { name: 'Send request' }).click();
    await form.getByRole('alert').filter({ hasText: '14 days at most' }).waitFor();
    assert.equal(await form.getByLabel('What you cannot get, and why').inputValue(), 'The buyer names the person who signs in December.');
    assert.deepEqual(rows(`SELECT Id FROM Handrail_Override__c WHERE Opportunity__c = '${id}'`), []);
  });
});

describe('a lost deal', () => {
  for (const device of ['desktop', 'phone'] as const) {
    test(`says why, and is closed in one save (${device})`, async () => {
      const other = device === 'desktop' ? view : gatePage(await browser.phone());
      const id = gate.deal(QUALIFYING);
      await other.open(gate.recordUrl(id));
      await other.page.getByRole('button', { name: 'Mark as Closed Lost' }).click();
      const dialog = other.page.getByRole('dialog');
      await dialog.getByText('What decided it?').waitFor();
      const submit = dialog.getByRole('button', { name: 'Mark as Closed Lost' });
      assert.equal(await submit.isDisabled(), true);
      await dialog.getByRole('radio', { name: 'Competitor' }).check();
      await chooseIn(dialog, 'More precisely', 'lower price');
      await other.assertFits();
      assert.deepEqual(await other.axeViolations(), []);
      assert.equal(await submit.isDisabled(), true, 'who won is still open');
      await chooseIn(dialog, 'Competitor', 'Kestrel');
      await submit.click();
      await dialog.waitFor({ state: 'detached' });
      const { StageName, Handrail_Loss_Reason__c, Handrail_Loss_Detail__c, Handrail_Competitor__c } = gate.read(id, ['StageName', 'Handrail_Loss_Reason__c', 'Handrail_Loss_Detail__c', 'Handrail_Competitor__c']);
      assert.deepEqual([StageName, Handrail_Loss_Reason__c, Handrail_Loss_Detail__c, Handrail_Competitor__c], ['Closed Lost', 'Competitor', 'Competitor: lower price', 'Kestrel']);
      assert.deepEqual(other.problems, []);
    });
  }
});

describe('a handoff', () => {
  test('opens with the signature, is sent back, completed, sent again and accepted', async () => {
    const [cs] = rows(`SELECT Id FROM User WHERE Username = '${CUSTOMER_SUCCESS}'`);
    const [rep] = rows(`SELECT Id FROM User WHERE Username = '${REP}'`);
    const id = gate.deal({ ...QUALIFYING, OwnerId: rep?.['Id'], StageName: 'Negotiation/Review', Handrail_Motion__c: 'New Logo', Handrail_Kickoff_Owner__c: cs?.['Id'], Handrail_Pain__c: 'Two spoiled loads in June cost 71,000.' });
    gate.win(id);
    const handoff = String(rows(`SELECT Id FROM Handrail_Handoff__c WHERE Opportunity__c = '${id}'`)[0]?.['Id']);

    let card = await asUser('Handrail_Handoff__c', handoff, CUSTOMER_SUCCESS, 'c-handoff-card');
    await card.getByText('Waiting for you to accept').waitFor();
    assert.equal(await card.locator('[data-item="Handrail_Pain__c"]').getAttribute('data-state'), 'met');
    assert.equal(await card.locator('[data-item="Handrail_Champion__c"]').getAttribute('data-state'), 'open');
    await assertSound();
    await card.getByRole('button', { name: 'Send back…' }).click();
    await card.locator('c-handrail-send-back [role="combobox"]:focus').waitFor();
    await card.getByRole('button', { name: 'Cancel' }).click();
    await card.locator('[data-id="reject"] button:focus').waitFor();
    await card.getByRole('button', { name: 'Send back…' }).click();
    await chooseIn(card, 'Reason', 'Contacts wrong');
    await card.getByLabel('What you need').fill('Whom do we call on the first day?');
    await assertSound();
    await card.getByRole('button', { name: 'Send back', exact: true }).click();
    await card.getByText('Sent back to Rosa Rep').waitFor();

    card = await asUser('Handrail_Handoff__c', handoff, REP, 'c-handoff-card');
    await card.getByText('Whom do we call on the first day?').waitFor();
    await chooseIn(card, 'Champion', 'Helena Voss, CFO');
    await card.getByRole('button', { name: 'Save', exact: true }).click();
    await card.locator('[data-item="Handrail_Champion__c"][data-state="met"]').waitFor();
    await card.getByRole('button', { name: 'Send again' }).click();
    await card.getByText('Waiting for Cleo Success').waitFor();

    card = await asUser('Handrail_Handoff__c', handoff, CUSTOMER_SUCCESS, 'c-handoff-card');
    await card.getByRole('button', { name: 'Accept handoff' }).click();
    await card.getByText(/Accepted by Cleo Success/).waitFor();
    await assertSound();
    const [saved] = rows(`SELECT Status__c, OwnerId, Rejected_At__c, Resent_At__c, Accepted_At__c FROM Handrail_Handoff__c WHERE Id = '${handoff}'`);
    assert.deepEqual([saved?.['Status__c'], saved?.['OwnerId']], ['Accepted', cs?.['Id']]);
    assert.ok(saved?.['Rejected_At__c'] && saved['Resent_At__c'] && saved['Accepted_At__c']);
  });
});

describe('a lead', () => {
  test('its clock runs, is met by an answer, and qualification is fixed in place', async () => {
    const [created] = gate.org.engine.insert(gate.org.session(REP), 'Lead', [{ LastName: 'Ferrante', FirstName: 'Nadia', Company: 'Colbrook Dairies', Email: 'n@colbrook.example', Phone: '+1 515 555 0182', LeadSource: 'Web', Handrail_Request__c: 'Demo' }]);
    const id = String(created?.id);
    const clock = await asUser('Lead', id, REP, 'c-lead-clock');
    await clock.getByText('On time').waitFor();
    assert.match((await clock.locator('c-handrail-clock-ring [role="img"]').getAttribute('aria-label')) ?? '', /^\d:\d\d left of 5:00$/);
    await assertSound();
    await view.page.setViewportSize({ width: 375, height: 812 });
    await assertSound();
    await view.page.setViewportSize({ width: 1280, height: 900 });
    await clock.getByRole('button', { name: 'I have answered' }).click();
    await clock.getByText('Answered', { exact: true }).waitFor();

    const gateCard = view.page.locator('c-lead-gate');
    const accept = gateCard.getByRole('button', { name: 'Accept as SQL' });
    assert.equal(await accept.isDisabled(), true);
    await gateCard.getByLabel('Need in Their Words').fill('No temperature per trailer in the summer peak');
    await chooseIn(gateCard, 'Timeframe', 'This quarter');
    await accept.click();
    await gateCard.getByText('Accepted. Convert comes next.').waitFor();
    await assertSound();
    const [lead] = rows(`SELECT Handrail_Sales_Decision__c, Handrail_SQL_At__c, Handrail_First_Response_At__c FROM Lead WHERE Id = '${id}'`);
    assert.equal(lead?.['Handrail_Sales_Decision__c'], 'Accepted');
    assert.ok(lead['Handrail_SQL_At__c'] && lead['Handrail_First_Response_At__c']);
  });
});

describe('at both widths', () => {
  const WIDTHS = [[1280, 900], [375, 812]] as const;
  let handoff: string;
  before(() => {
    const [rep] = rows(`SELECT Id FROM User WHERE Username = '${REP}'`);
    const [cs] = rows(`SELECT Id FROM User WHERE Username = '${CUSTOMER_SUCCESS}'`);
    const id = gate.deal({ ...QUALIFYING, OwnerId: rep?.['Id'], StageName: 'Negotiation/Review', Handrail_Motion__c: 'New Logo', Handrail_Kickoff_Owner__c: cs?.['Id'] });
    gate.win(id);
    handoff = String(rows(`SELECT Id FROM Handrail_Handoff__c WHERE Opportunity__c = '${id}'`)[0]?.['Id']);
    const [lead] = gate.org.engine.insert(gate.org.session(REP), 'Lead', [{ LastName: 'Okafor', Company: 'Wexcombe Foods', Email: 'o@wexcombe.example' }]);
    const saved = gate.org.engine.insert(gate.org.session(ADMIN), 'Handrail_Late_Lead__c', [{ Lead__c: lead?.id, External_Id__c: 'okafor', Escalation__c: "Lead answered (S2), 200 % of the target: the owner's manager", Escalated_At__c: '2026-11-10T14:00:00Z', Escalated_To__c: 'Manager' }]);
    assert.deepEqual(saved.flatMap(({ errors }) => errors), []);
  });

  const places: readonly (readonly [name: string, url: () => string, shown: () => Locator])[] = [
    ['the account', () => gate.urlOf('Account', gate.accountId, REP), () => view.page.getByRole('heading', { name: 'Aldermoor Logistics' }).first()],
    ['a handoff, the wide card', () => gate.urlOf('Handrail_Handoff__c', handoff, CUSTOMER_SUCCESS), () => view.page.getByText('Waiting for you to accept').first()],
    ['the tab Late Leads', () => `${gate.org.url}/lightning/n/Handrail_Late_Lead__c?user=${ADMIN}`, () => view.page.locator('preview-record-list tbody a').first()],
  ];
  for (const [name, url, shown] of places) {
    for (const [width, height] of WIDTHS) {
      test(`${name} fits into ${width} px, and axe finds nothing`, async () => {
        await view.page.setViewportSize({ width, height });
        await view.page.goto(url());
        await shown().waitFor();
        await view.page.waitForLoadState('networkidle');
        await assertSound();
      });
    }
  }
});
