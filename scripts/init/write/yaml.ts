/** YAML with comments: a figure beside a line, a reason above one. */
import { Document, isNode, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml';

export type Value = string | number | boolean | readonly Value[] | Node;

/** A key of a mapping; without a value it is left out. */
export interface Entry {
  readonly key: string;
  readonly value: Value | null | undefined;
  /** Stands at the end of the line. */
  readonly beside?: string | null | undefined;
  /** Stand on lines of their own before the key. */
  readonly above?: readonly string[];
}

export function map(entries: readonly Entry[], { flow = false } = {}): YAMLMap {
  const result = new YAMLMap();
  result.flow = flow;
  for (const { key, value, beside, above = [] } of entries) {
    if (value === null || value === undefined) continue;
    const name = new Scalar(key);
    if (above.length > 0) name.commentBefore = comment(above);
    const node = nodeOf(value);
    // A collection puts its comment behind its last line; the one of its key belongs above it.
    if (beside) {
      if (node instanceof Scalar && !isBlock(node)) node.comment = comment([beside]);
      else name.commentBefore = comment([...above, beside]);
    }
    result.add({ key: name, value: node });
  }
  return result;
}

export interface Item {
  readonly value: Value;
  readonly beside?: string | null | undefined;
  readonly above?: readonly string[];
}

/** @param spaced with a blank line between the items */
export function list(items: readonly Item[], { spaced = false, flow = false } = {}): YAMLSeq {
  const result = new YAMLSeq();
  result.flow = flow;
  for (const [index, { value, beside, above = [] }] of items.entries()) {
    const node = nodeOf(value);
    if (above.length > 0) node.commentBefore = comment(above);
    if (beside) node.comment = comment([beside]);
    if (spaced && index > 0) node.spaceBefore = true;
    result.add(node);
  }
  return result;
}

/** Values on one line. */
export function inline(values: readonly (string | number)[]): YAMLSeq {
  return list(values.map((value) => ({ value })), { flow: true });
}

function nodeOf(value: Value): Node {
  if (isNode(value)) return value;
  if (Array.isArray(value)) return list(value.map((item: Value) => ({ value: item })));
  const scalar = new Scalar(value);
  if (isBlock(scalar)) scalar.type = Scalar.BLOCK_LITERAL;
  return scalar;
}

function isBlock({ value }: Scalar): boolean {
  return typeof value === 'string' && value.includes('\n');
}

/** Nothing an org put into a name ends the comment or hides in it. */
function comment(lines: readonly string[]): string {
  return lines.map((line) => ` ${line.replace(/[\p{C}\u2028\u2029]+/gu, ' ').trimEnd()}`).join('\n');
}

export interface FileHead {
  /** Path from the file to its JSON Schema, for editors; null where there is none. */
  readonly schema: string | null;
  readonly above: readonly string[];
  readonly below?: readonly string[];
}

export function print(contents: YAMLMap, { schema, above, below = [] }: FileHead): string {
  const document = new Document(contents);
  const start = `${schema === null ? '' : `# yaml-language-server: $schema=${schema}\n`}${above.map((line) => `#${comment([line])}\n`).join('')}`;
  const end = below.length === 0 ? '' : `\n${below.map((line) => `#${comment([line])}\n`).join('')}`;
  return `${start}${document.toString({ lineWidth: 0, flowCollectionPadding: false })}${end}`;
}
