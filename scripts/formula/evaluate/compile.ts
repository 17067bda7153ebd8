import type { Decimal } from 'decimal.js';
import type { TypedFormula } from '../check/check.ts';
import { ORIGIN, isOrigin } from '../check/globals.ts';
import { functionNamed } from '../registry/index.ts';
import { allOf, anyOf, negated } from '../registry/logical.ts';
import type { CompileCall } from '../registry/row.ts';
import { isNumeric } from '../registry/types.ts';
import type { EvaluationInput, Expression, FormulaType, RawValue } from '../types.ts';
import { childrenOf } from '../walk.ts';
import { readerFor, writeValue } from './border.ts';
import type { ResultOptions } from './border.ts';
import { FormulaError, unsupported } from './error.ts';
import { FIXED_OPERATORS, fixedComparison, fixedConstant, fixedField, fixedLiteral, fixedResult, fixedUnary } from './fixedPoint.ts';
import type { Fixed } from './fixedPoint.ts';
import { renderMarkup } from './markup.ts';
import { Num } from './number.ts';
import { operationFor } from './operators.ts';
import type { Compiled, Frame, Value } from './value.ts';

/** A formula as a function of the record, the user and the moment. */
export type Evaluate = (input: EvaluationInput) => RawValue;

function constant(value: Value): Compiled {
  return () => value;
}

function field(path: readonly string[], type: FormulaType): Compiled {
  const read = readerFor(type);
  return ({ input, zero }) => read(input.record(path), zero);
}

const LITERALS: ReadonlySet<Expression['kind']> = new Set(['number', 'text', 'boolean', 'null']);

/** An operation on literals alone: DATE(2026, 1, 1), -1, "a" & "b". */
function isConstant(node: Expression): boolean {
  const operands = childrenOf(node);
  return operands.length > 0 && operands.every(({ kind }) => LITERALS.has(kind))
    && (node.kind !== 'call' || functionNamed(node.name)?.volatile !== true);
}

/** Computes a constant once. An error stays where it is, since it may stand behind an operand that decides first. */
function folded(compiled: Compiled): Compiled {
  const nowhere: Frame = { input: { record: () => null, now: new Date(0), timeZone: 'UTC' }, zero: false };
  try {
    return constant(compiled(nowhere));
  } catch (error) {
    if (error instanceof FormulaError) {
      return compiled;
    }
    throw error;
  }
}

class Compiler {
  private readonly formula: TypedFormula;
  private readonly decimalsOnly: boolean;
  private readonly known = new Map<Expression, Compiled>();

  constructor(formula: TypedFormula, decimalsOnly: boolean) {
    this.formula = formula;
    this.decimalsOnly = decimalsOnly;
  }

  compile(node: Expression): Compiled {
    let compiled = this.known.get(node);
    if (compiled === undefined) {
      compiled = isConstant(node) ? folded(this.node(node)) : this.node(node);
      this.known.set(node, compiled);
    }
    return compiled;
  }

  /** The node as a number of fixed scale, where it is one. */
  fixed(node: Expression): Fixed | undefined {
    if (this.decimalsOnly) {
      return undefined;
    }
    switch (node.kind) {
      case 'number':
        return fixedLiteral(node.text);
      case 'null':
        return fixedConstant(null);
      case 'reference': {
        const reference = this.formula.references.get(node);
        return reference === undefined || !isNumeric(reference.type) ? undefined : fixedField(({ input }) => input.record(node.path), reference);
      }
      case 'unary': {
        const operand = node.operator === '!' ? undefined : this.fixed(node.operand);
        return operand === undefined || node.operator === '+' ? operand : fixedUnary(operand, (count) => -count);
      }
      case 'binary': {
        const combine = isNumeric(this.typeOf(node)) && !this.ofMoments(node) ? FIXED_OPERATORS[node.operator] : undefined;
        const [left, right] = combine === undefined ? [] : [this.fixed(node.left), this.fixed(node.right)];
        return left === undefined || right === undefined ? undefined : combine?.(left, right);
      }
      case 'call': {
        const row = functionNamed(node.name);
        return row?.fixed?.({ ...this.callOf(node), fixed: node.args.map((argument) => this.fixed(argument)) });
      }
      default:
        return undefined;
    }
  }

  /** The distance of two dates is a number whose operands are none. */
  private ofMoments({ left, right }: Expression & { readonly kind: 'binary' }): boolean {
    return [left, right].some((operand) => this.typeOf(operand) !== 'Null' && !isNumeric(this.typeOf(operand)));
  }

  private node(node: Expression): Compiled {
    switch (node.kind) {
      case 'number':
        return constant(new Num(node.text));
      case 'text':
        return constant(node.value);
      case 'boolean':
        return constant(node.value);
      case 'null':
        return constant(null);
      case 'reference':
        return isOrigin(node.path) ? constant(ORIGIN) : field(node.path, this.typeOf(node));
      case 'call':
        return this.call(node);
      case 'unary':
        return this.unary(node);
      case 'binary':
        return this.binary(node);
    }
  }

  private typeOf(node: Expression): FormulaType {
    return this.formula.types.get(node) ?? 'Null';
  }

