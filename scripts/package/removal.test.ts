/** The first step of taking the package out again: its flows are switched off. docs/remove.md has the others. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { deployForceApp } from '../cli/localOrg.ts';
import { CAST } from '../demo/cast.ts';
import { simulatedClock, startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import type { DeployResult } from '../local-org/metadata/types.ts';
import { writeZip } from '../local-org/metadata/zip/write.ts';
import { PROJECT, readPackage } from './testing/forceApp.ts';

const FOLDER = `${PROJECT}config/removal/deactivate/`;
const FLOWS = readPackage('force-app/main').filter(({ type }) => type === 'Flow').map(({ name }) => name).toSorted();

describe('deactivating the flows of the package', () => {
  const clock = simulatedClock(new Date('2026-06-01T15:00:00Z'));
  let org: LocalOrg;

  before(async () => {
    org = await startLocalOrg({ clock });
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
  });

  after(() => org.close());

  const active = (): unknown[] => org.engine.query(org.session(CAST.admin), 'SELECT ApiName FROM FlowDefinitionView WHERE IsActive = true ORDER BY ApiName').records.map((record) => record['ApiName']);

  function deactivate(): DeployResult {
    const paths = ['package.xml', ...readdirSync(`${FOLDER}flowDefinitions`).map((name) => `flowDefinitions/${name}`)];
    const zip = writeZip(new Map(paths.map((path) => [path, readFileSync(`${FOLDER}${path}`)] as const)), clock.now());
    return org.metadata.deploy(org.session(CAST.admin), zip, { checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: false, purgeOnDelete: false, testLevel: null });
  }

  /** The stamp of a new deal. */
  function stampOfNewDeal(): unknown {
    const [{ id } = { id: '' }] = org.engine.insert(org.session(CAST.admin), 'Opportunity', [{ Name: 'Aldermoor platform', StageName: 'Prospecting', CloseDate: '2026-09-30' }]);
    return org.engine.query(org.session(CAST.admin), `SELECT Handrail_Stage_Entered_At__c FROM Opportunity WHERE Id = '${id ?? ''}'`).records[0]?.['Handrail_Stage_Entered_At__c'];
  }

  test('all of them are on, then none', () => {
    assert.deepEqual(active(), FLOWS);
    assert.equal(stampOfNewDeal(), '2026-06-01T15:00:00.000+0000');
    assert.deepEqual(deactivate().messages.filter(({ success }) => !success), []);
    assert.deepEqual(active(), []);
    assert.equal(stampOfNewDeal(), null);
  });

  test('a deploy of the package switches them on again', async () => {
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    assert.deepEqual(active(), FLOWS);
    const definitions = org.metadata.read(org.session(CAST.admin), 'FlowDefinition', FLOWS);
    assert.deepEqual(definitions.map((definition) => String(definition?.['activeVersionNumber'])), FLOWS.map(() => '1'));
  });
});
