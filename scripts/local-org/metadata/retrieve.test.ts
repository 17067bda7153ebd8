import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTestOrg, file, manifest, problemsOf, type TestOrg } from './testing/org.ts';
import { everything, MEMBERS } from './testing/packageOfEverything.ts';
import { readZip } from './zip/read.ts';

const decoder = new TextDecoder();

function retrieve(org: TestOrg, types: Readonly<Record<string, readonly string[]>>): { readonly files: Record<string, string>; readonly messages: readonly string[] } {
  const result = org.metadata.retrieve(org.session, { types: Object.entries(types).map(([name, members]) => ({ name, members })), version: '67.0', singlePackage: true });
  return {
    files: Object.fromEntries([...readZip(result.zip)].map(([path, bytes]) => [path, decoder.decode(bytes)])),
    messages: result.messages.map((message) => message.problem),
  };
}

/** As Salesforce source files stand: fullName first, then alphabetical, all five characters escaped. */
const RULE = `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
    <validationRules>
        <fullName>Named</fullName>
        <active>true</active>
        <description>it&apos;s &quot;A &amp; B&quot; &lt;ä&gt;</description>
        <errorConditionFormula>AND(
  ISBLANK(NextStep),
  ISPICKVAL(StageName, &quot;Closed Won&quot;))</errorConditionFormula>
        <errorMessage>[X] No.</errorMessage>
    </validationRules>
</CustomObject>
`;
const RECORD = `<?xml version="1.0" encoding="UTF-8"?>
<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    <label>One</label>
    <protected>false</protected>
    <values>
        <field>Note__c</field>
        <value xsi:nil="true"/>
    </values>
    <values>
        <field>On__c</field>
        <value xsi:type="xsd:boolean">true</value>
    </values>
</CustomMetadata>
`;

