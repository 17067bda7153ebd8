/** Writes the zip of a retrieve. */
import { zipSync, type Zippable } from 'fflate';

const encoder = new TextEncoder();

/** @param modified time stamp of the entries, so that equal content gives equal bytes. */
export function writeZip(files: ReadonlyMap<string, Uint8Array | string>, modified: Date): Uint8Array {
  const entries: Zippable = {};
  for (const [path, content] of files) entries[path] = typeof content === 'string' ? encoder.encode(content) : content;
  // A zip cannot say a year before 1980.
  const mtime = modified.getFullYear() < 1980 ? new Date(1980, 0, 1) : modified;
  return zipSync(entries, { mtime, level: 6 });
}
