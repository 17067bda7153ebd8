/** The files of the page. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../local-org/http/operation.ts';
import type { BuiltPage } from './build/index.ts';

/** Scripts and styles by URL path. Those named by their content's hash may be kept by the browser. */
export async function assetsOf(built: BuiltPage): Promise<ReadonlyMap<string, Reply>> {
  const javascript = (body: Buffer, headers: Readonly<Record<string, string>> = {}): Reply => ({ status: 200, headers: { 'Content-Type': 'text/javascript;charset=UTF-8', ...headers }, body });
  const css = (body: Buffer): Reply => ({ status: 200, headers: { 'Content-Type': 'text/css;charset=UTF-8' }, body });
  const own = (name: string): Promise<Buffer> => readFile(fileURLToPath(new URL(name, import.meta.url)));
  const require = createRequire(import.meta.url);
  const slds = (name: string): Promise<Buffer> => readFile(require.resolve(`@salesforce-ux/design-system/assets/styles/salesforce-lightning-design-system${name}.min.css`));
  const kept = { 'Cache-Control': 'public, max-age=31536000, immutable' };
  return new Map([
    ...[...built.files].filter(([path]) => path.endsWith('.js')).map(([path, body]) => [path, javascript(body, kept)] as const),
    ['/preview/slds.css', css(await slds(''))],
    // Larger targets where the pointer is a finger, as in the Salesforce app.
    ['/preview/slds-touch.css', css(await slds('_touch'))],
    ['/preview/page.css', css(await own('page.css'))],
    ['/preview/boot.js', javascript(await own('boot.js'))],
  ]);
}
