/** What a Salesforce DX project holds that the page is made of: bundles, labels, record pages. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

export interface Bundle {
  /** `c/stageGate` */
  readonly name: string;
  /** Its main file. */
  readonly path: string;
}

/** Components on the record page of an object, by region, in order. */
export interface RecordPage {
  readonly object: string;
  /** Bundle names without namespace; components of the platform are left out. */
  readonly regions: Readonly<Record<string, readonly string[]>>;
}

/** A tab: the list of an object, or components of one's own on a page. */
export interface Tab {
  readonly name: string;
  /** API name of the object whose records it lists. */
  readonly object: string | null;
  /** Bundle names, in order. */
  readonly components: readonly string[];
}

export interface Project {
  readonly bundles: readonly Bundle[];
  readonly labels: ReadonlyMap<string, string>;
  readonly recordPages: readonly RecordPage[];
  readonly tabs: readonly Tab[];
  /** Every file the page depends on. */
  readonly files: readonly string[];
}

const PAGE_FILE = '.flexipage-meta.xml';
const TAB_FILE = '.tab-meta.xml';
const SOURCE_FOLDERS = ['default', 'main/default'];
const parser = new XMLParser({ isArray: (name) => ['labels', 'flexiPageRegions', 'itemInstances'].includes(name), parseTagValue: false, trimValues: false });

/** @throws Error when sfdx-project.json cannot be read or two folders hold the same bundle */
export async function readProject(projectDir: string): Promise<Project> {
  const roots = await sourceRoots(projectDir);
  const bundles = (await Promise.all(roots.map((root) => bundlesIn(join(root, 'lwc'))))).flat();
  const twice = bundles.find((bundle, index) => bundles.findIndex((other) => other.name === bundle.name) !== index);
  if (twice !== undefined) {
    throw new Error(`The bundle ${twice.name} is in two package directories; keep one.`);
  }
  const labelFiles = (await Promise.all(roots.map((root) => filesIn(join(root, 'labels'), '.labels-meta.xml')))).flat();
  const pageFiles = (await Promise.all(roots.map((root) => filesIn(join(root, 'flexipages'), PAGE_FILE)))).flat();
  const tabFiles = (await Promise.all(roots.map((root) => filesIn(join(root, 'tabs'), TAB_FILE)))).flat();
  const bundleFiles = (await Promise.all(roots.map((root) => filesIn(join(root, 'lwc'), '')))).flat();
  const pages = await Promise.all(pageFiles.map(pageOf));
  return {
    bundles,
    labels: new Map((await Promise.all(labelFiles.map(labelsOf))).flat()),
    recordPages: pages.filter((page) => page.type === 'RecordPage').flatMap(({ object, regions }) => (object === null ? [] : [{ object, regions }])),
    tabs: await Promise.all(tabFiles.map((file) => tabOf(file, pages))),
    files: [...bundleFiles.filter((file) => !/[\\/]__tests__[\\/]/.test(file)), ...labelFiles, ...pageFiles, ...tabFiles].sort(),
  };
}

async function sourceRoots(projectDir: string): Promise<readonly string[]> {
  const file = join(projectDir, 'sfdx-project.json');
  const { packageDirectories } = JSON.parse(await readFile(file, 'utf8').catch(() => {
    throw new Error(`There is no sfdx-project.json in ${projectDir}: start this in the folder of the project.`);
  })) as { readonly packageDirectories?: readonly { readonly path: string }[] };
  return (packageDirectories ?? []).flatMap(({ path }) => SOURCE_FOLDERS.map((folder) => join(projectDir, path, folder))).filter((root) => existsSync(root));
}

async function bundlesIn(folder: string): Promise<readonly Bundle[]> {
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name: `c/${name}`, path: join(folder, name, `${name}.js`) }))
    .filter(({ path }) => existsSync(path));
}

async function filesIn(folder: string, ending: string): Promise<readonly string[]> {
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true, recursive: true }) : [];
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map((entry) => join(entry.parentPath, entry.name));
}

async function labelsOf(file: string): Promise<readonly (readonly [string, string])[]> {
  const { CustomLabels } = parser.parse(await readFile(file, 'utf8')) as { readonly CustomLabels?: { readonly labels?: readonly { readonly fullName: string; readonly value: string }[] } };
  return (CustomLabels?.labels ?? []).map(({ fullName, value }) => [fullName, value] as const);
}

interface PageXml {
  readonly FlexiPage?: {
    readonly type?: string;
    readonly sobjectType?: string;
    readonly flexiPageRegions?: readonly { readonly name: string; readonly itemInstances?: readonly { readonly componentInstance?: { readonly componentName: string } }[] }[];
  };
}

interface Page {
  readonly name: string;
  readonly type: string;
  readonly object: string | null;
  readonly regions: RecordPage['regions'];
}

async function pageOf(file: string): Promise<Page> {
  const page = (parser.parse(await readFile(file, 'utf8')) as PageXml).FlexiPage ?? {};
  const regions = (page.flexiPageRegions ?? []).map((region) => {
    const names = (region.itemInstances ?? []).map((item) => item.componentInstance?.componentName ?? '');
    return [region.name, names.filter((name) => name !== '' && (!name.includes(':') || name.startsWith('c:'))).map((name) => name.replace(/^c:/, ''))] as const;
  });
  return { name: basename(file, PAGE_FILE), type: page.type ?? '', object: page.sobjectType ?? null, regions: Object.fromEntries(regions) };
}

interface TabXml {
  readonly CustomTab?: { readonly customObject?: string; readonly flexiPage?: string; readonly lwcComponent?: string };
}

/** @throws Error when the tab is of another kind, or its page is not there */
async function tabOf(file: string, pages: readonly Page[]): Promise<Tab> {
  const name = basename(file, TAB_FILE);
  const { customObject, flexiPage, lwcComponent } = (parser.parse(await readFile(file, 'utf8')) as TabXml).CustomTab ?? {};
  if (customObject === 'true') {
    return { name, object: name, components: [] };
  }
  const components = lwcComponent === undefined ? pages.find((page) => page.name === flexiPage)?.regions : { main: [lwcComponent] };
  if (components === undefined) {
    throw new Error(`The page cannot be built: the tab ${name} shows neither an object, a page of the project, nor a Lightning component.`);
  }
  return { name, object: null, components: Object.values(components).flat() };
}
