import type { Decimal } from 'decimal.js';
import { isNumeric, isTextual } from '../registry/types.ts';
import type { FormulaType } from '../types.ts';
import { settled } from './number.ts';
import type { Value } from './value.ts';

/** A 15-character id is compared by its first 15 characters with an 18-character one. */
export function shortId(id: string): string {
  return id.length === 18 && /^[A-Za-z0-9]{18}$/.test(id) ? id.slice(0, 15) : id;
}

type Equality = (left: Value, right: Value) => boolean | null;

const sameText: Equality = (left, right) => (left ?? '') === (right ?? '');
const sameId: Equality = (left, right) => shortId((left ?? '') as string) === shortId((right ?? '') as string);
const samePicklist: Equality = (left, right) => ((left ?? '') as string).toLowerCase() === ((right ?? '') as string).toLowerCase();
const sameBoolean: Equality = (left, right) => (left ?? false) === (right ?? false);
const sameNumber: Equality = (left, right) => (left === null || right === null ? null : settled(left as Decimal).eq(settled(right as Decimal)));
const sameMoment: Equality = (left, right) => (left === null || right === null ? null : left === right);

/**
 * How two types are tested for being equal. Text is case-sensitive and a blank text is ""; a blank Boolean is false; anything
 * else that is blank is neither equal nor unequal (null).
 */
export function equalityOf(left: FormulaType, right: FormulaType): Equality {
  const types = [left, right];
  if (types.some((type) => type === 'Picklist' || type === 'MultiPicklist')) {
    return samePicklist;
  }
  if (types.includes('Id')) {
    return sameId;
  }
  if (types.some(isTextual)) {
    return sameText;
  }
  if (types.includes('Boolean')) {
    return sameBoolean;
  }
  return types.some(isNumeric) ? sameNumber : sameMoment;
}

/** True when a stored value differs from the one before; two blanks are the same. */
export function differs(type: FormulaType, before: Value, after: Value): boolean {
  if (before === null || after === null) {
    return (before ?? '') !== (after ?? '');
  }
  if (isNumeric(type)) {
    return !(before as Decimal).eq(after as Decimal);
  }
  return type === 'Id' ? shortId(before as string) !== shortId(after as string) : before !== after;
}
