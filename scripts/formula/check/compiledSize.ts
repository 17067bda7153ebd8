/**
 * How big a formula becomes when Salesforce compiles it. An org refuses one above 15,000 characters of SQL and computes a referenced
 * formula field in place (org probe csize_l4, 2026-07-28). The SQL of an org is not public: this is an estimate, from the SQL that
 * Salesforce's open engine writes for Oracle and a usual length of a column's name, and it only ever warns.
 */
import { problem, warning } from '../problems.ts';
import { isNumeric, isTextual } from '../registry/types.ts';
import type { Expression, FormulaContext, FormulaProblem, FormulaType } from '../types.ts';

/** Characters of SQL above which an org refuses a formula. */
export const MAX_COMPILED_SIZE = 15_000;

/** SQL of the value, and SQL that finds out beforehand whether computing it would fail. */
export interface CompiledSize {
  readonly value: number;
  readonly guard: number;
}

/** The size of what a reference is compiled to, for formula fields; undefined for a column. */
export type SizeOfReference = (path: readonly string[]) => CompiledSize | undefined;

/** `t1_.val12`, and NVL(…, 0) or = '1' around it now and then. */
const COLUMN = 12;

type Call = Expression & { readonly kind: 'call' };
type Measure = (values: readonly number[], types: readonly FormulaType[]) => number;

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
const at = (sizes: readonly number[], index: number): number => sizes[index] ?? 0;

/** `CASE WHEN (x IS NOT NULL AND x = 'a') THEN … ELSE … END`: a text or picklist is written twice for each match. */
function caseSize(values: readonly number[], types: readonly FormulaType[]): number {
  const repeated = types[0] === 'Picklist' || types[0] === undefined || isTextual(types[0]);
  const branches = (values.length - 2) / 2;
  const matched = repeated ? branches * (2 * at(values, 0) + 38) : at(values, 0) + branches * 12;
  return matched + sum(values.slice(1)) + 14;
}

/** What is not written as NAME(a, b). */
const MEASURES: Readonly<Record<string, Measure>> = {
  AND: (values) => sum(values) + 5 * values.length,
  OR: (values) => sum(values) + 4 * values.length,
  NOT: (values) => sum(values) + 6,
  IF: (values) => sum(values) + 27,
  CASE: caseSize,
  ISPICKVAL: (values) => 2 * at(values, 0) + at(values, 1) + 24,
  INCLUDES: (values) => sum(values) + 40,
  ISBLANK: (values) => sum(values) + 10,
  ISNULL: (values) => sum(values) + 10,
  TODAY: () => 40,
  NOW: () => 20,
  TEXT: (values) => sum(values) + 24,
  BEGINS: (values) => at(values, 0) + 2 * at(values, 1) + 30,
  CONTAINS: (values) => sum(values) + 20,
  FIND: (values) => sum(values) + 22,
  RIGHT: (values) => 2 * at(values, 0) + 2 * at(values, 1) + 40,
  MID: (values) => sum(values) + 40,
  DATE: (values) => sum(values) + 60,
  DATEVALUE: (values) => sum(values) + 40,
  ADDMONTHS: (values) => 2 * sum(values) + 40,
  WEEKDAY: (values) => sum(values) + 40,
};

/** Functions that may fail, and how big the test for it is beyond the argument it looks at. */
const GUARDS: Readonly<Record<string, number>> = { VALUE: 60, DATE: 120, DATEVALUE: 60, DATETIMEVALUE: 60, TIMEVALUE: 60, SQRT: 4, LN: 5, LOG: 5, MOD: 4 };

class Estimator {
  private readonly types: ReadonlyMap<Expression, FormulaType>;
  private readonly sizeOf: SizeOfReference;

  constructor(types: ReadonlyMap<Expression, FormulaType>, sizeOf: SizeOfReference) {
    this.types = types;
    this.sizeOf = sizeOf;
  }

  size(node: Expression): CompiledSize {
    switch (node.kind) {
      case 'number':
        return { value: node.text.length, guard: 0 };
      case 'text':
        return { value: node.value.length + 2, guard: 0 };
      case 'boolean':
      case 'null':
        return { value: 5, guard: 0 };
      case 'reference':
        return this.sizeOf(node.path) ?? { value: COLUMN, guard: 0 };
      case 'unary': {
        const operand = this.size(node.operand);
        return { value: operand.value + (node.operator === '!' ? 6 : 3), guard: operand.guard };
      }
      case 'binary':
        return this.binary(node);
      case 'call':
        return this.call(node);
    }
  }

  private binary(node: Expression & { readonly kind: 'binary' }): CompiledSize {
    const [left, right] = [this.size(node.left), this.size(node.right)];
    const text = [node.left, node.right].some((operand) => !isNumeric(this.types.get(operand) ?? 'Null') && isTextual(this.types.get(operand) ?? 'Null'));
    const equal = node.operator === '=' || node.operator === '<>';
    const value = equal && text ? 2 * left.value + right.value + 24 : left.value + right.value + (text ? 6 : 5);
    const failing = node.operator === '/' ? right.value + 3 : node.operator === '^' ? left.value + 2 * right.value + 60 : 0;
    return { value, guard: left.guard + right.guard + failing };
  }

  private call(node: Call): CompiledSize {
    const sizes = node.args.map((argument) => this.size(argument));
    const values = sizes.map(({ value }) => value);
    const measure = MEASURES[node.name];
    const value = measure === undefined ? node.name.length + 2 + sum(values) + 2 * Math.max(0, values.length - 1) : measure(values, node.args.map((argument) => this.types.get(argument) ?? 'Null'));
    const own = GUARDS[node.name];
    const inner = sizes.filter(({ guard }) => guard > 0).length;
    // The guard of a branch holds only where the branch is taken, so the condition is written once more for each.
    const conditions = node.name === 'IF' ? inner * (at(values, 0) + 20) : 0;
    return { value, guard: sum(sizes.map(({ guard }) => guard)) + conditions + (own === undefined ? 0 : sum(values) + own) };
  }
}

/** Estimates the compiled size of a checked formula. */
export function estimateCompiledSize(expression: Expression, types: ReadonlyMap<Expression, FormulaType>, sizeOf: SizeOfReference = () => undefined): CompiledSize {
  return new Estimator(types, sizeOf).size(expression);
}

/** The problem of a formula that would be too big, if it would. */
export function sizeProblem(expression: Expression, types: ReadonlyMap<Expression, FormulaType>, context: FormulaContext): FormulaProblem | undefined {
  const { value, guard } = estimateCompiledSize(expression, types, (path) => context.compiledSizeOf?.(path));
  const size = value + guard;
  if (size <= MAX_COMPILED_SIZE) {
    return undefined;
  }
  // An estimate may be wrong, but not by that much: such a formula runs in no org, and would not end here.
  const report = size > 10 * MAX_COMPILED_SIZE ? problem : warning;
  const message = `Compiled formula is too big to execute (about ${size.toLocaleString('en-US')} characters). Maximum size is ${MAX_COMPILED_SIZE.toLocaleString('en-US')} characters`;
  return report('compiled-size', message, expression.span, 'The size is an estimate. Formula fields count where they are referenced.');
}
