/** Records that stand in several rows of a cell count once, whichever way the query takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricOf, type Metric } from '../playbook/metricModel.ts';
import { metricSchema } from '../playbook/metricSchema.ts';
import { cellKey, cellsOf } from './counting.ts';
import { withDuckDb } from './duckdb.ts';
import { duckDbEngine } from './engines/engine.ts';
import { planQueries } from './plan.ts';
import type { FactQuery } from './planned.ts';

const PERIOD = { from: '2026-01-01', to: '2027-01-01' };
const broken = (more: object): Metric =>
  metricOf(metricSchema.parse({ id: 'broken', label: 'Broken', tier: 'diagnostic', owners: ['SAL', 'REV'], decision: 'Which one?', version: 1, unit: 'count', fact: 'hygiene', window: 'all', measure: { total: { count_distinct: 'opportunity_id', where: { stage: ['S1', 'S2'] } } }, min_n: 0, ...more }), { file: 'test.yaml', line: 1, column: 1 });

/** A breaks two rules and one of them twice, B and C one each, D is in another stage; one row has no deal. */
const ROWS = `('A', 'stale', 'S1', 'Ann'), ('A', 'stale', 'S1', 'Ann'), ('A', 'overdue', 'S1', 'Ann'), ('B', 'stale', 'S2', 'Ann'), ('C', 'stale', 'S1', NULL), ('D', 'stale', 'S3', 'Bob'), (NULL, 'stale', 'S1', 'Ann')`;

async function counts(query: FactQuery, dimensions: readonly string[]): Promise<Record<string, number>> {
  const cells = await withDuckDb(async (db) => {
    await db.run(`CREATE TEMP TABLE fact_hygiene AS SELECT * FROM (VALUES ${ROWS}) AS t(opportunity_id, rule, stage, owner)`);
    return cellsOf(duckDbEngine(db), query);
  });
  const column = query.cuts[0]?.main.value ?? '';
  return Object.fromEntries([...(cells.get(cellKey(dimensions))?.values() ?? [])].map((row) => [dimensions.map((name) => String(row[name])).join(' '), Number(row[column])]));
}

const planned = (metric: Metric): FactQuery => {
  const [query, ...more] = planQueries([{ metric, period: PERIOD, slices: metric.slices, today: '2026-06-01', fiscalYearStart: 1 }]);
  assert.ok(query && more.length === 0);
  return query;
};

test('cut by what is the same on all rows of a record, records are grouped first', async () => {
  const query = planned(broken({ split_by: 'rule', slices: ['owner'] }));
  assert.equal(query.relation.kind === 'aggregate' && query.relation.input.kind, 'aggregate');
  assert.deepEqual(await counts(query, ['rule']), { stale: 3, overdue: 1 });
  assert.deepEqual(await counts(query, ['rule', 'owner']), { 'stale Ann': 2, 'stale null': 1, 'overdue Ann': 1 });
});

test('cut by what differs on the rows of a record, ids are kept apart in every cell', async () => {
  const query = planned(broken({ slices: ['rule', 'owner'] }));
  assert.deepEqual(await counts(query, []), { '': 3 });
  assert.deepEqual(await counts(query, ['rule']), { stale: 3, overdue: 1 });
  assert.deepEqual(await counts(query, ['owner']), { Ann: 2, null: 1 });
});
