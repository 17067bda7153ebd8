/** One page of a Bulk query result, streamed to disk and checked against what the org announced. */
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { OrgRequestError } from '../../org/errors.ts';
import type { OrgConnection } from '../../org/types.ts';
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
  readonly records: number;
  /** Of the file, so that a later run can tell whether it is still whole. */
  readonly bytes: number;
  /** Locator of the next page; null after the last. */
  readonly next: string | null;
}

/** @throws PassingError when the page is not whole, JobGoneError when the org no longer has it */
export async function fetchPage(connection: OrgConnection, request: PageRequest): Promise<Page> {
  const partial = `${request.file}.partial`;
  try {
    const query = new URLSearchParams({ maxRecords: String(request.maxRecords), ...(request.locator === null ? {} : { locator: request.locator }) });
    const response = await answered(connection, { method: 'GET', path: `${request.path}?${query.toString()}`, headers: { accept: 'text/csv' } }).catch((error: unknown) => {
      throw isGone(error) ? new JobGoneError(`The results are no longer there: ${(error as Error).message}`) : error;
    });
    const counter = new CsvCounter();
    await pipeline(response.body, counted(counter), createWriteStream(partial, { flush: true }));
    const next = checked(counter, response.headers, request);
    const { size: bytes } = await stat(partial);
    await rename(partial, request.file);
    return { records: counter.records, bytes, next };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** 400 is what an expired locator gets, 404 a job that was deleted. */
function isGone(error: unknown): boolean {
  return error instanceof OrgRequestError && (error.status === 400 || error.status === 404 || error.status === 410);
}

function counted(counter: CsvCounter): (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* (source) {
    for await (const chunk of source) {
      counter.add(chunk);
      yield chunk;
    }
  };
}

function checked(counter: CsvCounter, headers: Readonly<Record<string, string>>, { columns }: PageRequest): string | null {
  const announced = headers['sforce-numberofrecords'];
  const locator = headers['sforce-locator'];
  // A missing header has been read as the end of the data by clients that then lost the rest: only "null" is the end.
  if (locator === undefined || locator === '') throw new PassingError('A page came without its locator, so nobody can tell whether it is the last.');
  if (announced === undefined || !/^\d+$/.test(announced)) throw new PassingError('A page came without its number of records, so nobody can tell whether it is whole.');
  if (!counter.complete || counter.records !== Number(announced)) throw new PassingError(`A page has ${counter.records} whole records, but ${announced} were announced.`);
  if (counter.columns.join() !== columns.join()) throw new PassingError(`A page has the columns ${counter.columns.join(', ').slice(0, 300)}, but ${columns.join(', ')} were asked for.`);
  return locator === 'null' ? null : locator;
}
