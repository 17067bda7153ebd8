import type { FormulaType } from '../../../formula/types.ts';
import { formulaCycle } from '../../engine/formulas/dependencies.ts';
import { elementsOf } from '../elements/index.ts';
import { lookUp } from '../lookUp.ts';
import { ownerOf, partOf } from '../registry.ts';
import { FIELD_SHAPES } from '../schema/fields.ts';
import { fieldValues, STANDARD_VALUE_SETS } from '../schema/valueSets.ts';
import { childOf, childrenOf, flagOf, numberOf, textOf } from '../xml/element.ts';
import { splitField, type CheckContext, type ComponentCheck } from './context.ts';
import { compileFormula, formulaContext } from './formula.ts';

/** Elements without which a type makes no sense, and what the org asks for them. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  AutoNumber: ['displayFormat'],
  Currency: ['precision', 'scale'],
  LongTextArea: ['length', 'visibleLines'],
  Html: ['length', 'visibleLines'],
  Lookup: ['referenceTo'],
  MasterDetail: ['referenceTo', 'relationshipName'],
  MetadataRelationship: ['referenceTo'],
  MultiselectPicklist: ['valueSet', 'visibleLines'],
  Number: ['precision', 'scale'],
  Percent: ['precision', 'scale'],
  Picklist: ['valueSet'],
  Summary: ['summaryForeignKey', 'summaryOperation'],
  Text: ['length'],
};
const LENGTHS: Readonly<Record<string, readonly [number, number]>> = { Text: [1, 255], LongTextArea: [256, 131_072], Html: [256, 131_072], EncryptedText: [1, 175] };
const METADATA_TYPE_FIELDS: ReadonlySet<string> = new Set(['Checkbox', 'Date', 'DateTime', 'Email', 'LongTextArea', 'MetadataRelationship', 'Number', 'Percent', 'Phone', 'Picklist', 'Text', 'TextArea', 'Url']);
/** Salesforce Help, Add Fields to Custom Settings. */
const SETTING_FIELDS: ReadonlySet<string> = new Set(['Checkbox', 'Currency', 'Date', 'DateTime', 'Email', 'Number', 'Percent', 'Phone', 'Text', 'TextArea', 'Url']);
const RESULTS: Readonly<Record<string, readonly FormulaType[]>> = {
  Checkbox: ['Boolean'], Currency: ['Number', 'Currency', 'Percent'], Number: ['Number', 'Currency', 'Percent'], Percent: ['Number', 'Currency', 'Percent'],
  Date: ['Date'], DateTime: ['DateTime'], Text: ['Text', 'Id'], Time: ['Time'],
};

const isCustom = (fullName: string): boolean => partOf(fullName).endsWith('__c');

export const checkFieldOwner: ComponentCheck = (incoming, { schema, components, limits }, report) => {
  const owner = ownerOf(incoming.fullName);
  const object = schema.object(owner);
  if (object === undefined || object.kind === 'tooling' || object.kind === 'history') {
    report(`Entity of type CustomObject named '${owner}' cannot be found`);
    return;
  }
  if (!isCustom(incoming.fullName) && schema.field(owner, partOf(incoming.fullName)) === undefined) report("Could not resolve standard field's name.");
  const custom = components.ofType('CustomField').filter((field) => ownerOf(field.fullName).toLowerCase() === owner.toLowerCase() && isCustom(field.fullName));
  const most = object.kind === 'customSetting' ? limits.fieldsPerCustomSetting : limits.customFieldsPerObject;
  if (custom.length > most) report(`${owner} would have ${custom.length} custom fields; at most ${most} are allowed`);
};

export const checkFieldShape: ComponentCheck = (incoming, { schema, components }, report) => {
  if (!isCustom(incoming.fullName)) return;
  const { node } = incoming;
  const type = textOf(node, 'type');
  const isFormula = childOf(node, 'formula') !== undefined;
  if (type === null) {
    report('Required field is missing: type');
    return;
  }
  if (textOf(node, 'label') === null) report('Required field is missing: label');
  if (!Object.hasOwn(FIELD_SHAPES, type)) {
    if (elementsOf('CustomField').has('type')) report(`unsupported: the local org does not have fields of type ${type}`, childOf(node, 'type'));
    return;
  }
  if (ownerOf(incoming.fullName).endsWith('__mdt') && !METADATA_TYPE_FIELDS.has(type)) report(`Field type ${type} is not allowed on a custom metadata type`, childOf(node, 'type'));
  if (schema.object(ownerOf(incoming.fullName))?.kind === 'customSetting' && (isFormula || !SETTING_FIELDS.has(type))) {
    report(isFormula ? 'A formula is not allowed on a custom setting' : `Field type ${type} is not allowed on a custom setting`, childOf(node, isFormula ? 'formula' : 'type'));
  }
  if (!isFormula) for (const element of REQUIRED[type] ?? []) {
    if (childOf(node, element) === undefined) report(`Must specify '${element}' for a CustomField of type ${type}`);
  }
  const range = LENGTHS[type];
  const length = numberOf(node, 'length');
  if (!isFormula && range !== undefined && length !== null && (length < range[0] || length > range[1])) {
    report(`Length of a ${type} field must be between ${range[0]} and ${range[1].toLocaleString('en-US')}`, childOf(node, 'length'));
  }
  const precision = numberOf(node, 'precision');
  const scale = numberOf(node, 'scale');
  if (precision !== null && scale !== null && (precision > 18 || precision < 1 || scale < 0 || scale > precision)) {
    report(`Precision must be between 1 and 18 and scale between 0 and the precision (precision ${precision}, scale ${scale})`, childOf(node, 'precision'));
  }
  if (type === 'Checkbox' && !isFormula && !/^(true|false)$/.test(textOf(node, 'defaultValue') ?? '')) report("Must specify 'defaultValue' for a CustomField of type Checkbox");
  const format = textOf(node, 'displayFormat');
  if (type === 'AutoNumber' && format !== null && !/\{0+\}/.test(format)) report(`Invalid display format ${format}: it must hold one number, such as {0000}`, childOf(node, 'displayFormat'));
  if ((type === 'Picklist' || type === 'MultiselectPicklist') && !isFormula) checkValues(incoming, components, report);
};

