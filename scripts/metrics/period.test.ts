import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { closedPeriods, fiscalNameOf, isWholeMonths, nameOfPart, parsePeriod, partsOfPeriod, shiftMonths, windowOf } from './period.ts';

const from = (start: number, namedByEnd = false) => ({ start, namedByEnd });

describe('periods as they are written', () => {
  const cases: [text: string, fiscalYearStart: number, from: string, to: string][] = [
    ['2026', 1, '2026-01-01', '2027-01-01'],
    ['2026-Q3', 1, '2026-07-01', '2026-10-01'],
    ['2026-09', 1, '2026-09-01', '2026-10-01'],
    ['2026-12', 1, '2026-12-01', '2027-01-01'],
    ['2026-01-10..2026-01-10', 1, '2026-01-10', '2026-01-11'],
    ['2026-01-01..2026-03-31', 1, '2026-01-01', '2026-04-01'],
    // A month is a month of the calendar whatever the fiscal year.
    ['2026-02', 2, '2026-02-01', '2026-03-01'],
    ['2026', 2, '2026-02-01', '2027-02-01'],
    ['2026-Q1', 2, '2026-02-01', '2026-05-01'],
    ['2026-Q4', 2, '2026-11-01', '2027-02-01'],
  ];
  for (const [text, start, from, to] of cases) test(`${text}, year from month ${start}`, () => assert.deepEqual(parsePeriod(text, { start, namedByEnd: false }), { from, to }));
  for (const wrong of ['', '2026-Q5', '2026-13', '26', '2026-02-30..2026-03-01', '2026-03-01..2026-02-01', '2026-1-1..2026-2-1', 'Q3', "2026' OR 1=1"]) {
    test(`${JSON.stringify(wrong)} is refused`, () => assert.throws(() => parsePeriod(wrong, from(1)), RangeError));
  }
});

test('a fiscal year that has the name of the year it ends in', () => {
  const cases: [text: string, start: number, from: string, to: string][] = [
    ['2027', 2, '2026-02-01', '2027-02-01'],
    ['2027-Q1', 2, '2026-02-01', '2026-05-01'],
    ['2027-Q4', 2, '2026-11-01', '2027-02-01'],
    ['2026-Q3', 10, '2026-04-01', '2026-07-01'],
    // A calendar year ends in the year it begins in, and a month has no other name.
    ['2027', 1, '2027-01-01', '2028-01-01'],
    ['2027-Q1', 1, '2027-01-01', '2027-04-01'],
    ['2026-02', 2, '2026-02-01', '2026-03-01'],
  ];
  for (const [text, start, first, end] of cases) assert.deepEqual(parsePeriod(text, from(start, true)), { from: first, to: end }, `${text} from month ${start}`);
});

test('what a fiscal quarter or year is called, and what is neither', () => {
  const cases: [first: string, end: string, byStart: string | null, byEnd: string | null][] = [
    ['2026-02-01', '2026-05-01', '2026-Q1', '2027-Q1'],
    ['2026-11-01', '2027-02-01', '2026-Q4', '2027-Q4'],
    ['2026-02-01', '2027-02-01', '2026', '2027'],
    ['2026-05-01', '2027-05-01', null, null],
    ['2026-02-01', '2026-08-01', null, null],
    ['2026-01-01', '2026-04-01', null, null],
    ['2026-02-01', '2026-03-01', null, null],
    ['2026-02-01', '2026-04-30', null, null],
    ['0001-01-01', '2026-05-01', null, null],
  ];
  for (const [first, end, byStart, byEnd] of cases) assert.deepEqual([fiscalNameOf({ from: first, to: end }, from(2)), fiscalNameOf({ from: first, to: end }, from(2, true))], [byStart, byEnd], `${first} to ${end}`);
  // Where fiscal and calendar year are one, the days say it all.
  assert.equal(fiscalNameOf({ from: '2026-01-01', to: '2026-04-01' }, from(1, true)), null);
});

test('windows of a day', () => {
  assert.deepEqual(windowOf('quarter', '2026-05-15', 1), { from: '2026-04-01', to: '2026-07-01' });
  // Fiscal year from February: November to January is the last quarter.
  assert.deepEqual(windowOf('quarter', '2026-01-15', 2), { from: '2025-11-01', to: '2026-02-01' });
  assert.deepEqual(windowOf('trailing_year', '2026-05-15', 1), { from: '2025-05-01', to: '2026-05-01' });
  assert.equal(windowOf('all', '2026-05-15', 1).to, '2026-05-16');
});

