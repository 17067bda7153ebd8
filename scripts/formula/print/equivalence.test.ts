/**
 * The printers against the engine: random formulas over the supported part of the language, computed by the engine, by the
 * printed JavaScript, by SQLite and by DuckDB on the same records. They must agree on every one.
 */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { compileText, parseFormula, printFormula, type FormulaContext, type RawValue, type ReferenceType } from '../index.ts';
import { printJavaScript, runtimeSource } from './javascript.ts';
import { flat } from './layout.ts';
import { printSql } from './sql.ts';
import { installFormulaFunctions } from './sqliteFunctions.ts';

type Row = Readonly<Record<string, RawValue>>;

const TODAY = '2026-03-01';
const NOW = '2026-03-01T17:30:00.000Z';
const ID = '003000000000001AAA';
const OTHER_ID = '003000000000002AAA';

/** Name, type for the engine, column type in DuckDB, values that decide. */
const FIELDS: readonly { name: string; reference: ReferenceType; column: string; values: readonly RawValue[] }[] = [
  ...['T1', 'T2'].map((name) => ({
    name, reference: { type: 'Text' } as const, column: 'VARCHAR',
    values: [null, '', ' ', 'n/a', ' N/A ', 'abc', 'ABC', 'Ärger', '😀 yes', 'abcdef', '\tab\n', "it's", 'a|b'],
  })),
  ...['N1', 'N2'].map((name) => ({
    name, reference: { type: 'Number', scale: 2 } as const, column: 'DECIMAL(18, 2)', values: [null, 0, 1, -1, 0.1, 0.15, 15, 2.5, 100000, 99999.99, 12, 1 / 4],
  })),
  { name: 'P1', reference: { type: 'Percent', scale: 2 }, column: 'DOUBLE', values: [null, 0, 15, 15.01, 14.99, 100] },
  ...['D1', 'D2'].map((name) => ({
    name, reference: { type: 'Date' } as const, column: 'DATE', values: [null, '2026-02-28', TODAY, '2026-03-02', '2024-02-29', '2025-12-31'],
  })),
  { name: 'W1', reference: { type: 'DateTime' }, column: 'TIMESTAMP', values: [null, NOW, '2026-03-01T17:29:59.999Z', '2026-03-02T00:00:00.000Z', '2025-01-01T00:00:00.000Z'] },
  { name: 'K1', reference: { type: 'Picklist', picklistValues: ['High', 'Low', 'None known'] }, column: 'VARCHAR', values: [null, 'High', 'Low', 'None known'] },
  { name: 'M1', reference: { type: 'MultiPicklist', picklistValues: ['Routing', 'Mobile'] }, column: 'VARCHAR', values: [null, 'Routing', 'Mobile', 'Routing;Mobile'] },
  { name: 'B1', reference: { type: 'Boolean' }, column: 'BOOLEAN', values: [true, false] },
  ...['I1', 'I2'].map((name) => ({ name, reference: { type: 'Id' } as const, column: 'VARCHAR', values: [null, ID, OTHER_ID] })),
];

const context: FormulaContext = {
  kind: 'validationRule',
  resolve: (path) => FIELDS.find(({ name }) => name.toLowerCase() === path.join('.').toLowerCase())?.reference,
};

const ROWS: readonly Row[] = fc.sample(
  fc.record(Object.fromEntries(FIELDS.map(({ name, values }) => [name, fc.constantFrom(...values)]))), { seed: 7, numRuns: 80 },
);

const call = (name: string, ...args: fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...args).map((parts) => `${name}(${parts.join(', ')})`);
const infix = (operators: readonly string[], left: fc.Arbitrary<string>, right: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(left, fc.constantFrom(...operators), right).map(([a, operator, b]) => `(${a} ${operator} ${b})`);
const COMPARE = ['=', '<>', '<', '<=', '>', '>='];

const formulas = fc.letrec<{ truth: string; number: string; text: string; date: string }>((tie) => {
  const { truth, number, text, date } = { truth: tie('truth'), number: tie('number'), text: tie('text'), date: tie('date') };
  return {
    truth: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('B1', 'ISPICKVAL(K1, "High")', 'ISPICKVAL(K1, "")', 'INCLUDES(M1, "Mobile")', 'ISBLANK(TEXT(K1))', 'ISBLANK(M1)', '(W1 <= NOW())', '(I1 <> I2)', `(I1 = "${ID}")`, 'BEGINS(I1, "003")', 'TRUE', '(NOW() - W1 > 14)', 'ISBLANK(W1)'),
      call('AND', truth, truth), call('OR', truth, truth, truth), call('NOT', truth), call('IF', truth, truth, truth),
      call('NOT', call('BEGINS', text, text)), call('ISBLANK', text), call('ISBLANK', number), call('ISBLANK', date), call('ISNULL', number),
      call('CONTAINS', text, text), call('BEGINS', text, text),
      infix(COMPARE, number, number), infix(COMPARE, date, date), infix(['=', '<>'], text, text), infix(['=', '<>'], truth, truth),
      infix(['&&', '||'], truth, truth),
    ),
    number: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('N1', 'N2', 'P1', '0', '1', '0.15', '12', '100000', '(D1 - D2)', '(-N1)'),
      call('LEN', text), call('ABS', number), call('MAX', number, number), call('MIN', number, number, number), call('BLANKVALUE', number, number),
      call('IF', truth, number, number), fc.constant('CASE(K1, "High", 1, "Low", N1, 0.5)'), call('CASE', text, fc.constant('"abc"'), number, number),
      infix(['+', '-', '*'], number, number), number.map((left) => `(${left} / 12)`), number.map((left) => `(${left} / -0.4)`),
    ),
    text: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('T1', 'T2', '""', '"abc"', '"|"', '"|n/a|none|abc|"', 'TEXT(K1)', '"it\'s"'),
      call('TRIM', text), call('LOWER', text), call('UPPER', text), call('SUBSTITUTE', text, text, text), call('SUBSTITUTE', text, call('LEFT', text, fc.constant('1')), fc.constant('""')), infix(['&'], text, text), call('IF', truth, text, text), call('BLANKVALUE', text, text), call('NULLVALUE', text, text),
    ),
    date: fc.oneof({ depthSize: 'small' }, fc.constantFrom('D1', 'D2', 'TODAY()', 'DATE(2026, 3, 1)', '(D1 + 7)', '(TODAY() - 30)'), call('IF', truth, date, date), call('BLANKVALUE', date, date)),
  };
});

