/** Each worked example of the default playbook is a test: its id stands in the title of one. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadPlaybook } from './index.ts';

const SCRIPTS = join(import.meta.dirname, '..');
/** A title, or a case of the gates: `… is an MQL at once (T01)`. */
const TITLE = /(?:\btest\(|\bdeal\().*?\(T\d\d\)/;

test('every worked example is run, and no test names one that is gone', async () => {
  const files = (await readdir(SCRIPTS, { recursive: true })).filter((name) => name.endsWith('.test.ts') || name.endsWith('cases.ts'));
  const lines = (await Promise.all(files.map((name) => readFile(join(SCRIPTS, name), 'utf8')))).flatMap((text) => text.split('\n')).filter((line) => TITLE.test(line));
  const named = new Set(lines.flatMap((line) => [...line.matchAll(/\((T\d\d)\)/g)].map(([, id]) => id)));
  const { playbook } = await loadPlaybook(join(SCRIPTS, '../config/playbook'));
  const examples = new Set(playbook?.terms.flatMap((term) => term.examples.map(({ id }) => id)));
  assert.deepEqual([...named].toSorted(), [...examples].toSorted());
});
