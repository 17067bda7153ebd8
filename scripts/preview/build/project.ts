/** What a Salesforce DX project holds that the page is made of: bundles, labels, message channels, record pages. */
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
  /** Components of the platform are left out. */
  readonly regions: Readonly<Record<string, readonly PageComponent[]>>;
}

export interface PageComponent {
  /** Bundle name without namespace. */
  readonly name: string;
  /** It stands there when all of them hold; API names of fields of the record. */
  readonly visibleWhen: readonly { readonly field: string; readonly operator: 'EQUAL' | 'NE'; readonly value: string }[];
}

/** An action of a record that a bundle runs. */
export interface QuickAction {
  readonly object: string;
  readonly label: string;
  readonly component: string;
}

/** A tab: the list of an object, or components of one's own on a page. */
export interface Tab {
  readonly name: string;
  /** Of a tab of components; an object's tab has the object's. */
  readonly label: string | null;
  /** API name of the object whose records it lists. */
  readonly object: string | null;
  /** Bundle names, in order. */
  readonly components: readonly string[];
}

export interface Project {
  readonly bundles: readonly Bundle[];
  readonly labels: ReadonlyMap<string, string>;
  /** Of labels, by language as Salesforce calls it. */
  readonly translations: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** As bundles import them: `Record_Selected__c`. */
  readonly messageChannels: ReadonlySet<string>;
  readonly recordPages: readonly RecordPage[];
  readonly tabs: readonly Tab[];
  readonly actions: readonly QuickAction[];
  /** Every file the page depends on. */
  readonly files: readonly string[];
}

const PAGE_FILE = '.flexipage-meta.xml';
const TAB_FILE = '.tab-meta.xml';
const APP_FILE = '.app-meta.xml';
const CHANNEL_FILE = '.messageChannel-meta.xml';
const ACTION_FILE = '.quickAction-meta.xml';
const TRANSLATION_FILE = '.translation-meta.xml';
/** Translations may be deployed apart, from a folder that is no package directory. */
const LANGUAGES = 'languages/default';
const SOURCE_FOLDERS = ['default', 'main/default'];
const parser = new XMLParser({ isArray: (name) => ['labels', 'customLabels', 'flexiPageRegions', 'itemInstances', 'criteria', 'tabs'].includes(name), parseTagValue: false, trimValues: false });

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
  const actionFiles = (await Promise.all(roots.map((root) => filesIn(join(root, 'quickActions'), ACTION_FILE)))).flat();
  const appFiles = (await Promise.all(roots.map((root) => filesIn(join(root, 'applications'), APP_FILE)))).flat();
  const channelFiles = (await Promise.all(roots.map((root) => filesIn(join(root, 'messageChannels'), CHANNEL_FILE)))).flat();
  const translationFiles = (await Promise.all([...roots, join(projectDir, LANGUAGES)].map((root) => filesIn(join(root, 'translations'), TRANSLATION_FILE)))).flat();
  const order = (await Promise.all(appFiles.map(tabsOfApp))).flat();
  const bundleFiles = (await Promise.all(roots.map((root) => filesIn(join(root, 'lwc'), '')))).flat();
  const pages = await Promise.all(pageFiles.map(pageOf));
  return {
    bundles,
    labels: new Map((await Promise.all(labelFiles.map(labelsOf))).flat()),
    translations: new Map(await Promise.all(translationFiles.map(async (file) => [basename(file, TRANSLATION_FILE), await translatedLabelsOf(file)] as const))),
    messageChannels: new Set(channelFiles.map((file) => `${basename(file, CHANNEL_FILE)}__c`)),
    recordPages: pages.filter((page) => page.type === 'RecordPage').flatMap(({ object, regions }) => (object === null ? [] : [{ object, regions }])),
    tabs: inOrder(await Promise.all(tabFiles.map((file) => tabOf(file, pages))), order),
    actions: (await Promise.all(actionFiles.map(actionOf))).flat(),
    files: [...bundleFiles.filter((file) => !/[\\/]__tests__[\\/]/.test(file)), ...labelFiles, ...channelFiles, ...pageFiles, ...tabFiles, ...appFiles, ...actionFiles].sort(),
  };
}

/** Names of tabs as an app has them in its navigation. */
async function tabsOfApp(file: string): Promise<readonly string[]> {
  return (parser.parse(await readFile(file, 'utf8')) as { readonly CustomApplication?: { readonly tabs?: readonly string[] } }).CustomApplication?.tabs ?? [];
}

