/** Definitions in the form of the Open Semantic Interchange (Apache Ossie): datasets with fields, metrics as expressions. */
import { stringify } from 'yaml';
import type { Playbook } from '../../playbook/model.ts';
import { TABLE_PREFIX } from '../engines/printSql.ts';
import { FACTS, type FactName } from '../facts/index.ts';
import type { Dialect, DialectName } from '../relational/dialect.ts';
import { aggregate, coalesce, column, integer, minus, type ColumnType, type Expression } from '../relational/expression.ts';
import { printExpression } from '../relational/print.ts';
import { definitionsOf, type Definition, type Definitions, type Term } from './definitions.ts';
import { leftComment } from './left.ts';

/** Of the published JSON schema. */
const VERSION = '0.2.0.dev0';
/** The form knows some dialects by name; the others are near enough to the standard. */
const NAMES: Readonly<Record<DialectName, string>> = { duckdb: 'ANSI_SQL', postgres: 'ANSI_SQL', trino: 'ANSI_SQL', spark: 'DATABRICKS', snowflake: 'SNOWFLAKE', bigquery: 'BIGQUERY' };
const TYPES: Readonly<Record<ColumnType, string>> = { text: 'String', integer: 'Integer', number: 'Decimal', boolean: 'Boolean', date: 'Date', timestamp: 'DateTimeTz' };

/** What the form can say: a metric is one expression over one set of rows, so both sides of a ratio are placed in time by one date. */
export function osiDefinitions(playbook: Pick<Playbook, 'metrics'>): Definitions {
  const { metrics, left } = definitionsOf(playbook);
  const isOnce = ({ numerator, denominator }: Definition): boolean => denominator === null || denominator.periodBy === numerator.periodBy;
  const twice = metrics.filter((definition) => !isOnce(definition));
  return { metrics: metrics.filter(isOnce), left: [...left, ...twice.map(({ name, numerator, denominator }) => ({ name, why: `its numerator is placed in time by ${numerator.periodBy}, its denominator by ${denominator?.periodBy ?? ''}` }))] };
}

/** @param workSchema where the fact tables are */
export function toOsi(playbook: Playbook, dialect: Dialect, workSchema: readonly string[]): string {
  const { metrics, left } = osiDefinitions(playbook);
  const said = (expression: string): object => ({ dialects: [{ dialect: NAMES[dialect.name], expression }] });
  const dataset = (name: FactName): object => ({
    name,
    source: [...workSchema, `${TABLE_PREFIX}fact_${name}`].join('.'),
    fields: Object.entries(FACTS[name].columns).map(([field, { type }]) => ({ name: field, expression: said(dialect.identifier(field)), datatype: TYPES[type], ...dimensionOf(type) })),
  });
  const document = {
    version: VERSION,
    name: 'handrail',
    description: `Metrics of the playbook ${playbook.name} ${playbook.version}.`,
    datasets: [...new Set(metrics.map(({ fact }) => fact))].map(dataset),
    metrics: metrics.map((definition) => ({ name: definition.name, description: describe(definition), expression: said(expressionOf(definition, dialect)) })),
  };
  return `${leftComment([`Open Semantic Interchange, over the tables that handrail metrics --print-sql ${dialect.name} makes. A number without state: n, freshness and missing fields are said by handrail metrics alone.`], left)}\n${stringify(document, { lineWidth: 0 })}`;
}

/** Only a field that says so may be cut by. */
function dimensionOf(type: ColumnType): object {
  if (type === 'date') return { dimension: { is_time: true } };
  return type === 'text' || type === 'boolean' ? { dimension: { is_time: false } } : {};
}

/** A metric has no place for its date and its dimensions but the words about it. */
function describe({ label, description, numerator, slices }: Definition): string {
  return `${label}. ${description} Placed in time by ${numerator.periodBy}${slices.length === 0 ? '' : `; cut by ${slices.join(', ')}`}.`;
}

function expressionOf({ fact, numerator, denominator }: Definition, dialect: Dialect): string {
  const columns = Object.fromEntries(Object.entries(FACTS[fact].columns).map(([name, { type }]) => [name, type]));
  // Columns are named with their dataset.
  const qualified: Dialect = { ...dialect, identifier: (name) => `${fact}.${dialect.identifier(name)}` };
  const printed = (term: Term): string => printExpression(aggregateOf(term), qualified, columns);
  return denominator === null ? printed(numerator) : dialect.quotient(printed(numerator), printed(denominator));
}

function aggregateOf({ function: name, of, where, periodBy, zero, minus: less }: Term): Expression {
  // Only a column tells a reader which rows are counted. One without its date is in no period.
  const counted = of === null && where === null ? periodBy : of;
  const said = aggregate(name, counted === null ? null : column(counted), where);
  const whole = zero && name === 'sum' ? coalesce(said, integer(0)) : said;
  return less === null ? whole : minus(whole, aggregateOf(less));
}
