import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { handrail } from '../../testing/run.ts';

describe('handrail review dictionary', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'handrail-dictionary-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  test('writes every format and says what it wrote', async () => {
    const out = join(dir, 'all');
    const run = await handrail(['review', 'dictionary', '--out', out, '--json']);
    const { status, result } = run.json<{ status: number; result: { entries: Record<string, number>; files: string[] } }>();
    assert.equal(status, 0);
    assert.deepEqual(result.files, ['md', 'html', 'xlsx'].map((format) => join(out, `dictionary.${format}`)));
    assert.deepEqual((await readdir(out)).sort(), ['dictionary.html', 'dictionary.md', 'dictionary.xlsx']);
    assert.ok((result.entries['terms'] ?? 0) > 0 && (result.entries['metrics'] ?? 0) > 0);
  });

  test('in one format and another language', async () => {
    const out = join(dir, 'de');
    const run = await handrail(['review', 'dictionary', '--out', out, '--format', 'md', '--language', 'de']);
    assert.equal(run.exitCode, 0, run.stderr);
    assert.deepEqual(await readdir(out), ['dictionary.de.md']);
    assert.match(await readFile(join(out, 'dictionary.de.md'), 'utf8'), /Wirtschaftlicher Entscheider benannt/);
  });

  test('a language that the playbook has not: refused, with those it has', async () => {
    const run = await handrail(['review', 'dictionary', '--out', join(dir, 'fr'), '--language', 'fr', '--json']);
    assert.equal(run.exitCode, 2);
    const failure = run.json<{ name: string; message: string; actions: string[] }>();
    assert.equal(failure.name, 'UnknownLanguage');
    assert.match(failure.actions.join(), /de, es/);
    assert.deepEqual((await readdir(dir)).filter((name) => name === 'fr'), []);
  });

  test('a file in the place of the folder: named, and left as it is', async () => {
    const file = join(dir, 'taken');
    await writeFile(file, 'mine');
    const run = await handrail(['review', 'dictionary', '--out', file]);
    assert.equal(run.exitCode, 1);
    assert.match(run.stderr, /taken/);
    assert.equal(await readFile(file, 'utf8'), 'mine');
  });
});
