/** Local days are looked up in lists; ICU, which DuckDB asks for all others, must say the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rowsOf, rowsOfRelation, withDuckDb, type DuckDBConnection } from '../duckdb.ts';
import { column, localDate } from './expression.ts';
import { duckdb } from './duckdb.ts';
import { printExpression } from './print.ts';
import { project, values } from './relation.ts';
import { zoneSlots } from './zoneSlots.ts';

/** With half and three quarters of an hour, half an hour of daylight saving, a day that was left out, clocks that stop saving for Ramadan, and none that change. */
const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Kiritimati', 'Africa/Casablanca', 'Africa/Cairo', 'America/Sao_Paulo', 'America/St_Johns', 'Asia/Pyongyang'];

async function days(db: DuckDBConnection, zone: string, instants: readonly (string | null)[]): Promise<readonly unknown[]> {
  const rows = await rowsOfRelation(db, project(values({ at: 'timestamp' }, instants.map((at) => [at])), { day: localDate(column('at'), zone) }));
  return rows.map((row) => row['day']);
}

async function asked(db: DuckDBConnection, zone: string, instants: readonly (string | null)[]): Promise<readonly unknown[]> {
  const rows = await rowsOf(db, instants.map((at, index) => `SELECT CAST(timezone('${zone}', ${at === null ? 'NULL::TIMESTAMPTZ' : duckdb.instant(at)}) AS DATE) AS day, ${index} AS i`).join(' UNION ALL ') + ' ORDER BY i');
  return rows.map((row) => row['day']);
}

test('a day is the same looked up as asked of ICU: at any instant, around every change of clocks, outside of the years that are held', async () => {
  await withDuckDb(async (db) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ZONES), fc.array(fc.date({ min: new Date('1950-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }), { minLength: 1, maxLength: 30 }), async (zone, moments) => {
        const { changes, first } = zoneSlots(zone);
        const around = changes.flatMap((change, index) => (change === null ? [(first + index) * 2 ** 43 / 1000] : change > 0 ? [change] : []).flatMap((at) => [-1, 0, 1, 3_600_000, 86_400_000].map((off) => new Date(at + off))));
        const instants = [...moments, ...around].map((at) => at.toISOString());
        assert.deepEqual(await days(db, zone, instants), await asked(db, zone, instants), zone);
      }),
      { seed: 11, numRuns: 40 },
    );
  });
});

test('no instant has no day, and one without end has none that ends', async () => {
  await withDuckDb(async (db) => {
    assert.deepEqual(await days(db, 'Europe/Berlin', [null]), [null]);
    const day = printExpression(localDate(column('at'), 'Europe/Berlin'), duckdb, { at: 'timestamp' });
    const rows = await rowsOf(db, `SELECT CAST(${day} AS VARCHAR) AS day FROM (VALUES (TIMESTAMPTZ 'infinity'), (TIMESTAMPTZ '-infinity')) AS t("at") ORDER BY "at"`);
    assert.deepEqual(rows.map((row) => row['day']), ['-infinity', 'infinity']);
  });
});

test('clocks that change twice in a slot are left to ICU', () => {
  assert.ok(zoneSlots('Africa/Casablanca').changes.includes(null));
  assert.ok(!zoneSlots('America/New_York').changes.includes(null));
});
