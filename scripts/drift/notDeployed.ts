/** A playbook that is not in the org, or only in part, said in one finding instead of one for each component. */
import type { Playbook } from '../playbook/model.ts';
import type { Difference, DriftKind } from './difference.ts';
import type { Components } from './orgState.ts';
import { PACKAGED_FLOWS } from './packaged.ts';

/** Kinds that say a component is not there, and what it is. */
const MISSING: Partial<Readonly<Record<DriftKind, string>>> = {
  'rule-missing': 'rules', 'field-missing': 'fields', 'criterion-record': 'records of criteria', 'permission-set-missing': 'permission sets', 'path-missing': 'Paths', 'list-view-missing': 'list views', 'flow-missing': 'flows',
};

/** Fewer are single losses, each with a story of its own; a handful is read as a list. */
const MOST_SINGLE = 0.5;
const HANDFUL = 20;

/** The differences with those of missing components folded into one, where more than half of what the playbook compiles to is missing. The package's flows, which may be left out, go along. */
export function withoutMissing(differences: readonly Difference[], declared: Components, playbook: Playbook): Difference[] {
  const isMissing = ({ kind, actual }: Difference): boolean => MISSING[kind] !== undefined && actual === null;
  const missing = differences.filter(isMissing);
  const counts = { rules: declared.rules.size, fields: declared.fields.size, 'records of criteria': declared.records.size, 'permission sets': declared.permissionSets.size, Paths: declared.paths.size, 'list views': declared.listViews.size, flows: PACKAGED_FLOWS.length };
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const compiled = missing.filter(({ kind }) => kind !== 'flow-missing').length;
  if (compiled <= Math.max(HANDFUL, MOST_SINGLE * (all - counts.flows))) return [...differences];
  const byName = Map.groupBy(missing, ({ kind }) => MISSING[kind] ?? '');
  const listed = Object.entries(counts).flatMap(([name, count]) => (byName.has(name) ? [`${byName.get(name)?.length ?? 0} of ${count} ${name}`] : [])).join(', ');
  const isWhole = missing.length === all;
  return [
    {
      id: 'PLAYBOOK-MISSING', kind: 'playbook-missing', severity: 'critical', object: '', component: 'playbook',
      summary: isWhole ? `This org has nothing of the playbook: ${listed} are missing. Deploy it first, or look whether this is the org that was meant.` : `The playbook is in this org only in part: ${listed} are missing. A deploy that stopped half way, or one of another project, may be why.`,
      expected: `${all} components`, actual: `${all - missing.length} components`,
      changed: { kind: 'playbook', key: 'playbook' },
      criteria: playbook.objects.flatMap((object) => object.criteria.map(({ id }) => id)),
      touches: { gatesOf: ['Opportunity'] },
      revertible: false,
    },
    ...differences.filter((difference) => !isMissing(difference)),
  ];
}
