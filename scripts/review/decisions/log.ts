/** The decision log: what a meeting decided, who does it until when, which number should move, and what came of it. */
import { z } from 'zod';
import type { Problem } from '../../playbook/index.ts';
import { day, parseShaped, text } from '../../playbook/yaml/listFile.ts';

const decisionSchema = z.strictObject({
  id: z.string().regex(/^D-\d{4}-\d{3,}$/, 'An id is D-, the year, and a number: D-2026-001').describe('Stable id.'),
  date: day.describe('Day it was decided.'),
  meeting: text.max(80).describe('Pack or id of the meeting.'),
  decision: text.describe('What was decided.'),
  owner: text.max(120).describe('Who does it.'),
  due: day.describe('Until when.'),
  metric: text.max(80).optional().describe('Metric expected to move.'),
  by: text.max(80).optional().describe('By how much: +5 points.'),
  records: z.array(z.string().regex(/^[A-Za-z0-9]{15,18}$/)).max(50).optional().describe('Ids of the records it is about.'),
  org: z.string().regex(/^[A-Za-z0-9]{15,18}$/).optional().describe('Id of its record in the org.'),
  checked: day.optional().describe('Day the result was looked at.'),
  result: text.optional().describe('What came of it; a decision without a result is open.'),
});

const decisionsSchema = z.strictObject({ decisions: z.array(decisionSchema).nullable() });

export type Decision = z.infer<typeof decisionSchema>;

export interface DecisionsRead {
  readonly decisions: readonly Decision[];
  /** A log with problems is not used at all. */
  readonly problems: readonly Problem[];
}

/** Pure. @param source null where there is no log yet */
export function parseDecisions(file: string, source: string | null): DecisionsRead {
  const { value, problems, locate } = parseShaped(file, source, decisionsSchema);
  const decisions = value?.decisions ?? [];
  const twice = decisions.findIndex(({ id }, index) => decisions.findIndex((other) => other.id === id) < index);
  if (twice === -1) return { decisions, problems };
  return { decisions: [], problems: [{ code: 'decision-twice', severity: 'error', ...locate(['decisions', twice, 'id']), message: `${decisions[twice]?.id ?? ''} stands twice in the log`, hint: 'Give the later one the next free number.' }] };
}

export function isOpen({ result }: Decision): boolean {
  return result === undefined;
}

/** The log as it was on a day: without what was decided later, and without what came of the rest later. @param day ISO date */
export function decisionsOn(decisions: readonly Decision[], day: string): Decision[] {
  return decisions.filter(({ date }) => date <= day).map((decision) => {
    const { checked, result: _result, ...open } = decision;
    return checked !== undefined && checked > day ? open : decision;
  });
}

/** Open decisions, what is overdue first. */
export function openDecisions(decisions: readonly Decision[]): Decision[] {
  return decisions.filter(isOpen).toSorted((left, right) => left.due.localeCompare(right.due) || left.id.localeCompare(right.id));
}

/** The next free id of a year. */
export function nextId(decisions: readonly Decision[], date: string): string {
  const year = date.slice(0, 4);
  const highest = decisions.map(({ id }) => /^D-(\d{4})-(\d+)$/.exec(id)).reduce((most, match) => (match?.[1] === year ? Math.max(most, Number(match[2])) : most), 0);
  return `D-${year}-${String(highest + 1).padStart(3, '0')}`;
}
