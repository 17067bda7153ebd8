/**
 * Operations that need nothing but their parsed JSON body: they run without waiting, so that Composite can run
 * several of them inside one transaction.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { OrgError, type Session } from '../engine/types.ts';
import { unsupported } from './errors.ts';
import type { Operation, OrgContext, Reply } from './operation.ts';

export interface SyncRequest extends OrgContext {
  readonly session: Session;
  readonly method: string;
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

/** @throws OrgError for a body that says it is something else; one that says nothing is taken as JSON */
function requireJson(contentType: string | undefined): void {
  if (contentType === undefined || /^application\/(?:[\w.-]+\+)?json\b/i.test(contentType)) {
    return;
  }
  throw /\bxml\b/i.test(contentType)
    ? unsupported('XML representation; send application/json')
    : new OrgError('UNSUPPORTED_MEDIA_TYPE', `Content-Type header specified in HTTP request is not supported: ${contentType}`, 415);
}

export function toOperation(operation: SyncOperation): Operation {
  const { name, method, path } = operation;
  return {
    name,
    method,
    path,
    async handle(context) {
      const { engine, metadata, instanceUrl, authenticate, login, session, method: verb, params, query, headers, version } = context;
      const takesBody = WITH_BODY.has(method);
      if (takesBody) {
        requireJson(headers['content-type']);
      }
      const body = takesBody ? await context.json() : undefined;
      return operation.run({ engine, metadata, instanceUrl, authenticate, login, session, method: verb, params, query, headers, version, body });
    },
  };
}
