/** A component as it arrives in a package: its tree still has positions. */
import { elementTypeOf, partNameIn, settingsRoot, typeNamed, type MetadataType } from '../registry.ts';
import type { XmlDocument } from '../xml/parse.ts';
import { textOf, type XmlElement } from '../xml/element.ts';

export interface Incoming {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly node: XmlElement;
  readonly locate: XmlDocument['locate'];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Type in the element table. */
export const elementTypeOfIncoming = (incoming: Incoming): string => elementTypeOf(incoming.type, incoming.fullName);

/** Root element that the component's file must have. */
export const rootElementOf = (type: string, fullName: string): string => (type === 'Settings' ? settingsRoot(fullName) : type);

/**
 * Takes a file of parts apart: the file's own component first, without its parts, then each part.
 * Other types come back alone.
 */
export function decompose(type: MetadataType, incoming: Incoming): Incoming[] {
  const parts = type.children;
  if (parts === undefined) return [incoming];
  const own = incoming.node.children.filter((node) => !Object.hasOwn(parts, node.name));
  return [
    { ...incoming, node: { ...incoming.node, children: own } },
    ...incoming.node.children.filter((node) => Object.hasOwn(parts, node.name)).map((node): Incoming => ({
      type: parts[node.name] ?? '',
      fullName: partNameIn(type, incoming.fullName, textOf(node, 'fullName') ?? ''),
      fileName: incoming.fileName,
      node,
      locate: incoming.locate,
      files: new Map(),
    })),
  ];
}

export const isDecomposed = (type: string): boolean => typeNamed(type)?.children !== undefined;
