/** TypeScript cannot map `c/*` to a folder and a file at once, so the list of bundles stands in tsconfig.lwc.json. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

test('every Lightning bundle is type-checked under its own name', async () => {
  const config = JSON.parse(await readFile(`${PROJECT}tsconfig.lwc.json`, 'utf8')) as { compilerOptions: { paths: Record<string, string[]> } };
  const entries = await readdir(`${PROJECT}force-app/main/default/lwc`, { withFileTypes: true });
  // A bundle without a script holds styles that others import.
  const bundles = entries.filter((entry) => entry.isDirectory() && existsSync(`${PROJECT}force-app/main/default/lwc/${entry.name}/${entry.name}.js`)).map((entry) => `c/${entry.name}`);
  assert.deepEqual(Object.keys(config.compilerOptions.paths).toSorted(), [...bundles, 'c/handrailPlaybook', 'c/handrailDictionary', 'c/handrailPermissions'].toSorted());
});
