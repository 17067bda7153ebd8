/** A metadata file as a tree, in document order. */
export interface XmlElement {
  readonly name: string;
  /** `xsi:type`, `xsi:nil`; namespace declarations are dropped. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Character data of an element without children. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  /** Character position just after the start tag, where an org points when it reports a problem. */
  readonly offset?: number;
}

export function element(name: string, content: string | readonly XmlElement[], attributes?: Readonly<Record<string, string>>): XmlElement {
  const base = typeof content === 'string' ? { name, text: content, children: [] } : { name, text: '', children: content };
  return attributes === undefined ? base : { ...base, attributes };
}

export const childrenOf = (parent: XmlElement, name: string): readonly XmlElement[] => parent.children.filter((node) => node.name === name);
export const childOf = (parent: XmlElement, name: string): XmlElement | undefined => parent.children.find((node) => node.name === name);
export const textsOf = (parent: XmlElement, name: string): readonly string[] => childrenOf(parent, name).map((node) => node.text);

/** Text of the child, or null when there is none or it is empty. */
export function textOf(parent: XmlElement, name: string): string | null {
  const text = childOf(parent, name)?.text;
  return text === undefined || text === '' ? null : text;
}

export const flagOf = (parent: XmlElement, name: string): boolean => textOf(parent, name) === 'true';

export function numberOf(parent: XmlElement, name: string): number | null {
  const text = textOf(parent, name);
  return text === null ? null : Number(text);
}

/** Replaces (or appends) the one child of that name. */
export function withChild(parent: XmlElement, child: XmlElement): XmlElement {
  const index = parent.children.findIndex((node) => node.name === child.name);
  return { ...parent, children: index < 0 ? [...parent.children, child] : parent.children.with(index, child) };
}

/** The tree as plain data without positions: equal trees give equal text. */
export function fingerprint(node: XmlElement): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'offset' ? undefined : value));
}
