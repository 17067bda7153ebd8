/** Small words that both printers share. */
import { periodText, stateText } from '../metrics/formats/value.ts';
import type { Block, NumberLine } from './types.ts';

/** Minutes into the meeting. */
export function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A block that is called as its section says its name once. */
export function untitled(block: Block, section: string): Block {
  return block.kind !== 'note' && block.title.toLowerCase() === section.toLowerCase() ? { ...block, title: '' } : block;
}

/** What has to be known about a number; empty where it is sound and nothing is to be said. */
export function remarkOf({ note, ...standing }: Pick<NumberLine, 'state' | 'also' | 'note'>): string {
  return [...(standing.state === 'ok' ? [] : [stateText(standing)]), ...(note === null ? [] : [note])].join(': ');
}

/** What a number is of; empty for all time, and for lines of one period, which `periodOfAll` says once. */
export function periodOfLine(line: NumberLine, lines: readonly NumberLine[]): string {
  return periodOfAll(lines) === '' ? periodWords(line) : '';
}

/** The period that all lines of a block share; empty where they do not, and for all time. */
export function periodOfAll(lines: readonly NumberLine[]): string {
  const found = new Set(lines.map(periodWords));
  return found.size === 1 ? ([...found][0] ?? '') : '';
}

function periodWords({ period }: NumberLine): string {
  const text = periodText(period);
  return text === 'all' ? '' : text;
}
