import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateSchemas } from './jsonSchema.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

test('the schemas in config/schema are those of the code: handrail build writes them', async () => {
  const generated = generateSchemas();
  for (const { path, contents } of generated) assert.equal(await readFile(join(ROOT, path), 'utf8'), contents, path);
  assert.deepEqual((await readdir(join(ROOT, 'config/schema'))).map((name) => `config/schema/${name}`), generated.map(({ path }) => path).toSorted());
});

test('twice the same bytes', () => assert.deepEqual(generateSchemas(), generateSchemas()));

test('every key has its help, and no other key is allowed', () => {
  for (const { path, contents } of generateSchemas().filter((file) => !file.path.includes('metrics'))) walk(JSON.parse(contents) as Node, path);
});

function walk(node: Node | boolean | undefined, path: string): void {
  if (typeof node !== 'object') return;
  if (node.properties) assert.equal(node.additionalProperties, false, `${path} allows unknown keys`);
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    assert.ok(child.description, `${path}.${key} has no description`);
    walk(child, `${path}.${key}`);
  }
  for (const child of [node.items, node.additionalProperties, ...(node.anyOf ?? [])]) walk(child, `${path}[]`);
}
