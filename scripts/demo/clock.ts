/** A clock that can be set and goes on from there, so that an org can live through simulated days and then through ours. */
import type { SettableClock } from './play/timeline.ts';

/** @param start the first instant; absent: the machine's time */
export function tickingClock(start?: Date): SettableClock {
  let origin = start?.getTime() ?? Date.now();
  let since = performance.now();
  return {
    now: () => new Date(origin + (performance.now() - since)),
    set(instant) {
      origin = instant.getTime();
      since = performance.now();
    },
  };
}
