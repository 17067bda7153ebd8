/**
 * One request to one host. Node's own http client, not fetch: bodies stream to disk at several times the
 * rate and redirects are never followed, so a token cannot travel to another host.
 */
import { request as httpRequest, Agent as HttpAgent, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { OrgRequestError } from './errors.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly idempotent: boolean;
  readonly attempts?: number;
}

/** Answers that mean "try again later"; both are sent by Salesforce's edge during maintenance. */
const BUSY = new Set([502, 503]);
/** Codes of a connection that never reached the server, so that nothing can have been done. */
const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** No byte for this long ends the attempt: longer than the slowest query step an org allows (120 s). */
const SILENCE_MS = 150_000;

const agents = {
  'http:': new HttpAgent({ keepAlive: true, keepAliveMsecs: 1000 }),
  'https:': new HttpsAgent({ keepAlive: true, keepAliveMsecs: 1000 }),
};

/** Closes idle connections so that a command can end. */
export function closeIdleConnections(): void {
  agents['http:'].destroy();
  agents['https:'].destroy();
}

/**
 * Sends a request, again when that is safe: unreached servers always, lost connections and 502/503 when the
 * request is idempotent.
 * @param onAttempt called before each attempt, for counting API calls
 */
export async function send(request: HttpRequest, onAttempt: () => void): Promise<IncomingMessage> {
  let wait = FIRST_WAIT_MS;
  for (let attempt = 1; ; attempt++) {
    onAttempt();
    const last = attempt >= (request.attempts ?? ATTEMPTS);
    try {
      const response = await sendOnce(request);
      const retry = BUSY.has(response.statusCode ?? 0) && request.idempotent && !last;
      if (!retry) return response;
      response.resume();
      wait = retryAfter(response.headers['retry-after']) ?? wait;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (last || !(request.idempotent || UNREACHED.has(code))) throw connectionError(request, error as NodeJS.ErrnoException);
    }
    await sleep(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

function sendOnce({ url, method, headers, body }: HttpRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const options: RequestOptions = { method, headers: { ...headers, ...lengthOf(body) }, agent: agents[secure ? 'https:' : 'http:'] };
    const outgoing = (secure ? httpsRequest : httpRequest)(url, options, resolve);
    outgoing.setTimeout(SILENCE_MS, () => outgoing.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function lengthOf(body: string | Uint8Array | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

/** @returns milliseconds; undefined when the answer names none */
export function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : undefined;
}

function connectionError({ url, method }: HttpRequest, error: NodeJS.ErrnoException): OrgRequestError {
  const where = `${method} ${url.pathname} at ${url.origin}`;
  if (error.code && UNREACHED.has(error.code)) {
    return new OrgRequestError('CONNECTION_REFUSED', `${url.origin} cannot be reached (${error.code}).`, 0, [
      'Check that the org is up and the instance URL is right: sf org display --target-org <alias>',
      'For the local org: npx handrail org start',
    ]);
  }
  if (error.code === 'ETIMEDOUT') return new OrgRequestError('TIMEOUT', `${where} was not answered within ${SILENCE_MS / 1000} s.`, 0, ['Try again; the org may be under maintenance.']);
  return new OrgRequestError('CONNECTION_LOST', `The connection was lost during ${where} (${error.code ?? error.message}).`, 0, ['Run the command again.']);
}
