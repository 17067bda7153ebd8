/**
 * The page of meeting packs in a real browser, on what a real sync of the demo company wrote: every line of every pack is the one
 * that `handrail review` prints. The cases follow each other; the last ones change what is stored.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { compilePlaybook } from '../compiler/index.ts';
import { CAST } from '../demo/cast.ts';
import { applyPolicy } from '../drift/policy/index.ts';
import { detectDrift } from '../drift/index.ts';
import { extractSnapshot } from '../metrics/index.ts';
import { connectionTo } from '../org/testing/connectionTo.ts';
import { buildPack, gather, type Block, type Cell, type Pack, type Section } from '../review/index.ts';
import { scanRecords } from '../scan/index.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { gatePage, type GatePage } from './testing/gatePage.ts';
import { startHealthOrg, type HealthOrg } from './testing/healthOrg.ts';

const TAB = 'Handrail_Meeting_Pack';
const NO_POLICY = { accepted: [], ignored: [] };
const HOSTILE = '<img src=x onerror=alert(1)> Date the overdue deals';

let health: HealthOrg;
let browser: TestBrowser;
let view: GatePage;

before(async () => {
  health = await startHealthOrg();
  browser = await startBrowser();
  view = gatePage(await browser.desktop());
});

after(async () => {
  await browser?.close();
  await health?.close();
});

afterEach(() => assert.deepEqual(view.problems, []));

const data = (id: string, scope?: Locator): Locator => (scope ?? view.page.locator('body')).locator(`[data-id="${id}"]`);

async function open(query = '', page: GatePage = view, user: string = CAST.revops): Promise<void> {
  await page.page.goto(`${health.url(TAB, user)}${query}`);
  await page.page.locator('[data-id="content"], [data-id="empty"], [data-id="error"], [data-id="forbidden"]').first().waitFor();
}

/** Long tables show their first rows until somebody asks for all. */
async function unfold(): Promise<void> {
  const folded = view.page.locator('[data-id="fold"][aria-expanded="false"]');
  while ((await folded.count()) > 0) await folded.first().click();
}

async function assertSound(page: GatePage = view): Promise<void> {
  await page.assertFits();
  assert.deepEqual(await page.axeViolations(), []);
}

/** What a section says, line by line, as people read it. */
const cellText = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.name);
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

function printed(blocks: readonly Block[]): unknown[] {
  return blocks.flatMap((block): unknown[] => {
    if (block.kind === 'note') return block.list === 'new_decisions' ? [] : [[tidy(`${block.text} ${block.command ?? ''}`)]];
    if (block.kind === 'list') return block.rows.length === 0 ? [[block.empty]] : block.rows.map((row) => row.map(cellText).map(tidy));
    return block.lines.map(({ label, value, change, countedFrom, note, records, recordsInAll }) => [label, value, change ?? '', countedFrom, note ?? '', ...records.map(({ name }) => name), ...(recordsInAll > records.length && records.length > 0 ? [`and ${recordsInAll - records.length} more`] : [])].map(tidy));
  });
}

/** Texts, through the roots of links. */
async function wordsOf(parts: Locator): Promise<string[]> {
  return Promise.all((await parts.all()).map(async (part) => tidy(((await part.locator('a').count()) > 0 ? await part.locator('a').textContent() : await part.textContent()) ?? '')));
}

