/** The example of docs/gate-manifest.md is what happens: its files, its command, its output. */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { handrail, PROJECT, type Run } from '../cli/testing/run.ts';
import type { RecordVerdict } from './index.ts';

const MANIFEST = 'Handrail_Gate_Manifest.json';
let dir: string;
let page: string;

/** The fenced block behind a mark. */
const example = (name: string): string => new RegExp(`<!-- example: ${name} -->\\s+\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? assert.fail(`no example ${name}`);

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'handrail-gate-'));
  page = await readFile(join(PROJECT, 'docs/gate-manifest.md'), 'utf8');
  await copyFile(join(PROJECT, 'force-app/playbook/default/staticresources', MANIFEST), join(dir, MANIFEST));
  for (const name of ['deals.json', 'now.csv']) await writeFile(join(dir, name), example(name));
});
after(() => rm(dir, { recursive: true, force: true }));

const run = (...args: readonly string[]): Promise<Run> => handrail(['gate', 'check', ...(args.includes('--manifest') ? [] : ['--manifest', MANIFEST]), ...args], { cwd: dir });

describe('handrail gate check', () => {
  test('the example of the page', async () => {
    const words = example('command').trim().split(/\s+/);
    assert.deepEqual(words.slice(0, 4), ['npx', 'handrail', 'gate', 'check']);
    const { exitCode, stdout, stderr } = await handrail(words.slice(2), { cwd: dir });
    assert.deepEqual([exitCode, stderr], [1, '']);
    assert.equal(stdout.trimEnd(), example('output').trimEnd());
  });

  test('as JSON, each record with what refuses it', async () => {
    const answer = await run('--payload', 'deals.json', '--current', 'now.csv', '--object', 'Opportunity', '--as-of', '2026-06-01', '--json');
    const { status, result } = answer.json<{ status: number; result: { records: RecordVerdict[] } }>();
    assert.deepEqual([answer.exitCode, status], [1, 1]);
    assert.deepEqual(result.records.map(({ operation, outcome, refused }) => [operation, outcome, refused.map(({ criterion, field }) => `${criterion} ${field ?? ''}`)]), [
      ['create', 'passes', []],
      ['create', 'blocked', ['OPP-PROS-02 Handrail_Discovery_Held__c']],
      ['update', 'blocked', ['OPP-LOST-01 Handrail_Loss_Reason__c']],
    ]);
  });

  test('a record that cannot be judged ends with 68 and says what is missing', async () => {
    await writeFile(join(dir, 'one.json'), '{"Id":"006000000000001AAA","StageName":"Closed Lost"}');
    const { exitCode, stdout } = await run('--payload', 'one.json', '--object', 'Opportunity');
    assert.equal(exitCode, 68);
    assert.match(stdout.replace(/\s+/g, ' '), /give the records as they are now with --current, with these fields: .*StageName/);
  });

  test('an object without gates is a warning, with what may have been meant', async () => {
    await writeFile(join(dir, 'typo.json'), '[{"attributes":{"type":"Oportunity"},"Name":"x"}]');
    const { exitCode, stderr } = await run('--payload', 'typo.json');
    assert.equal(exitCode, 0);
    assert.match(stderr, /no gates for Oportunity: 1 not judged\. Did you mean Opportunity\?/);
  });

  const refused: readonly (readonly [name: string, args: readonly string[], wanted: RegExp])[] = [
    ['a payload that is not there', ['--payload', 'none.json'], /There is no file none\.json/],
    ['records of nobody knows what', ['--payload', 'deals.json'], /Record 1 does not say which object it is/],
    ['a manifest that is none', ['--payload', 'deals.json', '--manifest', 'deals.json'], /is no gate manifest/],
    ['a zone that is none', ['--payload', 'deals.json', '--time-zone', 'Mars/Base'], /takes a zone such as Europe\/Berlin/],
  ];
  for (const [name, args, wanted] of refused) {
    test(`wrong usage: ${name}`, async () => {
      const { exitCode, stderr } = await run(...args);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, wanted);
    });
  }
});
