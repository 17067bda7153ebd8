/** A text as a SOQL string literal. */
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

export function literal(value: string): string {
  return `'${value.replace(/[\\'\n\r\t\b\f]/g, (character) => ESCAPES[character] ?? character)}'`;
}
