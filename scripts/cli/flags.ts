/** Flags that several commands take: a day, words. */
import { Flags } from '@oclif/core';
import { visible } from '../shared/visible.ts';

/**
 * For flags that take a day.
 * @param name of the flag, for its error
 * @returns a parser that takes ISO dates that exist
 */
export const dayOf = (name: string) => async (input: string): Promise<string> => {
  // JavaScript rolls 2026-02-30 over into March.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(input) || Number.isNaN(Date.parse(input)) || new Date(input).toISOString().slice(0, 10) !== input) throw new Error(`--${name} takes an ISO date such as 2026-06-30, not "${input}".`);
  return input;
};

/**
 * For flags that take words.
 * @returns a parser that leaves out what cannot be seen, and refuses what is then empty
 */
export const wordsOf = (name: string) => async (input: string): Promise<string> => {
  const words = visible(input);
  if (words === '') throw new Error(`--${name} takes words that can be seen.`);
  return words;
};

/** A flag that takes a day, and may be left out. */
export function dayFlag(name: string, summary: string) {
  return Flags.string({ summary, helpValue: '<date>', parse: dayOf(name) });
}

/** A flag that takes a sentence. */
export function sentenceFlag(name: string, summary: string) {
  return Flags.string({ summary, helpValue: '<text>', required: true, parse: wordsOf(name) });
}
