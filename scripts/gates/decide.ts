/** A condition with values that are not known: one operand that is false decides an AND, one that is true an OR, wherever it stands. */
import { checkFormula, compileFormula, FormulaError, parseFormula, type EvaluationInput, type Expression, type FormulaContext } from '../formula/index.ts';

/** A value that the files do not hold was asked for. */
export class NotKnown extends Error {}

/** Null: it hangs on what is not known, or on what cannot be computed. */
export type Decide = (input: EvaluationInput) => boolean | null;

/** @param formula of type Boolean @returns null for all where it cannot be taken apart */
export function decideBy(formula: string, context: FormulaContext): Decide {
  const { expression } = parseFormula(formula);
  return (expression && decided(expression, context)) ?? (() => null);
}

function decided(node: Expression, context: FormulaContext): Decide | undefined {
  const join = joinOf(node);
  if (join === null) return asked(node, context);
  const parts = join.operands.map((operand) => decided(operand, context)).filter((part) => part !== undefined);
  if (parts.length < join.operands.length) return undefined;
  if (join.by === 'NOT') return (input) => negated(parts[0]?.(input) ?? null);
  const enough = join.by === 'OR';
  return (input) => {
    let known = true;
    for (const part of parts) {
      const value = part(input);
      if (value === enough) return enough;
      if (value === null) known = false;
    }
    return known ? !enough : null;
  };
}

const negated = (value: boolean | null): boolean | null => (value === null ? null : !value);

function joinOf(node: Expression): { readonly by: 'AND' | 'OR' | 'NOT'; readonly operands: readonly Expression[] } | null {
  if (node.kind === 'call' && (node.name === 'AND' || node.name === 'OR' || node.name === 'NOT')) return { by: node.name, operands: node.args };
  if (node.kind === 'binary' && (node.operator === '&&' || node.operator === '||')) return { by: node.operator === '&&' ? 'AND' : 'OR', operands: [node.left, node.right] };
  return node.kind === 'unary' && node.operator === '!' ? { by: 'NOT', operands: [node.operand] } : null;
}

function asked(node: Expression, context: FormulaContext): Decide | undefined {
  const { formula } = checkFormula(node, context);
  if (formula === undefined) return undefined;
  const evaluate = compileFormula(formula);
  return (input) => {
    try {
      const value = evaluate(input);
      return typeof value === 'boolean' ? value : null;
    } catch (error) {
      if (error instanceof NotKnown || error instanceof FormulaError) return null;
      throw error;
    }
  };
}
