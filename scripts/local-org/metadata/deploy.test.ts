import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTestOrg, file, manifest, problemsOf } from './testing/org.ts';

const BUYER = '<fields><fullName>Buyer__c</fullName><label>Economic Buyer</label><length>80</length><type>Text</type></fields>';
const rule = (name: string, formula: string, more = ''): string => `<validationRules><fullName>${name}</fullName><active>true</active>${more}<errorConditionFormula>${formula}</errorConditionFormula><errorDisplayField>Buyer__c</errorDisplayField><errorMessage>[OPP-1] Name the buyer.</errorMessage></validationRules>`;
const opportunity = (...parts: string[]): string => file('CustomObject', parts.join('\n'));

const CRITERION = {
  'objects/Criterion__mdt.object': file('CustomObject', '<fields><fullName>Enforced__c</fullName><defaultValue>false</defaultValue><label>Enforced</label><type>Checkbox</type></fields><fields><fullName>Rank__c</fullName><label>Rank</label><precision>3</precision><scale>0</scale><type>Number</type></fields><label>Criterion</label><pluralLabel>Criteria</pluralLabel><visibility>Public</visibility>'),
  'customMetadata/Criterion.OPP_1.md': file('CustomMetadata', '<label>Economic buyer named</label><protected>false</protected><values><field>Rank__c</field><value xsi:type="xsd:double">2.0</value></values><values><field>Enforced__c</field><value xsi:type="xsd:boolean">true</value></values>'),
};

