/**
 * Leading indicators: what each said at the end of every month, and how well that went before what was won and what was lost
 * one to three months later, in this org's own history.
 */
import type { Metric } from '../playbook/metricModel.ts';
import type { Playbook } from '../playbook/model.ts';
import { buildAndAnswer } from './answering.ts';
import type { ComputeOptions } from './compute.ts';
import { answerDays } from './days.ts';
import { startOfDay } from '../shared/localTime.ts';
import { FACTS } from './facts/index.ts';
import { addDays, closedPeriods, windowOf, type Period } from './period.ts';
import { rankCorrelation } from './rankCorrelation.ts';
import { withSession, type Session } from './session.ts';
import { counted } from '../shared/words.ts';

/** One month of a series; null where there was no number. */
export interface MonthValue {
  readonly month: string;
  readonly value: number | null;
}

/** How an indicator went before a target. */
export interface Lead {
  /** Id of the metric that it is held against. */
  readonly target: string;
  readonly months: number;
  /** From -1 to 1; null where there is nothing to hold against. */
  readonly correlation: number | null;
  /** Pairs of months. */
  readonly n: number;
  readonly state: 'ok' | 'low_n' | 'undefined';
}

export interface LeadingIndicator {
  readonly id: string;
  readonly label: string;
  readonly unit: Metric['unit'];
  readonly decision: string;
  readonly definitionVersion: string;
  readonly asOf: string;
  /** The months that are held against what came later; half-open. */
  readonly period: Period;
  /** The last 13 months, oldest first. */
  readonly trend: readonly MonthValue[];
  readonly leads: readonly Lead[];
  readonly statement: string;
}

export interface LeadingOptions extends Pick<ComputeOptions, 'asOf' | 'inputsDir' | 'stageOrders' | 'kept'> {
  readonly onProgress?: (text: string) => void;
}

/** What is to be foreseen, as ids of metrics. */
const TARGETS = ['new_business_won', 'lapsed_arr'] as const;
const LAGS = [1, 2, 3];
const MONTHS = 24;
const TREND = 13;
const LEAST_PAIRS = 10;
/** Below this two series say little about each other. */
const WEAK = 0.3;

/** @throws as `computeMetrics` */
export async function leadingIndicators(playbook: Playbook, snapshotDir: string, { onProgress = () => undefined, ...options }: LeadingOptions = {}): Promise<LeadingIndicator[]> {
  const indicators = playbook.metrics.filter(({ tier, splitBy }) => tier === 'leading' && splitBy === null);
  const targets = TARGETS.flatMap((id) => playbook.metrics.filter((metric) => metric.id === id));
  if (indicators.length === 0) return [];
  return withSession(playbook, snapshotDir, options, async (session) => {
    const months = closedPeriods('month', MONTHS, session.today, playbook.fiscalYearStart);
    const later = await targetsByMonth(session, targets, months);
    const told = indicators.filter((metric) => !FACTS[metric.fact].ofToday);
    const series = await printedAtEnds(session, told, months, (done, all) => onProgress(`Leading indicators: ${done} of ${counted(all, 'month')}`));
    const held = { asOf: session.asOf, period: { from: months[0]?.from ?? session.today, to: months.at(-1)?.to ?? session.today } };
    return indicators.map((metric) => ({ ...indicatorOf(metric, series.get(metric.id) ?? [], targets, later), ...held }));
  });
}

const nameOf = ({ from }: Period): string => from.slice(0, 7);

/** What was won and lost in each month, as it is known today. */
async function targetsByMonth(session: Session, targets: readonly Metric[], months: readonly Period[]): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const requests = targets.flatMap((metric) => months.map((period) => ({ metric, period, slices: [], today: session.today, fiscalYearStart: session.playbook.fiscalYearStart })));
  const [results = []] = await buildAndAnswer(session, [requests]);
  const found = new Map<string, Map<string, number>>(targets.map(({ id }) => [id, new Map<string, number>()]));
  for (const { id, period, value } of results) if (value !== null) found.get(id)?.set(period.from.slice(0, 7), value);
  return found;
}

