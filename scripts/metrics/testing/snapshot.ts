/** Small snapshots for tests: rows written by hand, stored as an extraction would have stored them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import type { LossReason, Playbook, ServiceLevel, Stage } from '../../playbook/model.ts';
import { askedFields } from '../criteria/questions.ts';
import { identifier, literal, withDuckDb } from '../duckdb.ts';
import { objectsNeeded } from '../extract/needs.ts';
import { sourceColumns, type SourceObject } from '../facts/sources.ts';
import { duckdb } from '../relational/duckdb.ts';
import { MANIFEST_FILE, type SnapshotManifest } from '../snapshot.ts';

type Cell = string | number | boolean | null;
export type Rows = Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;

/** Of fields that no row of a test says. */
export const DEFAULTS: Readonly<Record<string, Cell>> = { IsDeleted: false, IsConverted: false };

function typeOf(playbook: Playbook, object: SourceObject, field: string): string {
  return duckdb.type(sourceColumns(object)[field] ?? askedFields(playbook)[field] ?? 'text');
}

/** @param gaps fields to leave out, as `Object.Field`: the user cannot see them */
export async function writeSnapshot(playbook: Playbook, rows: Rows, gaps: readonly string[] = []): Promise<string> {
  const dir = await temporaryFolder('snapshot');
  const objects: SnapshotManifest['objects'] = [];
  await withDuckDb(async (db) => {
    for (const need of objectsNeeded(playbook)) {
      const missing = need.fields.filter((field) => gaps.includes(`${need.object}.${field}`));
      const fields = need.fields.filter((field) => !missing.includes(field));
      if (fields.length === 0) {
        objects.push({ object: need.object, file: '', records: 0, sha256: '', fields: [], gaps: missing });
        continue;
      }
      const typed = fields.map((field) => `NULL::${typeOf(playbook, need.object, field)} AS ${identifier(field)}`);
      await db.run(`CREATE OR REPLACE TABLE t AS SELECT ${typed.join(', ')} WHERE FALSE`);
      const cells = (rows[need.object] ?? []).map((row) => `(${fields.map((field) => literal(row[field] ?? DEFAULTS[field] ?? null)).join(', ')})`);
      if (cells.length > 0) await db.run(`INSERT INTO t VALUES ${cells.join(', ')}`);
      await db.run(`COPY t TO ${literal(join(dir, `${need.object}.parquet`))} (FORMAT parquet)`);
      objects.push({ object: need.object, file: `${need.object}.parquet`, records: rows[need.object]?.length ?? 0, sha256: '', fields: fields.map((name) => ({ name, type: typeOf(playbook, need.object, name) })), gaps: missing });
    }
  });
  const manifest: SnapshotManifest = { format: 1, organizationId: '00D000000000001EAA', instanceUrl: 'http://127.0.0.1', asOf: '2026-04-01T12:00:00.000Z', playbookVersion: '1.0.0', apiVersion: '67.0', apiCalls: 0, objects };
  await writeFile(join(dir, MANIFEST_FILE), JSON.stringify(manifest));
  return dir;
}

export const NOWHERE = { file: 'test.yaml', line: 1, column: 1 };

export function stage(name: string, rank: number, closed = false, won = false): Stage {
  return { name, rank, buyerAction: '', purpose: '', maxDays: null, categories: [], forecastCategory: 'Pipeline', probability: 0, closed, won, position: NOWHERE };
}

const within = (count: number, unit: 'minutes' | 'hours' | 'days', kind: string | null = null): ServiceLevel['targets'][number] => ({ for: kind, within: { count, unit }, warnAt: null });
const clock = (id: string, counts: ServiceLevel['clock'], ...targets: ServiceLevel['targets']): ServiceLevel => ({ id, label: id, clock: counts, starts: '', stops: '', target: 'most', targets, position: NOWHERE });
const CLOCKS: readonly ServiceLevel[] = [clock('S1', 'business', within(15, 'minutes')), clock('S3', 'business', within(2, 'days')), clock('S9', 'wall', within(7, 'days')), clock('S12', 'business', within(5, 'days', 'lead'), within(1, 'days', 'handoff')), clock('S2', 'business', within(5, 'minutes', 'hand-raiser'), within(4, 'hours', 'other MQL')), clock('S5', 'business', within(1, 'days')), clock('S6', 'wall', within(48, 'hours'))];

const reason = (name: string, outcomeClass: LossReason['outcomeClass']): LossReason => ({ name, outcomeClass, for: 'all', details: [], replacedBy: null, atMost: null, position: NOWHERE });

