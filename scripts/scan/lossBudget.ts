/** Loss reasons given more often than the playbook allows: a list that is left for its last entry needs another entry. */
import type { LossReason, Playbook, PlaybookObject } from '../playbook/index.ts';
import type { Moment, OrgRecord } from './criterionTest.ts';
import { localDay } from '../shared/localTime.ts';
import { enteredAt } from './how.ts';
import { ownerOf, stageOf, textAt } from './readRecords.ts';
import type { LossBudget } from './types.ts';

export const LOSS_REASON_FIELD = 'Handrail_Loss_Reason__c';

/** Once is no habit, however few losses there are. */
const ALWAYS_FREE = 1;

/**
 * Pure: the budgets exceeded among the losses of the present fiscal quarter, of everybody first, then by owner.
 * A deprecated reason counts as the one in its place.
 */
export function lossBudgets(playbook: Playbook, object: PlaybookObject, records: readonly OrgRecord[], { now, timeZone }: Moment): LossBudget[] {
  const quarter = firstDayOfQuarter(localDay(now.toISOString(), timeZone), playbook.fiscalYearStart);
  const lost = new Set(object.stages.filter(({ closed, won }) => closed && !won).map(({ name }) => name));
  const losses = records.filter((record) => {
    const since = enteredAt(record) ?? textAt(record, 'CreatedDate');
    return lost.has(stageOf(object, record).stage ?? '') && since !== null && localDay(since, timeZone) >= quarter;
  });
  const owners = [...new Set(losses.map(ownerOf))].filter((owner) => owner !== null).toSorted();
  return playbook.lossReasons.flatMap((reason) => {
    if (reason.atMost === null) return [];
    const names = namesOf(playbook, reason);
    const check = (owner: string | null, atMost: number): LossBudget[] => {
      const own = losses.filter((record) => owner === null || ownerOf(record) === owner);
      const given = own.filter((record) => names.has(textAt(record, LOSS_REASON_FIELD) ?? '')).length;
      return given > Math.max(ALWAYS_FREE, (own.length * atMost) / 100) ? [{ reason: reason.name, since: quarter, owner, given, losses: own.length, atMost }] : [];
    };
    const { ofQuarter, ofOwner } = reason.atMost;
    return [...check(null, ofQuarter), ...owners.flatMap((owner) => check(owner, ofOwner))];
  });
}

function namesOf(playbook: Playbook, { name }: LossReason): ReadonlySet<string> {
  return new Set([name, ...playbook.lossReasons.filter(({ replacedBy }) => replacedBy === name).map((before) => before.name)]);
}

/** @param fiscalYearStart month in which the fiscal year begins */
function firstDayOfQuarter(day: string, fiscalYearStart: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const first = month - 1 - ((month - fiscalYearStart + 12) % 3);
  return new Date(Date.UTC(year, first, 1)).toISOString().slice(0, 10);
}
