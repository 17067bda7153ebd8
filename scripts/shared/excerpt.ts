/** Two long values shortened to where they differ: the first hundred characters of a formula are the same in every rule. */

/** Room for two blocks of text; of it, as much as stands before the difference. */
const BLOCK = { longest: 300, before: 60 };

/**
 * @param room most characters of each, and how many of them may be what is the same before the difference
 * @returns both on one line; long ones from shortly before their first difference
 */
export function excerpts(expected: string, actual: string, room: { readonly longest: number; readonly before: number } = BLOCK): readonly [string, string] {
  const [left, right] = [flat(expected), flat(actual)];
  if (left.length <= room.longest && right.length <= room.longest) return [left, right];
  const from = Math.max(0, firstDifference(left, right) - room.before);
  // From a whole word, where one begins that still leaves room for the difference.
  const word = from === 0 ? 0 : left.slice(0, from).lastIndexOf(' ') + 1;
  const start = from - word > room.before ? from : word;
  return [part(left, start, room.longest), part(right, start, room.longest)];
}

function part(text: string, start: number, longest: number): string {
  const end = text.length - start > longest ? start + longest : text.length;
  return `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
}

function firstDifference(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index++;
  return index;
}

function flat(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}
