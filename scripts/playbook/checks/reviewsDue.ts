import { counted } from '../../shared/words.ts';
import { problem } from '../diagnostics.ts';
import type { Position } from '../model.ts';
import type { DefinitionsSource } from '../schema/definitions.ts';
import type { SourceFile } from '../sources.ts';
import { at, type Check } from './check.ts';

/** Terms and metrics with a date of their own one by one; the others share the date of definitions.yaml, and one warning. */
export const reviewsDue: Check = {
  name: 'definitions are reviewed in time',
  *run(context) {
    const { asOf: today, files, playbook: { terms, metrics } } = context;
    if (today === undefined) return;
    const definitions = files.find(({ name }) => name === 'definitions.yaml') as SourceFile<DefinitionsSource> | undefined;
    const shared = definitions?.data.review_by;
    const parts = [
      ...terms.map((term) => ({ what: `The term "${term.name}"`, part: term, reviewBy: term.reviewBy, owners: term.owners })),
      ...metrics.map((metric) => ({ what: `The metric ${metric.id}`, part: metric, reviewBy: metric.reviewBy, owners: metric.owners })),
    ];
    const own = parts.filter(({ reviewBy }) => reviewBy !== shared);
    for (const { what, part, reviewBy, owners } of own) {
      if (reviewBy !== null && reviewBy < today) yield problem('review-due', at(context, part, 'review_by'), { what: `${what} was`, date: reviewBy }, `Review it with ${owners.join(' and ')}, then move "review_by".`);
    }
    if (definitions === undefined || shared === undefined || shared >= today || own.length === parts.length) return;
    const count = (all: readonly { readonly reviewBy: string | null }[]): number => all.filter(({ reviewBy }) => reviewBy === shared).length;
    const place: Position = definitions.yaml.locate(['review_by']);
    const what = [[count(terms), 'term'], [count(metrics), 'metric']].filter(([some]) => some !== 0).map(([some, name]) => counted(Number(some), String(name))).join(' and ');
    yield problem('review-due', place, { what: `What has no date of its own, ${what}, was`, date: shared }, 'Review them with their owners (handrail review dictionary lists both), then move "review_by".');
  },
};
