/** Which elements a metadata type has, in the order an org writes them, and whether a file keeps to it. */
import type { XmlElement } from '../xml/element.ts';
import { additionalTypes } from './additional.ts';
import table from './elements.json' with { type: 'json' };

export interface ElementDefinition {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly repeated: boolean;
}

interface TypeRow {
  readonly base?: string;
  readonly elements: readonly string[];
}

const types: Readonly<Record<string, TypeRow>> = { ...(table.types as Record<string, TypeRow>), ...additionalTypes };
const enums: Readonly<Record<string, readonly string[]>> = table.enums;
const cache = new Map<string, ReadonlyMap<string, ElementDefinition>>();

export const isKnownType = (type: string): boolean => Object.hasOwn(types, type);

/** Elements of a type by name, inherited ones first, in the order of the WSDL. */
export function elementsOf(type: string): ReadonlyMap<string, ElementDefinition> {
  const cached = cache.get(type);
  if (cached !== undefined) return cached;
  const row = types[type];
  if (row === undefined) throw new Error(`The metadata type ${type} is not in the element table.`);
  const result = new Map<string, ElementDefinition>(row.base === undefined ? [] : elementsOf(row.base));
  for (const text of row.elements) {
    const [, name = '', kind = '', mark = ''] = /^(\w+):(\w+)([!*]?)$/.exec(text) ?? [];
    result.set(name, { name, type: kind, required: mark === '!', repeated: mark === '*' });
  }
  cache.set(type, result);
  return result;
}

const SIMPLE: Readonly<Record<string, (text: string) => boolean>> = {
  string: () => true,
  boolean: (text) => text === 'true' || text === 'false' || text === '1' || text === '0',
  int: (text) => /^[+-]?\d{1,10}$/.test(text),
  double: (text) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text),
  date: (text) => /^\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$/.test(text),
  dateTime: (text) => !Number.isNaN(Date.parse(text)),
  time: (text) => /^\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.test(text),
};
/** Embedded documents (`targetConfigs`) and typed values: looked at by the checks of the component, not here. */
const OPAQUE: ReadonlySet<string> = new Set(['anyType', 'base64Binary']);

export type ReportProblem = (message: string, node: XmlElement) => void;

const NAMESPACE = '{http://soap.sforce.com/2006/04/metadata}';

/** Reports every element, value and repetition that the type does not have. */
export function checkElements(node: XmlElement, type: string, report: ReportProblem): void {
  const definitions = elementsOf(type);
  const seen = new Set<string>();
  if (node.children.length === 0 && node.text.trim() !== '') report(`Error parsing file: Unexpected text in element ${node.name}`, node);
  for (const child of node.children) {
    const definition = definitions.get(child.name);
    if (definition === undefined) {
      report(`Error parsing file: Element ${NAMESPACE}${child.name} invalid at this location in type ${type}`, child);
      continue;
    }
    if (!definition.repeated && seen.has(child.name)) report(`Error parsing file: Element ${NAMESPACE}${child.name} is duplicated in type ${type}`, child);
    seen.add(child.name);
    checkValue(child, definition, report);
  }
  for (const definition of definitions.values()) {
    if (definition.required && !seen.has(definition.name)) report(`Required field is missing: ${definition.name}`, node);
  }
}

function checkValue(node: XmlElement, definition: ElementDefinition, report: ReportProblem): void {
  if (OPAQUE.has(definition.type)) return;
  const simple = SIMPLE[definition.type];
  const values = enums[definition.type];
  if (simple === undefined && values === undefined) {
    checkElements(node, definition.type, report);
    return;
  }
  if (node.children.length > 0) {
    report(`Error parsing file: Element ${NAMESPACE}${node.children[0]?.name ?? ''} invalid at this location in type ${definition.type}`, node);
  } else if (values !== undefined) {
    if (!values.includes(node.text.trim())) report(`Error parsing file: '${node.text.trim()}' is not a valid value for the enum '${definition.type}'`, node);
  } else if (node.text.trim() !== '' && simple?.(node.text.trim()) === false) {
    report(`Error parsing file: '${node.text.trim()}' is not a valid value for the type xsd:${definition.type}`, node);
  }
}

