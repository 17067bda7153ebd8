/** One object of a snapshot: what changed since the one before, where that can be told, or all of it. */
import { join } from 'node:path';
import type { OrgConnection } from '../../org/types.ts';
import { isFeatureField } from '../facts/sources.ts';
import { scanOf, type SnapshotObject } from '../snapshot.ts';
import { bulkQuery, dropDamaged, soqlOf, type BulkPages } from './bulkQuery.ts';
import { countAt, deletedSince, isScattered, recordsIn, sinceOf, type Described, type Since } from './changes.ts';
import { ExtractError, PagesDamagedError, PassingError } from './errors.ts';
import { replaceFile } from '../../shared/replaceFile.ts';
import type { ObjectNeed } from './needs.ts';
import { jsonOf, optional, retrying, type Pause } from './orgCalls.ts';
import type { ExtractRun } from './run.ts';
import { columnType, writeCompacted, writeParquet, type Load, type TypedField } from './typedLoad.ts';

export interface Work {
  readonly connection: OrgConnection;
  readonly run: ExtractRun;
  readonly out: string;
  readonly pause: Pause;
  readonly pageRecords: number | undefined;
  readonly onProgress: (text: string) => void;
  /** Called with what cannot be read of an object before any of it is. @throws ExtractError when nothing is left to compute */
  readonly unread: (gaps: readonly string[], isWhole: boolean) => void;
}

/** An object as it is read now. */
interface Plan {
  readonly need: ObjectNeed;
  readonly described: Described;
  readonly fields: readonly TypedField[];
  readonly gaps: readonly string[];
  readonly soql: string;
}

/** Bytes that a character of a text takes at most in a CSV. */
const CHARACTER_BYTES = 4;

/** @param earlier the object in the snapshot before, whose files are whole */
export async function extractObject(work: Work, need: ObjectNeed, earlier: SnapshotObject | undefined): Promise<SnapshotObject> {
  work.onProgress('describing');
  const described = (await optional(jsonOf<Described>(work.connection, work.pause, 'GET', `/services/data/v${work.connection.apiVersion}/sobjects/${need.object}/describe`))) ?? { fields: [] };
  const types = new Map(described.fields.map((field) => [field.name, field.type]));
  // Field-level security hides a field from describe, so hidden and absent look alike.
  const gaps = need.fields.filter((field) => !types.has(field) && !isFeatureField(`${need.object}.${field}`));
  work.unread(gaps.map((field) => `${need.object}.${field}`), gaps.length === need.fields.length);
  const fields = need.fields.filter((field) => types.has(field)).map((name) => ({ name, type: columnType(types.get(name) ?? '') }));
  if (fields.length === 0) return { object: need.object, file: '', records: 0, bytes: 0, sha256: '', fields, gaps };
  const soql = soqlOf({ object: need.object, fields: fields.map(({ name }) => name), where: need.where ?? [] });
  const plan: Plan = { need, described, fields, gaps, soql };
  const since = sinceOf(earlier, described, soql, fields.map(({ name }) => name), work.run.begunAt);
  return (since && (await update(work, plan, since))) ?? readWhole(work, plan);
}

async function readWhole(work: Work, plan: Plan): Promise<SnapshotObject> {
  const { object } = plan.need;
  const file = `${object}-${work.run.id}.parquet`;
  const { pages, written } = await load(work, plan, [], join(work.run.pagesDir, object), { file: join(work.out, file) });
  if (written === null) throw new ExtractError(`${object} was read and not written.`);
  return { object, file, records: pages.records, ...written, soql: plan.soql, ...(pages.since === null ? {} : { since: pages.since }), fields: [...plan.fields], gaps: [...plan.gaps] };
}

/** @returns undefined when the changes that the org tells do not add up to what it holds */
async function update(work: Work, plan: Plan, { before, where, from }: Since): Promise<SnapshotObject | undefined> {
  const { object } = plan.need;
  const dir = join(work.run.pagesDir, `${object}-changes`);
  const file = `${object}-${work.run.id}-changes.parquet`;
  const removed = join(dir, 'removed.csv');
  const { pages, written } = await load(work, plan, [where], dir, {
    file: join(work.out, file),
    removed,
    async before(pages) {
      const { since } = pages;
      const ids = plan.described.replicateable === false || since === null ? [] : ((await deletedSince(work.connection, work.pause, object, from, since)) ?? []);
      if (pages.records === 0 && ids.length === 0) return false;
      await replaceFile(removed, `"Id"\n${ids.map((id) => `"${id.replaceAll('"', '')}"\n`).join('')}`);
      return true;
    },
  });
  if (pages.since === null) return undefined;
  const deltas = written === null ? before.deltas : [...(before.deltas ?? []), { file, records: pages.records, ...written }];
  const updated: SnapshotObject = { ...before, deltas, since: pages.since, gaps: [...plan.gaps] };
  const records = written === null ? before.records : await recordsIn(work.out, updated);
  const there = await countAt(work.connection, work.pause, object, plan.need.where ?? [], pages.since);
  if (there !== records) {
    work.onProgress(`The changes make ${records.toLocaleString('en-US')} records, the org ${there === undefined ? 'does not say how many it has' : `has ${there.toLocaleString('en-US')}`}: reading all of them.`);
    return undefined;
  }
  work.onProgress(`${pages.records.toLocaleString('en-US')} changed of ${records.toLocaleString('en-US')} records`);
  return isScattered({ ...updated, records }) ? compacted(work, { ...updated, records }) : { ...updated, records };
}

async function compacted({ out, run }: Work, { deltas, ...rest }: SnapshotObject): Promise<SnapshotObject> {
  const file = `${rest.object}-${run.id}.parquet`;
  return { ...rest, file, ...(await writeCompacted(scanOf(out, { file: rest.file, deltas }), rest.fields, rest.records, join(out, file))) };
}

interface Target extends Pick<Load, 'file' | 'removed'> {
  /** Called when the pages are there. @returns false when there is nothing to write */
  before?(pages: BulkPages): Promise<boolean>;
}

/** Pages to disk and into one file; pages that turn out damaged are fetched again. */
function load(work: Work, { need, described, fields }: Plan, where: readonly string[], dir: string, { before, ...target }: Target): Promise<{ pages: BulkPages; written: { bytes: number; sha256: string } | null }> {
  const { connection, pause, pageRecords, onProgress } = work;
  const names = fields.map(({ name }) => name);
  return retrying(pause, async () => {
    const pages = await bulkQuery(connection, { object: need.object, fields: names, where: [...(need.where ?? []), ...where], dir, onProgress, pause, pageRecords });
    onProgress(`${pages.records.toLocaleString('en-US')} records, writing Parquet`);
    if ((await before?.(pages)) === false) return { pages, written: null };
    try {
      const longestLine = described.fields.reduce((sum, { name, length = 0 }) => sum + (names.includes(name) ? length * CHARACTER_BYTES : 0), 0);
      return { pages, written: await writeParquet({ pages: pages.pages.map(({ file }) => file), fields, records: pages.records, longestLine, ...target }) };
    } catch (error) {
      const problem = error instanceof PagesDamagedError ? await dropDamaged(pages.pages) : null;
      if (problem !== null) throw new PassingError(problem);
      throw error;
    }
  });
}
