/**
 * Drift: where the org no longer says what the playbook says.
 *
 *     playbook -> compile -> components ─┐
 *                                        ├─ compare -> differences -> judge -> findings
 *     org -> retrieve + queries ─────────┘
 */
import type { GeneratedFile } from '../compiler/types.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Criterion, Playbook } from '../playbook/model.ts';
import { compareFields } from './compare/fields.ts';
import { compareRecords } from './compare/records.ts';
import { compareRules } from './compare/rules.ts';
import { compareStages } from './compare/stages.ts';
import type { Difference } from './difference.ts';
import { judge, unreadFinding } from './judge.ts';
import type { Components, OrgState } from './orgState.ts';
import { parseComponents } from './parseComponents.ts';
import { API_BUDGET, readOrg } from './readOrg.ts';
import type { DriftReport, Finding, Severity } from './types.ts';

export { API_BUDGET } from './readOrg.ts';
export { DRIFT_KINDS } from './difference.ts';
export type { DriftReport, Finding, Severity, Tier } from './types.ts';

/** Most severe first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export interface DriftOptions {
  readonly onProgress?: (text: string) => void;
}

/**
 * Reads the org and reports every departure from the playbook; a freshly deployed org has none.
 * @param compiled the files `compilePlaybook` gives for this playbook
 * @throws OrgRequestError when the org cannot be read at all
 */
export async function detectDrift(connection: OrgConnection, playbook: Playbook, compiled: readonly GeneratedFile[], options: DriftOptions = {}): Promise<DriftReport> {
  const onProgress = options.onProgress ?? ((): void => undefined);
  const callsBefore = connection.apiCalls;
  onProgress(`Budget ${API_BUDGET} API calls. Nothing will be written.`);
  const declared = declaredComponents(compiled);
  const org = await readOrg(connection, playbook, declared, onProgress);
  const findings = compareWithOrg(playbook, declared, org).map((difference) => judge(difference, playbook, org));
  return {
    findings: sorted([...findings, ...org.unread.map(unreadFinding)]),
    coverage: { read: org.read, unread: org.unread, apiCalls: connection.apiCalls - callsBefore },
  };
}

export function declaredComponents(compiled: readonly GeneratedFile[]): Components {
  return parseComponents(compiled.filter((file) => file.path.endsWith('.xml')).map((file) => [file.path, file.contents] as const));
}

/** Pure: the departures of an org's state from what is declared. Parts that could not be read are left out. */
export function compareWithOrg(playbook: Playbook, declared: Components, org: OrgState): Difference[] {
  const criteria = playbook.objects.flatMap((object) => object.criteria);
  const metadataRead = !org.unread.some((part) => part.startsWith('rules, fields'));
  const bySuffix = new Map(criteria.map((criterion) => [criterion.id.replaceAll('-', '_'), criterion]));
  const criterionOf = (name: string): Criterion | undefined => bySuffix.get(name.replace(/^Handrail_(?:Criterion\.)?/, ''));
  const differences = metadataRead
    ? [
        ...compareRules(declared, org.components, criterionOf),
        ...compareRecords(declared, org.components, criterionOf),
        ...compareFields(declared, org.components, (field) => readersOf(field, declared, criterionOf)),
      ]
    : [];
  for (const object of playbook.objects) {
    const stages = org.stages.get(object.apiName);
    if (stages) differences.push(...compareStages(object, stages));
  }
  return differences;
}

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
