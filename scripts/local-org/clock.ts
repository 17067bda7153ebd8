/** Clocks for an org: this machine's, and one that stands until it is moved. */
import type { Clock } from './engine/types.ts';

export const systemClock: Clock = { now: () => new Date() };

export interface SimulatedClock extends Clock {
  /** Moves to an instant, earlier ones included. */
  set(instant: Date): void;
  advance(milliseconds: number): void;
}

/** Stands still: history is made by moving it between saves. */
export function simulatedClock(start: Date): SimulatedClock {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    set: (instant) => {
      current = instant.getTime();
    },
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}
