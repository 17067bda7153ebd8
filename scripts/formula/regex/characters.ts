/** A set of characters, as a test on a code point. */
export type CharacterTest = (codePoint: number) => boolean;

const isDigit: CharacterTest = (c) => c >= 48 && c <= 57;
export const isWord: CharacterTest = (c) => isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
const isSpace: CharacterTest = (c) => c === 32 || (c >= 9 && c <= 13);
// Java's dot: anything but a line terminator.
export const isDot: CharacterTest = (c) => c !== 10 && c !== 13 && c !== 0x85 && c !== 0x2028 && c !== 0x2029;
export const not = (test: CharacterTest): CharacterTest => (c) => !test(c);
const isUpper: CharacterTest = (c) => c >= 65 && c <= 90;
const isLower: CharacterTest = (c) => c >= 97 && c <= 122;
const isAlpha: CharacterTest = (c) => isUpper(c) || isLower(c);
const isPunct: CharacterTest = (c) => c > 32 && c < 127 && !isAlpha(c) && !isDigit(c);

function unicode(category: string): CharacterTest {
  const pattern = new RegExp(`^\\p{${category}}$`, 'u');
  return (c) => pattern.test(String.fromCodePoint(c));
}

/** `\d` and its like, ASCII only as in Java. */
export const CLASSES: Readonly<Record<string, CharacterTest>> = {
  d: isDigit, D: not(isDigit), w: isWord, W: not(isWord), s: isSpace, S: not(isSpace),
};

/** Escapes for single characters. */
export const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, a: 7, e: 27 };

/** Names in `\p{…}`; Java's POSIX names are ASCII only, the short ones are Unicode categories. */
export const PROPERTIES: ReadonlyMap<string, CharacterTest> = new Map(Object.entries<CharacterTest>({
  Lower: isLower, Upper: isUpper, Alpha: isAlpha, Digit: isDigit, Alnum: (c) => isAlpha(c) || isDigit(c), Punct: isPunct,
  Space: isSpace, ASCII: (c) => c < 128, L: unicode('L'), Lu: unicode('Lu'), Ll: unicode('Ll'), N: unicode('N'), Nd: unicode('Nd'), P: unicode('P'),
}));
