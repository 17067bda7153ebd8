/** Components → a zip in the Metadata API's format, in the byte form an org gives. */
import type { Component } from './component.ts';
import type { DeployEnvironment } from './deploy/deploy.ts';
import { fileProperties, listComponents, standardProperties } from './list.ts';
import { printManifest } from './package/manifest.ts';
import { readFileTree } from './read.ts';
import { childTypeNamed, containerNameOf, EMPTY_TYPES, fileNameOf, FOLDER_TYPES, isStoredType, typeNamed } from './registry.ts';
import type { FileProperties, RetrievedPackage, RetrieveRequest } from './types.ts';
import { printDocument } from './xml/print.ts';
import { writeZip } from './zip/write.ts';

type RetrieveEnvironment = Pick<DeployEnvironment, 'state' | 'userName' | 'engine'>;

/** What a retrieve takes of a decomposed file: everything, or only the parts named. */
interface Selection {
  readonly type: string;
  readonly fullName: string;
  whole: boolean;
  readonly parts: Set<string>;
}

class PackageBuilder {
  readonly files = new Map<string, Uint8Array | string>();
  readonly properties = new Map<string, FileProperties>();
  readonly members = new Map<string, Set<string>>();
  readonly messages: { fileName: string; problem: string }[] = [];
  readonly selections = new Map<string, Selection>();

  name(type: string, fullName: string): void {
    const manifestType = FOLDER_TYPES[type] ?? type;
    const names = this.members.get(manifestType) ?? new Set<string>();
    names.add(fullName);
    this.members.set(manifestType, names);
  }

  select(type: string, fullName: string): Selection {
    const key = `${type}:${fullName.toLowerCase()}`;
    const known = this.selections.get(key) ?? { type, fullName, whole: false, parts: new Set<string>() };
    this.selections.set(key, known);
    return known;
  }
}

/** Layout names may hold characters that a path cannot; an org encodes them. */
const encodePath = (path: string): string => path.replace(/[%:*?"<>|\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

function addStored(environment: RetrieveEnvironment, builder: PackageBuilder, component: Component): void {
  const type = typeNamed(component.type);
  builder.name(component.type, component.fullName);
  const path = FOLDER_TYPES[component.type] === undefined && type?.form === 'xml' ? encodePath(fileNameOf(component.type, component.fullName)) : fileNameOf(component.type, component.fullName);
  builder.properties.set(`${component.type}:${component.fullName}`, { ...fileProperties(component, environment.userName), fileName: path });
  for (const [name, bytes] of component.files) builder.files.set(name, bytes);
  if (type?.form === 'bundle') return;
  builder.files.set(type?.form === 'content' ? `${path}-meta.xml` : path, printDocument(component.content));
}

function addUndeployed(environment: RetrieveEnvironment, builder: PackageBuilder, type: string, fullName: string): boolean {
  const tree = readFileTree(environment, type, fullName);
  if (tree === undefined) return false;
  const path = fileNameOf(type, fullName);
  builder.name(type, fullName);
  builder.files.set(path, printDocument(tree));
  builder.properties.set(`${type}:${fullName}`, standardProperties(type, fullName));
  return true;
}

function addMember(environment: RetrieveEnvironment, builder: PackageBuilder, type: string, fullName: string): boolean {
  const { components, schema } = environment.state;
  const child = childTypeNamed(type);
  if (child !== undefined) {
    const component = components.get(type, fullName);
    if (component === undefined) return false;
    builder.name(type, component.fullName);
    builder.select(child.parent, containerNameOf(child, component.fullName)).parts.add(`${type}:${component.fullName}`);
    builder.properties.set(`${type}:${component.fullName}`, fileProperties(component, environment.userName));
    return true;
  }
  if (typeNamed(type)?.children !== undefined) {
    if (readFileTree(environment, type, fullName) === undefined) return false;
    const name = components.get(type, fullName)?.fullName ?? schema.object(fullName)?.apiName ?? fullName;
    builder.name(type, name);
    builder.select(type, name).whole = true;
    const own = components.get(type, name);
    builder.properties.set(`${type}:${name}`, own === undefined ? standardProperties(type, name) : fileProperties(own, environment.userName));
    return true;
  }
  // Settings are completed with defaults, so they are printed from their tree even when deployed.
  const component = type === 'Settings' ? undefined : components.get(type, fullName) ?? folderNamed(environment, type, fullName);
  if (component === undefined) return addUndeployed(environment, builder, type, fullName);
  addStored(environment, builder, component);
  return true;
}

/** A report folder is asked for under the type it holds. */
function folderNamed(environment: RetrieveEnvironment, type: string, fullName: string): Component | undefined {
  const folderType = typeNamed(type)?.folderType;
  // The Salesforce CLI asks for a folder with a slash at its end.
  return folderType === undefined ? undefined : environment.state.components.get(folderType, fullName.replace(/\/$/, ''));
}

/** `*`: custom objects but no standard ones, every settings file, nothing for value sets and foldered types. */
function wildcardNames(environment: RetrieveEnvironment, type: string): readonly string[] {
  if (typeNamed(type)?.folderType !== undefined) return [];
  const names = listComponents(environment, type).map((file) => file.fullName);
  return type === 'CustomObject' ? names.filter((name) => /__(c|mdt)$/.test(name)) : names;
}

function writeSelections(environment: RetrieveEnvironment, builder: PackageBuilder): void {
  for (const selection of builder.selections.values()) {
    const tree = readFileTree(environment, selection.type, selection.fullName, selection.whole ? undefined : (part) => selection.parts.has(`${part.type}:${part.fullName}`));
    if (tree !== undefined) builder.files.set(fileNameOf(selection.type, selection.fullName), printDocument(tree));
  }
}

export function retrievePackage(environment: RetrieveEnvironment, request: RetrieveRequest): RetrievedPackage {
  const builder = new PackageBuilder();
  const manifestPath = request.singlePackage ? 'package.xml' : 'unpackaged/package.xml';
  for (const { name, members } of request.types) {
    if (!isStoredType(name) && !EMPTY_TYPES.has(name)) {
      builder.messages.push({ fileName: manifestPath, problem: `Entity type: '${name}' is unknown` });
      continue;
    }
    for (const member of members.includes('*') ? [...wildcardNames(environment, name), ...members.filter((candidate) => candidate !== '*')] : members) {
      if (!addMember(environment, builder, name, member)) builder.messages.push({ fileName: manifestPath, problem: `Entity of type '${name}' named '${member}' cannot be found` });
    }
  }
  for (const name of request.packageNames ?? []) builder.messages.push({ fileName: manifestPath, problem: `No package named '${name}' found` });
  writeSelections(environment, builder);
  const prefix = request.singlePackage ? '' : 'unpackaged/';
  const now = environment.engine.clock.now();
  builder.files.set('package.xml', printManifest(new Map([...builder.members].map(([type, names]) => [type, [...names]])), request.version));
  const manifest: FileProperties = { ...standardProperties('CustomObject', ''), type: 'Package', fullName: manifestPath, fileName: manifestPath, createdDate: now.toISOString(), lastModifiedDate: now.toISOString() };
  return {
    zip: writeZip(new Map([...builder.files].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([path, content]) => [`${prefix}${path}`, content])), now),
    files: [...[...builder.properties.values()].map((file) => ({ ...file, fileName: `${prefix}${file.fileName}` })), manifest],
    messages: builder.messages,
  };
}
