/** What the cells of an input file must be, said once in JavaScript for one line and once in SQL for all of them. */
import type { Columns } from './relational/expression.ts';
import { duckdb } from './relational/duckdb.ts';
import { isDay } from './period.ts';
import { longId } from './recordId.ts';

export interface InputRules {
  /** Cells that no line may leave blank. */
  readonly filled?: readonly string[];
  /** The only words that a column may hold, in any letter case. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Columns that an org compares without letter case, such as usernames: they are read in small letters. */
  readonly anyCase?: readonly string[];
  /** Columns with the id of a record, of 15 or 18 characters. */
  readonly ids?: readonly string[];
  /** Other spellings of such words. */
  readonly spelled?: Readonly<Record<string, string>>;
  /** Bounds of numbers: above one, or from one to the other with both included. */
  readonly bounds?: Readonly<Record<string, Bound>>;
  /** The column that names a month, by its first day. */
  readonly month?: string;
  /** First and last day of what a line stands for. */
  readonly span?: readonly [first: string, last: string];
  /** There is one line for each of these together; with a span, one for each of its days. */
  readonly one?: readonly string[];
}

type Bound = { readonly above: number } | { readonly from: number; readonly to?: number };

/** A cell that is not what it should be. */
export interface Fault {
  readonly column: string;
  readonly found: string;
  readonly expected: string;
}

/** A line by its columns; blank cells are null. */
export type Line = Readonly<Record<string, string | null>>;

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The first cell of a line that is wrong, in the order of the columns. */
export function faultOf(line: Line, columns: Columns, { filled = [], words = {}, spelled = {}, bounds = {}, month, span }: InputRules): Fault | null {
  for (const [column, type] of Object.entries(columns)) {
    const found = line[column] ?? null;
    const fault = (expected: string): Fault => ({ column, found: found ?? '', expected });
    if (found === null) {
      if (filled.includes(column)) return fault('must not be blank');
      continue;
    }
    if (type === 'date' && !(DAY.test(found) && isDay(found))) return fault('is no day of the calendar written as 2026-01-31');
    if (column === month && !found.endsWith('-01')) return fault(`is no first day of a month, which a month is written as: ${found.slice(0, 8)}01`);
    if (type === 'number' && !NUMBER.test(found)) return fault('is no number: write it as 1200.50, without separators of thousands and signs of a currency');
    const known = words[column];
    if (known && !known.includes(spelled[found.toLowerCase()] ?? found.toLowerCase())) return fault(`is none of ${known.join(', ')}`);
    const bound = bounds[column];
    if (bound && outside(Number(found), bound)) return fault(said(bound));
  }
  const [first, last] = span?.map((column) => line[column] ?? null) ?? [];
  if (span && first && last && last < first) return { column: span[1], found: last, expected: `is before ${span[0]}, ${first}` };
  return null;
}

function outside(value: number, bound: Bound): boolean {
  return 'above' in bound ? value <= bound.above : value < bound.from || value > (bound.to ?? Number.POSITIVE_INFINITY);
}

function said(bound: Bound): string {
  if ('above' in bound) return `is not above ${bound.above}`;
  return bound.to === undefined ? `is less than ${bound.from}` : `is not between ${bound.from} and ${bound.to}`;
}

/** SQL that is true for a line that `faultOf` refuses; of a table whose types are right already. */
export function faultSql({ filled = [], words = {}, bounds = {}, month, span }: InputRules): string | null {
  const { identifier, text } = duckdb;
  const faults = [
    ...filled.map((column) => `${identifier(column)} IS NULL`),
    ...Object.entries(words).map(([column, known]) => `${identifier(column)} NOT IN (${known.map(text).join(', ')})`),
    ...Object.entries(bounds).flatMap(([column, bound]) => ('above' in bound ? [`${identifier(column)} <= ${bound.above}`] : [`${identifier(column)} < ${bound.from}`, ...(bound.to === undefined ? [] : [`${identifier(column)} > ${bound.to}`])])),
    ...(month === undefined ? [] : [`day(${identifier(month)}) <> 1`]),
    ...(span ? [`${identifier(span[1])} < ${identifier(span[0])}`] : []),
  ];
  return faults.length === 0 ? null : faults.join(' OR ');
}

/** What tells lines that stand for the same thing: two of them would be counted twice. */
export function keyOf(line: Line, { one = [], words = {}, anyCase = [], ids = [] }: InputRules): string {
  return JSON.stringify(one.map((column) => {
    const cell = line[column] ?? null;
    if (cell !== null && ids.includes(column)) return longId(cell);
    return words[column] || anyCase.includes(column) ? (cell?.toLowerCase() ?? null) : cell;
  }));
}

/** SQL that is true where a table holds two lines that stand for the same thing. */
export function doubleSql(table: string, { one, span }: InputRules): string | null {
  if (!one) return null;
  const keys = one.map(duckdb.identifier).join(', ');
  if (!span) return `EXISTS (SELECT 1 FROM ${table} GROUP BY ${keys} HAVING count(*) > 1)`;
  const [first, last] = span.map(duckdb.identifier);
  return `EXISTS (SELECT 1 FROM (SELECT ${first} <= max(${last}) OVER (PARTITION BY ${keys} ORDER BY ${first}, ${last} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS meets FROM ${table}) WHERE meets)`;
}
