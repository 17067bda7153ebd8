/** The printed script is what the engine is asked: run, it makes the facts and says the numbers that are computed here. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { loadPlaybook } from '../../playbook/index.ts';
import { computeMetrics } from '../compute.ts';
import { rowsOf, withDuckDb } from '../duckdb.ts';
import { DIALECT_NAMES, DIALECTS } from '../relational/dialects.ts';
import { duckdb } from '../relational/duckdb.ts';
import { writeSnapshot } from '../testing/snapshot.ts';
import { inputs } from '../testing/vectors.ts';
import { printSql } from './printSql.ts';
import { NAMINGS } from './sources.ts';
import { company, INPUT_FILES, loadCompany } from './testing/company.ts';

const AS_OF = '2026-06-30T22:00:00.000Z';
const { playbook } = await loadPlaybook('config/playbook');
assert.ok(playbook);
const options = { asOf: AS_OF, schema: ['crm'], workSchema: ['work'], naming: 'snake' } as const;

test('every fact and metric of the playbook is printed for every dialect', async () => {
  for (const name of DIALECT_NAMES) {
    const sql = await printSql(playbook, DIALECTS[name], { ...options, slice: 'all' });
    for (const { id, fact } of playbook.metrics) assert.ok(sql.includes(id) && sql.includes(`handrail_fact_${fact}`) || /Not in here:.*criteri/.test(sql.split('\n').find((line) => line.includes(id)) ?? ''), `${name}: ${id}`);
  }
});

test('the script for DuckDB, run over tables of a loader, says the numbers of the snapshot', async () => {
  const rows = company(playbook, 300);
  const dir = await writeSnapshot(playbook, rows);
  try {
    const [expected] = await computeMetrics(playbook, dir, { asOf: AS_OF, metrics: ['win_rate'] });
    const script = await printSql(playbook, duckdb, { ...options, metrics: ['win_rate'] });
    assert.match(script, /win_rate@\d+ from 2025-06-01 to before 2026-06-01: m0 \/ m1, n m1/);
    await withDuckDb(async (db) => {
      await db.run('CREATE SCHEMA crm; CREATE SCHEMA work');
      const driver = { execute: async (sql: string) => (await db.run(sql), []), close: async () => undefined };
      await loadCompany(driver, duckdb, ['crm'], playbook, rows, NAMINGS.snake);
      // Twice: what a run leaves behind is made anew by the next.
      await db.run(script);
      const [row] = await rowsOf(db, script);
      assert.deepEqual([Number(row?.['m0']), Number(row?.['m1'])], [expected?.numerator, expected?.denominator]);
      assert.ok((expected?.denominator ?? 0) > 3);
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('the whole script runs over the tables of an org without record types and with one currency', async () => {
  const rows = company(playbook, 60);
  const inputsDir = await inputs(INPUT_FILES);
  for (const naming of ['salesforce', 'snake'] as const) {
    const script = await printSql(playbook, duckdb, { ...options, naming, slice: 'all', inputsDir });
    await withDuckDb(async (db) => {
      await db.run('CREATE SCHEMA crm; CREATE SCHEMA work');
      const driver = { execute: async (sql: string) => (await db.run(sql), []), close: async () => undefined };
      await loadCompany(driver, duckdb, ['crm'], playbook, rows, NAMINGS[naming]);
      const [deals, types] = ['Opportunity', 'RecordType'].map((object) => `crm.${duckdb.identifier(NAMINGS[naming](object))}`);
      for (const field of ['RecordTypeId', 'CurrencyIsoCode']) await db.run(`ALTER TABLE ${deals ?? ''} DROP COLUMN ${duckdb.identifier(NAMINGS[naming](field))}`);
      await db.run(`DROP TABLE ${types ?? ''}`);
      await db.run(script);
    });
    assert.match(script, /^-- Amounts are taken to be in USD: /m);
    assert.match(script, /overdue_as_lost: won \/ \(closed \+ overdue\) with won = m\d+, closed = m\d+, overdue = m\d+, n m\d+/);
  }
});

test('words of the playbook stay in their comment', async () => {
  const metrics = playbook.metrics.map((metric) => ({ ...metric, definitionVersion: 'x\nDROP TABLE deals;\u2028--' }));
  const sql = await printSql({ ...playbook, name: 'A\r\nDROP TABLE deals;', metrics }, DIALECTS.postgres, { ...options, metrics: ['win_rate'] });
  assert.ok(!/^DROP TABLE deals/m.test(sql));
});