describe('a deploy', () => {
  test('of a field and a rule that uses it, in one zip, becomes schema and rows', () => {
    const org = createTestOrg();
    const result = org.deploy({
      'package.xml': manifest({ ValidationRule: ['Opportunity.Buyer_Named'], CustomField: ['Opportunity.Buyer__c'] }),
      'objects/Opportunity.object': opportunity(rule('Buyer_Named', 'AND(ISPICKVAL(StageName, &quot;Closed Won&quot;), ISBLANK(Buyer__c))', '<description>hash=1</description>'), BUYER),
    });
    assert.deepEqual(problemsOf(result), []);
    assert.equal(result.status, 'Succeeded');
    assert.equal(result.numberComponentsDeployed, 2);
    assert.equal(org.schema().field('Opportunity', 'Buyer__c')?.length, 80);
    assert.equal(org.schema().object('Opportunity')?.validationRules[0]?.errorConditionFormula, 'AND(ISPICKVAL(StageName, "Closed Won"), ISBLANK(Buyer__c))');
    const [row] = org.rows('ValidationRule');
    assert.equal(row?.['ValidationName'], 'Buyer_Named');
    assert.equal(row?.['EntityDefinitionId'], 'Opportunity');
    assert.equal(row?.['Active'], true);
    assert.equal(row?.['Description'], 'hash=1');
    assert.equal(row?.['LastModifiedDate'], '2026-05-04T10:12:00.000Z');
    assert.match(String(row?.['Id']), /^03d\w{15}$/);
    assert.ok(org.rows('FieldDefinition').some((field) => field['QualifiedApiName'] === 'Buyer__c' && field['DataType'] === 'Text(80)'));
    assert.deepEqual(org.rows('SetupAuditTrail').map((entry) => [entry['Display'], entry['CreatedById'], entry['Section']]), [
      ['New Opportunity validation rule "Buyer_Named"', org.session.userId, 'Validation Rules'],
      ['Created custom field: Economic Buyer (Text)', org.session.userId, 'Customize Opportunities'],
    ]);
  });

  test('again changes nothing, and a changed rule is told apart from an unchanged one', () => {
    const org = createTestOrg();
    const files = (active: string): Record<string, string> => ({
      'package.xml': manifest({ ValidationRule: ['Opportunity.Buyer_Named'], CustomField: ['Opportunity.Buyer__c'] }),
      'objects/Opportunity.object': opportunity(BUYER, rule('Buyer_Named', 'ISBLANK(Buyer__c)').replace('<active>true', `<active>${active}`)),
    });
    org.deploy(files('true'));
    const id = org.rows('ValidationRule')[0]?.['Id'];
    org.setTime('2026-05-05T00:00:00.000Z');
    const again = org.deploy(files('true'));
    assert.ok(again.success && again.messages.filter((message) => message.componentType !== '').every((message) => !message.changed && !message.created));
    assert.equal(org.rows('ValidationRule')[0]?.['LastModifiedDate'], '2026-05-04T10:12:00.000Z');
    const off = org.deploy(files('false'));
    assert.deepEqual(off.messages.filter((message) => message.changed && message.componentType !== '').map((message) => message.fullName), ['Opportunity.Buyer_Named']);
    assert.equal(org.rows('ValidationRule')[0]?.['Active'], false);
    assert.equal(org.rows('ValidationRule')[0]?.['Id'], id);
    assert.equal(org.rows('SetupAuditTrail').at(-1)?.['Display'], 'Changed active flag for Opportunity validation "Buyer_Named" from 1 to 0');
  });

  test('of a custom metadata type with records gives rows with typed values', () => {
    const org = createTestOrg();
    const result = org.deploy({ 'package.xml': manifest({ CustomMetadata: ['Criterion.OPP_1'], CustomObject: ['Criterion__mdt'] }), ...CRITERION });
    assert.deepEqual(problemsOf(result), []);
    assert.deepEqual(org.rows('Criterion__mdt').map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'Id' && name !== 'SystemModstamp'))), [{
      DeveloperName: 'OPP_1', MasterLabel: 'Economic buyer named', Label: 'Economic buyer named', Language: 'en_US', NamespacePrefix: null, QualifiedApiName: 'OPP_1', Enforced__c: true, Rank__c: 2,
    }]);
    assert.match(String(org.rows('Criterion__mdt')[0]?.['Id']), /^m00/);
  });

  test('with checkOnly, or with one failure among many, leaves the org as it was and names every problem', () => {
    const org = createTestOrg();
    const good = { 'package.xml': manifest({ CustomField: ['Opportunity.Buyer__c'] }), 'objects/Opportunity.object': opportunity(BUYER) };
    assert.equal(org.deploy(good, { checkOnly: true }).success, true);
    assert.equal(org.schema().field('Opportunity', 'Buyer__c'), undefined);
    const bad = org.deploy({
      'package.xml': manifest({ CustomField: ['Opportunity.Buyer__c'], ValidationRule: ['Opportunity.A', 'Opportunity.B'] }),
      'objects/Opportunity.object': opportunity(BUYER, rule('A', 'ISBLANK(Bayer__c)'), rule('B', 'IF(', '<colour>red</colour>').replace('>Buyer__c<', '>Nothing__c<')),
    });
    assert.equal(bad.status, 'Failed');
    const problems = problemsOf(bad);
    assert.ok(problems.some((text) => /ValidationRule Opportunity\.A: .*Field Bayer__c does not exist\. Check spelling\./.test(text)), problems.join('\n'));
    assert.ok(problems.includes('ValidationRule Opportunity.B: Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}colour invalid at this location in type ValidationRule'));
    assert.ok(problems.some((text) => /Opportunity\.B: .*Nothing__c/.test(text)));
    assert.ok(problems.some((text) => /Opportunity\.B: Syntax error/.test(text)), problems.join('\n'));
    const place = bad.messages.find((message) => message.problem?.includes('colour') === true);
    assert.equal(place?.lineNumber, 5);
    assert.equal(org.schema().field('Opportunity', 'Buyer__c'), undefined);
    assert.deepEqual(org.rows('ValidationRule'), []);
  });

  test('without rollbackOnError keeps what stands by itself', () => {
    const org = createTestOrg();
    const result = org.deploy({
      'package.xml': manifest({ CustomField: ['Opportunity.Buyer__c'], ValidationRule: ['Opportunity.A', 'Opportunity.B'] }),
      'objects/Opportunity.object': opportunity(BUYER, rule('A', 'ISBLANK(Bayer__c)'), rule('B', 'ISBLANK(Buyer__c)')),
    }, { rollbackOnError: false });
    assert.equal(result.status, 'SucceededPartial');
    assert.deepEqual(org.rows('ValidationRule').map((row) => row['ValidationName']), ['B']);
  });

  test('that fails in the store is undone whole', () => {
    const org = createTestOrg();
    org.failOnce('disk full');
    const files = { 'package.xml': manifest({ CustomField: ['Opportunity.Buyer__c'] }), 'objects/Opportunity.object': opportunity(BUYER) };
    const result = org.deploy(files);
    assert.equal(result.status, 'Failed');
    assert.match(result.errorMessage ?? '', /disk full/);
    assert.equal(org.schema().field('Opportunity', 'Buyer__c'), undefined);
    assert.equal(org.deploy(files).messages.find((message) => message.componentType === 'CustomField')?.created, true);
  });

  test('names what the manifest and the zip do not share', () => {
    const org = createTestOrg();
    const result = org.deploy({
      'package.xml': manifest({ CustomField: ['Opportunity.Missing__c'], ApexClass: ['*'] }),
      'objects/Opportunity.object': opportunity(BUYER),
      'customPermissions/Extra.customPermission': file('CustomPermission', '<isLicensed>false</isLicensed><label>Extra</label>'),
    });
    const problems = problemsOf(result);
    assert.ok(problems.includes("CustomField Opportunity.Missing__c: An object 'Opportunity.Missing__c' of type CustomField was named in package.xml, but was not found in zipped directory"));
    assert.ok(problems.includes('CustomField Opportunity.Buyer__c: Not in package.xml'));
    assert.ok(problems.includes('CustomPermission Extra: Not in package.xml'));
    assert.ok(problems.some((text) => text.includes("Unknown type name 'ApexClass' specified in package.xml")));
    assert.equal(org.metadata.deploy(org.session, new TextEncoder().encode('not a zip at all, really'), { checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: false, purgeOnDelete: false, testLevel: null }).errorMessage, 'The data is not a zip file.');
    assert.deepEqual(problemsOf(org.deploy({ 'sub/package.xml': manifest({}) })), [' package.xml: No package.xml found']);
    assert.equal(org.deploy({ 'sub/package.xml': manifest({}) }, { singlePackage: false }).success, true);
  });
});

