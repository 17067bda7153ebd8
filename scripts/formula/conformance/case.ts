import type { FormulaContextKind, FormulaType, RawValue, RecordReader, ReferenceType } from '../types.ts';

/** A field of a case: a type, for a picklist its values, for a parent its fields, for a formula field its formula. */
export interface CaseField {
  readonly type: string;
  readonly scale?: number;
  readonly length?: number;
  readonly values?: readonly string[];
  readonly fields?: Readonly<Record<string, CaseField>>;
  readonly formula?: string;
}

export type CaseValue = RawValue | { readonly [name: string]: CaseValue };
export type CaseValues = Readonly<Record<string, CaseValue>>;

/** What a case expects: a canonical value, an error, or a plain scalar. */
export type Expected = RawValue | { readonly num?: string; readonly str?: string; readonly dt?: string; readonly error?: string };

/** One line of a case file. */
export interface ConformanceCase {
  readonly id: string;
  readonly formula: string;
  readonly returnType?: string;
  readonly scale?: number;
  readonly blanks?: 'zero' | 'blank';
  readonly context?: FormulaContextKind;
  readonly fields?: Readonly<Record<string, CaseField>>;
  readonly values?: CaseValues;
  readonly prior?: CaseValues;
  readonly isNew?: boolean;
  readonly isClone?: boolean;
  readonly now?: string;
  readonly timeZone?: string;
  readonly expectedCanon?: Expected;
  readonly expectedNullAsNullCanon?: Expected;
  readonly expected?: Expected;
}

const TYPES: ReadonlyMap<string, FormulaType> = new Map(Object.entries<FormulaType>({
  double: 'Number', number: 'Number', int: 'Number', integer: 'Number', long: 'Number',
  currency: 'Currency', percent: 'Percent',
  text: 'Text', string: 'Text', textarea: 'Text', longtextarea: 'Text', html: 'Text', richtextarea: 'Text', phone: 'Text', email: 'Text', url: 'Text', autonumber: 'Text', encryptedtext: 'Text',
  boolean: 'Boolean', checkbox: 'Boolean',
  date: 'Date', dateonly: 'Date', datetime: 'DateTime', time: 'Time', timeonly: 'Time',
  picklist: 'Picklist', multipicklist: 'MultiPicklist', multiselectpicklist: 'MultiPicklist',
  id: 'Id', reference: 'Id', lookup: 'Id', masterdetail: 'Id',
  location: 'Geolocation', geolocation: 'Geolocation',
}));

/** The type a case file's word stands for; undefined when it is none. */
export function typeNamed(name: string): FormulaType | undefined {
  return TYPES.get(name.toLowerCase());
}

/** The entry of a record whose name is the first steps of a path, and the steps left over. Case does not matter. */
function entry<T>(record: Readonly<Record<string, T>>, path: readonly string[]): { readonly value: T; readonly rest: readonly string[] } | undefined {
  for (let taken = path.length; taken > 0; taken--) {
    const wanted = path.slice(0, taken).join('.').toLowerCase();
    for (const [name, value] of Object.entries(record)) {
      if (name.toLowerCase() === wanted) {
        return { value, rest: path.slice(taken) };
      }
    }
  }
  return undefined;
}

/** The field at a path, through parents. */
export function fieldAt(fields: Readonly<Record<string, CaseField>>, path: readonly string[]): CaseField | undefined {
  const found = entry(fields, path);
  if (found === undefined || found.rest.length === 0) {
    return found?.value;
  }
  return found.value.fields === undefined ? undefined : fieldAt(found.value.fields, found.rest);
}

/** What a reference to the field stands for. */
export function referenceTo(field: CaseField): ReferenceType | undefined {
  const type = typeNamed(field.type);
  if (type === undefined) {
    return undefined;
  }
  return {
    type,
    ...(field.values === undefined ? {} : { picklistValues: field.values }),
    ...(field.scale === undefined ? {} : { scale: field.scale }),
    ...(field.length === undefined ? {} : { length: field.length }),
  };
}

/** Reads values by path, nested (`{"Account": {"Industry": "A"}}`) or dotted (`{"Account.Industry": "A"}`). */
export function valueReader(values: CaseValues): RecordReader {
  const read = (record: CaseValues, path: readonly string[]): RawValue | undefined => {
    const found = entry(record, path);
    if (found === undefined) {
      return undefined;
    }
    const { value, rest } = found;
    if (value !== null && typeof value === 'object') {
      return rest.length === 0 ? undefined : read(value, rest);
    }
    return rest.length === 0 ? value : undefined;
  };
  return (path) => read(values, path);
}
