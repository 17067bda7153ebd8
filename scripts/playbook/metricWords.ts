/** What a metric counts, in words: for references, and for the page that shows the number. */
import { columnOf, isStatistic, type Aggregate, type Conditions, type Measure, type Metric, type Part, type Range, type Resolution } from './metricModel.ts';

/** The period of a metric when none is asked for. */
export const WINDOWS: Readonly<Record<Metric['window'], string>> = {
  week: 'the last full week, from Monday',
  four_weeks: 'the last four full weeks',
  month: 'the last full month',
  quarter: 'the fiscal quarter of the day',
  last_quarter: 'the last full fiscal quarter',
  four_quarters: 'the last four full fiscal quarters',
  next_90_days: 'the 90 days ahead',
  next_120_days: 'the 120 days ahead',
  trailing_year: 'the last twelve full months',
  all: 'all time up to the day',
};

/** `rows where outcome is won, divided by rows where outcome is won or lost` */
export function inWords(measure: Measure): string {
  if ('waiting' in measure) return `${STATISTICS[measure.waiting]} of ${measure.of}${conditionsOf(measure.where)}, those still waiting (not ${measure.ended}) counted for as long as they have waited (Kaplan and Meier)`;
  if ('total' in measure) return aggregateOf(measure.total);
  if ('share' in measure) return `${aggregateOf(measure.share)}, as a share of the whole`;
  if ('formula' in measure) return `${measure.formula}, where ${Object.entries(measure.of).map(([name, part]) => `${name} is the ${partInWords(part)}`).join('; ')}${measure.interval ? `; low and high are the ends of the 95% interval of ${measure.interval.join(' less ')} (Newcombe 1998)` : ''}`;
  return partInWords(measure);
}

const STATISTICS = { median: 'median', p90: '90th percentile', mean: 'mean' } as const;

function partInWords(part: Part): string {
  if ('numerator' in part) return `${aggregateOf(part.numerator)}, divided by ${aggregateOf(part.denominator)}`;
  if (!isStatistic(part)) return aggregateOf(part);
  const { name, called } = columnOf(part);
  return `${STATISTICS[called]} of ${name}${conditionsOf(part.where)}`;
}

function aggregateOf(aggregate: Aggregate): string {
  const what = aggregate.sum === undefined ? (aggregate.count_distinct === undefined ? 'number of rows' : `number of different ${aggregate.count_distinct}`) : `sum of ${aggregate.sum}`;
  const placed = [aggregate.period_by === undefined ? '' : ` placed by ${aggregate.period_by}`, aggregate.any_time ? ' of any time' : '', aggregate.at === undefined ? '' : AT[aggregate.at]].join('');
  const lag = aggregate.lag_months === undefined ? '' : ` of the period ${aggregate.lag_months} months earlier`;
  const minus = aggregate.minus === undefined ? '' : ` less the sum of ${aggregate.minus.sum}${conditionsOf(aggregate.minus.where)}`;
  return `${what}${conditionsOf(aggregate.where)}${placed}${lag}${minus}`;
}

const AT = { end: ' at the last month end of the period', start: ' at the month end before the period' } as const;

function conditionsOf(where: Conditions | undefined): string {
  const conditions = Object.entries(where ?? {}).map(([column, condition]) => `${column} is ${Array.isArray(condition) ? condition.join(' or ') : rangeOf(condition as Range)}`);
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}

function rangeOf({ at_least: low, below }: Range): string {
  return [low === undefined ? '' : `at least ${low}`, below === undefined ? '' : `below ${below}`].filter((bound) => bound !== '').join(' and ');
}

/** `outcome is won or lost and qualified is true`; empty without conditions. */
export function conditionsInWords(where: Conditions | undefined): string {
  return conditionsOf(where).replace(' where ', '');
}

export function resolutionInWords({ where, share }: Resolution): string {
  return `immature until ${Math.round(share * 100)}% of the rows are resolved (${conditionsInWords(where)})`;
}
