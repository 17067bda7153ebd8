/** Nothing is lost between a record and its Parquet column: through the local org's own CSV, and through CSV written by hand. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import { startLocalOrg } from '../../local-org/index.ts';
import { closeIdleConnections } from '../../org/index.ts';
import { connectionTo } from '../../org/testing/connectionTo.ts';
import { literal, rowsOf, withDuckDb } from '../duckdb.ts';
import { bulkQuery } from './bulkQuery.ts';
import { columnType, writeParquet, type TypedField } from './typedLoad.ts';

const dir = await temporaryFolder('types');
after(() => rm(dir, { recursive: true, force: true }));

const typed = (fields: Readonly<Record<string, string>>): TypedField[] => Object.entries(fields).map(([name, type]) => ({ name, type: columnType(type) }));

/** All values as text, so that a test sees every digit. */
function readBack(file: string): Promise<Record<string, unknown>[]> {
  return withDuckDb((db) => rowsOf(db, `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(${literal(file)}) ORDER BY 1`));
}

/** A page as Bulk API 2.0 writes it: every cell in quotes, blank for null, line feeds. */
function page(header: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map((cell) => `"${(cell ?? '').replaceAll('"', '""')}"`).join(',')}\n`).join('');
}

/** Texts that some reader of CSV has taken for something else. */
const TEXTS = [
  'plain', 'comma, inside', 'say "yes"', '"', '""', ',', 'two\nlines', 'three\n\nlines\n,"x"\n', 'carriage\rreturn', 'both\r\nends', 'tab\there', "O'Brien", 'back\\slash', '\\', '\\n',
  '00501', '1E5', '12345678901234567890', '0x10', '-0', '+1', '1,000', '1.50', 'NaN', 'Infinity', 'null', 'NULL', 'N/A', '#N/A', 'true', 'FALSE', 't', '2026-01-31', '31.01.2026', '12:30', '=1+1', '@cmd', '-- comment', '# comment', '{"a":1}', '[1,2]',
  '006000000000001AAA', '006000000000001AAa', 'Zürich', '東京', '🚀', '\u202Eevil', 'e\u0301', '\u00a0', 'x'.repeat(32_000),
];

describe('through the local org', () => {
  test('texts, numbers and dates of records arrive as they were saved', async () => {
    const org = await startLocalOrg();
    try {
      const admin = org.session('admin@handrail.local');
      const numbers = [0, -1, 1, 99_999_999, -12_345_678, null];
      const records = TEXTS.map((text, index) => ({ Name: `Account ${String(index).padStart(3, '0')}`, Description: text, AnnualRevenue: numbers[index % numbers.length] ?? null, NumberOfEmployees: index % 4 === 0 ? null : index }));
      const saved = org.engine.insert(admin, 'Account', records);
      assert.deepEqual(saved.flatMap(({ errors }) => errors), []);
      const fields = { Name: 'string', Description: 'textarea', AnnualRevenue: 'currency', NumberOfEmployees: 'int', CreatedDate: 'datetime', IsDeleted: 'boolean', Id: 'id' };
      const connection = connectionTo(org);
      const { pages, records: count } = await bulkQuery(connection, { object: 'Account', fields: Object.keys(fields), dir: join(dir, 'org'), onProgress: () => undefined, pause: () => Promise.resolve(), pageRecords: 7 });
      const file = join(dir, 'Account.parquet');
      await writeParquet({ pages: pages.map((found) => found.file), fields: typed(fields), records: count, file });
      const rows = await readBack(file);
      assert.equal(rows.length, TEXTS.length);
      for (const [index, row] of rows.entries()) {
        const { Name, Description, AnnualRevenue, NumberOfEmployees } = records[index] ?? {};
        // What the org itself keeps of a text is the org's business, so it is asked.
        const kept = org.engine.query(admin, `SELECT Description FROM Account WHERE Id = '${String(row['Id'])}'`).records[0]?.['Description'];
        assert.deepEqual([row['Name'], row['Description'], row['IsDeleted']], [Name, kept, 'false'], JSON.stringify(Description).slice(0, 80));
        assert.equal(row['AnnualRevenue'] === null ? null : Number(row['AnnualRevenue']), AnnualRevenue);
        assert.equal(row['NumberOfEmployees'] === null ? null : Number(row['NumberOfEmployees']), NumberOfEmployees);
      }
    } finally {
      closeIdleConnections();
      await org.close();
    }
  });
});

describe('from pages', () => {
  async function load(name: string, fields: Readonly<Record<string, string>>, pages: readonly (readonly (readonly (string | null)[])[])[]): Promise<Record<string, unknown>[]> {
    const files = await Promise.all(pages.map(async (rows, index) => {
      const file = join(dir, `${name}-${index}.csv`);
      await writeFile(file, page(Object.keys(fields), rows));
      return file;
    }));
    const parquet = join(dir, `${name}.parquet`);
    await writeParquet({ pages: files, fields: typed(fields), records: pages.flat().length, file: parquet });
    return readBack(parquet);
  }

  test('every text, on one page and on two, is text again; blank is null', async () => {
    const rows = TEXTS.map((text, index) => [String(index).padStart(3, '0'), text, null]);
    const expected = rows.map(([Id, Text]) => ({ Id, Text, Blank: null }));
    const fields = { Id: 'id', Text: 'string', Blank: 'string' };
    assert.deepEqual(await load('texts', fields, [rows]), expected);
    assert.deepEqual(await load('texts-in-two', fields, [rows.slice(0, 9), rows.slice(9)]), expected);
  });

  for (const count of [3, 200, 207]) {
    test(`${count} pages hold each of their records once`, async () => {
      const rows = Array.from({ length: count }, (_, index) => [String(index).padStart(3, '0'), `text ${index}`]);
      assert.deepEqual(await load(`in-${count}`, { Id: 'id', Text: 'string' }, rows.map((row) => [row])), rows.map(([Id, Text]) => ({ Id, Text })));
    });
  }

  test('any texts are the same again', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\n', '\r', ',', '\\', ' ', 'é', '😀', '0', "'", '#'), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 60 }), async (cells) => {
        const rows = cells.map(([one, two], index) => [String(index).padStart(3, '0'), one, two]);
        assert.deepEqual(await load('any', { Id: 'id', One: 'string', Two: 'textarea' }, [rows]), rows.map(([Id, One, Two]) => ({ Id, One: One === '' ? null : One, Two: Two === '' ? null : Two })));
      }),
      { seed: 20260601, numRuns: 20 },
    );
  });

  test('numbers keep every digit', async () => {
    const values = ['0', '-0.00000001', '12345678.12345678', '-99999999999999.12345678', '999999999999999999', '1.5', '-7', '1.2345E7', '2.5E-4', null];
    const exact = ['0.00000000', '-0.00000001', '12345678.12345678', '-99999999999999.12345678', '999999999999999999.00000000', '1.50000000', '-7.00000000', '12345000.00000000', '0.00025000', null];
    const rows = await load('numbers', { Id: 'id', Amount: 'currency', Rate: 'percent', Number: 'double' }, [values.map((value, index) => [String(index), value, value, value])]);
    for (const column of ['Amount', 'Rate', 'Number']) assert.deepEqual(rows.map((row) => row[column]), exact, column);
  });

  test('whole numbers, dates and instants', async () => {
    const fields = { Id: 'id', Whole: 'int', Long: 'long', Day: 'date', Instant: 'datetime', Flag: 'boolean' };
    const rows = await load('others', fields, [[
      ['0', '-2147483648', '9007199254740993', '1700-01-01', '2026-03-08T07:30:00.000Z', 'true'],
      ['1', '0', '-1', '4000-12-31', '2026-03-08T02:30:00.001-0500', 'false'],
      ['2', null, null, null, null, null],
      ['3', '5.0', '1.0E3', null, null, null],
    ]]);
    assert.deepEqual(rows, [
      { Id: '0', Whole: '-2147483648', Long: '9007199254740993', Day: '1700-01-01', Instant: '2026-03-08 07:30:00+00', Flag: 'true' },
      { Id: '1', Whole: '0', Long: '-1', Day: '4000-12-31', Instant: '2026-03-08 07:30:00.001+00', Flag: 'false' },
      { Id: '2', Whole: null, Long: null, Day: null, Instant: null, Flag: null },
      { Id: '3', Whole: '5', Long: '1000', Day: null, Instant: null, Flag: null },
    ]);
  });

  for (const [index, [type, value]] of ([['int', '1.5'], ['int', 'many'], ['currency', '1,000'], ['date', '2026-02-30'], ['date', '31/01/2026'], ['datetime', 'yesterday'], ['boolean', 'maybe']] as const).entries()) {
    test(`${value} is no ${type}: refused, and no file is left`, async () => {
      await assert.rejects(load(`wrong-${index}`, { Id: 'id', Value: type }, [[['0', value]]]), /do not fit the types/);
      await assert.rejects(readBack(join(dir, `wrong-${index}.parquet`)));
    });
  }
});
