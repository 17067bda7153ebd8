/** The metrics of the playbook, their formulas in words. */
import { code, escape, page, table } from '../markdown.ts';
import type { Playbook } from '../../playbook/index.ts';
import { columnOf, isStatistic, type Aggregate, type Conditions, type Measure, type Metric, type Part, type Range, type Resolution } from '../../playbook/metricModel.ts';

const WINDOWS: Readonly<Record<Metric['window'], string>> = {
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

/** What the engine knows of facts and inputs, as far as it is documented. */
export interface Catalogue {
  readonly facts: Readonly<Record<string, { readonly needs: readonly string[]; readonly columns: Readonly<Record<string, { readonly type: string; readonly needs: readonly string[] }>> }>>;
  readonly inputs: Readonly<Record<string, { readonly columns: Readonly<Record<string, string>>; readonly freshDays: number }>>;
}

export function metricsReference(playbook: Pick<Playbook, 'metrics'>, { facts, inputs }: Catalogue): string {
  return page('Metrics', [
    'The shared numbers of the playbook. Facts, columns and states are explained in [metrics.md](../metrics.md).',
    table(['metric', 'label', 'tier', 'owners', 'decision'], playbook.metrics.map((metric) => [code(metric.id), escape(metric.label), escape(metric.tier), metric.owners.join(', '), escape(metric.decision)])),
    ...playbook.metrics.map(sectionOf),
    ...Object.entries(facts).map(([name, { needs, columns }]) => `## Fact ${code(name)}\n\nEvery row needs ${needs.map(code).join(', ')}; a column is made of these and of what stands beside it.\n\n${table(['column', 'type', 'also made of'], Object.entries(columns).map(([column, { type, needs }]) => [code(column), type, needs.map(code).join(', ')]))}`),
    ...Object.entries(inputs).map(
      ([name, { columns, freshDays }]) =>
        `## Input ${code(`${name}.csv`)}\n\nStale when its newest \`as_of\` is more than ${freshDays} days before the as-of day.\n\n${table(['column', 'type'], Object.entries(columns).map(([column, type]) => [code(column), type]))}`,
    ),
  ]);
}

function sectionOf(metric: Metric): string {
  const facts: (readonly [string, string])[] = [
    ['definition', code(metric.definitionVersion)],
    ['decision', escape(metric.decision)],
    ['owners', metric.owners.join(', ')],
    ['unit', metric.unit],
    ['fact', code(metric.fact)],
    ...(metric.means === null ? [] : [['means', escape(metric.means)] as const]),
    ['formula', escape(inWords(metric.measure))],
    ['rows that belong to it', escape(conditionsOf(metric.where).replace(' where ', '') || 'all')],
    ['placed in the period by', metric.periodBy === null ? 'nothing: all rows count' : code(metric.periodBy)],
    ['period when none is asked for', WINDOWS[metric.window]],
    ['slices', metric.slices.length === 0 ? 'none' : metric.slices.map(code).join(', ')],
    ['always split by', metric.splitBy === null ? 'nothing' : code(metric.splitBy)],
    ['inputs beside the CRM', metric.inputs.length === 0 ? 'none' : metric.inputs.map((input) => code(`${input}.csv`)).join(', ')],
    ['target', escape(targetOf(metric))],
    ['states', escape(statesOf(metric))],
  ];
  const variants = metric.variants.map((variant) => [code(variant.id), escape(variant.label), escape(`${inWords(variant.measure)}${variant.resolved === null ? '' : `; ${resolutionOf(variant.resolved)}`}`), variant.periodBy === null ? '' : code(variant.periodBy)]);
  return [
    `## ${escape(metric.label)}`,
    table(['', ''], facts),
    ...(variants.length === 0 ? [] : ['Variants: the same question under other conventions.', table(['variant', 'label', 'formula', 'placed by'], variants)]),
  ].join('\n\n');
}

/** `rows where outcome is won, divided by rows where outcome is won or lost` */
export function inWords(measure: Measure): string {
  if ('waiting' in measure) return `${STATISTICS[measure.waiting]} of ${measure.of}${conditionsOf(measure.where)}, those still waiting (not ${measure.ended}) counted for as long as they have waited (Kaplan and Meier)`;
  if ('total' in measure) return aggregateOf(measure.total);
  if ('share' in measure) return `${aggregateOf(measure.share)}, as a share of the whole`;
  if ('formula' in measure) return `${measure.formula}, where ${Object.entries(measure.of).map(([name, part]) => `${name} is the ${partInWords(part)}`).join('; ')}`;
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

function targetOf({ target }: Metric): string {
  const bounds = [target.low === null ? '' : `from ${target.low}`, target.high === null ? '' : `to ${target.high}`].filter((bound) => bound !== '');
  return bounds.length === 0 ? 'none' : bounds.join(' ');
}

function statesOf(metric: Metric): string {
  return [
    'undefined when there is nothing to divide by',
    ...(metric.inputs.length === 0 ? [] : ['undefined without its input, stale when the input is old']),
    ...(metric.minN > 0 ? [`low_n below ${metric.minN} in the denominator`] : []),
    ...(metric.resolved === null ? [] : [resolutionOf(metric.resolved)]),
    'partial_access when a field it needs cannot be read',
  ].join('; ');
}

function resolutionOf({ where, share }: Resolution): string {
  return `immature until ${Math.round(share * 100)} % of the rows are resolved (${conditionsOf(where).replace(' where ', '')})`;
}
