/** Experiments on clocks, as sync sees them: whose clock runs by which target. */
import { inArm, inForce, isOnTrial } from '../../force-app/main/default/lwc/handrailEscalation/steps.js';
import type { OrgConnection } from '../org/types.ts';
import type { Playbook } from '../playbook/index.ts';
import { permissionHolders } from '../scan/index.ts';
import type { RunningClock } from './escalations.ts';

/** Ids of users by custom permission; null: that could not be read. */
export type Holders = ReadonlyMap<string, ReadonlySet<string>> | null;

export const NOBODY: Holders = new Map();

/** Who holds the permission of each experiment on a clock that runs; with why, where nobody could say. */
export async function readClockArms(connection: OrgConnection, { serviceLevels }: Playbook): Promise<{ readonly holders: Holders; readonly unread: readonly string[] }> {
  const running = serviceLevels.flatMap(({ id, variant }) => (variant === undefined ? [] : [{ id, permission: variant.experiment.permission }]));
  if (running.length === 0) return { holders: NOBODY, unread: [] };
  const { holders, unread } = await permissionHolders(connection, running.map(({ permission }) => permission));
  return unread === null ? { holders, unread: [] } : { holders: null, unread: running.map(({ id }) => `${id}: who takes part in its experiment: ${unread}; no escalation of it`) };
}

/**
 * The clock with the target of the person it runs for.
 * @returns null where an experiment gives some another target and nobody knows whom
 */
export function clockOf(clock: RunningClock, person: string | null, holders: Holders, timeZone: string): RunningClock | null {
  const began = inForce(clock, timeZone);
  if (holders === null) return isOnTrial(began, timeZone) ? null : began;
  return inArm(began, (permission) => person !== null && holders.get(permission)?.has(person) === true, timeZone);
}
