/**
 * The same cases in a real browser: a bundle on the page saves each over Lightning Data Service and reads the answer with `c/handrailErrors`, as every
 * card does. And the panel shows beforehand what a record type and a segment ask.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { CAST } from '../demo/cast.ts';
import { startBrowser, type TestBrowser } from '../preview/browser.ts';
import { createPreview } from '../preview/index.ts';
import { gatePage } from '../preview/testing/gatePage.ts';
import { enforcementCases, TODAY, type EnforcementCase } from './cases.ts';
import { PROJECT, startGateWorld, type GateWorld } from './gateWorld.ts';
import { compileWithOwn, SOURCE_API, writeFiles } from './ownCriteria.ts';
import { agree, through } from './runner.ts';
import type { Verdict, WayIn } from './waysIn.ts';

const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const SAVER = `
import { LightningElement } from 'lwc';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { readErrors } from 'c/handrailErrors';
export default class Saver extends LightningElement {
    connectedCallback() {
        window.save = async (apiName, id, fields) => {
            try {
                await (id === null ? createRecord({ apiName, fields }) : updateRecord({ fields: { ...fields, Id: id } }));
                return [];
            } catch (error) {
                return readErrors(error).map(({ code, text, field }) => ({ code, text, field }));
            }
        };
    }
}`;

interface Said {
  readonly code: string | null;
  readonly text: string;
  readonly field: string | null;
}

let folder: string;
let gates: GateWorld;
let browser: TestBrowser;
let cases: readonly EnforcementCase[];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-enforcement-'));
  const lwc = 'force-app/playbook/default/lwc/saver';
  await writeFiles(folder, [
    { path: 'package.json', contents: '{}' },
    { path: 'sfdx-project.json', contents: JSON.stringify({ packageDirectories: [{ path: 'force-app/playbook', default: true }, { path: relative(folder, join(PROJECT, 'force-app/main')) }], sourceApiVersion: SOURCE_API }) },
    ...(await compileWithOwn(PROJECT)),
    { path: `${lwc}/saver.js`, contents: SAVER },
    { path: `${lwc}/saver.html`, contents: '<template>Saver</template>' },
    { path: `${lwc}/saver.js-meta.xml`, contents: `<?xml version="1.0"?><LightningComponentBundle ${XMLNS}><apiVersion>${SOURCE_API}</apiVersion></LightningComponentBundle>` },
    { path: 'force-app/playbook/default/tabs/Saver.tab-meta.xml', contents: `<?xml version="1.0"?><CustomTab ${XMLNS}><label>Saver</label><lwcComponent>saver</lwcComponent></CustomTab>` },
  ]);
  const { operations } = await createPreview({ projectDir: folder });
  gates = await startGateWorld(operations);
  cases = enforcementCases(gates.world);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await gates?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('every case, in a browser', () => {
  const messages = new Map<string, readonly Said[]>();
  let page: Page;
  before(async () => {
    page = await browser.desktop();
  });

  const inBrowser: WayIn = async (_, prepared) => {
    const user = prepared[0]?.each.user ?? '';
    await page.goto(`${gates.org.url}/lightning/n/Saver?user=${encodeURIComponent(user)}`);
    await page.getByText('Saver', { exact: true }).last().waitFor();
    const verdicts: Verdict[] = [];
    for (const { each, id, fields } of prepared) {
      const said = await page.evaluate<readonly Said[]>(`window.save(${JSON.stringify(each.object)}, ${JSON.stringify(id)}, ${JSON.stringify(fields)})`);
      messages.set(each.name, said);
      verdicts.push(said.map(({ code, text }) => code ?? assert.fail(text)).sort());
    }
    return verdicts;
  };

  test('answers with the same codes', async () => agree(cases, await through(gates, cases, inBrowser)));

  test('each message has a text without its code, at a field or at the record', () => {
    const all = [...messages.values()].flat();
    assert.ok(all.length > 50);
    assert.deepEqual(all.filter(({ text }) => text === '' || text.startsWith('[')), []);
    const fields = new Map(all.map(({ code, field }) => [code, field]));
    assert.equal(fields.get('OPP-QUAL-01'), 'Handrail_Economic_Buyer__c');
    assert.equal(fields.get('OPP-LOST-01'), 'Handrail_Loss_Reason__c');
    assert.equal(fields.get('OPP-PROS-91'), 'Amount');
    assert.equal(fields.get('OPP-REOP-01'), 'StageName');
  });
});

describe('the panel', () => {
  /** Open rows of the panel, on the day of the case. */
  async function openCodes(user: string, id: string, today: string = TODAY): Promise<readonly string[]> {
    gates.setDay(today);
    const view = gatePage(await browser.desktop());
    await view.open(`${gates.org.url}/lightning/r/Opportunity/${id}/view?user=${encodeURIComponent(user)}`);
    const codes = await view.openCodes();
    assert.deepEqual(view.problems, []);
    await view.page.context().close();
    return codes;
  }

  /** Cases of a deal that moves by one stage. */
  const moving = (name: string): { readonly user: string; readonly id: string; readonly today: string; readonly refused: readonly string[] } => {
    const found = cases.find((each) => each.name === name) ?? assert.fail(name);
    const id = gates.make('Opportunity', found.before ?? assert.fail(name));
    found.requests?.forEach((request) => gates.request(id, request));
    return { user: found.user, id, today: found.today, refused: found.refused };
  };

  for (const name of ['forward, nothing answered', 'forward, answers before', 'a record type has criteria of its own', 'a segment has criteria of its own', 'a renewal is not asked for a source', 'override requested', 'override granted', 'override granted, on its last day', 'override granted and expired', 'override withdrawn']) {
    test(`shows before the save what is open: ${name}`, async () => {
      const { user, id, today, refused } = moving(name);
      assert.deepEqual(await openCodes(user, id, today), refused);
    });
  }

  test('a deal is let go on the last day of its override, and held the day after', async () => {
    const { user, id } = moving('override granted');
    const view = gatePage(await browser.desktop());
    const wordOn = async (today: string): Promise<string | null> => {
      gates.setDay(today);
      await view.open(`${gates.org.url}/lightning/r/Opportunity/${id}/view?user=${encodeURIComponent(user)}`);
      return view.state('OPP-QUAL-01');
    };
    const last = await wordOn('2026-06-10');
    assert.equal(await view.button('advance').isEnabled(), true);
    assert.notEqual(last, 'To do');
    assert.equal(await wordOn('2026-06-11'), 'To do');
    assert.equal(await view.button('advance').isDisabled(), true);
    await view.page.context().close();
  });

  /** What the panel of a won deal says of reopening. */
  const reopening = async (user: string): Promise<{ readonly view: ReturnType<typeof gatePage>; readonly id: string; readonly says: readonly string[] }> => {
    const found = cases.find(({ name }) => name === 'a won deal is reopened')?.before ?? assert.fail();
    const id = gates.make('Opportunity', found);
    gates.setDay(TODAY);
    const view = gatePage(await browser.desktop());
    await view.open(`${gates.org.url}/lightning/r/Opportunity/${id}/view?user=${encodeURIComponent(user)}`);
    // What the org enforces arrives after the record.
    await view.page.waitForLoadState('networkidle');
    return { view, id, says: await view.card.locator('[data-id="reopening"]').allInnerTexts() };
  };
  const SAYS = 'This deal is won and handed over. Ask RevOps to reopen it, and say what changed.';

  test('a won deal says beforehand that others reopen it, and Path says the same when a representative tries', async () => {
    const { view, id, says } = await reopening(CAST.rep);
    assert.deepEqual(says, [SAYS]);
    assert.deepEqual(await view.axeViolations(), []);
    const path = view.page.locator('preview-stage-path');
    await path.getByRole('button', { name: 'Negotiation/Review' }).click();
    await path.getByRole('button', { name: 'Mark as Current Stage' }).click();
    await path.getByRole('alert').getByText(`[OPP-REOP-01] ${SAYS}`).waitFor();
    assert.equal(gates.read('Opportunity', id, ['StageName'])['StageName'], 'Closed Won');
    await view.page.context().close();
  });

  test('RevOps are told nothing, and reopen it', async () => {
    const { view, says } = await reopening(CAST.revops);
    assert.deepEqual(says, []);
    const path = view.page.locator('preview-stage-path');
    await path.getByRole('button', { name: 'Negotiation/Review' }).click();
    await path.getByRole('button', { name: 'Mark as Current Stage' }).click();
    await view.card.locator('[data-id="stage"]', { hasText: 'Negotiation/Review' }).waitFor();
    assert.deepEqual(view.problems, []);
    await view.page.context().close();
  });

  test('who bypasses is told so, and nothing is held', async () => {
    const id = gates.make('Opportunity', { Name: 'Aldermoor platform', StageName: 'Prospecting', CloseDate: '2026-09-30' });
    gates.setDay(TODAY);
    const view = gatePage(await browser.desktop());
    await view.open(`${gates.org.url}/lightning/r/Opportunity/${id}/view?user=${encodeURIComponent(CAST.revops)}`);
    await view.card.locator('[data-id="bypassed"]').waitFor();
    await view.button('advance').click();
    await view.card.locator('[data-id="stage"]', { hasText: 'Qualification' }).waitFor();
    await view.page.context().close();
  });
});
