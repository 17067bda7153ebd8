/** The way of a deal with a customer through its stages. */
import { addDays, daysBetween } from './calendar.ts';
import type { StageEntry } from './model.ts';

/** Opened 125 days ahead or when history begins, worked 95 days and quoted 50 days before the end. */
export function renewalPath(end: string, closed: string | null, last: string | null, today?: string): StageEntry[] {
  const begin = '2024-06-03';
  const at = (days: number): string => (addDays(end, -days) < begin ? begin : addDays(end, -days));
  const entries: StageEntry[] = [{ stage: 'Prospecting', on: at(125) }, { stage: 'Needs Analysis', on: at(95) }, { stage: 'Proposal/Price Quote', on: at(50) }];
  const until = closed ?? today ?? '';
  // What begins on the first day of history is worked day by day.
  const spaced = entries.map((entry, index) => (entry.on === begin && index > 0 ? { ...entry, on: addDays(begin, index) } : entry));
  return [...spaced.filter(({ on }) => on < until), ...(closed === null || last === null ? [] : [{ stage: last, on: closed }])];
}

export function path(from: string, closed: string, stages: readonly string[], last: string): StageEntry[] {
  const days = Math.max(stages.length, daysBetween(from, closed));
  return [...stages.map((stage, index) => ({ stage, on: addDays(from, Math.floor((index * days) / (stages.length + 1))) })), { stage: last, on: closed }];
}

export function monthsBetween(from: string, to: string): number {
  const [fy = 0, fm = 0] = from.split('-').map(Number);
  const [ty = 0, tm = 0] = to.split('-').map(Number);
  return (ty - fy) * 12 + tm - fm;
}
