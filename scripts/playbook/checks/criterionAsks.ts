import { problem } from '../diagnostics.ts';
import { defaultPopulation } from '../build/criteria.ts';
import { fieldOf } from '../fields.ts';
import { at, criteriaOf, type Check } from './check.ts';

const TEXTS = new Set(['Text', 'TextArea', 'LongTextArea', 'Url', 'Email', 'Phone']);

/** What a criterion says about itself fits together. */
export const criterionAsks: Check = {
  name: 'a criterion asks for something that can be asked',
  *run(context) {
    const { playbook, places } = context;
    for (const criterion of criteriaOf(playbook)) {
      const { id, object, require } = criterion;
      if (!require && criterion.satisfiedWhen === null) yield problem('nothing-asked', criterion.position, { id });
      if (defaultPopulation(object) === 'every' && criterion.for !== 'every') yield problem('no-population', at(context, criterion, 'for'), { object, population: criterion.for }, 'Leave "for" out.');
      const type = require ? fieldOf(playbook, object, require.field)?.type : undefined;
      if (places.writes(criterion, 'min') && (!require || (type !== undefined && !TEXTS.has(type)))) yield problem('min-without-text', at(context, criterion, 'min'), { id }, 'Leave "min" out.');
    }
  },
};
