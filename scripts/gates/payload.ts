/** The records of an integration as it sends them: JSON of the REST API, CSV of Bulk API 2.0, or pairs of before and after. */
import { CsvError, parse } from 'csv-parse/sync';
import type { RawValue } from '../formula/index.ts';
import { GateInputError, parseJson } from './read.ts';

/** Values by path in small letters: `stagename`, `account.industry`. Null is blank; what is absent is not known. */
export type RecordValues = ReadonlyMap<string, RawValue>;

export interface PayloadRecord {
  /** Where it stands in the file, from 1. */
  readonly position: number;
  /** API name; null where nothing says it. */
  readonly object: string | null;
  readonly values: RecordValues;
  /** The record before the save where the file has it; null: it is created; undefined: not said. */
  readonly before: RecordValues | null | undefined;
}

/** Bulk API 2.0: a cell with this is blank, an empty one leaves the field alone. */
const CSV_NULL = '#N/A';
const DEEPEST = 6;

/**
 * @param file name with its ending, which says what it is
 * @param object API name of records that do not name theirs
 * @throws GateInputError
 */
export function readPayload(text: string, file: string, object: string | null): PayloadRecord[] {
  return /\.csv$/i.test(file) ? fromCsv(text, file, object) : listOf(parseJson(text, file), file).map((each, index) => fromJson(each, index + 1, file, object));
}

function fromCsv(text: string, file: string, object: string | null): PayloadRecord[] {
  try {
    const [header = [], ...rows] = parse(text, { bom: true, skip_empty_lines: true });
    return rows.map((row, index) => {
      const cells = header.flatMap((name, column): [string, RawValue][] => (row[column] === undefined || row[column] === '' ? [] : [[name.trim().toLowerCase(), row[column] === CSV_NULL ? null : row[column]]]));
      return { position: index + 1, object, values: new Map(cells), before: undefined };
    });
  } catch (error) {
    if (error instanceof CsvError) throw new GateInputError(`${file} is not CSV: ${error.message}`);
    throw error;
  }
}

/** A list, the body of a collection, the answer of a query, or one record. */
function listOf(raw: unknown, file: string): readonly unknown[] {
  if (Array.isArray(raw)) return raw;
  if (!isObject(raw)) throw new GateInputError(`${file} holds no record and no list of records.`);
  if (isObject(raw['result'])) return listOf(raw['result'], file);
  return Array.isArray(raw['records']) ? raw['records'] : [raw];
}

function fromJson(raw: unknown, position: number, file: string, object: string | null): PayloadRecord {
  if (!isObject(raw)) throw new GateInputError(`${file}: record ${position} is no object with fields.`);
  if (!isObject(raw['after'])) return { position, object: typeOf(raw) ?? object, values: valuesOf(raw), before: undefined };
  const { before, after } = raw;
  if (before !== undefined && before !== null && !isObject(before)) throw new GateInputError(`${file}: "before" of record ${position} is no object with fields.`);
  const named = typeof raw['object'] === 'string' ? raw['object'] : (typeOf(after) ?? (isObject(before) ? typeOf(before) : undefined));
  return { position, object: named ?? object, values: valuesOf(after), before: isObject(before) ? valuesOf(before) : before };
}

function typeOf({ attributes }: Readonly<Record<string, unknown>>): string | undefined {
  return isObject(attributes) && typeof attributes['type'] === 'string' ? attributes['type'] : undefined;
}

function valuesOf(record: Readonly<Record<string, unknown>>): RecordValues {
  return new Map(flat(record, '', 0));
}

/** Parents as paths; lists of children are none of a record's own values. */
function flat(record: Readonly<Record<string, unknown>>, prefix: string, depth: number): [string, RawValue][] {
  return Object.entries(record).flatMap(([name, value]): [string, RawValue][] => {
    const path = `${prefix}${name.toLowerCase()}`;
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[path, value]];
    return isObject(value) && name !== 'attributes' && depth < DEEPEST ? flat(value, `${path}.`, depth + 1) : [];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
