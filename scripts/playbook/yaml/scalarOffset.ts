/** From an offset in a scalar's value to the offset in its source: for problems inside a formula that YAML has folded or quoted. */
import { Scalar } from 'yaml';

/** Length of a double-quoted escape by its letter; the others are two characters. */
const ESCAPE_LENGTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };
const WHITE_ESCAPES = new Set(['n', 't', 'r', ' ', 'N', '_', 'L', 'P', '\n', 'v', 'f']);

/** One or more characters of the source, and how many visible characters of the value they stand for. */
interface Piece {
  readonly length: number;
  readonly visible: number;
}

/**
 * Block scalars lose their indentation and folded ones their line ends, so the offset is found by counting the
 * characters that are no white space, which value and source have alike.
 * @param source text of the scalar with its quotes or block header
 */
export function sourceOffset(source: string, scalar: Scalar, offset: number): number {
  const { first, next, end } = shapeOf(source, scalar.type);
  let left = visibleIn(String(scalar.value).slice(0, offset));
  let index = first;
  while (index < end) {
    const piece = next(source, index);
    if (piece.visible > 0) {
      if (left < piece.visible) return index;
      left -= piece.visible;
    }
    index += piece.length;
  }
  // Behind the last character: where something is missing.
  return first + source.slice(first, end).trimEnd().length;
}

function shapeOf(source: string, type: Scalar.Type | null | undefined): { first: number; end: number; next: (source: string, index: number) => Piece } {
  switch (type) {
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL:
      return { first: source.indexOf('\n') + 1, end: source.length, next: plain };
    case Scalar.QUOTE_SINGLE:
      return { first: 1, end: source.length - 1, next: singleQuoted };
    case Scalar.QUOTE_DOUBLE:
      return { first: 1, end: source.length - 1, next: doubleQuoted };
    default:
      return { first: 0, end: source.length, next: plain };
  }
}

function plain(source: string, index: number): Piece {
  return { length: 1, visible: visibleIn(source[index] ?? '') };
}

function singleQuoted(source: string, index: number): Piece {
  return source.startsWith("''", index) ? { length: 2, visible: 1 } : plain(source, index);
}

function doubleQuoted(source: string, index: number): Piece {
  if (source[index] !== '\\') return plain(source, index);
  const letter = source[index + 1] ?? '';
  if (WHITE_ESCAPES.has(letter)) return { length: 2, visible: 0 };
  const length = ESCAPE_LENGTH[letter] ?? 2;
  return { length, visible: length === 2 ? 1 : visibleIn(String.fromCodePoint(codePoint(source.slice(index + 2, index + length)))) };
}

function codePoint(hex: string): number {
  const value = Number.parseInt(hex, 16);
  return value <= 0x10_ffff ? value : 0;
}

function visibleIn(text: string): number {
  return text.replace(/\s/g, '').length;
}
