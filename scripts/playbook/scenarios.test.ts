/**
 * Each folder of scenarios is the small playbook `base` with some files put in place of its own, and the problems that
 * must be found in it, exactly: one missing and one too many both fail.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { DIAGNOSTICS, type Problem } from './diagnostics.ts';
import { loadPlaybookTexts } from './index.ts';

const SCENARIOS = join(import.meta.dirname, 'scenarios');
/** Fixed, so that what is due does not change from day to day. */
const AS_OF = '2026-07-01';
/** Found in bytes that are no text to keep in a folder: see hostile.test.ts. */
const HOSTILE = new Set(['HR100', 'HR102', 'HR103', 'HR104', 'HR110', 'HR111', 'HR112', 'HR113', 'HR114', 'HR109']);

const seen = new Set<string>();

async function yamlFiles(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(join(SCENARIOS, folder), { recursive: true })).map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.yaml'));
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(SCENARIOS, folder, name), 'utf8')] as const)));
}

function line({ file, line: row, column, severity, code, message, hint }: Problem): string {
  return `${file.replace(/^playbook\//, '')}:${row}:${column} ${severity} ${code} ${message}${hint === null ? '' : ` | ${hint}`}\n`;
}

const base = await yamlFiles('base');
const folders = (await readdir(SCENARIOS, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);

for (const folder of folders) {
  test(`scenario ${folder}`, async () => {
    const texts = new Map([...base, ...(await yamlFiles(folder))]);
    const { problems } = loadPlaybookTexts('playbook', [...texts], { asOf: AS_OF });
    for (const { code } of problems) seen.add(code);
    const expected = await readFile(join(SCENARIOS, folder, 'diagnostics.txt'), 'utf8').catch(() => '');
    assert.equal(problems.map(line).join(''), expected);
  });
}

test('every diagnostic is shown by a scenario', () => {
  const unseen = Object.values(DIAGNOSTICS).map(({ code }) => code).filter((code) => !seen.has(code) && !HOSTILE.has(code));
  assert.deepEqual(unseen, []);
});

test('codes are unique', () => {
  const codes = Object.values(DIAGNOSTICS).map(({ code }) => code);
  assert.equal(new Set(codes).size, codes.length);
});
