/** Snowflake SQL API: a statement that takes long answers 202 and is asked again, results come in partitions. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { EngineError, type Driver, type DriverRow, type DriverValue } from './driver.ts';
import { http, type Answer, type Http } from './http.ts';

export interface SnowflakeTarget {
  readonly base: string;
  readonly database: string;
  readonly schema: string;
  readonly warehouse: string | undefined;
  readonly role: string | undefined;
  readonly token: string;
  /** KEYPAIR_JWT, OAUTH or PROGRAMMATIC_ACCESS_TOKEN. */
  readonly tokenType: string;
  readonly signal?: AbortSignal;
}

const data = z.array(z.array(z.string().nullable()));
const pending = z.object({ statementHandle: z.string() });
const resultSet = pending.extend({
  resultSetMetaData: z.object({ rowType: z.array(z.object({ type: z.string() })), partitionInfo: z.array(z.unknown()).optional() }),
  data: data.optional(),
});

const PATH = '/api/v2/statements';
const LONGEST_PAUSE_MS = 5000;
const DAY_MS = 86_400_000;

export function snowflakeDriver({ base, database, schema, warehouse, role, token, tokenType, signal }: SnowflakeTarget): Driver {
  const web = http({ base, engine: 'snowflake', headers: { authorization: `Bearer ${token}`, 'x-snowflake-authorization-token-type': tokenType }, ...(signal ? { signal } : {}) });
  return {
    async execute(sql) {
      const body = { statement: sql, timeout: 0, database, schema, ...(warehouse === undefined ? {} : { warehouse }), ...(role === undefined ? {} : { role }), parameters: { TIMEZONE: 'UTC', MULTI_STATEMENT_COUNT: '1' } };
      // It answers at once, so that there is something to cancel by.
      const posted = await web.request('POST', `${PATH}?async=true&requestId=${randomUUID()}`, body);
      const path = `${PATH}/${encodeURIComponent(read(pending, posted.body).statementHandle)}`;
      try {
        return await rowsOf(await finished(web, path, posted, signal), path, web);
      } catch (error) {
        if (signal?.aborted) await web.stop('POST', `${path}/cancel`);
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}

async function finished(web: Http, path: string, posted: Answer, signal: AbortSignal | undefined): Promise<z.infer<typeof resultSet>> {
  let found = posted;
  for (let wait = 200; found.status === 202; wait = Math.min(LONGEST_PAUSE_MS, wait * 1.5)) {
    await pause(wait, undefined, signal ? { signal } : {}).catch(() => undefined);
    found = await web.request('GET', path);
  }
  return read(resultSet, found.body);
}

async function rowsOf({ resultSetMetaData: { rowType, partitionInfo = [] }, data: first = [] }: z.infer<typeof resultSet>, path: string, web: Http): Promise<DriverRow[]> {
  const typed = (row: readonly (string | null)[]): DriverRow => row.map((value, index) => valueOf(value, rowType[index]?.type ?? ''));
  const rows = first.map(typed);
  for (let partition = 1; partition < partitionInfo.length; partition += 1) rows.push(...read(z.object({ data }), (await web.request('GET', `${path}?partition=${partition}`)).body).data.map(typed));
  return rows;
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const found = schema.safeParse(body);
  if (!found.success) throw new EngineError('snowflake answered with something else than a statement. Is this the address of an account?');
  return found.data;
}

/** Days since 1970 for a date, seconds since 1970 for an instant. */
function valueOf(value: string | null, type: string): DriverValue {
  if (value === null) return null;
  if (type === 'boolean') return value === 'true' || value === '1';
  if (type === 'date') return new Date(Number(value) * DAY_MS).toISOString().slice(0, 10);
  return type.startsWith('timestamp') ? new Date(Math.round(Number(value.split(' ')[0]) * 1000)).toISOString() : value;
}
