/**
 * What of the org a page may reach through this server: the UI API and GraphQL, which the components speak, and nothing else. The
 * token of the org stays here; the page holds a key that is worth something on this port only.
 */
import type { Reply } from '../../local-org/http/operation.ts';
import type { RemoteOrg } from './org.ts';

export interface ApiRequest {
  readonly method: string;
  /** Path and query, as the page sent them. */
  readonly url: string;
  readonly body: string;
  /** Of the browser; two of them are passed on. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const PASSED_ON = ['content-type', 'if-unmodified-since'];
const METHODS = new Set(['GET', 'POST', 'PATCH', 'DELETE']);

/** @returns null where the page may ask this; `writes` says whether it can change something */
function readingOf({ method, url, body }: ApiRequest, apiVersion: string): { readonly writes: boolean } | null {
  const path = new URL(url, 'http://page').pathname;
  // The parsed path is what goes out: dots and escaped slashes lead nowhere else.
  if (!METHODS.has(method) || /%2f|%5c|\\/i.test(path)) return null;
  const root = `/services/data/v${apiVersion}`;
  // Related lists are read with a body.
  if (path.startsWith(`${root}/ui-api/`)) return { writes: method !== 'GET' && !(method === 'POST' && path.startsWith(`${root}/ui-api/related-list-records/`)) };
  // A mutation needs the word; a query that only mentions it is refused as well, which costs nothing.
  if (path === `${root}/graphql` && method === 'POST') return { writes: /mutation/.test(body) };
  return null;
}

/** @param isReadOnly what writes is refused here and never reaches the org */
export async function passOn(org: RemoteOrg, request: ApiRequest, isReadOnly: boolean): Promise<Reply> {
  const reading = readingOf(request, org.apiVersion);
  if (reading === null) return refused(404, 'NOT_FOUND', 'This page asks the UI API and GraphQL only.');
  if (reading.writes && isReadOnly) return refused(403, 'READ_ONLY', 'Nothing was saved: this page only reads the org.');
  const { pathname, search } = new URL(request.url, 'http://page');
  const headers = Object.fromEntries(PASSED_ON.flatMap((name) => (typeof request.headers[name] === 'string' ? [[name, request.headers[name]]] : [])));
  const answer = await org.request({ method: request.method as 'GET', path: pathname + search, headers, ...(request.body === '' ? {} : { body: request.body }) });
  const text = await answer.text();
  return { status: answer.status, headers: { 'Content-Type': answer.headers['content-type'] ?? 'application/json' }, body: text };
}

/** As the UI API refuses: components show the message. */
export function refused(status: number, errorCode: string, message: string): Reply {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify([{ errorCode, message }]) };
}
