/** Which save each record of a payload stands for: what is there now is found in a second file, by id or by an external id. */
import type { PayloadRecord, RecordValues } from './payload.ts';

export interface Save {
  readonly position: number;
  readonly object: string | null;
  /** Null: the record is created. */
  readonly before: RecordValues | null;
  /** What the save writes. */
  readonly changes: RecordValues;
}

/**
 * @param current records as they are in the org now
 * @param key field that both name: `Id`, or the external id of an upsert
 */
export function savesOf(payload: readonly PayloadRecord[], current: readonly PayloadRecord[], key: string): Save[] {
  const name = key.toLowerCase();
  const known = new Map(current.flatMap(({ values }) => (keyOf(values, name) === null ? [] : [[keyOf(values, name), values] as const])));
  return payload.map(({ position, object, values, before }): Save => {
    const own = keyOf(values, name);
    const found = before !== undefined ? before : own === null ? null : (known.get(own) ?? (name === 'id' ? new Map<string, never>() : null));
    return { position, object, before: found, changes: values };
  });
}

/** Ids are compared by their first 15 characters: files mix both forms. */
function keyOf(values: RecordValues, name: string): string | null {
  const value = values.get(name);
  if (value === undefined || value === null || value === '') return null;
  return name === 'id' ? String(value).slice(0, 15) : String(value).toLowerCase();
}
