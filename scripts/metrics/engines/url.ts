/** Addresses of engines. Who may ask stands in the environment, never in the address: that ends up in logs and histories. */
import type { DialectName } from '../relational/dialect.ts';
import { bigQueryDriver } from './bigquery.ts';
import { databricksDriver } from './databricks.ts';
import type { Driver } from './driver.ts';
import { isLoopback } from './http.ts';
import { postgresDriver } from './postgres.ts';
import { snowflakeDriver } from './snowflake.ts';
import { trinoDriver } from './trino.ts';

export interface EngineAddress {
  readonly dialect: DialectName;
  /** Catalog or database, then schema. */
  readonly schema: readonly string[];
  /** Tables of a session go without being dropped. */
  readonly temporary: boolean;
  connect(signal?: AbortSignal): Promise<Driver>;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Scheme {
  /** How it is written, in help and errors. */
  readonly form: string;
  readonly variables: readonly string[];
  read(url: URL, environment: Environment): EngineAddress;
}

export const SCHEMES: Readonly<Record<string, Scheme>> = {
  'postgres:': {
    form: 'postgres://[user@]host[:port]/database/schema',
    variables: ['PGUSER', 'PGPASSWORD'],
    read(url, environment) {
      const [database, schema] = path(url, 2);
      // The folder of a socket cannot stand before the first slash.
      const host = url.searchParams.get('host') ?? url.hostname.replaceAll(/[[\]]/g, '');
      const user = decodeURIComponent(url.username) || environment['PGUSER'] || missing('PGUSER, or the user in the address');
      const target = { host, port: Number(url.port || 5432), database, user, password: environment['PGPASSWORD'], tls: !host.startsWith('/') && !isLoopback(host) };
      return { dialect: 'postgres', schema: [schema], temporary: true, connect: (signal) => postgresDriver({ ...target, ...(signal ? { signal } : {}) }) };
    },
  },
  'trino:': {
    form: 'trino://host[:port]/catalog/schema',
    variables: ['TRINO_USER', 'TRINO_PASSWORD', 'TRINO_TOKEN'],
    read(url, environment) {
      const [catalog, schema] = path(url, 2);
      const user = environment['TRINO_USER'] ?? missing('TRINO_USER');
      const { TRINO_TOKEN: token, TRINO_PASSWORD: password } = environment;
      const authorization = token ? `Bearer ${token}` : password ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` : undefined;
      return { dialect: 'trino', schema: [catalog, schema], temporary: false, connect: (signal) => Promise.resolve(trinoDriver({ base: base(url), catalog, schema, user, authorization, ...(signal ? { signal } : {}) })) };
    },
  },
  'databricks:': {
    form: 'databricks://workspace-host/warehouse-id/catalog/schema',
    variables: ['DATABRICKS_TOKEN'],
    read(url, environment) {
      const [warehouse, catalog, schema] = path(url, 3);
      const token = environment['DATABRICKS_TOKEN'] || missing('DATABRICKS_TOKEN');
      return { dialect: 'spark', schema: [catalog, schema], temporary: false, connect: (signal) => Promise.resolve(databricksDriver({ base: base(url), warehouse, catalog, schema, token, ...(signal ? { signal } : {}) })) };
    },
  },
  'snowflake:': {
    form: 'snowflake://account-host/DATABASE/SCHEMA[?warehouse=NAME&role=NAME]',
    variables: ['SNOWFLAKE_TOKEN', 'SNOWFLAKE_TOKEN_TYPE'],
    read(url, environment) {
      const [database, schema] = path(url, 2);
      const token = environment['SNOWFLAKE_TOKEN'] || missing('SNOWFLAKE_TOKEN');
      const tokenType = environment['SNOWFLAKE_TOKEN_TYPE'] || 'PROGRAMMATIC_ACCESS_TOKEN';
      const target = { base: base(url), database, schema, warehouse: url.searchParams.get('warehouse') ?? undefined, role: url.searchParams.get('role') ?? undefined, token, tokenType };
      return { dialect: 'snowflake', schema: [database, schema], temporary: false, connect: (signal) => Promise.resolve(snowflakeDriver({ ...target, ...(signal ? { signal } : {}) })) };
    },
  },
  'bigquery:': {
    form: 'bigquery://project/dataset[?location=EU]',
    variables: ['BIGQUERY_TOKEN'],
    read(url, environment) {
      const [dataset] = path(url, 1);
      const token = environment['BIGQUERY_TOKEN'] || missing('BIGQUERY_TOKEN');
      const target = { base: 'https://bigquery.googleapis.com', project: url.hostname, dataset, location: url.searchParams.get('location') ?? undefined, token };
      return { dialect: 'bigquery', schema: [url.hostname, dataset], temporary: false, connect: (signal) => Promise.resolve(bigQueryDriver({ ...target, ...(signal ? { signal } : {}) })) };
    },
  },
};

/** @throws RangeError in one sentence, which never repeats what stood before an @ */
export function readAddress(text: string, environment: Environment): EngineAddress {
  const url = URL.parse(text);
  const scheme = url && Object.hasOwn(SCHEMES, url.protocol) ? SCHEMES[url.protocol] : undefined;
  if (!url || !scheme) throw new RangeError(`This is no address of an engine. Write one of: ${Object.values(SCHEMES).map(({ form }) => form).join(', ')}.`);
  if (url.password !== '') throw new RangeError(`A password must not stand in the address of an engine. Put it into the environment: ${scheme.variables.join(', ')}.`);
  try {
    return scheme.read(url, environment);
  } catch (error) {
    if (error instanceof AddressError) throw new RangeError(`${error.message} The address is written ${scheme.form}.`, { cause: error });
    throw error;
  }
}

class AddressError extends Error {}

/** The parts of the path, of which there must be so many. */
function path(url: URL, count: 1): [string];
function path(url: URL, count: 2): [string, string];
function path(url: URL, count: 3): [string, string, string];
function path(url: URL, count: number): string[] {
  const parts = url.pathname.split('/').filter((part) => part !== '').map(decodeURIComponent);
  if (parts.length !== count) throw new AddressError(`The address of an engine ends with ${count} names, and this one has ${parts.length}.`);
  return parts;
}

/** Plain http is for this machine itself. */
function base({ hostname, port }: URL): string {
  const loopback = isLoopback(hostname);
  return `${loopback ? 'http' : 'https'}://${hostname}${port === '' ? '' : `:${port}`}`;
}

function missing(variable: string): never {
  throw new AddressError(`The engine asks who you are: set ${variable}.`);
}
