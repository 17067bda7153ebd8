import { nearest } from '../../formula/index.ts';
import { problem } from '../diagnostics.ts';
import { fieldOf, objectOf } from '../fields.ts';
import type { Criterion, Position } from '../model.ts';
import { at, criteriaOf, didYouMean, triggerPosition, type Check, type CheckContext } from './check.ts';

interface Named {
  readonly field: string;
  readonly position: Position;
}

export const criterionFields: Check = {
  name: 'required, error and watched fields exist',
  needsAllFiles: true,
  *run(context) {
    const { playbook } = context;
    const reported = new Set<string>();
    for (const criterion of criteriaOf(playbook)) {
      const { object } = criterion;
      for (const { field, position } of fieldsNamedBy(criterion, context)) {
        const place = `${position.file}:${position.line}:${position.column}`;
        // A trigger is written once for all criteria of its group.
        if (fieldOf(playbook, object, field) || reported.has(place)) continue;
        reported.add(place);
        const meant = nearest(field, objectOf(playbook, object)?.fields.map(({ apiName }) => apiName) ?? []);
        yield problem('unknown-field', position, { object, field }, didYouMean(meant, `Declare it in the fields file of ${object}, under "existing" when the org has it already.`));
      }
    }
  },
};

function fieldsNamedBy(criterion: Criterion, context: CheckContext): Named[] {
  const { require, errorField, trigger } = criterion;
  const named: Named[] = [];
  if (require) named.push({ field: require.field, position: at(context, criterion, 'require') });
  // The message stands at the required field unless another is named; one problem is enough.
  if (errorField !== null && errorField !== require?.field) named.push({ field: errorField, position: at(context, criterion, 'error_field') });
  if (trigger.kind === 'enter') named.push({ field: trigger.field, position: triggerPosition(context, criterion, 'field') });
  if (trigger.kind === 'change') named.push(...trigger.fields.map((field, index) => ({ field, position: triggerPosition(context, criterion, index) })));
  return named;
}
