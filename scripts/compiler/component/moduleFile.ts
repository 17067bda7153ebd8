/** A generated Lightning module as files: how it is laid out, and how large it may be. */
import { readFileSync } from 'node:fs';
import { prefixed, render } from '../../formula/print/layout.ts';
import type { Position } from '../../playbook/model.ts';
import { printDocument } from '../emit/xml.ts';
import { OUTPUT_ROOT } from '../paths.ts';
import { CompileError } from '../problems.ts';
import type { GeneratedFile } from '../types.ts';
import { literal, type Data } from './literal.ts';

const API_VERSION = '67.0';
/** Tabs: spaces would be a third of the file, whose size Salesforce limits. */
const LAYOUT = { width: 120, indent: '\t' };

/** Of a component's JavaScript file, in bytes (Salesforce, LWC developer guide, "Component JavaScript File"). */
const FILE_LIMIT = 131_072;

/** A further file of the bundle, which its entry imports. */
export interface BundleScript {
  readonly name: string;
  readonly source: string;
  /** Where the problem of a file that is too big stands; none for one that is written by hand. */
  readonly position: Position | undefined;
}

export interface ModuleFile {
  /** Of the entry, which components import. */
  readonly source: string;
  readonly scripts?: readonly BundleScript[];
  readonly masterLabel: string;
  readonly description: string;
  /** Where the problem of a file that is too big stands; none for a playbook without contents. */
  readonly position: Position | undefined;
  readonly hint: string;
}

/** @throws CompileError when a script is larger than Salesforce takes */
export function moduleFiles(name: string, { source, scripts = [], masterLabel, description, position, hint }: ModuleFile): GeneratedFile[] {
  const folder = `${OUTPUT_ROOT}/lwc/${name}`;
  return [
    ...[{ name, source, position }, ...scripts].map((script) => scriptFile(folder, name, script, hint)),
    { path: `${folder}/${name}.js-meta.xml`, contents: printDocument('LightningComponentBundle', { apiVersion: API_VERSION, description, isExposed: false, masterLabel }) },
  ];
}

function scriptFile(folder: string, bundle: string, { name, source, position }: BundleScript, hint: string): GeneratedFile {
  const contents = `${source}\n`;
  const bytes = Buffer.byteLength(contents);
  if (bytes > FILE_LIMIT && position !== undefined) {
    const what = name === bundle ? `c/${bundle}` : `${name}.js of c/${bundle}`;
    throw new CompileError(position, { code: 'module-too-big', message: `The component module of this playbook, ${what}, has ${bytes} bytes; Salesforce takes at most ${FILE_LIMIT}.`, hint });
  }
  return { path: `${folder}/${name}.js`, contents };
}

/** An exported constant with its type. */
export function declaration(name: string, type: string, data: Data): string {
  return `/** @type {${type}} */\nexport ${render(prefixed(`const ${name} = `, literal(data)), LAYOUT)};`;
}

/** Hand-written text that stands in the module as it is. */
export function sourceOf(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** Hand-written code, indented as what is printed. */
export function tabbed(source: string): string {
  return source.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
}
