/** What a metric may say of itself; see docs/metrics.md. Null is not zero. */
export type MetricState = 'ok' | 'undefined' | 'immature' | 'low_n' | 'partial_access' | 'stale';

/** One number of one metric for one slice and period, in the shape of `handrail metrics --json`. */
export interface MetricResult {
  readonly id: string;
  readonly label: string;
  readonly tier: string;
  readonly slice: Readonly<Record<string, string>>;
  /** Half-open: `from` counts, `to` does not. ISO dates. */
  readonly period: { readonly from: string; readonly to: string };
  readonly value: number | null;
  readonly unit: 'percent' | 'ratio' | 'days' | 'currency' | 'count';
  readonly state: MetricState;
  /** Why the state is not `ok`, in one sentence. */
  readonly reason: string | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number;
  readonly definitionVersion: string;
  readonly asOf: string;
  /** The same question under other conventions. */
  readonly variants: readonly {
    readonly id: string;
    readonly label: string;
    readonly value: number | null;
    readonly state: MetricState;
    readonly reason: string | null;
    readonly numerator: number | null;
    readonly denominator: number | null;
  }[];
}
