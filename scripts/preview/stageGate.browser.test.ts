/** The stage gate in a real browser against the local org with force-app deployed. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startBrowser, type TestBrowser } from './browser.ts';
import { MANAGER, startGateOrg, type GateOrg } from './testing/gateOrg.ts';
import { gatePage, type GatePage } from './testing/gatePage.ts';

const DESKTOP = { width: 1280, height: 900 };
const PHONE_HEIGHT = 812;

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
afterEach(async () => {
  await view.page.unrouteAll({ behavior: 'ignoreErrors' });
  await view.page.setViewportSize(DESKTOP);
  assert.deepEqual(view.problems, []);
});

/** In Qualification with one criterion open by itself and one by time. */
const QUALIFYING = { StageName: 'Qualification', Amount: 184000, LeadSource: 'Partner Referral', Handrail_Discovery_Held__c: '2026-10-01', NextStep: 'Price review with the CFO', Handrail_Next_Step_Date__c: '2026-11-06' };
const writes = (requests: readonly { method(): string; url(): string }[]): readonly string[] => requests.filter((request) => request.method() !== 'GET' && !request.url().endsWith('/graphql')).map((request) => request.method());

async function choose(code: string, label: string, option: RegExp): Promise<void> {
  const row = view.row(code);
  await row.getByRole('combobox', { name: label }).click();
  await row.getByRole('option', { name: option }).click();
}

describe('what the card asks is what the org enforces', () => {
  const cases: readonly [string, string, Record<string, unknown>][] = [
    ['a new deal', 'Qualification', { StageName: 'Prospecting' }],
    ['two things open', 'Needs Analysis', QUALIFYING],
    ['an old deal with gaps in earlier gates', 'Id. Decision Makers', { StageName: 'Value Proposition', Amount: 20000 }],
    ['a forecast that the next stage does not bear out', 'Proposal/Price Quote', { StageName: 'Perception Analysis', ForecastCategoryName: 'Best Case', Handrail_Tech_Eval__c: 'Passed' }],
    ['before closing', 'Closed Won', { StageName: 'Negotiation/Review', Amount: 1000 }],
    ['a renewal', 'Qualification', { StageName: 'Prospecting', Handrail_Motion__c: 'Renewal' }],
  ];
  for (const [what, next, fields] of cases) {
    test(what, async () => {
      const id = gate.deal(fields);
      await view.open(gate.recordUrl(id));
      const category = next === 'Closed Won' ? {} : { ForecastCategoryName: gate.read(id, ['ForecastCategoryName'])['ForecastCategoryName'] };
      const enforced = gate.refusedCodes(id, { StageName: next, ...category });
      assert.ok(enforced.length > 0);
      assert.deepEqual(await view.openCodes(), [...enforced].sort());
      assert.equal(await view.button('advance').isDisabled(), true);
    });
  }
});