  private call(node: Expression & { readonly kind: 'call' }): Compiled {
    const row = functionNamed(node.name);
    if (row === undefined) {
      throw unsupported(node.name, 'there is no such function.');
    }
    return row.implement(this.callOf(node));
  }

  private callOf(node: Expression & { readonly kind: 'call' }): CompileCall {
    return {
      expression: node,
      kind: this.formula.kind,
      types: node.args.map((argument) => this.typeOf(argument)),
      args: node.args.map((argument) => this.compile(argument)),
      referenceOf: (expression) => this.formula.references.get(expression),
    };
  }

  private unary(node: Expression & { readonly kind: 'unary' }): Compiled {
    const operand = this.compile(node.operand);
    switch (node.operator) {
      case '!':
        return negated(operand);
      case '+':
        return operand;
      case '-':
        return (frame) => {
          const value = operand(frame);
          return value === null ? null : (value as Decimal).negated();
        };
    }
  }

  private binary(node: Expression & { readonly kind: 'binary' }): Compiled {
    const [left, right] = [this.compile(node.left), this.compile(node.right)];
    if (node.operator === '&&') {
      return allOf([left, right]);
    }
    if (node.operator === '||') {
      return anyOf([left, right]);
    }
    const operation = operationFor(node.operator, this.typeOf(node.left), this.typeOf(node.right));
    const compute: Compiled = (frame) => operation(left(frame), right(frame));
    return this.comparison(node, (frame) => compute(frame) === true) ?? compute;
  }

  private comparison(node: Expression & { readonly kind: 'binary' }, withDecimals: (frame: Frame) => boolean): Compiled | undefined {
    const numeric = isNumeric(this.typeOf(node.left)) || isNumeric(this.typeOf(node.right));
    const [left, right] = this.typeOf(node) === 'Boolean' && numeric ? [this.fixed(node.left), this.fixed(node.right)] : [];
    return left === undefined || right === undefined ? undefined : fixedComparison(node.operator, left, right, withDecimals);
  }
}

/** The longest text a formula field shows (org probe csize_*; MAX_STRING_VALUE_LENGTH in Salesforce's engine). */
const MAX_FIELD_TEXT = 1300;

function fieldText(text: string, markup: boolean): string {
  if (!markup) {
    return text.slice(0, MAX_FIELD_TEXT);
  }
  const html = renderMarkup(text);
  if (html.length > MAX_FIELD_TEXT) {
    throw unsupported('A link or a picture of more than 1,300 characters', 'where Salesforce cuts it is not known.');
  }
  return html;
}

/**
 * Turns a checked formula into a function that answers in the shapes of {@link RawValue}. Validation rules always leave blank
 * numbers blank, whatever the input says.
 *
 * The function throws {@link FormulaError} where Salesforce shows #Error! or refuses the save, and with code `unsupported` where
 * this library does not know the answer. A flow that divides by zero answers null, as flows do.
 */
export function compileFormula(formula: TypedFormula, options: ResultOptions = {}): Evaluate {
  const compiler = new Compiler(formula, options.decimalsOnly === true);
  const root = compiler.compile(formula.expression);
  const write = writerOf(formula, options);
  const compute = (frame: Frame): RawValue => write(root(frame));
  const evaluate = fixedRoot(formula, options, compiler, compute) ?? compute;
  const rule = formula.kind === 'validationRule';
  const run: Evaluate = (input) => evaluate({ input, zero: !rule && input.blanks === 'zero' });
  return formula.kind === 'flow' ? blankOnDivisionByZero(run) : run;
}

function writerOf(formula: TypedFormula, options: ResultOptions): (value: Value) => RawValue {
  if (formula.type === 'Boolean' && (options.returnType ?? 'Boolean') === 'Boolean') {
    return (value) => value === true;
  }
  if (formula.type === 'Text' && formula.kind === 'formulaField' && options.inner !== true) {
    return (value) => {
      const raw = writeValue(formula.type, value, options);
      return typeof raw === 'string' ? fieldText(raw, formula.markup) : raw;
    };
  }
  return (value) => writeValue(formula.type, value, options);
}

/** A formula whose result is a number of fixed scale leaves as it is counted. */
function fixedRoot(formula: TypedFormula, options: ResultOptions, compiler: Compiler, withDecimals: (frame: Frame) => RawValue): ((frame: Frame) => RawValue) | undefined {
  const fixed = isNumeric(formula.type) ? compiler.fixed(formula.expression) : undefined;
  const result = fixed === undefined ? undefined : fixedResult(fixed, (options.returnType ?? formula.type) === 'Percent', options.inner === true ? undefined : options.scale);
  return result === undefined ? undefined : (frame) => {
    const count = result(frame);
    return Number.isNaN(count) ? withDecimals(frame) : count;
  };
}

function blankOnDivisionByZero(run: Evaluate): Evaluate {
  return (input) => {
    try {
      return run(input);
    } catch (error) {
      if (error instanceof FormulaError && error.code === 'division-by-zero') {
        return null;
      }
      throw error;
    }
  };
}
