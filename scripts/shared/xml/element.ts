/** A metadata file as a tree in document order. Names are without their prefix; namespace declarations are dropped. */
export interface XmlElement {
  readonly name: string;
  /** `xsi:nil` stands here as `nil`; null where there are none. */
  readonly attributes: ReadonlyMap<string, string> | null;
  /** Character data of an element without children, as it stands; '' for one that has children. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

export function childOf(parent: XmlElement, name: string): XmlElement | undefined {
  for (const child of parent.children) if (child.name === name) return child;
  return undefined;
}

export function childrenOf(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children.filter((child) => child.name === name);
}

/** `trim`, but for the many texts that have nothing to trim. */
export function trimmed(text: string): string {
  return text.length > 0 && text.charCodeAt(0) > 0x20 && text.charCodeAt(text.length - 1) > 0x20 ? text : text.trim();
}

/** Text of the first child of that name without white space around it; '' when there is none. */
export function textOf(parent: XmlElement | undefined, name: string): string {
  return parent === undefined ? '' : trimmed(childOf(parent, name)?.text ?? '');
}

/** @returns false where the element is absent */
export function flagOf(parent: XmlElement | undefined, name: string): boolean {
  return textOf(parent, name) === 'true';
}
