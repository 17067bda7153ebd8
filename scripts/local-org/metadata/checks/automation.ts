/** Workflow, assignment and sharing rules: kept and given back. What would change records in an org and not here is refused. */
import { ownerOf } from '../registry.ts';
import { childrenOf, flagOf, numberOf, textOf } from '../xml/element.ts';
import { noSuch, type ComponentCheck } from './context.ts';

/** An active workflow rule would change records behind every save. */
export const checkWorkflowRule: ComponentCheck = (incoming, _context, report) => {
  if (flagOf(incoming.node, 'active')) report('unsupported: the local org does not run workflow rules; deploy the rule inactive or use a flow');
};

export const checkFieldUpdate: ComponentCheck = (incoming, { schema }, report) => {
  const object = textOf(incoming.node, 'targetObject') ?? ownerOf(incoming.fullName);
  const field = textOf(incoming.node, 'field') ?? '';
  if (schema.object(object) !== undefined && schema.field(object, field) === undefined) report(noSuch('field', 'CustomField', `${object}.${field}`));
};

/** Criteria name fields as `Lead.Industry`. */
export const checkCriteriaFields: ComponentCheck = (incoming, { schema }, report) => {
  const lists = [incoming.node, ...childrenOf(incoming.node, 'ruleEntry')];
  for (const item of lists.flatMap((node) => childrenOf(node, 'criteriaItems'))) {
    const path = textOf(item, 'field') ?? '';
    const [object = '', field] = path.includes('.') ? path.split('.') : [ownerOf(incoming.fullName), path];
    if (field !== undefined && schema.object(object) !== undefined && schema.field(object, field) === undefined) report(noSuch('field', 'CustomField', `${object}.${field}`), item);
  }
};

export const checkRuleObject: ComponentCheck = (incoming, { schema }, report) => {
  const object = ownerOf(incoming.fullName);
  if (schema.object(object) === undefined) report(`Entity of type CustomObject named '${object}' cannot be found`);
};

/** A definition names the version that is active; here a flow has one. */
export const checkFlowDefinition: ComponentCheck = (incoming, { components }, report) => {
  if (!components.has('Flow', incoming.fullName)) report(noSuch('fullName', 'Flow', incoming.fullName));
  const version = numberOf(incoming.node, 'activeVersionNumber') ?? 0;
  if (version > 1) report(`unsupported: the local org keeps one version of a flow, and ${incoming.fullName} has no version ${version}`);
};
