/** What the planner is asked, and what it answers: queries, and where in their rows each number is. */
import type { Metric, Waiting } from '../playbook/metricModel.ts';
import type { Alternatives } from './counted.ts';
import type { FactName } from './facts/index.ts';
import type { Period } from './period.ts';
import type { Relation } from './relational/relation.ts';

/** A metric with the period it is asked for. */
export interface MetricRequest {
  readonly metric: Metric;
  readonly period: Period;
  /** Dimensions to cut by, one at a time, beside the whole. */
  readonly slices: readonly string[];
  /** Local date of the as-of instant. */
  readonly today: string;
  /** First month of the fiscal year. */
  readonly fiscalYearStart: number;
  /** Name of the period where it is a slice itself: `{ month: '2026-03' }`. */
  readonly time?: Readonly<Record<string, string>>;
}

/** Which result columns belong to a part of a measure. */
export interface PartColumns {
  /** Absent where the value is numerator over denominator. */
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly n: string;
}

export interface MeasureColumns extends PartColumns {
  /** Dimensions of the cell whose value is the denominator of a share. */
  readonly shareOf: readonly string[] | null;
  /** Of a formula. */
  readonly parts: Readonly<Record<string, PartColumns>> | null;
  /** How many of the cohort are resolved, and how many there are. */
  readonly resolved: string | null;
  readonly cohort: string | null;
  /** Days of the period that its input says something of; null: it needs none, or not every day. */
  readonly covered: string | null;
}

/** One way of cutting one metric, and where its numbers are. */
export interface CutColumns {
  readonly request: MetricRequest;
  readonly dimensions: readonly string[];
  readonly main: MeasureColumns;
  readonly variants: readonly MeasureColumns[];
}

/** A distribution of durations, from which a result column is worked out: no aggregate of SQL knows of those still waiting. */
export interface WaitingQuery {
  readonly column: string;
  readonly quantile: Waiting['waiting'];
  /** The dimensions, `wait_length`, `wait_ended` and `waits`. */
  readonly relation: Relation;
}

export interface FactQuery {
  readonly fact: FactName;
  readonly relation: Relation;
  readonly dimensions: readonly string[];
  readonly cuts: readonly CutColumns[];
  readonly waiting: readonly WaitingQuery[];
  /** True of every row that any number of the query counts, or is a record behind. */
  readonly rows: Alternatives;
}
