import type { Schema } from '../../engine/schema.ts';
import { ownerOf, partOf } from '../registry.ts';
import { childOf, flagOf, textOf } from '../xml/element.ts';
import { notOfSettings, type ComponentCheck } from './context.ts';
import { compileFormula, formulaContext } from './formula.ts';

const ruleOwner = (schema: Schema, fullName: string): string | undefined => schema.object(ownerOf(fullName))?.apiName;

export const checkRuleOwner: ComponentCheck = (incoming, { schema }, report) => {
  const object = schema.object(ownerOf(incoming.fullName));
  if (object === undefined) report(`Entity of type CustomObject named '${ownerOf(incoming.fullName)}' cannot be found`);
  else if (object.kind === 'customSetting') report(notOfSettings('ValidationRule', object.apiName));
};

export const checkRuleFormula: ComponentCheck = (incoming, context, report) => {
  const node = childOf(incoming.node, 'errorConditionFormula');
  const object = ruleOwner(context.schema, incoming.fullName);
  if (node === undefined || object === undefined) return;
  for (const found of compileFormula(node.text, formulaContext(context, object, 'validationRule'), ['Boolean'])) report(found, node);
};

export const checkErrorField: ComponentCheck = (incoming, { schema }, report) => {
  const name = textOf(incoming.node, 'errorDisplayField');
  const object = ruleOwner(schema, incoming.fullName);
  if (name !== null && object !== undefined && schema.field(object, name) === undefined) {
    report(`Invalid field ${name} for error display: ${object} has no such field`, childOf(incoming.node, 'errorDisplayField'));
  }
};

export const checkActiveRuleLimit: ComponentCheck = (incoming, { components, limits }, report) => {
  if (!flagOf(incoming.node, 'active')) return;
  const owner = ownerOf(incoming.fullName).toLowerCase();
  const active = components.ofType('ValidationRule').filter((rule) => ownerOf(rule.fullName).toLowerCase() === owner && flagOf(rule.content, 'active'));
  const position = active.findIndex((rule) => rule.fullName.toLowerCase() === incoming.fullName.toLowerCase());
  if (position >= limits.activeValidationRules) {
    report(`You have reached the maximum number of ${limits.activeValidationRules} active validation rules on ${ownerOf(incoming.fullName)}; ${partOf(incoming.fullName)} cannot be active`);
  }
};
