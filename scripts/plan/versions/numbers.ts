/** What a change of a metric, a term or a loss reason means. */
import type { LeadSourceValue, LossReason, Term } from '../../playbook/index.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import { apart, members, shown, value, words, type Aspect, type Aspects } from './aspect.ts';

export const METRIC: Aspects<Metric> = {
  id: apart,
  position: apart,
  fact: value('counted from', 'breaking'),
  shownFrom: value('shown from', 'safe'),
  where: value('only where', 'breaking'),
  defaultWhere: value('where nothing else is said', 'breaking'),
  measure: value('measure', 'breaking'),
  periodBy: value('dated by', 'breaking'),
  window: value('period', 'breaking'),
  unit: value('unit', 'breaking'),
  resolved: value('believed when', 'breaking'),
  notBefore: value('not before', 'breaking'),
  definitionVersion: value('definition', 'risky'),
  minN: value('least number of records', 'risky'),
  splitBy: value('split by', 'risky'),
  pastBy: members('past told by', 'safe', 'safe'),
  isRanked: value('largest first', 'safe'),
  variants: (before, after) => variants(before, after),
  slices: members('cuts', 'safe', 'risky'),
  inputs: members('external inputs', 'risky', 'risky'),
  target: value('target', 'risky'),
  tier: value('tier', 'safe'),
  owners: members('owners', 'safe', 'safe'),
  every: members('looked at every', 'safe', 'safe'),
  label: words('label', 'safe'),
  means: words('means', 'safe'),
  decision: words('decision', 'safe'),
  advice: value('advice', 'safe'),
  reviewBy: value('review by', 'safe'),
};

/** Other conventions for the same question: one that goes or counts otherwise is a number somebody may be using. */
function variants(before: Metric['variants'], after: Metric['variants']): Aspect[] {
  const counted = ({ measure, periodBy, resolved, unit }: Metric['variants'][number]): string => JSON.stringify([measure, periodBy, resolved, unit]);
  const gone = before.filter(({ id }) => !after.some((other) => other.id === id)).map(({ id }) => id);
  const come = after.filter(({ id }) => !before.some((other) => other.id === id)).map(({ id }) => id);
  const changed = after.filter((variant) => before.some((other) => other.id === variant.id && counted(other) !== counted(variant))).map(({ id }) => id);
  return [
    ...(gone.length > 0 ? [{ meaning: 'risky' as const, says: `variants without ${gone.join(', ')}` }] : []),
    ...(changed.length > 0 ? [{ meaning: 'risky' as const, says: `variants count otherwise: ${changed.join(', ')}` }] : []),
    ...(come.length > 0 ? [{ meaning: 'safe' as const, says: `variants with ${come.join(', ')}` }] : []),
  ];
}

export const TERM: Aspects<Term> = {
  id: apart,
  position: apart,
  test: words('test', 'breaking'),
  means: words('means', 'risky'),
  systemOfRecord: words('system of record', 'risky'),
  examples: (before, after) => examples(before, after),
  name: words('name', 'safe'),
  owners: members('owners', 'safe', 'safe'),
  approver: words('approver', 'safe'),
  reviewBy: value('review by', 'safe'),
};

/** A case that is decided the other way is another definition. */
function examples(before: Term['examples'], after: Term['examples']): Aspect[] {
  const verdicts = new Map(before.map((example) => [example.id, example]));
  return [
    ...after.flatMap(({ id, verdict }): Aspect[] => {
      const was = verdicts.get(id);
      return was === undefined || was.verdict === verdict ? [] : [{ meaning: 'breaking', says: `example ${id}: ${shown(was.verdict)} -> ${shown(verdict)}` }];
    }),
    ...members<Term, readonly string[]>('examples', 'safe', 'safe')(before.map(({ id }) => id), after.map(({ id }) => id), { before: undefined as never, after: undefined as never }),
  ];
}

export const LEAD_SOURCE: Aspects<LeadSourceValue> = {
  name: apart,
  position: apart,
  means: words('meaning', 'safe'),
  // Records of before count as another source from now on.
  was: members('values of before', 'breaking', 'breaking'),
  utm: members('campaign parameters', 'risky', 'risky'),
  catchAll: value('catch-all', 'risky'),
};

export const LOSS_REASON: Aspects<LossReason> = {
  name: apart,
  position: apart,
  outcomeClass: value('class', 'breaking'),
  // From now on the old one counts as the new one.
  replacedBy: value('counts as', 'breaking'),
  for: value('offered to', 'risky'),
  details: members('details', 'safe', 'risky'),
  atMost: value('most percent', 'safe'),
};