/** Element by which repeated elements are sorted when an org gives them out. */
const SORT_KEYS: Readonly<Record<string, string>> = {
  CustomField: 'fullName', ValidationRule: 'fullName', RecordType: 'fullName', ListView: 'fullName', CompactLayout: 'fullName', BusinessProcess: 'fullName',
  FieldSet: 'fullName', WebLink: 'fullName', Index: 'fullName', SharingReason: 'fullName', CustomLabel: 'fullName', CustomMetadataValue: 'field',
  PermissionSetFieldPermissions: 'field', PermissionSetObjectPermissions: 'object', PermissionSetCustomPermissions: 'name',
  PermissionSetCustomMetadataTypeAccess: 'name', PermissionSetTabSetting: 'tab', PermissionSetApplicationVisibility: 'application',
  PermissionSetUserPermission: 'name', PermissionSetRecordTypeVisibility: 'recordType', PermissionSetFlowAccess: 'flow',
  PermissionSetApexClassAccess: 'apexClass', PermissionSetApexPageAccess: 'apexPage', PermissionSetCustomSettingAccess: 'name',
  ProfileFieldLevelSecurity: 'field', ProfileObjectPermissions: 'object', ProfileCustomPermissions: 'name', ProfileCustomMetadataTypeAccess: 'name',
  ProfileTabVisibility: 'tab', ProfileApplicationVisibility: 'application', ProfileUserPermission: 'name', ProfileRecordTypeVisibility: 'recordType', ProfileFlowAccess: 'flow',
  ProfileLayoutAssignment: 'layout', AssignmentRule: 'fullName', AutoResponseRule: 'fullName', MatchingRule: 'fullName', SharingCriteriaRule: 'fullName',
  SharingGuestRule: 'fullName', SharingOwnerRule: 'fullName', WorkflowAlert: 'fullName', WorkflowFieldUpdate: 'fullName', WorkflowOutboundMessage: 'fullName',
  WorkflowRule: 'fullName', WorkflowTask: 'fullName', CustomLabelTranslation: 'name', CustomFieldTranslation: 'name',
};

/** Values of an enumeration; undefined for every other type. */
export const enumValues = (type: string): readonly string[] | undefined => (Object.hasOwn(enums, type) ? enums[type] : undefined);

export const isLanguage = (code: string): boolean => enums['Language']?.includes(code) === true;

/** What a newer file says of each keyed element, and what an older one says of the rest: how an org takes a profile. */
export function mergeKeyed(older: XmlElement, newer: XmlElement, type: string): XmlElement {
  const definitions = elementsOf(type);
  const keyOf = (node: XmlElement): string => {
    const definition = definitions.get(node.name);
    const key = definition === undefined ? undefined : SORT_KEYS[definition.type];
    // One layout per record type; the assignment without one is the master's.
    const names = node.name === 'layoutAssignments' ? `${objectOfLayout(keyText(node, 'layout'))} ${keyText(node, 'recordType')}` : key === undefined ? node.text : keyText(node, key);
    return definition?.repeated === true ? `${node.name} ${names}` : node.name;
  };
  const given = new Set(newer.children.map(keyOf));
  return { ...newer, children: [...older.children.filter((node) => !given.has(keyOf(node))), ...newer.children] };
}

const objectOfLayout = (layout: string): string => layout.slice(0, Math.max(0, layout.indexOf('-')));

const keyText = (node: XmlElement, key: string): string => node.children.find((child) => child.name === key)?.text ?? '';
const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/**
 * The form an org stores: elements in WSDL order, sorted where an org sorts, booleans and numbers without
 * blanks, empty texts left out, no positions.
 */
export function normalize(node: XmlElement, type: string): XmlElement {
  const definitions = elementsOf(type);
  const groups = new Map<string, XmlElement[]>();
  for (const child of node.children) {
    const definition = definitions.get(child.name);
    if (definition === undefined) continue;
    const value = normalizeValue(child, definition.type);
    if (value === undefined) continue;
    const group = groups.get(child.name) ?? [];
    group.push(value);
    groups.set(child.name, group);
  }
  const children: XmlElement[] = [];
  for (const definition of definitions.values()) {
    const group = groups.get(definition.name);
    if (group === undefined) continue;
    const key = SORT_KEYS[definition.type];
    if (key !== undefined) group.sort((left, right) => byText(keyText(left, key), keyText(right, key)));
    children.push(...group);
  }
  return strip(node, '', children);
}

function strip(node: XmlElement, text: string, children: readonly XmlElement[]): XmlElement {
  const base = { name: node.name, text, children };
  return node.attributes === undefined ? base : { ...base, attributes: node.attributes };
}

function normalizeValue(node: XmlElement, type: string): XmlElement | undefined {
  if (OPAQUE.has(type)) return opaque(node);
  const isSimple = Object.hasOwn(SIMPLE, type) || Object.hasOwn(enums, type);
  if (!isSimple) return normalize(node, type);
  const text = type === 'string' ? node.text : node.text.trim();
  if (text === '') return undefined;
  return strip(node, type === 'boolean' ? (text === '1' ? 'true' : text === '0' ? 'false' : text) : text, []);
}

function opaque(node: XmlElement): XmlElement {
  const nil = node.attributes?.['xsi:nil'] === 'true' || (node.children.length === 0 && node.text === '' && node.attributes?.['xsi:type'] !== undefined);
  if (nil) return { name: node.name, text: '', children: [], attributes: { 'xsi:nil': 'true' } };
  return strip(node, node.text, node.children.map(opaque));
}
