/** `npm run docs` writes docs/reference; `npm run docs -- --check` fails when it is out of date. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadPlaybook } from '../playbook/index.ts';
import { generateReferences } from './references.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = 'docs/reference';

/** Names of the files that differ from what would be written, each with the text to write; null where a file is to go. */
export async function staleReferences(root: string): Promise<ReadonlyMap<string, string | null>> {
  const { playbook, problems } = await loadPlaybook(join(root, 'config/playbook'));
  if (!playbook) throw new Error(`The playbook cannot be read: ${problems[0]?.message ?? 'no file'}`);
  const wanted = generateReferences(playbook);
  const folder = join(root, FOLDER);
  const present = await readdir(folder).catch(() => []);
  const stale = new Map<string, string | null>(present.filter((name) => !wanted.has(name)).map((name) => [name, null]));
  for (const [name, text] of wanted) {
    const old = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (old !== text) stale.set(name, text);
  }
  return stale;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const stale = await staleReferences(ROOT);
  const names = [...stale.keys()].map((name) => `${FOLDER}/${name}`);
  if (values.check) {
    if (names.length === 0) return void process.stdout.write(`${FOLDER} is up to date.\n`);
    process.stderr.write(`Out of date: ${names.join(', ')}. Write them again: npm run docs\n`);
    process.exitCode = 1;
    return;
  }
  await mkdir(join(ROOT, FOLDER), { recursive: true });
  for (const [name, text] of stale) {
    const path = join(ROOT, FOLDER, name);
    await (text === null ? rm(path) : writeFile(path, text));
  }
  process.stdout.write(names.length === 0 ? `${FOLDER} was up to date.\n` : `Written: ${names.join(', ')}.\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
