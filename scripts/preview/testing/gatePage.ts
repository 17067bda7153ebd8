/** The record page in the words of the tests. Also keeps what must not happen: errors of scripts, logged errors. */
import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import type { Locator, Page, Request } from 'playwright-core';

export interface GatePage {
  readonly page: Page;
  readonly card: Locator;
  open(url: string): Promise<void>;
  row(code: string): Locator;
  /** Codes of the rows in To do that hold the deal, as the card shows them. */
  openCodes(): Promise<readonly string[]>;
  /** The word of a row's ring. */
  state(code: string): Promise<string | null>;
  button(name: 'save' | 'advance' | 'discard'): Locator;
  /** Requests to the org that write, or all of them, made while `work` runs. */
  requestsDuring(work: () => Promise<void>): Promise<readonly Request[]>;
  axeViolations(): Promise<readonly string[]>;
  /** No sideways scroll of the page. */
  assertFits(): Promise<void>;
  /** What went wrong in scripts since the start. */
  readonly problems: readonly string[];
}

/** The calendar button inside the base date picker is 16 px wide; that is Salesforce's to mend. */
const DATE_PICKER_BUTTON = /lightning-datepicker,(lightning-button-icon|\.slds-input__icon)/;
/** The list of hours inside the base date-time picker carries no label; Salesforce's to mend as well. */
const TIME_PICKER_LIST = /lightning-timepicker,lightning-base-combobox/;
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export function gatePage(page: Page): GatePage {
  const problems: string[] = [];
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => problems.push(`pageerror: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself reports every answer of 400 and above; a refused save is one.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      problems.push(`console: ${message.text()}`);
    }
  });
  const card = page.locator('c-stage-gate');
  const row = (code: string): Locator => card.locator(`c-handrail-criterion[data-key="${code}"]`);
  return {
    page,
    card,
    problems,
    row,
    async open(url) {
      await page.goto(url);
      await card.locator('[data-id="stage"], [data-id="closed"], [data-id="empty"], [data-id="error"]').first().waitFor();
    },
    async openCodes() {
      const rows = await card.locator('[data-group="todo"] c-handrail-criterion').all();
      const shown = await Promise.all(rows.map(async (entry) => ({ code: await entry.getAttribute('data-key'), word: await entry.locator('svg[role="img"]').first().getAttribute('aria-label') })));
      return shown.filter(({ word }) => word === 'To do').map(({ code }) => code ?? '').sort();
    },
    state: (code) => row(code).locator('svg[role="img"]').first().getAttribute('aria-label'),
    button: (name) => card.locator(`lightning-button[data-id="${name}"] button`),
    async requestsDuring(work) {
      const requests: Request[] = [];
      const note = (request: Request): void => {
        if (request.url().includes('/services/data/')) {
          requests.push(request);
        }
      };
      page.on('request', note);
      try {
        await work();
      } finally {
        page.off('request', note);
      }
      return requests;
    },
    async axeViolations() {
      await page.evaluate(axe.source);
      const { violations, passes } = await page.evaluate<AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(WCAG)} })`);
      assert.ok(passes.length > 10, 'axe looked at next to nothing');
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => ({ id, target: node.target.join(' ') })))
        .filter(({ id, target }) => !(id === 'target-size' && DATE_PICKER_BUTTON.test(target)) && !(id === 'label' && TIME_PICKER_LIST.test(target)))
        .map(({ id, target }) => `${id}: ${target}`);
    },
    async assertFits() {
      const [wanted = 0, there = 0] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');
      assert.ok(wanted <= there, `the page is ${wanted} px wide in ${there} px`);
    },
  };
}
