/** Active duplicate rules with the matching rules they name, as the save pipeline reads them. */
import type { DuplicateRuleSchema } from '../../engine/schema.ts';
import type { Component, ComponentSet } from '../component.ts';
import { ownerOf } from '../registry.ts';
import { childOf, childrenOf, flagOf, textOf, textsOf, type XmlElement } from '../xml/element.ts';

type Match = DuplicateRuleSchema['matches'][number];

const action = (rule: XmlElement, element: string): 'Block' | 'Allow' => (textOf(rule, element) === 'Block' ? 'Block' : 'Allow');

/** Field of the saved object for a field of the object it is compared with: the same one, unless the rule maps them. */
function fieldPairs(match: XmlElement): (field: string) => string {
  const mapping = childOf(match, 'objectMapping');
  const pairs = new Map((mapping === undefined ? [] : childrenOf(mapping, 'mappingFields')).map((pair) => [textOf(pair, 'outputField') ?? '', textOf(pair, 'inputField') ?? '']));
  return (field) => pairs.get(field) ?? field;
}

function toMatch(match: XmlElement, components: ComponentSet): Match | undefined {
  const matchObject = textOf(match, 'matchRuleSObjectType') ?? '';
  const matchingRule = textOf(match, 'matchingRule') ?? '';
  const rule = components.get('MatchingRule', `${matchObject}.${matchingRule}`)?.content;
  if (rule === undefined || textOf(rule, 'ruleStatus') !== 'Active') return undefined;
  const inputField = fieldPairs(match);
  return {
    matchObject,
    matchingRule,
    booleanFilter: textOf(rule, 'booleanFilter'),
    items: childrenOf(rule, 'matchingRuleItems').map((item) => {
      const matchField = textOf(item, 'fieldName') ?? '';
      return { field: inputField(matchField), matchField, method: 'Exact', blank: textOf(item, 'blankValueBehavior') === 'MatchBlanks' ? 'MatchBlanks' : 'NullNotAllowed' };
    }),
  };
}

function toRule(component: Component, components: ComponentSet): DuplicateRuleSchema {
  const rule = component.content;
  const alerts = (operations: string): boolean => textsOf(rule, operations).some((name) => name.toLowerCase() === 'alert');
  return {
    fullName: component.fullName,
    label: textOf(rule, 'masterLabel') ?? component.fullName,
    onInsert: action(rule, 'actionOnInsert'),
    onUpdate: action(rule, 'actionOnUpdate'),
    alertOn: [...(alerts('operationsOnInsert') ? ['insert' as const] : []), ...(alerts('operationsOnUpdate') ? ['update' as const] : [])],
    alertText: textOf(rule, 'alertText') ?? '',
    matches: childrenOf(rule, 'duplicateRuleMatchRules').map((match) => toMatch(match, components)).filter((match) => match !== undefined),
  };
}

/** Active rules by their object in lower case, in the order in which they run. */
export function duplicateRulesByObject(components: ComponentSet): ReadonlyMap<string, readonly DuplicateRuleSchema[]> {
  const active = components.ofType('DuplicateRule').filter((component) => flagOf(component.content, 'isActive'))
    .toSorted((left, right) => Number(textOf(left.content, 'sortOrder')) - Number(textOf(right.content, 'sortOrder')));
  const groups = Map.groupBy(active, (component) => ownerOf(component.fullName).toLowerCase());
  return new Map([...groups].map(([object, rules]) => [object, rules.map((rule) => toRule(rule, components))]));
}
