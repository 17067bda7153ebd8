import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isWholeMonths, parsePeriod, shiftMonths, windowOf } from './period.ts';

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
  ];
  for (const [text, start, from, to] of cases) test(`${text}, year from month ${start}`, () => assert.deepEqual(parsePeriod(text, start), { from, to }));
  for (const wrong of ['', '2026-Q5', '2026-13', '26', '2026-02-30..2026-03-01', '2026-03-01..2026-02-01', '2026-1-1..2026-2-1', 'Q3', "2026' OR 1=1"]) {
    test(`${JSON.stringify(wrong)} is refused`, () => assert.throws(() => parsePeriod(wrong, 1), RangeError));
  }
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
