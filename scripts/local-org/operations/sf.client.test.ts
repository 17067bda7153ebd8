/** The org as the Salesforce CLI sees it. Every command takes seconds to start: few of them, each for one kind of request. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Operation } from '../http/operation.ts';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';

const run = promisify(execFile);
const sfPath = fileURLToPath(new URL('../../../node_modules/.bin/sf', import.meta.url));

const page: Operation = { name: 'page', method: 'GET', path: '/', authenticated: false, handle: () => ({ status: 200, body: 'page' }) };
let client: TestOrg;
let home = '';
before(async () => {
  client = await startTestOrg({ extraOperations: [page] });
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
async function sfJson<Result = Readonly<Record<string, unknown>>>(...args: string[]): Promise<Result> {
  const { stdout } = await sf([...args, '--target-org', 'local', '--json']);
  return (JSON.parse(stdout) as { readonly result: Result }).result;
}

/** A file of CSV lines in the commands' folder. */
function csv(name: string, ...lines: readonly string[]): string {
  writeFileSync(join(home, name), `${lines.join('\n')}\n`);
  return name;
}

const named = async (like: string): Promise<readonly unknown[]> => (await client.query(`SELECT Name FROM Account WHERE Name LIKE '${like}' ORDER BY Name`)).map((row) => row['Name']);

