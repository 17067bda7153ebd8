/**
 * Reads what drift needs: one Metadata retrieve and a few queries, all of them open to any org, production
 * too. What cannot be read is said, never passed over.
 */
import { experimentsOf } from '../compiler/index.ts';
import { endsTheRun, momentOf } from '../org/index.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Playbook } from '../playbook/model.ts';
import { presetFields } from './compare/presets.ts';
import { GAPS, PARTS, stagesPart } from './coverage.ts';
import { GATE_EVENT_FIELDS } from './packaged.ts';
import { parseComponents } from './parseComponents.ts';
import { NO_COMPONENTS, type BypassGrant, type Components, type ExperimentState, type FlowState, type OrgState, type ReportState, type StageState, type TakingPart } from './orgState.ts';
import { readBypasses } from './read/bypasses.ts';
import { changeFinder, readAudit, readRules, type AuditRow, type RuleRow } from './read/changes.ts';
import { readExperiments } from './read/experiments.ts';
import { readFlows } from './read/flows.ts';
import { incomparable } from './read/organization.ts';
import { readReports } from './read/reports.ts';
import { describedObjects, listedPicklists, readDescribed, type Described } from './read/described.ts';
import { STAGE_QUERIES } from './read/stages.ts';
import { readTakingPart } from './read/takingPart.ts';

/**
 * Calls of one read: a retrieve, a second one where there are dashboards and a third where something is named after a metric, each with a few
 * status questions, twenty queries, a
 * describe per object. Printed before anything is sent.
 */
export const API_BUDGET = 49;

/** Managed packages hide the formulas of their rules. */
const MANAGED = /^[A-Za-z]\w*?__/;

/**
 * @param declared what the compiled playbook has, so that exactly those fields and records are asked for
 * @param asOf ISO date or instant that decides what today is; absent: now
 */
export async function readOrg(connection: OrgConnection, playbook: Playbook, declared: Components, onProgress: (text: string) => void, asOf?: string | Date): Promise<OrgState> {
  const read: string[] = [];
  const unread: string[] = [];
  async function part<T>(name: string, fallback: T, work: () => Promise<T>): Promise<T> {
    onProgress(`Reading ${name}`);
    try {
      const result = await work();
      read.push(name);
      return result;
    } catch (error) {
      if (endsTheRun(error)) throw error;
      unread.push(`${name}: ${(error as Error).message}`);
      return fallback;
    }
  }
  const reason = await part('what kind of org it is', null, () => incomparable(connection));
  const { today, timeZone, zoneUnread } = await momentOf(connection, { zone: playbook.businessHours.timeZone }, asOf);
  if (zoneUnread !== null) unread.push(zoneUnread);
  // A list of everything that is not there would say less.
  if (reason !== null) return { ...NOTHING_READ, today, timeZone, read, unread: [...unread, `${PARTS.components}: ${reason}`] };
  const components = await part(PARTS.components, NO_COMPONENTS, async () => {
    const { files, problems } = await connection.retrieveMetadata(membersOf(declared, playbook));
    unread.push(...refused(problems));
    const decoder = new TextDecoder();
    return parseComponents([...files].map(([path, bytes]) => [path, decoder.decode(bytes)] as const));
  });
  if (components !== NO_COMPONENTS) unread.push(...hidden(components, playbook));
  const stages = new Map<string, readonly StageState[]>();
  for (const object of playbook.objects.filter((candidate) => candidate.stages.length > 0)) {
    const query = STAGE_QUERIES[object.apiName];
    if (!query) continue;
    const rows = await part(stagesPart(object), undefined, () => query(connection));
    if (rows) stages.set(object.apiName, rows);
  }
  const flows = await part<ReadonlyMap<string, FlowState> | null>(PARTS.flows, null, () => readFlows(connection));
  const bypasses = await part<readonly BypassGrant[] | null>(PARTS.bypasses, null, () => readBypasses(connection));
  const experiments = await part<readonly ExperimentState[] | null>(PARTS.experiments, null, () => readExperiments(connection));
  const takingPart = await part<ReadonlyMap<string, TakingPart> | null>(PARTS.takingPart, null, () => readTakingPart(connection, experimentsOf(playbook)));
  const described = await part<Described | null>(PARTS.described, null, () => readDescribed(connection, describedObjects(playbook)));
  if (described) unread.push(...unseen(described, playbook, components));
  const reports = await part<readonly ReportState[] | null>(PARTS.reports, null, () => readReports(connection, playbook, unread));
  const rules = await part<RuleRow[]>('who changed rules', [], () => readRules(connection));
  const audit = await part<AuditRow[]>('the setup audit trail', [], () => readAudit(connection));
  const labels = new Map([...[...declared.fields].map(([key, { label }]) => [key, label] as const), ...listedPicklists(playbook).map(({ object, apiName, label }) => [`${object}.${apiName}`, label] as const)]);
  return { components, stages, flows, bypasses, experiments, takingPart, required: described?.required ?? null, picklists: described?.picklists ?? null, reports, today, timeZone, changes: changeFinder(rules, audit, labels), read, unread };
}

