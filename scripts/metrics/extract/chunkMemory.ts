/**
 * Memory of what streams through. V8 counts the buffers of a stream as outside its heap and collects them only after some
 * 64 MB of them; until then each chunk is written to fresh pages of memory, which costs more than all the rest of a
 * download. A collection of the young generation every few megabytes gives them back at once: on a page of 512 MB 0.5
 * instead of 0.9 CPU-seconds, and 145 instead of 220 MB (Node 24.21, 2026-11-22).
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const STEP_BYTES = 4 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' } | { readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'last-resort' }) => void;

/** Null: this build has none. */
let known: Collect | null | undefined;

/**
 * V8 gives the function to contexts made after the flag; a build without it streams as well, with more memory. Asked once: a context
 * is half a megabyte, and a result has a page for every 250,000 records.
 */
function collector(): Collect | null {
  if (known !== undefined) return known;
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  known = typeof found === 'function' ? (found as Collect) : null;
  return known;
}

/** @returns to be told of every chunk that has been used up */
export function chunkMemory(): (bytes: number) => void {
  const collect = collector();
  let used = 0;
  return (bytes) => {
    used += bytes;
    if (used < STEP_BYTES) return;
    used = 0;
    collect?.({ type: 'minor' });
  };
}

/**
 * Keeps the young generation of this process at its first size. By itself it grows to 48 MB while a playbook is read; kept
 * small, that takes a tenth more of CPU (Node 24.21, 2026-11-22).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Gives back what is no longer used before something large is done outside of the heap: after a download some 15 MB, its
 * buffers and code that ran once, after reading a playbook 50 MB.
 */
export function releaseMemory(): void {
  collector()?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
