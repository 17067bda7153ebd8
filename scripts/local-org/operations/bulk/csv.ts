/** The CSV dialect of Bulk API 2.0: what a job may choose, how rows are written, how an upload is read. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import type { Scalar } from '../../engine/types.ts';

export const DELIMITERS = { BACKQUOTE: '`', CARET: '^', COMMA: ',', PIPE: '|', SEMICOLON: ';', TAB: '\t' } as const;
export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const;

export interface Dialect {
  readonly columnDelimiter: keyof typeof DELIMITERS;
  readonly lineEnding: keyof typeof LINE_ENDINGS;
}

/** One line, every value in quotes, null as an empty value. */
export function csvLine(values: readonly Scalar[], dialect: Dialect): string {
  return values.map(quote).join(DELIMITERS[dialect.columnDelimiter]) + LINE_ENDINGS[dialect.lineEnding];
}

function quote(value: Scalar): string {
  return value === null ? '""' : `"${String(value).replaceAll('"', '""')}"`;
}

/** What is wrong with an upload, in the words of a job's `errorMessage`. */
export class UploadProblem extends Error {}

/** A field may be a long text area, no more. */
const LARGEST_RECORD = 1 << 20;

/** Rows of an upload, the header first. @throws UploadProblem */
export async function* readUpload(path: string, dialect: Dialect): AsyncGenerator<readonly string[]> {
  const parser = createReadStream(path).pipe(parse({
    bom: true,
    delimiter: DELIMITERS[dialect.columnDelimiter],
    record_delimiter: [LINE_ENDINGS[dialect.lineEnding]],
    skip_empty_lines: true,
    max_record_size: LARGEST_RECORD,
    encoding: 'utf8',
  }));
  try {
    yield* parser as AsyncIterable<string[]>;
  } catch (error) {
    throw error instanceof CsvError ? new UploadProblem(`InvalidBatch : ${sentence(error)}`) : error;
  }
}

function sentence(error: CsvError): string {
  const line = typeof error['lines'] === 'number' ? ` at line ${error['lines']}` : '';
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return `The number of columns${line} differs from the header's.`;
    case 'CSV_QUOTE_NOT_CLOSED':
      return `A quoted value is not closed${line}.`;
    case 'CSV_MAX_RECORD_SIZE':
      return `A record${line} is larger than ${LARGEST_RECORD} characters.`;
    default:
      return `The CSV is malformed${line}.`;
  }
}

/** What can be said of an upload before its rows are read. @throws UploadProblem */
export async function checkUpload(path: string, dialect: Dialect): Promise<void> {
  await checkLineEnding(path, dialect);
  await checkEncoding(path);
}

/** Bytes that are no UTF-8 would be saved as other characters than were meant. */
async function checkEncoding(path: string): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
  } catch (error) {
    throw error instanceof TypeError ? new UploadProblem('ClientInputError : The data is not encoded in UTF-8.') : error;
  }
}

/** The first line end tells; the declared one must match (text as Salesforce gives it). */
async function checkLineEnding(path: string, dialect: Dialect): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LARGEST_RECORD), 0, LARGEST_RECORD, 0);
    const head = buffer.subarray(0, bytesRead);
    const newline = head.indexOf(0x0a);
    if (newline >= 0 && (newline > 0 && head[newline - 1] === 0x0d) !== (dialect.lineEnding === 'CRLF')) {
      throw new UploadProblem(`ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${dialect.lineEnding}`);
    }
  } finally {
    await handle.close();
  }
}
