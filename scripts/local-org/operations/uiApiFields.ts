/** Fields in the words of the UI API: how they are named in a request, how their values are answered. */
import type { FieldSchema, ObjectSchema, Schema } from '../engine/schema.ts';
import type { Session } from '../engine/types.ts';

/** A field of a record, or of a parent: `[Account, Name]` for `Opportunity.Account.Name`. */
export interface FieldPath {
  readonly names: readonly string[];
  /** The lookups on the way, outermost first. */
  readonly lookups: readonly FieldSchema[];
  readonly field: FieldSchema;
}

/** Levels from child to parent that a path may climb. */
const MAX_LEVELS = 5;

export function canRead(session: Session, object: string, field: string): boolean {
  return session.access?.field(object, field, 'read') !== false;
}

export function canReadObject(session: Session, object: ObjectSchema | undefined): object is ObjectSchema {
  return object !== undefined && object.kind !== 'tooling' && object.queryable && session.access?.object(object.apiName, 'read') !== false;
}

/** @returns undefined when there is no such field, or none that this user may read */
export function resolvePath(schema: Schema, session: Session, object: ObjectSchema, path: readonly string[]): FieldPath | undefined {
  const names: string[] = [];
  const lookups: FieldSchema[] = [];
  let here = object;
  for (const [index, name] of path.entries()) {
    if (index === path.length - 1) {
      const field = schema.field(here.apiName, name);
      return field === undefined || !canRead(session, here.apiName, field.apiName) || index > MAX_LEVELS ? undefined : { names: [...names, field.apiName], lookups, field };
    }
    const lookup = here.fields.find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase());
    // A lookup to several objects is read through `Name`, which SOQL has for the owner (a user here) only.
    const parent = schema.object(lookup?.referenceTo[0] ?? '');
    if (lookup === undefined || lookup.relationshipName === null || !canRead(session, here.apiName, lookup.apiName) || !canReadObject(session, parent)) {
      return undefined;
    }
    names.push(lookup.relationshipName);
    lookups.push(lookup);
    here = parent;
  }
  return undefined;
}

/** Types as object info names them. */
export const DATA_TYPES: Readonly<Record<FieldSchema['type'], string>> = {
  id: 'Reference', reference: 'Reference', string: 'String', textarea: 'TextArea', url: 'Url', email: 'Email', phone: 'Phone', picklist: 'Picklist',
  multipicklist: 'MultiPicklist', combobox: 'ComboBox', boolean: 'Boolean', int: 'Int', double: 'Double', currency: 'Currency', percent: 'Percent', date: 'Date',
  datetime: 'DateTime', time: 'Time', address: 'Address', location: 'Location', base64: 'Base64', anyType: 'AnyType', complexvalue: 'ComplexValue',
};

/** REST writes `+0000` where the UI API writes `Z`. */
export function uiValue(field: FieldSchema, value: unknown): unknown {
  return field.type === 'datetime' && typeof value === 'string' ? value.replace(/\+0000$/, 'Z') : value ?? null;
}

const grouped = (value: number, digits: number): string => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** By type, in the locale en_US; every other type has no display value of its own. */
const DISPLAY: Partial<Record<FieldSchema['type'], (value: unknown, field: FieldSchema, timeZone: string) => string>> = {
  picklist: (value, field) => field.picklistValues.find((entry) => entry.value === value)?.label ?? String(value),
  multipicklist: (value, field) => String(value).split(';').map((part) => field.picklistValues.find((entry) => entry.value === part)?.label ?? part).join('; '),
  currency: (value, field) => `${Number(value) < 0 ? '-' : ''}$${grouped(Math.abs(Number(value)), field.scale)}`,
  percent: (value, field) => `${grouped(Number(value), field.scale)}%`,
  double: (value, field) => grouped(Number(value), field.scale),
  int: (value) => grouped(Number(value), 0),
  date: (value) => new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' }).format(new Date(String(value))),
  datetime: (value, _field, timeZone) => new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(String(value))).replaceAll('\u202f', ' '),
};

/** `{ value, displayValue }` of a field that is no relationship. */
export function valueRepresentation(field: FieldSchema, value: unknown, timeZone: string): { readonly displayValue: string | null; readonly value: unknown } {
  const plain = uiValue(field, value);
  return { displayValue: plain === null ? null : (DISPLAY[field.type]?.(plain, field, timeZone) ?? null), value: plain };
}
