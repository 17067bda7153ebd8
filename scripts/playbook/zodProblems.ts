/** What zod found wrong, said with the place in the file and a did-you-mean. */
import type { z } from 'zod';
import { nearest } from '../formula/index.ts';
import { problem, type Problem } from './diagnostics.ts';
import { MOST_REPORTED, printable } from './yaml/limits.ts';
import type { Path, YamlFile } from './yaml/yamlFile.ts';

type Issue = z.core.$ZodIssue;

export function problemsOf(error: z.ZodError, yaml: YamlFile, schema: z.ZodType): Problem[] {
  if (yaml.value === null || yaml.value === undefined) return [problem('empty-file', { file: yaml.file, line: 1, column: 1 }, {}, `It holds: ${keysAt(schema, []).join(', ')}.`)];
  return error.issues.flatMap((issue) => problemsOfIssue(issue, [], yaml, schema));
}

/** @param base where the schema stands that found the issue, when a union holds it */
function problemsOfIssue(issue: Issue, base: Path, yaml: YamlFile, schema: z.ZodType): Problem[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  const given = valueAt(yaml.value, path);
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.slice(0, MOST_REPORTED).map((key) => problem('unknown-key', yaml.locateKey([...path, key]), { key: printable(key) }, unknownKeyHint(key, known)));
  }
  if (issue.code === 'invalid_union') {
    const [closest] = issue.errors.toSorted((left, right) => severityOf(left) - severityOf(right));
    if (closest && given !== undefined && typeof given === 'object') return closest.flatMap((inner) => problemsOfIssue(inner, path, yaml, schema));
  }
  if (issue.code === 'invalid_key') return [problem('unknown-key', yaml.locateKey(path), { key: printable(String(path.at(-1))) }, keyHint(issue.issues, String(path.at(-1))))];
  if (given === undefined) return [problem('missing-key', yaml.locate(path.slice(0, -1)), { key: String(path.at(-1) ?? '') })];
  return [problem('wrong-value', yaml.locate(path), { key: nameOf(path), message: sentenceOf(issue, given) }, valueHint(issue, given, schemasAt(schema, path)))];
}

/** @param schemas of the place */
function valueHint(issue: Issue, given: unknown, schemas: readonly z.ZodType[]): string | null {
  if (issue.code === 'invalid_value') {
    const meant = nearest(bare(given), issue.values.map(String));
    return meant ? `Did you mean ${meant}?` : null;
  }
  // YAML reads 1.0 and yes as a number and a truth; in quotes it would be a text, if not always one of the right form.
  if (issue.code !== 'invalid_type' || issue.expected !== 'string' || bare(given) === '') return null;
  const other = schemas.map((schema) => schema.safeParse(bare(given))).find(({ success }) => !success)?.error?.issues[0];
  return other?.code === 'invalid_format' ? `${other.message.replace(/\.$/, '')}.` : 'Put it in quotes.';
}

function unknownKeyHint(key: string, known: readonly string[]): string | null {
  if (key === '<<') return 'YAML merge keys are not read: write the keys out here.';
  const meant = nearest(key, known);
  if (meant) return `Did you mean ${meant}?`;
  return known.length > 0 ? `Known here: ${known.join(', ')}.` : null;
}

/** A group whose keys are of a list, or of a form. */
function keyHint([first]: readonly Issue[], key: string): string | null {
  if (first?.code === 'invalid_value') return unknownKeyHint(key, first.values.map(String));
  return first ? `${first.message.replace(/\.$/, '')}.` : null;
}

/** A union's members are told apart by their keys: the one whose keys fit is what was meant. */
function severityOf(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length * 10 : issue.path.length === 0 ? 100 : 1), 0);
}

const KINDS: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a group of keys', record: 'a group of keys' };

/** What was expected and what stands there. */
function sentenceOf(issue: Issue, given: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is ${shown(given)}, but must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `is ${shown(given)}, but must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return Number(issue.minimum) === 1 ? 'is empty' : `is too short: ${limitOf(issue.minimum, issue.origin)} are the least`;
      return `is too small: ${issue.minimum} is the least`;
    case 'too_big':
      if (issue.origin === 'string' || issue.origin === 'array') return `is too long: ${limitOf(issue.maximum, issue.origin)} are the most`;
      return `is too large: ${issue.maximum} is the most`;
    case 'invalid_union':
      return `is ${shown(given)}, which is none of the forms it may have`;
    default:
      // The schema's own words, which say what is expected.
      return `is ${shown(given)}. ${issue.message.replace(/\.$/, '')}`;
  }
}

function limitOf(limit: number | bigint, origin: string): string {
  return `${limit}${origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : ''}`;
}

function shown(given: unknown): string {
  if (Array.isArray(given)) return 'a list';
  if (given === null) return 'empty';
  if (typeof given === 'object') return 'a group of keys';
  return typeof given === 'string' ? `"${printable(given)}"` : bare(given);
}

/** A scalar as it is written; nothing else is near a word. */
function bare(given: unknown): string {
  return typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean' ? String(given) : '';
}

/** `business_hours.days`, and for an entry of a list the name of the list. */
function nameOf(path: Path): string {
  return path.length === 0 ? 'The file' : `"${path.filter((part) => typeof part === 'string').slice(-1).join('')}"`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((current, part) => (typeof current === 'object' && current !== null ? (current as Record<string | number, unknown>)[part] : undefined), value);
}

/** Keys a strict object of the schema knows, found by walking its definition along the path; of a union, all of its members'. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  return [...new Set(schemasAt(schema, path).flatMap(namedKeys))];
}

function schemasAt(schema: z.ZodType, path: Path): z.ZodType[] {
  let current = [unwrapped(schema)].flat();
  for (const part of path) {
    current = current.flatMap((candidate) => {
      const def = candidate.def as { type: string; shape?: Record<string, z.ZodType>; element?: z.ZodType; valueType?: z.ZodType };
      const next = def.type === 'object' ? def.shape?.[String(part)] : def.type === 'array' ? def.element : def.valueType;
      return next ? unwrapped(next) : [];
    });
  }
  return current;
}

/** Of a strict object, and of a record whose keys are of a list. */
function namedKeys(schema: z.ZodType): string[] {
  const { shape, keyType } = schema.def as { shape?: object; keyType?: z.ZodType };
  return Object.keys(shape ?? (keyType?.def as { entries?: object } | undefined)?.entries ?? {});
}

function unwrapped(schema: z.ZodType): z.ZodType[] {
  const { type, innerType, options } = schema.def as { type: string; innerType?: z.ZodType; options?: readonly z.ZodType[] };
  if (type === 'union') return (options ?? []).flatMap(unwrapped);
  return (type === 'optional' || type === 'default' || type === 'nullable') && innerType ? unwrapped(innerType) : [schema];
}
