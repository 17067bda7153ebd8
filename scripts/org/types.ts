/** The one door to an org: everything above asks through this and counts its calls. */

export interface OrgConnection {
  readonly instanceUrl: string;
  readonly username: string;
  readonly organizationId: string;
  /** `67.0` */
  readonly apiVersion: string;
  /** Calls made so far through this connection. */
  readonly apiCalls: number;
  /** Host and protocol are fixed to the instance; the token goes nowhere else. `path` starts with `/services/`. */
  request(request: OrgRequest): Promise<OrgResponse>;
  /** JSON convenience over `request`: parses, throws OrgRequestError with Salesforce's errorCode and message. */
  json<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** All pages. */
  query<T extends object>(soql: string, options?: { tooling?: boolean; all?: boolean }): Promise<T[]>;
  /** Metadata API retrieve as unzipped files: path in the zip to contents. */
  retrieveMetadata(members: Readonly<Record<string, readonly string[]>>, onProgress?: (status: string) => void): Promise<{ files: ReadonlyMap<string, Uint8Array>; problems: readonly string[] }>;
  /** Metadata API deploy of files in the mdapi format. */
  deployMetadata(files: ReadonlyMap<string, Uint8Array>, options: { checkOnly: boolean }): Promise<{ success: boolean; problems: readonly string[] }>;
}

export interface OrgRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Safe to send again after a lost connection. Default: GET and PUT are, others not. */
  readonly idempotent?: boolean;
  /** How often it is sent at most; 1 where the caller repeats it. Default: a few times. */
  readonly attempts?: number;
}

export interface OrgResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Stream of the body; read it once. */
  readonly body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
}
