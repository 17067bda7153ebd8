/** Calls of an extraction: all of them may be repeated, since none writes data. */
import { errorFromBody, OrgRequestError } from '../../org/errors.ts';
import { retryAfter } from '../../org/http.ts';
import type { OrgConnection, OrgRequest, OrgResponse } from '../../org/types.ts';
import { isPassing } from './errors.ts';

export type Pause = (milliseconds: number) => Promise<unknown>;

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 250;

/** An answer that asks to come back later. */
class LaterError extends OrgRequestError {
  readonly waitMs: number;
  constructor(error: OrgRequestError, waitMs: number) {
    super(error.errorCode, error.message, error.status, error.actions);
    this.waitMs = waitMs;
  }
}

/** Does something again when it failed in a way that passes. */
export async function retrying<T>(pause: Pause, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !isPassing(error)) throw error;
      await pause(error instanceof LaterError ? error.waitMs : FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

/** @throws OrgRequestError for an answer that is not 2xx */
export async function answered(connection: OrgConnection, request: OrgRequest): Promise<OrgResponse> {
  // Sent once: a body that breaks off is no less a failure than a line that does, and both are repeated together.
  const response = await connection.request({ ...request, attempts: 1 });
  if (response.status >= 200 && response.status <= 299) return response;
  const error = errorFromBody(response.status, await response.text(), `${request.method} ${request.path.split('?')[0]}`);
  const waitMs = retryAfter(response.headers['retry-after']);
  throw waitMs === undefined ? error : new LaterError(error, waitMs);
}

export function jsonOf<T>(connection: OrgConnection, pause: Pause, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  return retrying(pause, async () => {
    const text = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await answered(connection, { method, path, ...text });
    const answer = await response.text();
    try {
      return JSON.parse(answer) as T;
    } catch {
      throw errorFromBody(response.status, answer, `${method} ${path}`);
    }
  });
}

/** Undefined where the user may not ask, or the org does not know the thing. */
export async function optional<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof OrgRequestError && [400, 403, 404, 501].includes(error.status) && error.errorCode !== 'REQUEST_LIMIT_EXCEEDED') return undefined;
    throw error;
  }
}
