/** Compiles the formulas of a deploy against the org as it would be. */
import { compileText, isError } from '../../../formula/index.ts';
import type { FormulaContext, FormulaContextKind, FormulaProblem, FormulaType } from '../../../formula/types.ts';
import { formulaContext as contextOf } from '../../engine/formulas/typeContext.ts';
import type { CheckContext } from './context.ts';

/** How references of a formula on `object` resolve. */
export function formulaContext({ schema, components }: CheckContext, object: string, kind: FormulaContextKind): FormulaContext {
  return contextOf(schema, object, kind, {
    permission: (name) => components.has('CustomPermission', name),
    label: (name) => components.has('CustomLabel', name),
    customMetadata: (type, record) => components.has('CustomMetadata', `${type.replace(/__mdt$/i, '')}.${record}`),
  });
}

/**
 * Messages of a formula's problems; none when it compiles.
 * @param results types that the whole formula may have; any when absent
 */
export function compileFormula(text: string, context: FormulaContext, results?: readonly FormulaType[]): readonly string[] {
  const { problems, type } = compileText(text, context);
  const errors = problems.filter(isError);
  if (errors.length > 0) return errors.map(message);
  if (results === undefined || type === undefined || type === 'Null' || results.includes(type)) return [];
  return [`Formula result is data type (${type}), incompatible with expected data type (${results[0] ?? ''}).`];
}

const message = (found: FormulaProblem): string => (found.hint === undefined ? found.message : `${found.message} ${found.hint}`);
