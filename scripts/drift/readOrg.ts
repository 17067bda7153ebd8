/**
 * Reads what drift needs: one Metadata retrieve and a few queries, all of them open to any org, production
 * too. What cannot be read is said, never passed over.
 */
import type { OrgConnection } from '../org/types.ts';
import type { Playbook } from '../playbook/model.ts';
import { parseComponents } from './parseComponents.ts';
import type { Change, Components, OrgState, StageState } from './orgState.ts';

/** Calls of one read: retrieve, a few status questions and four queries. Printed before anything is sent. */
export const API_BUDGET = 12;

/** The audit trail keeps at least this long (SetupAuditTrail reference). */
const AUDIT_DAYS = 180;

interface RuleRow {
  readonly ValidationName: string;
  readonly LastModifiedDate: string | null;
  readonly LastModifiedBy: { readonly Name: string } | null;
  readonly EntityDefinition: { readonly QualifiedApiName: string } | null;
}

interface AuditRow {
  readonly Display: string | null;
  readonly CreatedDate: string;
  readonly CreatedBy: { readonly Name: string } | null;
}

/** @param declared what the compiled playbook has, so that exactly those fields and records are asked for */
export async function readOrg(connection: OrgConnection, playbook: Playbook, declared: Components, onProgress: (text: string) => void): Promise<OrgState> {
  const read: string[] = [];
  const unread: string[] = [];
  async function part<T>(name: string, fallback: T, work: () => Promise<T>): Promise<T> {
    onProgress(`Reading ${name}`);
    try {
      const result = await work();
      read.push(name);
      return result;
    } catch (error) {
      if (isFatal(error)) throw error;
      unread.push(`${name}: ${(error as Error).message}`);
      return fallback;
    }
  }
  const none: Components = { rules: new Map(), fields: new Map(), records: new Map() };
  const components = await part('rules, fields and criteria', none, async () => {
    const { files } = await connection.retrieveMetadata(membersOf(declared));
    const decoder = new TextDecoder();
    return parseComponents([...files].map(([path, bytes]) => [path, decoder.decode(bytes)] as const));
  });
  const stages = new Map<string, readonly StageState[]>();
  for (const object of playbook.objects.filter((candidate) => candidate.stages.length > 0)) {
    const query = STAGE_QUERIES[object.apiName];
    if (!query) continue;
    const rows = await part(`${object.label} ${object.stageField ?? 'stages'}`, undefined, () => query(connection));
    if (rows) stages.set(object.apiName, rows);
  }
  const rules = await part<RuleRow[]>('who changed rules', [], () =>
    connection.query('SELECT ValidationName, LastModifiedDate, LastModifiedBy.Name, EntityDefinition.QualifiedApiName FROM ValidationRule', { tooling: true }),
  );
  const audit = await part<AuditRow[]>('the setup audit trail', [], () =>
    connection.query(`SELECT Display, CreatedDate, CreatedBy.Name FROM SetupAuditTrail WHERE CreatedDate = LAST_N_DAYS:${AUDIT_DAYS} ORDER BY CreatedDate DESC LIMIT 2000`),
  );
  return { components, stages, changes: changeFinder(rules, audit), read, unread };
}

/** Without these the run has no meaning, so they end it instead of being counted as unread. */
function isFatal(error: unknown): boolean {
  const code = (error as { errorCode?: string }).errorCode;
  return code === 'INVALID_SESSION_ID' || code === 'CONNECTION_REFUSED' || code === 'REQUEST_LIMIT_EXCEEDED' || code === 'NOT_SALESFORCE';
}

/** Rules by wildcard, so that one nobody declared is seen too; the rest by name, since wildcards leave out standard objects. */
function membersOf(declared: Components): Record<string, readonly string[]> {
  return { CustomField: [...declared.fields.keys()], CustomMetadata: [...declared.records.keys()], ValidationRule: ['*'] };
}

interface OpportunityStageRow {
  readonly ApiName: string;
  readonly MasterLabel: string;
  readonly DefaultProbability: number | null;
  readonly ForecastCategoryName: string | null;
  readonly IsClosed: boolean;
  readonly IsWon: boolean;
}

interface LeadStatusRow {
  readonly ApiName: string;
  readonly MasterLabel: string;
}

const STAGE_QUERIES: Readonly<Record<string, (connection: OrgConnection) => Promise<StageState[]>>> = {
  Opportunity: async (connection) => {
    const rows = await connection.query<OpportunityStageRow>(
      'SELECT ApiName, MasterLabel, DefaultProbability, ForecastCategoryName, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder',
    );
    return rows.map((row) => ({ name: row.ApiName, label: row.MasterLabel, probability: row.DefaultProbability, forecastCategory: row.ForecastCategoryName, closed: row.IsClosed, won: row.IsWon }));
  },
  Lead: async (connection) => {
    const rows = await connection.query<LeadStatusRow>('SELECT ApiName, MasterLabel FROM LeadStatus ORDER BY SortOrder');
    return rows.map((row) => ({ name: row.ApiName, label: row.MasterLabel, probability: null, forecastCategory: null, closed: null, won: null }));
  },
};

function changeFinder(rules: readonly RuleRow[], audit: readonly AuditRow[]): OrgState['changes'] {
  const byRule = new Map(rules.map((row) => [`${row.EntityDefinition?.QualifiedApiName ?? ''}.${row.ValidationName}`, row]));
  return (kind, key): Change => {
    const rule = kind === 'rule' ? byRule.get(key) : undefined;
    if (rule) return { by: rule.LastModifiedBy?.Name ?? null, at: rule.LastModifiedDate };
    // Newest first; the text names the component, or for a stage its value set, which is all the audit trail gives.
    const names = [key.split('.').at(-1) ?? key, ...(kind === 'stage' ? STAGE_SETS : [])];
    const entry = names.map((name) => audit.find((row) => row.Display !== null && mentions(row.Display, name))).find((row) => row !== undefined);
    return { by: entry?.CreatedBy?.Name ?? null, at: entry?.CreatedDate ?? null };
  };
}

/** Value sets that hold stages and statuses. */
const STAGE_SETS = ['OpportunityStage', 'LeadStatus'];

/** Whole names only: a change of "Closed Won" is none of "Closed". */
function mentions(text: string, name: string): boolean {
  const at = text.indexOf(name);
  if (at < 0) return false;
  const isWord = (character: string | undefined): boolean => character !== undefined && /\w/.test(character);
  return !isWord(text[at - 1]) && !isWord(text[at + name.length]);
}
