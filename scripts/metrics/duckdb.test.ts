import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { literal, memoryLimit, encodeTexts, rowsOf, withDuckDb } from './duckdb.ts';
import { roomError } from './room.ts';

test('what is more than the memory holds lies in a private folder, which is gone after', async () => {
  let aside = '';
  const sum = await withDuckDb(async (db) => {
    const [set] = await rowsOf(db, "SELECT current_setting('temp_directory') AS aside");
    aside = String(set?.['aside']);
    // Ids of 18 characters: 3 million rows are about 100 MB.
    await db.run("CREATE TEMP TABLE deal AS SELECT printf('006%012dAAA', i) AS id, i FROM range(3000000) t(i)");
    await db.run('CREATE TEMP TABLE step AS SELECT id, i FROM deal');
    const [spilled] = await rowsOf(db, 'SELECT sum(size) AS bytes FROM duckdb_temporary_files()');
    assert.ok(Number(spilled?.['bytes']) > 0, 'nothing was spilled');
    const [row] = await rowsOf(db, 'SELECT CAST(sum(i) AS VARCHAR) AS sum FROM step');
    return row?.['sum'];
  }, { memory_limit: '100MB', threads: '1' });
  assert.equal(sum, '4499998500000');
  assert.ok(aside !== '' && !existsSync(aside), `${aside} is still there`);
});

test('the folder is gone after an error too', async () => {
  let aside = '';
  await assert.rejects(withDuckDb(async (db) => {
    const [set] = await rowsOf(db, "SELECT current_setting('temp_directory') AS aside");
    aside = String(set?.['aside']);
    await db.run('SELECT nothing');
  }), /nothing/);
  assert.ok(aside !== '' && !existsSync(aside));
});

test('too little memory is said with what to do about it, also where a file was being read', async () => {
  const all = (rows: number): string => `SELECT list(printf('006%012dAAA', i)) FROM range(${rows}) t(i)`;
  const refused = (work: Parameters<typeof withDuckDb>[0]): Promise<void> =>
    assert.rejects(withDuckDb(work, { threads: '1' }), { name: 'RoomError', message: 'This needs more memory than the 20MB that it may take.', actions: ['Allow more, for example HANDRAIL_MEMORY=40MB, or ask for fewer numbers at a time: --metric <id>.'] });
  const before = process.env['HANDRAIL_MEMORY'];
  process.env['HANDRAIL_MEMORY'] = '20MB';
  try {
    await refused((db) => db.run(all(3_000_000)));
    await refused((db) => db.run(all(3_000_000)).catch((cause: unknown) => Promise.reject(new Error('quota.csv cannot be read', { cause }))));
  } finally {
    if (before === undefined) delete process.env['HANDRAIL_MEMORY'];
    else process.env['HANDRAIL_MEMORY'] = before;
  }
});

test('a full disk is said with the folder that is full, and other errors stay as they are', () => {
  const folder = '/tmp/handrail-duckdb-x';
  const limits = { limit: '256MB', folder };
  const aside = 'Make room there, or name another folder for what memory does not hold: TMPDIR=/path/with/room.';
  for (const [words, file, action] of [
    [`IO Error: Could not write file "${folder}/duckdb_temp_storage_DEFAULT-0.tmp": No space left on device`, `${folder}/duckdb_temp_storage_DEFAULT-0.tmp`, aside],
    ["Out of Memory Error: failed to offload data block of size 256.0 KiB. This limit was set by the 'max_temp_directory_size' setting.", folder, aside],
    ['IO Error: Could not write file "/snapshot/Account.parquet.new": No space left on device', '/snapshot/Account.parquet.new', 'Make room there, then run the same command again.'],
  ] as const) {
    const found = roomError(new Error(words), limits);
    assert.deepEqual([found?.message, found?.actions], [`The disk is full: ${file} could not be written.`, [action]]);
  }
  assert.equal(roomError(new Error('Parser Error: syntax error'), limits), undefined);
});

test('the limit is half of what is there, or what is asked for', () => {
  assert.equal(memoryLimit(undefined, 2e9), '1000MB');
  assert.equal(memoryLimit(' ', 2e9), '1000MB');
  assert.equal(memoryLimit('4GB'), '4GB');
  assert.equal(memoryLimit(' 1.5 gb '), '1.5GB');
});

test('a limit that is none is said plainly', () => {
  for (const wrong of ['4', '0GB', 'much', '-1GB', "4GB'; SELECT 1"]) assert.throws(() => memoryLimit(wrong), /^RangeError: HANDRAIL_MEMORY is ".*": write how much memory the numbers may take, such as 4GB or 800MB\.$/);
});

test('texts of few values are kept as numbers and say, compare and sort as before; others and small tables stay', async () => {
  const texts = ['', "it's", 'a "b"', 'Zürich', 'zebra', 'Äpfel', '\n', 'back\\slash', '😀', '1); DROP TABLE few; --'];
  await withDuckDb(async (db) => {
    for (const [table, rows] of [['few', 12_000], ['small', 100]] as const) {
      await db.run(`CREATE TEMP TABLE ${table} AS SELECT i, CASE WHEN i % 11 < 10 THEN [${texts.map(literal).join(', ')}][i % 11 + 1] END AS source, 'deal ' || i AS deal, NULL::VARCHAR AS nothing FROM range(${rows}) t(i)`);
      await db.run(`CREATE TEMP TABLE ${table}_before AS FROM ${table}`);
      await encodeTexts(db, table, ['source', 'deal', 'nothing']);
      const types = await rowsOf(db, `SELECT data_type LIKE 'ENUM%' AS encoded FROM duckdb_columns() WHERE table_name = '${table}' AND column_name IN ('source', 'deal', 'nothing') ORDER BY column_index`);
      assert.deepEqual(types.map(({ encoded }) => encoded), [table === 'few', false, false]);
      const asked = (from: string): Promise<Record<string, unknown>[]> => rowsOf(db, `SELECT source, count(*) AS deals, min(source) AS least, max(source) AS most, source = 'zebra' AS is_zebra, source < 'a' AS below, source IN ('nowhere', 'Zürich') AS is_in, coalesce(source, 'none') || '.' AS said FROM ${from} GROUP BY source ORDER BY source NULLS FIRST`);
      assert.deepEqual(await asked(table), await asked(`${table}_before`));
      const [differ] = await rowsOf(db, `SELECT count(*) AS rows FROM (FROM ${table} EXCEPT ALL FROM ${table}_before)`);
      assert.equal(Number(differ?.['rows']), 0);
    }
  });
});
