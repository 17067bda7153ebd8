/** Databricks SQL Statement Execution API: results inline, in chunks. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { EngineError, isoInstant, type Driver, type DriverRow, type DriverValue } from './driver.ts';
import { http, oneLine, type Http } from './http.ts';

export interface DatabricksTarget {
  readonly base: string;
  readonly warehouse: string;
  readonly catalog: string;
  readonly schema: string;
  readonly token: string;
  readonly signal?: AbortSignal;
}

const chunk = z.object({ data_array: z.array(z.array(z.string().nullable())).nullish(), next_chunk_index: z.number().nullish() });
const statement = z.object({
  statement_id: z.string(),
  status: z.object({ state: z.enum(['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'CLOSED']), error: z.object({ message: z.string().optional() }).nullish() }),
  manifest: z.object({ schema: z.object({ columns: z.array(z.object({ type_name: z.string() })).nullish() }).nullish(), truncated: z.boolean().nullish() }).nullish(),
  result: chunk.nullish(),
});
type Statement = z.infer<typeof statement>;

const PATH = '/api/2.0/sql/statements';
const LONGEST_PAUSE_MS = 5000;

export function databricksDriver({ base, warehouse, catalog, schema, token, signal }: DatabricksTarget): Driver {
  const web = http({ base, engine: 'databricks', headers: { authorization: `Bearer ${token}` }, ...(signal ? { signal } : {}) });
  return {
    async execute(sql) {
      // It answers at once, so that there is something to cancel by.
      const posted = read(statement, (await web.request('POST', PATH, { statement: sql, warehouse_id: warehouse, catalog, schema, wait_timeout: '0s', disposition: 'INLINE', format: 'JSON_ARRAY' })).body);
      const path = `${PATH}/${encodeURIComponent(posted.statement_id)}`;
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

async function finished(web: Http, path: string, posted: Statement, signal: AbortSignal | undefined): Promise<Statement> {
  let found = posted;
  for (let wait = 200; found.status.state === 'PENDING' || found.status.state === 'RUNNING'; wait = Math.min(LONGEST_PAUSE_MS, wait * 1.5)) {
    await pause(wait, undefined, signal ? { signal } : {}).catch(() => undefined);
    found = read(statement, (await web.request('GET', path)).body);
  }
  if (found.status.state === 'SUCCEEDED') return found;
  throw new EngineError(`databricks: ${oneLine(found.status.error?.message ?? `the statement ended as ${found.status.state}`)}.`);
}

async function rowsOf({ manifest, result }: Statement, path: string, web: Http): Promise<DriverRow[]> {
  if (manifest?.truncated) throw new EngineError('databricks cut the result short.');
  const types = manifest?.schema?.columns?.map(({ type_name: type }) => type) ?? [];
  const rows: DriverRow[] = [];
  for (let part = result; part; ) {
    for (const row of part.data_array ?? []) rows.push(row.map((value, index) => valueOf(value, types[index] ?? '')));
    const { next_chunk_index: next } = part;
    part = next === null || next === undefined ? null : read(chunk, (await web.request('GET', `${path}/result/chunks/${next}`)).body);
  }
  return rows;
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const found = schema.safeParse(body);
  if (!found.success) throw new EngineError('databricks answered with something else than a statement. Is this the address of a workspace?');
  return found.data;
}

function valueOf(value: string | null, type: string): DriverValue {
  if (value === null) return null;
  if (type === 'BOOLEAN') return value === 'true';
  return type.startsWith('TIMESTAMP') ? isoInstant(value) : value;
}
