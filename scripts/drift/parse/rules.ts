import { textOf, type XmlElement } from '../../shared/xml/index.ts';
import type { RuleState } from '../orgState.ts';

export function ruleOf(object: string, node: XmlElement): RuleState {
  return {
    object,
    fullName: textOf(node, 'fullName'),
    active: textOf(node, 'active') === 'true',
    formula: textOf(node, 'errorConditionFormula'),
    message: textOf(node, 'errorMessage'),
    errorField: textOf(node, 'errorDisplayField') || null,
    description: textOf(node, 'description') || null,
  };
}