describe('filling in', () => {
  test('an answer turns the ring without a request; the last one opens the way', async () => {
    await view.open(gate.recordUrl(gate.deal(QUALIFYING)));
    assert.match(await view.card.locator('[data-id="reason"]').innerText(), /2 criteria to go:/);
    const lookup = view.row('OPP-QUAL-01').getByRole('combobox');
    await lookup.waitFor();
    const requests = await view.requestsDuring(async () => {
      await view.row('OPP-QUAL-02').getByLabel('Next Step Date').fill('Nov 20, 2026');
      await view.row('OPP-QUAL-02').getByLabel('Next Step Date').press('Tab');
      await choose('OPP-QUAL-01', 'Economic Buyer', /Helena Voss/);
    });
    assert.deepEqual(requests.map((request) => request.url()), []);
    assert.equal(await view.state('OPP-QUAL-02'), 'Will be met when you save');
    assert.equal(await view.state('OPP-QUAL-01'), 'Will be met when you save');
    assert.equal(await view.button('advance').isEnabled(), true);
    assert.equal(await view.button('advance').innerText(), 'Save and advance');
    assert.match(await view.card.locator('[data-id="progress-aside"]').innerText(), /\+2 when you save/);
    assert.deepEqual(await view.axeViolations(), []);
  });

  test('save and advance is one write with fields and stage', async () => {
    const id = gate.deal({ ...QUALIFYING, Handrail_Economic_Buyer__c: gate.contactIds[0] });
    await view.open(gate.recordUrl(id));
    await view.row('OPP-QUAL-02').getByLabel('Next Step Date').fill('Nov 20, 2026');
    await view.row('OPP-QUAL-02').getByLabel('Next Step Date').press('Tab');
    const requests = await view.requestsDuring(async () => {
      await view.button('advance').click();
      await view.card.locator('[data-id="stage"]', { hasText: 'Needs Analysis' }).waitFor();
    });
    assert.deepEqual(writes(requests), ['PATCH']);
    const sent = requests.find((request) => request.method() === 'PATCH')?.postDataJSON() as { fields: unknown };
    assert.deepEqual(sent.fields, { StageName: 'Needs Analysis', ForecastCategoryName: 'Pipeline', Handrail_Next_Step_Date__c: '2026-11-20' });
    const saved = gate.read(id, ['StageName', 'Handrail_Next_Step_Date__c']);
    assert.deepEqual([saved['StageName'], saved['Handrail_Next_Step_Date__c']], ['Needs Analysis', '2026-11-20']);
    await view.page.getByText('Now in Needs Analysis.').waitFor();
    assert.equal(await view.page.locator('preview-stage-path [aria-current="step"]').innerText(), 'Needs Analysis');
  });

  test('save keeps the stage and sends what was changed', async () => {
    const id = gate.deal(QUALIFYING);
    await view.open(gate.recordUrl(id));
    const nextStep = view.row('OPP-QUAL-02').getByLabel('Next Step', { exact: false }).first();
    await nextStep.fill('Send the pricing options');
    const requests = await view.requestsDuring(async () => {
      await nextStep.press('Enter');
      await view.page.getByText('Saved.').waitFor();
    });
    const sent = requests.find((request) => request.method() === 'PATCH')?.postDataJSON() as { fields: unknown };
    assert.deepEqual(sent.fields, { NextStep: 'Send the pricing options' });
    assert.equal(gate.read(id, ['StageName'])['StageName'], 'Qualification');
  });

  test('a shadow criterion never holds the deal', async () => {
    const id = gate.deal({ ...QUALIFYING, Handrail_Economic_Buyer__c: gate.contactIds[0], Handrail_Next_Step_Date__c: '2026-11-20' });
    await view.open(gate.recordUrl(id));
    assert.equal(await view.state('OPP-QUAL-03'), 'Shadow');
    assert.equal(await view.button('advance').isEnabled(), true);
    assert.match(await view.card.locator('[data-id="ready"]').innerText(), /Ready for Needs Analysis/);
    assert.deepEqual(await view.axeViolations(), []);
    await view.button('advance').click();
    await view.card.locator('[data-id="stage"]', { hasText: 'Needs Analysis' }).waitFor();
    assert.equal(gate.read(id, ['StageName'])['StageName'], 'Needs Analysis');
  });

  test('a change in the details reaches the card', async () => {
    await view.open(gate.recordUrl(gate.deal(QUALIFYING)));
    const field = view.page.locator('preview-record-details [data-field="Handrail_Next_Step_Date__c"]');
    await field.getByRole('button', { name: 'Edit Next Step Date' }).click();
    await field.getByLabel('Next Step Date').last().fill('Nov 20, 2026');
    await field.getByLabel('Next Step Date').last().press('Tab');
    await field.getByRole('button', { name: 'Save' }).click();
    await view.card.locator('[data-group="met"] [data-code="OPP-QUAL-02"]').waitFor();
    assert.deepEqual(await view.openCodes(), ['OPP-QUAL-01']);
  });

  test('a rule that was put in shadow in the org no longer holds the deal', async () => {
    const id = gate.deal(QUALIFYING);
    const admin = gate.org.session('admin@handrail.local');
    const modeOf = (): Record<string, unknown> | undefined => gate.org.engine.query(admin, "SELECT Id, DeveloperName, Enforced__c FROM Handrail_Criterion__mdt WHERE DeveloperName = 'OPP_QUAL_01'").records[0];
    const row = modeOf();
    assert.equal(row?.['Enforced__c'], true);
    gate.org.engine.writeSystemRow('Handrail_Criterion__mdt', { Id: String(row['Id']), Enforced__c: false });
    try {
      await view.open(gate.recordUrl(id));
      assert.deepEqual(await view.openCodes(), ['OPP-QUAL-02']);
      assert.equal(await view.state('OPP-QUAL-01'), 'Shadow');
    } finally {
      gate.org.engine.writeSystemRow('Handrail_Criterion__mdt', { Id: String(row['Id']), Enforced__c: true });
    }
  });
});

