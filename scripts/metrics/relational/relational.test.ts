import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { rowsOfRelation, withDuckDb } from '../duckdb.ts';
import { aggregate, both, column, compare, date, daysBetween, equal, instant, integer, isIn, localDate, quarterStart, text, when } from './expression.ts';
import { duckdb } from './duckdb.ts';
import { printRelation } from './print.ts';
import { aggregated, extend, filter, grouped, join, project, rename, scan, union, values, window } from './relation.ts';

const deals = values({ id: 'text', amount: 'number', on: 'date' }, [['a', 10, '2026-01-05'], ['b', 20, '2026-02-05'], ['c', null, null]]);

describe('mistakes are found when a relation is built, by name', () => {
  const cases: [string, () => unknown, RegExp][] = [
    ['unknown column', () => filter(deals, equal(column('amout'), integer(1))), /no column amout; there are id, amount, on/],
    ['types that do not compare', () => filter(deals, equal(column('id'), integer(1))), /compare mixes text and integer/],
    ['a condition that is none', () => filter(deals, column('amount')), /must be true or false/],
    ['a literal of another shape', () => filter(deals, compare(column('on'), '<', date('5 January'))), /"5 January" is no date/],
    ['a value of another type in a list', () => filter(deals, isIn(column('amount'), ['10'])), /"10" is no number/],
    ['one name for two columns', () => join('inner', deals, deals, equal(column('id'), column('id'))), /Both sides of a join have id, amount, on/],
    ['inputs that differ', () => union(deals, rename(deals, { id: 'id' })), /Inputs of a union differ/],
    ['a sum of texts', () => aggregated(deals, [], { s: aggregate('sum', column('id')) }), /id is text; number is needed/],
    ['a row too short', () => values({ id: 'text', n: 'integer' }, [['a']]), /1 values for 2 columns/],
    ['no number', () => filter(deals, equal(column('amount'), { kind: 'literal', type: 'number', value: Number.NaN })), /is no number/],
  ];
  for (const [name, build, message] of cases) test(name, () => assert.throws(build, message));
});

test('whatever a text holds, it is found again and nothing else is', async () => {
  await withDuckDb(async (db) => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 30 }).filter((value) => !value.includes('\0')), fc.constantFrom("'; DROP TABLE x; --", "''", '\\', '$1', '"', '%', '{x}'), async (random, hostile) => {
        const wanted = random + hostile;
        const names = values({ name: 'text' }, [[wanted], ['other']]);
        const found = await rowsOfRelation(db, filter(names, equal(column('name'), text(wanted))));
        assert.deepEqual(found.map((row) => row['name']), [wanted]);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

test('hostile names of columns and tables stay names', async () => {
  await withDuckDb(async (db) => {
    await db.run('CREATE TABLE "a""; DROP TABLE b; --" AS SELECT 1 AS "x"" y"');
    const rows = await rowsOfRelation(db, project(scan('a"; DROP TABLE b; --', { 'x" y': 'integer' }), { 'z";': column('x" y') }));
    assert.deepEqual(rows, [{ 'z";': 1 }]);
  });
});

test('a NUL in a text is refused', () => {
  assert.throws(() => printRelation(filter(deals, equal(column('id'), text('a\0b'))), duckdb), /NUL/);
});

test('days and local days across daylight saving', async () => {
  const zone = 'America/New_York';
  // Clocks went forward on 8 March and back on 1 November 2026.
  const moments = values({ at: 'timestamp' }, ['2026-03-08T04:59:59Z', '2026-03-08T05:00:00Z', '2026-03-09T03:59:59Z', '2026-03-09T04:00:00Z', '2026-11-01T03:59:59Z', '2026-11-01T04:00:00Z', '2026-11-02T04:59:59Z', '2026-11-02T05:00:00Z'].map((at) => [at]));
  const found = await withDuckDb((db) => rowsOfRelation(db, project(moments, { day: localDate(column('at'), zone), since: daysBetween(date('2026-03-01'), localDate(column('at'), zone)) })));
  assert.deepEqual(found.map((row) => row['day']), ['2026-03-07', '2026-03-08', '2026-03-08', '2026-03-09', '2026-10-31', '2026-11-01', '2026-11-01', '2026-11-02']);
  assert.deepEqual(found.slice(0, 2).map((row) => Number(row['since'])), [6, 7]);
});

test('grouping sets tell a total from a group whose name is missing', async () => {
  const sold = values({ region: 'text', amount: 'number' }, [['west', 1], [null, 2], ['west', 4]]);
  const rows = await withDuckDb((db) => rowsOfRelation(db, grouped(sold, [[], ['region']], { total: aggregate('sum', column('amount')) })));
  const told = rows.map((row) => [row['region'], Number(row['not_by_region']), Number(row['total'])]);
  assert.deepEqual(told.toSorted((left, right) => Number(left[2]) - Number(right[2])), [[null, 0, 2], ['west', 0, 5], [null, 1, 7]]);
});

test('windows, cases and empty inputs', async () => {
  const moves = values({ deal: 'text', at: 'timestamp', stage: 'text' }, [['d', '2026-01-02T00:00:00Z', 'B'], ['d', '2026-01-01T00:00:00Z', 'A']]);
  const ordered = window(moves, { before: { function: 'lag', of: column('stage'), partitionBy: ['deal'], orderBy: [{ column: 'at' }] } });
  const labelled = extend(filter(ordered, compare(column('at'), '<', instant('2026-02-01T00:00:00Z'))), { first: when([[both(equal(column('stage'), text('A'))), text('yes')]], text('no')) });
  const rows = await withDuckDb((db) => rowsOfRelation(db, labelled));
  assert.deepEqual(rows.map((row) => [row['stage'], row['before'], row['first']]).toSorted(), [['A', null, 'yes'], ['B', 'A', 'no']]);
  const none = await withDuckDb((db) => rowsOfRelation(db, filter(values({ id: 'text' }, []), isIn(column('id'), []))));
  assert.deepEqual(none, []);
});

test('the quarter of a day, whenever the fiscal year begins', async () => {
  const days = Array.from({ length: 24 }, (_, index) => new Date(Date.UTC(2023, 11, 31 + 17 * index)).toISOString().slice(0, 10));
  for (const begins of [1, 2, 3, 12]) {
    const relation = extend(values({ on: 'date' }, days.map((on) => [on])), { quarter: quarterStart(column('on'), begins) });
    const rows = await withDuckDb((db) => rowsOfRelation(db, relation));
    const expected = days.map((on) => {
      const [year = 0, month = 1] = on.split('-').map(Number);
      return new Date(Date.UTC(year, month - 1 - ((month - begins + 12) % 3), 1)).toISOString().slice(0, 10);
    });
    assert.deepEqual(rows.map((row) => row['quarter']), expected, `a year that begins in month ${begins}`);
  }
});
