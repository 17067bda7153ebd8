/** All records of a query as pages on disk: one Bulk API 2.0 job, or several over ranges of ids where one takes too long. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OrgConnection } from '../../org/types.ts';
import { JobGoneError, JobTooHeavyError } from './errors.ts';
import { replaceFile } from '../../shared/replaceFile.ts';
import { readJson } from './readJson.ts';
import { ALL_IDS, conditionsOf, halved, nameOf, type IdRange } from './idRange.ts';
import { optional } from './orgCalls.ts';
import { problemOf } from './page.ts';
import { recordsOf, runJob, type JobResult, type QueryJob } from './queryJob.ts';

export interface BulkQuery extends Omit<QueryJob, 'soql' | 'columns'> {
  readonly object: string;
  readonly fields: readonly string[];
  /** Conditions in SOQL that all must hold. */
  readonly where?: readonly string[];
}

export interface PageFile {
  readonly file: string;
  readonly records: number;
}

export interface BulkPages {
  readonly pages: readonly PageFile[];
  readonly records: number;
  /** When the first of the jobs was created, by the org's clock; null: the org did not say. */
  readonly since: string | null;
}

/** How the ids are cut, so that a killed run goes on with the same pieces. */
const piecesSchema = z.object({ soql: z.string(), pieces: z.array(z.object({ after: z.string().nullable(), upTo: z.string().nullable() })) });
const PIECES_FILE = 'pieces.json';
/** A query that fails this often is wrong, or the org is. */
const JOB_ATTEMPTS = 4;
/** Time limits strike by chance as well: once more before the query is cut. */
const HEAVY_ATTEMPTS = 2;
/** So many pieces mean that cutting does not help. */
const MOST_PIECES = 64;

export function soqlOf({ object, fields, where = [] }: Pick<BulkQuery, 'object' | 'fields' | 'where'>): string {
  return `SELECT ${fields.join(', ')} FROM ${object}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
}

/**
 * Runs a query, deleted records included, and leaves its pages in the folder; called again it resumes.
 * @throws ExtractError when a job fails or the org breaks the protocol, OrgRequestError when it cannot be reached
 */
export async function bulkQuery(connection: OrgConnection, query: BulkQuery): Promise<BulkPages> {
  await mkdir(query.dir, { recursive: true });
  const soql = soqlOf(query);
  const parsed = piecesSchema.safeParse(await readJson(join(query.dir, PIECES_FILE)));
  let pieces: readonly IdRange[] = parsed.success && parsed.data.soql === soql ? parsed.data.pieces : [ALL_IDS];
  const results: { readonly dir: string; readonly result: JobResult }[] = [];
  while (results.length < pieces.length) {
    const piece = pieces[results.length] ?? ALL_IDS;
    const job = jobOf(query, piece);
    try {
      results.push({ dir: job.dir, result: await persistently(connection, job) });
    } catch (error) {
      const halves = error instanceof JobTooHeavyError && pieces.length < MOST_PIECES ? await halvesOf(connection, query, piece) : undefined;
      if (!halves) throw error;
      query.onProgress(`${(error as Error).message} Cutting it into ${pieces.length + 1} by id.`);
      pieces = pieces.toSpliced(results.length, 1, ...halves);
      await replaceFile(join(query.dir, PIECES_FILE), JSON.stringify({ soql, pieces }));
    }
  }
  const since = results.map(({ result: { createdDate } }) => (createdDate === null ? Number.NaN : Date.parse(createdDate)));
  const earliest = Math.min(...since);
  return {
    pages: results.flatMap(({ dir, result }) => result.pages.map(({ file, records }) => ({ file: join(dir, file), records }))),
    records: results.reduce((sum, { result }) => sum + recordsOf(result.pages), 0),
    since: Number.isNaN(earliest) ? null : new Date(earliest).toISOString(),
  };
}

/**
 * Removes pages that do not hold what was announced, so that the query fetches them again.
 * @returns what was wrong with the first of them; null when all are as announced
 */
export async function dropDamaged(pages: readonly PageFile[]): Promise<string | null> {
  const problems = [];
  for (const { file, records } of pages) {
    const problem = await problemOf(file, records);
    if (problem === null) continue;
    problems.push(problem);
    await rm(file, { force: true });
  }
  return problems[0] ?? null;
}

function jobOf({ object, fields, where = [], ...rest }: BulkQuery, piece: IdRange): QueryJob {
  return { ...rest, soql: soqlOf({ object, fields, where: [...where, ...conditionsOf(piece)] }), columns: fields, dir: join(rest.dir, nameOf(piece)) };
}

/** Begins a job anew when the org lost it or it failed. */
async function persistently(connection: OrgConnection, job: QueryJob): Promise<JobResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runJob(connection, job);
    } catch (error) {
      const attempts = error instanceof JobTooHeavyError ? HEAVY_ATTEMPTS : error instanceof JobGoneError ? JOB_ATTEMPTS : 0;
      if (attempt >= attempts) throw error;
      job.onProgress(`${(error as Error).message} Starting the query again.`);
    }
  }
}

/** The ends of a range are found by the primary key, which is quick where the query itself is not. */
async function halvesOf(connection: OrgConnection, { object }: BulkQuery, piece: IdRange): Promise<readonly [IdRange, IdRange] | undefined> {
  const where = conditionsOf(piece);
  const end = async (order: 'ASC' | 'DESC'): Promise<string> =>
    (await optional(connection.query<{ Id?: string }>(`${soqlOf({ object, fields: ['Id'], where })} ORDER BY Id ${order} LIMIT 1`, { all: true })))?.[0]?.Id ?? '';
  return halved(piece, await end('ASC'), await end('DESC'));
}
