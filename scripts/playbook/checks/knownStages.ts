import { nearest } from '../../formula/index.ts';
import { problem, type Problem } from '../diagnostics.ts';
import { fieldOf, objectOf } from '../fields.ts';
import type { Position } from '../model.ts';
import { at, criteriaOf, didYouMean, triggerPosition, type Check, type CheckContext } from './check.ts';

/** Wherever the playbook names a stage, a status or another value that asks a criterion, the picklist has it. */
export const knownStages: Check = {
  name: 'stages and entered values exist',
  needsAllFiles: true,
  *run(context) {
    const { playbook } = context;
    const reported = new Set<string>();
    for (const criterion of criteriaOf(playbook)) {
      if (criterion.trigger.kind !== 'enter') continue;
      const { field, value } = criterion.trigger;
      const position = triggerPosition(context, criterion, 'value');
      const place = `${position.file}:${position.line}:${position.column}`;
      if (reported.has(place)) continue;
      reported.add(place);
      yield* unknownValue(context, criterion.object, field, value, position);
    }
    for (const step of playbook.leadLifecycle?.steps ?? []) yield* unknownValue(context, 'Lead', stageFieldOf(context, 'Lead'), step.status, at(context, step, 'status'));
    for (const renewal of playbook.postSale?.renewal ?? []) {
      if (renewal.stage !== null) yield* unknownValue(context, 'Opportunity', stageFieldOf(context, 'Opportunity'), renewal.stage, at(context, renewal, 'stage'));
    }
    const waits = playbook.postSale?.expansionWaits ?? null;
    if (waits === null) return;
    yield* unknownValue(context, 'Opportunity', stageFieldOf(context, 'Opportunity'), waits.stage, at(context, waits, 'stage'));
    for (const [index, value] of waits.risk.entries()) yield* unknownValue(context, 'Opportunity', 'Handrail_Renewal_Risk__c', value, at(context, waits, 'risk', index));
    for (const [index, value] of waits.health.entries()) yield* unknownValue(context, 'Account', 'Handrail_Health__c', value, at(context, waits, 'health', index));
  },
};

function stageFieldOf({ playbook }: CheckContext, object: string): string {
  return objectOf(playbook, object)?.stageField ?? '';
}

function* unknownValue({ playbook }: CheckContext, object: string, field: string, value: string, position: Position): Generator<Problem> {
  const values = fieldOf(playbook, object, field)?.values;
  if (values && !values.includes(value)) yield problem('unknown-stage', position, { object, field, value }, didYouMean(nearest(value, values), `It has: ${values.join(', ')}.`));
}
