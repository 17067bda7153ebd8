/** Metrics as CSV: one row per number and slice, then one for each of its variants. */
import type { MetricResult, Standing } from '../types.ts';

const COLUMNS = ['id', 'label', 'tier', 'slice', 'variant', 'from', 'to', 'value', 'unit', 'state', 'reason', 'numerator', 'denominator', 'n', 'definition_version', 'as_of', 'also', 'parts'] as const;

export function formatCsv(results: readonly MetricResult[]): string {
  const rows = results.flatMap((result) => [
    rowOf(result, '', result.label, result, result.n),
    ...result.variants.map((variant) => rowOf(result, variant.id, `${result.label}: ${variant.label}`, variant, null)),
  ]);
  return [COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\n');
}

type Figure = Standing & Pick<MetricResult, 'unit' | 'value' | 'reason' | 'numerator' | 'denominator' | 'parts'>;

function rowOf(result: MetricResult, variant: string, label: string, { unit, value, state, also = [], reason, numerator, denominator, parts = {} }: Figure, n: number | null): (string | number | null)[] {
  const slice = Object.entries(result.slice).map(([dimension, name]) => `${dimension}=${name}`).join('; ');
  return [result.id, label, result.tier, slice, variant, result.period.from, result.period.to, value, unit, state, reason, numerator, denominator, n, result.definitionVersion, result.asOf, also.join('; '), Object.entries(parts).map(([name, part]) => `${name}=${part ?? ''}`).join('; ')];
}

/** Text that a spreadsheet would run as a formula is shown as text: record values are not ours. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
