/**
 * Adopt: the org's state written into the playbook. The new texts are proven before anything is written: they load, they
 * compile, the chosen findings are gone and no other came.
 */
import { compilePlaybook } from '../../compiler/index.ts';
import { loadPlaybookTexts } from '../../playbook/index.ts';
import { compareWithOrg, declaredComponents, judgeAll } from '../index.ts';
import type { OrgState } from '../orgState.ts';
import type { Finding } from '../types.ts';
import { adoptionOf, type Texts } from './edits.ts';

export { isAdoptable } from './edits.ts';
export { readTexts, writeTexts } from './files.ts';

export interface AdoptResult {
  /** Files to write, by name; empty when anything is refused. */
  readonly files: Texts;
  readonly refused: readonly { readonly id: string; readonly kind: string; readonly reason: string }[];
}

/** What these write is `mode: off`. */
const SWITCHED_OFF: ReadonlySet<string> = new Set(['rule-off', 'rule-missing', 'criterion-record']);

/**
 * Pure: all of the findings or nothing.
 * @param dir the playbook's folder, for messages
 * @param findings those to adopt
 * @param all what drift found with these texts, so that what else comes up is seen
 */
export function adoptFindings(dir: string, texts: Texts, findings: readonly Finding[], all: readonly Finding[], org: OrgState): AdoptResult {
  const partial = all.find(({ kind }) => kind === 'playbook-missing');
  // What is missing is said once there and found one by one here: it would seem to come up by adopting.
  if (partial) return refuse(findings, halfDeployed(partial));
  const before = new Set(all.map(keyOf));
  const result = prove(dir, texts, findings, before, org);
  if (result.refused.length < 2 || findings.length > MOST_TRIED) return result;
  // What is wrong with the whole was said of each of them: those that are in the way by themselves are named alone.
  const alone = findings.flatMap((finding) => prove(dir, texts, [finding], before, org).refused);
  return alone.length > 0 ? { files: new Map(), refused: alone } : result;
}

/** So many are tried one by one, each of which compiles the playbook. */
const MOST_TRIED = 25;

function prove(dir: string, texts: Texts, findings: readonly Finding[], before: ReadonlySet<string>, org: OrgState): AdoptResult {
  let edited = texts;
  const refused: { id: string; kind: string; reason: string }[] = [];
  // What is off has no other mode: it is written last.
  const last = ({ kind }: Finding): number => Number(SWITCHED_OFF.has(kind));
  for (const { id, kind, ...rest } of findings.toSorted((left, right) => last(left) - last(right))) {
    const adoption = adoptionOf({ id, kind, ...rest }, edited, org);
    if ('reason' in adoption) refused.push({ id, kind, reason: adoption.reason });
    else edited = adoption.texts;
  }
  if (refused.length > 0) return { files: new Map(), refused };
  const after = findingsOf(dir, edited, org);
  if ('problem' in after) return refuse(findings, after.problem);
  const remaining = findings.filter((finding) => after.keys.has(keyOf(finding)));
  if (remaining.length > 0) return refuse(remaining, 'the playbook would still say something else; change it by hand');
  const arisen = [...after.keys].filter((key) => !before.has(key));
  if (arisen.length > 0) return refuse(findings, `it would make other parts of the org drift: ${arisen.slice(0, 3).join(', ')}${arisen.length > 3 ? ` and ${arisen.length - 3} more` : ''}; write it into the playbook by hand, build and deploy`);
  return { files: new Map([...edited].filter(([name, text]) => texts.get(name) !== text)), refused: [] };
}

/** What such an org says is what a deploy left behind, and nobody's decision. */
function halfDeployed({ expected, actual }: Finding): string {
  const there = actual?.split(' ')[0] ?? '0';
  return `this org has ${there === '0' ? 'nothing of the playbook' : `the playbook only in part (${there} of ${expected ?? 'its components'})`}, so what it says was decided by nobody; deploy it first, sf project deploy start --source-dir force-app, then run handrail drift again`;
}

function findingsOf(dir: string, texts: Texts, org: OrgState): { keys: ReadonlySet<string> } | { problem: string } {
  const { playbook, problems } = loadPlaybookTexts(dir, [...texts]);
  const error = problems.find(({ severity }) => severity === 'error');
  if (!playbook || error) return { problem: `the playbook would not be sound: ${error?.file ?? dir}:${error?.line ?? 1}:${error?.column ?? 1} ${error?.message ?? 'it cannot be read'}` };
  const compiled = compilePlaybook(playbook);
  const [problem] = compiled.problems;
  if (problem) return { problem: `the playbook would not compile: ${problem.file}:${problem.line}:${problem.column} ${problem.message}` };
  return { keys: new Set(judgeAll(compareWithOrg(playbook, declaredComponents(compiled.files), org), playbook, org).map(keyOf)) };
}

function keyOf({ id, kind }: Pick<Finding, 'id' | 'kind'>): string {
  return `${id} (${kind})`;
}

function refuse(findings: readonly Finding[], reason: string): AdoptResult {
  return { files: new Map(), refused: findings.map(({ id, kind }) => ({ id, kind, reason })) };
}
