/** An org of a few rows behind the door, which can be told to misbehave at a certain request. */
import type { OrgConnection, OrgRequest, OrgResponse } from '../../org/types.ts';
import { sourceColumns, type SourceObject } from '../facts/sources.ts';

export interface FakeReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<Uint8Array>;
}

/** Called before each answer; what it returns is sent instead. `times` counts the requests of that kind so far. */
export type Fault = (request: OrgRequest, kind: 'limits' | 'describe' | 'create' | 'status' | 'results', times: number, right: () => FakeReply) => FakeReply | undefined;

export interface FakeOrg {
  readonly connection: OrgConnection;
  readonly requests: readonly string[];
  fault: Fault | null;
}

type Row = Readonly<Record<string, string>>;

const DESCRIBED: Readonly<Record<string, string>> = { text: 'string', integer: 'int', number: 'currency', boolean: 'boolean', date: 'date', timestamp: 'datetime' };

/** @param perPage records of a page */
export function fakeOrg(rows: Readonly<Partial<Record<SourceObject, readonly Row[]>>>, { perPage = 2, hidden = [] as readonly string[] } = {}): FakeOrg {
  const requests: string[] = [];
  const times = new Map<string, number>();
  const jobs = new Map<string, { fields: readonly string[]; rows: readonly Row[] }>();
  let calls = 0;

  function answer(request: OrgRequest): [kind: Parameters<Fault>[1], reply: () => FakeReply] {
    const url = new URL(request.path, 'http://fake');
    const described = /\/sobjects\/(\w+)\/describe$/.exec(url.pathname)?.[1];
    if (described) {
      const fields = Object.entries(sourceColumns(described as SourceObject)).filter(([field]) => !hidden.includes(`${described}.${field}`)).map(([name, type]) => ({ name, type: DESCRIBED[type] ?? 'string' }));
      return ['describe', () => json({ fields })];
    }
    if (url.pathname.endsWith('/limits')) return ['limits', () => json({ DailyApiRequests: { Max: 15_000, Remaining: 15_000 } })];
    const job = /\/jobs\/query\/(\w+)/.exec(url.pathname)?.[1];
    if (job === undefined) return ['create', () => json(create(String(request.body)))];
    if (!url.pathname.endsWith('/results')) return ['status', () => (jobs.has(job) ? json({ id: job, state: 'JobComplete' }) : gone(404))];
    return ['results', () => page(job, url.searchParams.get('locator'))];
  }

  function create(body: string): { id: string } {
    const { query } = JSON.parse(body) as { query: string };
    const [, list = '', object = ''] = /^SELECT (.*) FROM (\w+)(?: WHERE Field IN \(.*\))?$/.exec(query) ?? [];
    const id = `750${jobs.size}`;
    jobs.set(id, { fields: list.split(', '), rows: rows[object as SourceObject] ?? [] });
    return { id };
  }

  function page(id: string, locator: string | null): FakeReply {
    const job = jobs.get(id);
    if (!job) return gone(404);
    const start = locator === null ? 0 : Number(locator);
    const found = job.rows.slice(start, start + perPage);
    const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    const body = [job.fields, ...found.map((row) => job.fields.map((field) => row[field] ?? ''))].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
    const end = start + perPage;
    return { status: 200, headers: { 'sforce-numberofrecords': String(found.length), 'sforce-locator': end < job.rows.length ? String(end) : 'null' }, body };
  }

  const org: FakeOrg = {
    requests,
    fault: null,
    connection: {
      instanceUrl: 'http://127.0.0.1',
      username: 'sync@example.com',
      organizationId: '00D000000000001EAA',
      apiVersion: '67.0',
      get apiCalls() {
        return calls;
      },
      request(request) {
        calls++;
        const [kind, right] = answer(request);
        const count = (times.get(kind) ?? 0) + 1;
        times.set(kind, count);
        requests.push(`${kind} ${request.path}`);
        return Promise.resolve(responseOf(org.fault?.(request, kind, count, right) ?? right()));
      },
      json: () => Promise.reject(new Error('not used')),
      query: <T extends object>() => Promise.resolve([{ TimeZoneSidKey: 'America/New_York' }] as unknown as T[]),
      retrieveMetadata: () => Promise.reject(new Error('not used')),
      deployMetadata: () => Promise.reject(new Error('not used')),
    },
  };
  return org;
}

function json(value: unknown): FakeReply {
  return { status: 200, body: JSON.stringify(value) };
}

export function gone(status: number): FakeReply {
  return { status, body: JSON.stringify([{ errorCode: status === 404 ? 'NOT_FOUND' : 'INVALIDJOB', message: 'It is not there.' }]) };
}

export function busy(): FakeReply {
  return { status: 503, body: '<html>Service Unavailable</html>' };
}

function responseOf({ status, headers = {}, body }: FakeReply): OrgResponse {
  const chunks = typeof body === 'string' ? inPieces(body) : body;
  return {
    status,
    headers,
    body: chunks,
    async text() {
      const all: Uint8Array[] = [];
      for await (const chunk of chunks) all.push(chunk);
      return Buffer.concat(all).toString('utf8');
    },
  };
}

/** Seven bytes at a time: no reader may count on chunks that end where something ends. */
async function* inPieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}
