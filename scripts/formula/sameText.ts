/** Whether two formulas mean the same, from their texts: by a walk over both where that decides, else by their trees. */
import { sameFormula } from './normalise.ts';
import { parseFormula } from './syntax/parser.ts';

/** False when one is no formula and the texts differ. */
export function sameFormulaText(left: string, right: string): boolean {
  if (left === right || sameTokens(left, right)) return true;
  const { expression: one } = parseFormula(left);
  const { expression: other } = one === undefined ? { expression: undefined } : parseFormula(right);
  return one !== undefined && other !== undefined && sameFormula(one, other);
}

/**
 * True when the texts differ in white space between tokens, comments and letter case alone. False says nothing: brackets and the other
 * identities are for the trees.
 */
export function sameTokens(left: string, right: string): boolean {
  let one = 0;
  let other = 0;
  let before = 0;
  for (;;) {
    // Never asked for a character behind the end: one such question makes all of them slow.
    while (one < left.length && other < right.length) {
      const same = left.charCodeAt(one);
      if (same !== right.charCodeAt(other) || same <= 0x20 || same === DOUBLE || same === SINGLE || same === SLASH) break;
      before = same;
      one++;
      other++;
    }
    before = lower(before);
    const nextOne = pastBlank(left, one);
    const nextOther = pastBlank(right, other);
    if (nextOne >= left.length || nextOther >= right.length) return nextOne >= left.length && nextOther >= right.length;
    const code = lower(left.charCodeAt(nextOne));
    if (code !== lower(right.charCodeAt(nextOther))) return false;
    // A blank on one side only may be what keeps two tokens apart.
    if (nextOne > one !== nextOther > other && joins(before, code)) return false;
    if (code === DOUBLE || code === SINGLE) {
      const end = pastString(left, nextOne, code);
      if (left.slice(nextOne, end) !== right.slice(nextOther, nextOther + end - nextOne)) return false;
      one = end;
      other = nextOther + end - nextOne;
    } else {
      one = nextOne + 1;
      other = nextOther + 1;
    }
    before = code;
  }
}

const DOUBLE = 0x22;
const SINGLE = 0x27;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const STAR = 0x2a;

function pastBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) at++;
    else if (code === SLASH && at + 1 < text.length && text.charCodeAt(at + 1) === STAR) {
      const end = text.indexOf('*/', at + 2);
      // A comment without an end is no comment; the parser will say so.
      if (end < 0) return at;
      at = end + 2;
    } else return at;
  }
  return at;
}

function pastString(text: string, from: number, quote: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function lower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

/** Two characters of words, or two of operators, which together are another token. */
function joins(left: number, right: number): boolean {
  return (isWord(left) && isWord(right)) || (isOperator(left) && isOperator(right));
}

function isWord(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f || code === 0x2e || code === 0x24 || code > 0x7f;
}

/** `! & * + - / : < = > ^ |` */
function isOperator(code: number): boolean {
  return code === 0x21 || code === 0x26 || (code >= 0x2a && code <= 0x2f && code !== 0x2c && code !== 0x2e) || code === 0x3a || (code >= 0x3c && code <= 0x3e) || code === 0x5e || code === 0x7c;
}
