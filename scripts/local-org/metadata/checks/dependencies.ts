/** Fields that rest on others: dependent picklists, roll-up summaries, details of a master. */
import { lookUp } from '../lookUp.ts';
import { ownerOf, partOf } from '../registry.ts';
import { fieldValues } from '../schema/valueSets.ts';
import { childOf, childrenOf, flagOf, textOf, textsOf } from '../xml/element.ts';
import { noSuch, type ComponentCheck } from './context.ts';

/** A dependent picklist names values that both fields have. */
export const checkDependency: ComponentCheck = (incoming, { schema, components }, report) => {
  const valueSet = childOf(incoming.node, 'valueSet');
  const controller = valueSet === undefined ? null : textOf(valueSet, 'controllingField');
  if (valueSet === undefined || controller === null) return;
  const owner = ownerOf(incoming.fullName);
  const field = schema.field(owner, controller);
  if (field === undefined) {
    report(noSuch('controllingField', 'CustomField', `${owner}.${controller}`), valueSet);
    return;
  }
  if (field.type !== 'picklist' && field.type !== 'boolean') report(`${owner}.${controller} is neither a picklist nor a checkbox and cannot control a picklist`, valueSet);
  const controlling = new Set(field.type === 'boolean' ? ['checked', 'unchecked'] : field.picklistValues.map((value) => value.value));
  const own = new Set(fieldValues(components, incoming.node)?.values.map((value) => value.value));
  for (const node of childrenOf(valueSet, 'valueSettings')) {
    const value = textOf(node, 'valueName') ?? '';
    if (!own.has(value)) report(`Picklist value: ${value} in picklist: ${partOf(incoming.fullName)} not found`, node);
    for (const name of textsOf(node, 'controllingFieldValue')) if (!controlling.has(name)) report(`Picklist value: ${name} in picklist: ${controller} not found`, node);
  }
};

const NUMBERS = ['double', 'int', 'currency', 'percent'] as const;
/** Types of field that each roll-up operation takes (Salesforce Help, Roll-Up Summary Field). */
const SUMMABLE: Readonly<Record<string, readonly string[]>> = { sum: NUMBERS, min: [...NUMBERS, 'date', 'datetime'], max: [...NUMBERS, 'date', 'datetime'] };

export const checkSummary: ComponentCheck = (incoming, { schema }, report) => {
  const { node } = incoming;
  if (textOf(node, 'type') !== 'Summary') return;
  const foreignKey = textOf(node, 'summaryForeignKey') ?? '';
  const child = ownerOf(foreignKey);
  const link = schema.field(child, partOf(foreignKey));
  if (link === undefined) {
    report(noSuch('summaryForeignKey', 'CustomField', foreignKey), childOf(node, 'summaryForeignKey'));
    return;
  }
  if (link.deleteConstraint !== 'Cascade' || !link.referenceTo.includes(ownerOf(incoming.fullName))) {
    report(`${foreignKey} is no master-detail relationship to ${ownerOf(incoming.fullName)}`, childOf(node, 'summaryForeignKey'));
  }
  const isOfChild = (path: string): boolean => ownerOf(path).toLowerCase() === child.toLowerCase() && schema.field(child, partOf(path)) !== undefined;
  const operation = textOf(node, 'summaryOperation') ?? '';
  const summarized = textOf(node, 'summarizedField');
  if (operation === 'count' && summarized !== null) report("Must not specify 'summarizedField' for a count", childOf(node, 'summarizedField'));
  if (operation !== 'count' && summarized === null) report("Must specify 'summarizedField' for a CustomField of type Summary");
  if (summarized !== null) {
    const type = schema.field(child, partOf(summarized))?.type ?? '';
    if (!isOfChild(summarized)) report(noSuch('summarizedField', 'CustomField', summarized), childOf(node, 'summarizedField'));
    else if (lookUp(SUMMABLE, operation)?.includes(type) === false) report(`A ${operation} cannot be made of ${summarized} (${type})`, childOf(node, 'summarizedField'));
  }
  for (const item of childrenOf(node, 'summaryFilterItems')) {
    const path = textOf(item, 'field') ?? '';
    if (!isOfChild(path)) report(noSuch('field', 'CustomField', path), item);
  }
};

const MAX_MASTERS = 2;

/** The rules of a master-detail relationship (Salesforce Help, Considerations for Object Relationships). */
export const checkMasterDetail: ComponentCheck = (incoming, { schema, components }, report) => {
  if (textOf(incoming.node, 'type') !== 'MasterDetail') return;
  const owner = ownerOf(incoming.fullName);
  if (schema.object(owner)?.kind === 'standard') report(`A master-detail field is not allowed on the standard object ${owner}`);
  const masters = components.ofType('CustomField').filter((field) => ownerOf(field.fullName).toLowerCase() === owner.toLowerCase() && textOf(field.content, 'type') === 'MasterDetail');
  if (masters.length > MAX_MASTERS) report(`${owner} would have ${masters.length} master-detail fields; at most ${MAX_MASTERS} are allowed`);
  if (flagOf(incoming.node, 'required')) report("Must not specify 'required' for a CustomField of type MasterDetail", childOf(incoming.node, 'required'));
};
