/**
 * The pages of numbers in a real browser, on what a real sync wrote: what they show is what the engine computed. The
 * cases follow each other; the last ones change what is stored.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { CAST } from '../demo/cast.ts';
import { computeWithPast } from '../metrics/past.ts';
import { dealRows, writeSnapshot, type DealRow } from '../metrics/testing/snapshot.ts';
import type { MetricResult } from '../metrics/types.ts';
import type { SyncResult } from '../sync/index.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { gatePage, type GatePage } from './testing/gatePage.ts';
import { startHealthOrg, type HealthOrg } from './testing/healthOrg.ts';

const HEALTH = 'Handrail_Revenue_Health';
const FORECAST = 'Handrail_Forecast';
const EVIDENCE = 'Handrail_Gate_Evidence';

let health: HealthOrg;
let browser: TestBrowser;
let view: GatePage;
let result: SyncResult;

before(async () => {
  health = await startHealthOrg();
  browser = await startBrowser();
  view = gatePage(await browser.desktop());
});

after(async () => {
  await browser?.close();
  await health?.close();
});

afterEach(() => {
  assert.deepEqual(view.problems, []);
});

const data = (id: string, scope?: Locator): Locator => (scope ?? view.page.locator('body')).locator(`[data-id="${id}"]`);

async function open(tab: string, query = '', page: GatePage = view): Promise<void> {
  await page.page.goto(`${health.url(tab)}${query}`);
  await page.page.locator('[data-id="content"], [data-id="empty"], [data-id="error"], [data-id="forbidden"]').first().waitFor();
}

async function assertSound(page: GatePage = view): Promise<void> {
  await page.assertFits();
  assert.deepEqual(await page.axeViolations(), []);
}

/** As people write it; worked out here and not by the components. */
function written(value: number | null, unit: MetricResult['unit'], short = false): string {
  if (value === null) return '–';
  if (unit === 'percent') return `${(value * 100).toFixed(1)}%`;
  if (unit === 'ratio') return `${value.toFixed(2).replace(/0$/, '')}x`;
  if (unit === 'currency') return short ? thousands(value) : `$${value.toLocaleString('en-US', { maximumFractionDigits: 2 })}`;
  const number = value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  return unit === 'count' ? number : `${number} ${unit}`;
}

function thousands(value: number): string {
  const [scale, letter] = value >= 1e6 ? [1e6, 'M'] : value >= 1e3 ? [1e3, 'K'] : [1, ''];
  return `$${Number((value / scale).toPrecision(3))}${letter}`;
}

const whole = (id: string): MetricResult => {
  const found = result.metrics.find((metric) => metric.id === id && Object.keys(metric.slice).length === 0);
  assert.ok(found, id);
  return found;
};
const isShown = ({ state, value }: MetricResult): boolean => value !== null && state !== 'low_n' && state !== 'undefined';
const tile = (id: string): Locator => view.page.locator(`[data-tile="${id}"]`);

test('before the first sync a page says what to run', async () => {
  for (const tab of [HEALTH, FORECAST, EVIDENCE]) {
    await open(tab);
    await data('empty').getByText('npx handrail sync', { exact: false }).waitFor();
    await assertSound();
  }
});

