/** A snapshot on disk: one Parquet file per object and a manifest that says what it is. */
import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { identifier, literal } from './duckdb.ts';
import { isFeatureField } from './facts/sources.ts';
import { addDays, parsePeriod, type FiscalYear } from './period.ts';
import { remembered } from '../shared/remembered.ts';

const HASHED_BYTES = 256 * 1024;

const fileName = z.string().regex(/^[A-Za-z0-9_.-]*$/);

/** What changed after the file it is laid over: changed records whole, and of those that are gone the id. */
const deltaSchema = z.object({ file: fileName, records: z.number(), bytes: z.number(), sha256: z.string() });

const manifestSchema = z.object({
  format: z.literal(1),
  /** Of the run that wrote it. */
  runId: z.string().optional(),
  organizationId: z.string(),
  instanceUrl: z.string(),
  /** When the extraction began; records changed later may or may not be in it. */
  asOf: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  playbookVersion: z.string(),
  apiVersion: z.string(),
  apiCalls: z.number(),
  /** Zone of the org, which decides on which day something happened; absent when it could not be read. */
  timeZone: z.string().optional(),
  /** As the org has it: its first month, and whether a year has the name of the one it ends in. */
  fiscalYear: z.object({ start: z.number(), namedByEnd: z.boolean() }).optional(),
  objects: z.array(
    z.object({
      object: z.string(),
      /** Empty where nothing of the object can be read. */
      file: fileName,
      /** With its deltas. */
      records: z.number(),
      bytes: z.number().optional(),
      sha256: z.string(),
      /** Oldest first. */
      deltas: z.array(deltaSchema).optional(),
      /** The query it was read with, changes apart. */
      soql: z.string().optional(),
      /** Instant of the org's own clock from which the next run must ask for changes; absent: it must read everything. */
      since: z.iso.datetime().optional(),
      fields: z.array(z.object({ name: z.string(), type: z.string() })),
      /** Fields that were wanted and that the user cannot see, or the org does not have. */
      gaps: z.array(z.string()),
    }),
  ),
});

export type SnapshotManifest = z.infer<typeof manifestSchema>;
export type SnapshotObject = SnapshotManifest['objects'][number];

export const MANIFEST_FILE = 'manifest.json';

/** Column of a delta that tells records that are gone from those that changed. */
export const REMOVED = 'handrail_removed';

/** What stands after FROM to read an object of a snapshot as it was last. */
export function scanOf(dir: string, { file, deltas = [] }: Pick<SnapshotObject, 'file' | 'deltas'>): string {
  const parquet = (name: string): string => `read_parquet(${literal(join(dir, name))})`;
  const removed = identifier(REMOVED);
  return deltas.reduce(
    (before, { file: delta }) => `(SELECT * EXCLUDE (${removed}) FROM ${parquet(delta)} WHERE NOT ${removed} UNION ALL BY NAME SELECT earlier.* FROM ${before} AS earlier ANTI JOIN (SELECT "Id" FROM ${parquet(delta)}) AS later USING ("Id"))`,
    parquet(file),
  );
}

/** Files of an object, with what is known of them. */
export function filesOf({ file, bytes, sha256, deltas = [] }: SnapshotObject): readonly { readonly file: string; readonly bytes: number | undefined; readonly sha256: string }[] {
  return [{ file, bytes, sha256 }, ...deltas].filter((found) => found.file !== '');
}

export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  // One buffer for all of it: a stream would take a new one for each piece.
  const buffer = Buffer.allocUnsafeSlow(HASHED_BYTES);
  const handle = await open(file);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, HASHED_BYTES);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** Every number asks. */
const heldBy = remembered(({ objects }: SnapshotManifest): ReadonlySet<string> => new Set(objects.flatMap(({ object, fields }) => fields.map(({ name }) => `${object}.${name}`))));

/** Fields, as `Object.Field`, that a snapshot does not hold: hidden, absent in the org, or never asked for. */
export function gapsOf(fields: Iterable<string>, manifest: SnapshotManifest): string[] {
  const held = heldBy(manifest);
  return [...new Set(fields)].filter((field) => !held.has(field) && !isFeatureField(field));
}

