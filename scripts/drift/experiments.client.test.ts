/** Experiments in an org: who holds the permission of one that runs, and what is left of one that has been decided until it is gone. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CLOCK_PERMISSION, loadWithClockExperiment, loadWithExperiment, PERMISSION } from '../compiler/fixtures/experiment.ts';
import { compilePlaybook, type GeneratedFile } from '../compiler/index.ts';
import { deploySourceFolder } from '../local-org/metadata/deploySource.ts';
import type { LoadResult, Playbook } from '../playbook/index.ts';
import { addDays, momentIn } from '../shared/localTime.ts';
import { planAgainstOrg } from '../plan/index.ts';
import { temporaryFolder } from '../shared/testing/folder.ts';
import { setupAdvice } from './revert/advice.ts';
import { detectDrift, type DriftReport } from './index.ts';
import { ADMIN, deployedOrg, mdapi, type DeployedOrg } from './testing/deployedOrg.ts';

interface Version {
  readonly playbook: Playbook;
  readonly files: readonly GeneratedFile[];
}

function version({ playbook }: LoadResult): Version {
  assert.ok(playbook);
  return { playbook, files: compilePlaybook(playbook).files };
}

/** ISO date so many days from today in the org. */
function day(days: number): string {
  return addDays(momentIn('America/New_York').today, days);
}

