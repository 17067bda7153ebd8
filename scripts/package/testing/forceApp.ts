/** For tests of the package: its metadata files, read once. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';

export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

export interface MetadataFile {
  /** Root element: `PermissionSet`. */
  readonly type: string;
  /** Name in its folder: `Handrail_Rep`. */
  readonly name: string;
  /** Path from the project's root. */
  readonly path: string;
  readonly content: Node;
}

/** Every element is a list, since most may repeat. */
export interface Node {
  readonly [element: string]: readonly (Node | string)[];
}

const parser = new XMLParser({ parseTagValue: false, isArray: (_name, path) => String(path).includes('.'), ignoreAttributes: true });

/** Metadata of one folder of the project, bundles' code left out. */
export function readPackage(folder: string): readonly MetadataFile[] {
  const paths = readdirSync(`${PROJECT}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('-meta.xml'))
    .map((entry) => `${entry.parentPath.slice(PROJECT.length)}/${entry.name}`);
  return paths.map((path) => {
    const [type = '', content = {}] = Object.entries(parser.parse(readFileSync(`${PROJECT}${path}`, 'utf8')) as Record<string, Node>).find(([name]) => name !== '?xml') ?? [];
    return { type, name: path.slice(path.lastIndexOf('/') + 1).replace(/\.[\w-]+-meta\.xml$/, ''), path, content };
  });
}

export const nodesOf = (node: Node, element: string): readonly Node[] => (node[element] ?? []).filter((child) => typeof child === 'object');

/** Text of the first such element; empty when there is none. */
export function textOf(node: Node, element: string): string {
  const [text = ''] = node[element] ?? [];
  return typeof text === 'string' ? text : '';
}