let duckdb: DuckDBConnection;
const sqlite = new DatabaseSync(':memory:');

before(async () => {
  duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  await duckdb.run(`CREATE TABLE data (n INTEGER, ${FIELDS.map(({ name, column }) => `${name} ${column}`).join(', ')})`);
  sqlite.exec(`CREATE TABLE data (n, ${FIELDS.map(({ name }) => name).join(', ')})`);
  installFormulaFunctions(sqlite);
  const marks = ['?', ...FIELDS.map(() => '?')].join(', ');
  const insert = sqlite.prepare(`INSERT INTO data VALUES (${marks})`);
  for (const [index, row] of ROWS.entries()) {
    const values = FIELDS.map(({ name }) => row[name] ?? null);
    insert.run(index, ...values.map((value) => (typeof value === 'boolean' ? Number(value) : value)));
    await duckdb.run(`INSERT INTO data VALUES (${[index, ...values].map(duckLiteral).join(', ')})`);
  }
});

after(() => {
  duckdb.closeSync();
  sqlite.close();
});

function duckLiteral(value: RawValue): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function engine(source: string): boolean[] {
  const { evaluate, problems } = compileText(source, context);
  assert.ok(evaluate, `${source}: ${problems[0]?.message ?? ''}`);
  return ROWS.map((row) => evaluate({ record: ([name]) => row[name ?? ''], now: new Date(NOW), timeZone: 'UTC' }) === true);
}

async function javaScript(source: string): Promise<boolean[]> {
  const { layout, uses } = printJavaScript(parse(source), context);
  const code = `${runtimeSource(uses)}\nexport const evaluate = (record, context) => ${flat(layout)};`;
  const { evaluate } = (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as { evaluate: (row: Row, clock: object) => boolean };
  return ROWS.map((row) => evaluate(row, { today: TODAY, now: NOW }));
}

function inSqlite(source: string): boolean[] {
  const sql = printSql(parse(source), context, { dialect: 'sqlite', today: TODAY, now: NOW });
  const rows = sqlite.prepare(`SELECT ${sql} AS answer FROM data ORDER BY n`).all();
  return rows.map(({ answer }) => (answer === null ? null : Boolean(answer)) as boolean);
}

async function inDuckDb(source: string): Promise<boolean[]> {
  const sql = printSql(parse(source), context, { dialect: 'duckdb', today: TODAY, now: NOW });
  const result = await duckdb.runAndReadAll(`SELECT ${sql} AS answer FROM data ORDER BY n`);
  return result.getRows().map(([answer]) => answer as boolean);
}

function parse(source: string): NonNullable<ReturnType<typeof parseFormula>['expression']> {
  const { expression } = parseFormula(source);
  assert.ok(expression);
  return expression;
}

test('engine, JavaScript, SQLite and DuckDB agree on random formulas', async () => {
  await fc.assert(
    fc.asyncProperty(formulas.truth, async (source) => {
      // Deep trees beyond Salesforce's own limit say nothing more than small ones.
      fc.pre(source.length < 1200);
      const expected = engine(source);
      assert.deepEqual(await javaScript(source), expected, `JavaScript: ${printFormula(parse(source))}`);
      assert.deepEqual(inSqlite(source), expected, `SQLite: ${source}`);
      assert.deepEqual(await inDuckDb(source), expected, `DuckDB: ${source}`);
    }),
    { seed: Number(process.env['FUZZ_SEED'] ?? 20260301), numRuns: Number(process.env['FUZZ_RUNS'] ?? 250) },
  );
});
