import { FormulaError, unsupported } from '../evaluate/error.ts';
import { CLASSES, CONTROLS, PROPERTIES, isDot, not } from './characters.ts';
import type { CharacterTest } from './characters.ts';

export type RegexNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'wordBoundary'; readonly negated: boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly node: RegexNode; readonly min: number; readonly max: number };

const MAX_PATTERN = 2000;
const MAX_NESTING = 100;
const MAX_COUNT = 1000;

function invalid(message: string): FormulaError {
  return new FormulaError('invalid-pattern', `The regular expression is not valid: ${message}`);
}

class PatternParser {
  private readonly characters: readonly string[];
  private index = 0;
  private nesting = 0;

  constructor(pattern: string) {
    this.characters = [...pattern];
  }

  whole(): RegexNode {
    const node = this.choice();
    if (this.index < this.characters.length) {
      throw invalid("')' without '('");
    }
    return node;
  }

  private choice(): RegexNode {
    const options = [this.sequence()];
    while (this.take('|')) {
      options.push(this.sequence());
    }
    return options.length === 1 ? (options[0] as RegexNode) : { kind: 'choice', options };
  }

  private sequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (this.index < this.characters.length && this.peek() !== '|' && this.peek() !== ')') {
      parts.push(this.repeated(this.atom()));
    }
    return parts.length === 0 ? { kind: 'empty' } : { kind: 'sequence', parts };
  }

  private repeated(atom: RegexNode): RegexNode {
    let node = atom;
    for (;;) {
      const [min, max] = this.take('*') ? [0, Infinity] : this.take('+') ? [1, Infinity] : this.take('?') ? [0, 1] : this.counts();
      if (min === undefined || max === undefined) {
        return node;
      }
      // Whether the whole text fits does not depend on greed, so `?` behind a quantifier changes nothing.
      if (!this.take('?') && this.peek() === '+') {
        throw unsupported('A possessive quantifier in REGEX', 'it has no equivalent without backtracking.');
      }
      node = { kind: 'repeat', node, min, max };
    }
  }

  private counts(): readonly [number, number] | readonly [undefined, undefined] {
    if (this.peek() !== '{') {
      return [undefined, undefined];
    }
    const rest = this.characters.slice(this.index, this.index + 24).join('');
    const match = /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(rest);
    if (match === null) {
      throw invalid("'{' without a count");
    }
    this.index += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === '' ? min : match[3] === '' ? Infinity : Number(match[3]);
    if (max < min || min > MAX_COUNT || (max !== Infinity && max > MAX_COUNT)) {
      throw max < min ? invalid('a count range runs backwards') : unsupported('REGEX', `counts above ${MAX_COUNT} are refused.`);
    }
    return [min, max];
  }

  private atom(): RegexNode {
    const character = this.next();
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return { kind: 'character', test: this.bracket() };
      case '.':
        return { kind: 'character', test: isDot };
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw invalid(`'${character}' has nothing to repeat`);
      default:
        return literal(character);
    }
  }

  private group(): RegexNode {
    if (++this.nesting > MAX_NESTING) {
      throw unsupported('REGEX', `groups nested more than ${MAX_NESTING} deep are refused.`);
    }
    if (this.take('?')) {
      const kind = this.next();
      if (kind === '<' && this.peek() !== '=' && this.peek() !== '!') {
        while (this.next() !== '>') { /* the name of the group is of no use here */ }
      } else if (kind !== ':') {
        throw unsupported('REGEX', `the group (?${kind} needs backtracking or flags.`);
      }
    }
    const node = this.choice();
    if (!this.take(')')) {
      throw invalid("missing ')'");
    }
    this.nesting--;
    return node;
  }

  private escape(): RegexNode {
    const character = this.next();
    if (character === 'b' || character === 'B') {
      return { kind: 'wordBoundary', negated: character === 'B' };
    }
    if (character === 'A' || character === 'z' || character === 'Z') {
      return { kind: character === 'A' ? 'start' : 'end' };
    }
    if (/[1-9k]/.test(character)) {
      throw unsupported('REGEX', 'back references need backtracking.');
    }
    return { kind: 'character', test: this.escaped(character) };
  }

  /** The characters an escape stands for, inside and outside of brackets. */
  private escaped(character: string): CharacterTest {
    const known = CLASSES[character];
    if (known !== undefined) {
      return known;
    }
    const control = CONTROLS[character];
    if (control !== undefined) {
      return (c) => c === control;
    }
    if (character === 'p' || character === 'P') {
      return this.property(character === 'P');
    }
    if (character === 'u' || character === 'x') {
      const length = character === 'u' ? 4 : 2;
      const digits = this.characters.slice(this.index, this.index + length).join('');
      if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length !== length) {
        throw invalid(`\\${character} without ${length} hexadecimal digits`);
      }
      this.index += length;
      const code = Number.parseInt(digits, 16);
      return (c) => c === code;
    }
    if (/[A-Za-z0-9]/.test(character)) {
      throw unsupported('REGEX', `the escape \\${character} is not known.`);
    }
    const code = character.codePointAt(0);
    return (c) => c === code;
  }

  private property(negated: boolean): CharacterTest {
    let name = this.next();
    if (name === '{') {
      name = '';
      for (let character = this.next(); character !== '}'; character = this.next()) {
        name += character;
      }
    }
    const test = PROPERTIES.get(name.replace(/^Is/, ''));
    if (test === undefined) {
      throw unsupported('REGEX', `the property \\p{${name.slice(0, 30)}} is not known.`);
    }
    return negated ? not(test) : test;
  }

  private bracket(): CharacterTest {
    const negated = this.take('^');
    const tests: CharacterTest[] = [];
    let first = true;
    while (this.peek() !== ']' || first) {
      first = false;
      tests.push(this.member());
    }
    this.index++;
    const union: CharacterTest = (c) => tests.some((test) => test(c));
    return negated ? not(union) : union;
  }

  private member(): CharacterTest {
    const character = this.next();
    if (character === '[' || (character === '&' && this.peek() === '&')) {
      throw unsupported('REGEX', 'unions and intersections of character classes are not known.');
    }
    const low = character === '\\' ? this.bracketEscape() : character.codePointAt(0);
    if (typeof low === 'function') {
      return low;
    }
    if (this.peek() !== '-' || this.characters[this.index + 1] === ']') {
      return (c) => c === low;
    }
    this.index++;
    const next = this.next();
    const high = next === '\\' ? this.bracketEscape() : next.codePointAt(0);
    if (typeof high === 'function' || high === undefined || low === undefined || high < low) {
      throw invalid('a character range runs backwards');
    }
    return (c) => c >= low && c <= high;
  }

  private bracketEscape(): CharacterTest | number | undefined {
    const character = this.next();
    if (/[A-Za-z0-9]/.test(character) && CONTROLS[character] === undefined) {
      return this.escaped(character);
    }
    return CONTROLS[character] ?? character.codePointAt(0);
  }

  private peek(): string | undefined {
    return this.characters[this.index];
  }

  private next(): string {
    const character = this.characters[this.index];
    if (character === undefined) {
      throw invalid('it ends too early');
    }
    this.index++;
    return character;
  }

  private take(character: string): boolean {
    if (this.peek() !== character) {
      return false;
    }
    this.index++;
    return true;
  }
}

function literal(character: string): RegexNode {
  const code = character.codePointAt(0);
  return { kind: 'character', test: (c) => c === code };
}

/**
 * Reads the part of Java's regular expressions that can be matched without backtracking.
 * @throws FormulaError `invalid-pattern` for a broken pattern, `unsupported` for look-around, back references and the like
 */
export function parsePattern(pattern: string): RegexNode {
  if (pattern.length > MAX_PATTERN) {
    throw unsupported('REGEX', `patterns above ${MAX_PATTERN} characters are refused.`);
  }
  return new PatternParser(pattern).whole();
}
