/**
 * Drift: where the org no longer says what the playbook says.
 *
 *     playbook -> compile -> components ─┐
 *                                        ├─ compare -> differences -> judge -> findings
 *     org -> retrieve + queries ─────────┘
 */
import { experimentsOf } from '../compiler/index.ts';
import type { GeneratedFile } from '../compiler/types.ts';
import type { OrgConnection } from '../org/types.ts';
import { fieldOf } from '../playbook/fields.ts';
import type { Criterion, Playbook } from '../playbook/model.ts';
import { gatedFields } from './breaks.ts';
import { compareBypasses } from './compare/bypasses.ts';
import { compareDuplicateRules } from './compare/duplicateRules.ts';
import { compareCohorts, compareExperiments } from './compare/experiments.ts';
import { compareFields } from './compare/fields.ts';
import { compareFlows } from './compare/flows.ts';
import { compareGateEvents } from './compare/gateEvents.ts';
import { compareForeignRules } from './compare/foreignRules.ts';
import { compareListViews } from './compare/listViews.ts';
import { comparePages } from './compare/pages.ts';
import { comparePaths } from './compare/paths.ts';
import { comparePermissionSets } from './compare/permissionSets.ts';
import { comparePresets, presetFields } from './compare/presets.ts';
import { compareRecords } from './compare/records.ts';
import { compareProcesses, compareRecordTypes } from './compare/recordTypes.ts';
import { compareReports } from './compare/reports.ts';
import { compareRequired } from './compare/requiredFields.ts';
import { compareRules } from './compare/rules.ts';
import { compareSettings } from './compare/settings.ts';
import { compareStages } from './compare/stages.ts';
import { compareStandardPicklists } from './compare/standardPicklists.ts';
import { compareVersion } from './compare/version.ts';
import { PARTS } from './coverage.ts';
import type { Difference } from './difference.ts';
import { judge, unreadFindings } from './judge.ts';
import { withoutMissing } from './notDeployed.ts';
import type { Components, OrgState } from './orgState.ts';
import { parseComponents } from './parseComponents.ts';
import { listedPicklists } from './read/described.ts';
import { API_BUDGET, readOrg } from './readOrg.ts';
import type { DriftReport, Finding, Severity } from './types.ts';

export { API_BUDGET } from './readOrg.ts';
export { couldFind } from './coverage.ts';
export { DRIFT_KINDS } from './difference.ts';
export type { DriftReport, Finding, JudgedReport, PolicyMatch, Severity, Tier } from './types.ts';
export type { OrgState } from './orgState.ts';

/** Most severe first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export interface DriftOptions {
  /** ISO date, its first moment in the org, or instant that decides what today is. Default: now. */
  readonly asOf?: string | Date;
  readonly onProgress?: (text: string) => void;
}

/**
 * Reads the org and reports every departure from the playbook; a freshly deployed org has none.
 * @param compiled the files `compilePlaybook` gives for this playbook
 * @throws OrgRequestError when the org cannot be read at all
 */
export async function detectDrift(connection: OrgConnection, playbook: Playbook, compiled: readonly GeneratedFile[], options: DriftOptions = {}): Promise<DriftReport> {
  return (await inspectOrg(connection, playbook, compiled, options)).report;
}

/** The same, with the org's state that it was judged by. */
export async function inspectOrg(connection: OrgConnection, playbook: Playbook, compiled: readonly GeneratedFile[], options: DriftOptions = {}): Promise<{ report: DriftReport; org: OrgState }> {
  const onProgress = options.onProgress ?? ((): void => undefined);
  const callsBefore = connection.apiCalls;
  onProgress(`Budget ${API_BUDGET} API calls. Nothing will be written to the org.`);
  const declared = declaredComponents(compiled);
  const org = await readOrg(connection, playbook, declared, onProgress, options.asOf);
  const findings = [...judgeAll(withoutMissing(compareWithOrg(playbook, declared, org), declared, playbook), playbook, org), ...unreadFindings(org.unread)];
  return { org, report: { findings: sorted(findings), coverage: { read: org.read, unread: org.unread, apiCalls: connection.apiCalls - callsBefore } } };
}

