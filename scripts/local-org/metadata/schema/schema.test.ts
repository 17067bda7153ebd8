/** What deployed components mean to the engine: the schema that saves and queries read. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createTestOrg, file, manifest, problemsOf, session, type TestOrg } from '../testing/org.ts';
import { edit, everything } from '../testing/packageOfEverything.ts';

let org: TestOrg;
before(() => {
  org = createTestOrg();
  assert.deepEqual(problemsOf(org.deploy(everything())), []);
});

describe('a deploy of everything', () => {
  test('makes a roll-up summary of its detail records', () => {
    const total = org.schema().field('Deal__c', 'Total__c');
    assert.deepEqual([total?.type, total?.scale, total?.createable, total?.updateable], ['currency', 2, false, false]);
    assert.deepEqual(total?.summary, { childObject: 'Line__c', childField: 'Deal__c', operation: 'sum', summarizedField: 'Amount__c', filters: [{ field: 'Kind__c', operation: 'equals', value: 'Goods' }] });
  });

  test('makes a detail of its master: mandatory, deleted with it, without an owner', () => {
    const link = org.schema().field('Line__c', 'Deal__c');
    assert.deepEqual([link?.nillable, link?.updateable, link?.deleteConstraint, link?.masterDetail], [false, false, 'Cascade', { reparentable: false, writeRequiresMasterRead: false }]);
    assert.equal(org.schema().field('Line__c', 'OwnerId'), undefined);
  });

  test('says under which controlling values a dependent value may be chosen', () => {
    const unit = org.schema().field('Line__c', 'Unit__c');
    assert.equal(unit?.controllerName, 'Kind__c');
    assert.deepEqual(unit?.picklistValues.map((value) => [value.value, value.validFor]), [['Piece', ['Goods']], ['Hour', ['Goods', 'Services']]]);
    assert.equal(org.schema().field('Line__c', 'Kind__c')?.picklistValues[0]?.validFor, undefined);
  });

  test('restricts picklists by record type, the stages by its business process', () => {
    const type = org.schema().object('Opportunity')?.recordTypes[0];
    assert.deepEqual(type?.picklists?.get('StageName')?.values, ['Prospecting', 'Closed Won', 'Closed Lost']);
    assert.deepEqual(type?.picklists?.get('Type'), { values: ['New Customer'], defaultValue: 'New Customer' });
  });

  test('gives duplicate rules with the pairs of fields they compare', () => {
    assert.deepEqual(org.schema().object('Deal__c')?.duplicateRules, [{
      fullName: 'Deal__c.Same_Score', label: 'Same Score', onInsert: 'Block', onUpdate: 'Allow', alertOn: ['insert', 'update'], alertText: 'There is a deal of this score.',
      matches: [{ matchObject: 'Deal__c', matchingRule: 'Score', booleanFilter: null, items: [{ field: 'Score__c', matchField: 'Score__c', method: 'Exact', blank: 'NullNotAllowed' }] }],
    }]);
  });

  test('settles how leads are converted', () => {
    assert.equal(org.schema().settings.leadConvertRequiresValidation, false);
    assert.deepEqual([...org.schema().settings.leadConvertMapping], [['Industry', ['Account.Industry']]]);
    assert.equal(createTestOrg().schema().settings.leadConvertRequiresValidation, true);
  });

  test('writes rows for roles, groups and queues', () => {
    const roles = org.rows('UserRole');
    assert.deepEqual(roles.map((row) => [row['DeveloperName'], roles.find((other) => other['Id'] === row['ParentRoleId'])?.['DeveloperName']]), [['Head', undefined], ['Member', 'Head']]);
    assert.deepEqual(org.rows('Group').map((row) => [row['DeveloperName'], row['Type']]).sort(), [['Deal_Desk', 'Queue'], ['Everyone', 'Regular']]);
    assert.deepEqual(org.rows('QueueSobject').map((row) => row['SobjectType']), ['Lead']);
  });

  test('has only what is granted in permission rows', () => {
    assert.ok(org.rows('FieldPermissions').every((row) => row['PermissionsRead'] === true));
    const off = createTestOrg();
    off.deploy(everything(edit('permissionsets/Deal_User.permissionset', '<editable>true</editable><field>Deal__c.Score__c</field><readable>true</readable>', '<editable>false</editable><field>Deal__c.Score__c</field><readable>false</readable>')));
    const [set] = off.rows('PermissionSet').filter((row) => row['Name'] === 'Deal_User');
    assert.deepEqual(off.rows('FieldPermissions').filter((row) => row['ParentId'] === set?.['Id']), []);
  });
});

describe('what goes', () => {
  const remove = (members: Readonly<Record<string, readonly string[]>>, from = org): readonly string[] => problemsOf(from.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest(members) }));

  test('keeps what others stand on', () => {
    assert.deepEqual(remove({ Role: ['Head'] }), ['Role Head: This role is referenced elsewhere in salesforce.com. : Queue - Deal_Desk, Role - Member']);
    assert.deepEqual(remove({ MatchingRule: ['Deal__c.Score'] }), ['MatchingRule Deal__c.Score: This matching rule is referenced elsewhere in salesforce.com. : Duplicate Rule - Deal__c.Same_Score']);
    assert.deepEqual(remove({ BusinessProcess: ['Opportunity.New Business'] }), ['BusinessProcess Opportunity.New Business: This business process is referenced elsewhere in salesforce.com. : Record Type - Opportunity.New_Business']);
  });

  test('takes along what belongs to it', () => {
    const gone = createTestOrg();
    gone.deploy(everything());
    const members = { CustomObject: ['Deal__c', 'Line__c'], CustomTab: ['Deal__c'], CustomApplication: ['RevOps'], FlexiPage: ['Deal_Page'], Flow: ['Deal_Stamp'], LightningComponentBundle: ['dealPanel'], PathAssistant: ['Deal_Path'], FlowTest: ['Deal_Stamp_Test'], Dashboard: ['Boards/Main'], Report: ['Books/Deals'], ReportType: ['Deals'] };
    assert.deepEqual(remove({ ...members, FlexiPage: ['Deal_Page', 'Health_Page'], CustomTab: ['Deal__c', 'Health'] }, gone), []);
    for (const type of ['CustomField', 'DuplicateRule', 'MatchingRule', 'SharingCriteriaRule', 'WorkflowRule', 'CustomObjectTranslation', 'FlowDefinition', 'QuickAction', 'Layout']) {
      assert.deepEqual(gone.metadata.list(session, type).map((file) => file.fullName), [], type);
    }
    assert.equal(gone.schema().object('Deal__c'), undefined);
  });
});

describe('what changes later', () => {
  const profile = (body: string): Record<string, string> => ({ 'package.xml': manifest({ Profile: ['Admin'] }), 'profiles/Admin.profile': file('Profile', body) });

  test('a profile keeps what a later file does not mention', () => {
    const again = createTestOrg();
    again.deploy(everything());
    again.deploy(profile('<custom>false</custom><fieldPermissions><editable>true</editable><field>Account.Industry</field><readable>true</readable></fieldPermissions>'));
    const [read] = again.metadata.read(session, 'Profile', ['Admin']);
    assert.deepEqual((read?.['fieldPermissions'] as readonly { readonly field: string }[]).map((one) => one.field), ['Account.Industry', 'Deal__c.Score__c']);
    assert.equal((read?.['objectPermissions'] as readonly unknown[]).length, 1);
  });

  test('a record type that allows other values is noticed', () => {
    const again = createTestOrg();
    again.deploy(everything());
    assert.deepEqual(problemsOf(again.deploy(everything(edit('objects/Opportunity.object', '<fullName>New Customer', '<fullName>Existing Customer - Upgrade')))), []);
    assert.deepEqual(again.schema().object('Opportunity')?.recordTypes[0]?.picklists?.get('Type')?.values, ['Existing Customer - Upgrade']);
  });

  test('a field that goes takes its permissions, its place in layouts and list views along', () => {
    const again = createTestOrg();
    again.deploy(everything());
    const result = again.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ CustomField: ['Deal__c.Level__c'], PathAssistant: ['Deal_Path'], ValidationRule: ['Deal__c.Score_Set'] }) });
    assert.deepEqual(problemsOf(result), []);
    const held = again.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ CustomField: ['Deal__c.Score__c'] }) });
    const [problem = ''] = problemsOf(held);
    assert.match(problem, /^CustomField Deal__c\.Score__c: This custom field is referenced elsewhere in salesforce\.com\. : /);
    assert.match(problem, /Custom Field - Deal__c\.Band__c/);
    assert.doesNotMatch(problem, /Permission Set|Layout -|List View/);
  });
});
