/** The org as the Salesforce CLI sees it. Every command takes seconds to start: few of them, each for one kind of request. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';

const run = promisify(execFile);
const sfPath = fileURLToPath(new URL('../../../node_modules/.bin/sf', import.meta.url));

let client: TestOrg;
let home = '';
before(async () => {
  client = await startTestOrg();
  home = mkdtempSync(join(tmpdir(), 'handrail-sf-'));
});
after(async () => {
  await client.org.close();
  rmSync(home, { recursive: true, force: true });
});

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
}

function sf(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return run(process.execPath, [sfPath, ...args], {
    cwd: home,
    timeout: 120_000,
    env: {
      PATH: process.env['PATH'] ?? '', HOME: home, SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
      NO_COLOR: '1', ...environment,
    },
  });
}

/** With `--json`: the result. */
async function sfJson(...args: string[]): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await sf([...args, '--target-org', 'local', '--json']);
  return (JSON.parse(stdout) as { readonly result: Readonly<Record<string, unknown>> }).result;
}

describe('sf', { concurrency: 1 }, () => {
  test('logs in with the access token and shows the org', async () => {
    await sf(['org', 'login', 'access-token', '--instance-url', client.org.url, '--no-prompt', '--alias', 'local'], { SF_ACCESS_TOKEN: client.org.accessToken });
    const shown = await sfJson('org', 'display');
    assert.equal(shown['username'], 'admin@handrail.local');
    assert.equal(shown['connectedStatus'], 'Connected');
    assert.equal(shown['id'], client.org.engine.organizationId);
  });

  test('creates, gets, updates and deletes a record', async () => {
    const { id } = await sfJson('data', 'create', 'record', '--sobject', 'Account', '--values', "Name='Acme Inc' AnnualRevenue=5") as { id: string };
    await sfJson('data', 'update', 'record', '--sobject', 'Account', '--record-id', id, '--values', 'Site=HQ');
    const record = await sfJson('data', 'get', 'record', '--sobject', 'Account', '--record-id', id);
    assert.deepEqual([record['Name'], record['AnnualRevenue'], record['Site']], ['Acme Inc', 5, 'HQ']);
    await sfJson('data', 'delete', 'record', '--sobject', 'Account', '--record-id', id);
  });

  test('queries for people, as JSON, as CSV and the Tooling API', async () => {
    await client.create('Account', { Name: 'Query Me' });
    const query = (...args: string[]): Promise<Outcome> => sf(['data', 'query', '--target-org', 'local', '--query', ...args]);
    const human = await query('SELECT Id, Name, Owner.Name FROM Account');
    assert.match(human.stdout, /NAME\s+.*OWNER\.NAME/);
    assert.match(human.stdout, /Query Me\s+.*Ada Admin/);
    const csv = await query('SELECT Name FROM Account', '--result-format', 'csv');
    assert.equal(csv.stdout.trim(), 'Name\nQuery Me');
    const grouped = JSON.parse((await query('SELECT Name, COUNT(Id) n FROM Account GROUP BY Name', '--json')).stdout) as { result: { records: { n: number }[] } };
    assert.deepEqual(grouped.result.records.map((record) => record.n), [1]);
    const tooling = JSON.parse((await query('SELECT Id FROM ApexClass', '--use-tooling-api', '--json')).stdout) as { result: { totalSize: number } };
    assert.equal(tooling.result.totalSize, 0);
  });

  test('imports and exports in bulk', async () => {
    const csv = join(home, 'contacts.csv');
    writeFileSync(csv, 'LastName,Email\nOne,one@example.com\nTwo,two@example.com\n');
    const imported = await sfJson('data', 'import', 'bulk', '--sobject', 'Contact', '--file', csv, '--line-ending', 'LF', '--wait', '2');
    assert.deepEqual([imported['processedRecords'], imported['failedRecords']], [2, 0]);
    const exported = join(home, 'out.csv');
    await sfJson('data', 'export', 'bulk', '--query', 'SELECT LastName, Email FROM Contact ORDER BY LastName', '--output-file', exported, '--wait', '2');
    assert.equal(readFileSync(exported, 'utf8').replaceAll('"', ''), 'LastName,Email\nOne,one@example.com\nTwo,two@example.com\n');
  });

  test('assigns a permission set', async () => {
    client.org.engine.writeSystemRow('PermissionSet', { Name: 'RevOps_Test', Label: 'RevOps', IsCustom: true, Type: 'Regular' });
    await sfJson('org', 'assign', 'permset', '--name', 'RevOps_Test', '--on-behalf-of', 'rep@handrail.local');
    assert.deepEqual(client.org.users.find((user) => user.username === 'rep@handrail.local')?.permissionSets, ['RevOps_Test']);
  });
});
