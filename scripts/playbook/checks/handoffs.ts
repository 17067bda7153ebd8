import { nearest } from '../../formula/index.ts';
import { problem, type Problem } from '../diagnostics.ts';
import { fieldOf, objectOf } from '../fields.ts';
import { at, criteriaOf, didYouMean, type Check, type CheckContext } from './check.ts';

export const handoffs: Check = {
  name: 'handoffs ask for what exists and go from one function to another',
  needsAllFiles: true,
  *run(context) {
    const { playbook } = context;
    yield* miscounted(context);
    const criteria = criteriaOf(playbook).map(({ id }) => id);
    const clocks = playbook.serviceLevels.map(({ id }) => id);
    const types = playbook.objects.find(({ criteria: own }) => own.some(({ family }) => family === 'Handoff'))?.fields.find(({ apiName }) => apiName === 'Type__c')?.values ?? [];
    for (const handoff of playbook.handoffs) {
      if (handoff.type !== null && !types.includes(handoff.type)) yield problem('unknown-reference', at(context, handoff, 'type'), { what: 'handoff type', id: handoff.type }, didYouMean(nearest(handoff.type, types)));
      if (handoff.from === handoff.to && (handoff.teams === null || handoff.teams.from === handoff.teams.to)) yield problem('circular-handoff', at(context, handoff, 'to'), { id: handoff.id, function: handoff.from }, 'Change "to", or name two teams in "from_team" and "to_team".');
      for (const [index, id] of handoff.required.criteria.entries()) {
        if (!criteria.includes(id)) yield problem('unknown-reference', at(context, handoff, 'required_criteria', index), { what: 'criterion', id }, didYouMean(nearest(id, criteria)));
      }
      for (const { object, field } of handoff.required.fields) {
        if (fieldOf(playbook, object, field)) continue;
        const index = handoff.required.fields.filter((other) => other.object === object).findIndex((other) => other.field === field);
        yield problem('unknown-field', at(context, handoff, 'required_fields', object, index), { object, field }, didYouMean(nearest(field, objectOf(playbook, object)?.fields.map(({ apiName }) => apiName) ?? [])));
      }
      for (const [index, id] of handoff.clocks.entries()) {
        if (!clocks.includes(id)) yield problem('unknown-reference', at(context, handoff, 'clocks', index), { what: 'clock', id }, `The clocks are ${clocks.join(', ') || 'none yet: service-levels.yaml'}.`);
      }
    }
  },
};

/** Fields that count what a handoff passes on, where there is nothing to count, or a formula stands beside. */
function* miscounted(context: CheckContext): Generator<Problem> {
  for (const field of context.playbook.objects.flatMap(({ fields }) => fields).filter(({ counts }) => counts !== undefined)) {
    const said = (why: string): Problem => problem('handoff-count', at(context, field, 'counts'), { field: field.apiName, why });
    if (context.places.writes(field, 'formula')) yield said('it has a formula of its own');
    else if (field.formula === undefined) yield said(`${field.object} is not the object of handoffs.yaml`);
  }
}
