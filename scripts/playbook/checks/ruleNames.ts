import { problem } from '../diagnostics.ts';
import { at, criteriaOf, type Check } from './check.ts';

/** The platform's limit for the full name of a validation rule. */
const LONGEST = 40;

export const ruleNames: Check = {
  name: 'rule names fit',
  *run(context) {
    for (const criterion of criteriaOf(context.playbook)) {
      const name = `Handrail_${criterion.id.replaceAll('-', '_')}`;
      if (name.length > LONGEST) yield problem('name-length', at(context, criterion, 'id'), { id: criterion.id, name }, `Shorten the code by ${name.length - LONGEST} characters.`);
    }
  },
};
