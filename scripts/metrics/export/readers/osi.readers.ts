/** The export read by azem, which carries the published schema, compiled to SQL by it and run, against our own numbers. Fetched with pip; skipped where it cannot be had. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadPlaybook } from '../../../playbook/index.ts';
import { pythonWith, run, say } from '../../engines/distributed/processes.ts';
import { DIALECT_NAMES, DIALECTS } from '../../relational/dialects.ts';
import { osiDefinitions, toOsi } from '../osi.ts';
import { answersOf } from './python.ts';
import { assertSameAnswers, PERIOD, questionsOf, writeSample } from './sample.ts';

const PACKAGES = ['azem==0.2.0', 'duckdb==2.0.0'];
const READER = fileURLToPath(new URL('readOsi.py', import.meta.url));

test('the Open Semantic Interchange export of every dialect is valid, and SQL made from it by another gives our numbers', async (context) => {
  const dir = await mkdtemp(join(tmpdir(), 'handrail-osi-'));
  try {
    const python = await pythonWith(PACKAGES, dir).catch((error: unknown) => void context.skip(`azem could not be fetched: ${String(error)}`));
    if (python === undefined) return;
    const { playbook } = await loadPlaybook('config/playbook');
    assert.ok(playbook);
    const { metrics } = osiDefinitions(playbook);
    for (const name of DIALECT_NAMES) {
      say(`azem reads the export for ${name}.`);
      await writeFile(join(dir, `${name}.yaml`), toOsi(playbook, DIALECTS[name], ['main']));
      await run(python, [READER, join(dir, `${name}.yaml`)], dir);
    }
    const facts = join(dir, 'facts');
    await mkdir(facts);
    say('Computing our own numbers.');
    const expected = await writeSample(playbook, metrics, facts);
    const questions = metrics.flatMap((definition) => questionsOf(definition).map((question) => ({ ...question, dataset: definition.fact, date: definition.numerator.periodBy })));
    await writeFile(join(dir, 'questions.json'), JSON.stringify({ ...PERIOD, questions }));
    const found = await answersOf(python, READER, [join(dir, 'duckdb.yaml'), facts, join(dir, 'questions.json')], dir);
    context.diagnostic(`${assertSameAnswers(found, expected)} cells of ${metrics.length} metrics are ours`);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
