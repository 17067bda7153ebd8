/**
 * Reads metadata files of both forms into the normal form: the compiler's source files
 * (`objects/Opportunity/fields/X.field-meta.xml`) and an org's zip (`objects/Opportunity.object`).
 */
import { XMLParser } from 'fast-xml-parser';
import type { Components, FieldState, PathState, PermissionSetState, PicklistValueState, RecordState, RuleState } from './orgState.ts';

type XmlNode = { readonly [name: string]: unknown };

const REPEATED = new Set(['fields', 'validationRules', 'value', 'values', 'customValue', 'picklistValues', 'fieldPermissions', 'objectPermissions', 'customPermissions', 'customMetadataTypeAccesses', 'userPermissions', 'pathAssistantSteps']);

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  removeNSPrefix: true,
  isArray: (name) => REPEATED.has(name),
});

/** Attribute of `<value xsi:nil="true"/>` after the prefix is removed. */
const NIL = '@_nil';

/**
 * @param files path to XML text; paths of other types than those below are passed over
 * @returns rules and fields keyed `Object.Name`, records keyed `Type.Record`, the rest by name
 * @throws Error naming the file when it is not XML
 */
export function parseComponents(files: Iterable<readonly [path: string, xml: string]>): Components {
  const rules = new Map<string, RuleState>();
  const fields = new Map<string, FieldState>();
  const records = new Map<string, RecordState>();
  const permissionSets = new Map<string, PermissionSetState>();
  const paths = new Map<string, PathState>();
  const settings = new Map<string, string>();
  const addRule = (object: string, node: XmlNode): void => void rules.set(`${object}.${textOf(node['fullName'])}`, ruleOf(object, node));
  const addField = (object: string, node: XmlNode): void => void fields.set(`${object}.${textOf(node['fullName'])}`, fieldOf(object, node));
  for (const [path, xml] of files) {
    const source = /objects\/([^/]+)\/(validationRules|fields)\/[^/]+-meta\.xml$/.exec(path);
    const object = /objects\/([^/]+)\.object$/.exec(path)?.[1];
    const record = /customMetadata\/([^/]+)\.md(?:-meta\.xml)?$/.exec(path)?.[1];
    const permissionSet = /permissionsets\/([^/]+)\.permissionset(?:-meta\.xml)?$/.exec(path)?.[1];
    const assistant = /pathAssistants\/([^/]+)\.pathAssistant(?:-meta\.xml)?$/.exec(path)?.[1];
    const setting = /settings\/([^/]+)\.settings(?:-meta\.xml)?$/.exec(path)?.[1];
    if (source?.[1] && source[2] === 'validationRules') addRule(source[1], rootOf(path, xml, 'ValidationRule'));
    else if (source?.[1]) addField(source[1], rootOf(path, xml, 'CustomField'));
    else if (permissionSet) permissionSets.set(permissionSet, permissionSetOf(permissionSet, rootOf(path, xml, 'PermissionSet')));
    else if (assistant) paths.set(assistant, pathOf(assistant, rootOf(path, xml, 'PathAssistant')));
    else if (setting) {
      for (const [name, value] of Object.entries(rootOf(path, xml, `${setting}Settings`))) settings.set(`${setting}.${name}`, textOf(value));
    } else if (record) records.set(record, recordOf(record, rootOf(path, xml, 'CustomMetadata')));
    else if (object) {
      const root = rootOf(path, xml, 'CustomObject');
      for (const node of nodes(root['validationRules'])) addRule(object, node);
      for (const node of nodes(root['fields'])) addField(object, node);
    }
  }
  return { rules, fields, records, permissionSets, paths, settings };
}

function rootOf(path: string, xml: string, name: string): XmlNode {
  if (/<!DOCTYPE/i.test(xml)) throw new Error(`${path} has a document type, which metadata never has; it was not read.`);
  let parsed: XmlNode;
  try {
    parsed = parser.parse(xml, true) as XmlNode;
  } catch (error) {
    throw new Error(`${path} is not XML: ${(error as Error).message}`, { cause: error });
  }
  const root = parsed[name];
  return isNode(root) ? root : {};
}

function ruleOf(object: string, node: XmlNode): RuleState {
  return {
    object,
    fullName: textOf(node['fullName']),
    active: textOf(node['active']) === 'true',
    formula: textOf(node['errorConditionFormula']),
    message: textOf(node['errorMessage']),
    errorField: textOf(node['errorDisplayField']) || null,
    description: textOf(node['description']) || null,
  };
}

