/** What record types, their processes and duplicate rules let people choose and save. */
import type { PlaybookObject } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { Components, ProcessState } from '../orgState.ts';
import { fieldLabel, stageNames } from './names.ts';

/** @param readersOf ids of the criteria that read a field `Object.Field` */
export function compareRecordTypes(declared: Components, org: Components, readersOf: (field: string) => readonly string[]): Difference[] {
  return [...org.recordTypes].filter(([, { active }]) => active).flatMap(([key, recordType]) =>
    [...recordType.picklists].flatMap(([field, offered]): Difference[] => {
      const values = declared.fields.get(`${recordType.object}.${field}`)?.values?.filter(({ active }) => active).map(({ name }) => name) ?? [];
      const hidden = values.filter((name) => !offered.has(name));
      if (hidden.length === 0) return [];
      const criteria = readersOf(`${recordType.object}.${field}`);
      return [{
        id: `RECORDTYPE-${recordType.object}-${recordType.name}-${field}`,
        kind: 'record-type-values',
        severity: criteria.length > 0 ? 'high' : 'medium',
        object: recordType.object,
        component: `${recordType.name}.${field}`,
        summary: `Records of type ${recordType.label} cannot choose ${hidden.length === 1 ? `"${hidden[0] ?? ''}"` : `${hidden.length} values`} of ${fieldLabel(declared, `${recordType.object}.${field}`)}, which the playbook has.`,
        expected: values.join('; '),
        actual: values.filter((name) => offered.has(name)).join('; '),
        changed: { kind: 'recordType', key },
        criteria,
        touches: { fields: [`${recordType.object}.${field}`] },
        // Record types are the org's: they are read and never deployed.
        revertible: false,
      }];
    }),
  );
}

/** A process may leave stages out on purpose, as that of renewals does; nothing but a person can tell. */
export function compareProcesses(org: Components, objects: readonly PlaybookObject[]): Difference[] {
  return [...org.processes].filter(([, { active }]) => active).flatMap(([key, process]) => {
    const object = objects.find(({ apiName, stages }) => apiName === process.object && stages.length > 0);
    return object === undefined ? [] : leftOut(key, process, object);
  });
}

function leftOut(key: string, process: ProcessState, object: PlaybookObject): Difference[] {
  const stages = stageNames(object);
  const absent = stages.filter((name) => !process.values.has(name));
  if (absent.length === 0) return [];
  return [{
    id: `PROCESS-${process.object}-${process.name}`,
    kind: 'process-stage',
    severity: 'medium',
    tier: 'potential',
    object: process.object,
    component: process.name,
    summary: `The process ${process.name} of ${object.label} leaves out ${absent.join(', ')}: records of its types never meet ${absent.length === 1 ? 'that gate' : 'those gates'}.`,
    expected: stages.join(' > '),
    actual: stages.filter((name) => process.values.has(name)).join(' > '),
    changed: { kind: 'process', key },
    criteria: object.criteria.filter(({ trigger }) => trigger.kind === 'exit' && absent.includes(trigger.stage)).map(({ id }) => id),
    touches: { stagesOf: process.object },
    revertible: false,
  }];
}
