import type { Decimal } from 'decimal.js';
import { isNumeric } from '../registry/types.ts';
import type { FormulaType, RawValue } from '../types.ts';
import { DAY, dayOf, formatDay, formatTime, parseTime } from './calendar.ts';
import { shortId } from './equality.ts';
import { FormulaError } from './error.ts';
import { HUNDRED, Num, ZERO, parseNumber, settled } from './number.ts';
import { isBlank } from './value.ts';
import type { Geolocation, Value } from './value.ts';

/** How a result leaves. */
export interface ResultOptions {
  /** The declared type of the formula field; a Percent leaves as typed (0.15 as 15). Default: the type the formula has. */
  readonly returnType?: FormulaType;
  /** Declared decimal places; the result is rounded half up to them. Default: all that were computed. */
  readonly scale?: number;
  /**
   * For a formula field that other formulas read: they see what was computed, with all its digits, the whole text, and links as codes.
   */
  readonly inner?: boolean;
  /** Computes every number with decimals, small ones too: what the short cuts for those are tested against. */
  readonly decimalsOnly?: boolean;
}

const unreadable = (type: FormulaType, raw: RawValue): FormulaError =>
  new FormulaError('invalid-value', `A ${type} field holds ${JSON.stringify(raw)}, which is not a ${type}`);

function readNumber(type: FormulaType, raw: RawValue): Decimal {
  const parsed = typeof raw === 'number' ? (Number.isFinite(raw) ? new Num(raw) : undefined) : typeof raw === 'string' ? parseNumber(raw) : undefined;
  if (parsed === undefined) {
    throw unreadable(type, raw);
  }
  return parsed;
}

function readDay(type: FormulaType, raw: RawValue): number {
  const match = typeof raw === 'string' ? /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/.exec(raw) : null;
  const day = match === null ? undefined : dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (day === undefined) {
    throw unreadable(type, raw);
  }
  return day;
}

// Salesforce writes offsets without a colon (+0000), which Date does not read. A date-time without an offset is in UTC.
function readInstant(type: FormulaType, raw: RawValue): number {
  if (typeof raw !== 'string') {
    throw unreadable(type, raw);
  }
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(raw) ? raw.replace(/([+-]\d{2})(\d{2})$/, '$1:$2') : `${raw.includes('T') ? raw : `${raw}T00:00:00`}Z`;
  const instant = Date.parse(zoned);
  if (Number.isNaN(instant)) {
    throw unreadable(type, raw);
  }
  return raw < '1583' ? asWritten(instant) : instant;
}

/** Date knows one calendar; Salesforce counts these days by another, and keeps year, month and day as they are written. */
function asWritten(instant: number): number {
  const date = new Date(instant);
  const day = dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  return day === undefined ? instant : day * DAY + (((instant % DAY) + DAY) % DAY);
}

function readGeolocation(raw: RawValue): Geolocation {
  const match = typeof raw === 'string' ? /^\s*(-?[\d.]+)\s*[,;]\s*(-?[\d.]+)\s*$/.exec(raw) : null;
  const latitude = parseNumber(match?.[1] ?? '');
  const longitude = parseNumber(match?.[2] ?? '');
  if (latitude === undefined || longitude === undefined) {
    throw unreadable('Geolocation', raw);
  }
  return { latitude, longitude };
}

function readBoolean(raw: RawValue): boolean {
  if (typeof raw === 'boolean') {
    return raw;
  }
  if (raw === 'true' || raw === 'false') {
    return raw === 'true';
  }
  throw unreadable('Boolean', raw);
}

function readTime(raw: RawValue): number {
  if (typeof raw !== 'string') {
    throw unreadable('Time', raw);
  }
  return parseTime(raw.replace(/Z$/, ''));
}

const readText = (raw: RawValue): string => (typeof raw === 'string' ? raw : String(raw));

/** What a value that is not blank is read as. */
const READERS: Readonly<Record<FormulaType, (raw: RawValue) => Value>> = {
  Number: (raw) => readNumber('Number', raw),
  Currency: (raw) => readNumber('Currency', raw),
  Percent: (raw) => readNumber('Percent', raw).div(HUNDRED),
  Boolean: readBoolean,
  Date: (raw) => readDay('Date', raw),
  DateTime: (raw) => readInstant('DateTime', raw),
  Time: readTime,
  Geolocation: readGeolocation,
  Text: readText, Picklist: readText, MultiPicklist: readText, Null: readText,
  Id: (raw) => shortId(readText(raw)),
};

/**
 * How fields of a type are read. Empty text is blank; an id is read in its 15-character form, as formulas see it: LEN(AccountId) is 15.
 * The reader throws FormulaError when the raw value cannot be of that type.
 */
export function readerFor(type: FormulaType): (raw: RawValue | undefined, zero: boolean) => Value {
  const read = READERS[type];
  const blank = type === 'Boolean' ? false : null;
  const zeroed = isNumeric(type) ? ZERO : blank;
  return (raw, zero) => (raw === undefined || raw === null || raw === '' ? (zero ? zeroed : blank) : read(raw));
}

/** Reads one field value, see {@link readerFor}. */
export function readValue(type: FormulaType, raw: RawValue | undefined, zero: boolean): Value {
  return readerFor(type)(raw, zero);
}

function writeNumber(value: Decimal, percent: boolean, { scale, inner }: ResultOptions): RawValue {
  const typed = percent ? value.times(HUNDRED) : value;
  const shown = inner === true ? typed : settled(typed);
  const rounded = scale === undefined || inner === true ? shown : shown.toDecimalPlaces(scale, Num.ROUND_HALF_UP);
  const double = Number(rounded.toString());
  // A double only where it says exactly the same number; otherwise the digits themselves.
  return new Num(double).eq(rounded) && Number.isFinite(double) ? (double === 0 ? 0 : double) : rounded.toFixed();
}

/** Turns a computed value of a type into the scalar that leaves the library. A blank Boolean is false, as a checkbox is. */
export function writeValue(type: FormulaType, value: Value, options: ResultOptions = {}): RawValue {
  const shown = options.returnType ?? type;
  if (isBlank(value)) {
    return shown === 'Boolean' ? false : null;
  }
  switch (type) {
    case 'Number':
    case 'Currency':
    case 'Percent':
      return writeNumber(value as Decimal, shown === 'Percent', options);
    case 'Boolean':
      return value as boolean;
    case 'Date':
      return formatDay(value as number);
    case 'DateTime':
      return writeInstant(value as number, shown);
    case 'Time':
      return formatTime(value as number);
    case 'Geolocation': {
      const { latitude, longitude } = value as Geolocation;
      return `${latitude.toFixed()},${longitude.toFixed()}`;
    }
    case 'Text':
    case 'Picklist':
    case 'MultiPicklist':
    case 'Id':
    case 'Null':
      return value as string;
  }
}

function writeInstant(instant: number, shown: FormulaType): string {
  const day = Math.floor(instant / DAY);
  return shown === 'Date' ? formatDay(day) : `${formatDay(day)}T${formatTime(instant - day * DAY)}Z`;
}
