import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { GATE_EVENT_FIELDS, PACKAGED_FLOWS } from './packaged.ts';

const FLOWS = fileURLToPath(new URL('../../force-app/main/default/flows/', import.meta.url));

test('every flow of the package is in the table, and writes what the table says', async () => {
  const names = (await readdir(FLOWS)).filter((name) => name.endsWith('.flow-meta.xml')).map((name) => name.replace('.flow-meta.xml', ''));
  assert.deepEqual(PACKAGED_FLOWS.map(({ name }) => name).toSorted(), names.toSorted());
  for (const { name, writes } of PACKAGED_FLOWS) {
    const text = await readFile(`${FLOWS}${name}.flow-meta.xml`, 'utf8');
    for (const field of writes) assert.ok(text.includes(field.split('.')[1] ?? field), `${name} does not write ${field}`);
  }
});

test('the fields of gate events are those of the package', async () => {
  const names = (await readdir(fileURLToPath(new URL('../../force-app/main/default/objects/Handrail_Gate_Event__c/fields/', import.meta.url)))).map((name) => `Handrail_Gate_Event__c.${name.replace('.field-meta.xml', '')}`);
  assert.deepEqual([...GATE_EVENT_FIELDS], names.toSorted());
});
