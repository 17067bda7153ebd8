/** `npm run docs` writes docs/reference and the generated regions of docs; `npm run docs -- --check` fails when one is out of date. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadPlaybook } from '../playbook/index.ts';
import { generateReferences, generateRegions } from './references.ts';
import { fillRegions } from './regions/regions.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = 'docs/reference';

/** Paths of the files that differ from what would be written, each with the text to write; null where a file is to go. */
export async function staleReferences(root: string): Promise<ReadonlyMap<string, string | null>> {
  const { playbook, problems } = await loadPlaybook(join(root, 'config/playbook'));
  if (!playbook) throw new Error(`The playbook cannot be read: ${problems[0]?.message ?? 'no file'}`);
  const wanted = new Map([...generateReferences(playbook)].map(([name, text]) => [`${PAGES}/${name}`, text]));
  for (const [name, regions] of generateRegions()) {
    wanted.set(`docs/${name}`, fillRegions(await readFile(join(root, 'docs', name), 'utf8'), regions));
  }
  const present = (await readdir(join(root, PAGES)).catch(() => [])).map((name) => `${PAGES}/${name}`);
  const stale = new Map<string, string | null>(present.filter((path) => !wanted.has(path)).map((path) => [path, null]));
  for (const [path, text] of wanted) {
    const old = await readFile(join(root, path), 'utf8').catch(() => null);
    if (old !== text) stale.set(path, text);
  }
  return stale;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const stale = await staleReferences(ROOT);
  const names = [...stale.keys()].join(', ');
  if (values.check) {
    if (stale.size === 0) return void process.stdout.write('What is generated in docs is up to date.\n');
    process.stderr.write(`Out of date: ${names}. Write them again: npm run docs\n`);
    process.exitCode = 1;
    return;
  }
  await mkdir(join(ROOT, PAGES), { recursive: true });
  for (const [path, text] of stale) {
    await (text === null ? rm(join(ROOT, path)) : writeFile(join(ROOT, path), text));
  }
  process.stdout.write(stale.size === 0 ? 'What is generated in docs was up to date.\n' : `Written: ${names}.\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