/** Fields that a snapshot lacks, for a sentence: an object of which nothing could be read is said once. */
export function sayGaps(fields: readonly string[], held: Pick<SnapshotManifest, 'objects'>): string {
  const read = new Set(held.objects.filter(({ fields: found }) => found.length > 0).map(({ object }) => object));
  return [...new Set(fields.map((field) => (read.has(objectOf(field)) ? field : objectOf(field))))].join(', ');
}

function objectOf(field: string): string {
  return field.split('.')[0] ?? field;
}

/**
 * Fiscal years of a snapshot: they begin in the month of the playbook and have the names of the org.
 * @param start first month by the playbook
 */
export function fiscalYearOf({ fiscalYear }: Pick<SnapshotManifest, 'fiscalYear'>, start: number): FiscalYear {
  return { start, namedByEnd: fiscalYear?.namedByEnd ?? false };
}

/** What a person should know of fiscal years that the org and the playbook count in other ways, or whose names nobody has read. */
export function saysOfFiscalYear({ fiscalYear }: Pick<SnapshotManifest, 'fiscalYear'>, start: number): string | null {
  if (fiscalYear === undefined) return start === 1 ? null : `How the org names its fiscal years is not known: here a year has the name of the one it begins in, and ${daysOfExample(start)}.`;
  if (fiscalYear.start !== start) return `The fiscal year of the org begins in month ${fiscalYear.start}, that of the playbook in month ${start}: quarters here are those of the playbook, and ${daysOfExample(start, fiscalYear.namedByEnd)}. Set fiscal_year_start in definitions.yaml.`;
  return null;
}

/** What a person should know of days in a snapshot whose org did not tell its zone. @param otherwise zone of the playbook */
export function saysOfZone({ timeZone }: Pick<SnapshotManifest, 'timeZone'>, otherwise: string): string | null {
  return timeZone === undefined ? `The snapshot does not say the time zone of its org: days are those of ${otherwise}, the zone of the playbook. Extract again as a user who can read the company's information.` : null;
}

function daysOfExample(start: number, namedByEnd = false): string {
  const { from, to } = parsePeriod('2026', { start, namedByEnd });
  return `2026 is ${from} to ${addDays(to, -1)}`;
}

/** A manifest as it is written: with the hash of what it says, so that a slip of the hand is seen. Who means harm makes a new hash. */
export function manifestText(manifest: SnapshotManifest): string {
  return `${JSON.stringify({ sha256: hashOfText(JSON.stringify(manifest)), ...manifest }, null, 2)}\n`;
}

/** Whether a manifest says what it said when it was written; one of before there was a hash cannot tell. */
function isAsWritten(text: string): boolean {
  const { sha256, ...said } = safeJson(text) as { readonly sha256?: unknown };
  return sha256 === undefined || sha256 === hashOfText(JSON.stringify(said));
}

function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
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
  if (!isAsWritten(await readFile(file, 'utf8'))) throw new Error(`${file} was changed after it was written: it does not say what its sha256 was made of, so its day, zone, counts or fields may be wrong. Put it back as it was, or extract again.`);
  for (const found of manifest.objects.flatMap(filesOf)) {
    const problem = await problemOf(dir, found);
    if (problem !== null) throw new Error(`${join(dir, found.file)} ${problem}. Extract again.`);
  }
  return manifest;
}

/** Files of a test or a benchmark have no hash. */
async function problemOf(dir: string, { file, bytes, sha256 }: ReturnType<typeof filesOf>[number]): Promise<string | null> {
  const size = await stat(join(dir, file)).then((found) => found.size, () => null);
  if (size === null) return 'is not there';
  if (bytes !== undefined && size !== bytes) return `is ${size} bytes, but the manifest says ${bytes}`;
  return sha256 !== '' && (await hashOf(join(dir, file))) !== sha256 ? 'is not the file that was extracted: its SHA-256 is not that of the manifest' : null;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
