/**
 * Reading, parsing, normalising and comparing a source tree against Salesforce's own library, which only resolves and parses it, and
 * against reading the files and nothing else.
 */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareWithOrg } from '../drift/index.ts';
import type { Components, OrgState } from '../drift/orgState.ts';
import { parseComponents } from '../drift/parseComponents.ts';
import { FULL_TREE, noisyTree, randomFrom, sourceTree } from '../drift/testing/tree.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { count, cpuSeconds, inTurns, say, table, type Bench } from './harness.ts';

const SEED = 6;
const NOISE_SEED = 20_261_122;
const PLAYBOOK = fileURLToPath(new URL('../../config/playbook', import.meta.url));
const LABELS = { library: 'source-deploy-retrieve, fromSource + parseXml', ours: 'ours, read + parse + normalise + compare', parse: 'ours, read + parse + normalise', files: 'readFileSync and nothing else' } as const;
type Contender = keyof typeof LABELS;

export const drift: Bench = {
  summary: 'ten thousand metadata files, read and compared, against source-deploy-retrieve that reads them and against bare reading',
  async run(args) {
    parseArgs({ args: [...args], options: {} });
    const root = await mkdtemp(join(tmpdir(), 'handrail-bench-'));
    try {
      await measure(root);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  },
};

async function measure(root: string): Promise<void> {
  const { playbook } = await loadPlaybook(PLAYBOOK);
  if (!playbook) throw new Error('The playbook of the project does not load.');
  const declared = parseComponents(sourceTree(FULL_TREE, randomFrom(SEED)));
  const paths = await writeTree(root, noisyTree(FULL_TREE, randomFrom(SEED), randomFrom(NOISE_SEED)));
  checkAnswers(root, playbook, declared);
  const library = await loadLibrary(root);
  const work: Readonly<Record<Contender, () => unknown>> = {
    library: async () => {
      if ((await library()) !== paths.length) throw new Error('source-deploy-retrieve resolved another number of files.');
    },
    ours: () => {
      if (differencesIn(playbook, declared, read(paths)).length > 0) throw new Error('Noise was taken for drift.');
    },
    parse: () => read(paths),
    files: () => {
      for (const path of paths) readFileSync(path, 'utf8');
    },
  };
  const seconds = await inTurns(Object.keys(work) as Contender[], (name) => cpuSeconds(work[name]));
  say(`${count(paths.length)} files of ${FULL_TREE.objects} objects, written in another order, with other white space, defaults and added elements: no difference found.`);
  say('A rule cut down, a field of another type and one that is missing are found in the same tree.');
  say();
  say(table([['', 'CPU-s', 'files per CPU-s', 'of the library', 'of bare reading'], ...(Object.keys(work) as Contender[]).map((name) => [LABELS[name], seconds[name].toFixed(3), count(paths.length / seconds[name]), (seconds[name] / seconds.library).toFixed(2), (seconds[name] / seconds.files).toFixed(2)])]));
  say();
  say('Goals: at most 0.25 of the library, at most 3 times bare reading.');
}

async function writeTree(root: string, files: readonly (readonly [string, string])[]): Promise<string[]> {
  for (const folder of new Set(files.map(([path]) => dirname(path)))) await mkdir(join(root, folder), { recursive: true });
  for (const [path, text] of files) await writeFile(join(root, path), text);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted();
}

function read(paths: readonly string[]): Components {
  return parseComponents(texts(paths));
}

function* texts(paths: readonly string[]): Generator<readonly [string, string]> {
  for (const path of paths) yield [path, readFileSync(path, 'utf8')];
}

function differencesIn(playbook: Playbook, declared: Components, components: Components): ReturnType<typeof compareWithOrg> {
  return compareWithOrg(playbook, declared, { components, stages: new Map(), flows: null, bypasses: null, experiments: null, takingPart: null, required: null, picklists: null, reports: null, today: '2026-01-01', timeZone: 'UTC', changes: () => ({ by: null, at: null }), read: [], unread: [] } satisfies OrgState);
}

/** A comparison that finds nothing because it looks at nothing would be quick. */
function checkAnswers(root: string, playbook: Playbook, declared: Components): void {
  const changed = {
    ...declared,
    rules: new Map([...declared.rules].map(([key, rule], index) => [key, index === 700 ? { ...rule, formula: `AND(${rule.formula}, Amount > 1)` } : rule] as const)),
    fields: new Map([...declared.fields].filter((_, index) => index !== 4_000).map(([key, field], index) => [key, index === 100 ? { ...field, type: 'Url' } : field] as const)),
  };
  const kinds = differencesIn(playbook, declared, changed).map(({ kind }) => kind).toSorted();
  if (kinds.join() !== 'field-changed,field-missing,rule-formula') throw new Error(`Of three planted changes in ${root}, these were found: ${kinds.join()}.`);
}

/** @returns what resolves and parses every component of the tree and gives their number */
async function loadLibrary(root: string): Promise<() => Promise<number>> {
  process.env['SF_DISABLE_LOG_FILE'] ??= 'true';
  const { ComponentSet } = await import('@salesforce/source-deploy-retrieve');
  return async () => {
    let parsed = 0;
    for (const component of ComponentSet.fromSource(root).getSourceComponents()) {
      for (const part of [component, ...component.getChildren()]) {
        if (part.xml === undefined) continue;
        await part.parseXml();
        parsed++;
      }
    }
    return parsed;
  };
}
