/** YAML files that hold one list and that both people and commands write, such as the decision log. Comments and order of what stands there stay. */
import { readFile } from 'node:fs/promises';
import { Document, isSeq, parseDocument, type YAMLSeq } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../diagnostics.ts';
import type { Position } from '../model.ts';
import { problemsOf } from '../zodProblems.ts';
import { readYaml, type YamlFile } from './yamlFile.ts';

export const day = z.iso.date();
/** Words, without space around them. */
export const text = z.string().trim().min(1).max(500);

/** @returns null when there is no such file */
export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

export interface Shaped<T> {
  /** Absent where there is no file yet, or it has a problem. */
  readonly value?: T;
  readonly problems: readonly Problem[];
  /** Position of the value at a path; the beginning where nothing could be read. */
  readonly locate: YamlFile['locate'];
}

/** Pure. @param source null where there is no file yet */
export function parseShaped<T>(file: string, source: string | null, schema: z.ZodType<T>): Shaped<T> {
  const locate = (): Position => ({ file, line: 1, column: 1 });
  if (source === null) return { problems: [], locate };
  const { yaml, problems } = readYaml(file, source);
  if (!yaml) return { problems, locate };
  const parsed = schema.safeParse(yaml.value);
  return parsed.success ? { value: parsed.data, problems: [], locate: yaml.locate } : { problems: problemsOf(parsed.error, yaml, schema), locate };
}

/**
 * Pure.
 * @param before the file as it is and was found sound; null when there is none
 * @param head comment at the top of a new file
 * @param change what becomes of the entries; `node` makes an entry of a value
 */
export function changeList(before: string | null, { name, head }: { readonly name: string; readonly head: string }, change: (list: YAMLSeq, node: Document['createNode']) => void): string {
  const document = before === null ? new Document({}) : parseDocument(before);
  if (before === null) document.commentBefore = head;
  if (!isSeq(document.get(name))) document.set(name, document.createNode([]));
  const list = document.get(name) as YAMLSeq;
  list.flow = false;
  change(list, document.createNode.bind(document));
  return document.toString({ lineWidth: 0 });
}
