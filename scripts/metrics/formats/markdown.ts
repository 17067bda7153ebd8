/** Metrics as a Markdown table, for packs and pull requests. */
import { markdownText } from '../../shared/markdown.ts';
import type { MetricResult } from '../types.ts';
import { verdictInWords } from '../verdict.ts';
import { countedFrom, placeText, shownValue, sliceText, stateText } from './value.ts';

export function formatMarkdown(results: readonly MetricResult[]): string {
  const rows = results.map((result) => [result.label, sliceText(result) || 'all', placeText(result), shownValue(result), stateText(result), countedFrom(result), [result.reason, result.verdict === undefined ? null : verdictInWords(result.verdict)].filter((note) => note !== null && note !== undefined).join(' ')]);
  return ['| Metric | Slice | Period | Value | State | Counted from | Note |', '| --- | --- | --- | ---: | --- | --- | --- |', ...rows.map((row) => `| ${row.map(markdownText).join(' | ')} |`)].join('\n');
}
