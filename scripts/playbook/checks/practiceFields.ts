import { nearest } from '../../formula/index.ts';
import { problem, type Problem } from '../diagnostics.ts';
import { fieldOf, objectOf } from '../fields.ts';
import { at, criteriaOf, didYouMean, type Check, type CheckContext } from './check.ts';

const HANDOFF = 'Handrail_Handoff__c';

/** Stamps of the lead lifecycle, dates of milestones, conversion and renewal criteria name what exists. */
export const practiceFields: Check = {
  name: 'lifecycle, conversion and milestones name fields that exist',
  needsAllFiles: true,
  *run(context) {
    const { leadLifecycle, postSale } = context.playbook;
    for (const step of leadLifecycle?.steps ?? []) for (const [index, stamp] of step.stamps.entries()) yield* unknownField(context, 'Lead', stamp, step, 'stamps', index);
    for (const mapping of leadLifecycle?.conversion ?? []) {
      yield* unknownField(context, 'Lead', mapping.from, mapping, 'from');
      yield* unknownField(context, 'Opportunity', mapping.to, mapping, 'to');
      const [from, to] = [fieldOf(context.playbook, 'Lead', mapping.from), fieldOf(context.playbook, 'Opportunity', mapping.to)];
      if (from && to && from.type !== to.type) yield problem('conversion-type', at(context, mapping, 'to'), { from: mapping.from, fromType: from.type, to: mapping.to, toType: to.type });
    }
    for (const milestone of postSale?.milestones ?? []) if (milestone.field !== null) yield* unknownField(context, HANDOFF, milestone.field, milestone, 'field');
    const criteria = criteriaOf(context.playbook).map(({ id }) => id);
    for (const state of postSale?.renewal ?? []) {
      for (const [index, id] of state.criteria.entries()) {
        if (!criteria.includes(id)) yield problem('unknown-reference', at(context, state, 'criteria', index), { what: 'criterion', id }, didYouMean(nearest(id, criteria)));
      }
    }
  },
};

function* unknownField(context: CheckContext, object: string, field: string, part: object, ...keys: readonly (string | number)[]): Generator<Problem> {
  if (fieldOf(context.playbook, object, field)) return;
  const meant = nearest(field, objectOf(context.playbook, object)?.fields.map(({ apiName }) => apiName) ?? []);
  yield problem('unknown-field', at(context, part, ...keys), { object, field }, didYouMean(meant));
}
