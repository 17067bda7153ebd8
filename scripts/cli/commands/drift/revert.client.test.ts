/** The commands that read and mend an org, in a process of their own: exit codes, what they print, what they refuse. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deployedOrg, inner, mdapi, type DeployedOrg } from '../../../drift/testing/deployedOrg.ts';
import type { LocalOrg } from '../../../local-org/index.ts';
import { handrail, type Run } from '../../testing/run.ts';

describe('plan, scan, drift revert and sync on the command line', () => {
  let deployed: DeployedOrg;
  let org: LocalOrg;
  before(async () => {
    deployed = await deployedOrg();
    org = deployed.org;
    // Somebody switches a rule off.
    const rule = inner(deployed.compiled('Handrail_OPP_PROP_03.validationRule-meta.xml'), 'validationRules').replace('<active>true</active>', '<active>false</active>');
    deployed.deploy({ 'objects/Opportunity.object': mdapi('CustomObject', rule) }, { ValidationRule: ['Opportunity.Handrail_OPP_PROP_03'] });
  });
  after(() => deployed.close());

  const run = (...args: readonly string[]): Promise<Run> => handrail([...args, '--target-org', org.accessToken], { cwd: deployed.projectDir, env: { SF_ORG_INSTANCE_URL: org.url } });
  const noToken = (done: Run): void => assert.ok(!`${done.stdout}${done.stderr}`.includes(org.accessToken), 'a token was printed');

  test('plan shows the rule that a deploy would switch on again, and never the token that names the org', async () => {
    const done = await run('plan');
    assert.equal(done.exitCode, 0, done.stderr);
    assert.match(done.stdout, /~ OPP-PROP-03 +Procurement contact identified +switched on again/);
    assert.match(done.stdout, /Nothing will be written\./);
    noToken(done);
  });

  test('without a yes and without a terminal it refuses before it asks the org', async () => {
    const done = await run('drift', 'revert', 'OPP-PROP-03', '--json');
    assert.equal(done.exitCode, 2);
    assert.equal(done.json<{ name: string }>().name, 'NotConfirmed');
  });

  test('an id that is none names the nearest', async () => {
    const done = await run('drift', 'revert', 'OPP-PROP-3', '--yes', '--json');
    assert.equal(done.exitCode, 2);
    assert.equal(done.json<{ message: string }>().message, 'There is no finding OPP-PROP-3. Did you mean OPP-PROP-03?');
  });

  test('it says what it deploys, deploys it, and drift is silent afterwards', async () => {
    const done = await run('drift', 'revert', 'OPP-PROP-03', '--yes', '--json');
    assert.equal(done.exitCode, 0, done.stderr);
    assert.match(done.stderr, /~ ValidationRule Opportunity\.Handrail_OPP_PROP_03/);
    assert.deepEqual(done.json<{ result: unknown }>().result, { reverted: ['OPP-PROP-03'], deployed: [{ type: 'ValidationRule', fullName: 'Opportunity.Handrail_OPP_PROP_03' }], remaining: [], alongside: [], byHand: [] });
    noToken(done);
    const drift = await run('drift', '--json');
    assert.deepEqual(drift.json<{ result: { findings: unknown[] } }>().result.findings, []);
  });

  test('scan and sync answer in their shapes', async () => {
    const scan = await run('scan', '--json');
    assert.equal(scan.exitCode, 0, scan.stderr);
    assert.deepEqual(scan.json<{ result: { violations: unknown; summary: unknown } }>().result.violations, []);
    const sync = await run('sync', '--json');
    assert.equal(sync.exitCode, 0, sync.stderr);
    const { result } = sync.json<{ result: Record<string, unknown> }>();
    for (const key of ['runId', 'drift', 'scan', 'metrics', 'written', 'resumedFrom']) assert.ok(key in result, key);
    noToken(sync);
  });

  test('an unknown criterion is wrong usage', async () => {
    const done = await run('scan', '--criterion', 'OPP-QUAL-1', '--json');
    assert.equal(done.exitCode, 2);
    assert.match(done.json<{ message: string }>().message, /Did you mean OPP-QUAL-01\?/);
  });
});
