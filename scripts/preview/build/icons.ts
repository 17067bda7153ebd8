/**
 * Icons. The base components load a whole category (hundreds of templates) for one icon; the page gets those that are
 * named somewhere in its sources.
 */
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const CATEGORIES = ['action', 'custom', 'doctype', 'standard', 'utility'] as const;
const ICON = /\b(action|custom|doctype|standard|utility):([a-z][a-z0-9_]*)/g;
const LIBRARY = /^lightning\/iconSvgTemplates(Action|Custom|Doctype|Standard|Utility)?(Rtl)?$/;

const packageDir = dirname(createRequire(import.meta.url).resolve('lightning-base-components/package.json'));

/** Names such as `utility:check` in a source. */
export const iconsIn = (source: string): readonly string[] => [...source.matchAll(ICON)].map(([name]) => name);

/** File of the icon library a base component asks for; right-to-left pages get the same drawings. */
export function iconLibraryFile(id: string): string | undefined {
  const match = LIBRARY.exec(id);
  return match === null ? undefined : `icons-${(match[1] ?? 'utility').toLowerCase()}.js`;
}

/** Entries of the build that makes the libraries: one module per category. */
export function iconEntries(names: ReadonlySet<string>): Readonly<Record<string, string>> {
  return Object.fromEntries(CATEGORIES.map((category) => {
    const icons = [...names].filter((name) => name.startsWith(`${category}:`)).map((name) => name.slice(category.length + 1)).filter((icon) => existsSync(templateOf(category, icon))).sort();
    const imports = icons.map((icon) => `import ${category}_${icon} from ${JSON.stringify(templateOf(category, icon))};`);
    return [`icons-${category}`, `${imports.join('\n')}\nexport default { ${icons.map((icon) => `${category}_${icon}`).join(', ')} };\n`];
  }));
}

function templateOf(category: string, icon: string): string {
  const library = `iconSvgTemplates${category.charAt(0).toUpperCase()}${category.slice(1)}`;
  return join(packageDir, 'src/lightning', library, 'buildTemplates', category, `${icon}.html`);
}
