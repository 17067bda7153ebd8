/**
 * Reads on after a slip: a misspelt key is taken for the one it is near to, another unknown key or a value that is wrong
 * is left out. What was found is reported all the same; healing only lets the checks see the rest of the file.
 */
import type { z } from 'zod';
import { nearest } from '../formula/index.ts';
import { keysAt } from './zodProblems.ts';

/** A slip may hide another. */
const MOST_ROUNDS = 3;

type Keys = Record<string | number, unknown>;

/** @returns what the schema reads after healing; undefined when too little is left */
export function healed(value: unknown, schema: z.ZodType): unknown {
  const copy = structuredClone(value);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const parsed = schema.safeParse(copy);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) heal(issue, copy, schema);
  }
  return undefined;
}

function heal(issue: z.core.$ZodIssue, value: unknown, schema: z.ZodType): void {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    const group = groupAt(value, path);
    if (group) for (const key of issue.keys) rename(group, key, nearest(key, keysAt(schema, path)));
    return;
  }
  const group = groupAt(value, path.slice(0, -1));
  // An entry of a list stays, because the places of the others count on it.
  if (group && !Array.isArray(group)) delete group[path.at(-1) ?? ''];
}

function rename(group: Keys, key: string, meant: string | undefined): void {
  if (meant !== undefined && !Object.hasOwn(group, meant)) group[meant] = group[key];
  delete group[key];
}

function groupAt(value: unknown, path: readonly (string | number)[]): Keys | undefined {
  const group = path.reduce<unknown>((current, part) => (typeof current === 'object' && current !== null ? (current as Keys)[part] : undefined), value);
  return typeof group === 'object' && group !== null ? (group as Keys) : undefined;
}
