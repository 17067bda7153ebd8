/** An HTML file of ours on paper, by a browser that is there. The page is loaded from memory and cannot reach a network. */
import { launchBrowser } from './browser.ts';

/** @throws Error with one sentence that says what to install */
export async function printPdf(html: string): Promise<Uint8Array> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ offline: true, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.setContent(html, { waitUntil: 'load' });
    return await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true });
  } finally {
    await browser.close();
  }
}
