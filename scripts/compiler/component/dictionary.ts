/**
 * The Lightning module c/handrailDictionary: what the words and the numbers of the playbook mean. It is a module of its
 * own because pages that show numbers need no predicates, and Salesforce limits the size of each.
 */
import { columnOf, isStatistic, type Aggregate, type Measure, type Metric, type Part } from '../../playbook/metricModel.ts';
import { conditionsInWords, inWords, resolutionInWords, WINDOWS } from '../../playbook/metricWords.ts';
import { FUNCTION_NAMES } from '../../playbook/inWords.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { GeneratedFile } from '../types.ts';
import { flat } from '../../formula/print/layout.ts';
import { Code, literal, type Data } from './literal.ts';
import { declaration, moduleFiles, sourceOf, tabbed } from './moduleFile.ts';

/** @throws CompileError when the module is larger than Salesforce takes */
export function printDictionary(playbook: Playbook): GeneratedFile[] {
  const source = [
    [
      '/**',
      ' * Generated from the playbook by `handrail build`; change config/playbook instead.',
      ' *',
      ' * What the words and the numbers mean. The numbers themselves are synced records.',
      ' */',
    ].join('\n'),
    sourceOf('./dictionaryTypes.txt').trimEnd(),
    declaration('dictionary', 'Dictionary', { name: playbook.name, version: playbook.version, currency: playbook.currency, fiscalYearStart: playbook.fiscalYearStart }),
    declaration('functions', 'Readonly<Record<BusinessFunction, string>>', FUNCTION_NAMES),
    tabbed(sourceOf('./dictionaryHelpers.js').trimEnd()),
    declaration('metrics', 'readonly MetricDefinition[]', playbook.metrics.map((metric) => new Code(`metric(${flat(literal(metricData(metric)))})`))),
    declaration('terms', 'readonly Term[]', playbook.terms.map(({ position: _, ...term }) => oneLine({ ...term, examples: term.examples.map((example) => ({ ...example })) }))),
    declaration('cadences', 'readonly Cadence[]', playbook.cadences.map(({ id, pack, meeting, when, minutes, who, preRead, agenda, metrics }) => ({ id, pack, meeting, when, minutes, who, preRead: preRead.map(({ topic }) => topic), agenda: agenda.map((item) => ({ topic: item.topic, minutes: item.minutes })), metrics }))),
  ].join('\n\n');
  return moduleFiles('handrailDictionary', {
    source,
    masterLabel: 'Handrail Dictionary',
    description: 'handrail: what the words and the numbers mean, generated.',
    position: playbook.metrics.at(-1)?.position ?? playbook.terms.at(-1)?.position,
    hint: 'Retire metrics or terms that nobody uses, or shorten their sentences.',
  });
}

/** What is as usual is left out; `dictionaryHelpers.js` says what that is. */
function metricData(metric: Metric): { readonly [key: string]: Data | undefined } {
  const figures = figuresOf(metric.measure);
  const some = <T extends readonly Data[]>(list: T): T | undefined => (list.length === 0 ? undefined : list);
  return {
    id: metric.id,
    label: metric.label,
    tier: metric.tier,
    unit: metric.unit,
    means: metric.means ?? undefined,
    formula: inWords(metric.measure),
    expression: 'formula' in metric.measure ? metric.measure.formula : 'numerator' in metric.measure ? 'numerator / denominator' : undefined,
    figures: Object.keys(figures).length === 0 ? undefined : figures,
    counts: conditionsInWords(metric.where) || undefined,
    window: WINDOWS[metric.window],
    owners: metric.owners,
    decision: metric.decision,
    shownFrom: metric.shownFrom ?? undefined,
    target: metric.target.low === null && metric.target.high === null ? undefined : { ...metric.target },
    variants: some(metric.variants.map(({ id, label, measure, unit, usedIn }) => ({ id, label, formula: inWords(measure), unit: unit === metric.unit ? undefined : unit, usedIn: usedIn ?? undefined }))),
    slices: some(metric.slices),
    splitBy: metric.splitBy ?? undefined,
    minN: metric.minN === USUAL_MIN_N ? undefined : metric.minN,
    matures: metric.resolved === null ? undefined : resolutionInWords(metric.resolved),
    matureShare: metric.resolved?.share,
    inputs: some(metric.inputs),
    notBefore: metric.notBefore ?? undefined,
    every: some(metric.every),
    version: metric.definitionVersion,
    reviewBy: metric.reviewBy ?? undefined,
  };
}

/** As in `dictionaryHelpers.js`. */
const USUAL_MIN_N = 10;

/** Columns of facts that hold money; docs/reference/metrics.md has them all. */
const MONEY: ReadonlySet<string> = new Set(['amount', 'acv', 'arr', 'arr_then', 'arr_booked', 'open_arr', 'covered_arr', 'kept', 'expansion', 'contraction', 'churn', 'forecast', 'actual', 'error', 'change', 'monthly_cost']);

type Figure = 'count' | 'currency' | 'percent' | 'number';

/** How the inputs of a number are written: its two sides, or the parts of its formula. */
function figuresOf(measure: Measure): Readonly<Record<string, Figure>> {
  if ('formula' in measure) return Object.fromEntries(Object.entries(measure.of).map(([name, part]) => [name, figureOfPart(part)]));
  return 'numerator' in measure ? { numerator: figureOf(measure.numerator), denominator: figureOf(measure.denominator) } : {};
}

function figureOfPart(part: Part): Figure {
  if ('numerator' in part) return figureOf(part.numerator) === figureOf(part.denominator) ? 'percent' : figureOf(part.numerator);
  return isStatistic(part) ? (MONEY.has(columnOf(part).name) ? 'currency' : 'number') : figureOf(part);
}

function figureOf({ sum }: Aggregate): Figure {
  return sum === undefined ? 'count' : MONEY.has(sum) ? 'currency' : 'number';
}

/** One row a line takes less room than one key a line. */
function oneLine(data: Data): Code {
  return new Code(flat(literal(data)));
}
