/** An input file line by line, to say which line is wrong: slower than the database, and read only when something is. */
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import type { Columns } from './relational/expression.ts';
import { faultOf, keyOf, type InputRules, type Line } from './inputRules.ts';

const MOST_SHOWN = 60;

interface Numbered {
  /** As an editor counts it; a line end within quotes counts too. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** Double quotes that do not fit, in one sentence. */
class QuotesError extends Error {}

/** Every record that is not blank, the header first. @throws QuotesError */
async function* records(file: string): AsyncGenerator<Numbered> {
  const parser = createReadStream(file).pipe(parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }));
  let before = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      // The parser says where a record ends; what it holds says where it began.
      const number = Math.max(before + 1, info.lines - record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0));
      before = info.lines;
      yield { number, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new QuotesError(`From line ${before + 1} on ${error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a text in double quotes is never closed' : 'double quotes do not fit'}: within a quoted text write two of them.`, { cause: error });
  }
}

/** Cells are named as in the header, whatever its letter case. */
async function* linesOf(file: string): AsyncGenerator<{ readonly number: number; readonly cells: readonly string[]; readonly header: readonly string[]; readonly line: Line }> {
  let header: string[] | null = null;
  for await (const { number, cells } of records(file)) {
    if (header === null) header = cells.map((name) => name.trim().toLowerCase());
    else yield { number, cells, header, line: Object.fromEntries(header.map((name, index) => [name, cells[index]?.trim() || null])) };
  }
}

/**
 * What is wrong first, in one sentence with its line.
 * @returns null where every line is as it should be
 */
export async function firstFault(file: string, columns: Columns, rules: InputRules): Promise<string | null> {
  const seen = new Map<string, Taken[]>();
  try {
    for await (const { number, cells, header, line } of linesOf(file)) {
      if (cells.some((cell) => cell.includes('\uFFFD'))) return `Line ${number} is not written in UTF-8: save the file as CSV UTF-8.`;
      if (cells.length !== header.length) return `Line ${number} has ${cells.length} cells, and the header has ${header.length}: a text with a comma stands in double quotes.`;
      const fault = faultOf(line, columns, rules);
      if (fault) return `Line ${number}, column ${fault.column}: ${fault.found === '' ? 'it' : shown(fault.found)} ${fault.expected}.`;
      if (!rules.one) continue;
      const key = keyOf(line, rules);
      const taken: Taken = { number, first: rules.span ? (line[rules.span[0]] ?? '') : '', last: rules.span ? (line[rules.span[1]] ?? '') : '' };
      const before = seen.get(key) ?? [];
      const other = before.find(({ first, last }) => first <= taken.last && taken.first <= last);
      if (other) return bothStandFor(other, taken, line, rules.one);
      seen.set(key, [...before, taken]);
    }
    return null;
  } catch (error) {
    if (error instanceof QuotesError) return error.message;
    throw error;
  }
}

/**
 * The number of the first line with a cell, as an editor counts it; 0 where there is none.
 * @param only word that another column of the line has to hold
 */
export async function firstLineWith(file: string, column: string, cell: string, only?: { readonly column: string; readonly word: string }): Promise<number> {
  for await (const { number, line } of linesOf(file)) {
    if (line[column] === cell && (only === undefined || line[only.column]?.toLowerCase() === only.word)) return number;
  }
  return 0;
}

/** A line with the days it stands for; blank where lines stand for no days. */
interface Taken {
  readonly number: number;
  readonly first: string;
  readonly last: string;
}

function bothStandFor(other: Taken, own: Taken, line: Line, one: readonly string[]): string {
  const what = one.flatMap((column) => line[column] ?? []).join(', ');
  const numbers = `Lines ${other.number} and ${own.number} both stand for`;
  if (own.first === '') return `${numbers} ${what}: there may be one line for each ${one.join(', ')}.`;
  return `${numbers} ${own.first > other.first ? own.first : other.first} (${what}): a day may lie in one of them only.`;
}

/** What was found, without what would move a cursor or fill a screen. */
function shown(found: string): string {
  const text = found.replace(/\p{C}/gu, '?');
  return JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
}
