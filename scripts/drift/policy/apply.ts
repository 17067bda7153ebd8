/** Sets what was accepted or ignored apart from what is open. Pure. */
import { createHash } from 'node:crypto';
import type { DriftReport, Finding, JudgedReport, PolicyMatch } from '../types.ts';
import { covers, keyOf, type AcceptedEntry, type IgnoredEntry, type Policy } from './policy.ts';

/** Sixteen hexadecimal digits of what both sides say; a decision holds for that and nothing else. */
export function stateOf({ expected, actual }: Pick<Finding, 'expected' | 'actual'>): string {
  return createHash('sha256').update(JSON.stringify([expected, actual])).digest('hex').slice(0, 16);
}

/** @param today ISO date; an entry counts until the end of its last day */
export function applyPolicy(report: DriftReport, { accepted, ignored }: Policy, today: string): JudgedReport {
  const byKey = new Map(accepted.map((entry) => [keyOf(entry), entry]));
  const open: Finding[] = [];
  const taken: { accepted: PolicyMatch[]; ignored: PolicyMatch[] } = { accepted: [], ignored: [] };
  for (const finding of report.findings) {
    const entry = byKey.get(keyOf(finding));
    const pattern = ignored.find((candidate) => candidate.until >= today && covers(candidate, finding));
    if (entry && entry.until >= today && entry.state === stateOf(finding)) taken.accepted.push({ ...matchOf(finding, entry), owner: entry.owner });
    else if (pattern) taken.ignored.push(matchOf(finding, pattern));
    else open.push(finding);
  }
  return { ...report, findings: open, ...taken, outdated: outdatedOf(report, { accepted, ignored }, today), expired: [...accepted.filter(isOver(today)).map((entry) => ended(entry, 'accepted')), ...ignored.filter(isOver(today)).map((entry) => ended(entry, 'ignored'))] };
}

/** What could not be read may still be so: then nothing is gone. */
function outdatedOf({ findings, coverage }: DriftReport, { accepted, ignored }: Policy, today: string): JudgedReport['outdated'] {
  const isWhole = coverage.unread.length === 0;
  const isDone = isOver(today);
  return [
    ...accepted.filter((entry) => !isDone(entry)).flatMap((entry): JudgedReport['outdated'] => {
      const found = findings.find((finding) => keyOf(finding) === keyOf(entry));
      if (found === undefined) return isWhole ? [{ ...ended(entry, 'accepted'), why: 'gone' }] : [];
      return entry.state === stateOf(found) ? [] : [{ ...ended(entry, 'accepted'), why: 'changed' }];
    }),
    ...ignored.filter((entry) => isWhole && !isDone(entry) && !findings.some((finding) => covers(entry, finding))).map((entry) => ({ ...ended(entry, 'ignored'), why: 'gone' as const })),
  ];
}

/** Why an entry decides about nothing, after its id. */
export function outdatedInWords({ until, how, why }: JudgedReport['outdated'][number]): string {
  return why === 'changed' ? `was ${how} until ${until}, but the org says something else now, so it is open` : `is ${how} until ${until}, but no finding is`;
}

function matchOf({ id, kind, severity, summary }: Finding, { until, reason }: Pick<AcceptedEntry, 'until' | 'reason'>): PolicyMatch {
  return { id, kind, severity, summary, until, reason };
}

function isOver(today: string): (entry: { readonly until: string }) => boolean {
  return ({ until }) => until < today;
}

function ended({ id, until }: AcceptedEntry | IgnoredEntry, how: 'accepted' | 'ignored'): JudgedReport['expired'][number] {
  return { id, until, how };
}
