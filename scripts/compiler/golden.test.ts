/**
 * scenarios/<name>/expected holds every file that the scenario's playbook compiles to, byte for byte. A missing file and
 * an unexpected file both fail. UPDATE=1 records them anew; read the difference before committing it.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'node:test';
import type { Playbook } from '../playbook/model.ts';
import { compilePlaybook, compileTranslations } from './index.ts';
import { FRAGMENT } from './fixtures/fragment.ts';

const SCENARIOS: Readonly<Record<string, Playbook>> = { fragment: FRAGMENT };

const UPDATE = process.env['UPDATE'] === '1';

for (const [name, playbook] of Object.entries(SCENARIOS)) {
  test(`scenario ${name}`, () => {
    const root = join(import.meta.dirname, 'scenarios', name, 'expected');
    const actual = new Map([...compilePlaybook(playbook).files, ...compileTranslations(playbook, new Map()).files].map(({ path, contents }) => [path, contents]));
    if (UPDATE) {
      record(root, actual);
    }
    const expected = readTree(root);
    assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
    for (const [path, contents] of actual) {
      assert.equal(contents, expected.get(path), path);
    }
  });
}

function readTree(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')]));
}

function record(root: string, files: ReadonlyMap<string, string>): void {
  rmSync(root, { recursive: true, force: true });
  for (const [path, contents] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), contents);
  }
}
