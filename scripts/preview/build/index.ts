/**
 * Builds the page's scripts in two parts: the project's bundles with the stand-ins for the platform (seconds, at every
 * change), and the LWC runtime with the base components those bundles need (longer, once per lock file).
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf, hashOf, readBuild, writeBuild, type Files } from './cache.ts';
import { iconEntries, iconLibraryFile, iconsIn } from './icons.ts';
import { readProject, type Project, type QuickAction, type RecordPage, type Tab } from './project.ts';
import { build } from './rollup.ts';

export interface BuiltPage {
  /** URL path to content: scripts of the page and of the base components. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** URL path of the script that starts the page. */
  readonly entry: string;
  readonly recordPages: readonly RecordPage[];
  readonly tabs: readonly Tab[];
  readonly actions: readonly QuickAction[];
  /** Custom labels by language, then by name. */
  readonly translations: Project['translations'];
}

export interface BuildPageOptions {
  readonly projectDir: string;
  /** Told what takes its time. */
  readonly onProgress?: (text: string) => void;
}

/** Where the built scripts are served. */
const SCRIPTS_URL = '/preview';
const here = fileURLToPath(new URL('..', import.meta.url));
const SHIMS = join(here, 'modules');
const RUNTIME = ['lwc', '@lwc/synthetic-shadow'];

/** @throws Error naming the import, label or source that stands in the way */
export async function buildPage({ projectDir, onProgress = () => undefined }: BuildPageOptions): Promise<BuiltPage> {
  const project = await readProject(projectDir);
  const cacheDir = join(projectDir, '.handrail/preview');
  const lock = await readFile(join(projectDir, 'package-lock.json')).catch(() => Buffer.from(''));
  const tools = await contents(here, (file) => /^(build|modules|shell)\//.test(file) && !file.endsWith('.test.ts'));
  const sources = await Promise.all(project.files.map(async (file) => [relative(projectDir, file), await readFile(file)] as const));

  const app = `app-${hashOf([lock, ...tools, ...sources.flat()])}`;
  const known = await readBuild(cacheDir, app);
  const vendorOfKnown = known?.get('vendor.txt')?.toString();
  const knownVendor = vendorOfKnown === undefined ? undefined : await readBuild(cacheDir, vendorOfKnown);
  if (known !== undefined && vendorOfKnown !== undefined && knownVendor !== undefined) {
    return page(project, app, known, vendorOfKnown, knownVendor);
  }

  const { needed, icons } = await whatIsNeeded(project);
  const vendor = `vendor-${hashOf([lock, ...tools, ...needed, ...icons])}`;
  let vendorFiles = await readBuild(cacheDir, vendor);
  if (vendorFiles === undefined) {
    onProgress('Building the base components, once');
    vendorFiles = await writeBuild(cacheDir, vendor, await buildVendor(needed, icons));
  }
  const appFiles = filesOf(await build({ ...appBuild(project), urlOf: (id) => (isVendor(id) ? `${SCRIPTS_URL}/${vendor}/${fileName(id)}.js` : undefined) }));
  appFiles.set('vendor.txt', Buffer.from(vendor));
  return page(project, app, await writeBuild(cacheDir, app, appFiles), vendor, vendorFiles);
}

function page(project: Project, app: string, appFiles: Files, vendor: string, vendorFiles: Files): BuiltPage {
  const at = (folder: string, files: Files): (readonly [string, Buffer])[] => [...files].map(([name, body]) => [`${SCRIPTS_URL}/${folder}/${name}`, body] as const);
  return { files: new Map([...at(app, appFiles), ...at(vendor, vendorFiles)]), entry: `${SCRIPTS_URL}/${app}/main.js`, recordPages: project.recordPages, tabs: project.tabs, actions: project.actions, translations: project.translations };
}

/** Names and bytes of the files below a folder, in a fixed order. */
async function contents(folder: string, wanted: (file: string) => boolean): Promise<readonly (string | Buffer)[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/')).filter(wanted).sort();
  return (await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file))]))).flat();
}

const exposed = new Set((createRequire(import.meta.url)('lightning-base-components/package.json') as { readonly lwc: { readonly expose: readonly string[] } }).lwc.expose);
/** Services of the platform that this page has itself. */
const shimmed = new Set(await readdir(join(SHIMS, 'lightning')).then((names) => names.map((name) => `lightning/${name}`)));

const isVendor = (id: string): boolean => RUNTIME.includes(id) || (exposed.has(id) && !shimmed.has(id));
const fileName = (id: string): string => id.replace(/^@/, '').replaceAll('/', '_');

function appBuild(project: Project): Omit<Parameters<typeof build>[0], 'urlOf'> {
  const onPages = project.recordPages.flatMap((recordPage) => Object.values(recordPage.regions).flat().map(({ name }) => name));
  const names = [...new Set([...onPages, ...project.tabs.flatMap((tab) => tab.components), ...project.actions.map(({ component }) => component)])].sort();
  const missing = names.find((name) => !project.bundles.some((bundle) => bundle.name === `c/${name}`));
  if (missing !== undefined) {
    throw new Error(`The page cannot be built: a record page, tab or action names the component c:${missing}, and there is no such bundle.`);
  }
  const components = names.map((name, index) => `import component${index} from 'c/${name}';`).join('\n');
  const table = names.map((name, index) => `${JSON.stringify(name)}: component${index}`).join(', ');
  return {
    declared: project,
    modules: [...project.bundles, { dir: SHIMS }],
    // Synthetic shadow first: it patches the DOM that the engine then takes hold of.
    entries: { main: `import '@lwc/synthetic-shadow';\nimport { start } from 'preview/start';\n${components}\nstart({ ${table} });\n` },
  };
}

async function whatIsNeeded(project: Project): Promise<{ readonly needed: readonly string[]; readonly icons: readonly string[] }> {
  const needed = new Set(RUNTIME);
  const icons = new Set<string>();
  await build({
    ...appBuild(project),
    onSource: (source) => iconsIn(source).forEach((icon) => icons.add(icon)),
    urlOf: (id) => {
      if (isVendor(id)) {
        needed.add(id);
        return id;
      }
      return undefined;
    },
  });
  return { needed: [...needed].sort(), icons: [...icons].sort() };
}

async function buildVendor(needed: readonly string[], appIcons: readonly string[]): Promise<Files> {
  const icons = new Set(appIcons);
  const entries = Object.fromEntries(needed.map((id) => [fileName(id), id === '@lwc/synthetic-shadow' ? `import '${id}';` : id === 'lwc' ? `export * from 'lwc';` : `export * from '${id}';\nexport { default } from '${id}';`]));
  const common = { declared: { labels: new Map<string, string>(), messageChannels: new Set<string>() }, modules: [{ dir: SHIMS }, { npm: 'lightning-base-components' }, { npm: '@lwc/engine-dom' }, { npm: '@lwc/synthetic-shadow' }, { npm: '@lwc/wire-service' }] };
  const libraries = filesOf(await build({
    ...common,
    entries,
    onSource: (source) => iconsIn(source).forEach((icon) => icons.add(icon)),
    urlOf: (id) => {
      const file = iconLibraryFile(id);
      return file === undefined ? undefined : `./${file}`;
    },
  }));
  const drawings = filesOf(await build({ ...common, entries: iconEntries(icons), urlOf: (id) => (id === 'lwc' ? './lwc.js' : undefined) }));
  return new Map([...libraries, ...drawings]);
}