/** The same, read from the page. */
async function shown(section: string): Promise<unknown[]> {
  const blocks = await view.page.locator(`[data-section="${section}"] c-handrail-pack-block`).all();
  const found = await Promise.all(blocks.map(async (block): Promise<unknown[]> => {
    if ((await data('note', block).count()) > 0) return [[tidy((await data('note', block).textContent()) ?? '')]];
    if ((await data('none', block).count()) > 0) return [[tidy((await data('none', block).textContent()) ?? '')]];
    const numbers = await block.locator('tr[data-metric]').all();
    if (numbers.length > 0) {
      return Promise.all(numbers.map(async (row) => {
        const one = async (id: string): Promise<string> => ((await data(id, row).count()) > 0 ? tidy((await data(id, row).first().textContent()) ?? '') : '');
        const value = tidy(((await data('value', row).textContent()) ?? '').split(', How ')[0] ?? '');
        return [await one('label'), value, await one('change'), await one('counted'), await one('remark'), ...(await wordsOf(data('records', row).locator('.hr-record')))];
      }));
    }
    const rows = await block.locator('tbody tr').all();
    return Promise.all(rows.map((row) => wordsOf(row.locator('td'))));
  }));
  return found.flat();
}

test('before the first sync it says what to run', async () => {
  await open();
  await data('empty').getByText('npx handrail sync', { exact: false }).waitFor();
  await assertSound();
});

