/** Runs one request inside another: what Composite and Batch share. */
import { OrgError } from '../../engine/types.ts';
import { methodNotAllowed, notFound, thrownError } from '../../http/errors.ts';
import type { Reply } from '../../http/operation.ts';
import { createRouter, type Router } from '../../http/router.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';

export interface Subrequest {
  readonly method: string;
  /** From `/services/data/` on, with query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type SubrequestRunner = (outer: SyncRequest, request: Subrequest) => Reply;

/** Operations that may stand inside another one; anything else is answered as unknown. */
export function createSubrequestRunner(operations: readonly SyncOperation[]): SubrequestRunner {
  const router: Router<SyncOperation> = createRouter(operations);
  return (outer, request) => {
    const mark = request.url.indexOf('?');
    const path = (mark < 0 ? request.url : request.url.slice(0, mark)).replace(/\/{2,}/g, '/');
    const match = router(request.method.toUpperCase(), path);
    if (match.kind !== 'found') {
      return match.kind === 'none' ? notFound() : methodNotAllowed(request.method, match.allowed);
    }
    try {
      return match.route.run({
        ...outer,
        method: request.method.toUpperCase(),
        params: match.params,
        query: new URLSearchParams(mark < 0 ? '' : request.url.slice(mark + 1)),
        headers: request.headers,
        version: match.params['version']?.slice(1) ?? outer.version,
        body: request.body,
      });
    } catch (error) {
      if (error instanceof OrgError) {
        return thrownError(error);
      }
      throw error;
    }
  };
}