describe('revenue health', () => {
  before(async () => {
    result = await health.synced();
  });

  test('every tile shows the value and the state of the engine', async () => {
    await open(HEALTH);
    const ids = await view.page.locator('[data-tile]').evaluateAll((tiles) => tiles.map((each) => (each as unknown as { dataset: { tile: string } }).dataset.tile));
    assert.deepEqual(ids, ['arr', 'nrr', 'cac_payback', 'forecast_accuracy', 'win_rate', 'pipeline_coverage', 'sales_cycle', 'mql_to_sql']);
    for (const id of ids) {
      const expected = whole(id);
      assert.equal(await tile(id).getAttribute('data-state'), expected.state, id);
      const text = ((await data('value', tile(id)).textContent()) ?? '').replace('No value', '').trim();
      assert.equal(text, isShown(expected) ? written(expected.value, expected.unit, true) : '–', id);
      if (expected.reason !== null && expected.state !== 'low_n') assert.equal((await data('line', tile(id)).textContent())?.trim(), expected.reason, id);
    }
    await assertSound();
  });

  test('stages, shares and days are those of the engine', async () => {
    const at = (id: string): readonly MetricResult[] => result.metrics.filter((metric) => metric.id === id && Object.keys(metric.slice).join() === 'stage');
    const conversions = at('stage_conversion');
    assert.ok(conversions.length > 5);
    for (const expected of conversions) {
      const row = view.page.locator(`[data-stage="${expected.slice['stage']}"]`);
      assert.equal(await data('reached', row).textContent(), String(expected.denominator));
      if (isShown(expected)) assert.equal(await data('go-on', row).textContent(), written(expected.value, 'percent'));
      const days = at('time_in_stage').find(({ slice }) => slice['stage'] === expected.slice['stage']);
      assert.equal(await data('days', row).textContent(), days && isShown(days) ? written(days.value, 'count') : '–');
    }
    const last = conversions.find(({ slice }) => slice['stage'] === 'Negotiation/Review');
    assert.equal(await data('reached', view.page.locator('[data-stage="Closed Won"]')).textContent(), String(last?.numerator));
  });

  test('slices are those of the engine, in each dimension', async () => {
    for (const [button, dimension] of [['Segment', 'segment'], ['Lead source', 'source'], ['Owner', 'owner']] as const) {
      await data('slices').getByRole('button', { name: button, exact: true }).click();
      const cells = result.metrics.filter((metric) => metric.id === 'win_rate' && Object.keys(metric.slice).join() === dimension);
      assert.ok(cells.length > 1, dimension);
      for (const expected of cells) {
        const row = view.page.locator(`[data-slice="${expected.slice[dimension]}"]`);
        assert.equal((await row.locator('[data-metric="win_rate"]').textContent())?.trim(), isShown(expected) ? written(expected.value, 'percent') : `low n (${expected.n})`);
        assert.equal(await data('counted', row).textContent(), `${expected.numerator} of ${expected.denominator}`);
      }
    }
    assert.match(view.page.url(), /c__cut=owner/);
    await assertSound();
  });

  test('leaks add up to what the engine found', async () => {
    const expected = whole('revenue_leakage');
    assert.match((await data('text', data('leaks')).textContent()) ?? '', new RegExp(`\\${written(expected.value, 'currency', true)} in all`));
    const dimension = result.metrics.some((metric) => metric.id === 'revenue_leakage' && 'leak' in metric.slice) ? 'leak' : 'kind';
    const kinds = result.metrics.filter((metric) => metric.id === 'revenue_leakage' && Object.keys(metric.slice).join() === dimension && (metric.value ?? 0) > 0).toSorted((left, right) => (right.value ?? 0) - (left.value ?? 0)).slice(0, 3);
    assert.deepEqual(await data('money').allTextContents(), kinds.map(({ value }) => written(value, 'currency', true)));
  });

  test('a quarter that is chosen stands in the address and shows the numbers of then', async () => {
    await open(HEALTH);
    await view.page.getByLabel('Period').selectOption({ label: 'Q1 2026' });
    assert.match(view.page.url(), /c__period=2026-Q1/);
    const [then] = health.rows("SELECT Value__c, State__c FROM Handrail_Metric__c WHERE Metric__c = 'win_rate' AND Series__c = 'trend' AND Slice__c = null AND Period_From__c = 2026-01-01 AND Period_To__c = 2026-04-01");
    assert.ok(then);
    await data('period', tile('win_rate')).getByText('Q1 2026').waitFor();
    assert.equal(((await data('value', tile('win_rate')).textContent()) ?? '').replace('No value', '').trim(), then['State__c'] === 'low_n' ? '–' : written(Number(then['Value__c']), 'percent'));
    await view.page.reload();
    await data('period', tile('win_rate')).getByText('Q1 2026').waitFor();
    assert.equal(await view.page.getByLabel('Period').inputValue(), '2026-Q1');
  });
});

