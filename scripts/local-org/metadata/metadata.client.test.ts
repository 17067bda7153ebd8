/** Deploy and retrieve as the Salesforce CLI and jsforce do them. Every `sf` command takes a second or two to start. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import jsforce from 'jsforce';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';
import { deploySourceFolder } from './deploySource.ts';
import { zipOf } from './testing/org.ts';
import { everything } from './testing/packageOfEverything.ts';
import { failuresOf, openSfProject, sourceFile as xml, type SfProject } from './testing/sfProject.ts';
import { readZip } from './zip/read.ts';

const RULE = 'p/main/default/objects/Opportunity/validationRules/Buyer_Named.validationRule-meta.xml';

/** Source files in the form an org gives them. */
const SOURCE: Readonly<Record<string, string>> = {
  'sfdx-project.json': '{"packageDirectories":[{"path":"p","default":true}],"sourceApiVersion":"67.0"}\n',
  'p/main/default/objects/Opportunity/fields/Buyer__c.field-meta.xml': xml('CustomField', '    <fullName>Buyer__c</fullName>\n    <externalId>false</externalId>\n    <label>Economic Buyer</label>\n    <length>80</length>\n    <required>false</required>\n    <trackTrending>false</trackTrending>\n    <type>Text</type>\n    <unique>false</unique>\n'),
  [RULE]: xml('ValidationRule', '    <fullName>Buyer_Named</fullName>\n    <active>true</active>\n    <description>it&apos;s &quot;hashed&quot;: 1</description>\n    <errorConditionFormula>AND(\n  NOT($Permission.Bypass),\n  $CustomMetadata.Switch__mdt.OPP_1.On__c,\n  ISPICKVAL(StageName, &quot;Closed Won&quot;),\n  ISBLANK(Buyer__c))</errorConditionFormula>\n    <errorDisplayField>Buyer__c</errorDisplayField>\n    <errorMessage>[OPP-1] Name the buyer.</errorMessage>\n'),
  'p/main/default/objects/Switch__mdt/Switch__mdt.object-meta.xml': xml('CustomObject', '    <label>Switch</label>\n    <pluralLabel>Switches</pluralLabel>\n    <visibility>Public</visibility>\n'),
  'p/main/default/objects/Switch__mdt/fields/On__c.field-meta.xml': xml('CustomField', '    <fullName>On__c</fullName>\n    <defaultValue>false</defaultValue>\n    <label>On</label>\n    <type>Checkbox</type>\n'),
  'p/main/default/customMetadata/Switch.OPP_1.md-meta.xml': xml('CustomMetadata', '    <label>OPP-1</label>\n    <protected>false</protected>\n    <values>\n        <field>On__c</field>\n        <value xsi:type="xsd:boolean">true</value>\n    </values>\n', ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'),
  'p/main/default/customPermissions/Bypass.customPermission-meta.xml': xml('CustomPermission', '    <isLicensed>false</isLicensed>\n    <label>Bypass</label>\n'),
  'p/main/default/lwc/panel/panel.js': "import { LightningElement } from 'lwc';\nexport default class Panel extends LightningElement {}\n",
  'p/main/default/lwc/panel/panel.html': '<template></template>\n',
  'p/main/default/lwc/panel/panel.js-meta.xml': xml('LightningComponentBundle', '    <apiVersion>67.0</apiVersion>\n    <isExposed>true</isExposed>\n'),
};

let client: TestOrg;
let project: SfProject;
before(async () => {
  client = await startTestOrg();
  project = await openSfProject(client.org, SOURCE);
});
after(async () => {
  await client.org.close();
  project.close();
});

const rules = (): Promise<readonly unknown[]> => client.call('GET', `/tooling/query?q=${encodeURIComponent("SELECT ValidationName, Active FROM ValidationRule WHERE EntityDefinition.QualifiedApiName = 'Opportunity'")}`)
  .then((answer) => (answer.json as { readonly records: readonly { readonly ValidationName: string; readonly Active: boolean }[] }).records.map((record) => [record.ValidationName, record.Active]));

describe('sf project', { concurrency: 1 }, () => {
  test('a dry run changes nothing, a deploy does what its files say', async () => {
    const dry = await project.sf(['project', 'deploy', 'start', '--source-dir', 'p', '--dry-run']);
    assert.equal(dry.status, 0, JSON.stringify(dry).slice(0, 2000));
    assert.deepEqual(await rules(), []);
    const real = await project.sf(['project', 'deploy', 'start', '--source-dir', 'p']);
    assert.equal(real.status, 0, JSON.stringify(real).slice(0, 2000));
    assert.deepEqual(await rules(), [['Buyer_Named', true]]);
    const refused = await client.call('POST', '/sobjects/Opportunity', { Name: 'X', StageName: 'Closed Won', CloseDate: '2026-12-31' });
    assert.deepEqual(refused.json, [{ message: '[OPP-1] Name the buyer.', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Buyer__c'] }]);
  });

  test('a retrieve leaves the source files as they are, byte for byte', async () => {
    const answer = await project.sf(['project', 'retrieve', 'start', '--source-dir', 'p']);
    assert.equal(answer.status, 0, JSON.stringify(answer).slice(0, 2000));
    for (const [path, text] of Object.entries(SOURCE)) assert.equal(project.read(path), text, path);
    const byType = await project.sf(['project', 'retrieve', 'start', '--metadata', 'ValidationRule', '--output-dir', 'out']);
    assert.equal(byType.status, 0, JSON.stringify(byType).slice(0, 2000));
    // The library also writes the object's own file, though the org sent nothing of it.
    const got = readdirSync(join(project.folder, 'out'), { recursive: true }).map(String).filter((path) => path.endsWith('validationRule-meta.xml'));
    assert.deepEqual(got.map((path) => project.read(join('out', path))), [SOURCE[RULE]]);
    project.remove('out');
  });

  test('a rep retrieves, lists and deploys nothing', async () => {
    const asRep = { SF_TARGET_ORG: 'rep' };
    const login = await project.sf(['org', 'login', 'access-token', '--instance-url', client.org.url, '--no-prompt', '--alias', 'rep'], { SF_ACCESS_TOKEN: client.org.login('rep@handrail.local'), SF_TARGET_ORG: '' });
    assert.equal(login.status, 0, login.message);
    const refused = [
      await project.sf(['project', 'retrieve', 'start', '--metadata', 'ValidationRule', '--output-dir', 'none'], asRep),
      await project.sf(['org', 'list', 'metadata', '--metadata-type', 'ValidationRule'], asRep),
      await project.sf(['project', 'deploy', 'start', '--source-dir', 'p'], asRep),
    ];
    for (const { status, message } of refused) assert.match(`${status} ${message ?? ''}`, /^1 .*use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions/);
    assert.deepEqual(readdirSync(project.folder).filter((name) => name === 'none'), []);
  });

  test('a failing deploy names each component and its problem, and changes nothing', async () => {
    project.write(RULE, (SOURCE[RULE] ?? '').replace('ISBLANK(Buyer__c)', 'ISBLANK(Bayer__c)').replace('<active>true', '<active>false'));
    const failed = await project.sf(['project', 'deploy', 'start', '--source-dir', 'p']);
    assert.equal(failed.status, 1);
    assert.match(failuresOf(failed).join('\n'), /Opportunity\.Buyer_Named: Field Bayer__c does not exist\. Check spelling\./);
    assert.deepEqual(await rules(), [['Buyer_Named', true]]);
    project.write(RULE, SOURCE[RULE] ?? '');
  });

  test('the REST deploy switches a rule off', async () => {
    project.write(RULE, (SOURCE[RULE] ?? '').replace('<active>true', '<active>false'));
    const answer = await project.sf(['project', 'deploy', 'start', '--source-dir', RULE], { SF_ORG_METADATA_REST_DEPLOY: 'true' });
    assert.equal(answer.status, 0, JSON.stringify(answer).slice(0, 2000));
    assert.deepEqual(await rules(), [['Buyer_Named', false]]);
    project.write(RULE, SOURCE[RULE] ?? '');
  });

  test('org list metadata lists', async () => {
    const { result } = await project.sf(['org', 'list', 'metadata', '--metadata-type', 'ValidationRule']);
    assert.deepEqual((result as unknown as readonly { readonly fullName: string }[]).map((item) => item.fullName), ['Opportunity.Buyer_Named']);
  });
});

describe('jsforce metadata', { concurrency: 1 }, () => {
  const connect = (): InstanceType<typeof jsforce.Connection> => new jsforce.Connection({ instanceUrl: client.org.url, accessToken: client.org.accessToken, version: '67.0' });

  test('deploys a zip, lists, reads, describes and retrieves', async () => {
    const { metadata } = connect();
    const deployed = await metadata.deploy(Buffer.from(zipOf(everything())), { singlePackage: true, rollbackOnError: true }).complete(true);
    assert.equal(deployed.success, true, JSON.stringify(deployed.details).slice(0, 2000));
    assert.ok((await metadata.list({ type: 'CustomObject' }, '67.0')).some((item) => item.fullName === 'Deal__c'));
    const [object] = [await metadata.read('CustomObject', 'Deal__c')].flat();
    assert.deepEqual(object?.fields.map((field) => field.fullName), ['Account__c', 'Band__c', 'Level__c', 'Score__c', 'Total__c']);
    assert.ok((await metadata.describe('67.0')).metadataObjects.some((type) => type.xmlName === 'CustomObject' && type.childXmlNames.includes('ValidationRule')));
    metadata.pollInterval = 50;
    const retrieved = await metadata.retrieve({ apiVersion: '67.0', unpackaged: { types: [{ name: 'ValidationRule', members: ['Deal__c.Score_Set'] }], version: '67.0' } } as unknown as Parameters<typeof metadata.retrieve>[0]).complete();
    const files = readZip(Buffer.from(retrieved.zipFile, 'base64'));
    assert.deepEqual([...files.keys()], ['unpackaged/objects/Deal__c.object', 'unpackaged/package.xml']);
  });

  test('creates, updates and deletes one component, and says what is wrong with another', async () => {
    const { metadata } = connect();
    const rule = { fullName: 'Opportunity.Dated', active: true, errorConditionFormula: 'ISBLANK(CloseDate)', errorMessage: 'No date.' };
    const created = await metadata.upsert('ValidationRule', rule as never);
    assert.deepEqual([created].flat().map(({ success, created: isNew }) => [success, isNew]), [[true, true]]);
    const [bad] = [await metadata.update('ValidationRule', { ...rule, errorConditionFormula: 'ISBLANK(' } as never)].flat();
    assert.equal(bad?.success, false);
    assert.match(JSON.stringify(bad?.errors), /Syntax error/);
    assert.equal([await metadata.delete('ValidationRule', 'Opportunity.Dated')].flat()[0]?.success, true);
  });

  test('converts a lead over SOAP', async () => {
    const id = await client.create('Lead', { LastName: 'Hopper', Company: 'Compilers Inc', Status: 'Open - Not Contacted' });
    const result = await connect().soap.convertLead({ leadId: id, convertedStatus: 'Closed - Converted' });
    assert.equal([result].flat()[0]?.success, true);
  });
});

test('a source folder is deployed inside the process', async () => {
  const other = await startTestOrg();
  try {
    const result = await deploySourceFolder(other.org.metadata, other.org.session('admin@handrail.local'), project.folder, ['p']);
    assert.equal(result.status, 'Succeeded');
    await assert.rejects(deploySourceFolder(other.org.metadata, other.org.session('admin@handrail.local'), project.folder, ['nowhere']));
  } finally {
    await other.org.close();
  }
});
