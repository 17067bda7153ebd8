/**
 * Ids of records: 15 characters in which the letter case counts, as reports export them, or 18 as the API has them. The last
 * three say which of the first fifteen are capitals, a letter for each five.
 */
import { duckdb } from './relational/duckdb.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const SHORT = '^[A-Za-z0-9]{15}$';
const FIRST_OF_FIVES = [0, 5, 10];
const FIVE = [0, 1, 2, 3, 4];

/** The 18 characters of an id of 15; any other text as it is. */
export function longId(text: string): string {
  if (!new RegExp(SHORT).test(text)) return text;
  const suffix = FIRST_OF_FIVES.map((first) => LETTERS.charAt(FIVE.reduce((sum, at) => sum + (/[A-Z]/.test(text.charAt(first + at)) ? 2 ** at : 0), 0)));
  return text + suffix.join('');
}

/** The same in SQL of DuckDB, of a text expression. */
export function longIdSql(cell: string): string {
  const isCapital = (position: number): string => `CASE WHEN substr(${cell}, ${position}, 1) BETWEEN 'A' AND 'Z' THEN 1 ELSE 0 END`;
  const letter = (first: number): string => `substr(${duckdb.text(LETTERS)}, 1 + ${FIVE.map((at) => `${2 ** at} * ${isCapital(first + at + 1)}`).join(' + ')}, 1)`;
  return `CASE WHEN regexp_matches(${cell}, ${duckdb.text(SHORT)}) THEN ${[cell, ...FIRST_OF_FIVES.map(letter)].join(' || ')} ELSE ${cell} END`;
}
