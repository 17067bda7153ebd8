export { computeMetrics, recordsBehind, type ComputeOptions, type RecordsOptions } from './compute.ts';
export { computeWithPast, type WithPast } from './past.ts';
export { extractSnapshot, ExtractError, type ExtractOptions } from './extract/index.ts';
export { takeForecasts } from './takeForecasts.ts';
export { KEPT_METRIC, KEPT_SERIES } from './facts/forecastKept.ts';
export { readManifest, type SnapshotManifest } from './snapshot.ts';
export { leadingIndicators, type LeadingIndicator, type LeadingOptions } from './leading.ts';
export { formatLeading, formatMetrics, FORMATS, type MetricFormat } from './formats/index.ts';
export type { MetricResult, MetricState } from './types.ts';
