/** A predicate as a function of the module. */
import { fieldsOf, FormulaError, type Expression } from '../../formula/index.ts';
import { printJavaScript } from '../../formula/print/javascript.ts';
import { prefixed } from '../../formula/print/layout.ts';
import { formulaContext } from '../../playbook/fields.ts';
import type { Playbook, Position } from '../../playbook/model.ts';
import { CompileError } from '../problems.ts';
import { Code } from './literal.ts';

/** What a predicate belongs to, for a problem with it. */
export interface Face {
  readonly id: string;
  readonly object: string;
  readonly position: Position;
}

/**
 * @param uses gets the names of the runtime's functions that the predicate calls
 * @throws CompileError when the formula cannot be said in JavaScript
 */
export function printPredicate(playbook: Playbook, { id, object, position }: Face, expression: Expression, uses: Set<string>): Code {
  try {
    const printed = printJavaScript(expression, formulaContext(playbook, object));
    printed.uses.forEach((name) => uses.add(name));
    const parameters = mentionsClock(expression) ? '(record, context)' : fieldsOf(expression).length === 0 ? '()' : '(record)';
    return new Code(prefixed(`${parameters} => `, printed.layout));
  } catch (error) {
    if (error instanceof FormulaError) {
      throw new CompileError(position, {
        code: 'not-in-component',
        message: `${id} cannot be shown in the panel: ${error.message}`,
        hint: 'Say it with functions that every face of a criterion knows; see docs/playbook.md.',
      });
    }
    throw error;
  }
}

function mentionsClock(expression: Expression): boolean {
  return JSON.stringify(expression).match(/"name":"(?:TODAY|NOW)"/) !== null;
}
