/** Definitions as dbt MetricFlow reads them: semantic models over the fact tables, with measures, and metrics of these. */
import { stringify } from 'yaml';
import type { Playbook } from '../../playbook/model.ts';
import { TABLE_PREFIX } from '../engines/printSql.ts';
import { FACTS, type Fact, type FactName } from '../facts/index.ts';
import type { Dialect } from '../relational/dialect.ts';
import { integer } from '../relational/expression.ts';
import { printExpression } from '../relational/print.ts';
import { definitionsOf, valueOfRow, type Definition, type Term } from './definitions.ts';
import { leftComment } from './left.ts';

const AGGREGATIONS = { count: 'count', count_distinct: 'count_distinct', sum: 'sum', median: 'median', p90: 'percentile', mean: 'average', min: 'min', max: 'max' } as const;

/** @param dialect in which the expressions on rows are written: that of the warehouse dbt works on */
export function toMetricFlow(playbook: Playbook, dialect: Dialect): string {
  const { metrics, left } = definitionsOf(playbook);
  const byFact = Map.groupBy(metrics, ({ fact }) => fact);
  const document = {
    semantic_models: [...byFact].map(([name, definitions]) => semanticModel(name, definitions, dialect)),
    metrics: metrics.flatMap((definition) => metricsOf(definition)),
  };
  const head = [`Metrics of the playbook ${playbook.name} ${playbook.version} for dbt MetricFlow, over the tables that handrail metrics --print-sql ${dialect.name} makes.`, 'The project declares them as models of these names and has a time spine. A number without state: n, freshness and missing fields are said by handrail metrics alone.'];
  return `${leftComment(head, left)}\n${stringify(document, { lineWidth: 0 })}`;
}

function semanticModel(name: FactName, definitions: readonly Definition[], dialect: Dialect): object {
  const fact = FACTS[name];
  const [defaultDate = ''] = definitions.map(({ numerator }) => numerator.periodBy);
  return {
    name,
    model: `ref('${TABLE_PREFIX}fact_${name}')`,
    defaults: { agg_time_dimension: timeName(defaultDate) },
    primary_entity: `${name}_row`,
    entities: fact.columns[fact.id] ? [{ name: fact.id.replace(/_id$/, ''), type: 'foreign', expr: dialect.identifier(fact.id) }] : [],
    dimensions: dimensionsOf(fact, dialect),
    measures: definitions.flatMap((definition) => termsOf(definition).map(([measure, term]) => measureOf(measure, term, fact, dialect))),
  };
}

/** Granularities of MetricFlow: no element may have the name of one. */
const GRANULARITIES: ReadonlySet<string> = new Set(['nanosecond', 'microsecond', 'millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']);

/** Name of the dimension for a date column. */
function timeName(column: string): string {
  return GRANULARITIES.has(column) ? `${column}_date` : column;
}

function dimensionsOf(fact: Fact, dialect: Dialect): object[] {
  return Object.entries(fact.columns).flatMap(([name, { type }]): object[] => {
    // An entity and a dimension cannot share a name.
    if (name === fact.id) return [];
    if (type === 'date') return [{ name: timeName(name), type: 'time', type_params: { time_granularity: 'day' }, expr: dialect.identifier(name) }];
    return type === 'text' || type === 'boolean' ? [{ name, type: 'categorical', expr: dialect.identifier(name) }] : [];
  });
}

/** Every aggregate of a metric under the name of its measure, which is that of its simple metric too. */
function termsOf({ name, numerator, denominator }: Definition): readonly (readonly [name: string, term: Term])[] {
  const parts = (measure: string, term: Term): [string, Term][] => (term.minus ? [[`${measure}_of`, { ...term, minus: null }], [`${measure}_less`, term.minus]] : [[measure, term]]);
  return denominator === null ? parts(name, numerator) : [...parts(`${name}_numerator`, numerator), ...parts(`${name}_denominator`, denominator)];
}

function measureOf(name: string, term: Term, fact: Fact, dialect: Dialect): object {
  const columns = Object.fromEntries(Object.entries(fact.columns).map(([column, { type }]) => [column, type]));
  return {
    name,
    agg: AGGREGATIONS[term.function as keyof typeof AGGREGATIONS],
    ...(term.function === 'p90' ? { agg_params: { percentile: 0.9 } } : {}),
    expr: printExpression(valueOfRow(term, integer(1)), dialect, columns),
    agg_time_dimension: timeName(term.periodBy),
  };
}

function metricsOf(definition: Definition): object[] {
  const { name, label, description, numerator, denominator } = definition;
  // MetricFlow adds up nothing to null, counts too.
  const simple = ([measure, { zero }]: readonly [string, Term]): object => ({ name: measure, label: measure.replaceAll('_', ' '), type: 'simple', type_params: { measure: zero ? { name: measure, fill_nulls_with: 0 } : measure } });
  const derived = (of: string, more: object): object => ({ name: of, ...more, type: 'derived', type_params: { expr: `${of}_of - ${of}_less`, metrics: [{ name: `${of}_of` }, { name: `${of}_less` }] } });
  const about = { label, description };
  if (denominator === null) return numerator.minus ? [...termsOf(definition).map(simple), derived(name, about)] : [{ ...simple([name, numerator]), ...about }];
  const side = (of: string, term: Term): object[] => (term.minus ? [derived(of, { label: of.replaceAll('_', ' ') })] : []);
  return [...termsOf(definition).map(simple), ...side(`${name}_numerator`, numerator), ...side(`${name}_denominator`, denominator), { name, ...about, type: 'ratio', type_params: { numerator: `${name}_numerator`, denominator: `${name}_denominator` } }];
}
