/** Reads a playbook's folder: every file parsed and checked against its topic, all problems at once. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { nearest } from '../formula/index.ts';
import { problem, type Problem } from './diagnostics.ts';
import { healed } from './heal.ts';
import { LANGUAGE_FOLDER } from './languageCodes.ts';
import { FILE_NAMES, LANGUAGE_FILES, REQUIRED_FILES, topicOf } from './topics.ts';
import { MOST_BYTES, MOST_BYTES_TEXT } from './yaml/limits.ts';
import { readYaml, type YamlFile } from './yaml/yamlFile.ts';
import { problemsOf } from './zodProblems.ts';

/** A file that is sound in itself. */
export interface SourceFile<T = unknown> {
  readonly name: string;
  readonly yaml: YamlFile;
  readonly data: T;
}

export interface Sources {
  readonly files: readonly SourceFile[];
  readonly problems: readonly Problem[];
  /** False while a file cannot be read at all, so that what it holds is unknown. */
  readonly complete: boolean;
}

export async function readSources(dir: string): Promise<Sources> {
  const [own, languages] = await Promise.all([yamlFilesIn(dir), yamlFilesIn(join(dir, LANGUAGE_FOLDER))]);
  // Without a playbook beside them they are translations of nothing.
  const names = own.length === 0 ? [] : [...own, ...languages.map((name) => `${LANGUAGE_FOLDER}/${name}`)];
  const home = await realpath(dir).catch(() => dir);
  const read = await Promise.all(names.map(async (name) => [name, await readText(join(dir, name), home)] as const));
  const refused = read.flatMap(([, text]) => (typeof text === 'string' ? [] : [text]));
  const { files, problems, complete } = parseSources(dir, read.flatMap(([name, text]) => (typeof text === 'string' ? [[name, text] as const] : [])), names);
  return { files, problems: [...refused, ...problems], complete };
}

async function yamlFilesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [] as string[])).filter((name) => /\.ya?ml$/.test(name)).toSorted();
}

/**
 * The text of a file of a size that is read at all, in UTF-8; or why not. Where a link leads out of the folder, a report of problems would
 * show lines of a file that is no part of the repository.
 * @param home the folder of the playbook without links in its path
 */
async function readText(path: string, home: string): Promise<string | Problem> {
  const start = { file: path, line: 1, column: 1 };
  try {
    if (!(await realpath(path)).startsWith(`${home}${sep}`)) return problem('unreadable', start, { reason: 'it is a link to a file outside this folder' }, 'Put the file itself here.');
    const found = await stat(path);
    if (!found.isFile() && !found.isDirectory()) return problem('unreadable', start, { reason: 'it is no file' });
    if (found.size > MOST_BYTES) return problem('too-large', start, { limit: MOST_BYTES_TEXT }, 'A file of a playbook is far smaller: look for what was pasted into it.');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    const reason = reasonOf(error);
    return problem('unreadable', start, { reason }, reason === NOT_UTF8 ? 'Save it as UTF-8.' : null);
  }
}

const NOT_UTF8 = 'it is not in UTF-8';

function reasonOf(error: unknown): string {
  const { code } = error as { code?: string };
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return NOT_UTF8;
  if (code === 'ELOOP') return 'it is a link that leads back to itself';
  if (code === 'ENOENT') return 'it is a link that leads nowhere';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'this user may not read it';
  return code ?? 'unknown reason';
}

function hintFor(name: string): string {
  const isLanguage = name.includes('/');
  // `nl` is nearer to `nl_NL` than to `no`, and `de_DE` to `de` than to `de_BE`, whatever the letters say.
  const meant = LANGUAGE_FILES.find((file) => file.startsWith(name.replace(/\.ya?ml$/, '_'))) ?? LANGUAGE_FILES.find((file) => file === name.replace(/_\w+\.ya?ml$/, '.yaml')) ?? nearest(name, isLanguage ? LANGUAGE_FILES : FILE_NAMES);
  if (meant !== undefined) return `Did you mean ${meant}?`;
  return isLanguage ? 'A language is named as Salesforce names it: de.yaml, pt_BR.yaml.' : `Topics: ${FILE_NAMES.join(', ')}, and <object>-fields.yaml.`;
}

/**
 * Pure: the same for texts that are in memory.
 * @param names of all files that are there, also of those that could not be read
 */
export function parseSources(dir: string, texts: readonly (readonly [name: string, text: string])[], names: readonly string[] = texts.map(([name]) => name)): Sources {
  if (names.length === 0) return { files: [], complete: false, problems: [problem('no-playbook', { file: dir, line: 1, column: 1 }, { dir }, 'Give the folder with --playbook <dir>.')] };
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  const broken = names.filter((name) => !texts.some(([present]) => present === name));
  for (const [name, text] of texts) {
    const path = join(dir, name);
    const topic = topicOf(name);
    if (!topic) {
      broken.push(name);
      problems.push(problem('unknown-file', { file: path, line: 1, column: 1 }, { name }, hintFor(name)));
      continue;
    }
    const { yaml, problems: found } = readYaml(path, text);
    problems.push(...found);
    if (!yaml) {
      broken.push(name);
      continue;
    }
    const parsed = topic.schema.safeParse(yaml.value);
    if (parsed.success) {
      files.push({ name, yaml, data: parsed.data });
      continue;
    }
    problems.push(...problemsOf(parsed.error, yaml, topic.schema));
    const data = healed(yaml.value, topic.schema);
    if (data === undefined) broken.push(name);
    else files.push({ name, yaml, data });
  }
  for (const name of REQUIRED_FILES) {
    if (names.includes(name)) continue;
    broken.push(name);
    problems.push(problem('missing-file', { file: join(dir, name), line: 1, column: 1 }, { name }, 'Write it, or have a playbook drafted from your org: handrail init --target-org <alias>'));
  }
  return { files, problems, complete: broken.length === 0 };
}
