import { fieldsAsked, isAsked } from '../asked.ts';
import { problem } from '../diagnostics.ts';
import { at, type Check } from './check.ts';

/** Nobody can be asked to fill what is to go, or what nobody sees. */
export const fieldsToGo: Check = {
  name: 'a field that is to go is not asked for',
  needsAllFiles: true,
  *run(context) {
    const { objects, handoffs } = context.playbook;
    for (const { apiName: object, fields, criteria } of objects) {
      for (const field of fields) {
        const { apiName, businessStatus: status } = field;
        if (status === undefined) continue;
        const asking = criteria.filter((criterion) => isAsked(criterion) && fieldsAsked(criterion).some((name) => name.toLowerCase() === apiName.toLowerCase())).map(({ id }) => id);
        const handed = handoffs.filter(({ required }) => required.fields.some((one) => one.object === object && one.field === apiName)).map(({ id }) => id);
        const by = [...asking, ...handed].join(', ');
        if (by !== '') yield problem('field-to-go', at(context, field, 'business_status'), { field: `${object}.${apiName}`, status, by }, `Take it out of ${by} first, or leave it Active.`);
      }
    }
  },
};
