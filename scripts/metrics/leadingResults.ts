/** What each leading indicator said of each target, in the shape of every other number, to be kept beside them. */
import { strongestLead, type Lead, type LeadingIndicator } from './leading.ts';
import type { MetricResult, MetricState } from './types.ts';

/** Id under which they are kept: no metric of a playbook, but what metrics say of each other. */
const LEADING_METRIC = 'leading_indicator';

/** One result for each indicator and target: the rank correlation at the distance where it was strongest, with all of them as parts. */
export function leadingResults(indicators: readonly LeadingIndicator[]): MetricResult[] {
  return indicators.flatMap((indicator) => [...Map.groupBy(indicator.leads, ({ target }) => target)].map(([target, leads]) => resultOf(indicator, target, leads)));
}

function resultOf(indicator: LeadingIndicator, target: string, leads: readonly Lead[]): MetricResult {
  const strongest = strongestLead(leads);
  const state: MetricState = strongest !== null ? 'ok' : leads.some((lead) => lead.state === 'low_n') ? 'low_n' : 'undefined';
  return {
    id: LEADING_METRIC,
    label: indicator.label,
    tier: 'leading',
    decision: indicator.decision,
    advice: null,
    slice: { indicator: indicator.id, target },
    period: indicator.period,
    value: strongest?.lead.correlation ?? null,
    unit: 'ratio',
    state,
    reason: state === 'ok' ? null : indicator.statement,
    numerator: null,
    denominator: null,
    n: strongest?.lead.n ?? Math.max(0, ...leads.map(({ n }) => n)),
    definitionVersion: indicator.definitionVersion,
    asOf: indicator.asOf,
    parts: { ...(strongest === null ? {} : { months: strongest.lead.months, says: strongest.says }), ...Object.fromEntries(leads.map(({ months, correlation }) => [`months_${months}`, correlation])) },
    variants: [],
  };
}
