import type { FormulaType } from '../types.ts';

const NUMERIC: ReadonlySet<FormulaType> = new Set(['Number', 'Currency', 'Percent']);
const TEXTUAL: ReadonlySet<FormulaType> = new Set(['Text', 'Id']);

/** True for the three types that compute as numbers. */
export function isNumeric(type: FormulaType): boolean {
  return NUMERIC.has(type);
}

/** True for text and ids, which formulas read as text. */
export function isTextual(type: FormulaType): boolean {
  return TEXTUAL.has(type);
}

/** The type that can stand for both, as for the two results of IF; undefined when they do not mix. */
export function unify(left: FormulaType, right: FormulaType): FormulaType | undefined {
  if (left === right || right === 'Null') {
    return left;
  }
  if (left === 'Null') {
    return right;
  }
  if (isNumeric(left) && isNumeric(right)) {
    return 'Number';
  }
  return isTextual(left) && isTextual(right) ? 'Text' : undefined;
}

/** The first type that all can stand for, or Null. */
export function unifyAll(types: readonly FormulaType[]): FormulaType {
  return types.reduce<FormulaType>((common, type) => unify(common, type) ?? common, 'Null');
}

/** A type as Salesforce's messages name it. */
export function nameOf(type: FormulaType): string {
  return isNumeric(type) ? 'Number' : type === 'MultiPicklist' ? 'Multi-Select Picklist' : type === 'Id' ? 'Text' : type;
}
