/** A playbook for tests in which numbers are not the matter: with a tenth of them a sync or a review takes a quarter of the time. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/** Leaves in the playbook of a project the weekly pipeline review as its only meeting, and the metrics that it shows. */
export async function keepFewNumbers(projectDir: string): Promise<void> {
  const [cadencePath, metricsPath] = ['cadence.yaml', 'metrics.yaml'].map((name) => join(projectDir, 'config/playbook', name)) as [string, string];
  const cadence = parse(await readFile(cadencePath, 'utf8')) as { meetings: { pack: string }[] };
  const kept = stringify({ ...cadence, meetings: cadence.meetings.filter(({ pack }) => pack === 'weekly-pipeline') });
  const named = new Set(kept.match(/\w+/g));
  const { metrics } = parse(await readFile(metricsPath, 'utf8')) as { metrics: { id: string }[] };
  await writeFile(cadencePath, kept);
  await writeFile(metricsPath, stringify({ metrics: metrics.filter(({ id }) => named.has(id)) }));
}
