import { problem } from '../diagnostics.ts';
import { at, type Check } from './check.ts';

export const segments: Check = {
  name: 'segments go up from zero',
  *run(context) {
    for (const [index, segment] of context.playbook.segments.entries()) {
      const least = (context.playbook.segments[index - 1]?.fromEmployees ?? -1) + 1;
      if (index === 0 ? segment.fromEmployees !== 0 : segment.fromEmployees < least) yield problem('segment-order', at(context, segment, 'from_employees'), { segment: segment.name });
    }
  },
};
