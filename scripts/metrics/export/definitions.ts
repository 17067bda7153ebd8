/** Metrics as a semantic layer can say them: aggregates over the fact tables, placed in time by a date column, and ratios of two. */
import { columnOf, type Aggregate, type Conditions, type Measure, type Metric } from '../../playbook/metricModel.ts';
import type { Playbook } from '../../playbook/model.ts';
import { conditions } from '../conditions.ts';
import { FACTS, type FactName } from '../facts/index.ts';
import { fromInput } from '../measureColumns.ts';
import { both, column, type AggregateFunction, type Expression } from '../relational/expression.ts';

/** An aggregate of the rows of a fact for which `where` holds. */
export interface Term {
  readonly function: AggregateFunction;
  readonly of: string | null;
  /** Null: of all rows. */
  readonly where: Expression | null;
  /** Date column that places a row in time. */
  readonly periodBy: string;
  /** No row is zero. False of a distribution, and of what an input file says: there it is not known. */
  readonly zero: boolean;
  readonly minus: Term | null;
}

export interface Definition {
  /** Of the metric, and of the variant behind it. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly fact: FactName;
  /** Dimensions the metric may be cut by. */
  readonly slices: readonly string[];
  /** The dimension it is always cut by; without it the number means nothing. */
  readonly splitBy: string | null;
  readonly numerator: Term;
  /** Null: the numerator is the value. */
  readonly denominator: Term | null;
}

export interface Definitions {
  readonly metrics: readonly Definition[];
  /** What cannot be said, each with the reason. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

class NotSaid extends Error {}

export function definitionsOf({ metrics }: Pick<Playbook, 'metrics'>): Definitions {
  const told: Definition[] = [];
  const left: { name: string; why: string }[] = [];
  for (const metric of metrics) {
    const all = [{ name: metric.id, label: metric.label, measure: metric.measure, periodBy: metric.periodBy }, ...metric.variants.map((variant) => ({ name: `${metric.id}_${variant.id}`, label: `${metric.label}: ${variant.label}`, measure: variant.measure, periodBy: variant.periodBy }))];
    for (const { name, label, measure, periodBy } of all) {
      try {
        const description = [metric.means, metric.splitBy === null ? null : `Always cut by ${metric.splitBy}.`, `Decision: ${metric.decision}`, `Version ${metric.definitionVersion}.`].filter((part) => part !== null).join(' ');
        told.push({ name, label, description, fact: metric.fact, slices: metric.slices, splitBy: metric.splitBy, ...termsOf(metric, measure, periodBy) });
      } catch (error) {
        if (!(error instanceof NotSaid)) throw error;
        left.push({ name, why: error.message });
      }
    }
  }
  return { metrics: told, left };
}

function termsOf(metric: Metric, measure: Measure, periodBy: string | null): Pick<Definition, 'numerator' | 'denominator'> {
  const fact = FACTS[metric.fact];
  if (fact.criteria) throw new NotSaid('the answers of the criteria come from the formula engine');
  if (fact.scope) throw new NotSaid('which rows count depends on how it is cut');
  if (Object.keys(metric.defaultWhere).length > 0) throw new NotSaid('what it counts depends on how it is cut');
  if (fact.lastDay !== undefined) throw new NotSaid('a row counts only in a period that holds it whole');
  if ('waiting' in measure) throw new NotSaid('the estimate of Kaplan and Meier is no aggregate of SQL');
  if ('formula' in measure) throw new NotSaid('it is a formula of parts in the language of Salesforce');
  if ('share' in measure) throw new NotSaid('it is a share of what all groups have together');
  const term = (source: Aggregate): Term => termOf(metric, source, periodBy);
  if ('numerator' in measure) return { numerator: term(measure.numerator), denominator: term(measure.denominator) };
  if ('total' in measure) return { numerator: term(measure.total), denominator: null };
  const { name, called } = columnOf(measure);
  return { numerator: { function: called, of: name, where: whereOf(metric, measure.where ?? {}), periodBy: placed(periodBy), zero: false, minus: null }, denominator: null };
}

function termOf(metric: Metric, source: Aggregate, periodBy: string | null): Term {
  if (source.at !== undefined) throw new NotSaid('it counts the rows of one day of the period');
  if (source.any_time) throw new NotSaid('it counts rows of any time beside those of the period');
  if (source.lag_months !== undefined) throw new NotSaid('it compares with an earlier period');
  const dated = placed(source.period_by ?? periodBy);
  const minus: Term | null = source.minus ? { function: 'sum', of: source.minus.sum, where: whereOf(metric, source.minus.where ?? {}), periodBy: dated, zero: true, minus: null } : null;
  const where = whereOf(metric, source.where ?? {});
  if (source.sum !== undefined) return { function: 'sum', of: source.sum, where, periodBy: dated, zero: !fromInput({ fact: FACTS[metric.fact], metric }, source.where ?? {}), minus };
  return { function: source.count_distinct === undefined ? 'count' : 'count_distinct', of: source.count_distinct ?? null, where, periodBy: dated, zero: true, minus };
}

function placed(periodBy: string | null): string {
  if (periodBy === null) throw new NotSaid('it is not placed in time');
  return periodBy;
}

function whereOf(metric: Metric, where: Conditions): Expression | null {
  const all = [...conditions(metric.where), ...conditions(where)];
  return all.length === 0 ? null : both(...all);
}

/** What an aggregate works on, as an expression of a row: null where the row does not count. */
export function valueOfRow({ of, where }: Term, one: Expression): Expression {
  const value = of === null ? one : column(of);
  return where === null ? value : { kind: 'case', branches: [[where, value]], otherwise: null };
}
