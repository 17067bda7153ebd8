/** Literals of a query as the values that columns hold. */

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function withoutQuotes(literal: string): string {
  return literal.startsWith("'") && literal.endsWith("'") ? literal.slice(1, -1) : literal;
}

/** The text of `'O\'Brien'`. */
export function unescapeText(literal: string): string {
  return withoutQuotes(literal).replace(/\\(u([0-9a-f]{4})|.)/gis, (_whole, escaped: string, code: string | undefined) =>
    code === undefined ? ESCAPES[escaped] ?? escaped : String.fromCharCode(Number.parseInt(code, 16)));
}

/** A LIKE pattern for SQLite with `\` as its escape: `\%` and `\_` stand for themselves, other escapes as in any text. */
export function likePattern(literal: string): string {
  return withoutQuotes(literal).replace(/\\(u([0-9a-f]{4})|.)/gis, (_whole, escaped: string, code: string | undefined) => {
    if (escaped === '%' || escaped === '_' || escaped === '\\') {
      return `\\${escaped}`;
    }
    return code === undefined ? ESCAPES[escaped] ?? escaped : String.fromCharCode(Number.parseInt(code, 16));
  });
}

/** SQLite folds ASCII only; text beyond it is folded by us. */
export function isAscii(text: string): boolean {
  return [...text].every((character) => (character.codePointAt(0) ?? 0) < 128);
}
