/** A report that a comment on a pull request can hold. */
import { markdownTable } from '../markdown.ts';

/** GitHub refuses comments of more characters; a merge request of GitLab takes more. */
export const COMMENT_ROOM = 65_536;

const REST = '\n\nThe rest does not fit into a comment; it is in the other forms of the report.\n';

/**
 * The form with as many rows as fit.
 * @param form the report with at most so many rows in each of its lists, saying how many it leaves out
 * @param most rows where there is room
 */
export function fittingComment(form: (most: number) => string, most: number): string {
  for (let rows = most; rows > 0; rows = Math.floor(rows / 2)) {
    const text = form(rows);
    if (text.length <= COMMENT_ROOM) return text;
  }
  // One row is longer than a comment: what stands before it, to the end of a line.
  const head = form(1).slice(0, COMMENT_ROOM - REST.length);
  return `${head.slice(0, head.lastIndexOf('\n')).trimEnd()}${REST}`;
}

/** The first rows as a table, and how many more there are. @param row its cells, Markdown already */
export function firstAsTable<T>(heads: readonly string[], all: readonly T[], row: (one: T) => readonly string[], most: number, rest?: string): string[] {
  const { shown, more } = firstOf(all, most, rest);
  return [...markdownTable(heads, shown.map(row)), '', ...more.flatMap((line) => [line, ''])];
}

/** The first as a list under a heading; nothing where there are none. @param line Markdown already */
export function firstAsList<T>(head: string, all: readonly T[], line: (one: T) => string, most: number, rest?: string): string[] {
  const { shown, more } = firstOf(all, most, rest);
  return all.length === 0 ? [] : [head, '', ...[...shown.map(line), ...more].map((item) => `- ${item}`), ''];
}

/** Rows that stand, and a line for those that do not. @param rest where all of them are */
export function firstOf<T>(rows: readonly T[], most: number, rest = ''): { readonly shown: readonly T[]; readonly more: readonly string[] } {
  const left = rows.length - most;
  return { shown: rows.slice(0, most), more: left > 0 ? [`and ${left} more${rest}.`] : [] };
}
