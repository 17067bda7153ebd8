import type { Criterion } from '../../playbook/model.ts';
import { daysBetween, localDay } from '../../shared/localTime.ts';
import type { Difference } from '../difference.ts';
import type { BypassGrant, OrgState } from '../orgState.ts';
import type { Severity } from '../types.ts';
import { listed } from '../../shared/words.ts';
import { touchedBy } from '../breaks.ts';

/**
 * One finding per person, by the grant that lasts longest.
 * @param mostDays how long the playbook's governance lets a bypass last
 * @param org its day and its zone
 */
export function compareBypasses(grants: readonly BypassGrant[], criteria: readonly Criterion[], mostDays: number, { today, timeZone }: Pick<OrgState, 'today' | 'timeZone'>): Difference[] {
  return [...Map.groupBy(grants, ({ username }) => username)].map(([username, own]) => {
    const families = [...new Set(own.flatMap((grant) => grant.families))].toSorted();
    const passed = criteria.filter(({ family }) => families.includes(family));
    const latest = own.some(({ expires }) => expires === null) ? undefined : own.map(({ expires }) => expires ?? '').toSorted().at(-1);
    const ends = latest === undefined ? null : localDay(latest, timeZone);
    const { severity, until } = lasting(ends, mostDays, today);
    const through = [...new Set(own.map((grant) => `${grant.isProfile ? 'profile' : 'permission set'} ${grant.through}`))].join(', ');
    return {
      id: `BYPASS-${username}`,
      kind: 'bypass-held',
      severity,
      object: [...new Set(passed.map(({ object }) => object))].join(', '),
      component: username,
      summary: `${own[0]?.person ?? username} can pass every ${listed(families)} gate without meeting it${until}.`,
      expected: `nobody, or with an end date at most ${mostDays} days away`,
      actual: `${families.join(', ')} through ${through}${ends === null ? ', no end date' : `, until ${ends}`}`,
      changed: { kind: 'grant', key: username },
      criteria: passed.map(({ id }) => id),
      touches: touchedBy(passed),
      revertible: false,
    } satisfies Difference;
  });
}

/** @param ends last day; null: none */
function lasting(ends: string | null, mostDays: number, today: string): { severity: Severity; until: string } {
  if (ends === null) return { severity: 'high', until: ', and nothing ends it' };
  if (daysBetween(today, ends) > mostDays) return { severity: 'medium', until: ` until ${ends}, longer than the ${mostDays} days allowed` };
  return { severity: 'info', until: ` until ${ends}` };
}
