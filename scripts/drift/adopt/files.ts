import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../shared/replaceFile.ts';
import type { Texts } from './edits.ts';

/** The playbook's files as they are. A folder that loads has no other YAML files. */
export async function readTexts(dir: string): Promise<Texts> {
  const names = (await readdir(dir)).filter((name) => /\.ya?ml$/.test(name)).toSorted();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(dir, name), 'utf8')] as const)));
}

/** @throws Error when somebody changed a file since it was read; nothing is written then */
export async function writeTexts(dir: string, files: Texts, before: Texts): Promise<void> {
  for (const name of files.keys()) {
    if ((await readFile(join(dir, name), 'utf8')) !== before.get(name)) throw new Error(`${join(dir, name)} was changed meanwhile; nothing was written. Run the command again.`);
  }
  for (const [name, text] of files) await replaceFile(join(dir, name), text);
}
