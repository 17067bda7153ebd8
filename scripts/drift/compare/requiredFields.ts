import type { Difference } from '../difference.ts';
import type { Components, RequiredField } from '../orgState.ts';

/** Fields of the org's own that every save of a gated object needs. Those the playbook declares are compared as fields. */
export function compareRequired(declared: Components, required: readonly RequiredField[]): Difference[] {
  return required
    .filter(({ object, apiName }) => !declared.fields.has(`${object}.${apiName}`) && !isOwn(object))
    .map(({ object, apiName, label }) => ({
      id: `REQUIRED-${object}-${apiName}`,
      kind: 'field-required',
      severity: 'high',
      object,
      component: apiName,
      summary: `${label} (${apiName}) is required on every save of ${object}, whatever the stage; the playbook does not know it.`,
      expected: null,
      actual: 'required',
      changed: { kind: 'field', key: `${object}.${apiName}` },
      criteria: [],
      touches: {},
      revertible: false,
    }));
}

/** The package's own objects come with required fields of theirs. */
function isOwn(object: string): boolean {
  return object.startsWith('Handrail_');
}
