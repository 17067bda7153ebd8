/** Scan as a job runs it: a deal that came around its gate, in every form; and no call beyond the budget. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { deployedOrg, type DeployedOrg } from '../../drift/testing/deployedOrg.ts';
import type { ScanReport } from '../../scan/types.ts';
import { handrail } from '../testing/run.ts';

const NAME = 'Acme <img src=x>|@all';

describe('handrail scan', () => {
  let deployed: DeployedOrg;
  let recordId: string;
  before(async () => {
    deployed = await deployedOrg();
    const { connection } = deployed;
    const [user] = await connection.query<{ Id: string }>("SELECT Id FROM User WHERE Username = 'admin@handrail.local'");
    const sets = await connection.query<{ Id: string }>("SELECT Id FROM PermissionSet WHERE Name LIKE 'Handrail\\_Bypass\\_%'");
    const create = async (object: string, values: object): Promise<string> => (await connection.json<{ id: string }>('POST', `/services/data/v67.0/sobjects/${object}`, values)).id;
    for (const set of sets) await create('PermissionSetAssignment', { AssigneeId: user?.Id, PermissionSetId: set.Id });
    recordId = await create('Opportunity', { Name: NAME, StageName: 'Value Proposition', CloseDate: '2030-01-31', Amount: 500 });
  });
  after(() => deployed.close());

  const scan = (...args: readonly string[]): ReturnType<typeof handrail> =>
    handrail(['scan', '--target-org', deployed.org.accessToken, '--criterion', 'OPP-QUAL-01', ...args], { cwd: deployed.projectDir, env: { SF_ORG_INSTANCE_URL: deployed.org.url } });

  test('one reading, written in every form, all of one mind', async () => {
    const forms = ['html', 'md', 'json', 'sarif', 'xml'].map((ending) => `out/scan.${ending}`);
    const done = await scan('--fail-on-violation', ...forms.flatMap((file) => ['--report', file]));
    assert.equal(done.exitCode, 1, done.stderr);
    assert.match(done.stdout, /1 record breaks the playbook/);
    const [page = '', markdown = '', json = '', sarif = '', junit = ''] = await Promise.all(forms.map((file) => readFile(join(deployed.projectDir, file), 'utf8')));
    const { violations, bypass } = JSON.parse(json) as ScanReport;
    // The deal was made while the bypass was held: one row of history, the only one there is.
    assert.deepEqual(bypass.map(({ families, until, days, writes, deals, allWrites }) => [families, until, days, writes, deals, allWrites]), [[['Closing', 'Forecast', 'Handoff', 'Lead', 'Opportunity'], null, 0, 1, 1, 1]]);
    for (const text of [page, markdown, done.stdout]) assert.match(text, /1 change to 1 deal, 100\.0% of all in that time/);
    assert.deepEqual(violations.map((violation) => [violation.criterion, violation.recordId, violation.how, violation.amount]), [['OPP-QUAL-01', recordId, 'bypass', 500]]);
    const url = `${deployed.org.url}/lightning/r/Opportunity/${recordId}/view`;
    for (const text of [page, markdown, sarif, junit]) assert.ok(text.includes(url), text);
    assert.ok(!page.includes('<img') && !/<img|@all/.test(markdown));
    const [run] = (JSON.parse(sarif) as { runs: { results: { ruleId: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[] }).runs;
    assert.deepEqual(run?.results.map(({ ruleId, locations }) => [ruleId, locations[0]?.physicalLocation.artifactLocation.uri]), [['OPP-QUAL-01', 'config/playbook/opportunity.yaml']]);
    assert.equal(XMLValidator.validate(junit), true);
    const suite = (new XMLParser({ ignoreAttributes: false }).parse(junit) as { testsuites: Record<string, string> }).testsuites;
    assert.equal(suite['@_failures'], '1');
  });

  test('a budget is kept to the call, and what is not complete is not shown', async () => {
    const done = await scan('--budget', '3', '--json');
    const answer = JSON.parse(done.stdout) as { status: number; name: string; message: string; actions: string[] };
    assert.deepEqual([done.exitCode, answer.status], [1, 1]);
    assert.match(answer.message, /The 3 API calls that were allowed are spent/);
    assert.match(answer.actions.join(), /--budget/);
    assert.equal((await scan('--budget', '0')).exitCode, 2);
  });
});
