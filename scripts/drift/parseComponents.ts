/**
 * Reads metadata files of both forms into the normal form: source files (`objects/Opportunity/fields/X.field-meta.xml`)
 * and an org's zip (`objects/Opportunity.object`). What each type is read into stands in `parse/`.
 */
import type { XmlElement } from '../shared/xml/index.ts';
import type { Components, DuplicateRuleState, FieldState, ListViewState, PageState, PathState, PermissionSetState, ProcessState, RecordState, RecordTypeState, RuleState } from './orgState.ts';
import { documentOf } from './parse/document.ts';
import { fieldOf } from './parse/fields.ts';
import { listViewOf } from './parse/listViews.ts';
import { layoutOf, recordPageOf } from './parse/pages.ts';
import { pathOf } from './parse/paths.ts';
import { permissionSetOf } from './parse/permissionSets.ts';
import { recordOf } from './parse/records.ts';
import { duplicateRuleOf, processOf, recordTypeOf } from './parse/recordTypes.ts';
import { ruleOf } from './parse/rules.ts';

/** Collects while files are read. */
interface Collected {
  readonly rules: Map<string, RuleState>;
  readonly fields: Map<string, FieldState>;
  readonly records: Map<string, RecordState>;
  readonly permissionSets: Map<string, PermissionSetState>;
  readonly paths: Map<string, PathState>;
  readonly settings: Map<string, string>;
  readonly pages: Map<string, PageState>;
  readonly recordTypes: Map<string, RecordTypeState>;
  readonly processes: Map<string, ProcessState>;
  readonly duplicateRules: Map<string, DuplicateRuleState>;
  readonly listViews: Map<string, ListViewState>;
}

interface Reader {
  /** Element a file of this kind has to begin with. */
  readonly root: string | ((name: string) => string);
  /** Where the ending alone says too little: `.md` is also how notes end. */
  readonly folder?: string;
  readonly add: (into: Collected, root: XmlElement, name: string, object: string) => void;
}

/** By the ending of the file's name without `-meta.xml`. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['validationRule', { root: 'ValidationRule', add: (into, root, _, object) => addRule(into, object, root) }],
  ['field', { root: 'CustomField', add: (into, root, _, object) => addField(into, object, root) }],
  ['object', { root: 'CustomObject', add: addObject }],
  ['md', { root: 'CustomMetadata', folder: 'customMetadata/', add: (into, root, name) => void into.records.set(name, recordOf(name, root)) }],
  ['permissionset', { root: 'PermissionSet', add: (into, root, name) => void into.permissionSets.set(name, permissionSetOf(name, root)) }],
  ['pathAssistant', { root: 'PathAssistant', add: (into, root, name) => void into.paths.set(name, pathOf(name, root)) }],
  ['layout', { root: 'Layout', add: (into, root, name) => void into.pages.set(`layout ${name}`, layoutOf(name, root)) }],
  ['flexipage', { root: 'FlexiPage', add: addRecordPage }],
  ['recordType', { root: 'RecordType', add: (into, root, _, object) => addRecordType(into, object, root) }],
  ['businessProcess', { root: 'BusinessProcess', add: (into, root, _, object) => addProcess(into, object, root) }],
  ['duplicateRule', { root: 'DuplicateRule', add: (into, root, name) => void into.duplicateRules.set(name, duplicateRuleOf(name, root)) }],
  ['listView', { root: 'ListView', add: (into, root, _, object) => addListView(into, object, root) }],
  ['settings', { root: (name) => `${name}Settings`, add: addSettings }],
]);

const SOURCE_ENDING = '-meta.xml';

/**
 * @param files path to XML text; paths of other types than those above are passed over
 * @returns rules and fields keyed `Object.Name`, records keyed `Type.Record`, the rest by name
 * @throws Error naming the file when it is not XML
 */
export function parseComponents(files: Iterable<readonly [path: string, xml: string]>): Components {
  const into: Collected = { rules: new Map(), fields: new Map(), records: new Map(), permissionSets: new Map(), paths: new Map(), settings: new Map(), pages: new Map(), recordTypes: new Map(), processes: new Map(), duplicateRules: new Map(), listViews: new Map() };
  for (const [path, xml] of files) {
    const base = path.slice(path.lastIndexOf('/') + 1);
    const stem = base.endsWith(SOURCE_ENDING) ? base.slice(0, -SOURCE_ENDING.length) : base;
    const dot = stem.lastIndexOf('.');
    const reader = READERS.get(stem.slice(dot + 1));
    if (reader === undefined || (reader.folder !== undefined && !path.includes(reader.folder))) continue;
    const name = stem.slice(0, dot);
    const root = documentOf(path, xml, typeof reader.root === 'string' ? reader.root : reader.root(name));
    if (root) reader.add(into, root, name, objectOf(path));
  }
  return into;
}

/** `Opportunity` of `objects/Opportunity/fields/X.field-meta.xml`; '' elsewhere. */
function objectOf(path: string): string {
  const part = path.lastIndexOf('/', path.lastIndexOf('/') - 1);
  return path.slice(path.lastIndexOf('/', part - 1) + 1, Math.max(part, 0));
}

/** Of rules, fields, record types and processes. */
function keyOf(object: string, name: string): string {
  return `${object}.${name}`;
}

function addRule(into: Collected, object: string, node: XmlElement): void {
  const rule = ruleOf(object, node);
  into.rules.set(keyOf(object, rule.fullName), rule);
}

function addField(into: Collected, object: string, node: XmlElement): void {
  const field = fieldOf(object, node);
  into.fields.set(keyOf(object, field.apiName), field);
}

function addObject(into: Collected, root: XmlElement, object: string): void {
  for (const child of root.children) {
    if (child.name === 'validationRules') addRule(into, object, child);
    else if (child.name === 'fields') addField(into, object, child);
    else if (child.name === 'recordTypes') addRecordType(into, object, child);
    else if (child.name === 'businessProcesses') addProcess(into, object, child);
    else if (child.name === 'listViews') addListView(into, object, child);
  }
}

function addRecordType(into: Collected, object: string, node: XmlElement): void {
  const recordType = recordTypeOf(object, node);
  into.recordTypes.set(keyOf(object, recordType.name), recordType);
}

function addProcess(into: Collected, object: string, node: XmlElement): void {
  const process = processOf(object, node);
  into.processes.set(keyOf(object, process.name), process);
}

function addListView(into: Collected, object: string, node: XmlElement): void {
  const view = listViewOf(object, node);
  into.listViews.set(keyOf(object, view.name), view);
}

function addRecordPage(into: Collected, root: XmlElement, name: string): void {
  const page = recordPageOf(name, root);
  if (page) into.pages.set(`page ${name}`, page);
}

function addSettings(into: Collected, root: XmlElement, name: string): void {
  for (const child of root.children) if (child.children.length === 0) into.settings.set(`${name}.${child.name}`, child.text.trim());
}
