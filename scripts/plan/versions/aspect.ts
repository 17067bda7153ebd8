/** How the parts of a definition are compared: a table by property, so that a new property of the model has to be judged here. */
import { isDeepStrictEqual } from 'node:util';
import { sameFormulaText } from '../../formula/index.ts';
import type { Meaning } from '../types.ts';
import { excerpts } from '../../shared/excerpt.ts';
import { clipped } from '../../shared/words.ts';

/** One property that differs. */
export interface Aspect {
  readonly meaning: Meaning;
  /** `probability: 60 -> 70` */
  readonly says: string;
}

type Judge<T, V> = (before: V, after: V, of: { readonly before: T; readonly after: T }) => readonly Aspect[];

export type Aspects<T> = { readonly [K in keyof T]-?: Judge<T, T[K]> };

type MeaningOf<T, V> = Meaning | ((before: V, after: V, of: { readonly before: T; readonly after: T }) => Meaning);

const LONGEST_SHOWN = 60;
/** Of what is the same on both sides, so much before the difference. */
const SHOWN_BEFORE = 20;

/** Nothing that the definition says: where it stands, or what it is found by. */
export const apart = (): readonly Aspect[] => [];

/** A value, shown as it was and as it is. */
export function value<T, V>(name: string, meaning: MeaningOf<T, V>): Judge<T, V> {
  return (before, after, of) => (isDeepStrictEqual(before, after) ? [] : [{ meaning: judged(meaning, before, after, of), says: `${name}: ${became(before, after)}` }]);
}

/** A text for people. White space, letter case and closing punctuation change no meaning. */
export function words<T, V extends string | null>(name: string, meaning: MeaningOf<T, V>): Judge<T, V> {
  return (before, after, of) => {
    if (before === after) return [];
    const isWording = plain(before) === plain(after);
    return [{ meaning: isWording ? 'safe' : judged(meaning, before, after, of), says: isWording ? `${name}: written differently` : `${name}: ${became(before, after)}` }];
  };
}

/** A formula: what computes the same is the same. */
export function formula<T, V extends string | null | undefined>(name: string, meaning: MeaningOf<T, V>): Judge<T, V> {
  return (before, after, of) => {
    const [left, right] = [before ?? '', after ?? ''];
    return left === right || sameFormulaText(left, right) ? [] : [{ meaning: judged(meaning, before, after, of), says: `${name}: ${became(before, after)}` }];
  };
}

/** A list whose order says nothing: what was taken out and what came in. */
export function members<T, V extends readonly unknown[] | undefined>(name: string, added: Meaning, removed: Meaning): Judge<T, V> {
  return (before, after) => {
    const [left, right] = [before ?? [], after ?? []].map((list) => new Set(list.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))));
    const gone = [...(left ?? [])].filter((item) => right?.has(item) !== true);
    const come = [...(right ?? [])].filter((item) => left?.has(item) !== true);
    return [
      ...(gone.length > 0 ? [{ meaning: removed, says: `${name} without ${listed(gone)}` }] : []),
      ...(come.length > 0 ? [{ meaning: added, says: `${name} with ${listed(come)}` }] : []),
    ];
  };
}

/** What differs, the worst first. */
export function aspectsOf<T extends object>(table: Aspects<T>, before: T, after: T): Aspect[] {
  const found = (Object.keys(table) as (keyof T)[]).flatMap((key) => [...table[key](before[key], after[key], { before, after })]);
  return found.toSorted((left, right) => MEANINGS.indexOf(left.meaning) - MEANINGS.indexOf(right.meaning));
}

/** The properties that differ. */
export function differingIn<T extends object>(table: Aspects<T>, before: T, after: T): (keyof T)[] {
  return (Object.keys(table) as (keyof T)[]).filter((key) => table[key](before[key], after[key], { before, after }).length > 0);
}

export const MEANINGS: readonly Meaning[] = ['breaking', 'risky', 'safe'];

export function shown(item: unknown): string {
  return clipped(asText(item), LONGEST_SHOWN);
}

/** Both values; long ones from where they differ. */
function became(before: unknown, after: unknown): string {
  return excerpts(asText(before), asText(after), { longest: LONGEST_SHOWN, before: SHOWN_BEFORE }).join(' -> ');
}

function asText(item: unknown): string {
  if (item === null || item === undefined || item === '') return 'none';
  if (typeof item === 'string') return item.replace(/\s+/g, ' ').trim();
  if (typeof item === 'boolean') return item ? 'yes' : 'no';
  if (Array.isArray(item)) return item.length === 0 ? 'none' : item.map((one) => (Array.isArray(one) ? one.map(asText).join(' ') : asText(one))).join(', ');
  if (typeof item === 'object') return Object.entries(item).map(([key, one]) => `${key}: ${asText(one)}`).join(', ');
  return JSON.stringify(item);
}

function judged<T, V>(meaning: MeaningOf<T, V>, before: V, after: V, of: { readonly before: T; readonly after: T }): Meaning {
  return typeof meaning === 'function' ? meaning(before, after, of) : meaning;
}

function plain(text: string | null): string {
  return (text ?? '').toLowerCase().replace(/\s+/g, ' ').trim().replace(/[.!?]$/, '');
}

const MOST_LISTED = 6;

/** The first of them, and how many more. */
export function listed(items: readonly string[]): string {
  return [...items.slice(0, MOST_LISTED).map(shown), ...(items.length > MOST_LISTED ? [`${items.length - MOST_LISTED} more`] : [])].join(', ');
}
