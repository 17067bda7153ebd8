/** Lines of input files that name a record the snapshot does not have: they are in no number, and nobody would notice. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { counted } from '../shared/words.ts';
import { rowsOf, withDuckDb, type DuckDBConnection } from './duckdb.ts';
import { firstLineWith } from './inputLines.ts';
import { longIdSql } from './recordId.ts';
import { duckdb } from './relational/duckdb.ts';
import { readManifest, scanOf } from './snapshot.ts';

interface Naming {
  readonly file: string;
  readonly column: string;
  readonly object: string;
  /** Field of the record that the cell repeats. */
  readonly field: string;
  /** Lines of other words in this column name nothing of this object. */
  readonly only?: { readonly column: string; readonly word: string };
  readonly noun: string;
  readonly what: string;
}

const id = (file: string, column: string, object: string, noun: string): Naming => ({ file, column, object, field: 'Id', noun, what: 'such a line is in no number' });

const NAMINGS: readonly Naming[] = [
  id('billing', 'opportunity_id', 'Opportunity', 'deal'),
  id('gate_event', 'opportunity_id', 'Opportunity', 'deal'),
  id('product_usage', 'account_id', 'Account', 'account'),
  id('feature_adoption', 'account_id', 'Account', 'account'),
  id('account_health', 'account_id', 'Account', 'account'),
  { file: 'quota', column: 'owner', object: 'User', field: 'Username', only: { column: 'level', word: 'user' }, noun: 'user', what: 'such a quota stands beside no deals' },
];

/**
 * A sentence for each file and column with such lines: how many they are, and the first of them. What the snapshot was not asked for is passed over.
 * @param inputsDir whose files `loadInputs` has read; those that are not there name nothing
 * @param snapshot its folder
 */
export async function strangeLines(inputsDir: string, snapshot: string): Promise<string[]> {
  const { objects } = await readManifest(snapshot);
  return withDuckDb(async (db) => {
    const said: string[] = [];
    for (const naming of NAMINGS) {
      const file = join(inputsDir, `${naming.file}.csv`);
      const held = objects.find(({ object, fields }) => object === naming.object && fields.some(({ name }) => name === naming.field));
      if (held === undefined || !(await stat(file).catch(() => null))?.isFile()) continue;
      const found = await unknownIn(db, file, naming, scanOf(snapshot, held));
      if (found === null) continue;
      const line = await firstLineWith(file, naming.column, found.first, naming.only);
      said.push(`${file}: ${counted(found.lines, 'line names', 'lines name')} ${/^[aeio]/.test(naming.noun) ? 'an' : 'a'} ${naming.noun} that the snapshot does not have: ${naming.what}. The first is line ${line}, ${naming.column} ${found.first.replace(/\p{C}/gu, '?')}: is it of another org, or out of sight for the user who extracted?`);
    }
    return said;
  });
}

async function unknownIn(db: DuckDBConnection, file: string, { column, field, only }: Naming, records: string): Promise<{ readonly lines: number; readonly first: string } | null> {
  const cell = `nullif(trim(${duckdb.identifier(column)}), '')`;
  const asKept = (text: string): string => (field === 'Id' ? longIdSql(text) : `lower(${text})`);
  const lines = `SELECT row_number() OVER () AS place, ${cell} AS cell${only === undefined ? '' : `, lower(trim(${duckdb.identifier(only.column)})) AS word`} FROM read_csv(${duckdb.text(file)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '')`;
  const known = `SELECT ${field === 'Id' ? duckdb.identifier(field) : `lower(trim(${duckdb.identifier(field)}))`} AS known FROM ${records}`;
  const sql = `WITH lines AS (${lines}), known AS (${known}) SELECT count(*)::INTEGER AS lines, arg_min(cell, place) AS first FROM lines WHERE cell IS NOT NULL${only === undefined ? '' : ` AND word = ${duckdb.text(only.word)}`} AND NOT EXISTS (SELECT 1 FROM known WHERE known.known = ${asKept('lines.cell')})`;
  const [row] = await rowsOf(db, sql);
  return Number(row?.['lines'] ?? 0) === 0 ? null : { lines: Number(row?.['lines']), first: String(row?.['first']) };
}
