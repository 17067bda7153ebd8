import { isAsked } from '../../playbook/asked.ts';
import type { Criterion } from '../../playbook/model.ts';
import { touchedBy } from '../breaks.ts';
import type { Difference } from '../difference.ts';
import type { Components, RecordState } from '../orgState.ts';

/** The custom metadata field that decides between shadow and enforce. */
const MODE_FIELD = 'Enforced__c';

/** Where the record came from; `compareVersion` and the rule itself say what that means. */
const PROVENANCE = new Set(['Hash__c', 'Playbook_Version__c']);

/** Repeats what the rule says, by which alone people see it; compared there. */
const OF_THE_RULE = new Set(['Error_Field__c']);

/** @param criterionOf finds the criterion of a record `Handrail_Criterion.OPP_QUAL_01` */
export function compareRecords(declared: Components, org: Components, criterionOf: (record: string) => Criterion | undefined): Difference[] {
  const differences: Difference[] = [];
  for (const [key, record] of declared.records) {
    const criterion = criterionOf(key);
    // Where nobody is asked, the record decides nothing; a rule that asks all the same is a finding of its own.
    if (!criterion || !isAsked(criterion)) continue;
    const base = { object: criterion.object, component: key, changed: { kind: 'record' as const, key }, criteria: [criterion.id], touches: touchedBy([criterion]), revertible: true };
    const actual = org.records.get(key);
    if (!actual) {
      differences.push({ ...base, id: `MODE-${criterion.id}`, kind: 'criterion-record', severity: 'critical', summary: `Criterion ${criterion.id} has no record in the org, so its rule cannot tell whether it blocks.`, expected: key, actual: null });
      continue;
    }
    const declaredMode = modeOf(record);
    const actualMode = modeOf(actual);
    if (declaredMode !== actualMode) {
      differences.push({
        ...base,
        id: `MODE-${criterion.id}`,
        kind: 'mode-changed',
        severity: declaredMode === 'enforce' ? 'critical' : 'high',
        summary: declaredMode === 'enforce' ? `"${criterion.label}" (${criterion.id}) only shows and blocks nobody: it was set to shadow.` : `"${criterion.label}" (${criterion.id}) blocks deals although the playbook keeps it in shadow.`,
        expected: declaredMode,
        actual: actualMode,
      });
    }
    const others = Object.entries(record.values).filter(([field, value]) => field !== MODE_FIELD && !PROVENANCE.has(field) && !OF_THE_RULE.has(field) && value !== (actual.values[field] ?? ''));
    if (others.length > 0) {
      const text = (values: Readonly<Record<string, string>>): string => others.map(([field]) => `${field}=${values[field] ?? ''}`).join(', ');
      differences.push({ ...base, id: `RECORD-${criterion.id}`, kind: 'criterion-record', severity: 'low', summary: `The record of criterion ${criterion.id} differs in ${others.map(([field]) => field).join(', ')}.`, expected: text(record.values), actual: text(actual.values) });
    }
  }
  return differences;
}

/** What a rule that is on does, by its criterion's record. */
export function modeOf(record: RecordState | undefined): 'enforce' | 'shadow' {
  return record?.values[MODE_FIELD] === 'true' ? 'enforce' : 'shadow';
}
