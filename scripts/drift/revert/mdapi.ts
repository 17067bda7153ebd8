/**
 * The compiled components of chosen findings as files of the Metadata API: rules and fields inside their object's
 * `.object` file, records as they are, and a package.xml. Built as trees, so nothing is glued from text.
 */
import type { GeneratedFile } from '../../compiler/types.ts';
import { parseXml, printXml, type XmlContent, type XmlElement } from '../../shared/xml/index.ts';
import type { Finding } from '../types.ts';
import { isRevertible } from './select.ts';

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

interface Kind {
  readonly type: string;
  readonly fullName: (finding: Finding) => string;
  /** End of the compiled file's path. */
  readonly source: (finding: Finding) => string;
  /** Element of the object's file that holds it; null for a file of its own. */
  readonly element: string | null;
  /** Path in the zip of what has a file of its own. */
  readonly file?: (fullName: string) => string;
}

const PERMISSION_SET: Kind = { type: 'PermissionSet', element: null, fullName: ({ component }) => component, source: ({ component }) => `/permissionsets/${component}.permissionset-meta.xml`, file: (name) => `permissionsets/${name}.permissionset` };

const KINDS: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/^rule-/, { type: 'ValidationRule', element: 'validationRules', fullName: ({ object, component }) => `${object}.${component}`, source: ({ object, component }) => `/objects/${object}/validationRules/${component}.validationRule-meta.xml` }],
  [/^(?:field|value|help|history)-/, { type: 'CustomField', element: 'fields', fullName: ({ object, component }) => `${object}.${component}`, source: ({ object, component }) => `/objects/${object}/fields/${component}.field-meta.xml` }],
  [/^list-view-/, { type: 'ListView', element: 'listViews', fullName: ({ object, component }) => `${object}.${component}`, source: ({ object, component }) => `/objects/${object}/listViews/${component}.listView-meta.xml` }],
  [/^path-/, { type: 'PathAssistant', element: null, fullName: ({ component }) => component, source: ({ component }) => `/pathAssistants/${component}.pathAssistant-meta.xml`, file: (name) => `pathAssistants/${name}.pathAssistant` }],
  [/^permission-/, PERMISSION_SET],
  [/^(?:mode-changed|criterion-record)$/, { type: 'CustomMetadata', element: null, fullName: ({ component }) => component, source: ({ component }) => `/customMetadata/${component}.md-meta.xml`, file: (name) => `customMetadata/${name}.md` }],
];

export interface RevertFiles {
  /** Path in the zip to contents, as `deployMetadata` takes them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Type and full name of every component, for showing before a yes. */
  readonly components: readonly { readonly type: string; readonly fullName: string }[];
}

/** @throws Error when the playbook has no component for a finding, which a finding with the remedy `revert` always has */
export function revertFiles(compiled: readonly GeneratedFile[], findings: readonly Finding[], apiVersion: string): RevertFiles {
  const components = new Map<string, { type: string; fullName: string }>();
  const byObject = new Map<string, XmlContent[]>();
  const files = new Map<string, string>();
  const add = (kind: Kind, fullName: string, contents: string, object: string): void => {
    if (components.has(`${kind.type} ${fullName}`)) return;
    components.set(`${kind.type} ${fullName}`, { type: kind.type, fullName });
    if (kind.element === null) files.set(kind.file?.(fullName) ?? fullName, contents);
    else byObject.set(object, [...(byObject.get(object) ?? []), { name: kind.element, content: parseXml(contents).children.map(contentOf) }]);
  };
  for (const finding of findings) {
    const kind = KINDS.find(([pattern]) => pattern.test(finding.kind))?.[1];
    const source = kind && compiled.find(({ path }) => path.endsWith(kind.source(finding)));
    if (!kind || !source) throw new Error(`The playbook has no component for finding ${finding.id} (${finding.kind}).`);
    add(kind, kind.fullName(finding), source.contents, finding.object);
    if (finding.kind === 'field-missing') for (const [set, contents] of setsNaming(kind.fullName(finding), compiled)) add(PERMISSION_SET, set, contents, '');
  }
  for (const [object, parts] of byObject) files.set(`objects/${object}.object`, document('CustomObject', inSchemaOrder(parts)));
  files.set('package.xml', document('Package', manifest([...components.values()], apiVersion)));
  const encoder = new TextEncoder();
  return { files: new Map([...files].map(([path, text]) => [path, encoder.encode(text)])), components: [...components.values()] };
}

/** Compiled permission sets that give rights to a field: without them it would come back and nobody could see it. */
function setsNaming(field: string, compiled: readonly GeneratedFile[]): [name: string, contents: string][] {
  return compiled.flatMap(({ path, contents }): [string, string][] => {
    const [, name] = /\/permissionsets\/(\w+)\.permissionset-meta\.xml$/.exec(path) ?? [];
    return name !== undefined && contents.includes(`<field>${field}</field>`) ? [[name, contents]] : [];
  }).toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/**
 * What else drifted in the components that are deployed for the chosen findings: a component is deployed whole. Pure.
 * @param components those that are deployed; default the chosen findings' own
 */
export function standingAlongside(findings: readonly Finding[], chosen: readonly Finding[], components?: RevertFiles['components']): Finding[] {
  const deployed = new Set(components?.map(({ type, fullName }) => `${type} ${fullName}`) ?? chosen.filter(isRevertible).map(componentOf));
  return findings.filter((finding) => !chosen.includes(finding) && isRevertible(finding) && deployed.has(componentOf(finding)));
}

function componentOf(finding: Finding): string {
  const kind = KINDS.find(([pattern]) => pattern.test(finding.kind))?.[1];
  return kind === undefined ? '' : `${kind.type} ${kind.fullName(finding)}`;
}

/** Rules and fields have no attributes. */
function contentOf({ name, text, children }: XmlElement): XmlContent {
  return { name, content: children.length > 0 ? children.map(contentOf) : text };
}

/** The schema of CustomObject is a sequence: fields stand before validation rules. */
function inSchemaOrder(parts: readonly XmlContent[]): XmlContent[] {
  return parts.toSorted((left, right) => left.name.localeCompare(right.name));
}

function manifest(components: readonly { type: string; fullName: string }[], apiVersion: string): XmlContent[] {
  const types = [...Map.groupBy(components, ({ type }) => type)].map(([type, own]) => ({ name: 'types', content: [...own.map(({ fullName }) => leaf('members', fullName)), leaf('name', type)] }));
  return [...types, leaf('version', apiVersion)];
}

function leaf(name: string, text: string): XmlContent {
  return { name, content: text };
}

function document(root: string, children: readonly XmlContent[]): string {
  return printXml({ name: root, attributes: { xmlns: NAMESPACE }, content: children });
}
