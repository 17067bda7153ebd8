/** The run of an extraction on disk: what it is for, and where its unfinished files lie. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { filesOf, manifestIn, type SnapshotManifest } from '../snapshot.ts';
import { ExtractError } from './errors.ts';
import { replaceFile } from '../../shared/replaceFile.ts';
import { readJson } from './readJson.ts';
import type { ObjectNeed } from './needs.ts';

const RUN_FILE = 'extract.json';
const PAGES = 'pages';
/** Results of a Bulk query live this long; a run that is older would mix pages of two weeks. */
const LIFE_MS = 7 * 86_400_000;

const runSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  organizationId: z.string(),
  asOf: z.string(),
  needs: z.string(),
  /** By this machine's clock, which `asOf` need not follow. */
  begunAt: z.iso.datetime(),
});

export interface ExtractRun extends z.infer<typeof runSchema> {
  readonly pagesDir: string;
}

/**
 * Goes on with the run in a folder, or begins one.
 * @returns the manifest instead, when the run had finished and only its tidying up was left
 * @throws ExtractError when the folder holds an unfinished extraction of another org
 */
export async function openRun(out: string, organizationId: string, needs: readonly ObjectNeed[], asOf: string): Promise<{ run: ExtractRun } | { finished: SnapshotManifest }> {
  await mkdir(out, { recursive: true });
  const wanted = JSON.stringify(needs);
  const parsed = runSchema.safeParse(await readJson(join(out, RUN_FILE)));
  if (parsed.success) {
    const found = { ...parsed.data, pagesDir: join(out, PAGES) };
    if (found.organizationId !== organizationId) throw new ExtractError(`${out} holds an unfinished extraction of another org, ${found.organizationId}.`, ['Choose another folder with --out, or remove this one.']);
    const manifest = await manifestIn(out);
    if (manifest?.runId === found.id) {
      await closeRun(out, manifest);
      return { finished: manifest };
    }
    if (found.needs === wanted && Date.now() - Date.parse(found.begunAt) < LIFE_MS) return { run: found };
  }
  // Pages of an abandoned run are of another day: they must not be taken for pages of this one.
  await rm(join(out, PAGES), { recursive: true, force: true });
  const run = { id: randomBytes(6).toString('hex'), organizationId, asOf, needs: wanted, begunAt: new Date().toISOString() };
  await replaceFile(join(out, RUN_FILE), JSON.stringify(run));
  return { run: { ...run, pagesDir: join(out, PAGES) } };
}

/** Removes what a finished run no longer needs; the files of an earlier snapshot too. */
export async function closeRun(out: string, manifest: SnapshotManifest): Promise<void> {
  const kept = new Set(manifest.objects.flatMap(filesOf).map(({ file }) => file));
  for (const name of await readdir(out)) if (/\.parquet(\.new)?$/.test(name) && !kept.has(name)) await rm(join(out, name), { force: true });
  await rm(join(out, PAGES), { recursive: true, force: true });
  await rm(join(out, RUN_FILE), { force: true });
}
