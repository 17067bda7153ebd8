/** Measuring: CPU-seconds of the process, peers taking turns, the median of the rounds. Wall time says little on a shared machine. */

export interface Bench {
  /** One line for the list. */
  readonly summary: string;
  run(args: readonly string[]): Promise<void>;
}

const ROUNDS = 5;

/** CPU-seconds of all threads of this process while the work is done. */
export async function cpuSeconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** Runs every contender once to warm up, then in turns; gives each one's median. @param measure what one turn of a contender costs */
export async function inTurns<T extends string>(names: readonly T[], measure: (name: T) => Promise<number>, rounds = ROUNDS): Promise<Record<T, number>> {
  const found = new Map<T, number[]>(names.map((name) => [name, []]));
  for (const name of names) await measure(name);
  for (let round = 0; round < rounds; round++) for (const name of names) found.get(name)?.push(await measure(name));
  return Object.fromEntries([...found].map(([name, all]) => [name, median(all)])) as Record<T, number>;
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Rows of text under each other in columns; the first is to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)));
  return rows.map((row) => row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ').trimEnd()).join('\n');
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** @throws RangeError in one sentence */
export function positive(text: string, flag: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`${flag} needs a whole number above 0, not "${text}".`);
  return value;
}
