import { childOf, childrenOf, textOf, type XmlElement } from '../../shared/xml/index.ts';
import type { FieldBehaviour, PageState } from '../orgState.ts';

const BEHAVIOURS: Readonly<Record<string, FieldBehaviour>> = { readonly: 'readonly', required: 'required' };

/** @param name `Opportunity-Opportunity Layout`, with special characters escaped as in a URL */
export function layoutOf(name: string, node: XmlElement): PageState {
  const items = childrenOf(node, 'layoutSections').flatMap((section) => childrenOf(section, 'layoutColumns')).flatMap((column) => childrenOf(column, 'layoutItems'));
  const fields = new Map<string, FieldBehaviour>();
  for (const item of items) {
    const field = textOf(item, 'field');
    if (field !== '') fields.set(field, BEHAVIOURS[textOf(item, 'behavior').toLowerCase()] ?? 'edit');
  }
  const dash = name.indexOf('-');
  return { kind: 'layout', name: unescaped(name.slice(dash + 1)), object: name.slice(0, Math.max(dash, 0)), fields, components: new Set() };
}

/** @returns undefined for a page that is no record page */
export function recordPageOf(name: string, node: XmlElement): PageState | undefined {
  if (textOf(node, 'type') !== 'RecordPage') return undefined;
  const items = childrenOf(node, 'flexiPageRegions').flatMap((region) => childrenOf(region, 'itemInstances'));
  const fields = new Map<string, FieldBehaviour>();
  for (const item of items) {
    const instance = childOf(item, 'fieldInstance');
    const [record, field] = textOf(instance, 'fieldItem').split('.');
    if (instance === undefined || record !== 'Record' || field === undefined) continue;
    const behaviour = childrenOf(instance, 'fieldInstanceProperties').find((property) => textOf(property, 'name') === 'uiBehavior');
    fields.set(field, BEHAVIOURS[textOf(behaviour, 'value')] ?? 'edit');
  }
  const components = items.map((item) => textOf(childOf(item, 'componentInstance'), 'componentName').replace(/^.*:/, '')).filter((component) => component !== '');
  return { kind: 'record page', name: textOf(node, 'masterLabel') || name, object: textOf(node, 'sobjectType'), fields, components: new Set(components) };
}

/** As names of layouts and of picklist values are kept: `Closed %2F Won`. A text that is no such thing stays as it is. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
