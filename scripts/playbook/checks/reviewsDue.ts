import { problem } from '../diagnostics.ts';
import { at, type Check } from './check.ts';

export const reviewsDue: Check = {
  name: 'definitions are reviewed in time',
  *run(context) {
    const today = context.asOf;
    if (today === undefined) return;
    for (const term of context.playbook.terms) if (term.reviewBy < today) yield problem('review-due', at(context, term, 'review_by'), { term: term.name, date: term.reviewBy }, `Review it with ${term.owners.join(' and ')}, then move "review_by".`);
  },
};