describe('a retrieve', () => {
  test('gives back what was deployed, byte for byte where it stood in an org’s form', () => {
    const org = createTestOrg();
    const result = org.deploy({
      'package.xml': manifest({ ValidationRule: ['Opportunity.Named'], CustomMetadata: ['Switch.One'], CustomObject: ['Switch__mdt'] }),
      'objects/Opportunity.object': RULE,
      'objects/Switch__mdt.object': file('CustomObject', '<fields><fullName>On__c</fullName><defaultValue>false</defaultValue><label>On</label><type>Checkbox</type></fields><fields><fullName>Note__c</fullName><label>Note</label><length>20</length><type>Text</type></fields><label>Switch</label><pluralLabel>Switches</pluralLabel>'),
      'customMetadata/Switch.One.md': RECORD,
    });
    assert.deepEqual(problemsOf(result), []);
    const { files } = retrieve(org, { ValidationRule: ['*'], CustomMetadata: ['Switch.One'] });
    assert.equal(files['objects/Opportunity.object'], RULE);
    assert.equal(files['customMetadata/Switch.One.md'], RECORD);
    assert.match(files['package.xml'] ?? '', /<members>Opportunity\.Named<\/members>\n {8}<name>ValidationRule<\/name>/);
  });

  test('of everything, deployed again, changes nothing; into an empty org, it is the same org', () => {
    const org = createTestOrg();
    assert.deepEqual(problemsOf(org.deploy(everything())), []);
    const { files, messages } = retrieve(org, MEMBERS);
    assert.deepEqual(messages, []);
    const again = org.deploy(files);
    assert.deepEqual(problemsOf(again), []);
    assert.deepEqual(again.messages.filter((message) => message.componentType !== '' && (message.changed || message.created)).map((message) => message.fullName), ['LeadConfig']);
    const other = createTestOrg();
    assert.deepEqual(problemsOf(other.deploy(files)), []);
    assert.deepEqual(retrieve(other, MEMBERS).files, files);
  });

  test('takes only the parts asked for, under their own name or their object’s', () => {
    const org = createTestOrg();
    org.deploy(everything());
    const part = retrieve(org, { CustomField: ['Deal__c.Score__c'] });
    assert.deepEqual(Object.keys(part.files).sort(), ['objects/Deal__c.object', 'package.xml']);
    assert.ok(part.files['objects/Deal__c.object']?.includes('Score__c') && !part.files['objects/Deal__c.object']?.includes('Band__c') && !part.files['objects/Deal__c.object']?.includes('<label>Deal</label>'));
    assert.ok(retrieve(org, { CustomObject: ['deal__c'] }).files['objects/Deal__c.object']?.includes('<label>Deal</label>'));
    assert.deepEqual(Object.keys(retrieve(org, { CustomObject: ['*'] }).files).sort(), ['objects/Deal__c.object', 'objects/Line__c.object', 'package.xml']);
    assert.deepEqual(Object.keys(retrieve(org, { Report: ['*'], StandardValueSet: ['*'] }).files), ['package.xml']);
    assert.ok(retrieve(org, { CustomObject: ['Opportunity'] }).files['objects/Opportunity.object'] !== undefined);
  });

  test('names what is not there and goes on', () => {
    const org = createTestOrg();
    const { files, messages } = retrieve(org, { ValidationRule: ['Opportunity.None'], ApexClass: ['*'], ApexTrigger: ['Mine'], ApprovalProcess: ['*'], StandardValueSet: ['LeadSource'] });
    assert.deepEqual(messages, ["Entity of type 'ValidationRule' named 'Opportunity.None' cannot be found", "Entity of type 'ApexTrigger' named 'Mine' cannot be found", "Entity type: 'ApprovalProcess' is unknown"]);
    assert.match(files['standardValueSets/LeadSource.standardValueSet'] ?? '', /<fullName>Web<\/fullName>\n {8}<default>false<\/default>\n {8}<label>Web<\/label>/);
  });

  test('completes settings with their defaults', () => {
    const org = createTestOrg();
    assert.match(retrieve(org, { Settings: ['LeadConfig'] }).files['settings/LeadConfig.settings'] ?? '', /<shouldLeadConvertRequireValidation>true</);
    org.deploy({ 'package.xml': manifest({ Settings: ['LeadConfig'] }), 'settings/LeadConfig.settings': file('LeadConfigSettings', '<shouldLeadConvertRequireValidation>false</shouldLeadConvertRequireValidation>') });
    assert.match(retrieve(org, { Settings: ['*'] }).files['settings/LeadConfig.settings'] ?? '', /<shouldLeadConvertRequireValidation>false</);
  });
});

test('list and read answer what is deployed and what every org has', () => {
  const org = createTestOrg();
  org.deploy(everything());
  assert.deepEqual(org.metadata.list(org.session, 'ValidationRule').map(({ fullName, fileName, createdByName, lastModifiedDate }) => [fullName, fileName, createdByName, lastModifiedDate]), [['Deal__c.Score_Set', 'objects/Deal__c.object', 'Ada Admin', '2026-05-04T10:12:00.000Z']]);
  assert.ok(org.metadata.list(org.session, 'CustomObject').some((item) => item.fullName === 'Opportunity'));
  assert.deepEqual(org.metadata.list(org.session, 'StandardValueSet'), []);
  assert.deepEqual(org.metadata.list(org.session, 'ApexClass'), []);
  assert.throws(() => org.metadata.list(org.session, 'ApprovalProcess'), /INVALID_TYPE: Unknown type:ApprovalProcess/);
  const [rule, none] = org.metadata.read(org.session, 'ValidationRule', ['Deal__c.Score_Set', 'Deal__c.None']);
  assert.equal(rule?.['active'], true);
  assert.equal(rule?.['fullName'], 'Deal__c.Score_Set');
  assert.equal(none, null);
  const [object] = org.metadata.read(org.session, 'CustomObject', ['Deal__c']);
  assert.deepEqual((object?.['fields'] as readonly Record<string, unknown>[]).map((field) => field['fullName']), ['Account__c', 'Band__c', 'Level__c', 'Score__c', 'Total__c']);
});
