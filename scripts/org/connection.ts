/** A connection to one org: counts calls, renews the session once, pages through queries. */
import { errorFromBody, OrgRequestError } from './errors.ts';
import { send } from './http.ts';
import type { OrgConnection, OrgRequest, OrgResponse } from './types.ts';

export interface ConnectionOptions {
  readonly instanceUrl: string;
  readonly username: string;
  readonly organizationId: string;
  readonly apiVersion: string;
  readonly accessToken: string;
  /** Most calls of the API; a call beyond them is refused here. Absent: as many as it takes. */
  readonly mostCalls?: number;
  /** Gets a new access token when the session has ended; absent when there is nothing to renew it with. */
  readonly renew?: () => Promise<string>;
}

interface QueryPage<T> {
  readonly records: T[];
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
}

/**
 * @throws OrgRequestError when the instance URL would carry the token over plain http to another machine
 */
export function createConnection(options: ConnectionOptions): OrgConnection {
  const origin = trustedOrigin(options.instanceUrl);
  let token = options.accessToken;
  let apiCalls = 0;

  async function attempt(request: OrgRequest): Promise<OrgResponse> {
    const response = await send(
      {
        url: urlOf(origin, request.path),
        method: request.method,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...request.headers },
        idempotent: request.idempotent ?? (request.method === 'GET' || request.method === 'PUT'),
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.attempts === undefined ? {} : { attempts: request.attempts }),
      },
      () => {
        const { mostCalls } = options;
        if (mostCalls !== undefined && apiCalls >= mostCalls) throw new OrgRequestError('BUDGET_SPENT', `The ${mostCalls} API calls that were allowed are spent; the reading is not complete.`, 0, ['Allow more: --budget <calls>']);
        apiCalls++;
      },
    );
    return {
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
      body: response,
      text: () => textOf(response),
    };
  }

  const connection: OrgConnection = {
    instanceUrl: origin.origin,
    username: options.username,
    organizationId: options.organizationId,
    apiVersion: options.apiVersion,
    get apiCalls() {
      return apiCalls;
    },
    async request(request) {
      const response = await attempt(request);
      if (response.status !== 401 || !options.renew) return response;
      await response.text();
      token = await options.renew();
      return attempt(request);
    },
    async json<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await connection.request({
        method: method as OrgRequest['method'],
        path,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      const where = `${method} ${path.split('?')[0]}`;
      if (response.status < 200 || response.status > 299) throw errorFromBody(response.status, text, where);
      if (text === '') return undefined as T;
      try {
        return JSON.parse(text) as T;
      } catch {
        throw errorFromBody(response.status, text, where);
      }
    },
    async query<T extends object>(soql: string, { tooling = false, all = false } = {}): Promise<T[]> {
      const base = `/services/data/v${options.apiVersion}${tooling ? '/tooling' : ''}`;
      const records: T[] = [];
      let next: string | undefined = `${base}/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;
      while (next !== undefined) {
        const page: QueryPage<T> = await connection.json<QueryPage<T>>('GET', next);
        records.push(...page.records);
        if (!page.done && page.nextRecordsUrl === undefined) {
          throw new OrgRequestError('NOT_SALESFORCE', `A query page says it is not the last but names no next one (${records.length} records read).`, 200, ['Run the command again.']);
        }
        next = page.done ? undefined : page.nextRecordsUrl;
      }
      return records;
    },
    // Loaded when they are asked for: most commands read records only.
    retrieveMetadata: async (members, onProgress) => (await import('./metadataApi.ts')).retrieveMetadata(connection, token, members, onProgress),
    deployMetadata: async (files, deployOptions) => (await import('./metadataApi.ts')).deployMetadata(connection, token, files, deployOptions),
  };
  return connection;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The token goes to this origin and to no other; plain http only on this machine. */
function trustedOrigin(instanceUrl: string): URL {
  const url = URL.parse(instanceUrl);
  if (!url) throw new OrgRequestError('INVALID_URL', `The instance URL is not a URL: ${instanceUrl}`, 0, ['Log in again: sf org login web']);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname))) {
    throw new OrgRequestError('INVALID_URL', `The instance URL ${url.origin} would send the session unencrypted.`, 0, ['Use https; plain http is accepted for the local org only.']);
  }
  return url;
}

/** Answers name their next page as a path; a whole URL must stay on the host. */
function urlOf(origin: URL, path: string): URL {
  const url = new URL(path, origin);
  if (url.origin !== origin.origin) throw new OrgRequestError('INVALID_URL', `The org referred to another host, ${url.host}; the request was not sent.`, 0);
  return url;
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch (error) {
    throw new OrgRequestError('CONNECTION_LOST', `The answer ended in the middle (${(error as Error).message}).`, 0, ['Run the command again.']);
  }
  return Buffer.concat(chunks).toString('utf8');
}
