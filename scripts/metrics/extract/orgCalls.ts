/** Calls of an extraction: all of them may be repeated, since none writes data. */
import { errorFromBody } from '../../org/errors.ts';
import type { OrgConnection, OrgRequest, OrgResponse } from '../../org/types.ts';
import { isPassing } from './errors.ts';

export type Pause = (milliseconds: number) => Promise<unknown>;

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 250;

/** Does something again when it failed in a way that passes. */
export async function retrying<T>(pause: Pause, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !isPassing(error)) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

/** @throws OrgRequestError for an answer that is not 2xx */
export async function answered(connection: OrgConnection, request: OrgRequest): Promise<OrgResponse> {
  const response = await connection.request(request);
  if (response.status >= 200 && response.status <= 299) return response;
  throw errorFromBody(response.status, await response.text(), `${request.method} ${request.path.split('?')[0]}`);
}

export function jsonOf<T>(connection: OrgConnection, pause: Pause, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  return retrying(pause, async () => {
    const text = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await answered(connection, { method, path, idempotent: true, ...text });
    const answer = await response.text();
    try {
      return JSON.parse(answer) as T;
    } catch {
      throw errorFromBody(response.status, answer, `${method} ${path}`);
    }
  });
}
