/** Problems as a person reads them in a terminal: word, place, code and sentence, the line with a caret, the mend. */
import type { Problem } from './diagnostics.ts';
import { printable } from './yaml/limits.ts';
import { wrap } from '../shared/wrap.ts';
import { painter, type Paint } from '../shared/paint.ts';

export interface ReportOptions {
  readonly color: boolean;
  /** File to its text, for showing the line; a file without text is named only. */
  readonly sources: ReadonlyMap<string, string>;
}

const INDENT = ' '.repeat(8);
const WIDTH = 100;

/** @returns one block for each problem with an empty line between them; empty without problems */
export function formatProblems(problems: readonly Problem[], { color, sources }: ReportOptions): string {
  const paint = painter(color);
  return problems.map((problem) => `${formatProblem(problem, sources.get(problem.file), paint)}\n`).join('\n');
}

function formatProblem(problem: Problem, source: string | undefined, paint: Paint): string {
  return [...headline(problem, paint), ...(source === undefined ? [] : excerpt(problem, source, paint)), ...(problem.hint === null ? [] : wrap(problem.hint, WIDTH - INDENT.length).map((text) => `${INDENT}${paint('green', text)}`))].join('\n');
}

function headline({ severity, file, line, column, code, message }: Problem, paint: Paint): string[] {
  const place = `${file}:${line}:${column}`;
  const head = `${paint(severity === 'error' ? 'red' : 'yellow', severity.padEnd(7))} ${paint('cyan', place)}`;
  const text = `${code} ${message}`;
  if (INDENT.length + place.length + 2 + text.length <= WIDTH) return [`${head}  ${text}`];
  return [head, ...wrap(text, WIDTH - INDENT.length).map((part) => `${INDENT}${part}`)];
}

/** The line of the problem, cut round it when it is long, and carets below. */
function excerpt({ line, column }: Problem, source: string, paint: Paint): string[] {
  const text = source.split('\n')[line - 1];
  if (text === undefined || text.trim() === '') return [];
  const number = String(line);
  const room = WIDTH - INDENT.length - number.length - 3;
  const from = column - 1 < room - 10 ? 0 : column - 1 - Math.floor(room / 2);
  const shown = [...text.slice(from, from + room)].map((character) => (character === '\t' || character === '\r' ? ' ' : oneWide(character))).join('').trimEnd();
  const carets = '^'.repeat(Math.min(wordLength(text.slice(column - 1)), Math.max(1, room - (column - 1 - from))));
  return [
    `${INDENT}${paint('dim', `${number} |`)} ${shown}`,
    `${INDENT}${paint('dim', `${' '.repeat(number.length)} |`)} ${' '.repeat(column - 1 - from)}${paint('red', carets)}`,
  ];
}

/** A character that cannot be seen would move the caret, or worse. */
function oneWide(character: string): string {
  return printable(character) === character ? character : '?';
}

/** As many carets as the word at the place is long. */
function wordLength(rest: string): number {
  return Math.max(1, /^[\w.$-]+/.exec(rest)?.[0].length ?? 1);
}