describe('after a sync', () => {
  before(async () => {
    const [saved] = health.org.engine.insert(health.org.session(CAST.revops), 'Handrail_Decision__c', [{ Decision__c: HOSTILE, Meeting__c: 'weekly-pipeline', Decided_On__c: '2026-05-25', Due_On__c: '2026-05-29', Status__c: 'Open' }]);
    assert.ok(saved?.success, JSON.stringify(saved));
    const { failures } = await health.synced();
    assert.deepEqual(failures, []);
  });

  test('every line of every pack is the one that review prints', async () => {
    const connection = connectionTo(health.org);
    const { playbook } = health;
    const asOf = String(health.rows('SELECT As_Of__c FROM Handrail_Pack__c LIMIT 1')[0]?.['As_Of__c']);
    const snapshot = await mkdtemp(join(tmpdir(), 'handrail-packs-page-'));
    try {
      await extractSnapshot(connection, playbook, { out: snapshot });
      const drift = applyPolicy(await detectDrift(connection, playbook, compilePlaybook(playbook).files, {}), NO_POLICY, asOf.slice(0, 10));
      const scan = await scanRecords(connection, playbook, { asOf: new Date(asOf) });
      for (const meeting of playbook.cadences) {
        const pack: Pack = buildPack(await gather({ playbook, meeting, connection, org: { drift, scan }, snapshot, asOf, inputsDir: health.inputsDir, policy: NO_POLICY, decisions: [], onProgress: () => undefined }));
        await open(`&c__meeting=${meeting.pack}`);
        await data('title').getByText(`${meeting.meeting}, `).waitFor();
        assert.deepEqual(await data('first').locator('li').allTextContents(), pack.first, meeting.pack);
        assert.equal(await data('against').textContent(), `Changes are against ${pack.comparedWith ?? ''}.`);
        const sections: readonly (readonly [string, Pick<Section, 'blocks'>])[] = [
          ...pack.opening.map((section, index) => [`opening-${index}`, section] as const),
          ['numbers', { blocks: [pack.headline] }],
          ...pack.preRead.map((section, index) => [`before-${index}`, section] as const),
          ...pack.agenda.map((section, index) => [`agenda-${index}`, section] as const),
        ];
        await unfold();
        for (const [key, section] of sections) assert.deepEqual(await shown(key), printed(section.blocks), `${meeting.pack} ${key}`);
        let from = 0;
        const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
        const boxes = pack.agenda.map(({ minutes }) => `${clock(from)} to ${clock((from += minutes ?? 0))}`);
        assert.deepEqual(await data('agenda').locator('.hr-box').allTextContents(), boxes);
        assert.equal(from, meeting.minutes);
        await assertSound();
      }
    } finally {
      await rm(snapshot, { recursive: true, force: true });
    }
  });

  test('each fits a phone, and axe finds nothing there', async () => {
    const phone = gatePage(await browser.phone());
    for (const { pack } of health.playbook.cadences) {
      await open(`&c__meeting=${pack}`, phone);
      await assertSound(phone);
    }
    assert.deepEqual(phone.problems, []);
    await phone.page.context().close();
  });

  test('what people wrote is text, and a decision opens its record', async () => {
    await open();
    const [row] = await view.page.locator('[data-list="open_decisions"] tbody tr').all();
    assert.equal(tidy((await row?.locator('td').nth(1).textContent()) ?? ''), HOSTILE);
    assert.equal(await view.page.locator('[data-list="open_decisions"] img').count(), 0);
    await row?.locator('a').click();
    await view.page.waitForURL(/\/lightning\/r\/Handrail_Decision__c\//);
  });

  test('from a number to its definition by keyboard, and back with Esc', async () => {
    await open();
    const number = view.page.locator('[data-section="numbers"] tr[data-metric="next_step_coverage"] button');
    const text = tidy(((await number.textContent()) ?? '').split(', How ')[0] ?? '');
    await number.focus();
    await view.page.keyboard.press('Enter');
    const dialog = view.page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Next step coverage: how is this counted?' }).waitFor();
    assert.equal(await data('value', dialog).textContent(), text);
    await assertSound();
    await view.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await number.and(view.page.locator(':focus')).count(), 1);
  });

  test('a blocked deal is a link to its record, and the agenda leads to its topic', async () => {
    await open();
    await data('agenda').getByRole('button', { name: 'Late-stage deals by missing evidence' }).press('Enter');
    assert.equal(await view.page.locator('[data-heading="agenda-2"]:focus').count(), 1);
    const deal = view.page.locator('tr[data-metric="blocked_amount"] c-record-link a').first();
    const name = (await deal.textContent()) ?? '';
    await deal.click();
    await view.page.waitForURL(/\/lightning\/r\/Opportunity\//);
    await view.page.getByText(name).first().waitFor();
  });

  test('a manager marks the pack as reviewed; the choice of another meeting stands in the address', async () => {
    await open('', view, CAST.manager);
    await data('mark').locator('button').click();
    await data('reviewed').getByText(/^Reviewed by /).waitFor();
    const [stored] = health.rows("SELECT Reviewed_By__r.Username, Reviewed_At__c FROM Handrail_Pack__c WHERE Meeting__c = 'weekly-pipeline'");
    assert.equal((stored?.['Reviewed_By__r'] as { readonly Username: string } | null)?.Username, CAST.manager);
    await view.page.getByLabel('Meeting').selectOption({ label: 'GTM sync' });
    await data('title').getByText('GTM sync, ').waitFor();
    assert.match(view.page.url(), /c__meeting=gtm-sync/);
    await data('mark').waitFor();
    await view.page.reload();
    await data('title').getByText('GTM sync, ').waitFor();
  });

  test('an earlier pack can be chosen and says that it is one', async () => {
    const [pack] = health.rows("SELECT Contents__c, Pack_Date__c FROM Handrail_Pack__c WHERE Meeting__c = 'weekly-pipeline'");
    const [saved] = health.org.engine.insert(health.org.session(CAST.admin), 'Handrail_Pack__c', [{ External_Id__c: 'weekly-pipeline|2026-05-25', Meeting__c: 'weekly-pipeline', Pack_Date__c: '2026-05-25', As_Of__c: '2026-05-25T10:00:00Z', Contents__c: String(pack?.['Contents__c']) }]);
    assert.ok(saved?.success);
    await open();
    await data('day').selectOption({ value: '2026-05-25' });
    await data('earlier').waitFor();
    assert.match(view.page.url(), /c__day=2026-05-25/);
    await assertSound();
    await data('current').click();
    await data('earlier').waitFor({ state: 'detached' });
    assert.doesNotMatch(view.page.url(), /c__day=2026/);
  });

  test('who works deals has no packs; they name records of everybody', async () => {
    await open('', view, CAST.rep);
    await data('forbidden').getByText('Handrail Manager').waitFor();
    await assertSound();
  });
});
