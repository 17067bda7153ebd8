/** Stretches of time that facts have rows for: those that the metrics on them are asked for. */
import { addDays, isWholeQuarters, partsOfPeriod, type Period } from '../period.ts';
import { fiscalQuarters } from './calendar.ts';
import type { FactInput, FactName } from './fact.ts';
import { startOfDay } from '../../shared/localTime.ts';

export interface Span {
  readonly from: string;
  /** Last day. */
  readonly last: string;
  /** First day that no longer counts. */
  readonly to: string;
  readonly isQuarter: boolean;
}

/** Where nobody asked for a period. */
const QUARTERS = 8;

/** Fiscal quarters of the periods that are made of whole ones, every other period as it is; without what has not begun. */
export function spansOf(input: FactInput, ...facts: readonly FactName[]): readonly Span[] {
  const asked = facts.flatMap((fact) => input.asked?.get(fact) ?? []);
  const spans = asked.length === 0 ? lastQuarters(input, QUARTERS) : asked.flatMap((period) => quartersOf(period, input));
  return [...new Map(spans.filter(({ from }) => from <= input.today).map((span) => [`${span.from} ${span.to}`, span])).values()];
}

/** The asked periods as they are, each once: two metrics that ask for the same share its rows. */
export function periodsOf(input: FactInput, fact: FactName): readonly Span[] {
  const asked = input.asked?.get(fact) ?? lastQuarters(input, QUARTERS);
  const spans = asked.filter(({ from }) => from <= input.today).map((period) => spanOf(period, input));
  return [...new Map(spans.map((span) => [`${span.from} ${span.to}`, span])).values()];
}

/** The fiscal quarter of the day and those before it, the latest last. */
export function lastQuarters({ playbook, today }: Pick<FactInput, 'playbook' | 'today'>, count: number): readonly Span[] {
  return fiscalQuarters(playbook.fiscalYearStart, today).slice(-count).map((quarter) => ({ ...quarter, isQuarter: true }));
}

function quartersOf(period: Period, input: FactInput): readonly Span[] {
  const { fiscalYearStart } = input.playbook;
  return isWholeQuarters(period, fiscalYearStart) ? partsOfPeriod(period, 'quarter', fiscalYearStart).map((quarter) => spanOf(quarter, input)) : [spanOf(period, input)];
}

function spanOf({ from, to }: Period, { playbook }: FactInput): Span {
  const quarter = { from, to };
  return { ...quarter, last: addDays(to, -1), isQuarter: isWholeQuarters(quarter, playbook.fiscalYearStart) && partsOfPeriod(quarter, 'quarter', playbook.fiscalYearStart).length === 1 };
}

/** The instants at which a span begins and ends. */
export function instantsOf({ from, to }: Span, { timeZone }: FactInput): { readonly begins: string; readonly ends: string } {
  return { begins: startOfDay(from, timeZone), ends: startOfDay(to, timeZone) };
}
