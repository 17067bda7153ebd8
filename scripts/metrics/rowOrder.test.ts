/** Numbers do not depend on the order of the rows nor on how many threads count them: every metric in every cut, with its records. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadPlaybook } from '../playbook/index.ts';
import { computeMetrics } from './compute.ts';
import { company, INPUT_FILES } from './engines/testing/company.ts';
import { writeSnapshot, type Rows } from './testing/snapshot.ts';
import { inputs } from './testing/vectors.ts';

/** Always the same, and nothing like the order before. */
const shuffled = <T>(rows: readonly T[]): T[] => rows.map((row, index) => [(index * 7919 + 13) % 104_729, row] as const).toSorted(([left], [right]) => left - right).map(([, row]) => row);

test('rows written the other way round or shuffled, counted by one thread or four', async () => {
  const { playbook } = await loadPlaybook(join(import.meta.dirname, '../../config/playbook'));
  assert.ok(playbook);
  const options = { asOf: '2026-06-15T12:00:00Z', slice: 'all', inputsDir: await inputs(INPUT_FILES), records: {} };
  const rows = company(playbook, 60);
  const ordered = (order: (found: Rows[string]) => Rows[string]): Rows => Object.fromEntries(Object.entries(rows).map(([object, found]) => [object, order(found)]));
  const create = DuckDBInstance.create.bind(DuckDBInstance);
  const count = async (threads: string, written: Rows) => {
    const dir = await writeSnapshot(playbook, written);
    DuckDBInstance.create = (path, settings) => create(path, { ...settings, threads });
    try {
      return await computeMetrics(playbook, dir, options);
    } finally {
      DuckDBInstance.create = create;
    }
  };
  const expected = await count('1', rows);
  assert.ok(expected.length > 1000);
  assert.deepEqual(await count('4', ordered((found) => found.toReversed())), expected);
  assert.deepEqual(await count('4', ordered(shuffled)), expected);
});
