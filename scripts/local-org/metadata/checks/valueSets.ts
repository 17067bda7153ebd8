import { lookUp } from '../lookUp.ts';
import { childOf, childrenOf, flagOf, numberOf, textOf, type XmlElement } from '../xml/element.ts';
import { STANDARD_VALUE_SETS } from '../schema/valueSets.ts';
import type { ComponentCheck, Report } from './context.ts';

function checkValues(values: readonly XmlElement[], report: Report): void {
  const seen = new Set<string>();
  for (const node of values) {
    const name = textOf(node, 'fullName') ?? '';
    if (name === '') report('Required field is missing: fullName', node);
    if (name.length > 255) report(`Picklist value is too long (max length=255): ${name.slice(0, 60)}…`, node);
    if (seen.has(name.toLowerCase())) report(`Duplicate picklist value: ${name}`, node);
    seen.add(name.toLowerCase());
  }
  if (values.filter((node) => flagOf(node, 'default')).length > 1) report('A value set can have only one default value');
}

export const checkGlobalValueSet: ComponentCheck = (incoming, _context, report) => checkValues(childrenOf(incoming.node, 'customValue'), report);

/** What values of these sets must say. */
const STANDARD_REQUIREMENTS: Readonly<Record<string, readonly string[]>> = { OpportunityStage: ['forecastCategory', 'probability'] };

export const checkStandardValueSet: ComponentCheck = (incoming, _context, report) => {
  if (!Object.hasOwn(STANDARD_VALUE_SETS, incoming.fullName)) {
    report(`unsupported: the local org does not have the standard value set ${incoming.fullName}`);
    return;
  }
  const values = childrenOf(incoming.node, 'standardValue');
  if (values.length === 0) report('A standard value set must have at least one value');
  checkValues(values, report);
  for (const node of values) {
    for (const element of lookUp(STANDARD_REQUIREMENTS, incoming.fullName) ?? []) if (textOf(node, element) === null) report(`Required field is missing: ${element}`, node);
    const probability = numberOf(node, 'probability');
    if (probability !== null && (probability < 0 || probability > 100)) report(`Probability must be between 0 and 100, not ${probability}`, childOf(node, 'probability'));
    if (flagOf(node, 'won') && !flagOf(node, 'closed')) report(`A won stage must be closed: ${textOf(node, 'fullName') ?? ''}`, node);
  }
  if (incoming.fullName === 'LeadStatus' && !values.some((node) => flagOf(node, 'converted'))) report('At least one lead status must be a converted status');
};
