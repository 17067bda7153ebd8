/** Packs on disk: `<folder>/<pack>/<day>.md`, `.html`, `.pdf`, and `.json` with the numbers for the pack after it. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../shared/replaceFile.ts';
import type { EarlierPack, PackData } from './types.ts';

const stateSchema = z.enum(['ok', 'undefined', 'immature', 'low_n', 'partial_access', 'stale']);

const dataSchema: z.ZodType<PackData> = z.object({
  format: z.literal(1),
  pack: z.string(),
  asOf: z.iso.datetime({ offset: true }),
  playbookVersion: z.string(),
  numbers: z.array(z.object({ id: z.string(), slice: z.string(), value: z.number().nullable(), state: stateSchema, also: z.array(stateSchema).exactOptional(), definitionVersion: z.string() })),
});

/** The numbers of a pack from the text they were kept as; undefined where it is none. */
export function readPackData(text: unknown): PackData | undefined {
  try {
    return dataSchema.safeParse(JSON.parse(String(text))).data;
  } catch {
    return undefined;
  }
}

/** @param today ISO date by the org's clocks @returns the numbers of the latest pack before it, and what could not be read on the way to it */
export async function previousPack(dir: string, pack: string, today: string): Promise<{ readonly previous: EarlierPack | undefined; readonly unreadable: readonly string[] }> {
  const names = await readdir(join(dir, pack)).catch(() => []);
  const unreadable: string[] = [];
  const days = names.filter((name) => /^\d{4}-\d{2}-\d{2}\.json$/.test(name) && name.slice(0, 10) < today).toSorted().toReversed();
  for (const name of days) {
    const data = readPackData(await readFile(join(dir, pack, name), 'utf8').catch(() => undefined));
    if (data?.pack === pack) return { previous: { ...data, day: name.slice(0, 10) }, unreadable };
    unreadable.push(join(dir, pack, name));
  }
  return { previous: undefined, unreadable };
}

/** Writes each file whole. @param day of the pack @returns their names, in the order given */
export async function writePack(dir: string, day: string, data: PackData, texts: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = join(dir, data.pack);
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  for (const [extension, text] of Object.entries({ ...texts, json: `${JSON.stringify(data, null, 2)}\n` })) {
    const file = join(folder, `${day}.${extension}`);
    await replaceFile(file, text);
    written.push(file);
  }
  return written;
}