describe('experiments in an org', () => {
  let deployed: DeployedOrg;
  before(async () => {
    deployed = await deployedOrg();
  });
  after(() => deployed.close());

  const drift = ({ playbook, files }: Version): Promise<DriftReport> => detectDrift(deployed.connection, playbook, files);
  const kinds = async (of: Version): Promise<string[]> => (await drift(of)).findings.map(({ kind, id, severity }) => `${severity} ${kind} ${id}`).toSorted();

  /** As `sf project deploy start` does: adds and changes, and takes nothing away. */
  async function deploy({ files }: Version): Promise<void> {
    const dir = await temporaryFolder('experiment');
    for (const { path, contents } of files) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), contents);
    }
    await writeFile(join(dir, 'sfdx-project.json'), '{"packageDirectories":[{"path":"force-app/playbook","default":true}],"sourceApiVersion":"67.0"}');
    const { success, messages } = await deploySourceFolder(deployed.org.metadata, deployed.org.session(ADMIN), dir, ['force-app/playbook']);
    assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
  }

  function remove(members: Readonly<Record<string, string>>): void {
    const types = Object.entries(members).map(([type, name]) => `<types><members>${name}</members><name>${type}</name></types>`).join('');
    deployed.deploy({ 'destructiveChanges.xml': mdapi('Package', types) }, {});
  }

  const CASES = [
    { name: 'of a criterion', load: loadWithExperiment, permission: PERMISSION, rule: 'RULE' },
    { name: 'of a clock', load: loadWithClockExperiment, permission: CLOCK_PERMISSION, rule: null },
  ] as const;
  for (const { name, load, permission, rule } of CASES) {
    for (const outcome of ['scale', 'kill']) {
      test(`${name}, ${outcome}: permission, set and rule are listed until they are removed`, async () => {
        // Nobody of the cohort has to hold anything before the first day.
        const ahead = { started: day(1), stop: `{ on: ${day(60)}, harm: 10 }` };
        const [running, decided] = [version(load(ahead)), version(load({ ...ahead, outcome }))];
        const id = permission.replace('Handrail_Experiment_', '');
        await deploy(running);
        assert.deepEqual(await kinds(running), []);
        await deploy(decided);
        const { findings } = await drift(decided);
        assert.deepEqual(findings.map(({ kind }) => kind).toSorted(), ['experiment-left', ...(rule === null ? [] : ['rule-undeclared'])]);
        const left = findings.find(({ kind }) => kind === 'experiment-left');
        assert.deepEqual([left?.id, left?.severity, left?.tier, left?.actual, left?.changedBy], [`EXPERIMENT-${id}`, 'low', 'confirmed', 'permission set and custom permission', 'Ada Admin']);
        assert.match(left === undefined ? '' : setupAdvice(left), new RegExp(`^Setup > Permission Sets > ${permission}: `));
        const plan = await planAgainstOrg(deployed.connection, decided.playbook, decided.files);
        assert.deepEqual(plan.changes.filter(({ fullName }) => fullName === permission).map(({ action, type, meaning }) => [action, type, meaning]), [['remove', 'PermissionSet', 'safe']]);

        const undeclared = findings.find(({ kind }) => kind === 'rule-undeclared');
        if (undeclared !== undefined) remove({ ValidationRule: `${undeclared.object}.${undeclared.component}` });
        remove({ PermissionSet: permission });
        assert.deepEqual((await drift(decided)).findings.map(({ kind, actual }) => [kind, actual]), [['experiment-left', 'custom permission']]);
        remove({ CustomPermission: permission });
        assert.deepEqual(await kinds(decided), []);
      });
    }
  }

  test('one that runs: the cohort without its permission, others with it, and names that nobody has', async () => {
    const { org, connection } = deployed;
    const admin = org.session(ADMIN);
    deployed.deploy({ 'roles/North.role': mdapi('Role', '<caseAccessLevel>None</caseAccessLevel><contactAccessLevel>Edit</contactAccessLevel><mayForecastManagerShare>false</mayForecastManagerShare><name>North Team</name><opportunityAccessLevel>Edit</opportunityAccessLevel>') }, { Role: ['North'] });
    const idOf = async (soql: string): Promise<string> => (await connection.query<{ Id: string }>(soql))[0]?.Id ?? '';
    const userId = (username: string): Promise<string> => idOf(`SELECT Id FROM User WHERE Username = '${username}'`);
    const role = await idOf("SELECT Id FROM UserRole WHERE Name = 'North Team'");
    assert.ok(org.engine.update(admin, 'User', [{ Id: await userId('manager@handrail.local'), UserRoleId: role }])[0]?.success);
    const experiment = version(loadWithExperiment({ started: day(-1), stop: `{ on: ${day(60)}, harm: 10 }`, cohort: '{ owners: [REP@handrail.local, gone@example.com], teams: [north team] }' }));
    await deploy(experiment);
    const set = await idOf(`SELECT Id FROM PermissionSet WHERE Name = '${PERMISSION}'`);
    const give = async (username: string, ends: Readonly<Record<string, string>> = {}): Promise<void> => {
      const { id } = await connection.json<{ id: string }>('POST', '/services/data/v67.0/sobjects/PermissionSetAssignment', { AssigneeId: await userId(username), PermissionSetId: set, ...ends });
      assert.ok(id);
    };
    const found = async (): Promise<unknown> => (await drift(experiment)).findings.map(({ id, kind, severity, tier, summary, actual }) => [kind, id, severity, tier, summary, actual]);
    const name = async (username: string): Promise<string> => (await connection.query<{ Name: string }>(`SELECT Name FROM User WHERE Username = '${username}'`))[0]?.Name ?? '';
    const unknown = ['experiment-cohort', 'EXPERIMENT-BUYER_AMOUNT-unknown', 'medium', 'potential', 'The cohort of experiment BUYER_AMOUNT names gone@example.com, and no user of this org has such a username, role or territory. In a sandbox usernames end in its name.', null];
    const [rep, manager, cs] = [await name('rep@handrail.local'), await name('manager@handrail.local'), await name('cs@handrail.local')];

    assert.deepEqual(await found(), [
      ['experiment-cohort', 'EXPERIMENT-BUYER_AMOUNT-without', 'high', 'confirmed', `${[rep, manager].toSorted().join(' and ')} are of the cohort of experiment BUYER_AMOUNT and do not hold its permission: their records count for the variant, which they do not have.`, 'not held by manager@handrail.local, rep@handrail.local'],
      unknown,
    ]);
    await give('rep@handrail.local');
    await give('cs@handrail.local');
    assert.deepEqual(await found(), [
      ['experiment-cohort', 'EXPERIMENT-BUYER_AMOUNT-beyond', 'high', 'confirmed', `${cs} holds the permission of experiment BUYER_AMOUNT and is not of its cohort: their records count for the control, though they have the variant.`, 'held by cs@handrail.local'],
      ['experiment-cohort', 'EXPERIMENT-BUYER_AMOUNT-without', 'high', 'confirmed', `${manager} is of the cohort of experiment BUYER_AMOUNT and does not hold its permission: their records count for the variant, which they do not have.`, 'not held by manager@handrail.local'],
      unknown,
    ]);
    const [beyond, without] = (await drift(experiment)).findings;
    assert.deepEqual([beyond?.breaks.criteria, beyond?.breaks.metrics, beyond?.remedies.map(({ action }) => action)], [['OPP-QUAL-01'], ['win_rate'], ['record', 'ignore']]);
    assert.ok(beyond && without);
    assert.match(setupAdvice(beyond), /Manage Assignments: take it from them/);
    assert.match(setupAdvice(without), new RegExp(`^sf org assign permset --name ${PERMISSION} --on-behalf-of manager@handrail.local, or take them out`));

    await give('manager@handrail.local');
    await connection.request({ method: 'DELETE', path: `/services/data/v67.0/sobjects/PermissionSetAssignment/${await idOf(`SELECT Id FROM PermissionSetAssignment WHERE PermissionSetId = '${set}' AND Assignee.Username = 'cs@handrail.local'`)}` });
    assert.deepEqual(await found(), [unknown]);
    await give('cs@handrail.local', { ExpirationDate: new Date(Date.now() - 2 * 86_400_000).toISOString() });
    assert.deepEqual(await found(), [unknown], 'an assignment that is over gives nothing');
    // Who has left can hold nothing, and is of the cohort all the same.
    assert.ok(org.engine.update(admin, 'User', [{ Id: await userId('manager@handrail.local'), IsActive: false }])[0]?.success);
    assert.deepEqual(await found(), [unknown]);
    const over = version(loadWithExperiment({ started: day(-60), stop: `{ on: ${day(-1)}, harm: 10 }`, cohort: '{ owners: [cs@handrail.local] }' }));
    assert.deepEqual((await drift(over)).findings.filter(({ kind }) => kind === 'experiment-cohort'), [], 'after its last day nobody is counted any more');
    const then = await detectDrift(deployed.connection, over.playbook, over.files, { asOf: day(-1) });
    assert.deepEqual(then.findings.filter(({ kind }) => kind === 'experiment-cohort').map(({ id }) => id), ['EXPERIMENT-BUYER_AMOUNT-beyond', 'EXPERIMENT-BUYER_AMOUNT-without'], 'on its last day they are');
  });

  test('a cohort by territory: of the active model, and unverifiable where the org has none', async () => {
    const { connection } = deployed;
    const create = async (object: string, fields: Readonly<Record<string, string | number>>): Promise<string> => (await connection.json<{ id: string }>('POST', `/services/data/v67.0/sobjects/${object}`, fields)).id;
    const experiment = version(loadWithExperiment({ started: day(-1), stop: `{ on: ${day(60)}, harm: 10 }`, cohort: '{ territories: [NA_north, South] }' }));
    const found = async (): Promise<unknown> => (await drift(experiment)).findings.filter(({ kind }) => kind !== 'playbook-version').map(({ id, kind, tier, actual }) => [kind, id, tier, actual]);
    await deploy(experiment);
    assert.deepEqual(await found(), [['unread', 'UNREAD-who-takes-part-in-experiments', 'unverifiable', null]]);

    deployed.deploy({ 'settings/Territory2.settings': mdapi('Territory2Settings', '<enableTerritoryManagement2>true</enableTerritoryManagement2>') }, { Settings: ['Territory2'] });
    const users = await connection.query<{ Id: string; Username: string }>("SELECT Id, Username FROM User WHERE Username IN ('rep@handrail.local', 'cs@handrail.local') ORDER BY Username");
    const type = await create('Territory2Type', { MasterLabel: 'Geography', DeveloperName: 'Geography', Priority: 1 });
    for (const [model, name, user] of [['FY25', 'Old_North', users[0]], ['FY26', 'NA_North', users[1]]] as const) {
      const Territory2ModelId = await create('Territory2Model', { Name: model, DeveloperName: model });
      const territory = await create('Territory2', { Name: 'North', DeveloperName: name, Territory2ModelId, Territory2TypeId: type });
      await create('UserTerritory2Association', { Territory2Id: territory, UserId: user?.Id ?? '' });
      if (model === 'FY26') await connection.request({ method: 'PATCH', path: `/services/data/v67.0/sobjects/Territory2Model/${Territory2ModelId}`, body: JSON.stringify({ State: 'Active' }), headers: { 'Content-Type': 'application/json' } });
    }
    const set = (await connection.query<{ Id: string }>(`SELECT Id FROM PermissionSet WHERE Name = '${PERMISSION}'`))[0]?.Id;
    for (const { Id } of await connection.query<{ Id: string }>(`SELECT Id FROM PermissionSetAssignment WHERE PermissionSetId = '${set ?? ''}'`)) await connection.request({ method: 'DELETE', path: `/services/data/v67.0/sobjects/PermissionSetAssignment/${Id}` });
    assert.deepEqual(await found(), [
      ['experiment-cohort', 'EXPERIMENT-BUYER_AMOUNT-without', 'confirmed', 'not held by rep@handrail.local'],
      ['experiment-cohort', 'EXPERIMENT-BUYER_AMOUNT-unknown', 'potential', null],
    ]);
  });
});
