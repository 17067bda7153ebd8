import type { Span } from './types.ts';

/** One-based line and column of an offset into a formula; `\r\n` counts as one line break. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns an offset (clamped to the text) into line and column, both counted from 1. */
export function positionOf(text: string, offset: number): Position {
  const end = Math.max(0, Math.min(offset, text.length));
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < end; index++) {
    const char = text[index];
    if (char === '\n' || (char === '\r' && text[index + 1] !== '\n')) {
      line++;
      lineStart = index + 1;
    }
  }
  return { line, column: end - lineStart + 1 };
}

/** The span of nodes that were built rather than read. */
export const NO_SPAN: Span = { start: 0, end: 0 };
