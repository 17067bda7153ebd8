/** A zip in the Metadata API's format → components, removals and every problem found on the way. */
import { checkElements, isKnownType } from '../elements/index.ts';
import { lookUp } from '../lookUp.ts';
import { problem, type Problem } from '../problem.ts';
import { childTypeNamed, containerNameOf, FOLDER_TYPES, typeOfDirectory, type MetadataType } from '../registry.ts';
import { element } from '../xml/element.ts';
import { parseXml, XmlError } from '../xml/parse.ts';
import { decompose, elementTypeOfIncoming, isDecomposed, rootElementOf, type Incoming } from './incoming.ts';
import { readManifest, type Manifest } from './manifest.ts';

export interface Removal {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
  /** `pre`: before the package's components are added. */
  readonly when: 'pre' | 'post';
}

export interface PackageContent {
  readonly components: readonly Incoming[];
  readonly removals: readonly Removal[];
  readonly problems: readonly Problem[];
}

interface SourceFile {
  readonly type: MetadataType;
  readonly fullName: string;
  /** Path in the package. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly role: 'xml' | 'meta' | 'content' | 'folder';
}

const MANIFESTS: Readonly<Record<string, Removal['when']>> = { 'destructiveChangesPre.xml': 'pre', 'destructiveChanges.xml': 'pre', 'destructiveChangesPost.xml': 'post' };

/** Files of a package folder: `''` for a single package, else every top folder that holds a package.xml. */
function packageRoots(files: ReadonlyMap<string, Uint8Array>, singlePackage: boolean): readonly string[] {
  if (singlePackage) return files.has('package.xml') ? [''] : [];
  return [...files.keys()].filter((path) => /^[^/]+\/package\.xml$/.test(path)).map((path) => path.slice(0, -'package.xml'.length));
}

/** What a path in a package is; undefined when no metadata type lives there. */
function classify(path: string, bytes: Uint8Array): SourceFile | undefined {
  const [directory = '', ...rest] = path.split('/');
  const type = typeOfDirectory(directory);
  if (type === undefined || rest.length === 0) return undefined;
  const name = rest.join('/');
  if (type.form === 'bundle') {
    const bundle = rest[0] ?? '';
    if (rest.length < 2) return undefined;
    return { type, fullName: bundle, path, bytes, role: name === `${bundle}/${bundle}.js-meta.xml` ? 'meta' : 'content' };
  }
  if (type.folderType !== undefined && name.endsWith('-meta.xml') && !name.endsWith(`.${type.suffix}-meta.xml`)) {
    return { type, fullName: name.slice(0, -'-meta.xml'.length), path, bytes, role: 'folder' };
  }
  if (name.endsWith(`.${type.suffix}`)) {
    return { type, fullName: decodeName(name.slice(0, -type.suffix.length - 1)), path, bytes, role: type.form === 'content' ? 'content' : 'xml' };
  }
  if (type.form === 'content' && name.endsWith(`.${type.suffix}-meta.xml`)) {
    return { type, fullName: name.slice(0, -`.${type.suffix}-meta.xml`.length), path, bytes, role: 'meta' };
  }
  return undefined;
}

/** Layout names carry URL-encoded characters in file names. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const typeNameOf = (file: SourceFile): string => (file.role === 'folder' ? file.type.folderType ?? file.type.xmlName : file.type.xmlName);

function readComponent(group: readonly SourceFile[], problems: Problem[]): Incoming[] {
  const definition = group.find((file) => file.role !== 'content');
  const first = definition ?? group[0];
  if (first === undefined) return [];
  const type = typeNameOf(first);
  const { fullName } = first;
  const fileName = first.type.form === 'bundle' ? `${first.type.directory}/${fullName}` : first.type.form === 'content' && first.role !== 'folder' ? first.path.replace(/-meta\.xml$/, '') : first.path;
  if (definition === undefined) {
    problems.push(problem(type, fullName, fileName, `${type} ${fullName} is missing its -meta.xml file`));
    return [];
  }
  if (first.type.form === 'content' && first.role !== 'folder' && !group.some((file) => file.role === 'content')) {
    problems.push(problem(type, fullName, fileName, `${type} ${fullName} is missing its content file`));
    return [];
  }
  try {
    const document = parseXml(definition.bytes);
    const root = rootElementOf(type, fullName);
    if (document.root.name !== root || !isKnownType(root)) {
      const message = isKnownType(root) ? `Error parsing file: the root element must be ${root}, not ${document.root.name}` : `The local org does not support ${root}`;
      problems.push(problem(type, fullName, fileName, message, document.locate(document.root.offset ?? 0)));
      return [];
    }
    const raw = first.type.form === 'bundle' ? group : group.filter((file) => file.role === 'content');
    const incoming: Incoming = { type, fullName, fileName, node: document.root, locate: document.locate, files: new Map(raw.map((file) => [file.path, file.bytes])) };
    return isDecomposed(type) ? decompose(first.type, incoming) : [incoming];
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    problems.push(problem(type, fullName, fileName, `Error parsing file: ${error.message}`, error));
    return [];
  }
}

/** Keeps what the manifest names; the rest of a file is a problem, as an org reports it (Error, "Not in package.xml"). */
function select(incoming: readonly Incoming[], manifest: Manifest, problems: Problem[]): Incoming[] {
  const selected: Incoming[] = [];
  for (const component of incoming) {
    // A manifest that names the file names its parts.
    const child = childTypeNamed(component.type);
    if (manifest.names(component.type, component.fullName) || (child !== undefined && manifest.names(child.parent, containerNameOf(child, component.fullName)))) {
      selected.push(component);
    } else if (!isDecomposed(component.type)) {
      problems.push(problem(component.type, component.fullName, component.fileName, 'Not in package.xml'));
    }
  }
  return selected;
}

function readRoot(files: ReadonlyMap<string, Uint8Array>, prefix: string, problems: Problem[]): { components: Incoming[]; removals: Removal[] } {
  const inside = [...files].filter(([path]) => path.startsWith(prefix)).map(([path, bytes]): [string, Uint8Array] => [path.slice(prefix.length), bytes]);
  const manifest = readManifest(files.get(`${prefix}package.xml`) ?? new Uint8Array(), 'package.xml', problems);
  const removals: Removal[] = [];
  const sources: SourceFile[] = [];
  for (const [path, bytes] of inside) {
    if (path === 'package.xml') continue;
    const when = lookUp(MANIFESTS, path);
    if (when !== undefined) {
      removals.push(...readManifest(bytes, path, problems).entries().map((entry) => ({ ...entry, fileName: path, when })));
      continue;
    }
    const source = classify(path, bytes);
    if (source === undefined) problems.push(problem('', path, path, 'Not in package.xml'));
    else sources.push(source);
  }
  const groups = Map.groupBy(sources, (file) => `${typeNameOf(file)}:${file.fullName}`);
  const read = [...groups.values()].flatMap((group) => readComponent(group, problems));
  const components = select(read, manifest, problems);
  checkPresence(manifest, read, problems);
  const seen = new Set<string>();
  for (const component of components) {
    const key = `${component.type}:${component.fullName.toLowerCase()}`;
    if (/(^|\.)$/.test(component.fullName)) {
      problems.push(problem(component.type, component.fullName, component.fileName, 'Required field is missing: fullName', component.locate(component.node.offset ?? 0)));
    } else if (seen.has(key)) {
      problems.push(problem(component.type, component.fullName, component.fileName, `Duplicate fullName specified: ${component.fullName}`, component.locate(component.node.offset ?? 0)));
    }
    seen.add(key);
    checkElements(component.node, elementTypeOfIncoming(component), (message, node) => {
      problems.push(problem(component.type, component.fullName, component.fileName, message, component.locate(node.offset ?? component.node.offset ?? 0)));
    });
  }
  return { components, removals };
}

function checkPresence(manifest: Manifest, read: readonly Incoming[], problems: Problem[]): void {
  const present = new Set(read.map((component) => `${FOLDER_TYPES[component.type] ?? component.type}:${component.fullName.toLowerCase()}`));
  for (const { type, fullName } of manifest.entries()) {
    if (fullName === '*' || present.has(`${FOLDER_TYPES[type] ?? type}:${fullName.toLowerCase()}`)) continue;
    problems.push(problem(type, fullName, 'package.xml', `An object '${fullName}' of type ${type} was named in package.xml, but was not found in zipped directory`));
  }
}

/** Reads every package of an unpacked zip; all problems are reported at once. */
export function readPackages(files: ReadonlyMap<string, Uint8Array>, singlePackage: boolean): PackageContent {
  const problems: Problem[] = [];
  const roots = packageRoots(files, singlePackage);
  if (roots.length === 0) problems.push(problem('', 'package.xml', 'package.xml', 'No package.xml found'));
  const components: Incoming[] = [];
  const removals: Removal[] = [];
  for (const root of roots) {
    const result = readRoot(files, root, problems);
    components.push(...result.components);
    removals.push(...result.removals);
  }
  return { components: components.filter((component) => !isEmptyContainer(component)), removals, problems };
}

/** An object file that only carries parts says nothing about the object itself. */
const isEmptyContainer = (component: Incoming): boolean => isDecomposed(component.type) && component.node.children.length === 0;

/** Wraps one component for the checks, without a file: create and update of the CRUD calls. */
export function incomingFromNode(type: string, fullName: string, fileName: string, node: Incoming['node']): Incoming {
  return { type, fullName, fileName, node: node.children.length === 0 && node.text === '' ? element(node.name, []) : node, locate: () => ({ line: 1, column: 1 }), files: new Map() };
}