function checkValues(incoming: Parameters<ComponentCheck>[0], components: Parameters<ComponentCheck>[1]['components'], report: Parameters<ComponentCheck>[2]): void {
  const valueSet = childOf(incoming.node, 'valueSet');
  if (valueSet === undefined) return;
  const name = textOf(valueSet, 'valueSetName');
  const isStandard = name !== null && Object.hasOwn(STANDARD_VALUE_SETS, name);
  if (name !== null && isStandard && !components.has('StandardValueSet', name)) {
    report(`unsupported: a custom field on the standard value set ${name} before that set was deployed`, valueSet);
    return;
  }
  const values = fieldValues(components, incoming.node);
  if (values === undefined) {
    report(name === null ? "Must specify either 'valueSetDefinition' or 'valueSetName'" : `In field: valueSetName - no GlobalValueSet named ${name} found`, valueSet);
    return;
  }
  const seen = new Set<string>();
  for (const { value } of values.values) {
    if (value.length > 255) report(`Picklist value is too long (max length=255): ${value.slice(0, 60)}…`, valueSet);
    if (seen.has(value.toLowerCase())) report(`Duplicate picklist value: ${value}`, valueSet);
    seen.add(value.toLowerCase());
  }
  if (values.values.filter((value) => value.isDefault).length > 1) report('A picklist can have only one default value', valueSet);
}

export const checkFieldReferences: ComponentCheck = (incoming, { schema, components }, report) => {
  const { node } = incoming;
  const target = textOf(node, 'referenceTo');
  const isSpecial = target === 'EntityDefinition' || target === 'FieldDefinition';
  const object = target === null ? undefined : schema.object(target);
  if (target !== null && (object === undefined || object.kind === 'customSetting' || (object.kind === 'tooling' && !isSpecial))) {
    report(`referenceTo value of '${target}' does not resolve to a valid sObject type`, childOf(node, 'referenceTo'));
  }
  const relationship = textOf(node, 'relationshipName');
  if (relationship !== null && target !== null) {
    const twin = components.ofType('CustomField').find((field) => field.fullName.toLowerCase() !== incoming.fullName.toLowerCase()
      && textOf(field.content, 'referenceTo')?.toLowerCase() === target.toLowerCase() && textOf(field.content, 'relationshipName')?.toLowerCase() === relationship.toLowerCase());
    if (twin !== undefined) report(`There is already a Child Relationship named ${relationship} on ${target}.`, childOf(node, 'relationshipName'));
  }
  const filter = childOf(node, 'lookupFilter');
  if (filter !== undefined && flagOf(filter, 'active')) report('unsupported: the local org does not have lookup filters; deploy it inactive', filter);
};

function cycleOf({ schema }: CheckContext, fullName: string): readonly string[] | undefined {
  const { object: objectName, field: fieldName } = splitField(fullName);
  const [object, field] = [schema.object(objectName), schema.field(objectName, fieldName)];
  return object === undefined || field === undefined ? undefined : formulaCycle(schema, object, field);
}

export const checkFieldFormulas: ComponentCheck = (incoming, context, report) => {
  const { node } = incoming;
  const owner = ownerOf(incoming.fullName);
  const formula = childOf(node, 'formula');
  if (formula !== undefined) {
    const results = lookUp(RESULTS, textOf(node, 'type') ?? '');
    if (results === undefined) report(`A formula cannot give a field of type ${textOf(node, 'type') ?? '(none)'}`, formula);
    else for (const found of compileFormula(formula.text, formulaContext(context, owner, 'formulaField'), results)) report(found, formula);
    const cycle = cycleOf(context, incoming.fullName);
    if (cycle !== undefined) report(`Formula cannot use another formula field that directly or indirectly refers to itself. ${cycle.join(' > ')}`, formula);
    return;
  }
  const value = childOf(node, 'defaultValue');
  if (value === undefined || textOf(node, 'type') === 'Checkbox') return;
  for (const found of compileFormula(value.text, formulaContext(context, owner, 'defaultValue'))) report(found, value);
};

/** History of long texts and formulas cannot be kept. */
export const checkFieldHistory: ComponentCheck = (incoming, _context, report) => {
  if (!flagOf(incoming.node, 'trackHistory')) return;
  if (childrenOf(incoming.node, 'formula').length > 0 || textOf(incoming.node, 'type') === 'AutoNumber') report('trackHistory: formula and auto number fields cannot be tracked', childOf(incoming.node, 'trackHistory'));
};
