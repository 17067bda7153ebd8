/** The playbook as it was at a commit. Git is asked without a shell, and a ref is never taken for an option. */
import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { promisify } from 'node:util';
import { counted } from '../shared/words.ts';
import { loadPlaybookTexts, type Playbook, type Problem } from './index.ts';
import { LANGUAGE_FOLDER } from './languageCodes.ts';
import { MOST_BYTES, MOST_BYTES_TEXT } from './yaml/limits.ts';

interface TextsAtRef {
  /** Full hash of the commit. */
  readonly commit: string;
  readonly texts: readonly (readonly [name: string, text: string])[];
}

/** Git could not give what was asked for; says what to do instead. */
export class GitError extends Error {
  readonly actions: readonly string[];

  constructor(message: string, actions: readonly string[]) {
    super(message);
    this.name = 'GitError';
    this.actions = actions;
  }
}

/**
 * @param dir folder of the playbook, inside a git repository
 * @param ref branch, tag or commit
 * @returns the full hash of the commit, and the playbook as it was there
 * @throws GitError when the ref or the folder is not there, or holds no playbook that can be read
 */
export async function playbookAt(dir: string, ref: string): Promise<{ readonly commit: string; readonly playbook: Playbook }> {
  const { commit, texts } = await textsAt(dir, ref);
  const { playbook, problems } = loadPlaybookTexts(`${ref}:${dir}`, texts);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (playbook === undefined || errors.length > 0) throw unsound(ref, errors);
  return { commit, playbook };
}

/** Half a playbook would be another one. */
function unsound(ref: string, errors: readonly Problem[]): GitError {
  const [first] = errors;
  const place = first ? ` First: ${first.file}:${first.line}:${first.column} ${first.message}` : '';
  return new GitError(`The playbook at ${ref} has ${counted(errors.length, 'error')} by the rules of this version of handrail.${place}`, ['Choose a commit whose playbook is sound']);
}

const run = promisify(execFile);
/** Files of a playbook are at most 1 MiB each. */
const MOST_OUTPUT = 8 * MOST_BYTES;
const LONGEST_REF = 250;
/** Control characters are in no ref, and one at the front that begins an option or a path is not what anybody means. */
const NO_REF = /^[-:]|[\u0000-\u0020\u007F]/;
const YAML = /\.ya?ml$/;

/**
 * @param dir folder of the playbook, inside a git repository
 * @param ref branch, tag or commit
 * @throws GitError for a folder outside a repository, a ref that names no commit, a commit without the folder
 */
export async function textsAt(dir: string, ref: string): Promise<TextsAtRef> {
  if (ref === '' || ref.length > LONGEST_REF || NO_REF.test(ref)) throw new GitError(`${JSON.stringify(ref.slice(0, 60))} names no commit.`, ['Give a branch, a tag or a commit, such as main']);
  const place = await realpath(dir).catch(() => dir);
  const prefix = (await git(place, ['rev-parse', '--show-prefix']).catch((error: unknown) => outside(dir, error))).trim();
  const commit = (await git(place, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]).catch((error: unknown) => unknownRef(ref, error))).trim();
  // Recursive listing of the top would be long; the folder's own tree is one level, and that of its languages.
  const listed = await git(place, ['ls-tree', '-z', '-l', '--full-tree', commit, '--', prefix === '' ? '.' : prefix, `${prefix}${LANGUAGE_FOLDER}/`]);
  const entries = listed.split('\0').flatMap((line) => entryOf(line, prefix));
  if (entries.length === 0) throw new GitError(`At ${ref} (${commit.slice(0, 7)}) there is no playbook in ${dir}.`, ['Give a commit that has it', 'If the folder had another name then, check that commit out beside this one and compare with its build']);
  const texts: (readonly [string, string])[] = [];
  for (const { name, object, size } of entries) {
    if (size > MOST_BYTES) throw new GitError(`${name} at ${ref} is larger than ${MOST_BYTES_TEXT}.`, []);
    texts.push([name, await git(place, ['cat-file', 'blob', object])]);
  }
  return { commit, texts: texts.toSorted(([left], [right]) => (left < right ? -1 : 1)) };
}

/** Plain files only: what a symbolic link or a submodule points to is not in the commit. */
function entryOf(line: string, prefix: string): { name: string; object: string; size: number }[] {
  const [, mode, object, size, path] = /^(\d+) blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/.exec(line) ?? [];
  if (mode === undefined || object === undefined || path === undefined || mode === '120000') return [];
  const name = path.slice(prefix.length);
  return YAML.test(name) && (!name.includes('/') || dirname(name) === LANGUAGE_FOLDER) ? [{ name, object, size: Number(size) }] : [];
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', [...args], { cwd, maxBuffer: MOST_OUTPUT, windowsHide: true, env: { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' } });
  return stdout;
}

function outside(dir: string, error: unknown): never {
  const { code, stderr } = error as { code?: unknown; stderr?: string };
  if (code === 'ENOENT') throw new GitError(`Git could not be started in ${dir}.`, ['Check that git is installed and that the folder is there']);
  throw new GitError(`${dir} is not in a git repository: ${said(stderr)}`, ['An earlier version is read from the repository that holds the playbook']);
}

function unknownRef(ref: string, error: unknown): never {
  const reason = said((error as { stderr?: string }).stderr);
  throw new GitError(`Git knows no commit "${ref}"${reason === '' ? '' : `: ${reason}`}.`, ['See what there is: git branch --all; git tag', 'In a job the clone may be shallow: fetch the branch first, or clone with its history']);
}

/** What git says, in one line. */
function said(stderr: string | undefined): string {
  return (stderr ?? '').trim().split('\n')[0]?.replace(/^fatal: /, '') ?? '';
}
