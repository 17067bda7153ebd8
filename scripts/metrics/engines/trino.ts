/** Trino's client protocol: a statement is posted, and pages are fetched from `nextUri` until there is none. */
import { z } from 'zod';
import { EngineError, isoInstant, type Driver, type DriverRow, type DriverValue } from './driver.ts';
import { http, oneLine } from './http.ts';

export interface TrinoTarget {
  /** `https://host:8443` */
  readonly base: string;
  readonly catalog: string;
  readonly schema: string;
  readonly user: string;
  /** `Bearer ...` or `Basic ...`; absent where the server trusts the name. */
  readonly authorization: string | undefined;
  readonly signal?: AbortSignal;
}

const page = z.object({
  id: z.string().optional(),
  nextUri: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  data: z.array(z.array(z.unknown())).optional(),
  error: z.object({ message: z.string(), errorName: z.string().optional() }).optional(),
});

export function trinoDriver({ base, catalog, schema, user, authorization, signal }: TrinoTarget): Driver {
  const session = { 'x-trino-user': user, 'x-trino-source': 'handrail', 'x-trino-catalog': catalog, 'x-trino-schema': schema, 'x-trino-time-zone': 'UTC' };
  const web = http({ base, engine: 'trino', headers: { 'x-trino-user': user, ...(authorization === undefined ? {} : { authorization }) }, ...(signal ? { signal } : {}) });
  return {
    async execute(sql) {
      let found = read((await web.request('POST', '/v1/statement', sql, { ...session, 'content-type': 'text/plain; charset=utf-8' })).body);
      const rows: DriverRow[] = [];
      for (;;) {
        if (found.error) throw new EngineError(`trino: ${oneLine(found.error.message)}.`);
        const types = found.columns?.map(({ type }) => type) ?? [];
        for (const row of found.data ?? []) rows.push(row.map((value, index) => valueOf(value, types[index] ?? '')));
        const { nextUri } = found;
        if (nextUri === undefined) return rows;
        try {
          found = read((await web.request('GET', nextUri)).body);
        } catch (error) {
          await web.stop('DELETE', nextUri);
          throw error;
        }
      }
    },
    close: () => Promise.resolve(),
  };
}

function read(body: unknown): z.infer<typeof page> {
  const found = page.safeParse(body);
  if (!found.success) throw new EngineError('trino answered with something else than results. Is this the address of a Trino server?');
  return found.data;
}

function valueOf(value: unknown, type: string): DriverValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'string') throw new EngineError(`trino answered with a ${type}, which no statement of Handrail asks for.`);
  return type.startsWith('timestamp') ? isoInstant(value) : value;
}