describe('sf', { concurrency: 1 }, () => {
  test('logs in with the access token and shows the org', async () => {
    await sf(['org', 'login', 'access-token', '--instance-url', client.org.url, '--no-prompt', '--alias', 'local'], { SF_ACCESS_TOKEN: client.org.accessToken });
    const [shown, opened] = await Promise.all([sfJson('org', 'display'), sfJson('org', 'open', '--url-only')]);
    assert.equal((await fetch(String(opened['url']))).url, `${client.org.url}/?user=admin%40handrail.local`);
    assert.equal(shown['username'], 'admin@handrail.local');
    assert.equal(shown['connectedStatus'], 'Connected');
    assert.equal(shown['id'], client.org.engine.organizationId);
  });

  test('searches', async () => {
    const id = await client.create('Account', { Name: 'Needle Works' });
    const { searchRecords } = await sfJson<{ readonly searchRecords: readonly Readonly<Record<string, unknown>>[] }>('data', 'search', '--query', 'FIND {needle} IN NAME FIELDS RETURNING Account(Name)');
    assert.deepEqual(searchRecords.map((record) => record['Name']), ['Needle Works']);
    await client.call('DELETE', `/sobjects/Account/${id}`);
  });

  test('creates, gets, updates and deletes a record', async () => {
    const { id } = await sfJson<{ id: string }>('data', 'create', 'record', '--sobject', 'Account', '--values', "Name='Acme Inc' AnnualRevenue=5");
    await sfJson('data', 'update', 'record', '--sobject', 'Account', '--record-id', id, '--values', 'Site=HQ');
    const record = await sfJson('data', 'get', 'record', '--sobject', 'Account', '--record-id', id);
    assert.deepEqual([record['Name'], record['AnnualRevenue'], record['Site']], ['Acme Inc', 5, 'HQ']);
    await sfJson('data', 'delete', 'record', '--sobject', 'Account', '--record-id', id);
  });

  test('queries for people, as JSON, as CSV and the Tooling API', async () => {
    await client.create('Account', { Name: 'Query Me' });
    const query = (...args: string[]): Promise<Outcome> => sf(['data', 'query', '--target-org', 'local', '--query', ...args]);
    const [human, csvText, grouped, tooling] = await Promise.all([
      query('SELECT Id, Name, Owner.Name FROM Account'),
      query('SELECT Name FROM Account', '--result-format', 'csv'),
      query('SELECT Name, COUNT(Id) n FROM Account GROUP BY Name', '--json'),
      query('SELECT Id FROM ApexClass', '--use-tooling-api', '--json'),
    ]);
    assert.match(human.stdout, /NAME\s+.*OWNER\.NAME/);
    assert.match(human.stdout, /Query Me\s+.*Ada Admin/);
    assert.equal(csvText.stdout.trim(), 'Name\nQuery Me');
    assert.deepEqual((JSON.parse(grouped.stdout) as { result: { records: { n: number }[] } }).result.records.map((record) => record.n), [1]);
    assert.equal((JSON.parse(tooling.stdout) as { result: { totalSize: number } }).result.totalSize, 0);
  });

  test('asks what the org has and may', async () => {
    const [objects, account, limits, counts, text] = await Promise.all([
      sfJson<readonly string[]>('sobject', 'list', '--sobject', 'all'),
      sfJson<{ readonly fields: readonly { readonly name: string }[] }>('sobject', 'describe', '--sobject', 'Account'),
      sfJson<readonly { readonly name: string; readonly max: number }[]>('org', 'list', 'limits'),
      sfJson<readonly { readonly name: string; readonly count: number }[]>('org', 'list', 'sobject', 'record-counts', '--sobject', 'Organization'),
      sf(['api', 'request', 'rest', '/services/data/v67.0/limits/recordCount?sObjects=Organization', '--target-org', 'local']),
    ]);
    assert.ok(objects.includes('Opportunity'));
    assert.ok(account.fields.some((field) => field.name === 'Industry'));
    assert.equal(limits.find((limit) => limit.name === 'DailyApiRequests')?.max, 15_000);
    assert.deepEqual(counts, [{ name: 'Organization', count: 1 }]);
    assert.deepEqual(JSON.parse(text.stdout), { sObjects: [{ count: 1, name: 'Organization' }] });
  });

  test('imports, upserts, deletes and exports in bulk', async () => {
    csv('accounts.csv', 'Name,Site', 'Bulk 1,A', 'Bulk 2,B');
    const bulk = (verb: string, file: string, ...more: string[]): Promise<Readonly<Record<string, unknown>>> => sfJson('data', verb, 'bulk', '--sobject', 'Account', '--file', file, '--line-ending', 'LF', '--wait', '2', ...more);
    const imported = await bulk('import', 'accounts.csv');
    assert.deepEqual([imported['processedRecords'], imported['failedRecords']], [2, 0]);
    const [first, second] = (await client.query("SELECT Id FROM Account WHERE Name LIKE 'Bulk _' ORDER BY Name")).map((row) => String(row['Id']));
    csv('upsert.csv', 'Id,Name', `${first},Bulk one`);
    csv('delete.csv', 'Id', String(second));
    await Promise.all([bulk('upsert', 'upsert.csv', '--external-id', 'Id'), bulk('delete', 'delete.csv')]);
    assert.deepEqual(await named('Bulk%'), ['Bulk one']);
    await sfJson('data', 'export', 'bulk', '--query', "SELECT Name, Site FROM Account WHERE Name LIKE 'Bulk%'", '--output-file', 'out.csv', '--wait', '2');
    assert.equal(readFileSync(join(home, 'out.csv'), 'utf8').replaceAll('"', ''), 'Name,Site\nBulk one,A\n');
  });

  test('resumes an import, and tells which rows failed', async () => {
    csv('half.csv', 'Name,Site', 'Half,A', ',B');
    const { jobId } = await sfJson<{ readonly jobId: string }>('data', 'import', 'bulk', '--sobject', 'Account', '--file', 'half.csv', '--line-ending', 'LF', '--wait', '0');
    await assert.rejects(sf(['data', 'import', 'resume', '--job-id', jobId, '--json']), ({ stdout, stderr }: Error & Partial<Outcome>) => /failed to process 1 records/.test(`${stdout}${stderr}`));
    const results = await sfJson('data', 'bulk', 'results', '--job-id', jobId);
    assert.deepEqual([results['processedRecords'], results['successfulRecords'], results['failedRecords']], [2, 1, 1]);
    assert.match(readFileSync(join(home, String(results['failedFilePath'])), 'utf8'), /REQUIRED_FIELD_MISSING:Required fields are missing: \[Name\]:Name --/);
  });

  test('exports records with their children as a tree, and plants it again', async () => {
    const parent = await client.create('Account', { Name: 'Tree' });
    await client.create('Contact', { LastName: 'Leaf', AccountId: parent });
    await sfJson('data', 'export', 'tree', '--query', "SELECT Name, (SELECT LastName FROM Contacts) FROM Account WHERE Name = 'Tree'", '--plan');
    await sfJson('data', 'import', 'tree', '--plan', 'Account-Contact-plan.json');
    assert.deepEqual(await named('Tree'), ['Tree', 'Tree']);
    assert.deepEqual((await client.query("SELECT Account.Name FROM Contact WHERE LastName = 'Leaf'")).map((row) => (row['Account'] as { Name: string }).Name), ['Tree', 'Tree']);
  });

  test('logs in with a certificate, and again when the session has ended', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(home, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const door = (path: string, body: unknown): Promise<number> => fetch(client.org.url + path, {
      method: 'POST', headers: { Authorization: `Bearer ${client.org.accessToken}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    }).then((answer) => answer.status);
    assert.equal(await door('/_local/connected-apps', { clientId: 'sf', certificate: publicKey.export({ type: 'spki', format: 'pem' }) }), 201);
    await sf(['org', 'login', 'jwt', '--client-id', 'sf', '--jwt-key-file', 'key.pem', '--username', 'rep@handrail.local', '--instance-url', client.org.url, '--alias', 'rep']);
    assert.equal(await door('/_local/faults', { operation: 'query', times: 1, fault: { kind: 'session', forGood: true } }), 201);
    const { stdout } = await sf(['data', 'query', '--query', 'SELECT Id FROM Organization', '--target-org', 'rep', '--json']);
    assert.equal((JSON.parse(stdout) as { result: { totalSize: number } }).result.totalSize, 1);
  });

  test('assigns a permission set', async () => {
    client.org.engine.writeSystemRow('PermissionSet', { Name: 'RevOps_Test', Label: 'RevOps', IsCustom: true, Type: 'Regular' });
    await sfJson('org', 'assign', 'permset', '--name', 'RevOps_Test', '--on-behalf-of', 'rep@handrail.local');
    assert.deepEqual(client.org.users.find((user) => user.username === 'rep@handrail.local')?.permissionSets, ['RevOps_Test']);
  });
});
