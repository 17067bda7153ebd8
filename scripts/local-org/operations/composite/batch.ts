/** Composite Batch: up to 25 independent requests in one call. */
import { OrgError } from '../../engine/types.ts';
import { restError, unsupported } from '../../http/errors.ts';
import { listOf, objectBody, textOf } from '../../http/input.ts';
import type { SyncOperation } from '../../http/syncOperation.ts';
import type { ApiUsage } from '../../http/usage.ts';
import type { SubrequestRunner } from './subrequest.ts';

const LIMIT = 25;

export function batchOperation(runner: SubrequestRunner, usage: ApiUsage): SyncOperation {
  return {
    name: 'composite.batch',
    method: 'POST',
    path: '/services/data/:version/composite/batch',
    run(outer) {
      const body = objectBody(outer.body);
      const requests = listOf(body, 'batchRequests', LIMIT, `The batch has more than ${LIMIT} subrequests.`);
      // Each subrequest counts as a call; the request itself has been counted for the first.
      usage.count(Math.max(0, requests.length - 1));
      const results: { readonly statusCode: number; readonly result: unknown }[] = [];
      for (const [index, request] of requests.entries()) {
        const method = textOf(request, 'method');
        const url = textOf(request, 'url');
        if (method === undefined || url === undefined) {
          throw new OrgError('INVALID_INPUT', `Subrequest ${index + 1} needs method and url.`);
        }
        if ('binaryPartName' in request) {
          throw unsupported('binary parts in a batch');
        }
        const stopped = body['haltOnError'] === true && results.some((result) => result.statusCode >= 300);
        // Urls of a batch start at the version: `v67.0/limits`.
        const reply = stopped
          ? restError(412, 'BATCH_PROCESSING_HALTED', 'Processing of the batch was halted because an earlier subrequest failed.')
          : runner(outer, { method, url: url.startsWith('/') ? url : `/services/data/${url}`, headers: {}, body: request['richInput'] });
        results.push({ statusCode: reply.status, result: reply.body ?? null });
      }
      return { status: 200, body: { hasErrors: results.some((result) => result.statusCode >= 300), results } };
    },
  };
}