describe('destructive changes', () => {
  test('remove a rule; a field that a rule reads cannot go without it', () => {
    const org = createTestOrg();
    const buyer = { CustomField: ['Opportunity.Buyer__c'], ValidationRule: ['Opportunity.A'] };
    org.deploy({ 'package.xml': manifest(buyer), 'objects/Opportunity.object': opportunity(BUYER, rule('A', 'ISBLANK(Buyer__c)')) });
    const refused = org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ CustomField: ['Opportunity.Buyer__c'] }) });
    assert.match(problemsOf(refused).join('\n'), /CustomField Opportunity\.Buyer__c: This custom field is referenced elsewhere in salesforce\.com\. : Validation Rule - Opportunity\.A$/);
    const both = org.deploy({ 'package.xml': manifest({}), 'destructiveChangesPost.xml': manifest(buyer) });
    assert.deepEqual(problemsOf(both), []);
    assert.ok(both.messages.filter((message) => message.componentType !== '').every((message) => message.deleted));
    assert.deepEqual(org.rows('ValidationRule'), []);
    assert.equal(org.schema().field('Opportunity', 'Buyer__c'), undefined);
    assert.ok(!org.rows('FieldDefinition').some((row) => row['QualifiedApiName'] === 'Buyer__c'));
  });

  test('of what is not there are a warning, and an error unless warnings are ignored', () => {
    const org = createTestOrg();
    const files = { 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ CustomPermission: ['Nobody'] }) };
    assert.equal(org.deploy(files).success, false);
    const result = org.deploy(files, { ignoreWarnings: true });
    assert.equal(result.success, true);
    assert.deepEqual(result.messages.filter((message) => message.problemType === 'Warning').map((message) => message.problem), ['No CustomPermission named: Nobody found']);
  });
});

test('a permission set gives rows for the set, its custom permissions, objects and fields', () => {
  const org = createTestOrg();
  const result = org.deploy({
    'package.xml': manifest({ CustomField: ['Opportunity.Buyer__c'], CustomPermission: ['Bypass'], PermissionSet: ['Admin'] }),
    'objects/Opportunity.object': opportunity(BUYER),
    'customPermissions/Bypass.customPermission': file('CustomPermission', '<isLicensed>false</isLicensed><label>Bypass</label>'),
    'permissionsets/Admin.permissionset': file('PermissionSet', '<customPermissions><enabled>true</enabled><name>Bypass</name></customPermissions><fieldPermissions><editable>true</editable><field>Opportunity.Buyer__c</field><readable>true</readable></fieldPermissions><hasActivationRequired>false</hasActivationRequired><label>Admin</label>'),
  });
  assert.deepEqual(problemsOf(result), []);
  const [set] = org.rows('PermissionSet');
  const [permission] = org.rows('CustomPermission');
  assert.equal(set?.['Name'], 'Admin');
  assert.deepEqual(org.rows('SetupEntityAccess').map((row) => [row['ParentId'], row['SetupEntityId'], row['SetupEntityType']]), [[set?.['Id'], permission?.['Id'], 'CustomPermission']]);
  assert.deepEqual(org.rows('FieldPermissions').map((row) => [row['Field'], row['PermissionsEdit']]), [['Opportunity.Buyer__c', true]]);
});

test('a stage value set rewrites the stage rows and the picklist', () => {
  const org = createTestOrg();
  const stage = (name: string, probability: number, category: string, more: string): string => `<standardValue><fullName>${name}</fullName><default>false</default><label>${name}</label><closed>${more === '' ? 'false' : 'true'}</closed><forecastCategory>${category}</forecastCategory><probability>${probability}</probability>${more}</standardValue>`;
  const result = org.deploy({
    'package.xml': manifest({ StandardValueSet: ['OpportunityStage'] }),
    'standardValueSets/OpportunityStage.standardValueSet': file('StandardValueSet', `<sorted>false</sorted>${stage('Discovery', 20, 'Pipeline', '')}${stage('Closed Won', 100, 'Closed', '<won>true</won>')}`),
  });
  assert.deepEqual(problemsOf(result), []);
  assert.deepEqual(org.rows('OpportunityStage').map((row) => [row['ApiName'], row['DefaultProbability'], row['IsWon'], row['ForecastCategoryName'], row['SortOrder']]), [['Discovery', 20, false, 'Pipeline', 1], ['Closed Won', 100, true, 'Closed', 2]]);
  assert.deepEqual(org.schema().field('Opportunity', 'StageName')?.picklistValues.map((value) => value.value), ['Discovery', 'Closed Won']);
});
