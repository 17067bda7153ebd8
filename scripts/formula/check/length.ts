import { printFormula } from '../print/salesforce.ts';
import { problem } from '../problems.ts';
import type { Expression, FormulaContextKind, FormulaProblem } from '../types.ts';

/** Characters a formula may have, as typed (org probe srclen_over; MAX_FORMULA_LENGTH in Salesforce's engine). */
export const MAX_FORMULA_LENGTH = 3900;

/** The problem of a formula that is too long, if it is; flows have no documented limit. */
export function lengthProblem(length: number, kind: FormulaContextKind): FormulaProblem | undefined {
  if (length <= MAX_FORMULA_LENGTH || kind === 'flow') {
    return undefined;
  }
  const message = `Formula is too long (${length.toLocaleString('en-US')} characters).  Maximum length is ${MAX_FORMULA_LENGTH.toLocaleString('en-US')} characters`;
  return problem('too-long', message, { start: MAX_FORMULA_LENGTH, end: length });
}

/** The length of a tree: as it was typed, or as it will be printed when it was built. */
export function lengthOf(expression: Expression): number {
  const read = expression.span.end - expression.span.start;
  return read > 0 ? read : printFormula(expression).length;
}
