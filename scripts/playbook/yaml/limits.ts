/** What is refused before a playbook file is understood: too large, too deep, invisible characters, keys that are a trap. */
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { CST } from 'yaml';
import { problem, type Problem } from '../diagnostics.ts';
import type { Position } from '../model.ts';
import { INVISIBLE } from '../../shared/visible.ts';
import { clipped } from '../../shared/words.ts';

export const MOST_BYTES = 1024 * 1024;
export const MOST_BYTES_TEXT = '1 MiB';
const MOST_DEPTH = 40;
/** Names that every JavaScript object has already. */
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
/** A file full of them needs no longer list. */
export const MOST_REPORTED = 20;

type At = (offset: number) => Position;

export function forbiddenCharacters(text: string, at: At): Problem[] {
  return [...text.matchAll(INVISIBLE)].slice(0, MOST_REPORTED).map((found) => problem('forbidden-character', at(found.index), { code: codeOf(found[0]) }));
}

/**
 * Looks for nesting beyond the limit on the syntax tree, before it is composed by what calls itself for every level.
 * @returns the offset of the first part that is too deep
 */
export function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MOST_DEPTH) return token.offset;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}

export function deepProblem(position: Position): Problem {
  return problem('too-deep', position, { limit: String(MOST_DEPTH) });
}

/** Everything about the parsed nodes that no schema sees: keys twice, keys that are a trap, tags, characters written as escapes. */
export function structureProblems(root: Node | null, at: At): Problem[] {
  const problems: Problem[] = [];
  const open: unknown[] = [root];
  for (let node = open.pop(); open.length > 0 || node !== undefined; node = open.pop()) {
    const place = at(startOf(node));
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.tag !== undefined && node.tag !== '') problems.push(problem('tag', place, { tag: printable(node.tag) }, 'Take the tag out; a text stands in quotes.'));
    if (isScalar(node)) {
      // A character that is written as an escape is as invisible in the org as one that is typed.
      if (typeof node.value === 'string') problems.push(...forbiddenCharacters(node.value, () => place).slice(0, 1));
    } else if (isMap(node)) {
      problems.push(...keyProblems(node.items.map((pair) => pair.key), at));
      for (const pair of node.items) open.push(pair.value);
    } else if (isSeq(node)) {
      open.push(...node.items);
    }
  }
  return problems;
}

/** The parser's own test for keys that stand twice compares each key with each, which a hostile file makes very slow. */
function keyProblems(keys: readonly unknown[], at: At): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const key of keys) {
    const place = at(startOf(key));
    if (!isScalar(key) || (typeof key.value !== 'string' && typeof key.value !== 'number')) {
      problems.push(problem('odd-key', place));
      continue;
    }
    const name = String(key.value);
    if (PROTOTYPE_KEYS.has(name)) problems.push(problem('unknown-key', place, { key: name }));
    else if (seen.has(name)) problems.push(problem('duplicate-key', place, { key: printable(name) }, 'Take one of the two out.'));
    seen.add(name);
  }
  return problems.slice(0, MOST_REPORTED);
}

function startOf(node: unknown): number {
  return (node as { range?: [number, number, number] | null } | null)?.range?.[0] ?? 0;
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Text of a file, safe to stand in a message: nothing invisible, and not without end. */
export function printable(text: string): string {
  const safe = text.replace(INVISIBLE, (character) => `<${codeOf(character)}>`).replace(/\s+/g, ' ');
  return clipped(safe, 80);
}
