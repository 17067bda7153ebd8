/** All that an engine must say as DuckDB says it, for engines that can be run. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { withDuckDb } from '../../duckdb.ts';
import { computeMetrics } from '../../compute.ts';
import type { Playbook } from '../../../playbook/model.ts';
import { DIALECTS } from '../../relational/dialects.ts';
import { column, contains, differs, dividedBy, folded, instantOf, integer, isIn, lengthOf, localDate, number, plus, quarterStart, secondsBetween, text, times, type Expression } from '../../relational/expression.ts';
import { project, values, window, type Relation } from '../../relational/relation.ts';
import { writeSnapshot } from '../../testing/snapshot.ts';
import { inputs } from '../../testing/vectors.ts';
import { duckDbEngine, type Row } from '../engine.ts';
import { withEngine } from '../open.ts';
import { NAMINGS } from '../sources.ts';
import { sqlEngine } from '../sqlEngine.ts';
import type { EngineAddress } from '../url.ts';
import { assertEqualCells } from './compare.ts';
import { company, INPUT_FILES, loadCompany } from './company.ts';

export const AS_OF = '2026-06-30T22:00:00.000Z';

/** Loads a company into an engine and compares every cell. @returns number of cells @param deals of the company */
export async function conformMetrics(address: EngineAddress, playbook: Playbook, deals: number): Promise<number> {
  const rows = company(playbook, deals);
  const snapshot = await writeSnapshot(playbook, rows);
  const inputsDir = await inputs(INPUT_FILES);
  const left: string[] = [];
  try {
    const driver = await address.connect();
    await loadCompany(driver, DIALECTS[address.dialect], address.schema, playbook, rows, NAMINGS.snake);
    await driver.close();
    const options = { asOf: AS_OF, slice: 'all', inputsDir };
    const expected = await computeMetrics(playbook, snapshot, options);
    const found = await withEngine(address, playbook, { onLeft: (tables) => left.push(...tables) }, (source) => computeMetrics(playbook, source, options));
    assert.deepEqual(left, [], 'all helper tables were dropped');
    return assertEqualCells(found, expected, address.dialect);
  } finally {
    await Promise.all([snapshot, inputsDir].map((dir) => rm(dir, { recursive: true, force: true })));
  }
}

const TEXTS = ['2026-03-08T07:59:59.000Z', '2026-03-08 07:59:59', '2026-03-08T07:59:59.123+0000', '2026-03-08T07:59:59+02:00', '2024-02-29T00:00:00Z', '2025-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-04-31', '2026-04-30', 'never', '', "'; --", '2026-04-30T25:00:00Z', '  TBD ', 'back\\slash\\', 'Ärger', 'line\nend', '%_'];

/** Single expressions on texts that break quoting, casts and calendars. */
export async function conformExpressions(address: EngineAddress): Promise<void> {
  const at = instantOf(column('t'));
  const said: Readonly<Record<string, Expression>> = {
    n: column('n'), t: column('t'), day: localDate(at, 'America/New_York'), quarter: quarterStart(localDate(at, 'UTC'), 2), seconds: secondsBetween({ kind: 'literal', type: 'timestamp', value: '2026-01-01T00:00:00.900Z' }, at),
    folded: folded(column('t')), length: lengthOf(column('t')), holds: contains(column('t'), text('00')), breaks: contains(column('t'), text('\\')), percent: contains(column('t'), text('%_')), found: isIn(column('t'), TEXTS.slice(12)), other: differs(column('t'), text("'; --")), sum: plus(column('d'), number(0.00000001)), product: times(column('d'), number(1.1)), quotient: dividedBy(column('d'), integer(3)), nothing: dividedBy(column('d'), integer(0)),
  };
  await same(address, project(values({ t: 'text', n: 'integer', d: 'number' }, TEXTS.map((one, index) => [one, index, index * 1234.56789012])), said), 'n');
  const names = values({ id: 'text' }, ['aB', 'Ab', 'é', 'Z', null, 'a'].map((id) => [id]));
  await same(address, window(names, { up: { function: 'row_number', partitionBy: [], orderBy: [{ column: 'id' }] }, down: { function: 'row_number', partitionBy: [], orderBy: [{ column: 'id', descending: true }] } }), 'up');
}

async function same(address: EngineAddress, relation: Relation, orderBy: string): Promise<void> {
  const driver = await address.connect();
  try {
    const engine = sqlEngine({ driver, dialect: DIALECTS[address.dialect], sources: { schema: [], tables: new Map() }, workSchema: address.schema, prefix: 'x_', lasting: false });
    const ordered = (rows: readonly Row[]): unknown[] => rows.toSorted((left, right) => Number(left[orderBy]) - Number(right[orderBy])).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, comparable(value, relation.columns[name])])));
    const found = ordered(await engine.rows(relation));
    assert.deepEqual(found, ordered(await withDuckDb((db) => duckDbEngine(db).rows(relation))));
  } finally {
    await driver.close();
  }
}

/** A decimal is a number however many zeros it ends with. */
function comparable(value: unknown, type: string | undefined): unknown {
  if (value === null) return null;
  return type === 'number' || type === 'integer' ? Number(value) : (value as string | boolean).toString();
}
