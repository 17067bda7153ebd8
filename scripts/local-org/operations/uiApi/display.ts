/**
 * Values as they are answered: raw, and displayed in the locale en_US. Records of the UI API display what depends on
 * the user's language or locale (picklists, currencies, dates); numbers and percents they give raw. GraphQL displays those too.
 */
import type { FieldSchema, FieldType } from '../../engine/schema.ts';

export interface FieldValue {
  readonly displayValue: string | null;
  readonly value: unknown;
}

/** REST writes `+0000` where the UI API writes `Z`. */
export function uiValue(field: FieldSchema, value: unknown): unknown {
  return field.type === 'datetime' && typeof value === 'string' ? value.replace(/\+0000$/, 'Z') : value ?? null;
}

type Format = (value: unknown, field: FieldSchema, timeZone: string) => string;

/** Making a formatter costs more than formatting a page: each is made once, whatever it depends on being few. */
function remembered<Key, Formatter>(make: (key: Key) => Formatter): (key: Key) => Formatter {
  const known = new Map<Key, Formatter>();
  return (key) => {
    const formatter = known.get(key) ?? make(key);
    known.set(key, formatter);
    return formatter;
  };
}

const upTo = remembered((digits: number) => new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }));
const exactly = remembered((digits: number) => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
const DAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' });
const instant = remembered((timeZone: string) => new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit' }));

const labelOf = (field: FieldSchema, value: string): string => field.picklistValues.find((entry) => entry.value === value)?.label ?? value;
/** Newer Unicode data separates the day period by a narrow space. */
const plainSpaces = (text: string): string => text.replaceAll('\u202f', ' ');

const LOCALIZED: Partial<Record<FieldType, Format>> = {
  picklist: (value, field) => labelOf(field, String(value)),
  multipicklist: (value, field) => String(value).split(';').map((part) => labelOf(field, part)).join('; '),
  currency: (value, field) => `${Number(value) < 0 ? '-' : ''}$${exactly(field.scale).format(Math.abs(Number(value)))}`,
  date: (value) => DAY.format(new Date(String(value))),
  datetime: (value, _field, timeZone) => plainSpaces(instant(timeZone).format(new Date(String(value)))),
  time: (value) => plainSpaces(TIME.format(new Date(`1970-01-01T${String(value)}`))),
};

const NUMBERS: Partial<Record<FieldType, Format>> = {
  percent: (value, field) => upTo(field.scale).format(Number(value)),
  double: (value, field) => upTo(field.scale).format(Number(value)),
  int: (value) => upTo(0).format(Number(value)),
};

/** `{ value, displayValue }` of a field of a UI API record. */
export function fieldValue(field: FieldSchema, value: unknown, timeZone: string): FieldValue {
  const plain = uiValue(field, value);
  return { displayValue: plain === null ? null : (LOCALIZED[field.type]?.(plain, field, timeZone) ?? null), value: plain };
}

/** What GraphQL shows of a value; null when its type has no form of its own. */
export function displayed(field: FieldSchema, value: unknown, timeZone: string): string | null {
  const plain = uiValue(field, value);
  return plain === null ? null : ((LOCALIZED[field.type] ?? NUMBERS[field.type])?.(plain, field, timeZone) ?? null);
}
