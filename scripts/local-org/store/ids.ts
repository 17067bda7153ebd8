/**
 * Record ids: 15 case-sensitive characters (key prefix and a base-62 counter) and three that encode the case of
 * the 15, so that the 18 survive tools that ignore case.
 */

/** In ASCII order, so that ids of one prefix sort in the order of their creation. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const SHAPE = /^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/;

/** The three check characters of a 15-character id. */
function idSuffix(id15: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) {
      const code = id15.charCodeAt(block + index);
      if (code >= 65 && code <= 90) {
        bits |= 1 << index;
      }
    }
    suffix += SUFFIX.charAt(bits);
  }
  return suffix;
}

/** The 18-character form of an id, or null when the text is no id (wrong length, characters or check suffix). */
export function normalizeId(id: string): string | null {
  if (!SHAPE.test(id)) {
    return null;
  }
  if (id.length === 15) {
    return id + idSuffix(id);
  }
  const id15 = id.slice(0, 15);
  const suffix = idSuffix(id15);
  if (suffix === id.slice(15)) {
    return id;
  }
  return id.slice(15).toUpperCase() === id.slice(15) || id.toUpperCase() === id || id.toLowerCase() === id ? restoreCase(id) : null;
}

/** An id whose case was lost is mended from its suffix, as the platform does. */
function restoreCase(id: string): string | null {
  let restored = '';
  for (let index = 0; index < 15; index += 1) {
    const bits = SUFFIX.indexOf(id.charAt(15 + Math.floor(index / 5)).toUpperCase());
    if (bits < 0) {
      return null;
    }
    const character = id.charAt(index);
    restored += (bits >> (index % 5)) & 1 ? character.toUpperCase() : character.toLowerCase();
  }
  const full = restored + idSuffix(restored);
  return full.slice(15) === id.slice(15).toUpperCase() ? full : null;
}

/** Name of the counter behind the ids of a key prefix. */
export function idCounter(keyPrefix: string): string {
  return `id ${keyPrefix}`;
}

/** The number of an id, or null when it is beyond what a counter reaches. */
export function idNumber(id: string): number | null {
  let number = 0;
  for (const digit of id.slice(3, 15)) {
    number = number * 62 + DIGITS.indexOf(digit);
  }
  return number < 2 ** 48 ? number : null;
}

/** The 18-character id number `counter` of a key prefix. */
export function composeId(keyPrefix: string, counter: number): string {
  let text = '';
  for (let rest = counter; rest > 0; rest = Math.floor(rest / 62)) {
    text = DIGITS.charAt(rest % 62) + text;
  }
  const id15 = keyPrefix + text.padStart(12, '0');
  return id15 + idSuffix(id15);
}
