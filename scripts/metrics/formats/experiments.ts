/** Experiments for a terminal (at most 100 columns), as Markdown and as a section of the HTML report. */
import { html, type Html } from '../../shared/html.ts';
import { wrap } from '../../shared/wrap.ts';
import type { Estimate, Word } from '../experiments/judge.ts';
import type { ExperimentReadout, ReadMetric } from '../experiments/index.ts';
import { formatValue, NO_VALUE, printable } from './value.ts';
import { painter, type Style } from '../../shared/paint.ts';
import { counted } from '../../shared/words.ts';

const WIDTH = 100;
const TONES: Readonly<Record<Word, readonly [style: Style, chip: string]>> = {
  'not started': ['dim', ''], running: ['cyan', 'info'], stop: ['red', 'bad'], scale: ['green', 'ok'], kill: ['red', 'bad'], inconclusive: ['yellow', 'warn'], unread: ['yellow', 'warn'],
};
const NONE = 'The playbook has no experiment that runs.';

/** `51.4% (44.2 to 58.6)`; of a difference `+7.2 points (-1.0 to +15.3)`. */
function shown(estimate: Estimate | null, unit: ReadMetric['unit'], isDifference = false): string {
  if (estimate === null) return NO_VALUE;
  const number = (value: number): string => `${isDifference && value > 0 ? '+' : ''}${unit === 'percent' ? (value * 100).toFixed(1) : trim(value)}`;
  const { value, low, high } = estimate;
  return `${isDifference ? `${number(value)} ${unit === 'percent' ? 'points' : unit}` : formatValue(value, unit)} (${number(low)} to ${number(high)})`;
}

interface Row {
  readonly what: string;
  readonly variant: string;
  readonly control: string;
  readonly difference: string;
}

function rowsOf({ primary, guardrails }: ExperimentReadout): Row[] {
  return [primary, ...guardrails].map((read, index) => ({
    what: `${index === 0 ? '' : 'guard: '}${read.label}`,
    variant: `${shown(read.variant, read.unit)}, n = ${read.n.variant}`,
    control: `${shown(read.control, read.unit)}, n = ${read.n.control}`,
    difference: `${shown(read.difference, read.unit, true)}${read.harmed ? ', harmed' : ''}`,
  }));
}

function factsOf({ started, ends, leastPerArm, cohort, primary, wants }: ExperimentReadout): string {
  const goal = wants === 'better' ? `${primary.better} ${primary.label}` : `${primary.label} no worse than by ${primary.unit === 'percent' ? `${trim(primary.harm * 100)} points` : formatValue(primary.harm, primary.unit)}`;
  return `From ${started} to ${ends}; wants ${goal}; at least ${leastPerArm} cases in each arm; ${counted(cohort.people, 'person has', 'people have')} the variant.`;
}

function trim(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** What else has to be said. */
function remarksOf({ cohort, notes, change }: ExperimentReadout): string[] {
  return [...(cohort.notFound.length > 0 ? [`Declared, and nobody has it: ${cohort.notFound.map(printable).join(', ')}.`] : []), ...notes.map(printable), ...(change === null ? [] : [change])];
}

export function formatExperiments(readouts: readonly ExperimentReadout[], { color }: { readonly color: boolean }): string {
  const paint = painter(color);
  const indented = (text: string): string[] => wrap(text, WIDTH - 2).map((line) => `  ${line}`);
  if (readouts.length === 0) return NONE;
  return readouts.map((readout) => [
    `${paint('bold', readout.id)}  ${readout.subject.id} ${readout.subject.label}  ${paint(TONES[readout.verdict.word][0], readout.verdict.word)}`,
    ...indented(readout.hypothesis),
    ...indented(factsOf(readout)),
    ...rowsOf(readout).flatMap(({ what, variant, control, difference }) => [`  ${paint('bold', what)}`, `    variant     ${variant}`, `    control     ${control}`, `    difference  ${difference}`]),
    ...indented(readout.verdict.says),
    ...remarksOf(readout).flatMap(indented),
  ].join('\n')).join('\n\n');
}

export function experimentsMarkdown(readouts: readonly ExperimentReadout[]): string {
  if (readouts.length === 0) return NONE;
  const cell = (text: string): string => text.replace(/[\\|<>*_`[\]]/g, (character) => `\\${character}`).replace(/\s+/g, ' ');
  return readouts.map((readout) => [
    `### ${cell(readout.id)}: ${readout.verdict.word}`, '', cell(`${readout.subject.id} ${readout.subject.label}. ${readout.hypothesis}`), '', cell(factsOf(readout)), '',
    '| Metric | Variant | Control | Difference |', '| --- | ---: | ---: | ---: |',
    ...rowsOf(readout).map(({ what, variant, control, difference }) => `| ${[what, variant, control, difference].map(cell).join(' | ')} |`), '',
    cell([readout.verdict.says, ...remarksOf(readout)].join(' ')),
  ].join('\n')).join('\n\n');
}

export function experimentsSection(readouts: readonly ExperimentReadout[]): Html {
  return html`<h2 id="experiments">Experiments</h2>
<p class="weak">Intervals of 95%. A difference is read once, after the last day; before, only counts and harm are.</p>
${readouts.length === 0 ? html`<p>${NONE}</p>` : readouts.map(sectionOf)}`;
}

function sectionOf(readout: ExperimentReadout): Html {
  const [, chip] = TONES[readout.verdict.word];
  return html`<div class="splits"><section><h3>${readout.id} <span class="chip ${chip}">${readout.verdict.word}</span></h3><p>${readout.subject.id} ${readout.subject.label}. ${readout.hypothesis}</p><p class="weak">${factsOf(readout)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${`Arms of ${readout.id}`}"><table><thead><tr><th scope="col">Metric</th><th scope="col" class="number">Variant</th><th scope="col" class="number">Control</th><th scope="col" class="number">Difference</th></tr></thead>
<tbody>${rowsOf(readout).map(({ what, variant, control, difference }) => html`<tr><th scope="row">${what}</th><td class="number">${variant}</td><td class="number">${control}</td><td class="number">${difference}</td></tr>`)}</tbody></table></div>
<p>${[readout.verdict.says, ...remarksOf(readout)].join(' ')}</p></section></div>`;
}
