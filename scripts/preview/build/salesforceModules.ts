/** Rollup plugin for the modules that exist on the platform only: `@salesforce/label`, `user`, `schema`, `messageChannel`, … */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'rollup';

const PREFIX = '\0salesforce:';

/** What a project declares and its bundles import by name. */
export interface Declared {
  readonly labels: ReadonlyMap<string, string>;
  /** `Record_Selected__c` */
  readonly messageChannels: ReadonlySet<string>;
}

/** Source of a module by what follows its scope; undefined: not one we have. */
type Source = (name: string, declared: Declared) => string | undefined;

const constant = (value: unknown): string => `export default ${JSON.stringify(value)};`;
const baseComponents = dirname(createRequire(import.meta.url).resolve('lightning-base-components/package.json'));
const formatOf = (name: string): string => join(baseComponents, 'scopedImports', `@salesforce-i18n-${name}.js`);

/** Read when the page starts: differs by the user who views. */
const ofPage = (property: string): string => `export default globalThis.handrailPage.${property};`;

const SOURCES: Readonly<Record<string, Source>> = {
  label: (name, { labels }) => {
    const own = name.replace(/^c\./, '');
    const text = labels.get(own);
    return !name.startsWith('c.') || text === undefined ? undefined : `export default globalThis.handrailPage.labels[${JSON.stringify(own)}] ?? ${JSON.stringify(text)};`;
  },
  schema: (name) => {
    const [objectApiName, ...path] = name.split('.');
    return constant(path.length === 0 ? { objectApiName } : { fieldApiName: path.join('.'), objectApiName });
  },
  user: (name) => (name === 'Id' ? ofPage('user.id') : name === 'isGuest' ? constant(false) : undefined),
  client: (name) => (name === 'formFactor' ? ofPage('formFactor') : undefined),
  // Locale and formats are those of the base components: en-US.
  i18n: (name) => (name === 'timeZone' ? ofPage('user.timeZone') : name === 'lang' ? "export default globalThis.handrailPage.user.language.replace('_', '-');" : existsSync(formatOf(name)) ? `export { default } from ${JSON.stringify(formatOf(name))};` : undefined),
  messageChannel: (name, { messageChannels }) => (messageChannels.has(name) ? `export default Object.freeze(${JSON.stringify({ messageChannel: name })});` : undefined),
  customPermission: (name) => `export default globalThis.handrailPage.user.customPermissions.includes(${JSON.stringify(name)}) || undefined;`,
};

export function salesforceModules(declared: Declared): Plugin {
  return {
    name: 'salesforce-modules',
    resolveId: {
      // Before the base components' own stand-ins: theirs are fixed to one locale and user.
      order: 'pre',
      handler(id) {
        const source = sourceOf(id, declared);
        return source === undefined ? null : PREFIX + id;
      },
    },
    load(id) {
      return id.startsWith(PREFIX) ? (sourceOf(id.slice(PREFIX.length), declared) ?? null) : null;
    },
  };
}

function sourceOf(id: string, declared: Declared): string | undefined {
  const [, scope = '', name = ''] = /^@salesforce\/(\w+)\/(.+)$/.exec(id) ?? [];
  return Object.hasOwn(SOURCES, scope) ? SOURCES[scope]?.(name, declared) : undefined;
}
