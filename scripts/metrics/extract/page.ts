/** One page of a Bulk query result, streamed to disk as it comes; what it holds is counted when it is loaded. */
import { createReadStream, writeSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { OrgRequestError } from '../../org/errors.ts';
import type { OrgConnection } from '../../org/types.ts';
import { chunkMemory } from './chunkMemory.ts';
import { CsvCounter } from './csvCounter.ts';
import { JobGoneError, PassingError } from './errors.ts';
import { answered } from './orgCalls.ts';

export interface PageRequest {
  /** `/services/data/v67.0/jobs/query/750…/results` */
  readonly path: string;
  /** Null: the first page. */
  readonly locator: string | null;
  readonly maxRecords: number;
  /** Columns in the order of the query. */
  readonly columns: readonly string[];
  /** Final name of the page on disk. */
  readonly file: string;
}

export interface Page {
  /** As announced. */
  readonly records: number;
  /** Of the file, so that a later run can tell whether it is still whole. */
  readonly bytes: number;
  /** Locator of the next page; null after the last. */
  readonly next: string | null;
}

const LINE_END = 0x0a;
/** A header longer than this is no header of a query result: 800 fields of 40 characters. */
const LONGEST_HEADER = 64 * 1024;

/** @throws PassingError when the page cannot be whole, JobGoneError when the org no longer has it */
export async function fetchPage(connection: OrgConnection, request: PageRequest): Promise<Page> {
  const partial = `${request.file}.partial`;
  try {
    const query = new URLSearchParams({ maxRecords: String(request.maxRecords), ...(request.locator === null ? {} : { locator: request.locator }) });
    const response = await answered(connection, { method: 'GET', path: `${request.path}?${query.toString()}`, headers: { accept: 'text/csv' } }).catch((error: unknown) => {
      throw isGone(error) ? new JobGoneError(`The results are no longer there: ${(error as Error).message}`) : error;
    });
    await writeAll(response.body, partial);
    const page = { ...announced(response.headers), bytes: await checkedEnds(partial, request.columns) };
    await rename(partial, request.file);
    return page;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/**
 * Written as they come and in this thread: into the page cache that costs less than handing each chunk to a thread and back.
 * Not flushed: a page that a failing machine left incomplete is found when its records are counted, and fetched again.
 */
async function writeAll(body: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  const handle = await open(file, 'w');
  const usedUp = chunkMemory();
  try {
    for await (const chunk of body) {
      // A disk that is nearly full may take a part and say no word.
      for (let written = 0; written < chunk.length; ) written += writeSync(handle.fd, chunk, written);
      usedUp(chunk.length);
    }
  } finally {
    await handle.close();
  }
}

/**
 * Reads a page that could not be loaded, byte by byte.
 * @returns what is wrong with it; null when it holds the records that were announced
 */
export async function problemOf(file: string, records: number): Promise<string | null> {
  const counter = new CsvCounter();
  for await (const chunk of createReadStream(file)) counter.add(chunk as Uint8Array);
  return counter.complete && counter.records === records ? null : `A page has ${counter.records} whole records, but ${records} were announced.`;
}

/** 400 is what an expired locator gets, 404 a job that was deleted. */
function isGone(error: unknown): boolean {
  return error instanceof OrgRequestError && (error.status === 400 || error.status === 404 || error.status === 410);
}

function announced(headers: Readonly<Record<string, string>>): { records: number; next: string | null } {
  const records = headers['sforce-numberofrecords'];
  const locator = headers['sforce-locator'];
  // A missing header has been read as the end of the data by clients that then lost the rest: only "null" is the end.
  if (locator === undefined || locator === '') throw new PassingError('A page came without its locator, so nobody can tell whether it is the last.');
  if (records === undefined || !/^\d+$/.test(records)) throw new PassingError('A page came without its number of records, so nobody can tell whether it is whole.');
  return { records: Number(records), next: locator === 'null' ? null : locator };
}

/** @returns the length of a page that begins with its header and ends with a line end */
async function checkedEnds(file: string, columns: readonly string[]): Promise<number> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const start = await handle.read({ buffer: Buffer.alloc(Math.min(LONGEST_HEADER, size)), position: 0 });
    const found = columnsIn(start.buffer.toString('utf8'));
    if (found.join() !== columns.join()) throw new PassingError(`A page has the columns ${found.join(', ').slice(0, 300)}, but ${columns.join(', ')} were asked for.`);
    const end = await handle.read({ buffer: Buffer.alloc(1), position: size - 1 });
    if (end.buffer[0] !== LINE_END) throw new PassingError('A page ends in the middle of a line.');
    return size;
  } finally {
    await handle.close();
  }
}

function columnsIn(start: string): string[] {
  const [line = ''] = start.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  return line.split(',').map((name) => name.replace(/^"(.*)"$/, '$1'));
}
