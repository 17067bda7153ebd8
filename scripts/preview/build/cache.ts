/** Built files on disk, one folder per hash of what they were made from. A folder appears whole or not at all. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RollupOutput } from 'rollup';

/** Builds kept per kind; older ones are removed. */
const KEEP = 4;

export type Files = ReadonlyMap<string, Buffer>;

export function hashOf(parts: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(String(part.length)).update('\0').update(part);
  }
  return hash.digest('hex').slice(0, 16);
}

/** @returns undefined when there is no such build */
export async function readBuild(cacheDir: string, name: string): Promise<Files | undefined> {
  const folder = join(cacheDir, name);
  if (!existsSync(folder)) {
    return undefined;
  }
  const names = await readdir(folder);
  return new Map(await Promise.all(names.map(async (file) => [file, await readFile(join(folder, file))] as const)));
}

export async function writeBuild(cacheDir: string, name: string, files: Files): Promise<Files> {
  await mkdir(cacheDir, { recursive: true });
  const temporary = await mkdtemp(join(cacheDir, 'building-'));
  await Promise.all([...files].map(([file, body]) => writeFile(join(temporary, file), body)));
  await rename(temporary, join(cacheDir, name)).catch(async () => {
    // Another process has built the same in the meantime.
    await rm(temporary, { recursive: true, force: true });
  });
  await removeOld(cacheDir, name.slice(0, name.indexOf('-') + 1));
  return files;
}

async function removeOld(cacheDir: string, prefix: string): Promise<void> {
  const names = (await readdir(cacheDir)).filter((name) => name.startsWith(prefix));
  const dated = await Promise.all(names.map(async (name) => ({ name, time: await stat(join(cacheDir, name)).then((entry) => entry.mtimeMs, () => 0) })));
  const old = dated.sort((one, other) => other.time - one.time).slice(KEEP);
  await Promise.all(old.map(({ name }) => rm(join(cacheDir, name), { recursive: true, force: true })));
}

export function filesOf(output: RollupOutput['output']): Map<string, Buffer> {
  return new Map(output.map((file) => [file.fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source)]));
}
