/** What the plan is counted with: chance that decides order only, prices, ladders, and constraints by name. */

/** Small and seeded: mulberry32 (public domain). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from one to another, both included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(items: readonly T[], constraint: string): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new ConstraintError(constraint, 'there is nothing left to choose from');
    return item;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let index = copy.length - 1; index > 0; index--) {
      const other = Math.floor(this.next() * (index + 1));
      [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
    }
    return copy;
  }
}

/** A table of config/sample asks for what cannot be; the name says which. */
export class ConstraintError extends Error {
  readonly constraint: string;

  constructor(constraint: string, problem: string) {
    super(`The demo company cannot be planned: "${constraint}" cannot be met, ${problem}. Its tables are in config/sample.`);
    this.name = 'ConstraintError';
    this.constraint = constraint;
  }
}

export function expectEqual(constraint: string, found: number, expected: number): void {
  if (found !== expected) throw new ConstraintError(constraint, `the tables give ${found}, not ${expected}`);
}

export const LEVELS = ['low', 'mid', 'high'] as const;
export type Level = (typeof LEVELS)[number];

/** Price levels of a cell: as many low as high, one in the middle when the number is odd. Their mean is the middle. */
export function prices(count: number): Level[] {
  const half = Math.floor(count / 2);
  return [...Array<Level>(half).fill('low'), ...Array<Level>(count % 2).fill('mid'), ...Array<Level>(half).fill('high')];
}

/** Whole numbers spread evenly and symmetrically from one to another, ascending. Their mean and median are the middle. */
export function ladder(low: number, high: number, count: number): number[] {
  const step = (index: number): number => low + Math.floor((index * (high - low)) / (count - 1));
  return Array.from({ length: count }, (_, index) => {
    const mirrored = count - 1 - index;
    if (index === mirrored) return (low + high) / 2;
    return index < mirrored ? step(index) : low + high - step(mirrored);
  });
}

/** Items by how often each is wanted. */
export function repeated<T>(counts: Iterable<readonly [T, number]>): T[] {
  return [...counts].flatMap(([item, count]) => Array<T>(count).fill(item));
}

/**
 * Gives every taker one of the values it can take: a matching by augmenting paths, in a seeded order.
 * @throws ConstraintError when there is no way
 */
export function matched<Taker, Value>(constraint: string, takers: readonly Taker[], values: readonly Value[], fits: (taker: Taker, value: Value) => boolean, chance: Chance): Map<Taker, Value> {
  const order = chance.shuffled(values.map((_, index) => index));
  const holder = new Map<number, number>();
  const place = (taker: number, seen: Set<number>): boolean => order.some((value) => {
    if (seen.has(value) || !fits(takers[taker] as Taker, values[value] as Value)) return false;
    seen.add(value);
    const held = holder.get(value);
    if (held !== undefined && !place(held, seen)) return false;
    holder.set(value, taker);
    return true;
  });
  takers.forEach((_, taker) => {
    if (!place(taker, new Set())) throw new ConstraintError(constraint, `${takers.length} are to be placed and ${holder.size} can be`);
  });
  return new Map([...holder].map(([value, taker]) => [takers[taker] as Taker, values[value] as Value]));
}
