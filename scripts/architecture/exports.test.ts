/** What a folder says to the others is what they import. Names that only their own file uses are not exported. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPTS = fileURLToPath(new URL('..', import.meta.url));
const EXPORTED = /^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm;
/** An import, whole; or the line of one that is loaded when it is needed. */
const IMPORTS = /^(?:import|export) [^;]*? from '[^']+';|^.*\bimport\(.*$/gm;

test('whatever a file exports, another imports', async () => {
  const files = (await readdir(SCRIPTS, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(join(SCRIPTS, file), 'utf8')));
  const imported = new Set(texts.flatMap((text) => text.match(IMPORTS) ?? []).flatMap((line) => line.match(/\w+/g) ?? []));
  const unused = files.flatMap((file, index) => [...(texts[index] ?? '').matchAll(EXPORTED)].map(([, name = '']) => name).filter((name) => !imported.has(name)).map((name) => `scripts/${file}: ${name}`));
  assert.deepEqual(unused, []);
});
