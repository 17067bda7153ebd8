/** Leading indicators for a terminal, at most 100 columns. */
import type { LeadingIndicator, MonthValue } from '../leading.ts';
import { formatValue, NO_VALUE } from './value.ts';
import { painter } from '../../shared/paint.ts';

const BARS = '▁▂▃▄▅▆▇█';
const WIDTHS = { label: 44, now: 16, trend: 15 };

export function formatLeading(indicators: readonly LeadingIndicator[], { color }: { readonly color: boolean }): string {
  const paint = painter(color);
  const row = (label: string, now: string, trend: string): string => `${label.padEnd(WIDTHS.label)} ${now.padStart(WIDTHS.now)}  ${trend.padEnd(WIDTHS.trend)}`.trimEnd();
  const lines = indicators.flatMap(({ label, trend, unit, decision, statement }) => ['', paint('bold', row(label, formatValue(trend.at(-1)?.value ?? null, unit), sparkline(trend))), paint('dim', `  ${decision}`), ...wrapped(statement)]);
  return [paint('bold', row('Leading indicator', 'Last month', '13 months')), ...lines].join('\n');
}

/** A bar for each month, from the lowest to the highest of them; a dash where there was no number. */
function sparkline(trend: readonly MonthValue[]): string {
  const known = trend.flatMap(({ value }) => (value === null ? [] : [value]));
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const bar = (value: number): string => BARS[range === 0 ? 0 : Math.round(((value - low) / range) * (BARS.length - 1))] ?? '';
  return trend.map(({ value }) => (value === null ? NO_VALUE : bar(value))).join('');
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length > 95) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => `  ${line}`);
}
