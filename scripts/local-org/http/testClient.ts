/** For tests: an org of one's own and plain requests to it. */
import type { FieldSchema } from '../engine/schema.ts';
import { buildSchema } from '../engine/schemaIndex.ts';
import { startLocalOrg, type LocalOrg, type LocalOrgOptions } from '../index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed body; undefined when it is empty or no JSON. */
  readonly json: unknown;
}

export interface TestOrg {
  readonly org: LocalOrg;
  /** `/services/data/v67.0` + path; a path that starts with `/services` or `/id` is taken as it is. */
  call(method: string, path: string, body?: unknown, options?: { readonly headers?: Readonly<Record<string, string>>; readonly as?: string }): Promise<Answer>;
  query(soql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Id of a new record. @throws Error with the answer when it is refused */
  create(object: string, fields: Readonly<Record<string, unknown>>): Promise<string>;
}

/** Adds custom fields that the users of every profile may read and edit. */
export function addFields({ engine, session }: LocalOrg, object: string, fields: readonly FieldSchema[]): void {
  const schema = engine.schema.object(object);
  if (schema === undefined) {
    throw new Error(`no object ${object}`);
  }
  engine.replaceSchema(buildSchema([...engine.schema.objects.filter((other) => other !== schema), { ...schema, fields: [...schema.fields, ...fields] }]));
  for (const set of engine.query(session('admin@handrail.local'), 'SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true').records) {
    for (const { apiName } of fields) {
      engine.writeSystemRow('FieldPermissions', { ParentId: String(set['Id']), SobjectType: object, Field: `${object}.${apiName}`, PermissionsRead: true, PermissionsEdit: true });
    }
  }
}

/** Objects go out as JSON, texts as they are. */
export async function startTestOrg(options: LocalOrgOptions = {}): Promise<TestOrg> {
  const org = await startLocalOrg({
    onUnexpected: (error, where) => {
      throw new Error(`unexpected in ${where}`, { cause: error });
    },
    ...options,
  });
  const call: TestOrg['call'] = async (method, path, body, { headers = {}, as } = {}) => {
    const token = as === undefined ? org.accessToken : org.users.find((user) => user.username === as)?.accessToken ?? '';
    const url = /^\/(services|id)\b/.test(path) ? `${org.url}${path}` : `${org.url}/services/data/v67.0${path}`;
    const response = await fetch(url, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(typeof body === 'object' ? { 'Content-Type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };
  return {
    org,
    call,
    async query(soql) {
      const { status, json, text } = await call('GET', `/query?q=${encodeURIComponent(soql)}`);
      if (status !== 200) {
        throw new Error(`${status} ${text}`);
      }
      return (json as { readonly records: readonly Readonly<Record<string, unknown>>[] }).records;
    },
    async create(object, fields) {
      const { status, json, text } = await call('POST', `/sobjects/${object}`, fields);
      if (status !== 201) {
        throw new Error(`${status} ${text}`);
      }
      return (json as { readonly id: string }).id;
    },
  };
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
