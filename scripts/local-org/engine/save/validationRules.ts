/** Custom validation rules: every active rule is evaluated and every one that fires is reported. */
import type { Draft, SaveContext } from '../context.ts';
import type { FormulaEnvironment } from '../formulas/environment.ts';
import { saveErrors } from '../saveErrors.ts';
import type { SaveError } from '../types.ts';

/** The errors of the rules that fire, in the order of the rules. */
export function checkValidationRules(draft: Draft, context: SaveContext, environment: FormulaEnvironment): SaveError[] {
  const errors: SaveError[] = [];
  const { plan } = draft;
  for (const rule of plan.object.validationRules) {
    if (!rule.active) {
      continue;
    }
    const verdict = context.engine.formulas.ruleFires(draft, rule, environment);
    if (typeof verdict === 'string') {
      errors.push(saveErrors.validationFormulaInvalid(rule.fullName, verdict));
    } else if (verdict) {
      const field = rule.errorDisplayField === null ? undefined : plan.fields.get(rule.errorDisplayField.toLowerCase());
      errors.push(saveErrors.validationRule(rule.errorMessage, field === undefined ? [] : [field.apiName]));
    }
  }
  return errors;
}