describe('from a tile to a deal', () => {
  const dialog = (): Locator => view.page.getByRole('dialog');

  test('by keyboard: definition, inputs that recompute, Esc and back', async () => {
    await open(HEALTH);
    const info = tile('pipeline_coverage').getByRole('button', { name: 'How Pipeline coverage to go is counted' });
    await info.focus();
    await view.page.keyboard.press('Enter');
    await dialog().getByRole('heading', { name: 'Pipeline coverage to go: how is this counted?' }).waitFor();
    assert.equal(await view.page.evaluate('(function at(root) { const active = root.activeElement; return active?.shadowRoot ? at(active.shadowRoot) : active?.tagName; })(document)'), 'H2');
    const expected = whole('pipeline_coverage');
    assert.ok(expected.numerator !== null && expected.denominator !== null);
    assert.deepEqual(await dialog().locator('[data-input] b').allTextContents(), [expected.numerator, expected.denominator].map((value) => written(value, 'currency', true)));
    assert.equal(await data('value', dialog()).textContent(), written(expected.numerator / expected.denominator, 'ratio'));
    assert.deepEqual(
      await dialog().locator('[data-variant] b').allTextContents(),
      expected.variants.map(({ value, unit }) => written(value, unit, true)),
    );
    await dialog().getByText('Salesforce Revenue Intelligence').waitFor();
    await assertSound();
    await view.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    assert.equal(await info.and(view.page.locator(':focus')).count(), 1);
  });

  test('by keyboard: Tab past either end closes it and goes back to where it was asked', async () => {
    await open(HEALTH);
    const info = tile('pipeline_coverage').getByRole('button', { name: 'How Pipeline coverage to go is counted' });
    const leave = async (keys: readonly string[]): Promise<void> => {
      await info.press('Enter');
      await dialog().locator('h2:focus').waitFor();
      for (const key of keys) await view.page.keyboard.press(key);
      await dialog().waitFor({ state: 'detached' });
      assert.equal(await info.and(view.page.locator(':focus')).count(), 1);
    };
    // Close, the records, and out.
    await leave(['Tab', 'Tab', 'Tab']);
    await leave(['Shift+Tab']);
  });

  test('its records are the deals that were counted, and a link opens one', async () => {
    const [stored] = health.rows("SELECT Records__c FROM Handrail_Metric__c WHERE Metric__c = 'pipeline_coverage' AND Slice__c = null AND Series__c = 'now'");
    const { total } = JSON.parse(String(stored?.['Records__c'])) as { readonly total: number };
    assert.equal(total, whole('pipeline_coverage').n);
    await tile('pipeline_coverage').getByRole('button').click();
    await data('records', dialog()).click();
    await data('count', dialog()).getByText(`${total} records`).waitFor();
    const first = dialog().locator('a[data-record]').first();
    const name = (await first.textContent()) ?? '';
    await assertSound();
    await first.click();
    await view.page.waitForURL(/\/lightning\/r\/Opportunity\//);
    await view.page.getByText(name).first().waitFor();
  });

  test('on a phone the definition has the page, and goes away again', async () => {
    const phone = gatePage(await browser.phone());
    await open(HEALTH, '', phone);
    await assertSound(phone);
    await phone.page.locator('[data-tile="win_rate"]').getByRole('button').click();
    const place = await phone.page.getByRole('dialog').boundingBox();
    assert.ok(place && place.x === 0 && place.y === 0 && place.width === 375, JSON.stringify(place));
    await assertSound(phone);
    await phone.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await phone.page.getByRole('dialog').waitFor({ state: 'detached' });
    for (const tab of [FORECAST, EVIDENCE]) {
      await open(tab, '', phone);
      await assertSound(phone);
    }
    assert.deepEqual(phone.problems, []);
  });

  test('pages fit a tablet and a region of 320 px', async () => {
    for (const width of [768, 320]) {
      await view.page.setViewportSize({ width, height: 900 });
      for (const tab of [HEALTH, FORECAST, EVIDENCE]) {
        await open(tab);
        await view.assertFits();
      }
    }
    await view.page.setViewportSize({ width: 1280, height: 900 });
  });
});

describe('forecast accuracy', () => {
  const quarter = { 'Q4-25': '2025-Q4', 'Q1-26': '2026-Q1' } as const;

  before(async () => {
    // In commit at day 15 of Q4: 400 lost, 208 won. Below commit and won: 98. In commit at day 15 of Q1: 900 won; created later and won: 114.
    const deal = (id: string, amount: number, begins: string, closes: string, category: string, ...end: DealRow['path']): DealRow => ({ id, amount, reason: 'Price', path: [['Needs Analysis', begins, { closes, category }], ...end] });
    const deals = [
      deal('LOST', 400_000, '2025-09-01', '2025-12-15', 'Forecast', ['Closed Lost', '2025-11-20']),
      deal('WON', 208_000, '2025-09-01', '2025-12-01', 'Forecast', ['Closed Won', '2025-12-01']),
      deal('BELOW', 98_000, '2025-09-01', '2025-12-10', 'Pipeline', ['Closed Won', '2025-12-10']),
      deal('NEXT', 900_000, '2025-12-01', '2026-03-01', 'Forecast', ['Closed Won', '2026-03-01']),
      deal('NEW', 114_000, '2026-02-01', '2026-03-20', 'Pipeline', ['Closed Won', '2026-03-20']),
    ];
    const metrics = ['forecast_accuracy', 'forecast_bias', 'forecast_bridge'];
    const dir = await writeSnapshot(health.playbook, dealRows(deals));
    const told = await computeWithPast(health.playbook, dir, { metrics, slice: 'all', asOf: '2026-06-01T10:00:00Z' });
    health.replace(told.metrics, told.past);
  });

  test('accuracy, bias and what was won, by quarter', async () => {
    await open(FORECAST);
    const at = (name: keyof typeof quarter): Locator => view.page.locator(`[data-quarter="${quarter[name]}"]`);
    const day15 = (name: keyof typeof quarter): Locator => at(name).locator('[data-day="15"]');
    // Q4: 1 - |608 - 306| / 306 = 1.3 %, bias 302 / 306. Q1: 1 - |900 - 1,014| / 1,014 = 88.8 %, bias -114 / 1,014.
    assert.equal(await data('accuracy', day15('Q4-25')).textContent(), '1.3%');
    assert.match((await data('bias', day15('Q4-25')).textContent()) ?? '', /bias \+98\.7%/);
    assert.match((await data('bias', at('Q4-25').locator('[data-day="46"]')).textContent()) ?? '', /bias \+98\.7%/, 'on day 46 the lost deal was still in commit');
    assert.equal(await data('accuracy', day15('Q1-26')).textContent(), '88.8%');
    assert.match((await data('bias', day15('Q1-26')).textContent()) ?? '', /bias -11\.2%/);
    assert.deepEqual([await data('won', at('Q4-25')).textContent(), await data('won', at('Q1-26')).textContent()], ['$306K', '$1.01M']);
    await assertSound();
  });

  test('the bridge adds up, in its drawing and in its table', async () => {
    const rows = view.page.locator('[data-line]');
    const amounts = await rows.evaluateAll((lines) => lines.map((line) => [(line as unknown as { dataset: { line: string } }).dataset.line, (line as unknown as { querySelector(selector: string): { textContent: string } }).querySelector('[data-id="amount"]').textContent]));
    assert.deepEqual(amounts, [['start', '$900,000'], ['created and closed', '+$114,000'], ['end', '$1,014,000']]);
    assert.equal(await view.page.locator('[data-id="bridge"] svg[role="img"]').getAttribute('aria-label'), 'From $900K forecast: Created and closed +$114K, to $1.01M won');
  });
});

describe('gate evidence', () => {
  test('both sides of every criterion are those of the engine', async () => {
    await open(EVIDENCE);
    const cells = result.metrics.filter((metric) => metric.id === 'criterion_lift' && Object.keys(metric.slice).join() === 'criterion');
    assert.ok(cells.length > 0);
    for (const expected of cells) {
      const row = view.page.locator(`[data-criterion="${expected.slice['criterion']}"]`);
      const lift = ((await data('lift', row).locator('span').first().textContent()) ?? '').trim();
      assert.equal(lift === '–', !isShown(expected));
    }
    await assertSound();
  });
});

describe('every state of a number', () => {
  const STATES: readonly (readonly [metric: string, values: Readonly<Record<string, string | number | null>>, chip: string])[] = [
    ['arr', { State__c: 'partial_access', Value__c: 6_700_000, Reason__c: 'Could not be read: Opportunity.Handrail_ARR__c.' }, 'Partial access'],
    ['nrr', { State__c: 'ok', Value__c: 1.2, Numerator__c: 120, Denominator__c: 100, Reason__c: null }, 'In band'],
    ['cac_payback', { State__c: 'stale', Value__c: 11.7, Reason__c: 'gtm_cost.csv is from 2026-01-01.' }, 'Stale'],
    ['win_rate', { State__c: 'low_n', Value__c: 0.3, N__c: 9 }, 'Low n'],
    ['sales_cycle', { State__c: 'immature', Value__c: 0, Reason__c: '64% of the cohort is resolved, 80% is needed.' }, 'Immature'],
    ['mql_to_sql', { State__c: 'undefined', Value__c: null, Reason__c: 'Nothing in this period counts.' }, 'Undefined'],
  ];

  test('is told by a word, without colours too, and zero is not nothing', async () => {
    for (const [metric, values] of STATES) health.change(metric, values);
    await open(HEALTH);
    await view.page.addStyleTag({ content: 'html { filter: grayscale(1); }' });
    for (const [metric, , chip] of STATES) assert.equal((await data('chip', tile(metric)).textContent())?.trim(), chip, metric);
    assert.equal(await data('value', tile('sales_cycle')).textContent(), '0 days');
    assert.match((await data('value', tile('mql_to_sql')).textContent()) ?? '', /^–/);
    await assertSound();
  });

  test('who may not see numbers is told whom to ask', async () => {
    health.strip(CAST.customerSuccess);
    await view.page.goto(health.url(HEALTH, CAST.customerSuccess));
    await data('forbidden').getByText('Handrail RevOps').waitFor();
    await assertSound();
  });
});
