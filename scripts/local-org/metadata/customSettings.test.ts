/** Custom settings from the deploy to the formula: over REST, by user, profile and organization. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assignment, flow, formula, item, reference } from '../engine/flows/testing.ts';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';
import { DEPLOY, file, manifest, problemsOf, zipOf } from './testing/org.ts';

const ADMIN = 'admin@handrail.local';
const REP = 'rep@handrail.local';

const field = (name: string, type: string, more = ''): string => `<fields><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${more}</fields>`;
const setting = (type: string, fields: string, more = ''): string => file('CustomObject', `<customSettingsType>${type}</customSettingsType><enableFeeds>false</enableFeeds>${fields}<label>Setting</label>${more}<visibility>Public</visibility>`);

const LIMITS = setting('Hierarchy', field('Most__c', 'Number', '<precision>18</precision><scale>0</scale>') + field('Team__c', 'Text', '<length>40</length>') + field('Off__c', 'Checkbox', '<defaultValue>false</defaultValue>'));
const COUNTRIES = setting('List', field('Code__c', 'Text', '<length>2</length>'));
const rule = (formulaText: string): string => `<validationRules><fullName>Most</fullName><active>true</active><errorConditionFormula>${formulaText}</errorConditionFormula><errorMessage>Too much</errorMessage></validationRules>`;
const account = (formulaText: string): string => file('CustomObject',
  field('Team__c', 'Text', '<formula>$Setup.Limits__c.Team__c</formula>') + field('Owner_Team__c', 'Text', '<defaultValue>$Setup.Limits__c.Team__c</defaultValue><length>40</length>') + rule(formulaText));
const FLOW = flow(formula('Told', 'String', '{!$Setup.Limits__c.Team__c} &amp; &quot;:&quot; &amp; TEXT({!$Setup.Limits__c.Most__c})') + assignment('Set', item('$Record.Description', reference('Told'))));

const PACKAGE = {
  'package.xml': manifest({ CustomObject: ['Limits__c', 'Countries__c', 'Account'], Flow: ['Tell'] }),
  'objects/Limits__c.object': LIMITS, 'objects/Countries__c.object': COUNTRIES,
  'objects/Account.object': account('AND(NOT($Setup.Limits__c.Off__c), NumberOfEmployees &gt; $Setup.Limits__c.Most__c)'), 'flows/Tell.flow': FLOW,
};

describe('custom settings', { concurrency: 1 }, () => {
  let client: TestOrg;
  before(async () => {
    client = await startTestOrg();
    assert.deepEqual(problemsOf(deploy(PACKAGE)), []);
  });
  after(() => client.org.close());

  const deploy = (files: Readonly<Record<string, string>>): ReturnType<TestOrg['org']['metadata']['deploy']> => client.org.metadata.deploy(client.org.session(ADMIN), zipOf(files), DEPLOY);
  const deployed = (name: string, object: string): string[] => problemsOf(deploy({ 'package.xml': manifest({ CustomObject: [name] }), [`objects/${name}.object`]: object }));
  const removed = (types: Readonly<Record<string, readonly string[]>>): string[] => problemsOf(deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest(types) }));
  const post = async (object: string, record: object, as = ADMIN): Promise<unknown> => {
    const { status, json } = await client.call('POST', `/sobjects/${object}`, record, { as });
    return status === 201 ? status : (json as readonly unknown[])[0];
  };
  /** What an account of the user says: the field that the flow fills, and whether 50 employees are refused. */
  const seenBy = async (as: string): Promise<readonly unknown[]> => {
    const { engine } = client.org;
    const [small] = engine.insert(client.org.session(as), 'Account', [{ Name: 'Small', NumberOfEmployees: 1 }]);
    const [large] = engine.insert(client.org.session(as), 'Account', [{ Name: 'Large', NumberOfEmployees: 50 }]);
    const read = (soql: string): Readonly<Record<string, unknown>> => engine.query({ ...unlimited(as) }, soql).records[0] ?? {};
    const record = read(`SELECT Description, Team__c, Owner_Team__c FROM Account WHERE Id = '${small?.id ?? ''}'`);
    return [record['Description'], record['Team__c'], record['Owner_Team__c'], large?.success];
  };
  /** Fields that a deploy brings are nobody's: this test is not about that. */
  const unlimited = (as: string): ReturnType<TestOrg['org']['session']> => {
    const { access: _access, ...session } = client.org.session(as);
    return session;
  };

  test('describe, and the catalogue, say what they are', async () => {
    const { json } = await client.call('GET', '/sobjects/Limits__c/describe');
    const shown = json as Readonly<Record<string, unknown>> & { readonly fields: readonly Readonly<Record<string, unknown>>[] };
    assert.deepEqual(['custom', 'customSetting', 'createable', 'layoutable', 'searchable', 'undeletable'].map((key) => shown[key]), [true, true, true, false, false, false]);
    assert.deepEqual(shown.fields.find(({ name }) => name === 'SetupOwnerId')?.['referenceTo'], ['Organization', 'Profile', 'User']);
    assert.equal(shown.fields.some(({ name }) => name === 'OwnerId'), false);
    assert.equal(((await client.call('GET', '/sobjects/Account/describe')).json as { customSetting: boolean }).customSetting, false);
    const found = client.org.engine.query(client.org.session(ADMIN), "SELECT IsCustomSetting FROM EntityDefinition WHERE QualifiedApiName = 'Limits__c'", { tooling: true });
    assert.equal(found.records[0]?.['IsCustomSetting'], true);
    assert.equal((await client.call('GET', '/ui-api/object-info/Limits__c')).status, 400);
  });

  test('without a record numbers and texts are blank and a checkbox is not checked', async () => {
    // In a rule nothing is more than a blank.
    assert.deepEqual(await seenBy(REP), [':', null, null, true]);
    await client.create('Limits__c', { Most__c: 0, Team__c: '' });
    assert.equal((await seenBy(REP))[3], false);
    const [{ Id: id } = {}] = await client.query('SELECT Id FROM Limits__c');
    assert.equal((await client.call('DELETE', `/sobjects/Limits__c/${String(id)}`)).status, 204);
  });

  test('the user comes before the profile, the profile before the organization, field by field', async () => {
    const rep = client.org.session(REP).userId;
    const [{ ProfileId: profile } = {}] = await client.query(`SELECT ProfileId FROM User WHERE Id = '${rep}'`);
    await client.create('Limits__c', { Most__c: 10, Team__c: 'All' });
    assert.deepEqual(await seenBy(REP), ['All:10', 'All', 'All', false]);
    const ofProfile = await client.create('Limits__c', { SetupOwnerId: profile, Most__c: 100 });
    assert.deepEqual(await seenBy(REP), ['All:100', 'All', 'All', true]);
    assert.deepEqual(await seenBy(ADMIN), ['All:10', 'All', 'All', false]);
    const ofUser = await client.create('Limits__c', { SetupOwnerId: rep, Team__c: 'Mine' });
    assert.deepEqual(await seenBy(REP), ['Mine:100', 'Mine', 'Mine', true]);
    assert.equal((await client.call('PATCH', `/sobjects/Limits__c/${ofUser}`, { Most__c: 5 })).status, 204);
    assert.deepEqual(await seenBy(REP), ['Mine:5', 'Mine', 'Mine', false]);
    assert.equal((await client.call('PATCH', `/sobjects/Limits__c/${ofUser}`, { Off__c: true })).status, 204);
    assert.deepEqual(await seenBy(REP), ['Mine:5', 'Mine', 'Mine', true]);
    for (const id of [ofUser, ofProfile]) assert.equal((await client.call('DELETE', `/sobjects/Limits__c/${id}`)).status, 204);
    assert.deepEqual(await seenBy(REP), ['All:10', 'All', 'All', false]);
  });

  test('a value that is rolled back is not seen', async () => {
    const rep = client.org.session(REP).userId;
    const { json } = await client.call('POST', '/composite/sobjects', { allOrNone: true, records: [
      { attributes: { type: 'Limits__c' }, SetupOwnerId: rep, Team__c: 'Never' }, { attributes: { type: 'Limits__c' }, SetupOwnerId: rep },
    ] });
    assert.deepEqual((json as readonly { success: boolean }[]).map(({ success }) => success), [false, false]);
    assert.equal((await seenBy(REP))[0], 'All:10');
  });

  test('one record per owner, one per name', async () => {
    const org = client.org.engine.organizationId;
    assert.deepEqual(await post('Limits__c', {}), { message: `duplicate value found: SetupOwnerId duplicates value on record with id: ${org.slice(0, 15)}`, errorCode: 'DUPLICATE_VALUE', fields: [] });
    const lead = await client.create('Lead', { LastName: 'L', Company: 'C' });
    assert.equal((await post('Limits__c', { SetupOwnerId: lead }) as { errorCode: string }).errorCode, 'MALFORMED_ID');
    assert.equal(await post('Countries__c', { Name: 'Germany', Code__c: 'DE' }), 201);
    assert.deepEqual(await post('Countries__c', { Name: 'Germany' }), { message: 'There is already an item in this list with the name Germany: Name', errorCode: 'FIELD_INTEGRITY_EXCEPTION', fields: ['Name'] });
    assert.equal((await post('Countries__c', { Code__c: 'FR' }) as { errorCode: string }).errorCode, 'REQUIRED_FIELD_MISSING');
    assert.equal((await post('Countries__c', { Name: 'x'.repeat(39) }) as { errorCode: string }).errorCode, 'STRING_TOO_LONG');
    assert.deepEqual((await client.query('SELECT Name, SetupOwnerId, SetupOwner.Name FROM Countries__c')).map(({ Name, SetupOwnerId }) => [Name, SetupOwnerId]), [['Germany', org]]);
  });

  test('over the API they are for those who customize the application, and for reading where a permission set says so', async () => {
    const read = async (): Promise<number> => (await client.call('GET', '/query?q=SELECT+Name+FROM+Countries__c', undefined, { as: REP })).status;
    assert.equal(await read(), 400);
    const given = deploy({
      'package.xml': manifest({ PermissionSet: ['Reads'] }),
      'permissionsets/Reads.permissionset': file('PermissionSet', '<customSettingAccesses><enabled>true</enabled><name>Countries__c</name></customSettingAccesses><label>Reads</label>'),
    });
    assert.deepEqual(problemsOf(given), []);
    const [set] = await client.query("SELECT Id FROM PermissionSet WHERE Name = 'Reads'");
    await client.create('PermissionSetAssignment', { AssigneeId: client.org.session(REP).userId, PermissionSetId: set?.['Id'] });
    assert.equal(await read(), 200);
    assert.equal((await post('Countries__c', { Name: 'France' }, REP) as { errorCode: string }).errorCode, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
  });

  test('what custom settings do not have is refused', () => {
    assert.deepEqual(deployed('Other__c', setting('Hierarchy', '', '<nameField><label>Name</label><type>Text</type></nameField><pluralLabel>Others</pluralLabel>')), [
      'CustomObject Other__c: Cannot specify: nameField for CustomSettings', 'CustomObject Other__c: Cannot specify: pluralLabel for CustomSettings',
    ]);
    assert.deepEqual(deployed('Other__c', setting('List', field('Twice__c', 'Number', '<formula>1</formula><precision>18</precision><scale>0</scale>') + field('Who__c', 'Lookup', '<referenceTo>User</referenceTo>'))), [
      'CustomField Other__c.Twice__c: A formula is not allowed on a custom setting', 'CustomField Other__c.Who__c: Field type Lookup is not allowed on a custom setting',
    ]);
    assert.deepEqual(deployed('Limits__c', LIMITS.replace('</CustomObject>', `${rule('true')}</CustomObject>`)), ['ValidationRule Limits__c.Most: A ValidationRule is not allowed on the custom setting Limits__c']);
    assert.deepEqual(deployed('Limits__c', LIMITS.replace('Hierarchy', 'List')).slice(0, 1), ['CustomObject Limits__c: Cannot change customSettingsType of an existing object']);
    assert.match(deployed('Account', account('$Setup.Countries__c.Code__c = "DE"')).join(), /Field \$Setup\.Countries__c\.Code__c does not exist/);
    assert.match(deployed('Account', account('$Setup.Nothing__c.Code__c = "DE"')).join(), /Field \$Setup\.Nothing__c\.Code__c does not exist/);
  });

  test('a setting and a field that a formula reads stay; without readers they go', () => {
    const held = (names: readonly string[]): boolean => names.length > 0 && names.every((name) => name.includes('referenced elsewhere in salesforce.com'));
    assert.ok(held(removed({ CustomObject: ['Limits__c'] })));
    assert.ok(held(removed({ CustomField: ['Limits__c.Most__c'] })));
    assert.deepEqual(removed({ CustomObject: ['Countries__c'] }), []);
    assert.deepEqual(removed({ CustomObject: ['Limits__c'], Flow: ['Tell'], ValidationRule: ['Account.Most'], CustomField: ['Account.Team__c', 'Account.Owner_Team__c'] }), []);
  });

  test('what is retrieved is what was deployed', () => {
    assert.deepEqual(deployed('Limits__c', LIMITS), []);
    const [read] = client.org.metadata.readXml(client.org.session(ADMIN), 'CustomObject', ['Limits__c']);
    assert.match(JSON.stringify(read), /customSettingsType.*Hierarchy/);
  });
});
