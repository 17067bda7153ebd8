import type { FieldSchema } from '../../engine/schema.ts';
import { ownerOf } from '../registry.ts';
import { childOf, childrenOf, textOf, type XmlElement } from '../xml/element.ts';
import type { ComponentCheck } from './context.ts';

/** XML schema types that a value of a field may carry. */
const VALUE_TYPES: Readonly<Partial<Record<FieldSchema['type'], readonly string[]>>> = {
  boolean: ['xsd:boolean'], double: ['xsd:double', 'xsd:int', 'xsd:decimal'], percent: ['xsd:double', 'xsd:int', 'xsd:decimal'],
  date: ['xsd:date', 'xsd:string'], datetime: ['xsd:dateTime', 'xsd:string'],
};
const FORMS: Readonly<Partial<Record<FieldSchema['type'], RegExp>>> = {
  boolean: /^(true|false)$/, double: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/, percent: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/, date: /^\d{4}-\d\d-\d\d/, datetime: /^\d{4}-\d\d-\d\dT/,
};

export const customMetadataType = (fullName: string): string => `${ownerOf(fullName)}__mdt`;

function valueProblem(value: XmlElement, field: FieldSchema): string | undefined {
  const given = value.attributes?.['xsi:type'];
  const allowed = VALUE_TYPES[field.type] ?? ['xsd:string', 'xsd:picklist'];
  if (given !== undefined && !allowed.includes(given)) return `The value of ${field.apiName} is declared ${given}, but the field takes ${allowed[0] ?? 'xsd:string'}`;
  const text = value.text;
  if (FORMS[field.type]?.test(text.trim()) === false) return `The value '${text.slice(0, 60)}' is not a ${field.type} (field ${field.apiName})`;
  if (field.length > 0 && text.length > field.length) return `The value of ${field.apiName} is too long (max length=${field.length})`;
  if (field.restrictedPicklist && !field.picklistValues.some((candidate) => candidate.value === text && candidate.active)) return `Picklist value: ${text} in picklist: ${field.apiName} not found`;
  return undefined;
}

export const checkCustomMetadata: ComponentCheck = (incoming, { schema }, report) => {
  const type = customMetadataType(incoming.fullName);
  const object = schema.object(type);
  if (object === undefined || object.kind !== 'customMetadata') {
    report(`In field: type - no CustomObject named ${type} found`);
    return;
  }
  if (textOf(incoming.node, 'label') === null) report('Required field is missing: label');
  const given = new Set<string>();
  for (const node of childrenOf(incoming.node, 'values')) {
    const name = textOf(node, 'field') ?? '';
    const field = schema.field(type, name);
    if (field === undefined || !field.custom) {
      report(`In field: field - no CustomField named ${type}.${name} found`, node);
      continue;
    }
    if (given.has(field.apiName)) report(`Field ${name} is given twice`, node);
    const value = childOf(node, 'value');
    if (value === undefined || value.attributes?.['xsi:nil'] === 'true' || value.text === '') continue;
    given.add(field.apiName);
    const problem = valueProblem(value, field);
    if (problem !== undefined) report(problem, node);
  }
  for (const field of object.fields) {
    if (field.custom && !field.nillable && field.type !== 'boolean' && field.defaultValue === null && field.formula === null && !given.has(field.apiName)) report(`Required fields are missing: [${field.apiName}]`);
  }
};
