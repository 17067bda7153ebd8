/**
 * Small changes to a YAML text that leave every other character where it is: the parser says where a value stands, and
 * that slice is replaced. Printing the document anew would lose layout and move comments.
 */
import { isMap, isScalar, isSeq, parseDocument, stringify, visit, type Document, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';

/** Finds the mapping that an edit is about. */
export type Find = (document: Document) => YAMLMap | undefined;

/** The first mapping under the key `list` (anywhere) whose `key` is `value`. */
export function entryOf(list: string | null, key: string, value: string): Find {
  return (document) => {
    let found: YAMLMap | undefined;
    visit(document, {
      Map(_, node, path) {
        if (node.get(key) !== value || (list !== null && !isUnder(path, list))) return undefined;
        found = node;
        return visit.BREAK;
      },
    });
    return found;
  };
}

/** The file's own top. */
export const root: Find = (document) => (isMap(document.contents) ? document.contents : undefined);

function isUnder(path: readonly unknown[], list: string): boolean {
  const pair = path.at(-2) as Pair | undefined;
  return pair !== undefined && isScalar(pair.key) && pair.key.value === list;
}

/** @returns the text with `key` set; undefined when there is no such mapping or it is written in a way this does not change */
export function setValue(text: string, find: Find, key: string, value: string | number | boolean): string | undefined {
  const map = find(parseDocument(text));
  if (!map) return undefined;
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  const flow = map.flow === true;
  if (pair) return isScalar(pair.value) ? splice(text, pair.value, scalar(value, flow)) : undefined;
  const first = map.items[0];
  const [keyStart] = rangeOf(first?.key);
  const [, valueEnd] = rangeOf(first?.value);
  if (keyStart === undefined || valueEnd === undefined || !isScalar(first?.value)) return undefined;
  if (flow) return insert(text, valueEnd, `, ${key}: ${scalar(value, flow)}`);
  const line = text.indexOf('\n', valueEnd - 1);
  const entry = `${' '.repeat(indentOf(text, map))}${key}: ${scalar(value, flow)}`;
  return line < 0 ? `${text}\n${entry}\n` : insert(text, line + 1, `${entry}\n`);
}

/**
 * @param by key that names the entries of a list of mappings; null: a list of plain values
 * @returns the text with `value` at the end of the list `key`; undefined when it is there
 */
export function addItem(text: string, find: Find, key: string, value: string, by: string | null = null): string | undefined {
  const list = listOf(text, find, key);
  const last = list?.items.at(-1);
  const [start, end] = rangeOf(last);
  if (!list || start === undefined || end === undefined || list.items.some(isCalled(value, by))) return undefined;
  const written = by === null ? scalar(value, list.flow === true) : `{ ${by}: ${scalar(value, true)} }`;
  if (list.flow) return insert(text, end, `, ${written}`);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.indexOf('\n', end - 1);
  const entry = `${/^ */.exec(text.slice(lineStart))?.[0] ?? ''}- ${written}`;
  return line < 0 ? `${text}\n${entry}\n` : insert(text, line + 1, `${entry}\n`);
}

/** @returns the text without `value` in the list `key`, of which at least one stays; `by` as above */
export function removeItem(text: string, find: Find, key: string, value: string, by: string | null = null): string | undefined {
  const list = listOf(text, find, key);
  const index = list?.items.findIndex(isCalled(value, by)) ?? -1;
  const [start, end] = rangeOf(list?.items[index]);
  if (!list || list.items.length < 2 || start === undefined || end === undefined) return undefined;
  if (!list.flow) return text.slice(0, text.lastIndexOf('\n', start - 1) + 1) + text.slice(lineEnd(text, end));
  const [nextStart] = rangeOf(list.items[index + 1]);
  const [, previousEnd] = rangeOf(list.items[index - 1]);
  return nextStart === undefined ? text.slice(0, previousEnd ?? start) + text.slice(end) : text.slice(0, start) + text.slice(nextStart);
}

function isCalled(value: string, by: string | null): (item: unknown) => boolean {
  return (item) => (by === null ? isScalar(item) && item.value === value : isMap(item) && item.get(by) === value);
}

function listOf(text: string, find: Find, key: string): YAMLSeq | undefined {
  const list: unknown = find(parseDocument(text))?.get(key);
  return isSeq(list) ? list : undefined;
}

function splice(text: string, node: Node, written: string): string {
  const [start = 0, end = 0] = rangeOf(node);
  // The range of a block scalar ends with its last line.
  const tail = text.slice(start, end).endsWith('\n') ? '\n' : '';
  return text.slice(0, start) + written + tail + text.slice(end);
}

/** Plain where that reads back as the same; in one line, since a message is one. */
function scalar(value: string | number | boolean, flow: boolean): string {
  if (typeof value !== 'string') return String(value);
  const plain = stringify(value, { lineWidth: 0, schema: 'core' }).trimEnd();
  if (plain.includes('\n') || (flow && /[,[\]{}]/.test(plain) && !/^["']/.test(plain))) return JSON.stringify(value);
  return plain;
}

function indentOf(text: string, map: YAMLMap): number {
  const [start = 0] = rangeOf(map.items[0]?.key);
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

function rangeOf(node: unknown): readonly [number, number] | readonly [undefined, undefined] {
  const range = (node as Node | null | undefined)?.range;
  return range ? [range[0], range[1]] : [undefined, undefined];
}

function insert(text: string, at: number, written: string): string {
  return text.slice(0, at) + written + text.slice(at);
}

function lineEnd(text: string, at: number): number {
  const line = text.indexOf('\n', at - 1);
  return line < 0 ? text.length : line + 1;
}
