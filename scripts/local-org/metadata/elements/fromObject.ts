/** Plain data as a component's tree: the `Metadata` of a Tooling API call. The other way of `toObject.ts`. */
import { element, type XmlElement } from '../xml/element.ts';
import { elementsOf, isKnownType } from './index.ts';

const plainText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => value !== null && typeof value === 'object' && !Array.isArray(value);

function nodeOf(name: string, value: unknown, type: string | undefined): XmlElement {
  return element(name, type !== undefined && isKnownType(type) && isObject(value) ? fromObject(value, type) : plainText(value));
}

/** Elements for the keys that hold something. Keys that the type does not have become elements too, for the checks to refuse. */
export function fromObject(value: Readonly<Record<string, unknown>>, type: string): XmlElement[] {
  const definitions = elementsOf(type);
  return Object.entries(value).flatMap(([name, item]) => (Array.isArray(item) ? item as readonly unknown[] : [item])
    .filter((one) => one !== null && one !== undefined).map((one) => nodeOf(name, one, definitions.get(name)?.type)));
}
