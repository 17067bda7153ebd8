/** Too little room on this machine for what is computed: memory, or disk for what memory does not hold. */

export class RoomError extends Error {
  readonly actions: readonly string[];

  constructor(message: string, actions: readonly string[], cause: unknown) {
    super(message, { cause });
    this.name = 'RoomError';
    this.actions = actions;
  }
}

/** DuckDB 1.5 says so of memory, and with other words of the folder that it puts aside to. */
const NO_MEMORY = /Out of Memory Error/;
const NO_DISK = /No space left on device|max_temp_directory_size|Disk quota exceeded/;

/**
 * What a person can do about an error of DuckDB that is one of room.
 * @param limit memory that DuckDB may take; `variable` sets it, absent where nothing does
 * @returns undefined for every other error
 */
export function roomError(error: unknown, { limit, folder, variable }: { readonly limit: string; readonly folder: string; readonly variable?: string }): RoomError | undefined {
  const said = [error, (error as Error).cause].map((each) => (each instanceof Error ? each.message : '')).join('\n');
  if (NO_DISK.test(said)) {
    const [, file = folder] = /file "([^"]+)"/.exec(said) ?? [];
    return new RoomError(`The disk is full: ${file} could not be written.`, [file.startsWith(folder) ? 'Make room there, or name another folder for what memory does not hold: TMPDIR=/path/with/room.' : 'Make room there, then run the same command again.'], error);
  }
  if (!NO_MEMORY.test(said)) return undefined;
  const more = variable === undefined ? [] : [`Allow more, for example ${variable}=${moreThan(limit)}, or ask for fewer numbers at a time: --metric <id>.`];
  return new RoomError(`This needs more memory than the ${limit} that it may take.`, more, error);
}

/** Twice as much, in the unit in which it is said. */
function moreThan(limit: string): string {
  const [, amount = '', unit = ''] = /^([\d.]+)\s*(\w+)$/.exec(limit) ?? [];
  return `${Math.ceil(Number(amount) * 2)}${unit}`;
}
