/**
 * Operations that need nothing but their parsed JSON body: they run without waiting, so that Composite can run
 * several of them inside one transaction.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Session } from '../engine/types.ts';
import type { Operation, OrgContext, Reply } from './operation.ts';

export interface SyncRequest extends OrgContext {
  readonly session: Session;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** `67.0` */
  readonly version: string;
  /** Parsed JSON; undefined where the method has no body. */
  readonly body: unknown;
}

export interface SyncOperation {
  readonly name: string;
  readonly method: Operation['method'];
  readonly path: string;
  run(request: SyncRequest): Reply;
}

const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PATCH', 'PUT']);

export function toOperation(operation: SyncOperation): Operation {
  const { name, method, path } = operation;
  return {
    name,
    method,
    path,
    async handle(context) {
      const { engine, metadata, instanceUrl, authenticate, login, session, params, query, headers, version } = context;
      const body = WITH_BODY.has(method) ? await context.json() : undefined;
      return operation.run({ engine, metadata, instanceUrl, authenticate, login, session, params, query, headers, version, body });
    },
  };
}
