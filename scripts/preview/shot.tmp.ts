import { startBrowser } from './browser.ts';
const b = await startBrowser();
const [d, p] = [await b.desktop(), await b.phone()];
for (const tab of process.argv.slice(2)) for (const [page, w] of [[d, 'd'], [p, 'p']] as const) {
  await page.goto(`http://127.0.0.1:8791/lightning/n/Handrail_${tab}?user=revops@handrail.local`);
  await page.waitForTimeout(2500);
  await page.screenshot({ path: `/tmp/${tab}-${w}.png`, fullPage: true });
}
await b.close();
