/** An operation of the org's HTTP interface: a row in a table, found by method and path. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Engine, OrgError, Session } from '../engine/types.ts';
import type { MetadataService } from '../metadata/types.ts';

export interface OrgContext {
  readonly engine: Engine;
  readonly metadata: MetadataService;
  /** `http://127.0.0.1:8780`, without a slash at the end. */
  readonly instanceUrl: string;
  /** The session of a token, for doors that carry it elsewhere than in `Authorization` (SOAP header, page). */
  readonly authenticate: (token: string) => Session | undefined;
  /** A new access token for a user, for the door that people come through (the page). @throws RangeError when there is no such active user */
  readonly login: (username: string) => string;
}

export interface OperationContext extends OrgContext {
  /** Without a valid token (possible where `authenticated` is false) reading it throws INVALID_SESSION_ID. */
  readonly session: Session;
  /** Empty without a valid token. */
  readonly sessionToken: string;
  readonly method: string;
  /** Path without query, slashes collapsed. */
  readonly path: string;
  /** Values of the `:name` parts of the operation's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** `67.0`; empty outside `/services/data/vXX.X`. */
  readonly version: string;
  /** The body, read once and limited in size. */
  body(): Promise<Buffer>;
  /** Instead of `body`, for uploads: writes it to a file as it arrives. */
  saveBody(path: string): Promise<void>;
  json<T = unknown>(): Promise<T>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects and arrays go out as JSON; strings, buffers and `Readable`s as they are, with the content type of `headers`. */
  readonly body?: unknown;
}

export interface Operation {
  /** `query`, `sobject.update`: appears in the list of operations and in messages. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'HEAD';
  /** `/services/data/:version/sobjects/:object/:id`. A last part `*rest` takes what remains. Literal parts win over parameters. */
  readonly path: string;
  /** False: no token needed (`/services/data`, the page). Default true. */
  readonly authenticated?: boolean;
  /** Largest body in bytes; default 50 MB. */
  readonly maxBodyBytes?: number;
  /** How this door says no before it has run; default: as REST does. */
  refuse?(error: OrgError): Reply;
  handle(context: OperationContext): Promise<Reply> | Reply;
}
