/** Turns a difference into a finding: who and when, what it breaks, how to mend it. */
import type { Playbook } from '../playbook/model.ts';
import { metricsTouchedBy } from './breaks.ts';
import type { Difference } from './difference.ts';
import type { OrgState } from './orgState.ts';
import type { Finding } from './types.ts';

export function judge(difference: Difference, playbook: Playbook, org: OrgState): Finding {
  const change = org.changes(difference.changed.kind, difference.changed.key);
  return {
    id: difference.id,
    severity: difference.severity,
    tier: 'confirmed',
    kind: difference.kind,
    object: difference.object,
    component: difference.component,
    summary: difference.summary,
    expected: difference.expected,
    actual: difference.actual,
    changedBy: change.by,
    changedAt: change.at,
    breaks: { criteria: difference.criteria, ...metricsTouchedBy(difference.touches, playbook) },
    remedies: difference.revertible ? [{ action: 'revert', command: `handrail drift revert ${quoted(difference.id)}` }] : [],
  };
}

/** A part nobody could look at: never silence, never a failure by itself. */
export function unreadFinding(part: string): Finding {
  return {
    id: `UNREAD-${part.split(':')[0]?.replace(/\W+/g, '-') ?? 'part'}`,
    severity: 'medium',
    tier: 'unverifiable',
    kind: 'unread',
    object: '',
    component: part.split(':')[0] ?? part,
    summary: `Could not be read, so it was not compared: ${part}`,
    expected: null,
    actual: null,
    changedBy: null,
    changedAt: null,
    breaks: { criteria: [], metrics: [], reviews: [] },
    remedies: [],
  };
}

/** For pasting into a shell. */
function quoted(id: string): string {
  return /^[\w.-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
}
