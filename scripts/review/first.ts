/** The sentences at the top of a pack: what to do first, each from a number or a list that the meeting looks at. */
import { formatValue } from '../metrics/formats/value.ts';
import type { MetricResult } from '../metrics/types.ts';
import { isOpen } from './decisions/log.ts';
import { isKnown, ordered } from './order.ts';
import type { PackSources } from './sources.ts';
import { counted } from '../shared/words.ts';

const MOST = 5;
const NAMED = 3;

/** In the order in which they cost: what was promised, what no longer holds, what is lost, what is missing, who is behind. */
export function firstOf(sources: PackSources): string[] {
  return [...late(sources), ...unenforced(sources), ...gap(sources), ...between(sources), ...largestLeak(sources), ...worstOwner(sources), ...silent(sources)].slice(0, MOST);
}

function late({ decisions, today }: PackSources): string[] {
  const found = decisions.filter((decision) => isOpen(decision) && decision.due < today);
  if (found.length === 0) return [];
  const named = found.slice(0, NAMED).map(({ id, owner, decision }) => `${id} (${owner}: ${decision})`).join(', ');
  return [`${counted(found.length, 'decision is', 'decisions are')} overdue: ${named}.`];
}

function unenforced({ drift }: PackSources): string[] {
  const severe = drift?.findings.filter(({ severity }) => severity === 'critical' || severity === 'high') ?? [];
  const [worst] = severe;
  return worst ? [`${counted(severe.length, 'place')} where the org no longer enforces the playbook, first: ${worst.summary}`] : [];
}

/** The quarter's gap, and whether what is open and due can close it. */
function gap(sources: PackSources): string[] {
  const attainment = whole(sources, 'attainment');
  const coverage = whole(sources, 'pipeline_coverage');
  if (!coverage || !isKnown(coverage) || coverage.numerator === null || coverage.denominator === null) return [];
  const due = `${money(coverage.denominator, sources)} of the quarter's quota is not won, and ${money(coverage.numerator, sources)} is open and due (${formatValue(coverage.value, 'ratio')})`;
  const target = sources.playbook.metrics.find(({ id }) => id === 'pipeline_coverage')?.target?.low ?? null;
  const short = target !== null && (coverage.value ?? 0) < target;
  return [`${due}${attainment && attainment.value !== null ? `; ${formatValue(attainment.value, 'percent')} attained` : ''}. ${short ? 'Create or pull in pipeline.' : 'The deals that are due decide the quarter.'}`];
}

/** What lies between functions, where the meeting counts it. */
function between(sources: PackSources): string[] {
  const total = sources.meeting.metrics.includes('no_mans_land') ? whole(sources, 'no_mans_land') : undefined;
  const [most] = sources.metrics.filter(({ id, slice }) => id === 'no_mans_land' && Object.keys(slice).join() === 'kind').toSorted((left, right) => (right.value ?? 0) - (left.value ?? 0));
  if (!total?.value || !most) return [];
  return [`${total.value === 1 ? '1 item lies' : `${formatValue(total.value, 'count')} items lie`} between functions, most of them ${most.slice['kind'] ?? ''} (${formatValue(most.value, 'count')}): name who clears them.`];
}

function largestLeak(sources: PackSources): string[] {
  const leaks = sources.metrics.filter(({ id, slice }) => id === 'leak_list' && Object.keys(slice).join() === 'kind').filter(isKnown);
  const [worst] = leaks.toSorted((left, right) => (right.value ?? 0) - (left.value ?? 0));
  if (!worst || !((worst.value ?? 0) > 0)) return [];
  return [`The largest leak is ${worst.slice['kind'] ?? ''}: ${money(worst.value, sources)} in ${counted(worst.records?.total ?? worst.n, 'record')}.${worst.advice === null ? '' : ` ${worst.advice}`}`];
}

/** Who has most to tidy, where the meeting looks at hygiene. */
function worstOwner(sources: PackSources): string[] {
  const shown = { metric: 'hygiene', by: 'owner', records: 0, first: 'highest', most: 1 } as const;
  const { known } = ordered(sources.metrics.filter(({ id, slice }) => id === 'hygiene' && Object.keys(slice).join() === 'owner'), shown);
  const [worst] = known;
  const most = known.filter(({ value }) => value === worst?.value);
  if (!worst || !((worst.value ?? 0) > 0) || most.length > NAMED) return [];
  const total = whole(sources, 'hygiene');
  const share = total === undefined || total.value === null ? '' : ` of ${formatValue(total.value, 'count')}`;
  return [`${most.map(({ slice }) => slice['owner'] ?? '').join(' and ')} ${most.length === 1 ? 'has' : 'have'} most open deals to tidy: ${formatValue(worst.value, 'count')}${most.length === 1 ? '' : ' each'}${share}. Begin with them.`];
}

/** Numbers that nobody can believe; those that a file or a tool has to bring say why. */
function silent(sources: PackSources): string[] {
  const found = sources.meeting.metrics.flatMap((id) => whole(sources, id) ?? []).filter(({ state }) => state === 'undefined');
  return [...Map.groupBy(found, ({ reason }) => reason ?? '')].map(([reason, of]) => `No number for ${of.map(({ label }) => label).join(', ')}: ${reason}`);
}

function whole({ metrics }: PackSources, id: string): MetricResult | undefined {
  return metrics.find((result) => result.id === id && Object.keys(result.slice).length === 0);
}

function money(amount: number | null, { playbook }: PackSources): string {
  return `${formatValue(amount, 'currency')} ${playbook.currency}`;
}
