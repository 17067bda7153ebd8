import type { MetadataComponent, ValidationRule } from '../metadataModel.ts';
import { objectFolder } from '../paths.ts';

export function lowerValidationRule(rule: ValidationRule): MetadataComponent {
  return {
    type: 'ValidationRule',
    fullName: `${rule.object}.${rule.name}`,
    path: `${objectFolder(rule.object)}/validationRules/${rule.name}.validationRule-meta.xml`,
    content: {
      fullName: rule.name,
      active: rule.active,
      description: rule.description,
      errorConditionFormula: rule.formula,
      errorDisplayField: rule.errorField ?? undefined,
      errorMessage: rule.message,
    },
  };
}
