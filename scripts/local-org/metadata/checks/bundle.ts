/** Lightning web component bundles: the files they need and the modules they import. */
import { textOf } from '../xml/element.ts';
import type { CheckContext, ComponentCheck, Report } from './context.ts';

const decoder = new TextDecoder();
const IMPORT = /(?:^|[;}\n])\s*(?:import|export)\s+(?:[\w$*{}\s,]+\s+from\s+)?['"]([^'"\n]+)['"]/g;

/** Comments may hold text that looks like an import. */
const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/[^\n]*/g, '$1');

export const checkBundleFiles: ComponentCheck = (incoming, _context, report) => {
  const name = incoming.fullName;
  const own = [...incoming.files.keys()].map((path) => path.slice(`lwc/${name}/`.length));
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(name) || name.endsWith('_') || name.includes('__')) report(`Invalid Lightning web component name ${name}: it must begin with a lowercase letter and hold only alphanumeric characters and single underscores`);
  if (!own.includes(`${name}.js`) && !own.includes(`${name}.css`) && !own.includes(`${name}.html`)) report(`Cannot find Lightning Component Bundle ${name}.`);
  if (textOf(incoming.node, 'apiVersion') === null) report('Required field is missing: apiVersion');
};

function checkImport(specifier: string, file: string, { schema, components }: CheckContext, report: Report): void {
  const [scope = '', name = '', ...rest] = specifier.split('/');
  if (scope === 'c' && !components.has('LightningComponentBundle', name)) report(`No MODULE named markup://c:${name} found : [markup://${file}]`);
  if (scope !== '@salesforce') return;
  const target = rest.join('/');
  if (name === 'schema') {
    const [object = '', ...path] = target.split('.');
    if (schema.object(object) === undefined) report(`Invalid reference ${object} of type sobjectClass in file ${file}`);
    else if (path.length === 1 && schema.field(object, path[0] ?? '') === undefined) report(`Invalid reference ${target} of type sobjectField in file ${file}`);
  }
  if (name === 'label' && target.startsWith('c.') && !components.has('CustomLabel', target.slice(2))) report(`Invalid reference ${target} of type label in file ${file}`);
  if (name === 'customPermission' && !components.has('CustomPermission', target)) report(`Invalid reference ${target} of type customPermission in file ${file}`);
  if (name === 'resourceUrl' && !components.has('StaticResource', target.split('/')[0] ?? '')) report(`Invalid reference ${target} of type resourceUrl in file ${file}`);
  if (name === 'apex') report(`Invalid reference ${target} of type apexMethod in file ${file}`);
}

export const checkBundleImports: ComponentCheck = (incoming, context, report) => {
  const prefix = `lwc/${incoming.fullName}/`;
  for (const [path, bytes] of incoming.files) {
    const file = path.slice(prefix.length);
    if (!file.endsWith('.js') || file.startsWith('__tests__/')) continue;
    for (const match of withoutComments(decoder.decode(bytes)).matchAll(IMPORT)) checkImport(match[1] ?? '', file, context, report);
  }
};

/** `<c-stage-gate>` in a template needs the bundle `stageGate`. */
export const checkTemplateTags: ComponentCheck = (incoming, { components }, report) => {
  for (const [path, bytes] of incoming.files) {
    if (!path.endsWith('.html')) continue;
    for (const match of decoder.decode(bytes).replace(/<!--[\s\S]*?-->/g, '').matchAll(/<c-([a-z][a-z0-9_-]*)/g)) {
      const name = (match[1] ?? '').replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      if (!components.has('LightningComponentBundle', name)) report(`No MODULE named markup://c:${name} found : [markup://c:${incoming.fullName}]`);
    }
  }
};
