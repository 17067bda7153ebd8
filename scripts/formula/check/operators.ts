import type { BinaryOperator, FormulaType } from '../types.ts';
import { isNumeric, isTextual, nameOf, unify } from '../registry/types.ts';

/** The result of an operator, or what it expected on which side. */
export type OperatorTyping =
  | { readonly type: FormulaType }
  | { readonly expected: string; readonly received: string; readonly side: 'left' | 'right' };

const ordered: ReadonlySet<FormulaType> = new Set(['Number', 'Currency', 'Percent', 'Text', 'Id', 'Date', 'DateTime', 'Time', 'Null']);
const moments: ReadonlySet<FormulaType> = new Set(['Date', 'DateTime', 'Time']);

const fault = (expected: string, received: FormulaType, side: 'left' | 'right'): OperatorTyping => ({ expected, received: nameOf(received), side });

const numberLike = (type: FormulaType): boolean => isNumeric(type) || type === 'Null';

function arithmetic(left: FormulaType, right: FormulaType): OperatorTyping {
  if (!numberLike(left)) {
    return fault('Number', left, 'left');
  }
  return numberLike(right) ? { type: 'Number' } : fault('Number', right, 'right');
}

/** Text joins; moments move by days (times by milliseconds); everything else is arithmetic. */
function plus(left: FormulaType, right: FormulaType): OperatorTyping {
  if (isTextual(left) || isTextual(right)) {
    const joined = joining(left, right);
    return 'type' in joined ? joined : fault(nameOf(left), right, 'right');
  }
  if (moments.has(left)) {
    return numberLike(right) ? { type: left } : fault('Number', right, 'right');
  }
  if (moments.has(right)) {
    return numberLike(left) ? { type: right } : fault('Number', left, 'left');
  }
  return arithmetic(left, right);
}

function minus(left: FormulaType, right: FormulaType): OperatorTyping {
  if (moments.has(left)) {
    if (right === left) {
      return { type: 'Number' };
    }
    return numberLike(right) ? { type: left } : fault(`Number, ${nameOf(left)}`, right, 'right');
  }
  return arithmetic(left, right);
}

function joining(left: FormulaType, right: FormulaType): OperatorTyping {
  const textLike = (type: FormulaType): boolean => isTextual(type) || type === 'Null';
  if (!textLike(left)) {
    return fault('Text', left, 'left');
  }
  return textLike(right) ? { type: 'Text' } : fault('Text', right, 'right');
}

function equality(left: FormulaType, right: FormulaType): OperatorTyping {
  const odd = [left, right].find((type) => type !== 'Boolean' && !ordered.has(type));
  if (odd !== undefined) {
    return fault('Number, Text, Boolean, Date, DateTime', odd, odd === left ? 'left' : 'right');
  }
  return unify(left, right) === undefined ? fault(nameOf(left), right, 'right') : { type: 'Boolean' };
}

function ordering(left: FormulaType, right: FormulaType): OperatorTyping {
  if (!ordered.has(left)) {
    return fault('Number, Text, Date, DateTime', left, 'left');
  }
  return equality(left, right);
}

function junction(left: FormulaType, right: FormulaType): OperatorTyping {
  const booleanLike = (type: FormulaType): boolean => type === 'Boolean' || type === 'Null';
  if (!booleanLike(left)) {
    return fault('Boolean', left, 'left');
  }
  return booleanLike(right) ? { type: 'Boolean' } : fault('Boolean', right, 'right');
}

/** How each operator types; picklists have been refused before. */
export const OPERATORS: Readonly<Record<BinaryOperator, (left: FormulaType, right: FormulaType) => OperatorTyping>> = {
  '+': plus, '-': minus, '*': arithmetic, '/': arithmetic, '^': arithmetic,
  '&': joining,
  '=': equality, '<>': equality, '<': ordering, '<=': ordering, '>': ordering, '>=': ordering,
  '&&': junction, '||': junction,
};
