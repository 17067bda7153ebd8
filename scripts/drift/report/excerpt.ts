/** Two long values shortened to where they differ: the first hundred characters of a formula are the same in every rule. */

const LONGEST = 300;
/** Of what is the same, so much before the difference. */
const BEFORE = 60;

/** @returns both on one line; long ones from shortly before their first difference */
export function excerpts(expected: string, actual: string): readonly [string, string] {
  const [left, right] = [flat(expected), flat(actual)];
  if (left.length <= LONGEST && right.length <= LONGEST) return [left, right];
  const from = Math.max(0, firstDifference(left, right) - BEFORE);
  // From a whole word.
  const start = from === 0 ? 0 : left.slice(0, from).lastIndexOf(' ') + 1;
  return [part(left, start), part(right, start)];
}

function part(text: string, start: number): string {
  const end = text.length - start > LONGEST ? start + LONGEST : text.length;
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
