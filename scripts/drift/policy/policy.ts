/** Findings that somebody decided to live with: accepted one by one, or ignored by a pattern; both end some day. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../playbook/index.ts';
import type { Position } from '../../playbook/model.ts';
import { day, parseShaped, text, textOf } from '../../playbook/yaml/listFile.ts';

const acceptedSchema = z.strictObject({
  id: text.describe('Id of the finding.'),
  kind: text.describe('Kind of the finding; one id may stand for several.'),
  state: z.string().regex(/^[0-9a-f]{16}$/).describe('What was accepted: another departure under the same id is a new finding.'),
  until: day.describe('Last day it counts as accepted.'),
  reason: text.describe('Why it may stay.'),
  owner: text.describe('Who answers for it.'),
  recorded: day.describe('Day it was recorded.'),
});

const ignoredSchema = z.strictObject({
  id: text.describe('Id of findings, * for any characters.'),
  kind: text.optional().describe('Only findings of this kind.'),
  until: day.describe('Last day they are ignored.'),
  reason: text.describe('Why they do not matter.'),
});

export type AcceptedEntry = z.infer<typeof acceptedSchema>;
export type IgnoredEntry = z.infer<typeof ignoredSchema>;

/** Files of the policy: their list and the shape of an entry. */
export const POLICY_FILES = {
  accepted: { file: 'accepted.yaml', schema: z.strictObject({ accepted: z.array(acceptedSchema).nullable() }) },
  ignore: { file: 'ignore.yaml', schema: z.strictObject({ ignore: z.array(ignoredSchema).nullable() }) },
} as const;

export interface Policy {
  readonly accepted: readonly AcceptedEntry[];
  readonly ignored: readonly IgnoredEntry[];
}

export interface PolicyResult {
  readonly policy: Policy;
  /** A policy with problems is not used at all. */
  readonly problems: readonly Problem[];
}

/** @returns an empty policy when the folder or a file is not there */
export async function readPolicy(dir: string): Promise<PolicyResult> {
  const [accepted, ignore] = await Promise.all([textOf(join(dir, POLICY_FILES.accepted.file)), textOf(join(dir, POLICY_FILES.ignore.file))]);
  return parsePolicy(dir, accepted, ignore);
}

/** Pure: the same for texts in memory; null for a file that is not there. */
export function parsePolicy(dir: string, acceptedText: string | null, ignoreText: string | null): PolicyResult {
  const accepted = parseShaped(join(dir, POLICY_FILES.accepted.file), acceptedText, POLICY_FILES.accepted.schema);
  const ignore = parseShaped(join(dir, POLICY_FILES.ignore.file), ignoreText, POLICY_FILES.ignore.schema);
  const policy = { accepted: accepted.value?.accepted ?? [], ignored: ignore.value?.ignore ?? [] };
  const problems = [...accepted.problems, ...ignore.problems];
  return { policy, problems: problems.length > 0 ? problems : conflicts(policy, (name, index) => (name === 'accepted' ? accepted : ignore).locate([name, index, 'id'])) };
}

/** One finding has one decision. */
function conflicts({ accepted, ignored }: Policy, placeOf: (name: keyof typeof POLICY_FILES, index: number) => Position): Problem[] {
  const at = (name: keyof typeof POLICY_FILES, entry: number, message: string): Problem => ({ code: 'drift-policy-conflict', severity: 'error', ...placeOf(name, entry), message, hint: 'Keep one of the two.' });
  return accepted.flatMap((entry, index) => {
    const twice = accepted.findIndex((other) => keyOf(other) === keyOf(entry)) < index;
    const ignoring = ignored.findIndex((pattern) => covers(pattern, entry));
    return [
      ...(twice ? [at('accepted', index, `${entry.id} (${entry.kind}) is accepted twice`)] : []),
      ...(ignoring >= 0 ? [at('ignore', ignoring, `${entry.id} (${entry.kind}) is accepted until ${entry.until} and also ignored by "${ignored[ignoring]?.id ?? ''}"`)] : []),
    ];
  });
}

export function keyOf({ id, kind }: { readonly id: string; readonly kind: string }): string {
  return `${id.toLowerCase()} ${kind}`;
}

/** Whether a pattern of ignore.yaml speaks of a finding. Letter case of ids does not count. */
export function covers(pattern: IgnoredEntry, { id, kind }: { readonly id: string; readonly kind: string }): boolean {
  if (pattern.kind !== undefined && pattern.kind !== kind) return false;
  const [first = '', ...rest] = pattern.id.toLowerCase().split('*');
  const subject = id.toLowerCase();
  if (rest.length === 0) return subject === first;
  if (!subject.startsWith(first)) return false;
  // Part by part from the left, the last one at the end: no pattern makes this slow.
  const last = rest.at(-1) ?? '';
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = subject.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return subject.length - last.length >= from && subject.endsWith(last);
}
