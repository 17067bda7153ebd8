/** Metrics as a Markdown table, for pull requests: each number and, under the whole, the other conventions. */
import { markdownText } from '../../shared/markdown.ts';
import type { MetricResult } from '../types.ts';
import { verdictInWords } from '../verdict.ts';
import { asShown, countedFrom, placeText, shownValue, sliceText, stateText } from './value.ts';

export function formatMarkdown(results: readonly MetricResult[]): string {
  const rows = results.flatMap((result) => [rowOf(result), ...(sliceText(result) === '' ? result.variants.map((variant) => variantRow(result, variant)) : [])]);
  return ['| Metric | Slice | Period | Value | State | Counted from | Note |', '| --- | --- | --- | ---: | --- | --- | --- |', ...rows.map((row) => `| ${row.map(markdownText).join(' | ')} |`)].join('\n');
}

function rowOf(result: MetricResult): string[] {
  return [result.label, sliceText(result) || 'all', placeText(result), shownValue(result), stateText(result), countedFrom(result), [result.reason, result.verdict === undefined ? null : verdictInWords(result.verdict)].filter((note) => note !== null && note !== undefined).join(' ')];
}

/** What the number says already of why is not said again. */
function variantRow(result: MetricResult, variant: MetricResult['variants'][number]): string[] {
  const counted = variant.parts || variant.numerator !== null || variant.denominator !== null ? countedFrom({ ...variant, n: 0 }) : '';
  return [`${result.label}: ${variant.label}`, 'all', placeText(result), shownValue(asShown(result, variant)), stateText(variant), counted, variant.reason === result.reason ? '' : (variant.reason ?? '')];
}
