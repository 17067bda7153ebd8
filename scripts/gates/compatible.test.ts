/** The manifest is a contract: within one version keys are only added. A change of meaning takes a new version, and a new file in `released`. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { brokenPromises } from './compatible.ts';
import { GATE_MANIFEST_SCHEMA, gateManifestJsonSchema } from './index.ts';

const released = async (): Promise<Record<string, unknown>> => JSON.parse(await readFile(join(import.meta.dirname, `released/gates-${GATE_MANIFEST_SCHEMA.split('/')[1] ?? ''}.schema.json`), 'utf8')) as Record<string, unknown>;

interface Schema {
  title: string;
  properties: Record<string, { description?: string; type?: string; items?: Schema; properties?: Record<string, { description?: string; type?: string; enum?: string[] }> }>;
  required: string[];
}

const now = (): Schema => JSON.parse(gateManifestJsonSchema()) as Schema;
const criterion = (schema: Schema): Schema => schema.properties['objects']?.items?.properties['criteria']?.items ?? assert.fail('no criteria');

test('nothing that this version promised has changed', async () => {
  assert.deepEqual(brokenPromises(await released(), now()), []);
});

const changes: readonly (readonly [name: string, change: (schema: Schema) => void, wanted: RegExp | null])[] = [
  ['a key that is gone', (schema) => void delete criterion(schema).properties['metWhen'], /criteria\[\]\.metWhen: is gone/],
  ['a key that means something else', (schema) => void (criterion(schema).properties['metWhen'] = { type: 'string', description: 'Formula; true when the save is refused.' }), /metWhen: description was/],
  ['a key of another type', (schema) => void ((criterion(schema).properties['decays'] ?? {}).type = 'string'), /decays: type was "boolean" and is "string"/],
  ['a key that may be left out', (schema) => void (criterion(schema).required = criterion(schema).required.filter((key) => key !== 'rule')), /rule: is no longer always there/],
  ['a new key', (schema) => void (criterion(schema).properties['team'] = { type: 'string', description: 'New.' }), null],
];
for (const [name, change, wanted] of changes) {
  test(`${name} ${wanted === null ? 'needs no' : 'needs a'} new version`, async () => {
    const schema = now();
    change(schema);
    const broken = brokenPromises(await released(), schema).join('\n');
    if (wanted === null) assert.equal(broken, '');
    else assert.match(broken, wanted);
  });
}
