/** The packaged flows as the Salesforce CLI deploys them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ADMIN, startPackagedOrg } from './packagedOrg.ts';

const run = promisify(execFile);
const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));
const FLOWS = 'force-app/main/default/flows';
const sfPath = join(PROJECT, 'node_modules/.bin/sf');
const NAMES = readdirSync(join(PROJECT, FLOWS)).map((name) => name.replace(/\.flow-meta\.xml$/, '')).toSorted();

interface SfAnswer {
  readonly status: number;
  readonly result: { readonly status?: string; readonly details?: { readonly componentFailures?: readonly { readonly problem: string }[] } };
}

test('sf project deploy start activates the flows, and names what the org cannot run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-flows-'));
  const { client } = await startPackagedOrg('2026-03-02T09:00:00Z');
  const sf = async (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<SfAnswer> => {
    const env = {
      PATH: process.env['PATH'] ?? '', HOME: folder, SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', NO_COLOR: '1', ...environment,
    };
    const stdout = await run(process.execPath, [sfPath, ...args, '--json'], { cwd: folder, timeout: 120_000, maxBuffer: 32 * 1024 * 1024, env })
      .then((done) => done.stdout, (failed: { readonly stdout?: string }) => failed.stdout ?? '');
    return JSON.parse(stdout) as SfAnswer;
  };
  const states = async (): Promise<readonly unknown[]> => (await client.query('SELECT ApiName, IsActive FROM FlowDefinitionView ORDER BY ApiName')).map(({ ApiName, IsActive }) => [ApiName, IsActive]);
  try {
    client.org.metadata.delete(client.org.session(ADMIN), 'Flow', NAMES);
    assert.deepEqual(await states(), []);

    writeFileSync(join(folder, 'sfdx-project.json'), '{"packageDirectories":[{"path":"force-app","default":true}],"sourceApiVersion":"67.0"}\n');
    cpSync(join(PROJECT, FLOWS), join(folder, FLOWS), { recursive: true });
    await sf(['org', 'login', 'access-token', '--instance-url', client.org.url, '--no-prompt', '--alias', 'local'], { SF_ACCESS_TOKEN: client.org.accessToken });
    const deployed = await sf(['project', 'deploy', 'start', '--source-dir', FLOWS, '--target-org', 'local']);
    assert.equal(deployed.result.status, 'Succeeded', JSON.stringify(deployed).slice(0, 2000));
    assert.deepEqual(await states(), NAMES.map((name) => [name, true]));
    const id = await client.create('Opportunity', { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2030-06-30', LeadSource: 'Web' });
    const [deal] = await client.query(`SELECT Handrail_Stage_Entered_At__c FROM Opportunity WHERE Id = '${id}'`);
    assert.notEqual(deal?.['Handrail_Stage_Entered_At__c'], null);

    const path = join(folder, FLOWS, 'Handrail_Lead_Stamp.flow-meta.xml');
    const subflow = '<subflows><name>Route_Lead</name><label>Route Lead</label><locationX>0</locationX><locationY>0</locationY><flowName>Route_Lead</flowName></subflows>';
    writeFileSync(path, readFileSync(path, 'utf8').replace('</status>', `</status>\n    ${subflow}`));
    const refused = await sf(['project', 'deploy', 'start', '--source-dir', FLOWS, '--target-org', 'local']);
    assert.equal(refused.status, 1);
    assert.deepEqual([refused.result.details?.componentFailures ?? []].flat().map(({ problem }) => problem), ['unsupported by the local org: subflows Route_Lead in a record-triggered flow']);
  } finally {
    await client.org.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
