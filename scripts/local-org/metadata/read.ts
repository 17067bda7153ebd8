/** One component as a tree: a file of parts with all of them. */
import { OrgError } from '../engine/types.ts';
import type { Component, ComponentSet } from './component.ts';
import type { DeployEnvironment } from './deploy/deploy.ts';
import { normalize } from './elements/index.ts';
import { toObject } from './elements/toObject.ts';
import { childTypeNamed, containerNameOf, elementTypeOf, isStoredType, typeNamed } from './registry.ts';
import { standardComponent } from './standardComponents.ts';
import { element, type XmlElement } from './xml/element.ts';

export function requireType(type: string): void {
  if (!isStoredType(type)) throw new OrgError('INVALID_TYPE', `INVALID_TYPE: Unknown type:${type}`, 500);
}

/** Parts of a file, under the elements that hold them. */
function partsOf(components: ComponentSet, type: string, fullName: string, wanted: (part: Component) => boolean = () => true): XmlElement[] {
  return Object.entries(typeNamed(type)?.children ?? {}).flatMap(([elementName, childType]) => components.ofType(childType)
    .filter((part) => isPartOf(part, fullName) && wanted(part))
    .map((part) => partElement(part, elementName)));
}

function isPartOf(part: Component, container: string): boolean {
  const child = childTypeNamed(part.type);
  return child !== undefined && containerNameOf(child, part.fullName).toLowerCase() === container.toLowerCase();
}

/** A part names itself in its file; in the object it is an element of another name. */
function partElement(part: Component, elementName: string): XmlElement {
  const named = part.content.children.some((child) => child.name === 'fullName');
  const fullName = element('fullName', part.fullName.slice(part.fullName.indexOf('.') + 1));
  return { ...part.content, name: elementName, children: named ? part.content.children : [fullName, ...part.content.children] };
}

/** The component's file as a tree, or undefined when the org has none of that name. */
export function readFileTree(environment: Pick<DeployEnvironment, 'engine' | 'state'>, type: string, fullName: string, wanted?: (part: Component) => boolean): XmlElement | undefined {
  const { components, schema } = environment.state;
  const standard = standardComponent({ engine: environment.engine, schema, components }, type, fullName);
  if (standard !== undefined) return standard.content;
  const own = components.get(type, fullName);
  if (typeNamed(type)?.children === undefined) return own?.content;
  const parts = partsOf(components, type, fullName, wanted);
  const isStandardObject = type === 'CustomObject' && ['standard', 'setup'].includes(schema.object(fullName)?.kind ?? '');
  if (own === undefined && parts.length === 0 && !isStandardObject) return undefined;
  const children = wanted === undefined ? own?.content.children ?? [] : [];
  return normalize(element(type, [...children, ...parts]), type);
}

/** Answer of readMetadata: the tree with `fullName` first. */
export function readComponent(environment: Pick<DeployEnvironment, 'engine' | 'state'>, type: string, fullName: string): XmlElement | undefined {
  requireType(type);
  const tree = readFileTree(environment, type, fullName);
  if (tree === undefined) return undefined;
  const name = environment.state.components.get(type, fullName)?.fullName ?? environment.state.schema.object(fullName)?.apiName ?? fullName;
  return { ...tree, children: [element('fullName', name), ...tree.children.filter((child) => child.name !== 'fullName')] };
}

export function readObject(environment: Pick<DeployEnvironment, 'engine' | 'state'>, type: string, fullName: string): Record<string, unknown> | null {
  const tree = readComponent(environment, type, fullName);
  return tree === undefined ? null : toObject(tree, elementTypeOf(type, fullName));
}
