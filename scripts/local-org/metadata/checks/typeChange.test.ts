import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startLocalOrg, type LocalOrg } from '../../index.ts';
import { DEPLOY, file, manifest, problemsOf, zipOf } from '../testing/org.ts';

const GLOBAL = (name: string): string => file('GlobalValueSet', `<customValue><fullName>A</fullName><default>false</default><label>A</label></customValue><masterLabel>${name}</masterLabel><sorted>false</sorted>`);
const TEXT = '<length>80</length><type>Text</type>';

/** Deploys one custom field of Account with this body. */
function deployField(org: LocalOrg, body: string): readonly string[] {
  const files = {
    'package.xml': manifest({ CustomField: ['Account.Note__c'], GlobalValueSet: ['One', 'Two'] }), 'globalValueSets/One.globalValueSet': GLOBAL('One'), 'globalValueSets/Two.globalValueSet': GLOBAL('Two'),
    'objects/Account.object': file('CustomObject', `<fields><fullName>Note__c</fullName><label>Note</label>${body}</fields>`),
  };
  return problemsOf(org.metadata.deploy(org.session('admin@handrail.local'), zipOf(files), DEPLOY));
}

test('a field changes its type as long as no record loses a value', async () => {
  const org = await startLocalOrg();
  try {
    assert.deepEqual(deployField(org, TEXT), []);
    assert.deepEqual(deployField(org, '<precision>10</precision><scale>2</scale><type>Number</type>'), []);
    assert.deepEqual(deployField(org, TEXT), []);
    const account = org.engine.insert({ userId: org.session('admin@handrail.local').userId, username: 'x', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC' }, 'Account', [{ Name: 'Acme', Note__c: 'a note of some length' }]);
    assert.deepEqual(account[0]?.errors, []);
    assert.deepEqual(deployField(org, '<precision>10</precision><scale>2</scale><type>Number</type>'), ['CustomField Account.Note__c: Cannot change type due to existing data']);
    assert.deepEqual(deployField(org, '<length>10</length><type>Text</type>'), ['CustomField Account.Note__c: Length cannot be reduced to 10: records hold longer values']);
    assert.deepEqual(deployField(org, '<formula>Name</formula><type>Text</type>'), ['CustomField Account.Note__c: Cannot update a field to a Formula from something else']);
    assert.deepEqual(deployField(org, '<type>TextArea</type>'), []);
    assert.equal(org.engine.schema.field('Account', 'Note__c')?.type, 'textarea');
  } finally {
    await org.close();
  }
});

test('a formula stays one, and a picklist keeps its global value set', async () => {
  const org = await startLocalOrg();
  try {
    assert.deepEqual(deployField(org, '<formula>Name</formula><type>Text</type>'), []);
    assert.deepEqual(deployField(org, TEXT), ['CustomField Account.Note__c: Cannot update a field from a Formula to something else']);
  } finally {
    await org.close();
  }
  const other = await startLocalOrg();
  try {
    const picklist = (set: string): string => `<type>Picklist</type><valueSet><restricted>true</restricted><valueSetName>${set}</valueSetName></valueSet>`;
    assert.deepEqual(deployField(other, picklist('One')), []);
    assert.deepEqual(deployField(other, picklist('Two')), ['CustomField Account.Note__c: Cannot change which global value set this picklist uses']);
  } finally {
    await other.close();
  }
});
