/** A Bulk query job with result pages of any size and number, for what no org on this machine holds: served from one block of records, again and again. */
import { createServer, type Server } from 'node:http';
import { Readable } from 'node:stream';
import type { AddressInfo } from 'node:net';

/** Fields of the benchmark with their types as describe tells them. */
export const FIELDS: Readonly<Record<string, string>> = { Id: 'id', Name: 'string', Industry: 'picklist', NumberOfEmployees: 'int', AnnualRevenue: 'currency', Phone: 'phone', Website: 'url', Description: 'textarea' };

const BLOCK_RECORDS = 5000;
const JOB = '/services/data/v67.0/jobs/query';

const cells = (values: readonly string[]): string => `${values.map((value) => `"${value}"`).join(',')}\n`;
const HEADER = Buffer.from(cells(Object.keys(FIELDS)));
const BLOCK = Buffer.from(
  Array.from({ length: BLOCK_RECORDS }, (_, index) =>
    cells([`00100000000${String(index).padStart(4, '0')}AAA`, `Account ${index}`, 'Utilities', String(index), `${index * 17}.0`, '+1 555 0100', 'https://example.com', 'A company of field engineers, with ""quotes"", commas\nand a second line.']),
  ).join(''),
);

/** Blocks, and so records, that make a page of at least so many megabytes. */
export function recordsFor(megabytes: number): number {
  return Math.ceil((megabytes * 1024 * 1024) / BLOCK.length) * BLOCK_RECORDS;
}

/** @param records of each page */
export async function startPageServer(records: number, pages = 1): Promise<{ readonly url: string; readonly resultUrl: string; close(): void }> {
  const blocks = records / BLOCK_RECORDS;
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    request.resume();
    if (!pathname.endsWith('/results')) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: '750000000000001AAA', state: 'JobComplete', numberRecordsProcessed: records * pages }));
      return;
    }
    const next = Number(searchParams.get('locator') ?? 0) + 1;
    response.writeHead(200, { 'content-type': 'text/csv', 'sforce-locator': next < pages ? String(next) : 'null', 'sforce-numberofrecords': String(records), 'content-length': String(HEADER.length + blocks * BLOCK.length) });
    Readable.from(page(blocks), { objectMode: false, highWaterMark: 4 * BLOCK.length }).pipe(response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, resultUrl: `${url}${JOB}/750000000000001AAA/results`, close: () => void server.close() };
}

function* page(blocks: number): Generator<Buffer> {
  yield HEADER;
  for (let block = 0; block < blocks; block++) yield BLOCK;
}