const NOTHING_READ: Omit<OrgState, 'read' | 'unread' | 'today' | 'timeZone'> = {
  components: NO_COMPONENTS, stages: new Map(), flows: null, bypasses: null, experiments: null, takingPart: null, required: null, picklists: null, reports: null, changes: () => ({ by: null, at: null }),
};

/** A component that is not there is a finding of its own; whatever else a retrieve says, it did not give. */
const NOT_THERE = /cannot be found/i;
const MOST_PROBLEMS = 20;

function refused(problems: readonly string[]): string[] {
  const others = [...new Set(problems.filter((problem) => !NOT_THERE.test(problem)))];
  if (others.length === 0) return [];
  const more = others.length > MOST_PROBLEMS ? `; and ${others.length - MOST_PROBLEMS} more` : '';
  return [`${GAPS.metadata}: ${others.slice(0, MOST_PROBLEMS).join('; ')}${more}`];
}

/** What a retrieve answers without a word: parts it leaves out, formulas it hides. */
function hidden({ rules, fields, settings }: Components, playbook: Playbook): string[] {
  const gated = new Set(playbook.objects.filter(({ criteria }) => criteria.length > 0).map(({ apiName }) => apiName));
  const managed = [...rules.values()].filter(({ object, fullName, formula }) => gated.has(object) && formula === '' && MANAGED.test(fullName));
  const presets = [...presetFields(playbook).keys()].filter((key) => !fields.has(key));
  return [
    ...(presets.length > 0 ? [`${GAPS.presets}: the org leaves ${presets.join(', ')} out of the retrieve`] : []),
    ...(gated.has('Lead') && !settings.has(CONVERSION) ? [`${GAPS.conversion}: the org leaves LeadConfig out of the retrieve`] : []),
    ...(managed.length > 0 ? [`${GAPS.managed}: ${managed.map(({ fullName }) => fullName).join(', ')} hide their formulas`] : []),
  ];
}

/** A describe leaves out what its user may not see. Of an object that is not in the org the fields are missing, which is said of each. */
function unseen({ picklists, notFound }: Described, playbook: Playbook, { fields, rules }: Components): string[] {
  const there = new Set([...fields.values(), ...rules.values()].map(({ object }) => object));
  const hiddenObjects = notFound.filter((object) => there.has(object));
  const hiddenFields = listedPicklists(playbook).filter(({ object, apiName }) => !hiddenObjects.includes(object) && !picklists.has(`${object}.${apiName}`)).map(({ object, apiName }) => `${object}.${apiName}`);
  return [
    ...(hiddenObjects.length > 0 ? [`${PARTS.described}: ${hiddenObjects.join(', ')} ${hiddenObjects.length === 1 ? 'is' : 'are'} hidden from this user`] : []),
    ...(hiddenFields.length > 0 ? [`${GAPS.picklists}: ${hiddenFields.join(', ')} ${hiddenFields.length === 1 ? 'is' : 'are'} not in the org, or hidden from this user`] : []),
  ];
}

/** Whether rules are asked when a lead is converted (Metadata API, LeadConfigSettings). */
export const CONVERSION = 'LeadConfig.shouldLeadConvertRequireValidation';

/** Rules, pages and Paths by wildcard, so that one nobody declared is seen too; the rest by name, since wildcards leave out standard objects. */
function membersOf(declared: Components, playbook: Playbook): Record<string, readonly string[]> {
  return {
    BusinessProcess: ['*'],
    CustomField: [...declared.fields.keys(), ...presetFields(playbook).keys(), ...(playbook.gateEvents ? GATE_EVENT_FIELDS : [])],
    CustomMetadata: [...declared.records.keys()],
    DuplicateRule: ['*'],
    FlexiPage: ['*'],
    Layout: ['*'],
    ...(declared.listViews.size > 0 ? { ListView: [...declared.listViews.keys()] } : {}),
    PathAssistant: ['*'],
    RecordType: ['*'],
    PermissionSet: [...declared.permissionSets.keys()],
    Settings: ['LeadConfig'],
    ValidationRule: ['*'],
  };
}
