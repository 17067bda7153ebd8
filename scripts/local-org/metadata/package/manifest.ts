/** package.xml and destructiveChanges.xml: which components a package names. */
import { checkElements } from '../elements/index.ts';
import { problem, type Problem } from '../problem.ts';
import { FOLDER_TYPES, isStoredType, typeNamed } from '../registry.ts';
import { childrenOf, element, textOf, textsOf, type XmlElement } from '../xml/element.ts';
import { parseXml, XmlError } from '../xml/parse.ts';
import { printDocument } from '../xml/print.ts';

/** A folder stands under the type it holds, with or without a slash at its end: the Salesforce CLI writes one. */
const withoutSlash = (type: string, member: string): string => (typeNamed(type)?.folderType === undefined ? member : member.replace(/(?<=.)\/$/, ''));

export class Manifest {
  readonly #folders: { readonly type: string; readonly fullName: string }[] = [];
  readonly #members = new Map<string, Set<string>>();
  readonly version: string;

  constructor(types: readonly { readonly name: string; readonly members: readonly string[] }[], version: string) {
    for (const { name, members } of types) {
      const known = this.#members.get(name) ?? new Set<string>();
      for (const member of members) {
        const fullName = withoutSlash(name, member);
        if (fullName !== member) this.#folders.push({ type: name, fullName });
        known.add(fullName);
      }
      this.#members.set(name, known);
    }
    this.version = version;
  }

  /** Whether the package names the component; folders are named under the type they hold. */
  names(type: string, fullName: string): boolean {
    const members = this.#members.get(FOLDER_TYPES[type] ?? type);
    if (members === undefined) return false;
    return members.has('*') || members.has(fullName) || [...members].some((member) => member.toLowerCase() === fullName.toLowerCase());
  }

  /** What is named with a slash is a folder and has a folder's type. */
  entries(): { readonly type: string; readonly fullName: string }[] {
    const typeOf = (type: string, fullName: string): string => (this.#folders.some((folder) => folder.type === type && folder.fullName === fullName) ? (typeNamed(type)?.folderType ?? type) : type);
    return [...this.#members].flatMap(([type, members]) => [...members].map((fullName) => ({ type: typeOf(type, fullName), fullName })));
  }
}

/** Reads a manifest; every problem in it is added to `problems`. */
export function readManifest(bytes: Uint8Array, fileName: string, problems: Problem[]): Manifest {
  const types: { name: string; members: readonly string[] }[] = [];
  let version = '';
  try {
    const document = parseXml(bytes);
    const complain = (message: string, node: XmlElement): void => {
      problems.push(problem('', fileName, fileName, message, document.locate(node.offset ?? 0)));
    };
    if (document.root.name !== 'Package') complain(`Error parsing file: the root element of ${fileName} must be Package`, document.root);
    else {
      checkElements({ ...document.root, children: document.root.children.concat(fileName === 'package.xml' ? [] : ensureVersion(document.root)) }, 'Package', complain);
      version = textOf(document.root, 'version') ?? '';
      if (version !== '' && !/^\d{2,3}\.0$/.test(version)) complain(`Invalid version '${version}' specified in ${fileName}`, document.root);
      for (const node of childrenOf(document.root, 'types')) {
        const name = textOf(node, 'name') ?? '';
        if (isStoredType(name)) types.push({ name, members: textsOf(node, 'members') });
        else complain(`Unknown type name '${name}' specified in ${fileName} (not a metadata type that the local org supports)`, node);
      }
    }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    problems.push(problem('', fileName, fileName, `Error parsing file: ${error.message}`, error));
  }
  return new Manifest(types, version);
}

/** A destructive manifest may leave the version to package.xml. */
const ensureVersion = (root: XmlElement): readonly XmlElement[] => (textOf(root, 'version') === null ? [element('version', '67.0')] : []);

/** package.xml of a retrieve. */
export function printManifest(members: ReadonlyMap<string, readonly string[]>, version: string, fullName?: string): string {
  const types = [...members].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([name, names]) =>
    element('types', [...names.toSorted().map((member) => element('members', member)), element('name', name)]));
  return printDocument(element('Package', [...(fullName === undefined ? [] : [element('fullName', fullName)]), ...types, element('version', version)]));
}
