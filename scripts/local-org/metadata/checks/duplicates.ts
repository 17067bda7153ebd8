/** Duplicate rules and matching rules: the save pipeline compares values exactly; what is fuzzy is refused by name. */
import { ownerOf, partOf } from '../registry.ts';
import { childOf, childrenOf, flagOf, textOf } from '../xml/element.ts';
import { noSuch, type ComponentCheck } from './context.ts';

export const checkMatchingRule: ComponentCheck = (incoming, { schema }, report) => {
  const object = ownerOf(incoming.fullName);
  if (schema.object(object) === undefined) {
    report(`Entity of type CustomObject named '${object}' cannot be found`);
    return;
  }
  const items = childrenOf(incoming.node, 'matchingRuleItems');
  for (const item of items) {
    const name = textOf(item, 'fieldName') ?? '';
    if (schema.field(object, name) === undefined) report(noSuch('fieldName', 'CustomField', `${object}.${name}`), item);
    const method = textOf(item, 'matchingMethod') ?? '';
    if (method !== 'Exact' && textOf(incoming.node, 'ruleStatus') === 'Active') report(`unsupported: the local org does not match by ${method} (fuzzy); it compares exactly`, item);
  }
  const filter = textOf(incoming.node, 'booleanFilter');
  for (const number of filter?.match(/\d+/g) ?? []) {
    if (Number(number) < 1 || Number(number) > items.length) report(`Invalid filter logic ${filter ?? ''}: there is no item ${number}`, childOf(incoming.node, 'booleanFilter'));
  }
};

export const checkDuplicateRule: ComponentCheck = (incoming, { schema, components }, report) => {
  const { node } = incoming;
  const object = ownerOf(incoming.fullName);
  if (schema.object(object) === undefined) {
    report(`Entity of type CustomObject named '${object}' cannot be found`);
    return;
  }
  const isActive = flagOf(node, 'isActive');
  if (isActive && childOf(node, 'duplicateRuleFilter') !== undefined) report('unsupported: the local org does not evaluate the conditions of a duplicate rule (duplicateRuleFilter)', childOf(node, 'duplicateRuleFilter'));
  for (const match of childrenOf(node, 'duplicateRuleMatchRules')) {
    const target = textOf(match, 'matchRuleSObjectType') ?? '';
    const name = textOf(match, 'matchingRule') ?? '';
    const rule = components.get('MatchingRule', `${target}.${name}`);
    if (rule === undefined) report(noSuch('matchingRule', 'MatchingRule', `${target}.${name}`), match);
    else if (isActive && textOf(rule.content, 'ruleStatus') !== 'Active') report(`The matching rule ${partOf(rule.fullName)} must be active before the duplicate rule can be`, match);
    const mapping = childOf(match, 'objectMapping');
    for (const pair of mapping === undefined ? [] : childrenOf(mapping, 'mappingFields')) {
      for (const [owner, element] of [[object, 'inputField'], [target, 'outputField']] as const) {
        const field = textOf(pair, element) ?? '';
        if (schema.field(owner, field) === undefined) report(noSuch(element, 'CustomField', `${owner}.${field}`), pair);
      }
    }
  }
};