describe('a refused save', () => {
  const RULES = [
    { name: 'Buyer_Active', formula: 'AND(ISCHANGED(StageName), Name = &quot;Refused&quot;)', message: 'This contact left Aldermoor. Choose an active contact.', field: 'Handrail_Economic_Buyer__c' },
    { name: 'Date_Weekday', formula: 'AND(ISCHANGED(StageName), Name = &quot;Refused&quot;)', message: 'Choose a working day.', field: 'Handrail_Next_Step_Date__c' },
    { name: 'Type_Set', formula: 'AND(ISCHANGED(StageName), Name = &quot;Refused&quot;, ISPICKVAL(Type, &quot;&quot;))', message: 'Complete this field.', field: 'Type' },
    { name: 'Discount_Approval', formula: 'AND(ISCHANGED(StageName), Name = &quot;Refused&quot;)', message: 'Discounts above 15% need Deal Desk approval.' },
  ];

  before(() => gate.deployRules(RULES));

  test('shows every message at its field, keeps the entries, and puts the focus into the summary', async () => {
    const id = gate.deal({ ...QUALIFYING, Name: 'Refused' });
    await view.open(gate.recordUrl(id));
    await choose('OPP-QUAL-01', 'Economic Buyer', /Ines Carvalho/);
    await view.row('OPP-QUAL-02').getByLabel('Next Step Date').fill('Nov 21, 2026');
    await view.row('OPP-QUAL-02').getByLabel('Next Step Date').press('Tab');
    await view.button('advance').click();
    const summary = view.card.locator('[data-id="summary"]');
    await summary.waitFor();
    const text = await summary.innerText();
    assert.match(text, /Not saved\. Salesforce sent 4 messages\./);
    assert.match(text, /Record: Discounts above 15% need Deal Desk approval\./);
    assert.match(text, /Opportunity Type, a field outside this gate|Type, a field outside this gate/);
    assert.equal(await view.state('OPP-QUAL-01'), 'Refused');
    await view.row('OPP-QUAL-01').getByText('This contact left Aldermoor. Choose an active contact.').waitFor();
    await view.row('OPP-QUAL-02').getByText('Choose a working day.').waitFor();
    await view.row('Type').getByText('required by this org').waitFor();
    assert.equal(await view.card.locator('[data-id="summary"]:focus').count(), 1);
    assert.equal(gate.read(id, ['StageName'])['StageName'], 'Qualification');
    assert.equal(await view.row('OPP-QUAL-02').getByLabel('Next Step Date').inputValue(), 'Nov 21, 2026');
    assert.equal(await view.page.locator('preview-toasts .toast_error').count(), 0);
    assert.deepEqual(await view.axeViolations(), []);
    await view.assertFits();

    await summary.getByRole('button', { name: 'Next Step Date' }).click();
    await view.row('OPP-QUAL-02').locator('input:focus').waitFor();
    assert.equal(await view.row('OPP-QUAL-02').locator('lightning-input', { hasText: 'Next Step Date' }).locator('input:focus').count(), 1);
  });

  test('on a phone the summary is not behind the footer', async () => {
    const phone = gatePage(await browser.phone());
    await phone.open(gate.recordUrl(gate.deal({ ...QUALIFYING, Name: 'Refused', Handrail_Economic_Buyer__c: gate.contactIds[0], Handrail_Next_Step_Date__c: '2026-11-20' })));
    await phone.button('advance').click();
    const summary = phone.card.locator('[data-id="summary"]:focus');
    await summary.waitFor();
    const [text, footer] = await Promise.all([summary.boundingBox(), phone.card.locator('footer').boundingBox()]);
    assert.ok(text && footer);
    assert.ok(text.y >= 0 && text.y + text.height <= footer.y, `the summary ends at ${text.y + text.height}, the footer starts at ${footer.y}`);
    await phone.assertFits();
    assert.deepEqual(await phone.axeViolations(), []);
    assert.deepEqual(phone.problems, []);
    await phone.page.context().close();
  });
});

