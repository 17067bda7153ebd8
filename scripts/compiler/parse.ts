import { isError, parseFormula, type Expression } from '../formula/index.ts';
import type { Position } from '../playbook/model.ts';
import { CompileError } from './problems.ts';

/**
 * Parses a formula of the playbook.
 * @param subject the criterion or field the formula belongs to, for the message
 * @throws CompileError at `position`
 */
export function parseAt(source: string, position: Position, subject: string): Expression {
  const { expression, problems } = parseFormula(source);
  const failure = problems.find(isError);
  if (expression === undefined || failure !== undefined) {
    throw new CompileError(position, {
      code: 'formula',
      message: `The formula of ${subject} cannot be read: ${failure?.message ?? 'syntax error'}`,
      hint: failure?.hint ?? 'Correct the formula; handrail check shows the exact place.',
    });
  }
  return expression;
}
