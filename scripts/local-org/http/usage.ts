/**
 * API calls of the last 24 hours against the daily allowance. Kept by the hour: a call is forgotten in the hour in
 * which it becomes a day old, as the platform's rolling window does.
 */
import type { Clock } from '../engine/types.ts';

export interface ApiUsage {
  count(calls?: number): void;
  readonly used: number;
  readonly max: number;
  readonly exhausted: boolean;
  /** Value of `Sforce-Limit-Info`. */
  header(): string;
}

/** Of a Developer Edition, which a fresh org is. */
const DAILY_API_REQUESTS = 15_000;
const HOUR_MS = 3_600_000;
const HOURS = 24;

export function createUsage(clock: Clock, max = DAILY_API_REQUESTS): ApiUsage {
  const hours = new Map<number, number>();
  let current = Number.NaN;
  let total = 0;

  /** Moves the window to now; a clock that was set back starts over from there. */
  const hour = (): number => {
    const now = Math.floor(clock.now().getTime() / HOUR_MS);
    if (now !== current) {
      current = now;
      for (const [at, calls] of hours) {
        if (at <= now - HOURS || at > now) {
          hours.delete(at);
          total -= calls;
        }
      }
    }
    return now;
  };

  const used = (): number => {
    hour();
    return total;
  };

  return {
    count(calls = 1) {
      const at = hour();
      hours.set(at, (hours.get(at) ?? 0) + calls);
      total += calls;
    },
    get used() {
      return used();
    },
    max,
    get exhausted() {
      return used() >= max;
    },
    header: () => `api-usage=${used()}/${max}`,
  };
}
