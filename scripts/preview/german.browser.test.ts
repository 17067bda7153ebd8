/** A user whose language is German: the playbook and the labels speak German; the org's own names stay as it gives them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, type TestBrowser } from './browser.ts';
import { REP, startGateOrg, type GateOrg } from './testing/gateOrg.ts';
import { gatePage, type GatePage } from './testing/gatePage.ts';

let gate: GateOrg;
let browser: TestBrowser;
let view: GatePage;
before(async () => {
  gate = await startGateOrg();
  const admin = gate.org.session('admin@handrail.local');
  const [result] = gate.org.engine.update(admin, 'User', [{ Id: gate.org.session(REP).userId, LanguageLocaleKey: 'de' }]);
  assert.equal(result?.success, true, JSON.stringify(result?.errors));
  browser = await startBrowser();
  view = gatePage(await browser.desktop());
});
after(async () => {
  await browser?.close();
  await gate?.close();
});

const QUALIFYING = { StageName: 'Qualification', Amount: 184000, LeadSource: 'Partner Referral', Handrail_Discovery_Held__c: '2026-10-01', NextStep: 'Price review with the CFO', Handrail_Next_Step_Date__c: '2026-11-06' };

for (const width of [1280, 375]) {
  test(`the panel is read in German at ${width} px`, async () => {
    await view.page.setViewportSize({ width, height: 900 });
    await view.open(gate.recordUrl(gate.deal(QUALIFYING)));
    const row = view.row('OPP-QUAL-01');
    await row.getByText('Wirtschaftlicher Entscheider benannt', { exact: true }).waitFor();
    assert.match(await row.innerText(), /Wer kann das Geld freigeben\? Diese Person in Wirtschaftlicher Entscheider auswählen\./);
    assert.match(await view.card.innerText(), /Bestätigt, dass das Problem dieses Jahr eine Lösung wert ist, und sagt, wer bezahlt/);
    assert.equal(await view.button('advance').isDisabled(), true);
    // The org answers in English: its names of fields and stages are not the playbook's to say.
    await row.getByRole('combobox', { name: 'Economic Buyer' }).waitFor();
    assert.deepEqual(await view.axeViolations(), []);
    await view.assertFits();
    assert.deepEqual(view.problems, []);
  });
}

test('the address may name another language, and one without texts is the playbook’s own', async () => {
  const url = gate.recordUrl(gate.deal(QUALIFYING));
  await view.open(`${url}&language=es`);
  await view.row('OPP-QUAL-01').getByText('¿Quién puede aprobar el dinero?').waitFor();
  await view.open(`${url}&language=fr`);
  await view.row('OPP-QUAL-01').getByText('Who can say yes to the money?').waitFor();
});