/** S1 to S3, Won, Lost; S2 is the first qualified stage. New York time. */
export function playbookWith(metrics: readonly Metric[]): Playbook {
  const opportunity = {
    apiName: 'Opportunity', label: 'Opportunity', stageField: 'StageName', fields: [], criteria: [],
    stages: [stage('Lost', 0, true), stage('S1', 10), stage('S2', 20), stage('S3', 30), stage('Won', 100, true, true)],
  };
  const lead = { apiName: 'Lead', label: 'Lead', stageField: 'Status', fields: [], criteria: [], stages: [stage('Closed', 0, true), stage('Open', 10)] };
  const playbook: Pick<Playbook, 'name' | 'version' | 'currency' | 'fiscalYearStart' | 'businessHours' | 'placeholders' | 'duplicates' | 'leadSources' | 'competitors' | 'lossReasons' | 'terms' | 'objects' | 'metrics' | 'qualifiedRank' | 'segments' | 'serviceLevels' | 'handoffs'> = {
    name: 'Test', version: '1.0.0', currency: 'USD', fiscalYearStart: 1,
    businessHours: { timeZone: 'America/New_York', days: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, { from: '09:00', to: '17:00' }])), holidays: ['2026-07-03'] },
    leadSources: null,
    duplicates: { Lead: { match: 'email', onCreate: 'allow', onEdit: 'allow' }, Account: { match: 'domain', onCreate: 'allow', onEdit: 'allow' } },
    placeholders: ['tbd', 'n/a'], competitors: [], terms: [], serviceLevels: CLOCKS, qualifiedRank: 20, metrics,
    segments: [{ name: 'SMB', fromEmployees: 0, position: NOWHERE }, { name: 'Mid-Market', fromEmployees: 200, position: NOWHERE }, { name: 'Enterprise', fromEmployees: 2000, position: NOWHERE }],
    lossReasons: [reason('Price', 'lost'), reason('Timing', 'derail'), reason('Duplicate', 'void'), { ...reason('Too dear', 'derail'), replacedBy: 'Price' }],
    objects: [opportunity, lead],
    handoffs: [],
  };
  // What metrics do not read is left out.
  return playbook as Playbook;
}

/** What a row of history says beside the stage; what it does not say is as before. */
export interface Step {
  readonly amount?: number | null;
  readonly closes?: string;
  /** API value: Pipeline, BestCase, Forecast (which is Commit). */
  readonly category?: string;
  readonly by?: string;
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
  /** Other fields of the opportunity. */
  readonly more?: Readonly<Record<string, Cell>>;
  /** Stage and instant, in order; a date alone means 15:00 UTC. */
  readonly path: readonly (readonly [stage: string, at: string, said?: Step])[];
}

/** An instant; a date alone means 15:00 UTC. */
function moment(at: string): string {
  return at.includes('T') ? at : `${at}T15:00:00Z`;
}

/** Opportunity and history rows of deals. */
export function dealRows(deals: readonly DealRow[]): Rows {
  const told = deals.map((deal) => ({ deal, history: historyOf(deal) }));
  return {
    Opportunity: told.map(({ deal, history }) => {
      const last = history.at(-1);
      return {
        Id: deal.id, AccountId: deal.account ?? `A-${deal.id}`, StageName: last?.['StageName'] ?? 'S1', Amount: last?.['Amount'] ?? null, CloseDate: last?.['CloseDate'] ?? null, ForecastCategoryName: null,
        LeadSource: deal.source ?? null, CreatedDate: moment(deal.path[0]?.[1] ?? '2026-01-01'), Handrail_Loss_Reason__c: deal.reason ?? null, Handrail_Motion__c: deal.motion ?? null, OwnerId: deal.owner ?? null, Handrail_Exclude__c: deal.exclude ?? null,
        ...deal.more,
      };
    }),
    OpportunityHistory: told.flatMap(({ history }) => history),
  };
}

function historyOf(deal: DealRow): Record<string, Cell>[] {
  let said: Step = { amount: deal.amount ?? null };
  return deal.path.map(([name, at, step], index) => {
    said = { ...said, ...step };
    return { Id: `${deal.id}-${String(index).padStart(3, '0')}`, OpportunityId: deal.id, StageName: name, Amount: said.amount ?? null, CloseDate: said.closes ?? deal.closes ?? at.slice(0, 10), ForecastCategory: said.category ?? null, CreatedDate: moment(at), CreatedById: said.by ?? 'U0' };
  });
}
