/** A component's tree as plain data with typed values: the `Metadata` of a Tooling row, the answer of `read`. */
import { childOf, type XmlElement } from '../xml/element.ts';
import { elementsOf, isKnownType } from './index.ts';

const NUMBERS: ReadonlySet<string> = new Set(['int', 'double']);

function valueOf(node: XmlElement, type: string): unknown {
  if (isKnownType(type)) return toObject(node, type);
  if (node.attributes?.['xsi:nil'] === 'true') return null;
  if (type === 'boolean') return node.text === 'true';
  if (NUMBERS.has(type)) return Number(node.text);
  return node.children.length === 0 ? node.text : Object.fromEntries(node.children.map((child) => [child.name, child.text]));
}

/** Repeated elements are arrays; what the file does not say is absent. */
export function toObject(node: XmlElement, type: string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const definition of elementsOf(type).values()) {
    if (definition.repeated) {
      const items = node.children.filter((child) => child.name === definition.name);
      if (items.length > 0) result[definition.name] = items.map((item) => valueOf(item, definition.type));
      continue;
    }
    const child = childOf(node, definition.name);
    if (child !== undefined) result[definition.name] = valueOf(child, definition.type);
  }
  return result;
}
