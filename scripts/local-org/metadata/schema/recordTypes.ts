/** Record types and the picklist values that each allows. */
import type { RecordTypeSchema } from '../../engine/schema.ts';
import type { Component, ComponentSet } from '../component.ts';
import { lookUp } from '../lookUp.ts';
import { ownerOf, partOf } from '../registry.ts';
import { childrenOf, flagOf, textOf, type XmlElement } from '../xml/element.ts';

type Values = RecordTypeSchema['picklists'] extends ReadonlyMap<string, infer Entry> | undefined ? Entry : never;

/** The picklist whose values a business process names (Metadata API guide, BusinessProcess). */
export const PROCESS_FIELDS: Readonly<Record<string, string>> = { Opportunity: 'StageName', Lead: 'Status', Case: 'Status', Solution: 'Status' };

/** Values of record types stand in URL encoding. */
export function decodeValue(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function valuesOf(parent: XmlElement): Values {
  const values = childrenOf(parent, 'values');
  const name = (value: XmlElement): string => decodeValue(textOf(value, 'fullName') ?? '');
  const preset = values.find((value) => flagOf(value, 'default'));
  return { values: values.map(name), defaultValue: preset === undefined ? null : name(preset) };
}

export function toRecordType(component: Component, components: ComponentSet): RecordTypeSchema {
  const { content, fullName } = component;
  const object = ownerOf(fullName);
  const picklists = new Map(childrenOf(content, 'picklistValues').map((node) => [textOf(node, 'picklist') ?? '', valuesOf(node)]));
  const process = textOf(content, 'businessProcess');
  const field = lookUp(PROCESS_FIELDS, object);
  const processValues = process === null ? undefined : components.get('BusinessProcess', `${object}.${process}`);
  if (field !== undefined && processValues !== undefined) picklists.set(field, valuesOf(processValues.content));
  return { id: component.id, developerName: partOf(fullName), label: textOf(content, 'label') ?? partOf(fullName), active: flagOf(content, 'active'), picklists };
}
