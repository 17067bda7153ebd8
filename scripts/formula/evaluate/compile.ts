import type { Decimal } from 'decimal.js';
import type { TypedFormula } from '../check/check.ts';
import { ORIGIN, isOrigin } from '../check/globals.ts';
import { functionNamed } from '../registry/index.ts';
import { allOf, anyOf, negated } from '../registry/logical.ts';
import type { EvaluationInput, Expression, FormulaType, RawValue } from '../types.ts';
import { childrenOf } from '../walk.ts';
import { readValue, writeValue } from './border.ts';
import type { ResultOptions } from './border.ts';
import { FormulaError, unsupported } from './error.ts';
import { Num } from './number.ts';
import { operationFor } from './operators.ts';
import type { Compiled, Frame, Value } from './value.ts';

/** A formula as a function of the record, the user and the moment. */
export type Evaluate = (input: EvaluationInput) => RawValue;

function constant(value: Value): Compiled {
  return () => value;
}

function field(path: readonly string[], type: FormulaType): Compiled {
  return ({ input, zero }) => readValue(type, input.record(path), zero);
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

  constructor(formula: TypedFormula) {
    this.formula = formula;
  }

  compile(node: Expression): Compiled {
    const compiled = this.node(node);
    return isConstant(node) ? folded(compiled) : compiled;
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
    return row.implement({
      expression: node,
      kind: this.formula.kind,
      types: node.args.map((argument) => this.typeOf(argument)),
      args: node.args.map((argument) => this.compile(argument)),
      referenceOf: (expression) => this.formula.references.get(expression),
    });
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
    return (frame) => operation(left(frame), right(frame));
  }
}

/** The longest text a formula field shows (org probe csize_*; MAX_STRING_VALUE_LENGTH in Salesforce's engine). */
const MAX_FIELD_TEXT = 1300;

/**
 * Turns a checked formula into a function that answers in the shapes of {@link RawValue}. Validation rules always leave blank
 * numbers blank, whatever the input says.
 *
 * The function throws {@link FormulaError} where Salesforce shows #Error! or refuses the save, and with code `unsupported` where
 * this library does not know the answer. A flow that divides by zero answers null, as flows do.
 */
export function compileFormula(formula: TypedFormula, options: ResultOptions = {}): Evaluate {
  const root = new Compiler(formula).compile(formula.expression);
  const write = (value: Value): RawValue => {
    const raw = writeValue(formula.type, value, options);
    return formula.kind === 'formulaField' && typeof raw === 'string' && formula.type === 'Text' ? raw.slice(0, MAX_FIELD_TEXT) : raw;
  };
  return (input) => {
    try {
      return write(root({ input, zero: formula.kind !== 'validationRule' && input.blanks === 'zero' }));
    } catch (error) {
      if (formula.kind === 'flow' && error instanceof FormulaError && error.code === 'division-by-zero') {
        return null;
      }
      throw error;
    }
  };
}
