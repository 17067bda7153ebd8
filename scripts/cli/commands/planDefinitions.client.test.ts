/** Which numbers change meaning, told by what the last sync kept in the org; and by how much, counted in a snapshot. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ADMIN, deployedOrg, type DeployedOrg } from '../../drift/testing/deployedOrg.ts';
import type { PlanReport } from '../../plan/types.ts';
import { handrail, type Run } from '../testing/run.ts';

/** The trailing year ends with the last whole month. */
const NEXT_MONTH = new Date(Date.now() + 40 * 86_400_000).toISOString();

describe('plan of a change of numbers', () => {
  let deployed: DeployedOrg;
  before(async () => {
    deployed = await deployedOrg();
    plantOutcomes();
  });
  after(() => deployed.close());

  const run = (...args: readonly string[]): Promise<Run> => handrail([...args, '--target-org', deployed.org.accessToken], { cwd: deployed.projectDir, env: { SF_ORG_INSTANCE_URL: deployed.org.url } });
  const edit = async (name: string, change: (text: string) => string): Promise<void> => {
    const path = join(deployed.projectDir, 'config/playbook', name);
    const text = await readFile(path, 'utf8');
    assert.notEqual(change(text), text, name);
    await writeFile(path, change(text));
  };
  const plan = async (...args: readonly string[]): Promise<PlanReport> => {
    const done = await run('plan', ...args, '--json');
    assert.equal(done.exitCode, 0, done.stdout);
    return done.json<{ result: PlanReport }>().result;
  };

  /** Two deals won, one lost to the price, two that nobody won. */
  function plantOutcomes(): void {
    const { org } = deployed;
    const admin = org.session(ADMIN);
    const id = (soql: string): string => String(org.engine.query(admin, soql).records[0]?.['Id']);
    const loader = id("SELECT Id FROM User WHERE Username = 'sync@handrail.local'");
    for (const set of ['Handrail_Bypass_Opportunity', 'Handrail_Bypass_Forecast', 'Handrail_Bypass_Closing', 'Handrail_Admin', 'Handrail_Playbook_Edit']) {
      org.engine.insert(admin, 'PermissionSetAssignment', [{ AssigneeId: loader, PermissionSetId: id(`SELECT Id FROM PermissionSet WHERE Name = '${set}'`) }]);
    }
    const CloseDate = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
    const lost = (Name: string, reason: string): Record<string, string | number> => ({ Name, StageName: 'Closed Lost', CloseDate, Amount: 100, Handrail_Loss_Reason__c: reason });
    const won = (Name: string): Record<string, string | number> => ({ Name, StageName: 'Closed Won', CloseDate, Amount: 100 });
    const saved = org.engine.insert(org.session('sync@handrail.local'), 'Opportunity', [won('W1'), won('W2'), lost('L1', 'Price'), lost('L2', 'Timing'), lost('L3', 'Timing')]);
    assert.ok(saved.every(({ success }) => success), JSON.stringify(saved));
  }

  test('before any sync there is nothing to compare with, and nothing is said', async () => {
    const { definitions, coverage } = await plan();
    assert.deepEqual(definitions, { since: null, changes: [], metrics: null });
    assert.deepEqual(coverage.unread, []);
  });

  test('a reason that counts as lost from now on: named since the last sync, and counted under both', async () => {
    const synced = await run('sync', '--json');
    assert.equal(synced.exitCode, 0, synced.stdout);
    assert.deepEqual((await plan()).definitions.changes, []);
    assert.equal((await run('extract', '--out', 'snapshot', '--json')).exitCode, 0);
    await edit('closed-lost.yaml', (text) => text.replace(/(- reason: Timing\n(?:.*\n)*?\s+class: )derail/, '$1lost'));
    await edit('metrics.yaml', (text) => text.replace('label: Win rate, narrow', 'label: Win rate of decided deals'));
    const { definitions, budget, coverage } = await plan('--from', 'snapshot', '--as-of', NEXT_MONTH);
    assert.equal(definitions.since?.version, deployed.playbook.version);
    assert.ok(definitions.since.at !== null);
    assert.deepEqual(definitions.changes.map(({ type, fullName, meaning, summary }) => [type, fullName, meaning, summary]), [
      ['Reason', 'Timing', 'breaking', 'lost: class: derail -> lost'],
      ['Metric', 'win_rate', 'safe', 'Win rate of decided deals: label: Win rate, narrow -> Win rate of decided deals'],
    ]);
    assert.ok(definitions.changes[0]?.metrics.includes('win_rate'));
    // 2 won of 3 decided; with the two of Timing 2 of 5.
    const rate = definitions.metrics?.find(({ id, slice }) => id === 'win_rate' && Object.keys(slice).length === 0);
    assert.deepEqual([rate?.before?.value?.toFixed(4), rate?.before?.n, rate?.after?.value?.toFixed(4), rate?.after?.n], ['0.6667', 3, '0.4000', 5]);
    assert.ok(coverage.apiCalls <= budget.calls, `${coverage.apiCalls} of ${budget.calls}`);
    const shown = await run('plan', '--from', 'snapshot', '--as-of', NEXT_MONTH);
    assert.match(shown.stdout, /\nNumbers that mean something else than at the last sync \(\d{4}-\d\d-\d\d, playbook [\d.]+\)\n {2}~ Reason {7}Timing\n {17}lost: class: derail -> lost\n/);
    assert.match(shown.stdout, /\n {2}win_rate +66\.7% \(low n\) -> 40\.0% \(low n\), of 3 -> 5\n/);
    assert.match(shown.stdout, /Nothing to deploy\. Numbers change with the next sync\.\n\d+ of \d+ API calls made\.\n$/);
  });

  test('what somebody wrote over what was kept is said, never trusted', async () => {
    const { connection } = deployed;
    const [row] = await connection.query<{ Id: string }>('SELECT Id FROM Handrail_Sync_Run__c ORDER BY CreatedDate DESC LIMIT 1');
    await connection.json('PATCH', `/services/data/v67.0/sobjects/Handrail_Sync_Run__c/${row?.Id ?? ''}`, { Playbook_Text__c: 'handrail.playbook/1:zzzz' });
    const { definitions, coverage } = await plan();
    assert.equal(definitions.since, null);
    assert.deepEqual(coverage.unread, ['which numbers change meaning: the playbook that the last sync kept was not read: it cannot be unpacked']);
  });
});
