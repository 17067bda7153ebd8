/** Something a flow reads as one value: a field, a global, a formula, a variable, a literal. */
import type { FormulaType } from '../../../formula/types.ts';
import type { Reader } from './program.ts';

export interface Source {
  readonly type: FormulaType;
  readonly read: Reader;
}
