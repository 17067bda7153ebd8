/** Adds decisions to the policy's files; comments and order of what stands there stay. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap } from 'yaml';
import type { Problem } from '../../playbook/index.ts';
import { changeList, textOf } from '../../playbook/yaml/listFile.ts';
import { replaceFile } from '../../shared/replaceFile.ts';
import { keyOf, parsePolicy, POLICY_FILES, type AcceptedEntry, type IgnoredEntry } from './policy.ts';

const HEADS: Readonly<Record<keyof typeof POLICY_FILES, string>> = {
  accepted: ' Findings accepted until a day; written by `handrail drift record`.',
  ignore: ' Findings nobody wants to see until a day: `id` may hold *. Edited by hand, or by `handrail drift ignore`.',
};

/** Why nothing was written: the policy would contradict itself. */
export class PolicyConflict extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems[0]?.message ?? 'The policy would contradict itself');
    this.problems = problems;
  }
}

/**
 * An accepted finding replaces an earlier decision about the same one.
 * @returns the file that was written
 * @throws PolicyConflict before anything is written
 */
export async function decide(dir: string, name: keyof typeof POLICY_FILES, entries: readonly (AcceptedEntry | IgnoredEntry)[]): Promise<string> {
  const texts = { accepted: await textOf(join(dir, POLICY_FILES.accepted.file)), ignore: await textOf(join(dir, POLICY_FILES.ignore.file)) };
  const after = { ...texts, [name]: withEntries(name, texts[name], entries) };
  const { problems } = parsePolicy(dir, after.accepted, after.ignore);
  if (problems.length > 0) throw new PolicyConflict(problems);
  const path = join(dir, POLICY_FILES[name].file);
  await mkdir(dir, { recursive: true });
  await replaceFile(path, after[name] ?? '');
  return path;
}

/** Pure. @param before the file as it is and was found sound; null when there is none */
function withEntries(name: keyof typeof POLICY_FILES, before: string | null, entries: readonly (AcceptedEntry | IgnoredEntry)[]): string {
  const identity = ({ id, kind }: { readonly id: string; readonly kind?: string | undefined }): string => keyOf({ id, kind: kind ?? '' });
  const replaced = new Set(entries.map(identity));
  return changeList(before, { name, head: HEADS[name] }, (list, node) => {
    list.items = list.items.filter((item) => !isMap(item) || !replaced.has(identity(item.toJSON() as { id: string; kind?: string })));
    for (const entry of entries) list.add(node(entry));
  });
}
