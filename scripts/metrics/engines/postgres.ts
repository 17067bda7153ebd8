/** PostgreSQL over its own protocol: one connection, since temporary tables belong to it. */
import postgres from 'postgres';
import { EngineError, isoInstant, type Driver, type DriverRow, type DriverValue } from './driver.ts';

export interface PostgresTarget {
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | undefined;
  /** Off only for sockets and loopback. */
  readonly tls: boolean;
  readonly signal?: AbortSignal;
}

/** Types that come as text, whatever the client would make of them: days are no instants, and decimals no floating-point numbers. */
const DATE = 1082;
const INSTANTS = [1114, 1184];

/** @throws EngineError when nobody answers, or not to this user */
export async function postgresDriver({ host, port, database, user, password, tls, signal }: PostgresTarget): Promise<Driver> {
  const asText = { to: 25, serialize: String, parse: (value: string): string => value };
  const sql = postgres({
    ...(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }),
    database,
    user,
    password: password ?? '',
    // Both name and issuer of the certificate are checked.
    ssl: tls ? { rejectUnauthorized: true } : false,
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 30,
    prepare: false,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'handrail', TimeZone: 'UTC', standard_conforming_strings: 'on' },
    types: { day: { ...asText, from: [DATE] }, instant: { ...asText, from: INSTANTS } },
  });
  const execute = async (text: string): Promise<readonly DriverRow[]> => {
    if (signal?.aborted) throw new EngineError('Stopped.');
    const query = sql.unsafe(text).values();
    const stop = (): void => query.cancel();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const rows = await query;
      return rows.map((row) => (row as unknown[]).map((value, index) => valueOf(value, rows.columns[index]?.type)));
    } catch (error) {
      throw new EngineError(`postgres: ${wordsOf(error)}`, { cause: error });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  };
  const driver: Driver = { execute, close: () => sql.end({ timeout: 5 }) };
  await execute('SELECT 1').catch(async (error: unknown) => {
    await driver.close();
    throw error;
  });
  return driver;
}

function valueOf(value: unknown, type: number | undefined): DriverValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'string') throw new EngineError('postgres answered with a value that is no text, number or truth value.');
  return type !== undefined && INSTANTS.includes(type) ? isoInstant(value) : value;
}

/** An error of the client may carry the options of the connection; its message does not. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it did not answer.';
  if (error instanceof AggregateError) return error.errors.map((one: unknown) => (one instanceof Error ? one.message : '')).join('; ');
  return error.message || ('code' in error ? String(error.code) : 'it did not answer.');
}
