/**
 * A real browser for the tests of the page and for printing: the one CHROME_PATH names, an installed Chrome or Chromium, or the one that
 * comes with @sparticuz/chromium.
 */
import { access, constants } from 'node:fs/promises';
import { chromium, type Browser, type Page } from 'playwright-core';

export interface TestBrowser {
  /** A page in a profile of its own. */
  desktop(): Promise<Page>;
  /** 375 px wide, under a finger. */
  phone(): Promise<Page>;
  close(): Promise<void>;
}

const INSTALLED = [
  '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/opt/google/chrome/chrome', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** No sandbox: containers have none to offer, and the pages are our own. The rest keeps the browser off the network. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** @throws Error with one sentence that says what to install */
export async function startBrowser(): Promise<TestBrowser> {
  const browser = await launchBrowser();
  const common = { locale: 'en-US', timezoneId: 'America/New_York', reducedMotion: 'reduce' } as const;
  return {
    desktop: async () => (await browser.newContext({ ...common, viewport: { width: 1280, height: 900 } })).newPage(),
    phone: async () => (await browser.newContext({ ...common, viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true })).newPage(),
    close: () => browser.close(),
  };
}

/** @throws Error with one sentence that says what to install */
export async function launchBrowser(): Promise<Browser> {
  const failures: string[] = [];
  for (const find of [named, installed, bundled]) {
    try {
      const executablePath = await find();
      if (executablePath !== undefined) {
        // Playwright gives each start a fresh profile and removes it.
        return await chromium.launch({ executablePath, headless: true, args: FLAGS });
      }
    } catch (error) {
      failures.push(reason(error));
    }
  }
  throw new Error(`No browser starts. Install Chrome or Chromium, or name one in CHROME_PATH. (${failures.join('; ')})`);
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

function named(): Promise<string | undefined> {
  return Promise.resolve(process.env['CHROME_PATH']);
}

async function installed(): Promise<string | undefined> {
  for (const path of INSTALLED) {
    if (await access(path, constants.X_OK).then(() => true, () => false)) {
      return path;
    }
  }
  return undefined;
}

/** Unpacks itself on first use. */
async function bundled(): Promise<string | undefined> {
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}
