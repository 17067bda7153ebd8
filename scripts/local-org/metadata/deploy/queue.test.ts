import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeployResult } from '../types.ts';
import { createTestOrg, DEPLOY, file, manifest, session, zipOf, type TestOrg } from '../testing/org.ts';

const TRY = zipOf({ 'package.xml': manifest({ CustomPermission: ['Try'] }), 'customPermissions/Try.customPermission': file('CustomPermission', '<isLicensed>false</isLicensed><label>Try</label>') });
const OTHER = zipOf({ 'package.xml': manifest({ CustomPermission: ['Other'] }), 'customPermissions/Other.customPermission': file('CustomPermission', '<isLicensed>false</isLicensed><label>Other</label>') });
const VALIDATION = { ...DEPLOY, checkOnly: true, testLevel: 'RunLocalTests' };

const names = (org: TestOrg): unknown[] => org.rows('CustomPermission').map((row) => row['DeveloperName']);

/** Turns of the event loop until the deploy is over; the statuses it showed on the way. */
async function watch(org: TestOrg, { id }: DeployResult): Promise<{ readonly result: DeployResult; readonly seen: readonly string[] }> {
  const seen: string[] = [];
  for (let turn = 0; turn < 50; turn += 1) {
    const result = org.metadata.deploys.status(id);
    assert.ok(result);
    if (seen.at(-1) !== result.status) seen.push(result.status);
    if (result.done) return { result, seen };
    await nextTurn();
  }
  throw new Error(`still ${seen.join(', ')}`);
}

test('a deploy waits, runs after the answer, and is done', async () => {
  const org = createTestOrg();
  const first = org.metadata.deploys.start(session, TRY, DEPLOY);
  const second = org.metadata.deploys.start(session, OTHER, DEPLOY);
  assert.deepEqual([first.status, first.done, first.startDate, names(org)], ['Pending', false, null, []]);
  assert.deepEqual((await watch(org, first)).seen, ['Pending', 'InProgress', 'Succeeded']);
  assert.equal((await watch(org, second)).result.success, true);
  assert.deepEqual(names(org), ['Try', 'Other']);
  assert.equal(org.metadata.deploys.status(first.id.slice(0, 15))?.id, first.id);
});

test('what waits can be cancelled and changes nothing; what is over cannot', async () => {
  const org = createTestOrg();
  const release = org.metadata.deploys.hold();
  const waiting = org.metadata.deploys.start(session, TRY, DEPLOY);
  await nextTurn();
  const canceled = org.metadata.deploys.cancel(session, waiting.id);
  assert.deepEqual([canceled.status, canceled.done, canceled.success, canceled.canceledByName], ['Canceled', true, false, 'Ada Admin']);
  release();
  release();
  const running = org.metadata.deploys.start(session, OTHER, DEPLOY);
  while (org.metadata.deploys.status(running.id)?.status === 'Pending') await nextTurn();
  assert.equal(org.metadata.deploys.cancel(session, running.id).status, 'Canceling');
  assert.equal((await watch(org, running)).result.status, 'Canceled');
  assert.deepEqual(names(org), []);
  assert.throws(() => org.metadata.deploys.cancel(session, running.id), /Deployment already completed/);
  assert.throws(() => org.metadata.deploys.cancel(session, '0Af000000000999AAA'), /no deployment found/);
});

test('a validation is deployed without its zip being sent again, once the org is as it was', async () => {
  const org = createTestOrg();
  const validated = (await watch(org, org.metadata.deploys.start(session, TRY, VALIDATION))).result;
  assert.deepEqual([validated.success, validated.checkOnly, names(org)], [true, true, []]);
  const quick = org.metadata.deploys.quick(session, validated.id);
  assert.notEqual(quick.id, validated.id);
  assert.equal((await watch(org, quick)).result.checkOnly, false);
  assert.deepEqual(names(org), ['Try']);
  // A deployment, this one too, ends what was validated before it.
  assert.throws(() => org.metadata.deploys.quick(session, validated.id), /another deployment has changed the org/);
});

test('what was not validated with tests, in time and in full is not deployed so', async () => {
  const org = createTestOrg();
  const run = async (zip: Uint8Array, options: typeof VALIDATION): Promise<string> => (await watch(org, org.metadata.deploys.start(session, zip, options))).result.id;
  const untested = await run(TRY, { ...VALIDATION, testLevel: 'NoTestRun' });
  assert.throws(() => org.metadata.deploys.quick(session, untested), /no tests have run/);
  const failed = await run(new Uint8Array(3), VALIDATION);
  assert.throws(() => org.metadata.deploys.quick(session, failed), /its status is Failed/);
  const old = await run(TRY, VALIDATION);
  org.setTime('2026-05-20T00:00:00.000Z');
  assert.throws(() => org.metadata.deploys.quick(session, old), /older than 10 days/);
  const real = await run(OTHER, { ...VALIDATION, checkOnly: false });
  assert.throws(() => org.metadata.deploys.quick(session, real), /it was no validation/);
});

test('a deploy that ends in an exception of the org says so and lets the next one run', async () => {
  const org = createTestOrg();
  org.failOnce('the disk is full');
  const failing = org.metadata.deploys.start(session, TRY, DEPLOY);
  const next = org.metadata.deploys.start(session, OTHER, DEPLOY);
  const { result } = await watch(org, failing);
  assert.deepEqual([result.status, result.errorStatusCode, result.errorMessage], ['Failed', 'UNKNOWN_EXCEPTION', 'the disk is full']);
  assert.equal((await watch(org, next)).result.success, true);
  assert.deepEqual(names(org), ['Other']);
});
