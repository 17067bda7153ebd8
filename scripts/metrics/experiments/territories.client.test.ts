/** A cohort of territories, read from an org: of the active model only, and of an org without territories it is said that they are unknown. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import jsforce from 'jsforce';
import { loadWithExperiment } from '../../compiler/fixtures/experiment.ts';
import { ADMIN_USERNAME, startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { deploySourceFolder } from '../../local-org/metadata/deploySource.ts';
import { closeIdleConnections } from '../../org/index.ts';
import { connectionTo } from '../../org/testing/connectionTo.ts';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import { extractSnapshot } from '../extract/index.ts';
import { readManifest } from '../snapshot.ts';
import { readExperiments, type ExperimentReadout } from './index.ts';

const SETTINGS = '<?xml version="1.0" encoding="UTF-8"?><Territory2Settings xmlns="http://soap.sforce.com/2006/04/metadata"><enableTerritoryManagement2>true</enableTerritoryManagement2></Territory2Settings>';
const PAST_MODEL = 'FY25';
const MODEL = 'FY26';

let org: LocalOrg;
before(async () => {
  org = await startLocalOrg();
});
after(async () => {
  closeIdleConnections();
  await org.close();
});

/** As an admin does in Setup. */
async function switchOn(): Promise<void> {
  const dir = await temporaryFolder('territories');
  await mkdir(join(dir, 'force-app/settings'), { recursive: true });
  await writeFile(join(dir, 'force-app/settings/Territory2.settings-meta.xml'), SETTINGS);
  const { success, messages } = await deploySourceFolder(org.metadata, org.session(ADMIN_USERNAME), dir, ['force-app']);
  assert.ok(success, JSON.stringify(messages));
}

async function create(client: jsforce.Connection, object: string, record: Readonly<Record<string, string | number>>): Promise<string> {
  const saved = await client.sobject(object).create(record);
  assert.ok(saved.success, JSON.stringify(saved.errors));
  return saved.id;
}

/** @param out folder of an earlier extraction, which is brought up to date */
async function readout(out?: string): Promise<{ readonly found: ExperimentReadout; readonly out: string }> {
  const { playbook, problems } = loadWithExperiment({ cohort: '{ territories: [North, NA_South] }', started: '2026-01-01', stop: '{ on: 2026-03-31, harm: 10 }' });
  assert.ok(playbook, JSON.stringify(problems));
  const connection = connectionTo(org);
  const folder = out ?? (await temporaryFolder('territories'));
  await extractSnapshot(connection, playbook, { out: folder, metrics: ['win_rate'] });
  const [found] = await readExperiments(playbook, folder);
  assert.ok(found);
  return { found, out: folder };
}

describe('a cohort of territories', () => {
  test('an org without them: unread, and it says what is missing', async () => {
    const { found } = await readout();
    assert.equal(found.verdict.word, 'unread');
    assert.match(found.verdict.says, /cannot be told.*Territory2/);
  });

  test('an org with them: who is assigned in the active model', async () => {
    await switchOn();
    const client = new jsforce.Connection({ instanceUrl: org.url, accessToken: org.accessToken, version: '67.0' });
    const type = await create(client, 'Territory2Type', { MasterLabel: 'Geography', DeveloperName: 'Geography', Priority: 1 });
    const users = (await client.query<{ Id: string }>('SELECT Id FROM User WHERE IsActive = true ORDER BY Username LIMIT 4')).records.map(({ Id }) => Id);
    assert.equal(users.length, 4);
    const assign = async (model: string, label: string, name: string, members: readonly (string | undefined)[]): Promise<void> => {
      const territory = await create(client, 'Territory2', { Name: label, DeveloperName: name, Territory2ModelId: model, Territory2TypeId: type });
      for (const UserId of members) await create(client, 'UserTerritory2Association', { Territory2Id: territory, UserId: UserId ?? '' });
    };
    const models = new Map<string, string>();
    for (const name of [PAST_MODEL, MODEL]) models.set(name, await create(client, 'Territory2Model', { Name: name, DeveloperName: name }));
    await assign(models.get(PAST_MODEL) ?? '', 'North', 'Old_North', [users[3]]);
    await assign(models.get(MODEL) ?? '', 'North', 'NA_North', [users[0], users[1]]);
    await assign(models.get(MODEL) ?? '', 'South', 'NA_South', [users[1]]);
    await assign(models.get(MODEL) ?? '', 'West', 'NA_West', [users[2]]);
    const activated = await client.sobject('Territory2Model').update({ Id: models.get(MODEL) ?? '', State: 'Active' });
    assert.ok(activated.success);

    const { found, out } = await readout();
    // Of two territories with three assignments: the one who has both is one person.
    assert.deepEqual(found.cohort, { people: 2, notFound: [] });
    const records = Object.fromEntries((await readManifest(out)).objects.map((object) => [object.object, object.records]));
    assert.deepEqual([records['Territory2'], records['UserTerritory2Association']], [3, 4]);

    const [first] = (await client.query<{ Id: string }>(`SELECT Id FROM UserTerritory2Association WHERE UserId = '${users[0] ?? ''}'`)).records;
    await client.sobject('UserTerritory2Association').delete(first?.Id ?? '');
    assert.equal((await readout(out)).found.cohort.people, 1, 'brought up to date, one has left');
  });

  test('who is no administrator assigns nobody', async () => {
    const rep = new jsforce.Connection({ instanceUrl: org.url, accessToken: org.login('rep@handrail.local'), version: '67.0' });
    await assert.rejects(rep.sobject('Territory2Type').create({ MasterLabel: 'Own', DeveloperName: 'Own', Priority: 2 }), { errorCode: /INSUFFICIENT_ACCESS/ });
  });
});
