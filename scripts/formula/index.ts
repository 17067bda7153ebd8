/**
 * The Salesforce formula language: read, check, evaluate, print and compare. Everything else in this folder is internal.
 */
export type {
  BinaryOperator, EvaluationInput, Expression, FormulaContext, FormulaContextKind, FormulaProblem, FormulaType, LookupField, OrgLookups, RawValue,
  RecordReader, ReferenceType, Span, UnaryOperator,
} from './types.ts';
export { parseFormula } from './syntax/parser.ts';
export type { ParseResult } from './syntax/parser.ts';
export { checkFormula } from './check/check.ts';
export { MAX_FORMULA_LENGTH } from './check/length.ts';
export { MAX_COMPILED_SIZE, estimateCompiledSize } from './check/compiledSize.ts';
export type { CompiledSize } from './check/compiledSize.ts';
export type { CheckResult, TypedFormula } from './check/check.ts';
export { compileFormula } from './evaluate/compile.ts';
export type { Evaluate } from './evaluate/compile.ts';
export type { ResultOptions } from './evaluate/border.ts';
export { compileText } from './compileText.ts';
export type { CompiledText } from './compileText.ts';
export { FormulaError } from './evaluate/error.ts';
export type { FormulaErrorCode } from './evaluate/error.ts';
export { printFormula } from './print/salesforce.ts';
export type { PrintOptions } from './print/salesforce.ts';
export { printSql } from './print/sql.ts';
export { formulaHash, normaliseFormula, sameFormula } from './normalise.ts';
export { impliesFormula } from './implies.ts';
export { sameFormulaText } from './sameText.ts';
export { childrenOf, fieldsOf, transform, walk } from './walk.ts';
export { and, binary, bool, call, not, nothing, num, or, ref, text } from './build.ts';
export { NO_SPAN, positionOf } from './position.ts';
export type { Position } from './position.ts';
export { nearest } from './check/suggest.ts';
export { isError } from './problems.ts';
export { FORMULA_GAPS } from './gaps.ts';
export type { FormulaGap } from './gaps.ts';
export { FUNCTIONS, functionNamed } from './registry/index.ts';
export { signatureOf } from './registry/row.ts';
export type { Family, FunctionRow } from './registry/row.ts';
