/** What happens, put in order and saved: savings of one moment by one person to one object go in one call. */
import { DateTime } from 'luxon';
import type { Engine, RecordInput, SaveResult, Session } from '../../local-org/engine/types.ts';

export interface SettableClock {
  now(): Date;
  set(instant: Date): void;
}

interface Saving {
  readonly kind: 'insert' | 'update';
  readonly user: string;
  readonly object: string;
  readonly what: string;
  /** Computed when its time has come: ids are known then. */
  readonly record: () => RecordInput;
  readonly done: ((id: string) => void) | undefined;
}

interface Doing {
  readonly kind: 'do';
  readonly what: string;
  readonly work: () => void;
}

interface Happening {
  readonly at: number;
  readonly order: number;
  readonly happening: Saving | Doing;
}

export interface Progress {
  readonly saves: number;
  /** ISO date of the day that has just been lived through. */
  readonly day: string;
}

export class Timeline {
  readonly #happenings: Happening[] = [];
  readonly #zone: string;
  readonly #instants = new Map<string, number>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  /** @param local `2026-05-29T17:00`, seconds allowed, in the company's zone */
  insert(local: string, user: string, object: string, what: string, record: () => RecordInput, done?: (id: string) => void): void {
    this.#add(local, { kind: 'insert', user, object, what, record, done });
  }

  update(local: string, user: string, object: string, what: string, record: () => RecordInput): void {
    this.#add(local, { kind: 'update', user, object, what, record, done: undefined });
  }

  /** Something that is no saving of one record: a conversion, a change of setup. */
  do(local: string, what: string, work: () => void): void {
    this.#add(local, { kind: 'do', what, work });
  }

  #add(local: string, happening: Saving | Doing): void {
    let at = this.#instants.get(local);
    if (at === undefined) {
      at = DateTime.fromISO(local, { zone: this.#zone }).toMillis();
      this.#instants.set(local, at);
    }
    this.#happenings.push({ at, order: this.#happenings.length, happening });
  }

  /** @throws Error naming what was refused, and why */
  play(engine: Engine, clock: SettableClock, session: (user: string) => Session, onDay: (progress: Progress) => void): number {
    this.#happenings.sort((one, other) => one.at - other.at || one.order - other.order);
    let saves = 0;
    let day = '';
    let begun = 0;
    const days = groupBy(this.#happenings, ({ at }) => Math.floor(at / 86_400_000));
    for (const today of days) {
      const [{ at = 0 } = {}] = today;
      day = new Date(at).toISOString().slice(0, 10);
      // One day is one transaction of the store; every call is still saved by itself.
      engine.transaction(() => {
        for (begun = 0; begun < today.length;) {
          const lot = together(today, begun);
          clock.set(new Date(today[begun]?.at ?? 0));
          saves += run(engine, session, lot);
          begun += lot.length;
        }
      });
      onDay({ saves, day });
    }
    return saves;
  }
}

function groupBy<T>(items: readonly T[], key: (item: T) => number): T[][] {
  const groups: T[][] = [];
  let last: number | null = null;
  for (const item of items) {
    if (key(item) !== last) groups.push([]);
    last = key(item);
    groups.at(-1)?.push(item);
  }
  return groups;
}

/** What follows and can be saved in the same call. */
function together(happenings: readonly Happening[], from: number): Happening[] {
  const first = happenings[from];
  if (!first) return [];
  if (first.happening.kind === 'do') return [first];
  const { kind, user, object } = first.happening;
  let to = from + 1;
  for (; to < happenings.length; to++) {
    const next = happenings[to];
    if (next?.at !== first.at || next.happening.kind !== kind || next.happening.user !== user || next.happening.object !== object) break;
  }
  return happenings.slice(from, to);
}

function run(engine: Engine, session: (user: string) => Session, lot: readonly Happening[]): number {
  const [first] = lot;
  if (!first) return 0;
  if (first.happening.kind === 'do') {
    try {
      first.happening.work();
    } catch (error) {
      throw new Error(`The demo company could not happen: ${first.happening.what} on ${new Date(first.at).toISOString()}: ${(error as Error).message}`, { cause: error });
    }
    return 1;
  }
  const savings = lot.map(({ happening }) => happening as Saving);
  const { kind, user, object } = first.happening;
  const records = savings.map(({ record }) => record());
  const results: readonly SaveResult[] = kind === 'insert' ? engine.insert(session(user), object, records) : engine.update(session(user), object, records);
  for (const [index, result] of results.entries()) {
    const saving = savings[index];
    if (!result.success) throw new Error(`The demo company could not happen: ${saving?.what ?? object} on ${new Date(first.at).toISOString()} by ${user} was refused. ${result.errors.map(({ message }) => message).join(' ')}`);
    saving?.done?.(result.id ?? '');
  }
  return savings.length;
}
