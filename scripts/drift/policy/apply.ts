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
  return { ...report, findings: open, ...taken, expired: [...accepted.filter(isOver(today)).map((entry) => ended(entry, 'accepted')), ...ignored.filter(isOver(today)).map((entry) => ended(entry, 'ignored'))] };
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
