/** The log on disk: `decisions.yaml` in the folder of the packs. Comments and order of what stands there stay. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap } from 'yaml';
import { changeList, textOf } from '../../playbook/yaml/listFile.ts';
import { replaceFile } from '../../shared/replaceFile.ts';
import { visible } from '../../shared/visible.ts';
import { parseDecisions, type Decision, type DecisionsRead } from './log.ts';

export const LOG_FILE = 'decisions.yaml';
const HEAD = ' What the meetings decided; written by `handrail review decide` and `close`, or by hand.';

export async function readDecisions(dir: string): Promise<DecisionsRead> {
  return parseDecisions(join(dir, LOG_FILE), await textOf(join(dir, LOG_FILE)));
}

/**
 * Adds decisions, or replaces those with the same id.
 * @returns the file
 * @throws Error when what stands there is no sound log; nothing is written then
 */
export async function writeDecisions(dir: string, decisions: readonly Decision[]): Promise<string> {
  const file = join(dir, LOG_FILE);
  const before = await textOf(file);
  const after = withDecisions(before, decisions);
  const [problem] = [...parseDecisions(file, before).problems, ...parseDecisions(file, after).problems];
  if (problem) throw new Error(`${problem.file}:${problem.line}:${problem.column} ${problem.message}. Nothing was written.`);
  await mkdir(dir, { recursive: true });
  await replaceFile(file, after);
  return file;
}

/** Pure. Words are written without what cannot be seen. @param before null where there is no log yet */
export function withDecisions(before: string | null, decisions: readonly Decision[]): string {
  return changeList(before, { name: 'decisions', head: HEAD }, (list, node) => {
    for (const decision of decisions.map(inVisibleWords)) {
      const known = list.items.find((item) => isMap(item) && item.get('id') === decision.id);
      if (isMap(known)) for (const [key, value] of Object.entries(decision)) known.set(key, value);
      else list.add(node(decision));
    }
  });
}

/** A note pasted from a chat brings zero-width spaces and line separators, which the log does not take. */
function inVisibleWords(decision: Decision): Decision {
  return Object.fromEntries(Object.entries(decision).map(([key, value]) => [key, typeof value === 'string' ? visible(value) : value])) as Decision;
}
