/** The keys of the playbook's files, from the JSON Schemas that editors check with. */
import { code, escape, page, table } from '../markdown.ts';

export interface Schema {
  readonly type?: string | readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly (string | number)[] | undefined;
  readonly const?: string | number | boolean | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly items?: Schema | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: boolean | Schema | undefined;
}

/** One topic of the playbook and the names its files have. */
export interface TopicSchema {
  readonly files: readonly string[];
  readonly schema: Schema;
}

interface Part {
  readonly path: string;
  readonly schema: Schema;
}

export function playbookKeysReference(topics: readonly TopicSchema[]): string {
  const seen = new Map<string, string>();
  return page('Keys of the playbook', [
    'Every key of every file, with what editors show while you type. How they work together is explained in [playbook.md](../playbook.md).',
    ...topics.flatMap(({ files, schema }) => [`## ${files.map(escape).join(', ')}`, ...partsOf({ path: '', schema }).map((part) => partSection(part, files[0] ?? '', seen))]),
  ]);
}

/** The object itself, then the objects in it, outer ones first. */
function partsOf(part: Part): Part[] {
  const inner = Object.entries(part.schema.properties ?? {}).flatMap(([key, schema]) => objectsIn(schema, part.path === '' ? key : `${part.path}.${key}`));
  return [part, ...inner.flatMap(partsOf)];
}

/** Objects under one key: itself, in a list, as one of several shapes, or under names of their own. */
function objectsIn(schema: Schema, path: string): Part[] {
  if (schema.anyOf) return schema.anyOf.flatMap((choice) => objectsIn(choice, path));
  if (schema.items) return objectsIn(schema.items, `${path}[]`);
  if (typeof schema.additionalProperties === 'object') return objectsIn(schema.additionalProperties, `${path}.*`);
  return schema.properties ? [{ path, schema }] : [];
}

/** The same part, such as a criterion, is described once and then referred to. */
function partSection({ path, schema }: Part, file: string, seen: Map<string, string>): string {
  const heading = path === '' ? [] : [`### ${code(path)}`];
  const key = JSON.stringify(schema);
  const first = seen.get(key);
  if (first !== undefined) return [...heading, `As ${first}.`].join('\n\n');
  seen.set(key, path === '' ? code(file) : `${code(path)} of ${code(file)}`);
  const rows = Object.entries(schema.properties ?? {}).map(([name, value]) => [code(name), schema.required?.includes(name) ? 'yes' : '', escape(shapeOf(value)), escape(value.description ?? value.items?.description ?? '')]);
  return [...heading, table(['key', 'required', 'takes', 'means'], rows)].join('\n\n');
}

function shapeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.join(', ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(shapeOf))].join(' or ');
  if (schema.items) return `list of ${schema.items.enum ? schema.items.enum.join(', ') : schema.items.properties ? 'parts' : shapeOf(schema.items)}`;
  if (schema.properties) return 'keys of its own';
  if (schema.type === 'object') return 'names and values';
  return [schema.type ?? 'anything'].flat().join(' or ');
}
