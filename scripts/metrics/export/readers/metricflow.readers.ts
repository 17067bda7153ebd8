/** The export read by dbt and computed by MetricFlow, against our own numbers. Fetches both with pip; skipped where they cannot be had. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadPlaybook } from '../../../playbook/index.ts';
import { pythonWith, say } from '../../engines/distributed/processes.ts';
import { literal } from '../../duckdb.ts';
import { DIALECT_NAMES, DIALECTS } from '../../relational/dialects.ts';
import { definitionsOf } from '../definitions.ts';
import { toMetricFlow } from '../metricflow.ts';
import { answersOf } from './python.ts';
import { assertSameAnswers, PERIOD, questionsOf, writeSample } from './sample.ts';

/** The last dbt Core that pip installs from the index alone. */
const PACKAGES = ['dbt-core==1.11.16', 'dbt-duckdb==1.11.1', 'duckdb==2.0.0', 'dbt-metricflow==0.15.0', 'metricflow==0.213.0'];
const READER = fileURLToPath(new URL('readMetricFlow.py', import.meta.url));

const PROJECT = `name: handrail_read
version: '1.0'
profile: handrail_read
flags: {send_anonymous_usage_stats: false}
`;
const PROFILE = `handrail_read:
  target: dev
  outputs: {dev: {type: duckdb, path: read.duckdb}}
`;
const SPINE = `models:
  - name: time_spine
    time_spine: {standard_granularity_column: ds}
    columns: [{name: ds, granularity: day}]
`;

test('dbt reads the MetricFlow export of every dialect, and MetricFlow computes our numbers from it', async (context) => {
  const dir = await mkdtemp(join(tmpdir(), 'handrail-metricflow-'));
  try {
    const python = await pythonWith(PACKAGES, dir).catch((error: unknown) => void context.skip(`dbt could not be fetched: ${String(error)}`));
    if (python === undefined) return;
    const { playbook } = await loadPlaybook('config/playbook');
    assert.ok(playbook);
    const { metrics } = definitionsOf(playbook);
    const [facts, models] = [join(dir, 'facts'), join(dir, 'models')];
    await Promise.all([facts, models].map((folder) => mkdir(folder)));
    say('Computing our own numbers.');
    const expected = await writeSample(playbook, metrics, facts);
    const write = (name: string, text: string): Promise<void> => writeFile(join(dir, name), text);
    await write('dbt_project.yml', PROJECT);
    await write('profiles.yml', PROFILE);
    await write('models/time_spine.yml', SPINE);
    await write('models/time_spine.sql', "select cast(range as date) as ds from range(date '2020-01-01', date '2030-01-01', interval 1 day)");
    for (const { fact } of metrics) await write(`models/handrail_fact_${fact}.sql`, `select * from read_parquet(${literal(join(facts, `${fact}.parquet`))})`);
    const questions = metrics.flatMap((definition) => questionsOf(definition).map((question) => ({ ...question, group: question.by === null ? null : `${definition.fact}_row__${question.by}` })));
    await write('questions.json', JSON.stringify({ ...PERIOD, questions }));
    await write('none.json', JSON.stringify({ ...PERIOD, questions: [] }));
    // Other warehouses are read; the one that is here is asked as well, last.
    for (const name of [...DIALECT_NAMES.filter((other) => other !== 'duckdb'), 'duckdb'] as const) {
      say(`dbt reads the export for ${name}${name === 'duckdb' ? '; MetricFlow computes' : ''}.`);
      await write('models/handrail.yml', toMetricFlow(playbook, DIALECTS[name]));
      const found = await answersOf(python, READER, [dir, join(dir, name === 'duckdb' ? 'questions.json' : 'none.json')], dir);
      if (name === 'duckdb') context.diagnostic(`${assertSameAnswers(found, expected)} cells of ${metrics.length} metrics are ours`);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
