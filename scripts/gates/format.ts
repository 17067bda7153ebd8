/** Verdicts for a terminal, at most 100 columns. */
import { wrap } from '../shared/wrap.ts';
import type { RecordVerdict, Refusal } from './judge.ts';
import { painter, type Style } from '../shared/paint.ts';
import { counted } from '../shared/words.ts';

const STYLES: Readonly<Record<RecordVerdict['outcome'], Style>> = { passes: 'green', blocked: 'red', undecided: 'yellow' };
const WIDTH = 100;

/** Records that pass without a word are counted only. */
export function formatVerdicts(verdicts: readonly RecordVerdict[], { color }: { readonly color: boolean }): string {
  const paint = painter(color);
  const lines = verdicts.flatMap((verdict) => {
    const { record, object, id, operation, outcome, refused, shadow, undecided } = verdict;
    if (outcome === 'passes' && shadow.length === 0) return [];
    return [
      `${paint(STYLES[outcome], outcome.padEnd(9))}  ${paint('bold', `record ${record}`)}  ${operation} ${object}${id === null ? '' : ` ${id}`}`,
      ...refused.flatMap(told),
      ...[...Map.groupBy(undecided, ({ needs, reason }) => (needs.length > 0 ? 'fields are missing' : reason))].flatMap(([reason, own]) => indented(`cannot be told, ${reason}: ${own.map(({ criterion }) => criterion).join(', ')}`)),
      ...shadow.flatMap((each) => indented(`in shadow, blocks nobody: ${each.criterion} ${each.label}`)),
      '',
    ];
  });
  return [...lines, countsOf(verdicts), ...helpOf(verdicts)].join('\n');
}

function told({ field, message }: Refusal): string[] {
  return indented(`${message}${field === null ? '' : ` (${field})`}`);
}

function indented(text: string): string[] {
  return wrap(text, WIDTH - 13).map((line, index) => `${' '.repeat(index === 0 ? 11 : 13)}${line}`);
}

function countsOf(verdicts: readonly RecordVerdict[]): string {
  const count = (outcome: RecordVerdict['outcome']): number => verdicts.filter((each) => each.outcome === outcome).length;
  return `${counted(verdicts.length, 'record')}: ${count('blocked')} would be blocked, ${count('undecided')} cannot be told, ${count('passes')} would pass.`;
}

function helpOf(verdicts: readonly RecordVerdict[]): string[] {
  const needs = [...new Set(verdicts.flatMap(({ undecided }) => undecided.flatMap((each) => each.needs)))].sort();
  return needs.length === 0 ? [] : wrap(`To tell, give the records as they are now with --current, with these fields: ${needs.join(', ')}.`, WIDTH);
}
