/** Values of a flow: scalars, records and collections; what fits what, and how scalars compare. */
import { Decimal } from 'decimal.js';
import type { FormulaType, RawValue } from '../../../formula/types.ts';
import { normalizeId } from '../../store/ids.ts';
import { copyRow, type Row } from '../records.ts';
import type { ObjectPlan } from '../objectPlan.ts';
import type { ObjectSchema } from '../schema.ts';
import { FlowUnsupported } from './program.ts';

/** A record in a flow's hands: `$Record`, a record variable, an item of a collection. A draft of a save is one. */
export interface FlowRecord {
  readonly plan: ObjectPlan;
  readonly row: Row;
  /** API names of the fields that the flow set. */
  readonly given: Set<string>;
}

export type FlowItem = RawValue | FlowRecord;
export type FlowValue = FlowItem | readonly FlowItem[];

/** What a resource holds. */
export type Shape =
  | { readonly kind: 'scalar'; readonly type: FormulaType }
  | { readonly kind: 'record'; readonly object: ObjectSchema };

export const isRecord = (value: FlowValue | undefined): value is FlowRecord => typeof value === 'object' && value !== null && 'plan' in value;

export const isCollection = (value: FlowValue | undefined): value is readonly FlowItem[] => Array.isArray(value);

/** Records are values: who gets one may change it without changing where it came from. */
export function copyItem(item: FlowItem): FlowItem {
  return isRecord(item) ? { plan: item.plan, row: copyRow(item.plan, item.row), given: new Set(item.given) } : item;
}

/** A value as it is put somewhere else. */
export function copyValue(value: FlowValue): FlowValue {
  return isCollection(value) ? value.map((item) => copyItem(item)) : copyItem(value);
}

export type Family = 'text' | 'number' | 'percent' | 'boolean' | 'date' | 'datetime';

/** Values of one family compare and are assigned to each other. Percent stands alone: as 15 or as 0.15 is not known. */
const FAMILIES: Readonly<Partial<Record<FormulaType, Family>>> = {
  Text: 'text', Picklist: 'text', MultiPicklist: 'text', Id: 'text', Number: 'number', Currency: 'number', Percent: 'percent', Boolean: 'boolean', Date: 'date', DateTime: 'datetime',
};

export const familyOf = (type: FormulaType): Family | undefined => FAMILIES[type];

/** Whether a value of the one shape may be put where the other is asked. */
export function fits(from: Shape, to: Shape): boolean {
  if (from.kind === 'record' || to.kind === 'record') {
    return from.kind === 'record' && to.kind === 'record' && from.object.apiName === to.object.apiName;
  }
  const family = familyOf(to.type);
  return family !== undefined && family === familyOf(from.type);
}

/** For messages: `Number`, `Account record`. */
export const nameOfShape = (shape: Shape): string => (shape.kind === 'scalar' ? shape.type : `${shape.object.apiName} record`);

/** Blank is one thing: no value and the empty text. */
export const blankToNull = (value: RawValue): RawValue => (value === '' ? null : value);

/** Whether case counts in a flow's conditions is not known: where it decides, nothing is answered. */
function withoutCase(left: string, right: string, what: string, test: (left: string, right: string) => boolean): boolean {
  const exact = test(left, right);
  if (exact !== test(left.toLowerCase(), right.toLowerCase())) {
    throw new FlowUnsupported(`whether "${left}" ${what} "${right}" in a condition`);
  }
  return exact;
}

function sameText(left: string, right: string): boolean {
  const [leftId, rightId] = [normalizeId(left), normalizeId(right)];
  return (leftId !== null && leftId === rightId) || withoutCase(left, right, 'equals', (one, other) => one === other);
}

const asNumber = (value: RawValue): Decimal => new Decimal(String(value));

const EQUAL: Readonly<Record<Family, (left: RawValue, right: RawValue) => boolean>> = {
  text: (left, right) => sameText(String(left), String(right)),
  number: (left, right) => asNumber(left).equals(asNumber(right)),
  percent: (left, right) => asNumber(left).equals(asNumber(right)),
  boolean: (left, right) => left === right,
  date: (left, right) => left === right,
  datetime: (left, right) => Date.parse(String(left)) === Date.parse(String(right)),
};

/** Blank equals blank and nothing else. */
export function equals(family: Family, left: RawValue, right: RawValue): boolean {
  const [one, other] = [blankToNull(left), blankToNull(right)];
  return one === null || other === null ? one === other : EQUAL[family](one, other);
}

/** Families with an order; texts are compared by no operator of a flow. */
export const ORDERED: Readonly<Partial<Record<Family, (left: RawValue, right: RawValue) => number>>> = {
  number: (left, right) => asNumber(left).comparedTo(asNumber(right)),
  percent: (left, right) => asNumber(left).comparedTo(asNumber(right)),
  date: (left, right) => String(left).localeCompare(String(right), 'en'),
  datetime: (left, right) => Date.parse(String(left)) - Date.parse(String(right)),
};

/** Tests of a text for a part of it. */
export const TEXT_TESTS: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  StartsWith: (left, right) => withoutCase(left, right, 'starts with', (one, other) => one.startsWith(other)),
  EndsWith: (left, right) => withoutCase(left, right, 'ends with', (one, other) => one.endsWith(other)),
  Contains: (left, right) => withoutCase(left, right, 'contains', (one, other) => one.includes(other)),
};
