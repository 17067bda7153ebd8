/** Small snapshots for tests: rows written by hand, stored as an extraction would have stored them. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metric } from '../../playbook/metricModel.ts';
import type { Playbook, Stage } from '../../playbook/model.ts';
import { identifier, literal, withDuckDb } from '../duckdb.ts';
import { objectsNeeded } from '../extract/needs.ts';
import { MANIFEST_FILE, type SnapshotManifest } from '../snapshot.ts';

type Cell = string | number | boolean | null;
export type Rows = Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;

const TYPES: Readonly<Record<string, string>> = { Amount: 'DECIMAL(38,8)', NumberOfEmployees: 'BIGINT', Probability: 'DECIMAL(38,8)', CloseDate: 'DATE', ConvertedDate: 'DATE', CreatedDate: 'TIMESTAMPTZ', IsConverted: 'BOOLEAN', IsActive: 'BOOLEAN', IsDeleted: 'BOOLEAN' };
const DEFAULTS: Readonly<Record<string, Cell>> = { IsDeleted: false, IsConverted: false, IsActive: true };

/** @param gaps fields to leave out, as `Object.Field`: the user cannot see them */
export async function writeSnapshot(playbook: Playbook, rows: Rows, gaps: readonly string[] = []): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'handrail-test-snapshot-'));
  const objects: SnapshotManifest['objects'] = [];
  await withDuckDb(async (db) => {
    for (const need of objectsNeeded(playbook)) {
      const missing = need.fields.filter((field) => gaps.includes(`${need.object}.${field}`));
      const fields = need.fields.filter((field) => !missing.includes(field));
      const typed = fields.map((field) => `NULL::${TYPES[field] ?? 'VARCHAR'} AS ${identifier(field)}`);
      await db.run(`CREATE OR REPLACE TABLE t AS SELECT ${typed.join(', ')} WHERE FALSE`);
      for (const row of rows[need.object] ?? []) {
        await db.run(`INSERT INTO t VALUES (${fields.map((field) => literal(row[field] ?? DEFAULTS[field] ?? null)).join(', ')})`);
      }
      await db.run(`COPY t TO ${literal(join(dir, `${need.object}.parquet`))} (FORMAT parquet)`);
      objects.push({ object: need.object, file: `${need.object}.parquet`, records: rows[need.object]?.length ?? 0, sha256: '', fields: fields.map((name) => ({ name, type: TYPES[name] ?? 'VARCHAR' })), gaps: missing });
    }
  });
  const manifest: SnapshotManifest = { format: 1, organizationId: '00D000000000001EAA', instanceUrl: 'http://127.0.0.1', asOf: '2026-04-01T12:00:00.000Z', playbookVersion: '1.0.0', apiVersion: '67.0', apiCalls: 0, objects };
  await writeFile(join(dir, MANIFEST_FILE), JSON.stringify(manifest));
  return dir;
}

const NOWHERE = { file: 'test.yaml', line: 1, column: 1 };

export function stage(name: string, rank: number, closed = false, won = false): Stage {
  return { name, rank, buyerAction: '', purpose: '', maxDays: null, categories: [], forecastCategory: 'Pipeline', probability: 0, closed, won, position: NOWHERE };
}

/** S1 to S3, Won, Lost; S2 is the first qualified stage. New York time. */
export function playbookWith(metrics: readonly Metric[]): Playbook {
  const opportunity = {
    apiName: 'Opportunity', label: 'Opportunity', stageField: 'StageName', fields: [], criteria: [],
    stages: [stage('Lost', 0, true), stage('S1', 10), stage('S2', 20), stage('S3', 30), stage('Won', 100, true, true)],
  };
  const lead = { apiName: 'Lead', label: 'Lead', stageField: 'Status', fields: [], criteria: [], stages: [stage('Closed', 0, true), stage('Open', 10)] };
  const playbook: Pick<Playbook, 'name' | 'version' | 'currency' | 'fiscalYearStart' | 'businessHours' | 'placeholders' | 'competitors' | 'lossReasons' | 'terms' | 'objects' | 'metrics' | 'qualifiedRank' | 'segments'> = {
    name: 'Test', version: '1.0.0', currency: 'USD', fiscalYearStart: 1,
    businessHours: { timeZone: 'America/New_York', days: {}, holidays: [] },
    placeholders: [], competitors: [], terms: [], qualifiedRank: 20, metrics,
    segments: [{ name: 'SMB', fromEmployees: 0, position: NOWHERE }, { name: 'Mid-Market', fromEmployees: 200, position: NOWHERE }, { name: 'Enterprise', fromEmployees: 2000, position: NOWHERE }],
    lossReasons: [
      { name: 'Price', outcomeClass: 'lost', for: 'all', details: [], position: NOWHERE },
      { name: 'Timing', outcomeClass: 'derail', for: 'all', details: [], position: NOWHERE },
      { name: 'Duplicate', outcomeClass: 'void', for: 'all', details: [], position: NOWHERE },
    ],
    objects: [opportunity, lead],
  };
  // What metrics do not read is left out.
  return playbook as Playbook;
}

export interface DealRow {
  readonly id: string;
  readonly amount?: number | null;
  readonly reason?: string;
  readonly closes?: string;
  readonly source?: string;
  readonly account?: string;
  readonly motion?: string;
  readonly owner?: string;
  readonly exclude?: string;
  /** Stage and instant, in order; a date alone means 15:00 UTC. */
  readonly path: readonly (readonly [stage: string, at: string])[];
}

/** Opportunity and history rows of deals. */
export function dealRows(deals: readonly DealRow[]): Rows {
  const instant = (at: string): string => (at.includes('T') ? at : `${at}T15:00:00Z`);
  return {
    Opportunity: deals.map((deal) => ({
      Id: deal.id, Name: deal.id, AccountId: deal.account ?? `A-${deal.id}`, StageName: deal.path.at(-1)?.[0] ?? 'S1', Amount: deal.amount ?? null,
      CloseDate: deal.closes ?? deal.path.at(-1)?.[1].slice(0, 10) ?? null, LeadSource: deal.source ?? null, CreatedDate: instant(deal.path[0]?.[1] ?? '2026-01-01'),
      Handrail_Loss_Reason__c: deal.reason ?? null, Handrail_Motion__c: deal.motion ?? null, OwnerId: deal.owner ?? null, Handrail_Exclude__c: deal.exclude ?? null,
    })),
    OpportunityHistory: deals.flatMap((deal) =>
      deal.path.map(([name, at], index) => ({ Id: `${deal.id}-${index}`, OpportunityId: deal.id, StageName: name, Amount: deal.amount ?? null, CloseDate: deal.closes ?? at.slice(0, 10), CreatedDate: instant(at) })),
    ),
  };
}
