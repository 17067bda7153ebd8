/** Imports point one way; see docs/architecture.md. Reads the import lines, so that no tool has to be trusted. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPTS = fileURLToPath(new URL('..', import.meta.url));

/** What each folder may import of the others. `local-org` stands alone on `formula`: it is what the rest is proved on. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  formula: [],
  playbook: ['shared', 'formula'],
  gates: ['shared', 'formula', 'playbook'],
  compiler: ['shared', 'formula', 'playbook', 'gates'],
  org: ['shared'],
  drift: ['shared', 'formula', 'playbook', 'compiler', 'org'],
  metrics: ['shared', 'formula', 'playbook', 'compiler', 'org'],
  scan: ['shared', 'formula', 'playbook', 'compiler', 'org'],
  init: ['shared', 'formula', 'playbook', 'compiler', 'org', 'drift'],
  plan: ['shared', 'formula', 'playbook', 'compiler', 'org', 'drift', 'scan', 'metrics'],
  sync: ['shared', 'formula', 'playbook', 'compiler', 'org', 'drift', 'scan', 'metrics', 'review'],
  review: ['shared', 'playbook', 'compiler', 'org', 'drift', 'scan', 'metrics'],
  'local-org': ['formula'],
  // Types only: the page's operations are rows of the local org's table.
  preview: ['shared', 'local-org'],
  demo: ['shared', 'formula', 'playbook', 'compiler', 'org', 'drift', 'scan', 'plan', 'metrics', 'sync', 'review', 'local-org', 'preview', 'cli'],
  cli: ['shared', 'formula', 'playbook', 'compiler', 'org', 'drift', 'scan', 'plan', 'init', 'metrics', 'sync', 'review', 'gates', 'local-org', 'preview', 'demo'],
  docs: ['shared', 'formula', 'playbook', 'gates', 'compiler', 'drift', 'metrics', 'local-org', 'cli'],
  bench: ['shared', 'formula', 'playbook', 'org', 'drift', 'metrics', 'local-org'],
  contract: ['org', 'local-org'],
  // Tests only: every case of a gate through every way in.
  enforcement: ['formula', 'playbook', 'compiler', 'gates', 'org', 'scan', 'plan', 'local-org', 'demo', 'cli'],
  architecture: [],
};

const IMPORT = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

test('every folder imports only what its layer may', async () => {
  const violations: string[] = [];
  for (const file of await sourceFiles()) {
    const folder = folderOf(file);
    const allowed = MAY_IMPORT[folder];
    assert.ok(allowed, `scripts/${folder} is not in the table of layers`);
    const text = await readFile(join(SCRIPTS, file), 'utf8');
    for (const [, target] of text.matchAll(IMPORT)) {
      if (target === undefined) continue;
      const imported = folderOf(relative(SCRIPTS, join(SCRIPTS, dirname(file), target)));
      if (imported === '..' || imported === folder || allowed.includes(imported)) continue;
      violations.push(`scripts/${file} imports ${target}: ${folder} may not import ${imported}`);
    }
  }
  assert.deepEqual(violations, []);
});

test('no file of the tree depends on a folder outside the project', async () => {
  const outside: string[] = [];
  for (const file of await sourceFiles()) {
    const text = await readFile(join(SCRIPTS, file), 'utf8');
    for (const [, target] of text.matchAll(IMPORT)) {
      if (target !== undefined && relative(join(SCRIPTS, '..'), join(SCRIPTS, dirname(file), target)).startsWith('..')) outside.push(`${file}: ${target}`);
    }
  }
  assert.deepEqual(outside, []);
});

/** Tests may bring in whatever they prove something with, so they are left out. */
async function sourceFiles(): Promise<string[]> {
  const entries = await readdir(SCRIPTS, { recursive: true });
  return entries.map((entry) => entry.split(sep).join('/')).filter((entry) => /\.ts$/.test(entry) && !/\.test\.ts$/.test(entry) && !/\/(?:testing|scenarios)\//.test(entry));
}

function folderOf(path: string): string {
  return path.split(/[\\/]/)[0] ?? '';
}
