/** For tests of numbers: shipped metrics over rows written by hand. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import { loadPlaybook } from '../../playbook/index.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import { computeMetrics, type ComputeOptions } from '../compute.ts';
import type { MetricResult } from '../types.ts';
import { playbookWith, writeSnapshot, type Rows } from './snapshot.ts';

const shipped = (await loadPlaybook('config/playbook')).playbook?.metrics ?? [];

/** A metric as it ships. Vectors are smaller than what a rate may be believed from; the states have tests of their own. */
export function metric(id: string, changes: Partial<Metric> = {}): Metric {
  const found = shipped.find((candidate) => candidate.id === id);
  assert.ok(found, `the playbook ships ${id}`);
  return { ...found, minN: 0, ...changes };
}

/** All that metrics say of rows, by day unless told otherwise as of 1 July 2026. */
export async function compute(metrics: Metric | readonly Metric[], rows: Rows, options: ComputeOptions = {}, gaps: readonly string[] = []): Promise<MetricResult[]> {
  const playbook = playbookWith([metrics].flat());
  return computeMetrics(playbook, await writeSnapshot(playbook, rows, gaps), { asOf: '2026-07-01T12:00:00Z', ...options });
}

export type Said = Readonly<Record<string, number | null>>;

/** Values by metric id and, for variants, `id/variant`, of the whole; a slice is `id@value` or `id/variant@value`. */
export async function values(ids: readonly string[], rows: Rows, options: ComputeOptions = {}): Promise<Said> {
  return valuesOf(await compute(ids.map((id) => metric(id)), rows, options));
}

export function valuesOf(results: readonly MetricResult[]): Said {
  return Object.fromEntries<number | null>(
    results.flatMap(({ id, slice, value, variants }): [string, number | null][] => {
      const at = Object.values(slice).map((name) => `@${name}`).join('');
      return [[`${id}${at}`, rounded(value)], ...variants.map((variant): [string, number | null] => [`${id}/${variant.id}${at}`, rounded(variant.value)])];
    }),
  );
}

/** Six digits behind the point, as a person writes a fraction down. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}

/** A folder with input files. */
export async function inputs(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await temporaryFolder('inputs');
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return dir;
}

/** Those of the wanted keys, so that a vector says what it is about and no more. */
export function among(said: Said, wanted: Said): Said {
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, said[key] ?? null]));
}
