/** The metrics of the playbook, their formulas in words. */
import { code, escape, page, table } from '../markdown.ts';
import type { Playbook } from '../../playbook/index.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import { conditionsInWords, inWords, resolutionInWords, WINDOWS } from '../../playbook/metricWords.ts';

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
    ['rows that belong to it', escape(conditionsInWords(metric.where) || 'all')],
    ['placed in the period by', metric.periodBy === null ? 'nothing: all rows count' : code(metric.periodBy)],
    ['period when none is asked for', WINDOWS[metric.window]],
    ['slices', metric.slices.length === 0 ? 'none' : metric.slices.map(code).join(', ')],
    ['always split by', metric.splitBy === null ? 'nothing' : code(metric.splitBy)],
    ['inputs beside the CRM', metric.inputs.length === 0 ? 'none' : metric.inputs.map((input) => code(`${input}.csv`)).join(', ')],
    ['target', escape(targetOf(metric))],
    ['due for review', metric.reviewBy ?? 'never'],
    ['states', escape(statesOf(metric))],
  ];
  const variants = metric.variants.map((variant) => [code(variant.id), escape(variant.label), escape(`${inWords(variant.measure)}${variant.resolved === null ? '' : `; ${resolutionInWords(variant.resolved)}`}`), variant.periodBy === null ? '' : code(variant.periodBy), escape(variant.usedIn ?? '')]);
  return [
    `## ${escape(metric.label)}`,
    table(['', ''], facts),
    ...(variants.length === 0 ? [] : ['Variants: the same question under other conventions.', table(['variant', 'label', 'formula', 'placed by', 'used in'], variants)]),
  ].join('\n\n');
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
    ...(metric.resolved === null ? [] : [resolutionInWords(metric.resolved)]),
    'partial_access when a field it needs cannot be read',
  ].join('; ');
}
