/** What a user may not read changes no number that does not say so: every object hidden in turn, and some fields. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadPlaybook } from '../playbook/index.ts';
import { computeMetrics } from './compute.ts';
import { company, INPUT_FILES } from './engines/testing/company.ts';
import { MANIFEST_FILE, type SnapshotManifest } from './snapshot.ts';
import { writeSnapshot } from './testing/snapshot.ts';
import { inputs } from './testing/vectors.ts';
import type { MetricResult, MetricState } from './types.ts';

const { playbook } = await loadPlaybook(join(import.meta.dirname, '../../config/playbook'));
assert.ok(playbook);
const dir = await writeSnapshot(playbook, company(playbook, 30));
const manifest = JSON.parse(await readFile(join(dir, MANIFEST_FILE), 'utf8')) as SnapshotManifest;
const options = { asOf: '2026-06-15T12:00:00Z', slice: 'all', inputsDir: await inputs(INPUT_FILES) };
const keyOf = ({ id, slice }: MetricResult): string => JSON.stringify([id, slice]);
const whole = new Map((await computeMetrics(playbook, dir, options)).map((result) => [keyOf(result), result]));

const saysSo = (state: MetricState): boolean => state === 'partial_access' || state === 'undefined';

/** Numbers that differ and do not say that something is missing. */
function silent(results: readonly MetricResult[]): string[] {
  return results.flatMap((result) => {
    const full = whole.get(keyOf(result));
    const own = saysSo(result.state) || result.value === full?.value ? [] : [`${keyOf(result)} is ${result.value}, not ${full?.value}`];
    const others = result.variants.flatMap((variant) => {
      const meant = full?.variants.find(({ id }) => id === variant.id)?.value;
      return saysSo(variant.state) || variant.value === meant ? [] : [`${keyOf(result)} ${variant.id} is ${variant.value}, not ${meant}`];
    });
    return [...own, ...others];
  });
}

async function without(hidden: (object: string, field: string) => boolean): Promise<MetricResult[]> {
  const objects = manifest.objects.map((object) => ({ ...object, fields: object.fields.filter(({ name }) => !hidden(object.object, name)), gaps: object.fields.map(({ name }) => name).filter((name) => hidden(object.object, name)) }));
  await writeFile(join(dir, MANIFEST_FILE), JSON.stringify({ ...manifest, objects }));
  return computeMetrics(playbook ?? assert.fail(), dir, options);
}

test('an object that is hidden', async (context) => {
  assert.ok(whole.size > 500);
  for (const { object } of manifest.objects) {
    await context.test(object, async () => {
      const results = await without((found) => found === object);
      assert.deepEqual(silent(results), []);
      for (const { reason } of results) assert.doesNotMatch(reason ?? '', new RegExp(`\\b${object}\\.\\w`), 'said once, not field by field');
    });
  }
});

/** Each is read by facts of several kinds, or by criteria alone. */
const FIELDS = ['Opportunity.Amount', 'Opportunity.LeadSource', 'Opportunity.Handrail_Loss_Reason__c', 'Opportunity.Handrail_Champion__c', 'Account.NumberOfEmployees', 'Lead.Handrail_MQL_At__c'];

test('a field that is hidden', async (context) => {
  for (const field of FIELDS) await context.test(field, async () => assert.deepEqual(silent(await without((object, name) => `${object}.${name}` === field)), []));
});
