import type { Metric } from '../playbook/metricModel.ts';

/** What a metric may say of itself; see docs/metrics.md. Null is not zero. */
export type MetricState = 'ok' | 'undefined' | 'immature' | 'low_n' | 'partial_access' | 'stale';

/** What a number says of itself: `state` is the first that holds; `also` those that hold beside it, in their order, and is absent where there are none. */
export interface Standing {
  readonly state: MetricState;
  readonly also?: readonly MetricState[];
}

/** The records behind a number: those it was counted from. */
export interface RecordList {
  /** API name; null where rows stand for no record of the org, or for records of several objects, told apart by their ids. */
  readonly object: string | null;
  /** In the order of the ids, as many as were asked for. */
  readonly ids: readonly string[];
  /** How many there are in all; each counts once. */
  readonly total: number;
  /** Names by id, where they were asked for and are in the snapshot. */
  readonly names?: Readonly<Record<string, string>>;
}

/** What to do about a criterion, and from what: the ends of the last fiscal quarters, each with the year before it. */
export interface Verdict {
  readonly word: 'keep' | 'enforce' | 'retire' | 'too early';
  /** Oldest first; `until` is the first day that no longer counts. */
  readonly reviews: readonly { readonly until: string; readonly low: number | null; readonly high: number | null; readonly spansZero: boolean | null; readonly enough: boolean }[];
}

/** One number of one metric for one slice and period, in the shape of `handrail metrics --json`. */
export interface MetricResult extends Standing {
  readonly id: string;
  readonly label: string;
  readonly tier: string;
  /** The decision this number serves. */
  readonly decision: string;
  /** What to do about a cut; null where the playbook says nothing. */
  readonly advice: string | null;
  readonly slice: Readonly<Record<string, string>>;
  /** Half-open: `from` counts, `to` does not. ISO dates. `name`: of one fiscal quarter or year that does not begin with the calendar's. */
  readonly period: { readonly from: string; readonly to: string; readonly name?: string };
  /** Of what is counted at a month end: that day. */
  readonly on?: string;
  readonly value: number | null;
  readonly unit: Metric['unit'];
  /** A value below this is shown as this. */
  readonly shownFrom?: number;
  /** Why the state is not `ok`: a sentence for each state that holds. */
  readonly reason: string | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number;
  readonly definitionVersion: string;
  readonly asOf: string;
  /** Of a formula: each named part with its value. */
  readonly parts?: Readonly<Record<string, number | null>>;
  /** Of clocks that run in working time: by whose calendar, in one sentence. */
  readonly workingTime?: string;
  /** Of the lift of a criterion. */
  readonly verdict?: Verdict;
  /** Where they were asked for. */
  readonly records?: RecordList;
  /** The same question under other conventions. */
  readonly variants: readonly (Standing & {
    readonly id: string;
    readonly label: string;
    readonly unit: Metric['unit'];
    readonly value: number | null;
    readonly reason: string | null;
    readonly numerator: number | null;
    readonly denominator: number | null;
    readonly parts?: Readonly<Record<string, number | null>>;
  })[];
}