describe('other states', () => {
  test('a closed deal asks nothing', async () => {
    await view.open(gate.recordUrl(gate.deal({ StageName: 'Closed Lost' })));
    assert.match(await view.card.innerText(), /This deal is closed\. Nothing is asked\./);
    assert.deepEqual(await view.axeViolations(), []);
  });

  test('while loading the header stands and the rest is skeleton', async () => {
    const id = gate.deal(QUALIFYING);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await view.page.route('**/ui-api/records/**', async (route) => {
      await held;
      await route.continue();
    });
    await view.page.goto(gate.recordUrl(id));
    await view.card.locator('[data-id="loading"]').waitFor();
    assert.match(await view.card.innerText(), /Stage gate/);
    assert.deepEqual(await view.axeViolations(), []);
    release();
    await view.card.locator('[data-id="stage"]').waitFor();
  });

  test('an error says what failed and what still holds, and can be tried again', async () => {
    const id = gate.deal(QUALIFYING);
    await view.page.route('**/ui-api/records/**', (route) => route.fulfill({ status: 403, json: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'Request limit exceeded' }] }));
    await view.page.goto(gate.recordUrl(id));
    const error = view.card.locator('[data-id="error"]');
    await error.waitFor();
    assert.match(await error.innerText(), /“Request limit exceeded”\. The rules still apply when you save\./);
    assert.deepEqual(await view.axeViolations(), []);
    await view.page.unroute('**/ui-api/records/**');
    await error.getByRole('button', { name: 'Try again' }).click();
    await view.card.locator('[data-id="stage"]').waitFor();
  });

  test('what somebody else saved meanwhile is put beside what was typed', async () => {
    const id = gate.deal(QUALIFYING);
    await view.open(gate.recordUrl(id));
    const field = view.row('OPP-QUAL-02').getByLabel('Next Step', { exact: false }).first();
    await field.fill('Price review on site');
    const [saved] = gate.org.engine.update(gate.org.session(MANAGER), 'Opportunity', [{ Id: id, NextStep: 'Call legal' }]);
    assert.equal(saved?.success, true);
    await view.card.getByRole('button', { name: 'Refresh' }).click();
    const notice = view.card.locator('[data-id="conflict"]');
    await notice.getByText('Next Step: yours Price review on site, theirs Call legal').waitFor();
    assert.match(await notice.innerText(), /Mira Manager changed this deal \d+ seconds? ago/);
    assert.deepEqual(await view.axeViolations(), []);
    await view.assertFits();
    await notice.getByRole('button', { name: 'Take theirs' }).click();
    await notice.waitFor({ state: 'detached' });
    assert.equal(await field.inputValue(), 'Call legal');
  });

  test('markup in the org’s data stays text', async () => {
    const id = gate.deal({ ...QUALIFYING, Name: '<img src=x onerror="document.title=1">', NextStep: '<b>bold</b>' });
    await view.open(gate.recordUrl(id));
    assert.equal(await view.page.locator('img').count(), 0);
    assert.match(await view.page.locator('preview-record-page h1').innerText(), /<img src=x/);
  });
});

describe('on every width', () => {
  for (const width of [1280, 768, 375, 320]) {
    test(`nothing scrolls sideways at ${width} px, and axe finds nothing`, async () => {
      // Tall enough for the whole card: axe counts what the sticky footer happens to cover as too small to hit.
      await view.page.setViewportSize({ width, height: 2400 });
      await view.open(gate.recordUrl(gate.deal(QUALIFYING)));
      await view.assertFits();
      assert.deepEqual(await view.axeViolations(), []);
    });
  }

  test('on a phone the way on stays in view and does not cover the field in use', async () => {
    const phone = gatePage(await browser.phone());
    await phone.open(gate.recordUrl(gate.deal(QUALIFYING)));
    await phone.assertFits();
    const field = phone.row('OPP-QUAL-02').getByLabel('Next Step', { exact: false }).first();
    await field.focus();
    await field.scrollIntoViewIfNeeded();
    const [input, button] = await Promise.all([field.boundingBox(), phone.button('advance').boundingBox()]);
    assert.ok(input && button);
    assert.ok(button.y + button.height <= PHONE_HEIGHT, 'the button is below the screen');
    assert.ok(input.y + input.height <= button.y, 'the footer covers the field');
    assert.ok(button.height >= 44 && input.height >= 44, `targets of ${button.height} and ${input.height} px`);
    assert.deepEqual(await phone.axeViolations(), []);
    assert.deepEqual(phone.problems, []);
    await phone.page.context().close();
  });

  test('without colours each state still has its word', async () => {
    await view.open(gate.recordUrl(gate.deal(QUALIFYING)));
    const rings = view.card.locator('c-handrail-ring svg');
    assert.ok(await rings.count() >= 4);
    for (const ring of await rings.all()) {
      assert.notEqual(await ring.getAttribute('aria-label'), '');
    }
  });
});
