/** BigQuery jobs.query: a job that is not complete is asked again, results come in pages. */
import { z } from 'zod';
import { EngineError, type Driver, type DriverRow, type DriverValue } from './driver.ts';
import { http, oneLine, type Http } from './http.ts';

export interface BigQueryTarget {
  readonly base: string;
  readonly project: string;
  readonly dataset: string;
  readonly location: string | undefined;
  readonly token: string;
  readonly signal?: AbortSignal;
}

const page = z.object({
  jobComplete: z.boolean(),
  jobReference: z.object({ jobId: z.string(), location: z.string().optional() }),
  schema: z.object({ fields: z.array(z.object({ type: z.string() })).optional() }).optional(),
  rows: z.array(z.object({ f: z.array(z.object({ v: z.unknown() })) })).optional(),
  pageToken: z.string().optional(),
  errors: z.array(z.object({ message: z.string().optional() })).optional(),
});
type Page = z.infer<typeof page>;

const WAIT_MS = 30_000;

export function bigQueryDriver({ base, project, dataset, location, token, signal }: BigQueryTarget): Driver {
  const web = http({ base, engine: 'bigquery', headers: { authorization: `Bearer ${token}` }, ...(signal ? { signal } : {}) });
  const path = `/bigquery/v2/projects/${encodeURIComponent(project)}`;
  return {
    async execute(sql) {
      // It answers at once, so that there is something to cancel by.
      const body = { query: sql, useLegacySql: false, timeoutMs: 0, defaultDataset: { projectId: project, datasetId: dataset }, ...(location === undefined ? {} : { location }) };
      const posted = read((await web.request('POST', `${path}/queries`, body)).body);
      const { jobId, location: at } = posted.jobReference;
      const where = at === undefined ? {} : { location: at };
      try {
        return await rowsOf(posted, web, (token) => `${path}/queries/${encodeURIComponent(jobId)}?${new URLSearchParams({ ...where, timeoutMs: String(WAIT_MS), ...(token === undefined ? {} : { pageToken: token }) }).toString()}`);
      } catch (error) {
        if (signal?.aborted) await web.stop('POST', `${path}/jobs/${encodeURIComponent(jobId)}/cancel?${new URLSearchParams(where).toString()}`);
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}

async function rowsOf(posted: Page, web: Http, next: (pageToken: string | undefined) => string): Promise<DriverRow[]> {
  const rows: DriverRow[] = [];
  for (let found = posted; ; ) {
    if (found.jobComplete) {
      const types = found.schema?.fields?.map(({ type }) => type) ?? [];
      for (const { f } of found.rows ?? []) rows.push(f.map(({ v }, index) => valueOf(v, types[index] ?? '')));
      if (found.pageToken === undefined) return rows;
    } else if (found.errors?.[0]?.message !== undefined) throw new EngineError(`bigquery: ${oneLine(found.errors[0].message)}.`);
    found = read((await web.request('GET', next(found.jobComplete ? found.pageToken : undefined))).body);
  }
}

function read(body: unknown): Page {
  const found = page.safeParse(body);
  if (!found.success) throw new EngineError('bigquery answered with something else than a job.');
  return found.data;
}

/** Instants are seconds since 1970, with an exponent. */
function valueOf(value: unknown, type: string): DriverValue {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw new EngineError(`bigquery answered with a ${type}, which no statement of Handrail asks for.`);
  if (type === 'BOOLEAN' || type === 'BOOL') return value === 'true';
  return type === 'TIMESTAMP' ? new Date(Math.round(Number(value) * 1000)).toISOString() : value;
}
