import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoPacks, PACKS } from './packs.ts';
import { openDemoOrg } from './testing/company.ts';

/** Written by `npm run packs`; read the difference before you write them again. */
test('the packs of the demo company are those that are kept, all of them and no others', async () => {
  const demo = await openDemoOrg();
  try {
    const made = await demoPacks(demo);
    const kept = (await readdir(PACKS, { recursive: true })).filter((name) => /\.(?:md|html)$/.test(name)).map((name) => name.replaceAll('\\', '/'));
    assert.deepEqual([...made.keys()].toSorted(), kept.toSorted());
    for (const [path, text] of made) assert.equal(text, await readFile(join(PACKS, path), 'utf8'), path);
  } finally {
    await demo.close();
  }
});
