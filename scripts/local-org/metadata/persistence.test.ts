import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Session } from '../engine/types.ts';
import { startLocalOrg } from '../index.ts';
import { DEPLOY, problemsOf, zipOf } from './testing/org.ts';
import { everything } from './testing/packageOfEverything.ts';

/** A deploy gives nobody access to its fields; these tests are not about that. */
function unlimited(session: Session): Session {
  const { userId, username, profileName, customPermissions, timeZone } = session;
  return { userId, username, profileName, customPermissions, timeZone };
}

const folder = mkdtempSync(join(tmpdir(), 'handrail-org-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('an org that is opened again from its file knows what was deployed, with the same ids', async () => {
  const store = join(folder, 'org.sqlite');
  const first = await startLocalOrg({ store });
  const admin = unlimited(first.session('admin@handrail.local'));
  const deployed = first.metadata.deploy(admin, zipOf(everything()), DEPLOY);
  assert.deepEqual(problemsOf(deployed), []);
  const [made] = first.engine.insert(admin, 'Deal__c', [{ Score__c: 7, Level__c: 'Gold' }]);
  assert.deepEqual(made?.errors, []);
  const ids = first.metadata.list(admin, 'ValidationRule').map((item) => item.id);
  await first.close();

  const second = await startLocalOrg({ store });
  try {
    const session = unlimited(second.session('admin@handrail.local'));
    assert.deepEqual(second.metadata.list(session, 'ValidationRule').map((item) => item.id), ids);
    assert.deepEqual(second.engine.query(session, 'SELECT Name, Band__c FROM Deal__c').records.map((record) => [record['Name'], record['Band__c']]), [['D-0001', 'low']]);
    const again = second.metadata.deploy(session, zipOf(everything()), DEPLOY);
    assert.ok(again.success && again.messages.every((message) => message.componentType === '' || !message.changed));
    assert.deepEqual(second.metadata.read(session, 'CustomLabel', ['Hello']).length, 1);
  } finally {
    await second.close();
  }
});

test('the rule of a deploy refuses a save, and a rule switched off lets it pass', async () => {
  const org = await startLocalOrg();
  try {
    const admin = unlimited(org.session('admin@handrail.local'));
    // The package's flow would set the score before the rule asks for it.
    const files = { ...everything() };
    files['flows/Deal_Stamp.flow'] = (files['flows/Deal_Stamp.flow'] ?? '').replace('<status>Active', '<status>Draft');
    files['flowDefinitions/Deal_Stamp.flowDefinition'] = (files['flowDefinitions/Deal_Stamp.flowDefinition'] ?? '').replace('>1<', '>0<');
    assert.deepEqual(problemsOf(org.metadata.deploy(admin, zipOf(files), DEPLOY)), []);
    const [type] = org.engine.query(admin, "SELECT Id FROM RecordType WHERE DeveloperName = 'New_Business' AND SobjectType = 'Deal__c'").records;
    const [account] = org.engine.insert(admin, 'Account', [{ Name: 'Acme', Industry: 'Banking' }]);
    const record = { RecordTypeId: type?.['Id'], Account__c: account?.id };
    const [refused] = org.engine.insert(admin, 'Deal__c', [record]);
    assert.deepEqual(refused?.errors, [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[D-1] Set the score.', fields: ['Score__c'] }]);
    const off = org.metadata.deploy(admin, zipOf({ ...files, 'objects/Deal__c.object': (files['objects/Deal__c.object'] ?? '').replace('<fullName>Score_Set</fullName><active>true', '<fullName>Score_Set</fullName><active>false') }), DEPLOY);
    assert.deepEqual(problemsOf(off), []);
    assert.equal(org.engine.insert(admin, 'Deal__c', [record])[0]?.success, true);
  } finally {
    await org.close();
  }
});
