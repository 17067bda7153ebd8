/** A snapshot on disk: one Parquet file per object and a manifest that says what it is. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({
  format: z.literal(1),
  /** Of the run that wrote it. */
  runId: z.string().optional(),
  organizationId: z.string(),
  instanceUrl: z.string(),
  /** When the extraction began; records changed later may or may not be in it. */
  asOf: z.string(),
  playbookVersion: z.string(),
  apiVersion: z.string(),
  apiCalls: z.number(),
  /** Zone of the org, which decides on which day something happened; absent when it could not be read. */
  timeZone: z.string().optional(),
  objects: z.array(
    z.object({
      object: z.string(),
      /** Empty where nothing of the object can be read. */
      file: z.string().regex(/^[A-Za-z0-9_.-]*$/),
      records: z.number(),
      bytes: z.number().optional(),
      sha256: z.string(),
      fields: z.array(z.object({ name: z.string(), type: z.string() })),
      /** Fields that were wanted and that the user cannot see, or the org does not have. */
      gaps: z.array(z.string()),
    }),
  ),
});

export type SnapshotManifest = z.infer<typeof manifestSchema>;

export const MANIFEST_FILE = 'manifest.json';

/** Fields, as `Object.Field`, that a snapshot does not hold: hidden, absent in the org, or never asked for. */
export function gapsOf(fields: Iterable<string>, manifest: SnapshotManifest): string[] {
  const held = new Set(manifest.objects.flatMap(({ object, fields: found }) => found.map(({ name }) => `${object}.${name}`)));
  return [...new Set(fields)].filter((field) => !held.has(field));
}

/** The manifest in a folder; undefined when there is none that this version reads. */
export async function manifestIn(dir: string): Promise<SnapshotManifest | undefined> {
  const text = await readFile(join(dir, MANIFEST_FILE), 'utf8').catch(() => undefined);
  const parsed = manifestSchema.safeParse(safeJson(text ?? ''));
  return parsed.success ? parsed.data : undefined;
}

/** @throws Error in one sentence when the folder holds no snapshot, an unfinished one, or one whose files are damaged */
export async function readManifest(dir: string): Promise<SnapshotManifest> {
  const file = join(dir, MANIFEST_FILE);
  const present = await stat(file).then(() => true, () => false);
  if (!present) throw new Error(`${dir} holds no finished snapshot: it has no ${MANIFEST_FILE}. Run handrail extract --out ${dir}; it goes on where it stopped.`);
  const manifest = await manifestIn(dir);
  if (!manifest) throw new Error(`${file} is not the manifest of a snapshot that this version reads. Extract again.`);
  for (const { file: name, bytes } of manifest.objects) {
    if (bytes === undefined || name === '') continue;
    const size = await stat(join(dir, name)).then((found) => found.size, () => null);
    if (size !== bytes) throw new Error(`${join(dir, name)} is ${size === null ? 'not there' : `${size} bytes`}, but the manifest says ${bytes}. Extract again.`);
  }
  return manifest;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
