/** One value of a request becomes a value of its field's type, or the platform's error for it. */
import { Decimal } from 'decimal.js';
import { normalizeId } from '../../store/ids.ts';
import { saveErrors } from '../saveErrors.ts';
import type { FieldSchema, FieldType, Schema } from '../schema.ts';
import { parseDate, parseDateTime, parseTime } from '../time.ts';
import type { SaveError, Scalar } from '../types.ts';

export type Coerced = { readonly value: Scalar } | { readonly error: SaveError };

type Given = string | number | boolean;
type Coercer = (field: FieldSchema, given: Given, schema: Schema) => Coerced;

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', 'yes', 'y', 'on'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'n', 'off'].map((word) => [word, false] as const),
]);
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** Digits of the largest whole number. */
const LONGEST_INT = 10;
const EMAIL = /^[^\s@,;<>()]+@[^\s@,;<>().]+(\.[^\s@,;<>().]+)+$/;

function roundHalfUp(value: number, scale: number): number {
  const scaled = value * 10 ** scale;
  return Number.isInteger(scaled) ? value : new Decimal(value).toDecimalPlaces(scale, Decimal.ROUND_HALF_UP).toNumber();
}

function limited(field: FieldSchema, text: string): Coerced {
  if (field.length > 0 && text.length > field.length) {
    return { error: saveErrors.tooLong(field.label, text, field.length, field.apiName) };
  }
  return { value: text === '' ? null : text };
}

const text: Coercer = (field, given) => limited(field, String(given).trim());
const longText: Coercer = (field, given) => limited(field, String(given));

const email: Coercer = (field, given) => {
  const trimmed = String(given).trim();
  return trimmed !== '' && !EMAIL.test(trimmed)
    ? { error: saveErrors.badEmail(field.label, trimmed, field.apiName) }
    : limited(field, trimmed);
};

function decimal(typeName: string): Coercer {
  return (field, given) => {
    if (typeof given === 'boolean' || (typeof given === 'string' && !NUMBER.test(given.trim()))) {
      return { error: saveErrors.cannotDeserialize(typeName, String(given)) };
    }
    const number = Number(given);
    const scale = field.type === 'int' ? 0 : field.scale;
    if (field.type === 'int' && !Number.isInteger(number)) {
      return { error: saveErrors.cannotDeserialize(typeName, String(given)) };
    }
    const digits = field.type === 'int' ? Math.min(field.precision > 0 ? field.precision : LONGEST_INT, LONGEST_INT) : field.precision - field.scale;
    const rounded = Number.isFinite(number) ? roundHalfUp(number, scale) : number;
    if (!Number.isFinite(number) || (digits > 0 && Math.abs(rounded) >= 10 ** digits)) {
      return { error: saveErrors.outsideRange(field.label, String(given), field.apiName) };
    }
    return { value: rounded === 0 ? 0 : rounded };
  };
}

const boolean: Coercer = (_field, given) => {
  const value = typeof given === 'boolean' ? given : BOOLEANS.get(String(given).trim().toLowerCase());
  return value === undefined ? { error: saveErrors.cannotDeserialize('boolean', String(given)) } : { value };
};

function temporal(typeName: string, parse: (text: string) => string | null): Coercer {
  return (_field, given) => {
    const value = typeof given === 'string' ? parse(given.trim()) : null;
    return value === null ? { error: saveErrors.cannotDeserialize(typeName, String(given)) } : { value };
  };
}

/** Values match in any case and are kept as the value set spells them; others pass unless the picklist is restricted. */
function picklistMember(field: FieldSchema, given: string): Coerced {
  const wanted = given.toLowerCase();
  const known = field.picklistValues.find((candidate) => candidate.value.toLowerCase() === wanted);
  if (field.restrictedPicklist && known?.active !== true) {
    return { error: saveErrors.restrictedPicklist(field.label, given, field.apiName) };
  }
  return known === undefined ? limited(field, given) : { value: known.value };
}

const picklist: Coercer = (field, given) => {
  const trimmed = String(given).trim();
  return trimmed === '' ? { value: null } : picklistMember(field, trimmed);
};

/** `b;a` is kept in the order of the value set. */
const multiPicklist: Coercer = (field, given) => {
  const members: string[] = [];
  for (const part of String(given).split(';').map((member) => member.trim()).filter((member) => member !== '')) {
    const coerced = picklistMember(field, part);
    if ('error' in coerced) {
      return coerced;
    }
    if (typeof coerced.value === 'string' && !members.includes(coerced.value)) {
      members.push(coerced.value);
    }
  }
  const position = (member: string): number => {
    const index = field.picklistValues.findIndex((candidate) => candidate.value === member);
    return index < 0 ? Number.MAX_SAFE_INTEGER : index;
  };
  members.sort((a, b) => position(a) - position(b));
  return members.length === 0 ? { value: null } : limited(field, members.join(';'));
};

const reference: Coercer = (field, given, schema) => {
  const id = typeof given === 'string' ? normalizeId(given.trim()) : null;
  const prefixes = field.referenceTo.map((target) => schema.object(target)?.keyPrefix ?? null);
  const fits = id !== null && (prefixes.includes(null) || prefixes.includes(id.slice(0, 3)));
  return fits ? { value: id } : { error: saveErrors.wrongIdType(field.label, String(given), field.apiName) };
};

const id: Coercer = (_field, given) => {
  const normal = typeof given === 'string' ? normalizeId(given.trim()) : null;
  return normal === null ? { error: saveErrors.malformedId(String(given)) } : { value: normal };
};

/** A compound field is written through its parts. */
const compound: Coercer = (field) => ({ error: saveErrors.notWriteable([field.apiName]) });

const COERCERS: Readonly<Record<FieldType, Coercer>> = {
  id, reference, string: text, textarea: longText, url: text, email, phone: text, picklist, multipicklist: multiPicklist, combobox: text,
  boolean, int: decimal('int'), double: decimal('double'), currency: decimal('double'), percent: decimal('double'),
  date: temporal('date', parseDate), datetime: temporal('datetime', parseDateTime), time: temporal('time', parseTime),
  address: compound, location: compound, base64: longText, anyType: longText, complexvalue: longText,
};

/**
 * The value of `field` that a request means by `given`. Null and the empty text are blank; a blank checkbox
 * is false.
 */
export function coerce(field: FieldSchema, given: unknown, schema: Schema): Coerced {
  if (given === null || given === undefined || given === '') {
    return { value: field.type === 'boolean' ? false : null };
  }
  if (typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean') {
    return COERCERS[field.type](field, given, schema);
  }
  return { error: saveErrors.unexpectedStructure(field.type, Array.isArray(given) ? 'START_ARRAY' : 'START_OBJECT') };
}