/** By indicator, what would have been printed at the end of each month, for the window that held its last day. */
async function printedAtEnds(session: Session, metrics: readonly Metric[], months: readonly Period[], onProgress: (done: number, all: number) => void): Promise<ReadonlyMap<string, readonly MonthValue[]>> {
  const { fiscalYearStart } = session.playbook;
  const asking = months.map(({ to }) => ({ asOf: startOfDay(to, session.timeZone), requests: metrics.map((metric) => ({ metric, period: windowOf(metric.window, addDays(to, -1), fiscalYearStart), slices: [], today: to, fiscalYearStart })) }));
  const answers = await answerDays(session, asking, { onProgress });
  // Nothing to count is no number, where a sum says zero.
  const told = months.flatMap((month, index) => (answers[index] ?? []).map(({ id, value, n }) => ({ id, month: nameOf(month), value: n === 0 ? null : value })));
  return new Map([...Map.groupBy(told, ({ id }) => id)].map(([id, values]) => [id, values.map(({ month, value }) => ({ month, value }))]));
}

function indicatorOf(metric: Metric, series: readonly MonthValue[], targets: readonly Metric[], later: ReadonlyMap<string, ReadonlyMap<string, number>>): Omit<LeadingIndicator, 'asOf' | 'period'> {
  const leads = targets.flatMap((target) => LAGS.map((months) => leadOf(series, target.id, later.get(target.id) ?? new Map<string, number>(), months)));
  return { id: metric.id, label: metric.label, unit: metric.unit, decision: metric.decision, definitionVersion: metric.definitionVersion, trend: series.slice(-TREND), leads, statement: statementOf(metric, series, leads, targets) };
}

function leadOf(series: readonly MonthValue[], target: string, values: ReadonlyMap<string, number>, months: number): Lead {
  const pairs = series.flatMap(({ month, value }): (readonly [number, number])[] => {
    const then = values.get(monthAfter(month, months));
    return value === null || then === undefined ? [] : [[value, then]];
  });
  const correlation = rankCorrelation(pairs);
  return { target, months, correlation, n: pairs.length, state: correlation === null ? 'undefined' : pairs.length < LEAST_PAIRS ? 'low_n' : 'ok' };
}

function monthAfter(month: string, count: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of - 1 + count, 1)).toISOString().slice(0, 7);
}

function statementOf({ fact }: Metric, series: readonly MonthValue[], leads: readonly Lead[], targets: readonly Metric[]): string {
  if (FACTS[fact].ofToday) return 'It is told from what records hold today, so that it cannot be held against earlier months.';
  const known = series.filter(({ value }) => value !== null).length;
  if (known === 0) return 'It had no number in any of these months.';
  return targets.map(({ id, label }) => sentenceOf(label, leads.filter(({ target }) => target === id))).join(' ');
}

/** The distance at which an indicator said most of a target, and which way: 1 with it, -1 against it, 0 little. Null: none can be believed. */
export function strongestLead(leads: readonly Lead[]): { readonly lead: Lead; readonly says: -1 | 0 | 1 } | null {
  const [lead] = leads.filter(({ state }) => state === 'ok').toSorted((left, right) => Math.abs(right.correlation ?? 0) - Math.abs(left.correlation ?? 0));
  if (lead === undefined) return null;
  const strength = lead.correlation ?? 0;
  return { lead, says: Math.abs(strength) < WEAK ? 0 : strength > 0 ? 1 : -1 };
}

function sentenceOf(target: string, leads: readonly Lead[]): string {
  const strongest = strongestLead(leads);
  const most = Math.max(0, ...leads.map(({ n }) => n));
  if (strongest === null) return most < LEAST_PAIRS ? `${target}: ${most} of at least ${LEAST_PAIRS} months are there.` : `${target}: nothing to hold against, since one of the two never changed.`;
  const { lead, says } = strongest;
  const strength = (lead.correlation ?? 0).toFixed(2);
  if (says === 0) return `${target}: said little one to three months ahead (${strength} at best).`;
  return `${target}: ${says > 0 ? 'rose and fell with it' : 'rose when it fell'} ${counted(lead.months, 'month')} later (${strength} over ${lead.n} months).`;
}