export function judgeAll(differences: readonly Difference[], playbook: Playbook, org: OrgState): Finding[] {
  return differences.map((difference) => judge(difference, playbook, org));
}

export function declaredComponents(compiled: readonly GeneratedFile[]): Components {
  return parseComponents(compiled.filter((file) => file.path.endsWith('.xml')).map((file) => [file.path, file.contents] as const));
}

/** Pure: the departures of an org's state from what is declared. Parts that could not be read are left out. */
export function compareWithOrg(playbook: Playbook, declared: Components, org: OrgState): Difference[] {
  const criteria = playbook.objects.flatMap((object) => object.criteria);
  const bySuffix = new Map(criteria.map((criterion) => [criterion.id.replaceAll('-', '_'), criterion]));
  const criterionOf = (name: string): Criterion | undefined => bySuffix.get(name.replace(/^Handrail_(?:Criterion\.)?/, ''));
  const readers = (field: string): string[] => readersOf(field, declared, criterionOf);
  const differences: Difference[] = [];
  if (!org.unread.some((part) => part.startsWith(PARTS.components))) {
    differences.push(
      ...compareRules(declared, org.components, criterionOf),
      ...compareRecords(declared, org.components, criterionOf),
      ...compareFields(declared, org.components, readers),
      ...comparePresets(presetFields(playbook), org.components, readers),
      ...compareGateEvents(playbook, org.components),
      ...comparePermissionSets(declared, org.components, gatedFields(playbook)),
      ...compareForeignRules(declared, org.components, gatedFields(playbook)),
      ...compareSettings(org.components, criteria),
      ...comparePaths(declared, org.components, playbook.objects),
      ...comparePages(declared, org.components, gatedFields(playbook), (field) => fieldOf(playbook, ...split(field))?.automatic === true),
      ...compareRecordTypes(declared, org.components, readers),
      ...compareProcesses(org.components, playbook.objects),
      ...compareListViews(declared, org.components),
      ...compareDuplicateRules(org.components, playbook.duplicates, new Set(criteria.map(({ object }) => object))),
      ...compareVersion(declared, org.components, playbook.version),
    );
  }
  if (org.flows) differences.push(...compareFlows(org.flows, readers));
  if (org.bypasses) differences.push(...compareBypasses(org.bypasses, criteria, playbook.governance?.bypass.mostDays ?? BYPASS_DAYS, org));
  if (org.experiments) differences.push(...compareExperiments(declared, org.experiments));
  if (org.takingPart) differences.push(...compareCohorts(experimentsOf(playbook), org.takingPart, org.today));
  if (org.required) differences.push(...compareRequired(declared, org.required));
  if (org.picklists) differences.push(...compareStandardPicklists(listedPicklists(playbook), org.picklists, readers));
  if (org.reports) differences.push(...compareReports(org.reports, playbook));
  for (const object of playbook.objects) {
    const stages = org.stages.get(object.apiName);
    if (stages) differences.push(...compareStages(object, stages));
  }
  return differences;
}

/** `Object.Field` as its two parts. */
function split(field: string): [object: string, name: string] {
  const [object = '', name = ''] = field.split('.');
  return [object, name];
}

/** How long a bypass may last where the playbook does not say. */
const BYPASS_DAYS = 30;

/** Criteria whose rule names the field; by whole word, which is what a field name is in a formula. */
function readersOf(field: string, declared: Components, criterionOf: (name: string) => Criterion | undefined): string[] {
  const [object, name] = field.split('.');
  const word = new RegExp(`\\b${name}\\b`);
  return [...declared.rules.values()]
    .filter((rule) => rule.object === object && word.test(rule.formula))
    .flatMap((rule) => criterionOf(rule.fullName)?.id ?? [])
    .toSorted();
}

function sorted(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) || left.id.localeCompare(right.id));
}
