/** Files damaged at random: the loader never throws, and whatever it says has a place in the file. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadPlaybookTexts } from './index.ts';

const FOLDERS = ['base', 'practice', 'governance', 'languages'].map((name) => join(import.meta.dirname, 'scenarios', name));
const texts = new Map<string, string>();
for (const folder of FOLDERS) {
  for (const name of (await readdir(folder, { recursive: true })).map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.yaml'))) texts.set(name, await readFile(join(folder, name), 'utf8'));
}

const JUNK = ['', '  ', '- ', '  - id: x', 'a: b', '? ', '&a', '*a', '{', '[', '"', "'", '|', '>-', '#', 'null', '    satisfied_when: ((((', '    formula: Two__c +', ': ', '\t', '!!x y', '<<: *a', '1e999', '-0', '\u0000'];
const damage = fc.record({
  file: fc.constantFrom(...texts.keys()),
  at: fc.nat({ max: 60 }),
  how: fc.oneof(
    fc.constant((_line: string) => [] as string[]),
    fc.constant((line: string) => [line, line]),
    fc.constantFrom(...JUNK).map((junk) => () => [junk]),
    fc.constantFrom(...JUNK).map((junk) => (line: string) => [line + junk]),
    fc.nat({ max: 20 }).map((column) => (line: string) => [line.slice(0, column) + line.slice(column + 1)]),
    fc.constant((line: string) => [`  ${line}`]),
  ),
});

test('damaged files give problems, not exceptions', () => {
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const damaged = new Map(texts);
      for (const { file, at, how } of damages) {
        const lines = (damaged.get(file) ?? '').split('\n');
        const index = at % lines.length;
        damaged.set(file, lines.toSpliced(index, 1, ...how(lines[index] ?? '')).join('\n'));
      }
      for (const problem of loadPlaybookTexts('playbook', [...damaged]).problems) {
        const lines = damaged.get(problem.file.replace('playbook/', ''))?.split('\n') ?? [];
        assert.ok(problem.line >= 1 && problem.line <= lines.length, `${problem.file}:${problem.line} ${problem.message}`);
        assert.ok(problem.column >= 1 && problem.column <= (lines[problem.line - 1]?.length ?? 0) + 1, `${problem.file}:${problem.line}:${problem.column} ${problem.message}`);
        assert.doesNotMatch(problem.message, /undefined|\[object|\{\w+\}|TypeError/);
      }
    }),
    { seed: 20260401, numRuns: 250 },
  );
});
