/** Files that are there whole or not at all. */
import { open, readFile, rename } from 'node:fs/promises';

/** Written aside, flushed and renamed, so that a kill leaves the old text or the new one. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const aside = `${file}.new`;
  const handle = await open(aside, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, file);
}

/** The parsed file; undefined when it is not there or no JSON. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
