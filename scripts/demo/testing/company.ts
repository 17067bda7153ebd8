/** The demo company for tests: a copy of the stored org, and a snapshot of it. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import { copyOfStore, demoStore } from '../../cli/demoStore.ts';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { computeMetrics, extractSnapshot, type ComputeOptions, type MetricResult, type SnapshotManifest } from '../../metrics/index.ts';
import { closeIdleConnections, type OrgConnection } from '../../org/index.ts';
import { connectionTo } from '../../org/testing/connectionTo.ts';
import { loadPlaybook, type Playbook } from '../../playbook/index.ts';
import { CAST } from '../cast.ts';
import { tickingClock } from '../clock.ts';

export const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
export const AS_OF = '2026-06-01T10:00:00Z';
/** All that has happened. */
export const HISTORY = '2024-06-01..2026-05-31';

export interface DemoOrg {
  readonly org: LocalOrg;
  readonly playbook: Playbook;
  /** As the user that ships for reading. */
  readonly connection: OrgConnection;
  readonly filesDir: string;
  rows(soql: string): readonly Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

export async function openDemoOrg(): Promise<DemoOrg> {
  const { playbook } = await loadPlaybook(join(PROJECT, 'config/playbook'));
  assert.ok(playbook);
  const stored = await demoStore({ projectDir: PROJECT, onProgress: () => undefined });
  const copy = await copyOfStore(stored.store);
  const org = await startLocalOrg({ clock: tickingClock(new Date(AS_OF)), store: copy.file });
  return {
    org,
    playbook,
    connection: connectionTo(org, CAST.sync),
    filesDir: stored.filesDir,
    rows: (soql) => org.engine.query(org.session(CAST.admin), soql).records,
    async close() {
      closeIdleConnections();
      await org.close();
      await copy.remove();
    },
  };
}

export interface Snapshot {
  readonly manifest: SnapshotManifest;
  compute(options: ComputeOptions): Promise<Results>;
  close(): Promise<void>;
}

export async function snapshotOf({ connection, playbook, filesDir }: DemoOrg): Promise<Snapshot> {
  const dir = await temporaryFolder('company');
  const manifest = await extractSnapshot(connection, playbook, { out: dir });
  return {
    manifest,
    compute: async (options) => new Results(await computeMetrics(playbook, dir, { asOf: AS_OF, inputsDir: join(filesDir, 'inputs'), slice: 'all', ...options })),
    close: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Metric results, found by id, slice and variant. */
export class Results {
  readonly #all: readonly MetricResult[];

  constructor(all: readonly MetricResult[]) {
    this.#all = all;
  }

  one(id: string, slice: Readonly<Record<string, string>> = {}): MetricResult {
    const found = this.#all.filter((result) => result.id === id && Object.keys(result.slice).length === Object.keys(slice).length && Object.entries(slice).every(([name, value]) => result.slice[name] === value));
    assert.equal(found.length, 1, `${id} ${JSON.stringify(slice)} is there once`);
    return found[0] as MetricResult;
  }

  variant(id: string, variant: string, slice: Readonly<Record<string, string>> = {}): MetricResult['variants'][number] {
    const found = this.one(id, slice).variants.find((candidate) => candidate.id === variant);
    assert.ok(found, `${id} has the variant ${variant}`);
    return found;
  }

  /** Numerator over denominator by the values of one dimension. */
  by(id: string, dimension: string): Record<string, string> {
    return Object.fromEntries(this.#all.filter((result) => result.id === id && Object.keys(result.slice).join() === dimension).map((result) => [result.slice[dimension] ?? '', fraction(result)]));
  }

  /** Values by the values of one dimension. */
  valuesBy(id: string, dimension: string): Record<string, number | null> {
    return Object.fromEntries(this.#all.filter((result) => result.id === id && Object.keys(result.slice).join() === dimension).map((result) => [result.slice[dimension] ?? '', result.value]));
  }
}

export function fraction({ numerator, denominator }: { readonly numerator: number | null; readonly denominator: number | null }): string {
  return `${numerator}/${denominator}`;
}

/** One digit behind the point of a percentage, as the requirement writes it. */
export function percent(value: number | null): string {
  return value === null ? 'null' : (100 * value).toFixed(1);
}
