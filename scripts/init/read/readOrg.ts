/** Reads what a draft is made of: a few queries, describes and one Metadata retrieve, all of them open to any org. */
import { parseComponents } from '../../drift/parseComponents.ts';
import type { RuleState } from '../../drift/orgState.ts';
import { fieldsOf, parseFormula } from '../../formula/index.ts';
import type { OrgConnection } from '../../org/index.ts';
import type { OrgFacts, OrgObject, OrgStage } from '../types.ts';
import { readCalendar } from './calendar.ts';
import { readCompany } from './company.ts';
import type { Reader } from './reader.ts';

/** Objects beside opportunities and leads that formulas may make init describe. */
export const MOST_PARENTS = 4;
/** How many lookups a formula may step through. */
const MOST_STEPS = 3;

/** @throws OrgRequestError when the stages or the fields of opportunities cannot be read: without them there is no draft */
export async function readOrg(connection: OrgConnection, reader: Reader): Promise<OrgFacts> {
  const stages = await reader.must('opportunity stages', () => readStages(connection));
  const statuses = await reader.part('lead statuses', [], () => readStatuses(connection));
  const opportunity = await reader.must('fields of Opportunity', () => describe(connection, 'Opportunity'));
  const objects = new Map<string, OrgObject>([['opportunity', opportunity]]);
  const lead = await reader.part('fields of Lead', null, () => describe(connection, 'Lead'));
  if (lead) objects.set('lead', lead);
  const rules = await reader.part('validation rules', null, () => readRules(connection));
  await describeParents(connection, reader, objects, rules ?? []);
  const company = await readCompany(connection, reader);
  const calendar = await readCalendar(connection, reader);
  return { ...company, calendar, stages, statuses: lead ? statuses : [], objects, rules };
}

interface StageRow {
  readonly ApiName: string;
  readonly MasterLabel: string;
  readonly Description: string | null;
  readonly DefaultProbability: number | null;
  readonly ForecastCategoryName: string | null;
  readonly IsClosed: boolean;
  readonly IsWon: boolean;
}

async function readStages(connection: OrgConnection): Promise<OrgStage[]> {
  const rows = await connection.query<StageRow>(
    'SELECT ApiName, MasterLabel, Description, DefaultProbability, ForecastCategoryName, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder',
  );
  return rows.map((row) => ({ name: row.ApiName, label: row.MasterLabel, description: row.Description, probability: row.DefaultProbability, forecastCategory: row.ForecastCategoryName, closed: row.IsClosed, won: row.IsWon }));
}

interface StatusRow {
  readonly ApiName: string;
  readonly MasterLabel: string;
  readonly IsConverted: boolean;
}

/** Whether a status ends a lead without a deal is not said by the org; only its name tells. */
const ENDS_WITHOUT_A_DEAL = /not converted|un-?qualified|disqualified|\bclosed\b|\blost\b|\bdead\b|\bjunk\b|\brejected\b|\bdo not contact\b/i;

async function readStatuses(connection: OrgConnection): Promise<OrgStage[]> {
  const rows = await connection.query<StatusRow>('SELECT ApiName, MasterLabel, IsConverted FROM LeadStatus ORDER BY SortOrder');
  return rows.map((row) => {
    const closed = row.IsConverted || ENDS_WITHOUT_A_DEAL.test(row.MasterLabel);
    return { name: row.ApiName, label: row.MasterLabel, description: null, probability: null, forecastCategory: null, closed, won: row.IsConverted };
  });
}

function describe(connection: OrgConnection, object: string): Promise<OrgObject> {
  return connection.json<OrgObject>('GET', `/services/data/v${connection.apiVersion}/sobjects/${encodeURIComponent(object)}/describe`);
}

async function readRules(connection: OrgConnection): Promise<RuleState[]> {
  const { files } = await connection.retrieveMetadata({ ValidationRule: ['*'] });
  const decoder = new TextDecoder();
  const { rules } = parseComponents([...files].map(([path, bytes]) => [path, decoder.decode(bytes)] as const));
  // In the order of names, so that a second draft of the same org numbers its criteria alike.
  return [...rules.values()].toSorted((left, right) => (left.fullName < right.fullName ? -1 : 1));
}

/** Describes what the rules of opportunities and leads look at through lookups. */
async function describeParents(connection: OrgConnection, reader: Reader, objects: Map<string, OrgObject>, rules: readonly RuleState[]): Promise<void> {
  const unreadable = new Set<string>();
  const added = (): number => objects.size + unreadable.size - 2;
  for (const rule of rules) {
    const start = objects.get(rule.object.toLowerCase());
    const { expression } = parseFormula(rule.formula);
    if (!start || !expression) continue;
    for (const path of fieldsOf(expression)) {
      let at: OrgObject | undefined = start;
      for (const step of path.slice(0, -1).slice(0, MOST_STEPS)) {
        const parent: string | undefined = parentNamed(at, step);
        if (parent === undefined) break;
        const key = parent.toLowerCase();
        if (!objects.has(key) && !unreadable.has(key) && added() < MOST_PARENTS) {
          const found = await reader.part(`fields of ${parent}`, null, () => describe(connection, parent));
          if (found) objects.set(key, found);
          else unreadable.add(key);
        }
        at = objects.get(key);
        if (!at) break;
      }
    }
  }
}

/** The one object behind a relationship; undefined when it may be several. A playbook knows record types without being told. */
export function parentNamed(object: OrgObject, relationship: string): string | undefined {
  if (relationship.toLowerCase() === 'recordtype') return undefined;
  const field = object.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase());
  return field?.referenceTo.length === 1 ? field.referenceTo[0] : undefined;
}