/** Kept in this order so that the text of both sides compares. */
const DIMENSIONS = ['length', 'precision', 'scale', 'unique', 'externalId', 'formulaTreatBlanksAs', 'deleteConstraint', 'relationshipName', 'trackHistory'] as const;
const DIMENSION_DEFAULTS: Readonly<Record<string, string>> = { unique: 'false', externalId: 'false', trackHistory: 'false', deleteConstraint: 'SetNull', formulaTreatBlanksAs: 'BlankAsZero' };

function fieldOf(object: string, node: XmlNode): FieldState {
  const valueSet = isNode(node['valueSet']) ? node['valueSet'] : undefined;
  const definition = valueSet && isNode(valueSet['valueSetDefinition']) ? valueSet['valueSetDefinition'] : undefined;
  const formula = textOf(node['formula']);
  return {
    object,
    apiName: textOf(node['fullName']),
    type: textOf(node['type']),
    label: textOf(node['label']),
    help: textOf(node['inlineHelpText']) || null,
    formula: formula || null,
    required: textOf(node['required']) === 'true',
    restricted: textOf(valueSet?.['restricted']) === 'true',
    values: definition ? nodes(definition['value']).map(valueOf) : null,
    referenceTo: textOf(node['referenceTo']) || null,
    dimensions: DIMENSIONS.map((name) => [name, textOf(node[name])] as const)
      .filter(([name, value]) => value !== '' && value !== DIMENSION_DEFAULTS[name])
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
  };
}

function valueOf(node: XmlNode): PicklistValueState {
  const name = textOf(node['fullName']);
  return { name, label: textOf(node['label']) || name, active: textOf(node['isActive']) !== 'false' };
}

function recordOf(fullName: string, node: XmlNode): RecordState {
  const values: Record<string, string> = {};
  for (const entry of nodes(node['values'])) {
    const value = Array.isArray(entry['value']) ? (entry['value'] as unknown[])[0] : entry['value'];
    values[textOf(entry['field'])] = isNode(value) && value[NIL] === 'true' ? '' : textOf(value);
  }
  return { fullName, values };
}

/** Repeated element of a permission set, the child that names its subject, and the flags that grant. */
const GRANTS: readonly (readonly [element: string, subject: string, what: string, flags: Readonly<Record<string, string>>])[] = [
  ['fieldPermissions', 'field', 'field', { readable: 'read', editable: 'edit' }],
  ['objectPermissions', 'object', 'object', { allowRead: 'read', allowCreate: 'create', allowEdit: 'edit', allowDelete: 'delete', viewAllRecords: 'view all of', modifyAllRecords: 'modify all of' }],
  ['customPermissions', 'name', 'permission', { enabled: 'hold' }],
  ['customMetadataTypeAccesses', 'name', 'settings', { enabled: 'read' }],
  ['userPermissions', 'name', 'permission', { enabled: 'hold' }],
];

function permissionSetOf(name: string, node: XmlNode): PermissionSetState {
  const grants = GRANTS.flatMap(([element, subject, what, flags]) =>
    nodes(node[element]).flatMap((entry) => Object.entries(flags).flatMap(([flag, verb]) => (textOf(entry[flag]) === 'true' ? [`${verb} ${what} ${textOf(entry[subject])}`] : []))),
  );
  return { name, label: textOf(node['label']) || name, grants: new Set(grants) };
}

function pathOf(name: string, node: XmlNode): PathState {
  const steps = new Map(nodes(node['pathAssistantSteps']).map((step) => [textOf(step['picklistValueName']), stepText(step)]));
  return { name, active: textOf(node['active']) === 'true', object: textOf(node['entityName']), field: textOf(node['fieldName']), steps };
}

function stepText(step: XmlNode): string {
  const fields = step['fieldNames'];
  const names = (Array.isArray(fields) ? (fields as unknown[]) : fields === undefined ? [] : [fields]).map(textOf);
  const guidance = textOf(step['info']).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
  return [...(names.length > 0 ? [`fields ${names.join(', ')}`] : []), ...(guidance === '' ? [] : [guidance])].join('; ');
}

function nodes(value: unknown): readonly XmlNode[] {
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(isNode);
}

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (isNode(value)) return textOf(value['#text']);
  return typeof value === 'string' ? value : '';
}
