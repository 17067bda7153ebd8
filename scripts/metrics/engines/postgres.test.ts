/** Every metric in every cut on a real PostgreSQL, against DuckDB. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { loadPlaybook } from '../../playbook/index.ts';
import type { Playbook } from '../../playbook/model.ts';
import { computeMetrics } from '../compute.ts';
import { duckDbEngine } from './engine.ts';
import { withDuckDb } from '../duckdb.ts';
import { postgres } from '../relational/postgres.ts';
import { column, instantOf, localDate, quarterStart, secondsBetween, type Expression } from '../relational/expression.ts';
import { project, values, window } from '../relational/relation.ts';
import { inputs } from '../testing/vectors.ts';
import { writeSnapshot } from '../testing/snapshot.ts';
import type { MetricResult } from '../types.ts';
import type { Driver } from './driver.ts';
import { listColumns } from './list.ts';
import { findSources, manifestOf, NAMINGS } from './sources.ts';
import { sqlEngine, type SqlEngine } from './sqlEngine.ts';
import { assertEqualCells } from './testing/compare.ts';
import { company, INPUT_FILES, loadCompany } from './testing/company.ts';
import { postgresBin, startPostgres, type PostgresServer } from './testing/postgresServer.ts';

const bin = postgresBin();
const AS_OF = '2026-06-30T22:00:00.000Z';

describe('PostgreSQL', { skip: bin === undefined ? 'No PostgreSQL server is installed (initdb and postgres were not found in PATH or /usr/lib/postgresql).' : false }, () => {
  let server: PostgresServer;
  let driver: Driver;
  before(async () => {
    server = await startPostgres(bin ?? '');
    driver = await server.connect();
  });
  after(async () => {
    await driver.close();
    await server.stop();
  });

  async function engineOn(schema: string, playbook: Playbook): Promise<{ engine: SqlEngine; manifest: ReturnType<typeof manifestOf> }> {
    const sources = findSources([schema], await listColumns(driver, postgres, [schema]), playbook);
    return { engine: sqlEngine({ driver, dialect: postgres, sources, workSchema: [], prefix: 'handrail_t_', lasting: false }), manifest: manifestOf(sources, AS_OF, playbook) };
  }

  test('all metrics in all cuts are those of DuckDB, cell for cell, states included', async () => {
    const { playbook } = await loadPlaybook('config/playbook');
    assert.ok(playbook);
    const rows = company(playbook, 400);
    const snapshot = await writeSnapshot(playbook, rows);
    const inputsDir = await inputs(INPUT_FILES);
    try {
      await driver.execute('CREATE SCHEMA "crm"');
      await loadCompany(driver, postgres, ['crm'], playbook, rows);
      const expected = await computeMetrics(playbook, snapshot, { asOf: AS_OF, slice: 'all', inputsDir });
      const source = await engineOn('crm', playbook);
      const found = await computeMetrics(playbook, source, { asOf: AS_OF, slice: 'all', inputsDir });
      const cells = assertEqualCells(found, expected, 'postgres');
      assert.ok(cells > 10_000, `${cells} cells`);
      assert.ok(new Set(expected.map(({ id }) => id)).size === playbook.metrics.length);
      assert.deepEqual(await source.engine.dispose(), []);
    } finally {
      await Promise.all([snapshot, inputsDir].map((dir) => rm(dir, { recursive: true, force: true })));
    }
  });

  test('the command says the same of an address, with names as a loader writes them, and leaves nothing behind', async () => {
    const { playbook } = await loadPlaybook('config/playbook');
    assert.ok(playbook);
    const rows = company(playbook, 150);
    const snapshot = await writeSnapshot(playbook, rows);
    try {
      await driver.execute('CREATE SCHEMA loaded');
      await loadCompany(driver, postgres, ['loaded'], playbook, rows, NAMINGS.snake);
      await driver.execute('ALTER TABLE loaded.opportunity ADD COLUMN _fivetran_deleted boolean');
      await driver.execute("INSERT INTO loaded.opportunity (id, is_deleted, stage_name, created_date, close_date, _fivetran_deleted) VALUES ('gone', FALSE, 'Closed Won', '2026-01-01', '2026-03-01', TRUE)");
      await driver.execute('ALTER TABLE loaded.account ALTER COLUMN number_of_employees TYPE text');
      await driver.execute("ALTER TABLE loaded.lead ALTER COLUMN handrail_mql_at_c TYPE text USING to_char(handrail_mql_at_c AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\".000Z\"')");
      const expected = await computeMetrics(playbook, snapshot, { asOf: AS_OF, slice: 'segment' });
      const { stdout } = await promisify(execFile)(process.execPath, ['scripts/cli/bin.js', 'metrics', '--engine', `postgres://localhost/postgres/loaded?host=${encodeURIComponent(server.socket)}`, '--as-of', AS_OF, '--slice', 'segment', '--inputs', 'nowhere', '--json'], { env: { ...process.env, PGUSER: 'handrail' }, maxBuffer: 64 * 1024 * 1024 });
      const found = JSON.parse(stdout) as { result: { metrics: MetricResult[] } };
      assertEqualCells(found.result.metrics, expected, 'postgres');
      assert.deepEqual(await driver.execute("SELECT tablename FROM pg_tables WHERE schemaname LIKE 'pg_temp%' OR tablename LIKE 'handrail_%_journey'"), []);
    } finally {
      await rm(snapshot, { recursive: true, force: true });
    }
  });

  test('stopping ends what the server is doing, and errors are the words of the server', async () => {
    const stop = new AbortController();
    const other = await server.connect(stop.signal);
    const asked = assert.rejects(other.execute('SELECT pg_sleep(120)'), /postgres: canceling statement due to user request/);
    setTimeout(() => stop.abort(), 200);
    await asked;
    await assert.rejects(other.execute('SELECT 1'), /Stopped/);
    await other.close();
    await assert.rejects(driver.execute('SELECT nothing'), { name: 'EngineError', message: 'postgres: column "nothing" does not exist' });
  });

  /** What an expression says of texts, on both engines. */
  async function saidOf(expressions: (name: string) => Readonly<Record<string, Expression>>, texts: readonly string[]): Promise<[readonly unknown[], readonly unknown[]]> {
    const relation = project(values({ t: 'text', n: 'integer' }, texts.map((text, index) => [text, index])), { n: column('n'), ...expressions('t') });
    const { playbook } = await loadPlaybook('config/playbook');
    assert.ok(playbook);
    const { engine } = await engineOn('nowhere', playbook);
    const order = (rows: readonly Readonly<Record<string, unknown>>[]): unknown[] => rows.toSorted((left, right) => Number(left['n']) - Number(right['n'])).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : (value as string | number).toString()])));
    return [order(await engine.rows(relation)), order(await withDuckDb((db) => duckDbEngine(db).rows(relation)))];
  }

  test('a text that is no instant is none, and the others are the same instant', async () => {
    const texts = ['2026-03-08T07:59:59.000Z', '2026-03-08 07:59:59', '2026-03-08T07:59:59.123+0000', '2026-03-08T07:59:59+02:00', '2024-02-29T00:00:00Z', '2025-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-04-31', '2026-04-30', 'never', '', "'; --", '2026-04-30T25:00:00Z'];
    const [found, expected] = await saidOf((name) => ({ day: localDate(instantOf(column(name)), 'America/New_York'), seconds: secondsBetween({ kind: 'literal', type: 'timestamp', value: '2026-01-01T00:00:00.900Z' }, instantOf(column(name))), quarter: quarterStart(localDate(instantOf(column(name)), 'UTC'), 2) }), texts);
    assert.deepEqual(found, expected);
  });

  test('texts have the order of their bytes, and missing values come last', async () => {
    const { playbook } = await loadPlaybook('config/playbook');
    assert.ok(playbook);
    const names = values({ id: 'text' }, ['aB', 'Ab', 'é', 'Z', null, 'a'].map((id) => [id]));
    const relation = window(names, { up: { function: 'row_number', partitionBy: [], orderBy: [{ column: 'id' }] }, down: { function: 'row_number', partitionBy: [], orderBy: [{ column: 'id', descending: true }] } });
    const rows = await (await engineOn('nowhere', playbook)).engine.rows(relation);
    assert.deepEqual(rows.toSorted((left, right) => Number(left['up']) - Number(right['up'])).map(({ id }) => id), ['Ab', 'Z', 'a', 'aB', 'é', null]);
    assert.deepEqual(rows.toSorted((left, right) => Number(left['down']) - Number(right['down'])).map(({ id }) => id), ['é', 'aB', 'a', 'Z', 'Ab', null]);
  });
});
