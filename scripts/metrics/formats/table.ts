/** Metrics as a table for a terminal, at most 100 columns. */
import { recordLines } from './records.ts';
import type { MetricResult, Standing } from '../types.ts';
import { verdictInWords } from '../verdict.ts';
import { asShown, countedFrom, placeText, shownValue, sliceText, STATE_WORDS } from './value.ts';
import { painter } from '../../shared/paint.ts';
import { clipped } from '../../shared/words.ts';
import { wrap } from '../../shared/wrap.ts';

/** Of a line. */
const WIDTH = 100;

const WIDTHS = { label: 38, value: 14, state: 16, from: 28 };

/** How a table is printed. */
export interface TableOptions {
  readonly color: boolean;
  /** What is said of a metric under its first number: what it counts and what it hangs on, a sentence each. */
  readonly explain?: (id: string) => readonly string[];
}

export function formatTable(results: readonly MetricResult[], { color, explain }: TableOptions): string {
  const paint = painter(color);
  const lines = [paint('bold', row('Metric', 'Value', 'State', 'Counted from'))];
  let last = '';
  for (const result of results) {
    const slice = sliceText(result);
    const isTotal = slice === '';
    if (result.id !== last) lines.push('');
    const label = isTotal ? result.label : `  ${slice}`;
    const isFirst = result.id !== last;
    const explained = isFirst ? (explain?.(result.id) ?? []).flatMap((sentence) => wrap(sentence, WIDTH - 4).map((line, index) => paint('dim', `${index === 0 ? '  ' : '    '}${line}`))) : [];
    if (!isTotal && isFirst) lines.push(paint('bold', result.label), paint('dim', `  ${placeText(result)}`), ...explained);
    last = result.id;
    const [text = '', ...more] = rowsOf(label, result, statesOf(result), wrapped(countedFrom(result)));
    lines.push(isTotal ? paint('bold', text) : text, ...more);
    if (isTotal) {
      lines.push(paint('dim', `  ${placeText(result)}`));
      lines.push(...explained);
      for (const variant of result.variants) lines.push(...rowsOf(`  ${variant.label}`, asShown(result, variant), variant.state === 'ok' ? [] : statesOf(variant), [ratio(variant)]).map((text) => paint('dim', text)));
    }
    if (result.advice !== null) lines.push(paint('dim', `    ${result.advice}`));
    if (result.reason !== null && (isTotal || result.state === 'undefined')) lines.push(paint('yellow', `  ${result.reason}`));
    if (isTotal && result.workingTime !== undefined) lines.push(paint('dim', `  ${clipped(result.workingTime, 98)}`));
    if (result.verdict !== undefined) lines.push(paint('dim', clipped(`    ${verdictInWords(result.verdict)}`, 100)));
    for (const line of recordLines(result)) lines.push(paint('dim', `    ${line}`));
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** A number in one line, and in more where it has several states or many parts: each state and each lot of parts in a line of its own. */
function rowsOf(label: string, result: Standing & Pick<MetricResult, 'value' | 'unit' | 'shownFrom'>, states: readonly string[], from: readonly string[]): string[] {
  const lines = Array.from({ length: Math.max(1, states.length, from.length) }, (_, index) => [states[index] ?? '', from[index] ?? ''] as const);
  return lines.map(([state, part], index) => (index === 0 ? row(clipped(label, WIDTHS.label), shownValue(result), state, part) : row('', '', state, part)));
}

/** The states that hold, a comma where another follows. */
function statesOf({ state, also = [] }: Standing): string[] {
  return [state, ...also].map((one, index) => `${STATE_WORDS[one]}${index < also.length ? ',' : ''}`);
}

/** Parts of a formula are many: as many lines as they need, broken between two of them. */
function wrapped(from: string): string[] {
  const lines: string[] = [];
  for (const part of from.split(', ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + part.length + 2 > WIDTHS.from) lines.push(part);
    else lines[lines.length - 1] = `${last}, ${part}`;
  }
  return lines;
}

function row(label: string, value: string, state: string, from: string): string {
  return `${label.padEnd(WIDTHS.label)} ${value.padStart(WIDTHS.value)}  ${state.padEnd(WIDTHS.state)}${from.padEnd(WIDTHS.from)}`;
}

function ratio({ numerator, denominator }: MetricResult['variants'][number]): string {
  if (numerator === null || denominator === null) return '';
  return `${numerator.toLocaleString('en-US')} / ${denominator.toLocaleString('en-US')}`;
}
