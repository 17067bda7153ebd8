/** Ranges of record ids: a query that is too heavy for an org is cut into two lighter ones between two ids. */

/** Ids after `after` up to and with `upTo`; null: without a bound on that side. */
export interface IdRange {
  readonly after: string | null;
  readonly upTo: string | null;
}

export const ALL_IDS: IdRange = { after: null, upTo: null };

/** In the order in which the platform sorts ids. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(DIGITS.length);
/** The last three characters of the long form are a checksum and say nothing of the order. */
const ID_LENGTH = 15;

/** @returns conditions in SOQL, none for all ids */
export function conditionsOf({ after, upTo }: IdRange): string[] {
  return [...(after === null ? [] : [`Id > '${after}'`]), ...(upTo === null ? [] : [`Id <= '${upTo}'`])];
}

/** A name for a folder. */
export function nameOf({ after, upTo }: IdRange): string {
  return after === null && upTo === null ? 'all' : `${after ?? 'first'}-${upTo ?? 'last'}`;
}

/**
 * Halves a range at the middle of the ids that are in it.
 * @param first the lowest id in the range, `last` the highest
 * @returns undefined when there is nothing to halve
 */
export function halved(range: IdRange, first: string, last: string): readonly [IdRange, IdRange] | undefined {
  const [low, high] = [numberOf(first), numberOf(last)];
  if (low === undefined || high === undefined || low >= high) return undefined;
  const middle = textOf((low + high) / 2n);
  return [{ after: range.after, upTo: middle }, { after: middle, upTo: range.upTo }];
}

function numberOf(id: string): bigint | undefined {
  if (!/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(id)) return undefined;
  return [...id.slice(0, ID_LENGTH)].reduce((sum, digit) => sum * BASE + BigInt(DIGITS.indexOf(digit)), 0n);
}

function textOf(number: bigint): string {
  let text = '';
  for (let rest = number; text.length < ID_LENGTH; rest /= BASE) text = (DIGITS[Number(rest % BASE)] ?? '') + text;
  return text;
}
