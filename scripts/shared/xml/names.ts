/** Names seen before, so that the few hundred names of metadata are not made anew for each of a million elements. */

interface Name {
  /** As it stands, with its prefix. */
  readonly tag: string;
  readonly local: string;
}

/** Two places a name; one that finds both taken takes the first over, so hostile names cost time of their own and no memory. */
const SLOTS = 1024;
const seen: (Name | undefined)[] = Array.from({ length: SLOTS });

/** The name that begins at `start`. */
export function nameAt(text: string, start: number): Name {
  let end = start;
  let hash = 0;
  for (let code = text.charCodeAt(end); isNamePart(code); code = text.charCodeAt(++end)) hash = (Math.imul(hash, 31) + code) | 0;
  const slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
  const first = seen[slot];
  if (first !== undefined && first.tag.length === end - start && standsAt(text, first.tag, start)) return first;
  const second = seen[slot ^ 1];
  if (second !== undefined && second.tag.length === end - start && standsAt(text, second.tag, start)) return second;
  const tag = text.slice(start, end);
  // Through a key, so that it is the one copy of this text and keeps no file alive.
  const name = { tag: interned(tag), local: interned(tag.slice(tag.indexOf(':') + 1)) };
  seen[first === undefined || second !== undefined ? slot : slot ^ 1] = name;
  return name;
}

/** `startsWith`, which for a dozen characters takes longer than they do. */
export function standsAt(text: string, part: string, start: number): boolean {
  for (let at = 0; at < part.length; at++) if (text.charCodeAt(start + at) !== part.charCodeAt(at)) return false;
  return true;
}

function interned(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text;
}

/** A letter or `_`. */
export function isNameStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

/** Or a digit, `.`, `-`, `:`. */
export function isNamePart(code: number): boolean {
  return isNameStart(code) || (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d || code === 0x3a;
}
