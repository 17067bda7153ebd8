/** Turns a difference into a finding: who and when, what it breaks, how to mend it. */
import { ZONE_PART } from '../org/index.ts';
import { fieldOf } from '../playbook/fields.ts';
import type { FieldDefinition, Playbook } from '../playbook/model.ts';
import { isAdoptable } from './adopt/edits.ts';
import { reportId } from './compare/reports.ts';
import { metricsTouchedBy } from './breaks.ts';
import type { Difference } from './difference.ts';
import type { Change, OrgState } from './orgState.ts';
import type { Finding } from './types.ts';

export function judge(difference: Difference, playbook: Playbook, org: OrgState): Finding {
  const change = changeOf(difference, org);
  return {
    id: difference.id,
    severity: difference.severity,
    tier: difference.tier ?? 'confirmed',
    kind: difference.kind,
    object: difference.object,
    component: difference.component,
    summary: difference.summary,
    expected: difference.expected,
    actual: difference.actual,
    changedBy: change.by,
    changedAt: change.at,
    breaks: { criteria: difference.criteria, ...metricsTouchedBy(difference.touches, playbook) },
    remedies: remediesOf(difference, fieldOf(playbook, difference.object, difference.component)),
  };
}

/** What mends it first, then what adopts it, then how to live with it for a time. */
function remediesOf(difference: Difference, field: FieldDefinition | undefined): Finding['remedies'] {
  const id = quoted(difference.id);
  return [
    ...(difference.revertible ? [{ action: 'revert' as const, command: `handrail drift revert ${id}` }] : []),
    ...(isAdoptable(difference, difference.criteria, field) ? [{ action: 'adopt' as const, command: `handrail drift adopt ${id}` }] : []),
    { action: 'record', command: `handrail drift record ${id} --until <date> --reason <text>` },
    { action: 'ignore', command: `handrail drift ignore ${id} --until <date> --reason <text>` },
  ];
}

/** Flows, reports and grants carry their own last change; a grant does not say who made it, which the audit trail does. */
function changeOf({ changed: { kind, key } }: Difference, org: OrgState): Change {
  const flow = kind === 'flow' ? org.flows?.get(key) : undefined;
  if (flow) return { by: flow.changedBy, at: flow.changedAt };
  const report = kind === 'report' ? org.reports?.find((candidate) => reportId(candidate) === key) : undefined;
  if (report) return { by: report.changedBy, at: report.changedAt };
  const change = org.changes(kind, key);
  const since = kind === 'grant' ? org.bypasses?.filter(({ username }) => username === key).map((grant) => grant.since ?? '').toSorted().at(-1) : undefined;
  return { by: change.by, at: change.at ?? (since || null) };
}

/** Parts nobody could look at, each with all that is said of it: never silence, never a failure by itself. @param unread `part: reason` */
export function unreadFindings(unread: readonly string[]): Finding[] {
  return [...Map.groupBy(unread, partOf)].map(([part, texts]) => ({
    id: `UNREAD-${part.replace(/\W+/g, '-')}`,
    severity: 'medium',
    tier: 'unverifiable',
    kind: 'unread',
    object: '',
    component: part,
    summary: `${part === ZONE_PART ? 'Could not be read' : 'Could not be read, so it was not compared'}: ${[texts[0], ...texts.slice(1).map((text) => text.slice(part.length).replace(/^: /, ''))].join('; ')}`,
    expected: null,
    actual: null,
    changedBy: null,
    changedAt: null,
    breaks: { criteria: [], metrics: [], reviews: [] },
    remedies: [],
  }));
}

function partOf(text: string): string {
  return text.split(':')[0] ?? text;
}

/** For pasting into a shell. */
function quoted(id: string): string {
  return /^[\w.-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
}