test('a period some months earlier keeps to the days its months have', () => {
  assert.deepEqual(shiftMonths({ from: '2026-01-01', to: '2026-04-01' }, -3), { from: '2025-10-01', to: '2026-01-01' });
  assert.deepEqual(shiftMonths({ from: '2026-03-31', to: '2026-05-31' }, -1), { from: '2026-02-28', to: '2026-04-30' });
  assert.ok(isWholeMonths({ from: '2026-01-01', to: '2026-02-01' }));
  assert.ok(!isWholeMonths({ from: '2026-01-01', to: '2026-02-02' }));
});

test('windows: full weeks from Monday, the month and the quarter before, the days ahead', () => {
  // 1 June 2026 is a Monday; 31 May a Sunday.
  assert.deepEqual(windowOf('week', '2026-06-01', 1), { from: '2026-05-25', to: '2026-06-01' });
  assert.deepEqual(windowOf('week', '2026-05-31', 1), { from: '2026-05-18', to: '2026-05-25' });
  assert.deepEqual(windowOf('four_weeks', '2026-06-03', 1), { from: '2026-05-04', to: '2026-06-01' });
  assert.deepEqual(windowOf('month', '2026-01-15', 1), { from: '2025-12-01', to: '2026-01-01' });
  assert.deepEqual(windowOf('last_quarter', '2026-06-01', 1), { from: '2026-01-01', to: '2026-04-01' });
  // With a year that begins in February, 31 January is in the last quarter of the year before.
  assert.deepEqual(windowOf('last_quarter', '2026-01-31', 2), { from: '2025-08-01', to: '2025-11-01' });
  assert.deepEqual(windowOf('next_90_days', '2026-06-01', 1), { from: '2026-06-01', to: '2026-08-30' });
});

test('the periods that are over on a day, oldest first', () => {
  assert.deepEqual(closedPeriods('month', 2, '2026-01-31', 1), [{ from: '2025-11-01', to: '2025-12-01' }, { from: '2025-12-01', to: '2026-01-01' }]);
  assert.deepEqual(closedPeriods('quarter', 2, '2026-06-30', 1), [{ from: '2025-10-01', to: '2026-01-01' }, { from: '2026-01-01', to: '2026-04-01' }]);
  // The day after a quarter it is over; with a year that begins in February quarters end with January.
  assert.deepEqual(closedPeriods('quarter', 1, '2026-07-01', 1), [{ from: '2026-04-01', to: '2026-07-01' }]);
  assert.deepEqual(closedPeriods('quarter', 1, '2026-01-31', 2), [{ from: '2025-08-01', to: '2025-11-01' }]);
});

test('parts of a period: named as they are asked for, cut where the period is, and not without end', () => {
  const parts = (first: string, end: string, slice: 'month' | 'quarter' | 'year', start = 1, namedByEnd = false): [string, string, string][] => partsOfPeriod({ from: first, to: end }, slice, start).map((part) => [nameOfPart(part.from, slice, from(start, namedByEnd)), part.from, part.to]);
  assert.deepEqual(parts('2026-01-15', '2026-03-01', 'month'), [['2026-01', '2026-01-15', '2026-02-01'], ['2026-02', '2026-02-01', '2026-03-01']]);
  assert.deepEqual(parts('2025-12-01', '2026-03-01', 'quarter', 2), [['2025-Q4', '2025-12-01', '2026-02-01'], ['2026-Q1', '2026-02-01', '2026-03-01']]);
  assert.deepEqual(parts('2025-12-01', '2026-03-01', 'year', 2), [['2025', '2025-12-01', '2026-02-01'], ['2026', '2026-02-01', '2026-03-01']]);
  assert.deepEqual(parts('2025-12-01', '2026-03-01', 'quarter', 2, true), [['2026-Q4', '2025-12-01', '2026-02-01'], ['2027-Q1', '2026-02-01', '2026-03-01']]);
  assert.deepEqual(parts('2025-12-01', '2026-03-01', 'year', 2, true), [['2026', '2025-12-01', '2026-02-01'], ['2027', '2026-02-01', '2026-03-01']]);
  for (const namedByEnd of [false, true]) {
    for (const [name, first, end] of parts('2025-12-01', '2026-12-01', 'quarter', 2, namedByEnd).slice(1, -1)) assert.deepEqual(parsePeriod(name, from(2, namedByEnd)), { from: first, to: end });
  }
  assert.throws(() => parts('1900-01-01', '2026-01-01', 'month'), /too many parts/);
});
