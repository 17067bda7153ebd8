/**
 * SQL for engines that are not run here, as files a person has read. Recorded anew with
 * `UPDATE=1 node --test scripts/metrics/engines/golden.test.ts`; read the difference before you keep it.
 */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DIALECTS } from '../relational/dialects.ts';
import { column, contains, dividedBy, folded, instantOf, integer, lengthOf, localDate, minus, number, quarterStart, secondsBetween, text, times, addDays, aggregate, compare, differs } from '../relational/expression.ts';
import { printRelation } from '../relational/print.ts';
import { extend, grouped, join, scan, values, window, type Relation } from '../relational/relation.ts';

const FOLDER = fileURLToPath(new URL('golden', import.meta.url));
/** Never run here: nobody gives us an account. */
const NOT_RUN = ['snowflake', 'bigquery'] as const;

/** Everything that a dialect says in its own way. */
function everything(): Relation {
  const rows = extend(values({ t: 'text', d: 'date', at: 'timestamp', n: 'number', i: 'integer' }, [["O'Brien \\ \n", '2026-01-31', '2026-01-31T10:00:00Z', 1.5, 7], [null, null, null, null, null]]), {
    local: localDate(column('at'), 'America/New_York'), quarter: quarterStart(column('d'), 2), seconds: secondsBetween(column('at'), instantOf(column('t'))), later: addDays(column('d'), column('i')),
    folded: folded(column('t')), length: lengthOf(column('t')), holds: contains(column('t'), text("O'")), less: minus(column('n'), number(0.5)), product: times(column('n'), column('i')), quotient: dividedBy(column('n'), integer(3)), other: differs(column('t'), text('x')), after: compare(column('t'), '>', text('m')),
  });
  const numbered = window(rows, { nth: { function: 'row_number', partitionBy: ['t'], orderBy: [{ column: 't', descending: true }, { column: 'd' }] }, running: { function: 'sum', of: column('n'), partitionBy: [], orderBy: [{ column: 'd' }] } });
  const ranged = join('left', numbered, scan('periods', { begins: 'date' }), compare(column('begins'), '<=', column('d')));
  const where = compare(column('n'), '>', integer(0));
  return grouped(ranged, [[], ['t'], ['t', 'd']], { rows: aggregate('count', null, where), middle: aggregate('median', column('n'), where), most: aggregate('p90', column('n')), mean: aggregate('mean', column('n')), some: aggregate('any', column('other'), where), names: aggregate('count_distinct', column('t'), where), last: aggregate('max', column('t')) });
}

function printed(): Record<string, string> {
  return Object.fromEntries(NOT_RUN.map((name) => [`${name}.sql`, `${printRelation(everything(), DIALECTS[name])};\n`]));
}

test('the files are what is printed, and nothing else lies there', async () => {
  const found = printed();
  if (process.env['UPDATE'] === '1') for (const [name, sql] of Object.entries(found)) await writeFile(`${FOLDER}/${name}`, sql);
  assert.deepEqual((await readdir(FOLDER)).toSorted(), Object.keys(found).toSorted());
  for (const [name, sql] of Object.entries(found)) assert.equal(await readFile(`${FOLDER}/${name}`, 'utf8'), sql, name);
});