/** Tabs that no app shows come last. */
function inOrder(tabs: readonly Tab[], order: readonly string[]): readonly Tab[] {
  const place = ({ name }: Tab): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return tabs.toSorted((left, right) => place(left) - place(right) || left.name.localeCompare(right.name));
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
    // A bundle without a script holds styles that others import.
    .map(({ name }) => ({ name: `c/${name}`, path: ['js', 'css'].map((ending) => join(folder, name, `${name}.${ending}`)).find((path) => existsSync(path)) }))
    .flatMap(({ name, path }) => (path === undefined ? [] : [{ name, path }]));
}

async function filesIn(folder: string, ending: string): Promise<readonly string[]> {
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true, recursive: true }) : [];
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map((entry) => join(entry.parentPath, entry.name));
}

async function labelsOf(file: string): Promise<readonly (readonly [string, string])[]> {
  const { CustomLabels } = parser.parse(await readFile(file, 'utf8')) as { readonly CustomLabels?: { readonly labels?: readonly { readonly fullName: string; readonly value: string }[] } };
  return (CustomLabels?.labels ?? []).map(({ fullName, value }) => [fullName, value] as const);
}

async function translatedLabelsOf(file: string): Promise<ReadonlyMap<string, string>> {
  const { Translations } = parser.parse(await readFile(file, 'utf8')) as { readonly Translations?: { readonly customLabels?: readonly { readonly name: string; readonly label: string }[] } };
  return new Map((Translations?.customLabels ?? []).map(({ name, label }) => [name, label] as const));
}

interface PageXml {
  readonly FlexiPage?: {
    readonly type?: string;
    readonly sobjectType?: string;
    readonly flexiPageRegions?: readonly { readonly name: string; readonly itemInstances?: readonly { readonly componentInstance?: InstanceXml }[] }[];
  };
}

interface InstanceXml {
  readonly componentName: string;
  readonly visibilityRule?: { readonly booleanFilter?: string; readonly criteria?: readonly { readonly leftValue: string; readonly operator: string; readonly rightValue?: string }[] };
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
    const instances = (region.itemInstances ?? []).flatMap(({ componentInstance }) => (componentInstance === undefined ? [] : [componentInstance]));
    const own = instances.filter(({ componentName }) => !componentName.includes(':') || componentName.startsWith('c:'));
    return [region.name, own.map((instance) => ({ name: instance.componentName.replace(/^c:/, ''), visibleWhen: visibilityOf(instance, file) }))] as const;
  });
  return { name: basename(file, PAGE_FILE), type: page.type ?? '', object: page.sobjectType ?? null, regions: Object.fromEntries(regions) };
}

/** @throws Error when the rule asks for something else than fields of the record, all of which must hold */
function visibilityOf({ componentName, visibilityRule }: InstanceXml, file: string): PageComponent['visibleWhen'] {
  return (visibilityRule?.criteria ?? []).map(({ leftValue, operator, rightValue = '' }) => {
    const field = /^\{!Record\.(\w+)\}$/.exec(leftValue)?.[1];
    if (field === undefined || visibilityRule?.booleanFilter !== undefined || (operator !== 'EQUAL' && operator !== 'NE')) {
      throw new Error(`The page cannot be built: ${basename(file)} shows ${componentName} by a rule that this page does not know (${leftValue} ${operator}).`);
    }
    return { field, operator, value: rightValue };
  });
}

interface ActionXml {
  readonly QuickAction?: { readonly label?: string; readonly type?: string; readonly lightningWebComponent?: string };
}

/** Actions of other kinds are the platform's own. */
async function actionOf(file: string): Promise<readonly QuickAction[]> {
  const [object = '', name] = basename(file, ACTION_FILE).split('.');
  const { label, type, lightningWebComponent } = (parser.parse(await readFile(file, 'utf8')) as ActionXml).QuickAction ?? {};
  return type === 'LightningWebComponent' && lightningWebComponent !== undefined && name !== undefined ? [{ object, label: label ?? name, component: lightningWebComponent }] : [];
}

interface TabXml {
  readonly CustomTab?: { readonly label?: string; readonly customObject?: string; readonly flexiPage?: string; readonly lwcComponent?: string };
}

/** @throws Error when the tab is of another kind, or its page is not there */
async function tabOf(file: string, pages: readonly Page[]): Promise<Tab> {
  const name = basename(file, TAB_FILE);
  const { label = null, customObject, flexiPage, lwcComponent } = (parser.parse(await readFile(file, 'utf8')) as TabXml).CustomTab ?? {};
  if (customObject === 'true') {
    return { name, label: null, object: name, components: [] };
  }
  const regions = pages.find((page) => page.name === flexiPage)?.regions;
  const components = lwcComponent !== undefined ? [lwcComponent] : regions && Object.values(regions).flat().map((component) => component.name);
  if (components === undefined) {
    throw new Error(`The page cannot be built: the tab ${name} shows neither an object, a page of the project, nor a Lightning component.`);
  }
  return { name, label, object: null, components };
}
