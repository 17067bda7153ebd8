/** What the Tooling API says of dependencies between components and of the functions of formulas. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assignment, flow, formula, item, reference } from '../../engine/flows/testing.ts';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';
import { DEPLOY, file, manifest, problemsOf, zipOf } from '../testing/org.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
  assert.deepEqual(problemsOf(deploy({ 'package.xml': manifest({ CustomObject: ['Deal__c', 'Account'], Flow: ['Tell'], CustomPermission: ['Bypass'] }), ...FILES })), []);
});
after(() => client.org.close());

const field = (name: string, type: string, more: string): string => `<fields><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${more}</fields>`;
const deal = (condition: string): string => file('CustomObject', `<deploymentStatus>Deployed</deploymentStatus>${field('Account__c', 'Lookup', '<referenceTo>Account</referenceTo><relationshipName>Deals</relationshipName>')}${field('Tier__c', 'Text', '<formula>Account__r.Tier__c</formula>')}<label>Deal</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>Deals</pluralLabel><sharingModel>ReadWrite</sharingModel>
  <validationRules><fullName>Tiered</fullName><active>true</active><errorConditionFormula>${condition}</errorConditionFormula><errorMessage>No tier</errorMessage></validationRules>`);
const FILES = {
  'objects/Account.object': file('CustomObject', field('Tier__c', 'Text', '<length>40</length>')),
  'objects/Deal__c.object': deal('AND(NOT($Permission.Bypass), ISBLANK(Account__r.Tier__c))'),
  'flows/Tell.flow': flow(formula('Told', 'String', '{!$Record.Tier__c}') + assignment('Set', item('$Record.Description', reference('Told')))),
  'customPermissions/Bypass.customPermission': file('CustomPermission', '<isLicensed>false</isLicensed><label>Bypass</label>'),
};

const deploy = (files: Readonly<Record<string, string>>): ReturnType<TestOrg['org']['metadata']['deploy']> => client.org.metadata.deploy(client.org.session('admin@handrail.local'), zipOf(files), DEPLOY);
const ask = (soql: string): readonly Readonly<Record<string, unknown>>[] => client.org.engine.query(client.org.session('admin@handrail.local'), soql, { tooling: true }).records;
const named = (where: string): string[] => ask(`SELECT MetadataComponentType, MetadataComponentName, RefMetadataComponentType, RefMetadataComponentName FROM MetadataComponentDependency ${where}`)
  .map((row) => `${String(row['MetadataComponentType'])} ${String(row['MetadataComponentName'])} > ${String(row['RefMetadataComponentType'])} ${String(row['RefMetadataComponentName'])}`).sort();

test('each component that another one names directly is a row, lookups on the way included', () => {
  assert.deepEqual(named(''), [
    'CustomField Tier > CustomField Account', 'CustomField Tier > CustomField Tier', 'Flow Tell > CustomField Tier',
    'ValidationRule Tiered > CustomField Account', 'ValidationRule Tiered > CustomField Tier', 'ValidationRule Tiered > CustomPermission Bypass',
  ]);
  const [tier] = ask("SELECT Id FROM CustomField WHERE DeveloperName = 'Tier' AND EntityDefinition.QualifiedApiName = 'Account'");
  assert.equal(named(`WHERE RefMetadataComponentId = '${String(tier?.['Id'])}'`).length, 3);
});

test('what a component no longer names is gone', () => {
  assert.deepEqual(problemsOf(deploy({ 'package.xml': manifest({ CustomObject: ['Deal__c'] }), 'objects/Deal__c.object': deal('ISBLANK(Name)') })), []);
  assert.deepEqual(named("WHERE MetadataComponentType = 'ValidationRule'"), []);
});

test('a query answers 2,000 rows at most', () => {
  const { engine } = client.org;
  for (let row = 0; row < 2_001; row += 1) engine.writeSystemRow('MetadataComponentDependency', { Id: `x.${row}`, DurableId: `x.${row}`, MetadataComponentType: 'Many' });
  assert.equal(ask("SELECT MetadataComponentId FROM MetadataComponentDependency WHERE MetadataComponentType = 'Many'").length, 2_000);
  assert.equal(ask("SELECT MetadataComponentId FROM MetadataComponentDependency WHERE MetadataComponentType = 'Many' LIMIT 5").length, 5);
});

test('functions stand in their category, with the contexts that take them', () => {
  const types = (name: string): unknown[] => ask(`SELECT Type FROM FormulaFunctionAllowedType WHERE Function.Name = '${name}' ORDER BY Type`).map((row) => row['Type']);
  assert.deepEqual([types('ABS'), types('PRIORVALUE'), types('HTMLENCODE'), types('NOSUCH')], [['FLOW', 'VALIDATION'], ['VALIDATION'], ['FLOW'], []]);
  const [found] = ask("SELECT Label, ExampleString, Category.Label FROM FormulaFunction WHERE Name = 'FIND'");
  assert.deepEqual([found?.['Label'], found?.['ExampleString'], (found?.['Category'] as { Label: string }).Label], ['FIND', 'FIND(search_text, text, [start_num])', 'Text']);
  const [math] = ask("SELECT Name, (SELECT Name FROM Functions WHERE Name IN ('ABS', 'FIND')) FROM FormulaFunctionCategory WHERE Label = 'Math'");
  assert.deepEqual((math?.['Functions'] as { records: { Name: string }[] }).records.map(({ Name }) => Name), ['ABS']);
});
