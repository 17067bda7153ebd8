/** What is wrong with a JSON text, in the words of the parser that Salesforce's REST API answers with (Jackson). */

type Expecting = 'value' | 'name' | 'colon' | 'separator' | 'end';

interface Level {
  readonly kind: 'OBJECT' | 'ARRAY';
  readonly at: number;
}

const EMPTY = 'No content to map to Object due to end of input';
const VALUE = "expected a valid value (number, String, array, object, 'true', 'false' or 'null')";
const LITERALS = ['true', 'false', 'null'];
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /[A-Za-z0-9_$]+/y;

/** Describes the first error of a text that is known to be no JSON. */
export function describeJsonError(data: Buffer): string {
  const bad = invalidByte(data);
  const text = (bad === null ? data : data.subarray(0, bad.offset)).toString('utf8');
  return bad === null ? firstError(text) : `Invalid UTF-8 ${bad.kind} byte 0x${bad.byte.toString(16)}${place(text, text.length + 1)}`;
}

/** Where the parser stands when it has read so many characters: its column is the next one's. */
function place(text: string, read: number): string {
  return ` at ${position(text, read, 0)}`;
}

function position(text: string, offset: number, firstColumn: -1 | 0): string {
  const before = text.slice(0, offset);
  return `[line:${before.split('\n').length}, column:${offset - before.lastIndexOf('\n') + firstColumn}]`;
}

function firstError(text: string): string {
  const levels: Level[] = [];
  let expecting: Expecting = 'value';
  let offset = 0;
  const skipBlanks = (): void => {
    while (' \t\r\n'.includes(text.charAt(offset)) && offset < text.length) offset += 1;
  };
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    offset += found?.length ?? 0;
    return found !== undefined;
  };
  const afterValue = (): Expecting => (levels.length === 0 ? 'end' : 'separator');
  const unexpected = (reason: string): string => {
    const character = text.charAt(offset);
    return `Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${reason}${place(text, offset + 1)}`;
  };

  for (;;) {
    skipBlanks();
    const level = levels.at(-1);
    if (offset >= text.length) {
      if (level === undefined) return expecting === 'value' ? EMPTY : 'The request body is not valid JSON.';
      return `Unexpected end-of-input: expected close marker for ${level.kind} (from ${position(text, level.at, -1)})${place(text, offset)}`;
    }
    const character = text.charAt(offset);
    const closes = level !== undefined && character === (level.kind === 'OBJECT' ? '}' : ']');
    const isFirst = level?.at === text.slice(0, offset).trimEnd().length - 1;
    if (closes && (expecting === 'separator' || isFirst)) {
      levels.pop();
      offset += 1;
      expecting = afterValue();
    } else if (expecting === 'end') {
      return unexpected(VALUE);
    } else if (expecting === 'separator') {
      if (character !== ',') return unexpected(`was expecting comma to separate ${level?.kind ?? 'ROOT'} entries`);
      offset += 1;
      expecting = level?.kind === 'OBJECT' ? 'name' : 'value';
    } else if (expecting === 'colon') {
      if (character !== ':') return unexpected('was expecting a colon to separate field name and value');
      offset += 1;
      expecting = 'value';
    } else if (expecting === 'name') {
      if (character !== '"') return unexpected('was expecting double-quote to start field name');
      if (!match(STRING)) return brokenString(text, offset);
      expecting = 'colon';
    } else if (character === '{' || character === '[') {
      levels.push({ kind: character === '{' ? 'OBJECT' : 'ARRAY', at: offset });
      offset += 1;
      expecting = character === '{' ? 'name' : 'value';
    } else if (character === '"') {
      if (!match(STRING)) return brokenString(text, offset);
      expecting = afterValue();
    } else if (match(NUMBER)) {
      expecting = afterValue();
    } else {
      const start = offset;
      if (!match(WORD)) return unexpected(VALUE);
      const word = text.slice(start, offset);
      if (!LITERALS.includes(word)) return `Unrecognized token '${word}': was expecting 'null', 'true', 'false' or NaN${place(text, offset)}`;
      expecting = afterValue();
    }
  }
}

/** `offset` is where the text begins that does not end well. */
function brokenString(text: string, offset: number): string {
  let at = offset + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\\') {
      const escape = text.charAt(at + 1);
      if (escape !== '' && !'"\\/bfnrtu'.includes(escape)) return `Unrecognized character escape '${escape}' (code ${escape.charCodeAt(0)})${place(text, at + 2)}`;
      at += 2;
    } else if (character < ' ') {
      return `Illegal unquoted character ((CTRL-CHAR, code ${character.charCodeAt(0)})): has to be escaped using backslash to be included in string value${place(text, at + 1)}`;
    } else {
      at += 1;
    }
  }
  return `Unexpected end-of-input in VALUE_STRING${place(text, text.length)}`;
}

interface InvalidByte {
  readonly offset: number;
  readonly byte: number;
  readonly kind: 'start' | 'middle';
}

/** The first byte that is no UTF-8. */
function invalidByte(data: Buffer): InvalidByte | null {
  let offset = 0;
  while (offset < data.length) {
    const first = data[offset] ?? 0;
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
    if (length === 0) return { offset, byte: first, kind: 'start' };
    for (let index = 1; index < length; index += 1) {
      const byte = data[offset + index];
      if (byte === undefined || (byte & 0xc0) !== 0x80) return { offset, byte: byte ?? 0, kind: 'middle' };
    }
    offset += length;
  }
  return null;
}
