/** A record as it should stand in the org, keyed by its external id. */
import { clipped } from '../shared/words.ts';

export type Value = string | number | null;

export interface DesiredRecord {
  readonly externalId: string;
  /** What the record says. It is written when one of these differs. */
  readonly values: Readonly<Record<string, Value>>;
  /**
   * Stamps of a write: which run, as of when. They come along and are no reason to write by themselves; the latest run
   * vouches for every record that it left alone.
   */
  readonly stamps: Readonly<Record<string, Value>>;
  /** Written when the record is created and left alone afterwards. */
  readonly onCreate?: Readonly<Record<string, Value>>;
}

/** Cut to what a field holds; an empty text is none. */
export function clip(text: string | null, length: number): string | null {
  if (text === null || text === '') return null;
  return clipped(text, length);
}
