/** Condition logic: `and`, `or`, or numbers joined by hand such as `1 AND (2 OR NOT 3)`. */

export type Logic =
  | { readonly kind: 'condition'; readonly index: number }
  | { readonly kind: 'not'; readonly of: Logic }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Logic[] };

const TOKEN = /\s*(\d+|\(|\)|[a-z]+)\s*/giy;
const NESTED_DEEPEST = 50;

function tokens(text: string): readonly string[] | null {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return null;
    found.push((match[1] ?? '').toUpperCase());
  }
  return found;
}

function parse(words: readonly string[], count: number): Logic | null {
  let at = 0;
  const operand = (depth: number): Logic | null => {
    const word = words[at];
    at += 1;
    if (word === undefined || depth > NESTED_DEEPEST) return null;
    if (word === 'NOT') {
      const of = operand(depth + 1);
      return of === null ? null : { kind: 'not', of };
    }
    if (word === '(') {
      const inner = chain(depth + 1);
      at += 1;
      return words[at - 1] === ')' ? inner : null;
    }
    const number = Number(word);
    return Number.isInteger(number) && number >= 1 && number <= count ? { kind: 'condition', index: number - 1 } : null;
  };
  /** As everywhere on the platform, AND and OR side by side need parentheses. */
  const chain = (depth: number): Logic | null => {
    const parts = [operand(depth)];
    const joint = words[at];
    while (joint !== undefined && (joint === 'AND' || joint === 'OR') && words[at] === joint) {
      at += 1;
      parts.push(operand(depth));
    }
    const all = parts.filter((part) => part !== null);
    if (all.length < parts.length) return null;
    return all.length === 1 ? all[0] ?? null : { kind: joint === 'OR' ? 'or' : 'and', of: all };
  };
  const tree = chain(0);
  return at === words.length ? tree : null;
}

/**
 * Reads condition logic for so many conditions.
 * @returns null when it cannot be read or names a condition that is not there
 */
export function parseLogic(text: string | null, count: number): Logic | null {
  const word = (text ?? 'and').toLowerCase();
  if (word === 'and' || word === 'or') {
    return { kind: word, of: Array.from({ length: count }, (_, index) => ({ kind: 'condition' as const, index })) };
  }
  const words = tokens(text ?? '');
  return words === null ? null : parse(words, count);
}

/** Whether the logic holds, when `holds` answers for each condition. Conditions that cannot change the result are not asked. */
export function evaluateLogic(logic: Logic, holds: (index: number) => boolean): boolean {
  switch (logic.kind) {
    case 'condition':
      return holds(logic.index);
    case 'not':
      return !evaluateLogic(logic.of, holds);
    case 'and':
      return logic.of.every((part) => evaluateLogic(part, holds));
    case 'or':
      return logic.of.some((part) => evaluateLogic(part, holds));
  }
}

/** The logic as SQL, when `sql` answers for each condition. */
export function printLogic(logic: Logic, sql: (index: number) => string): string {
  switch (logic.kind) {
    case 'condition':
      return sql(logic.index);
    case 'not':
      // Blank is neither true nor false to SQL, but a condition on it does not hold, so that its negation does.
      return `(${printLogic(logic.of, sql)}) IS NOT TRUE`;
    default:
      return `(${logic.of.map((part) => printLogic(part, sql)).join(logic.kind === 'and' ? ' AND ' : ' OR ')})`;
  }
}
