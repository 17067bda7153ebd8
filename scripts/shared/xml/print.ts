/** Prints a tree as a document: four spaces, LF, everything that is put in escaped. */

export interface XmlContent {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly content: string | readonly XmlContent[];
}

/** The document with its declaration and a final newline. */
export function printXml(root: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${print(root, '')}`;
}

function print({ name, attributes = {}, content }: XmlContent, indent: string): string {
  const open = `${indent}<${name}${Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${escaped(String(value))}"`).join('')}`;
  if (content.length === 0) return `${open}/>\n`;
  if (typeof content === 'string') return `${open}>${escaped(content)}</${name}>\n`;
  return `${open}>\n${content.map((child) => print(child, `${indent}    `)).join('')}${indent}</${name}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#13;' };

/** What XML has no place for, not even escaped, becomes a replacement character. */
function escaped(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD').toWellFormed().replace(/[&<>"'\r]/g, (character) => ENTITIES[character] ?? '');
}
