/** Commands that somebody ends with Ctrl-C, a job with SIGTERM, or an org with a refusal: what was done, what was not, how to go on; and nothing lies about afterwards. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deployedOrg, type DeployedOrg } from '../drift/testing/deployedOrg.ts';
import { keepFewNumbers } from './testing/fewNumbers.ts';
import { handrail, type Run } from './testing/run.ts';

describe('a command that is stopped', () => {
  let deployed: DeployedOrg;
  let temporary: string;
  before(async () => {
    deployed = await deployedOrg();
    await keepFewNumbers(deployed.projectDir);
    temporary = await mkdtemp(join(tmpdir(), 'handrail-stopped-'));
    await mkdir(join(deployed.projectDir, 'inputs'));
  });
  after(async () => {
    await deployed.close();
    await rm(temporary, { recursive: true, force: true });
  });

  // The signal takes its time, in which a command may have begun its next step: what is expected is what it says of the org, not at which step.
  const stopped = (command: string, args: readonly string[], at: string, signal: NodeJS.Signals = 'SIGINT'): Promise<Run> =>
    handrail([command, '--target-org', deployed.org.accessToken, ...args], { cwd: deployed.projectDir, env: { SF_ORG_INSTANCE_URL: deployed.org.url, TMPDIR: temporary }, stop: { at, with: signal } });

  test('one that reads says that nothing was written', async () => {
    const { exitCode, stdout, stderr } = await stopped('drift', [], 'Reading rules, fields and criteria');
    assert.deepEqual([exitCode, stdout], [130, '']);
    assert.match(stderr, /\nerror Stopped at: [^\n.]+\. Nothing was written to the org\.\n +Run the same command again\.\n$/);
  });

  test('with --json it is one failure object', async () => {
    const run = await stopped('scan', ['--json'], 'Reading Opportunity', 'SIGTERM');
    assert.equal(run.exitCode, 130);
    const { message, ...rest } = run.json();
    assert.match(String(message), /^Stopped at: [^\n.]+\. Nothing was written to the org\.$/);
    assert.deepEqual(rest, { status: 130, name: 'Interrupted', actions: ['Run the same command again.'], code: 'Interrupted', exitCode: 130, warnings: [] });
  });

  test('a sync that was still reading leaves its run behind, no files, and is taken up', async () => {
    const first = await stopped('sync', [], 'Opportunity: describing');
    assert.equal(first.exitCode, 130, first.stderr);
    assert.match(first.stderr, /error Stopped at: [^\n.]+\. No finding, number or pack was written; the org has the record of a run that is not over\.\n +Run handrail sync again: it takes that run up\. From another machine it can 3 minutes from now\.\n$/);
    assert.deepEqual(await readdir(temporary), []);
    const again = await stopped('sync', ['--json'], 'never said');
    assert.equal(again.exitCode, 0, again.stderr);
    assert.match(again.stderr, /Taking up run run-\w+, which had not ended/);
  });

  test('a sync that was writing says that a part is there', async () => {
    const { exitCode, stderr } = await stopped('sync', [], 'Writing findings');
    assert.equal(exitCode, 130, stderr);
    assert.match(stderr, /error Stopped at: Writing [^\n.]+\. What was written stays and is right; the rest is not in the org yet\./);
  });

  test('a sync that failed says the same, with what went wrong', async () => {
    const fault = { path: '/query', after: 5, times: 1, fault: { kind: 'limit' } };
    const armed = await fetch(`${deployed.org.url}/_local/faults`, { method: 'POST', headers: { authorization: `Bearer ${deployed.org.accessToken}` }, body: JSON.stringify(fault) });
    assert.ok(armed.ok, await armed.text());
    const { exitCode, stderr } = await stopped('sync', [], 'never said');
    assert.equal(exitCode, 1);
    assert.match(stderr, /Limit exceeded\. \(REQUEST_LIMIT_EXCEEDED\)\. No finding, number or pack was written; the org has the record of a run that is not over\.\n[^\n]+\n +Then run handrail sync again: it takes that run up\.\n$/);
  });

  test('an extraction says that it goes on where it was', async () => {
    const { exitCode, stderr } = await stopped('extract', ['--out', 'snapshot'], 'Opportunity: describing');
    assert.equal(exitCode, 130, stderr);
    assert.match(stderr, /error Stopped at: [^\n.]+\. What was read is kept in snapshot; nothing was written to the org\.\n +Run the same command again: it goes on from there\.\n$/);
  });
});
