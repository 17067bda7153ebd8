/** One request through the org: find the operation, authenticate, run. In the order in which Salesforce checks. */
import type { IncomingHttpHeaders } from 'node:http';
import type { OrgError, Session } from '../engine/types.ts';
import { isServedVersion } from './apiVersions.ts';
import { parseJson } from './body.ts';
import { expiredSession, invalidSession, limitExceeded, methodNotAllowed, notFound, thrownError, unsupported } from './errors.ts';
import type { Operation, OperationContext, OrgContext, Reply } from './operation.ts';
import type { Router } from './router.ts';
import type { ApiUsage } from './usage.ts';

export interface Request {
  readonly method: string;
  /** Slashes collapsed, without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readBody(limit: number | undefined): Promise<Buffer>;
  /** Writes the body to a file as it arrives. */
  saveBody(path: string, limit: number | undefined): Promise<void>;
}

export interface Dispatcher {
  readonly org: OrgContext;
  readonly router: Router<Operation>;
  readonly usage: ApiUsage;
  /** Told of errors that are no answer of an org: mistakes of ours. */
  onUnexpected(error: unknown, request: Request): void;
}

const API_PATH = /^\/services\/(data\/v|Soap\/)/;

/** `Authorization: Bearer <token>`; `OAuth <token>` is the older spelling. Empty: none. */
export function tokenOf(headers: IncomingHttpHeaders): string {
  return /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

export async function dispatch(dispatcher: Dispatcher, request: Request): Promise<Reply> {
  const { org, router, usage } = dispatcher;
  const token = tokenOf(request.headers);
  const session = token === '' ? undefined : org.authenticate(token);
  const match = router(request.method, request.path);
  const open = match.kind === 'found' && match.route.authenticated === false;
  if (session === undefined && !open) {
    return match.kind === 'none' && !request.path.startsWith('/services/') ? notFound() : invalidSession();
  }
  if (match.kind === 'method') {
    return methodNotAllowed(request.method, match.allowed);
  }
  if (match.kind === 'none' || isForeignVersion(match.route, match.params)) {
    return notFound();
  }
  const counted = API_PATH.test(request.path);
  if (counted && usage.exhausted) {
    return refusal(match.route, limitExceeded());
  }
  if (counted) {
    usage.count();
  }
  const reply = await run(dispatcher, request, match.route, match.params, session, session === undefined ? '' : token);
  return counted ? { ...reply, headers: { 'Sforce-Limit-Info': usage.header(), ...reply.headers } } : reply;
}

/** A refusal in the form of the door that gives it. */
export function refusal(operation: Operation | undefined, error: OrgError): Reply {
  return operation?.refuse?.(error) ?? thrownError(error);
}

async function run(dispatcher: Dispatcher, request: Request, operation: Operation, params: Readonly<Record<string, string>>, session: Session | undefined, sessionToken: string): Promise<Reply> {
  let read: Promise<Buffer> | null = null;
  const body = (): Promise<Buffer> => (read ??= request.readBody(operation.maxBodyBytes));
  const context: OperationContext = {
    ...dispatcher.org,
    get session() {
      if (session === undefined) {
        throw expiredSession();
      }
      return session;
    },
    sessionToken,
    method: request.method,
    path: request.path,
    params,
    query: request.query,
    headers: request.headers,
    version: params['version']?.slice(1) ?? '',
    body,
    saveBody: (path) => request.saveBody(path, operation.maxBodyBytes),
    json: async <T>() => parseJson(await body()) as T,
  };
  try {
    refuseXml(operation, request.headers);
    return await operation.handle(context);
  } catch (error) {
    const reply = thrownError(error);
    if (reply.status === 500) {
      dispatcher.onUnexpected(error, request);
    }
    return reply;
  }
}

/** REST paths name the version as `v67.0`. The SOAP doors look at theirs themselves, to answer with a fault. */
function isForeignVersion(operation: Operation, params: Readonly<Record<string, string>>): boolean {
  const version = params['version'] ?? '';
  return operation.path.startsWith('/services/data/:version') && !(version.startsWith('v') && isServedVersion(version));
}

/** Salesforce would answer in XML; this org has one representation and says so. */
function refuseXml(operation: Operation, { accept }: IncomingHttpHeaders): void {
  if (operation.path.startsWith('/services/data/') && accept !== undefined && /\bxml\b/i.test(accept) && !/json|\*\/\*/i.test(accept)) {
    throw unsupported('XML representation; accept application/json');
  }
}
