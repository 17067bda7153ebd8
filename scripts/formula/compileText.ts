import { checkFormula } from './check/check.ts';
import type { TypedFormula } from './check/check.ts';
import { lengthProblem } from './check/length.ts';
import type { ResultOptions } from './evaluate/border.ts';
import { compileFormula } from './evaluate/compile.ts';
import type { Evaluate } from './evaluate/compile.ts';
import { isError } from './problems.ts';
import { parseFormula } from './syntax/parser.ts';
import type { FormulaContext, FormulaProblem, FormulaType } from './types.ts';

export interface CompiledText {
  /** Absent when a problem is an error. */
  readonly evaluate: Evaluate | undefined;
  readonly type: FormulaType | undefined;
  readonly formula: TypedFormula | undefined;
  readonly problems: readonly FormulaProblem[];
}

/** Reads, checks and compiles a formula in one step. Never throws; `evaluate` does, see {@link compileFormula}. */
export function compileText(text: string, context: FormulaContext, options: ResultOptions = {}): CompiledText {
  const parsed = parseFormula(text);
  if (parsed.expression === undefined) {
    return { evaluate: undefined, type: undefined, formula: undefined, problems: parsed.problems };
  }
  const checked = checkFormula(parsed.expression, context);
  // The tree does not know about comments and white space at the ends, which count.
  const tooLong = checked.problems.some(({ code }) => code === 'too-long') ? undefined : lengthProblem(text.length, context.kind);
  const problems = tooLong === undefined ? checked.problems : [...checked.problems, tooLong];
  const formula = problems.some(isError) ? undefined : checked.formula;
  return { evaluate: formula === undefined ? undefined : compileFormula(formula, options), type: formula?.type, formula, problems };
}
