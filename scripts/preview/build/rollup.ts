/** What every build of the page has in common. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import lwc from '@lwc/rollup-plugin';
import { rollup, type InputOptions, type LogHandler, type Plugin, type RollupOutput } from 'rollup';
import { salesforceModules, type Declared } from './salesforceModules.ts';

export interface BuildOptions {
  /** Entry name to source text. */
  readonly entries: Readonly<Record<string, string>>;
  readonly declared: Declared;
  /** Where modules are looked for, in order. */
  readonly modules: readonly ({ readonly name: string; readonly path: string } | { readonly dir: string } | { readonly npm: string })[];
  /** Modules that another build provides; the answer is their URL. */
  readonly urlOf: (id: string) => string | undefined;
  readonly onSource?: (source: string) => void;
}

/** Base components come from Handrail's own dependencies, whatever project is shown. */
const HANDRAIL = fileURLToPath(new URL('../../..', import.meta.url));
const REFUSAL = 'The page cannot be built:';
const ENTRY = '\0entry:';

/** @throws Error naming the module that cannot be found, or what the compiler refuses */
export async function build(options: BuildOptions): Promise<RollupOutput['output']> {
  const { entries, declared, modules, urlOf, onSource } = options;
  const input: InputOptions = {
    input: Object.fromEntries(Object.keys(entries).map((name) => [name, ENTRY + name])),
    external: (id) => urlOf(id) !== undefined,
    onLog: refuseUnresolved,
    plugins: [
      entryModules(entries, urlOf),
      salesforceModules(declared),
      ...(onSource === undefined ? [] : [watchSources(onSource)]),
      settleEnvironment(),
      lwc({
        rootDir: HANDRAIL,
        modules: [...modules],
        // The runtime is a module like any other: named in `modules`, or provided by another build.
        defaultModules: [],
        enableDynamicComponents: true,
        // The combobox asks for it; without it the page dies at the first one.
        enableSyntheticElementInternals: true,
        // The engine's own files are plain modules; the LWC compiler would refuse them.
        exclude: [/^\0/, /node_modules[\\/]@lwc[\\/]/],
      }),
    ],
  };
  const bundle = await rollup(input).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    throw text.startsWith(REFUSAL) ? error : new Error(`${REFUSAL} ${text}`, { cause: error });
  });
  try {
    const { output } = await bundle.generate({ format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js', paths: (id) => urlOf(id) ?? id });
    return output;
  } finally {
    await bundle.close();
  }
}

/** Rollup only warns of a module it cannot find; the page would then fail in the browser. */
const refuseUnresolved: LogHandler = (_level, log) => {
  if (log.code === 'UNRESOLVED_IMPORT' || log.code === 'MISSING_EXPORT') {
    throw new Error(`${REFUSAL} ${unresolvedText(log.exporter ?? '', (log.id ?? '').replace(/\?specifier=.*$/, ''))}`);
  }
};

/** Of what a project declares: how it is called, and where it belongs. */
const DECLARED: Readonly<Record<string, { readonly what: string; readonly folder: string }>> = {
  label: { what: 'custom label', folder: 'labels' },
  messageChannel: { what: 'message channel', folder: 'messageChannels' },
};

function unresolvedText(module: string, importer: string): string {
  const [, scope = '', name = ''] = /^@salesforce\/(label|messageChannel)\/(?:c\.)?(.+)$/.exec(module) ?? [];
  const declared = DECLARED[scope];
  return declared === undefined
    ? `${module} is not there (imported by ${importer}). Base components are those of lightning-base-components; c/ bundles live in force-app.`
    : `there is no ${declared.what} ${name} (imported by ${importer}). Add it to force-app/main/default/${declared.folder}.`;
}

function entryModules(entries: Readonly<Record<string, string>>, urlOf: BuildOptions['urlOf']): Plugin {
  return {
    name: 'entries',
    async resolveId(id, importer) {
      if (id.startsWith(ENTRY)) {
        return id;
      }
      // The LWC resolver looks from the importing file upwards; an entry is no file, and stands for one of ours.
      return importer?.startsWith(ENTRY) === true && urlOf(id) === undefined ? this.resolve(id, join(HANDRAIL, 'index.js'), { skipSelf: true }) : null;
    },
    load: (id) => (id.startsWith(ENTRY) ? (entries[id.slice(ENTRY.length)] ?? null) : null),
  };
}

/** What the runtime and the base components ask of their surroundings is answered here, once for all. */
function settleEnvironment(): Plugin {
  return {
    name: 'settle-environment',
    transform: {
      order: 'pre',
      handler: (code) => ({ code: code.replaceAll('import.meta.env.SSR', 'false').replaceAll('process.env.NODE_ENV', '"production"'), map: null }),
    },
  };
}

function watchSources(onSource: (source: string) => void): Plugin {
  return {
    name: 'watch-sources',
    transform: {
      order: 'pre',
      handler(code) {
        onSource(code);
        return null;
      },
    },
  };
}
