/** Record types of an object, as the UI API tells of them. */
import type { ObjectSchema, RecordTypeSchema } from '../../engine/schema.ts';

/** Id of the master record type, the same in every org. */
export const MASTER_RECORD_TYPE = '012000000000000AAA';

export interface RecordTypeInfo {
  readonly available: boolean;
  readonly defaultRecordTypeMapping: boolean;
  readonly master: boolean;
  readonly name: string;
  readonly recordTypeId: string;
}

const info = (recordTypeId: string, name: string, master: boolean, isDefault: boolean): RecordTypeInfo => ({ available: true, defaultRecordTypeMapping: isDefault, master, name, recordTypeId });

/** Active ones, the master at last; the first stands in for the profile's default. */
export function recordTypeInfos(object: ObjectSchema): Readonly<Record<string, RecordTypeInfo>> {
  const own = object.recordTypes.filter((type) => type.active);
  return Object.fromEntries([
    ...own.map((type, index) => [type.id, info(type.id, type.label, false, index === 0)] as const),
    [MASTER_RECORD_TYPE, info(MASTER_RECORD_TYPE, 'Master', true, own.length === 0)] as const,
  ]);
}

export function defaultRecordTypeId(object: ObjectSchema): string {
  return Object.values(recordTypeInfos(object)).find((entry) => entry.defaultRecordTypeMapping)?.recordTypeId ?? MASTER_RECORD_TYPE;
}

export const recordTypeNamed = (object: ObjectSchema, id: string): RecordTypeSchema | undefined => object.recordTypes.find((type) => type.id === id || type.id.slice(0, 15) === id);
