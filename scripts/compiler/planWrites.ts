import { shortHash } from './hash.ts';
import { MANIFEST_PATH } from './paths.ts';
import type { GeneratedFile } from './types.ts';

export interface WritePlan {
  readonly write: readonly GeneratedFile[];
  /** Paths that exist and are no longer generated. */
  readonly delete: readonly string[];
  readonly unchanged: readonly string[];
}

/**
 * What has to happen on disk so that exactly `files` exist.
 * @param existing generated files found on disk: path to contents
 */
export function planWrites(files: readonly GeneratedFile[], existing: ReadonlyMap<string, string>): WritePlan {
  const wanted = new Set(files.map((file) => file.path));
  const same = (file: GeneratedFile): boolean => existing.get(file.path) === file.contents;
  return {
    write: files.filter((file) => !same(file)),
    delete: [...existing.keys()].filter((path) => !wanted.has(path)).sort(),
    unchanged: files.filter(same).map((file) => file.path),
  };
}

/** The list of generated files with their hashes, so that a hand edit can be told from a stale file. */
export function manifestOf(files: readonly GeneratedFile[]): GeneratedFile {
  const hashes = Object.fromEntries([...files].sort(byPath).map((file) => [file.path, shortHash(file.contents)]));
  return { path: MANIFEST_PATH, contents: `${JSON.stringify({ generated: hashes }, null, 2)}\n` };
}

/**
 * Generated files whose contents on disk are not what was generated last: edited by hand, or missing.
 * @param manifest text of the last manifest; without a readable one nothing can be told
 */
export function handEdited(manifest: string | undefined, existing: ReadonlyMap<string, string>): string[] {
  return Object.entries(generatedHashes(manifest))
    .filter(([path, hash]) => {
      const contents = existing.get(path);
      return contents === undefined || shortHash(contents) !== hash;
    })
    .map(([path]) => path);
}

function generatedHashes(manifest: string | undefined): Readonly<Record<string, string>> {
  if (manifest === undefined) return {};
  try {
    return (JSON.parse(manifest) as { generated?: Readonly<Record<string, string>> }).generated ?? {};
  } catch {
    return {};
  }
}

export function byPath(left: GeneratedFile, right: GeneratedFile): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}
