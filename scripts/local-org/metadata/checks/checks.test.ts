import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTestOrg, file, problemsOf } from '../testing/org.ts';
import { edit, everything } from '../testing/packageOfEverything.ts';

const OBJECT = 'objects/Deal__c.object';
const LINE = 'objects/Line__c.object';
const SALES = 'objects/Opportunity.object';

/** What is wrong, the change that makes it so, and the problem expected (type and name first). */
const CASES: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['an unknown field in a rule', edit(OBJECT, 'ISBLANK(Score__c)', 'ISBLANK(Skore__c)'), /^ValidationRule Deal__c\.Score_Set: .*Field Skore__c does not exist\. Check spelling\./],
  ['a rule that is no condition', edit(OBJECT, 'AND(NOT($Permission.Bypass), RecordType.DeveloperName = &quot;New_Business&quot;, ISBLANK(Score__c), NOT(ISBLANK(TEXT(Account__r.Industry))))', 'Score__c + 1'), /^ValidationRule Deal__c\.Score_Set: Formula result is data type \(Number\), incompatible with expected data type/],
  ['an unknown permission in a rule', edit(OBJECT, '$Permission.Bypass', '$Permission.Nothing'), /^ValidationRule Deal__c\.Score_Set: .*\$Permission\.Nothing/],
  ['an unknown error field', edit(OBJECT, '<errorDisplayField>Score__c', '<errorDisplayField>Nope__c'), /^ValidationRule Deal__c\.Score_Set: Invalid field Nope__c/],
  ['a message that is too long', edit(OBJECT, '[D-1] Set the score.', `[D-1] ${'x'.repeat(250)}`), /^ValidationRule Deal__c\.Score_Set: errorMessage: data value too large/],
  ['a name with a double underscore', edit(OBJECT, '<fullName>Score_Set', '<fullName>Score__Set'), /^ValidationRule Deal__c\.Score__Set: The Validation Rule Name field can only contain/],
  ['a formula that is too long', edit(OBJECT, 'ISBLANK(Score__c)', `ISBLANK(Score__c) /* ${'x'.repeat(4000)} */`), /^ValidationRule Deal__c\.Score_Set: Formula is too long \(\d,\d{3} characters\)\. {2}Maximum length is 3,900 characters/],
  ['a lookup to nothing', edit(OBJECT, '<referenceTo>Account', '<referenceTo>Nothing__c'), /^CustomField Deal__c\.Account__c: referenceTo value of 'Nothing__c' does not resolve to a valid sObject type/],
  ['an unknown value set', edit(OBJECT, '<valueSetName>Levels', '<valueSetName>Nothing'), /^CustomField Deal__c\.Level__c: In field: valueSetName - no GlobalValueSet named Nothing found/],
  ['a number without precision', edit(OBJECT, '<precision>5</precision>', ''), /^CustomField Deal__c\.Score__c: Must specify 'precision' for a CustomField of type Number/],
  ['a field type the org does not have', edit(OBJECT, '<type>Number</type>', '<type>Location</type>'), /^CustomField Deal__c\.Score__c: unsupported: the local org does not have fields of type Location/],
  ['a field type nobody has', edit(OBJECT, '<type>Number</type>', '<type>Numbre</type>'), /^CustomField Deal__c\.Score__c: Error parsing file: 'Numbre' is not a valid value for the enum 'FieldType'/],
  ['a formula field that does not compile', edit(OBJECT, 'Score__c &gt; 50', 'ISNEW()'), /^CustomField Deal__c\.Band__c: .*ISNEW/],
  ['a formula field that reads itself', edit(OBJECT, 'Score__c &gt; 50', 'ISBLANK(Band__c)'), /^CustomField Deal__c\.Band__c: Formula cannot use another formula field that directly or indirectly refers to itself\. Deal__c\.Band__c > Deal__c\.Band__c/],
  ['an unknown label in a rule', edit(OBJECT, '$Permission.Bypass', 'ISBLANK($Label.Nothing)'), /^ValidationRule Deal__c\.Score_Set: Field \$Label\.Nothing does not exist\. Check spelling\./],
  ['a custom setting in a rule', edit(OBJECT, '$Permission.Bypass', '$Setup.Gates__c.Off__c'), /^ValidationRule Deal__c\.Score_Set: Field \$Setup\.Gates__c\.Off__c does not exist\. Check spelling\./],
  ['the id of a session in a formula field', edit(OBJECT, 'Score__c &gt; 50', 'GETSESSIONID() = &quot;x&quot;'), /^CustomField Deal__c\.Band__c: GETSESSIONID is not supported here/],
  ['an object without a label', edit(OBJECT, '<label>Deal</label>', ''), /^CustomObject Deal__c: Required field is missing: label/],
  ['a compact layout with an unknown field', edit(OBJECT, '<fields>Score__c</fields>', '<fields>Nope__c</fields>'), /^CompactLayout Deal__c\.Short: In field: fields - no CustomField named Deal__c\.Nope__c found/],
  ['a record type with an unknown value', edit(OBJECT, '<values><fullName>Gold', '<values><fullName>Bronze'), /^RecordType Deal__c\.New_Business: Picklist value: Bronze in picklist: Level__c not found/],
  ['a list view with an unknown column', edit(OBJECT, '<columns>Score__c', '<columns>Nope__c'), /^ListView Deal__c\.All: Could not resolve list view column: Nope__c/],
  ['a page with an unknown component', edit('flexipages/Deal_Page.flexipage', 'c:dealPanel', 'c:nothing'), /^FlexiPage Deal_Page: We couldn't retrieve the design time component information for component c:nothing/],
  ['a page of an unknown object', edit('flexipages/Deal_Page.flexipage', '<sobjectType>Deal__c', '<sobjectType>Nope__c'), /^FlexiPage Deal_Page: In field: sobjectType - no CustomObject named Nope__c found/],
  ['a tab of an unknown page', edit('tabs/Health.tab', 'Health_Page', 'Nothing'), /^CustomTab Health: In field: flexiPage - no FlexiPage named Nothing found/],
  ['an app with an unknown tab', edit('applications/RevOps.app', '<tabs>Health', '<tabs>Nothing'), /^CustomApplication RevOps: In field: tab - no CustomTab named Nothing found/],
  ['a layout with an unknown field', edit('layouts/Deal__c-Deal Layout.layout', 'Score__c', 'Nope__c'), /^Layout Deal__c-Deal Layout: Invalid field:Nope__c/],
  ['an action with an unknown component', edit('quickActions/Deal__c.Close.quickAction', '>dealPanel<', '>nothing<'), /^QuickAction Deal__c\.Close: In field: lightningWebComponent - no LightningComponentBundle named nothing found/],
  ['a path with an unknown value', edit('pathAssistants/Deal_Path.pathAssistant', 'Gold', 'Bronze'), /^PathAssistant Deal_Path: Picklist value: Bronze in picklist: Level__c not found/],
  ['a permission set with an unknown field', edit('permissionsets/Deal_User.permissionset', 'Deal__c.Score__c', 'Deal__c.Nope__c'), /^PermissionSet Deal_User: In field: field - no CustomField named Deal__c\.Nope__c found/],
  ['a permission set that edits a formula', edit('permissionsets/Deal_User.permissionset', 'Deal__c.Score__c', 'Deal__c.Band__c'), /^PermissionSet Deal_User: You cannot make the formula field Deal__c\.Band__c editable/],
  ['a permission set that edits without reading', edit('permissionsets/Deal_User.permissionset', '<allowRead>true', '<allowRead>false'), /^PermissionSet Deal_User: Permission allowEdit on Deal__c depends on permission\(s\): allowRead/],
  ['a flow with an unknown field', edit('flows/Deal_Stamp.flow', '<field>Score__c', '<field>Nope__c'), /^Flow Deal_Stamp: The field "Nope__c" for the object "Deal__c" doesn't exist/],
  ['a flow that stamps an unknown field', edit('flows/Deal_Stamp.flow', '$Record.Score__c', '$Record.Nope__c'), /^Flow Deal_Stamp: The field "Nope__c"/],
  ['a flow with a connector to nowhere', edit('flows/Deal_Stamp.flow', '<targetReference>Stamp', '<targetReference>Stomp'), /^Flow Deal_Stamp: The connector's target element "Stomp" doesn't exist/],
  ['a component that imports nothing there', edit('lwc/dealPanel/dealPanel.js', 'c/shared', 'c/nothing'), /^LightningComponentBundle dealPanel: No MODULE named markup:\/\/c:nothing found/],
  ['a component with an unknown field token', edit('lwc/dealPanel/dealPanel.js', 'Deal__c.Score__c', 'Deal__c.Nope__c'), /^LightningComponentBundle dealPanel: Invalid reference Deal__c\.Nope__c of type sobjectField in file dealPanel\.js/],
  ['a component with an unknown label', edit('lwc/dealPanel/dealPanel.js', 'c.Hello', 'c.Bye'), /^LightningComponentBundle dealPanel: Invalid reference c\.Bye of type label/],
  ['a component without its definition', { 'lwc/shared/shared.js-meta.xml': '' }, /^LightningComponentBundle shared: Error parsing file/],
  ['a report outside its folder', { 'reports/Books-meta.xml': '<ReportFolder' }, /^Report Books\/Deals: Cannot find folder:Books/],
  ['a report on an unknown type', edit('reports/Books/Deals.report', '<reportType>Deals__c', '<reportType>Nope__c'), /^Report Books\/Deals: In field: reportType - no ReportType named Nope__c found/],
  ['an unknown setting', edit('settings/LeadConfig.settings', 'shouldLeadConvertRequireValidation', 'shouldLeadConvert'), /^Settings LeadConfig: Error parsing file: Element \{http:\/\/soap\.sforce\.com\/2006\/04\/metadata\}shouldLeadConvert invalid at this location in type LeadConfigSettings/],
  ['a record type of an unknown process', edit(SALES, '<businessProcess>New Business', '<businessProcess>Old'), /^RecordType Opportunity\.New_Business: In field: businessProcess - no BusinessProcess named Opportunity\.Old found/],
  ['a process with an unknown stage', edit(SALES, '<fullName>Closed Won', '<fullName>Closed Maybe'), /^BusinessProcess Opportunity\.New Business: Picklist value: Closed Maybe in picklist: StageName not found/],
  ['a roll-up over no master-detail', edit(OBJECT, 'Line__c.Deal__c', 'Line__c.Kind__c'), /^CustomField Deal__c\.Total__c: Line__c\.Kind__c is no master-detail relationship to Deal__c/],
  ['a roll-up of an unknown field', edit(OBJECT, '<summarizedField>Line__c.Amount__c', '<summarizedField>Line__c.Nope__c'), /^CustomField Deal__c\.Total__c: In field: summarizedField - no CustomField named Line__c\.Nope__c found/],
  ['a roll-up that adds up a picklist', edit(OBJECT, '<summarizedField>Line__c.Amount__c', '<summarizedField>Line__c.Kind__c'), /^CustomField Deal__c\.Total__c: A sum cannot be made of Line__c\.Kind__c \(picklist\)/],
  ['a detail that shares by itself', edit(LINE, 'ControlledByParent', 'ReadWrite'), /^CustomObject Line__c: Cannot set sharingModel to ReadWrite on a CustomObject with a MasterDetail relationship field/],
  ['a dependent picklist with an unknown controlling value', edit(LINE, '<controllingFieldValue>Services', '<controllingFieldValue>Favours'), /^CustomField Line__c\.Unit__c: Picklist value: Favours in picklist: Kind__c not found/],
  ['a dependent picklist with an unknown value', edit(LINE, '<valueName>Piece', '<valueName>Pound'), /^CustomField Line__c\.Unit__c: Picklist value: Pound in picklist: Unit__c not found/],
  ['a definition of a version that is not there', edit('flowDefinitions/Deal_Stamp.flowDefinition', '>1<', '>2<'), /^FlowDefinition Deal_Stamp: unsupported: the local org keeps one version of a flow/],
  ['a fuzzy matching rule', edit('matchingRules/Deal__c.matchingRule', '>Exact<', '>CompanyName<'), /^MatchingRule Deal__c\.Score: unsupported: the local org does not match by CompanyName/],
  ['a duplicate rule without its matching rule', edit('duplicateRules/Deal__c.Same_Score.duplicateRule', '<matchingRule>Score', '<matchingRule>None'), /^DuplicateRule Deal__c\.Same_Score: In field: matchingRule - no MatchingRule named Deal__c\.None found/],
  ['an active workflow rule', edit('workflows/Deal__c.workflow', '<active>false', '<active>true'), /^WorkflowRule Deal__c\.Old: unsupported: the local org does not run workflow rules/],
  ['a standard profile that this org has not', { 'profiles/ReadOnly.profile': file('Profile', '<custom>false</custom>'), 'package.xml': (everything()['package.xml'] ?? '').replace('<members>Admin<', '<members>ReadOnly</members><members>Admin<') }, /^Profile ReadOnly: unsupported: the local org does not have the standard profile ReadOnly/],
  ['a profile with an unknown field', edit('profiles/Admin.profile', 'Deal__c.Score__c', 'Deal__c.Nope__c'), /^Profile Admin: In field: field - no CustomField named Deal__c\.Nope__c found/],
  ['a profile with an unknown layout', edit('profiles/Admin.profile', 'Deal__c-Deal Layout', 'Deal__c-None'), /^Profile Admin: In field: layout - no Layout named Deal__c-None found/],
  ['a queue with an unknown object', edit('queues/Deal_Desk.queue', '<sobjectType>Lead', '<sobjectType>Nope__c'), /^Queue Deal_Desk: In field: sobjectType - no CustomObject named Nope__c found/],
  ['roles in a circle', edit('roles/Head.role', '<name>Head</name>', '<name>Head</name><parentRole>Member</parentRole>'), /^Role Head: The role hierarchy must not contain a loop/],
  ['a translation of an unknown label', edit('translations/de.translation', '<name>Hello', '<name>Bye'), /^Translations de: In field: customLabels - no CustomLabel named Bye found/],
  ['a translation of an unknown field', edit('objectTranslations/Deal__c-de.objectTranslation', '<name>Score__c', '<name>Nope__c'), /^CustomObjectTranslation Deal__c-de: In field: name - no CustomField named Deal__c\.Nope__c found/],
  ['an email template outside its folder', { 'email/Mails-meta.xml': '<EmailFolder' }, /^EmailTemplate Mails\/Welcome: Cannot find folder:Mails/],
  ['a platform event', { 'objects/Ping__e.object': file('CustomObject', '<eventType>HighVolume</eventType><label>Ping</label><pluralLabel>Pings</pluralLabel>'), 'package.xml': (everything()['package.xml'] ?? '').replace('<members>Line__c', '<members>Ping__e</members><members>Line__c') }, /^CustomObject Ping__e: unsupported: the local org does not have platform events/],
  ['two defaults in a value set', edit('globalValueSets/Levels.globalValueSet', '<default>false', '<default>true'), /^GlobalValueSet Levels: A value set can have only one default value/],
  ['a flag that is neither true nor false', edit('customPermissions/Bypass.customPermission', '>false<', '>maybe<'), /^CustomPermission Bypass: Error parsing file: 'maybe' is not a valid value for the type xsd:boolean/],
];

describe('a deploy refuses, and says where', () => {
  for (const [what, change, expected] of CASES) {
    test(what, () => {
      const org = createTestOrg();
      const result = org.deploy(everything(change));
      assert.equal(result.success, false);
      const problems = problemsOf(result);
      assert.ok(problems.some((text) => expected.test(text)), problems.join('\n'));
      assert.deepEqual(org.rows('CustomPermission'), []);
    });
  }
});

describe('a deploy of everything', () => {
  test('succeeds, and its schema is what the files say', () => {
    const org = createTestOrg();
    const result = org.deploy(everything());
    assert.deepEqual(problemsOf(result), []);
    const deal = org.schema().object('Deal__c');
    assert.equal(deal?.keyPrefix, 'a00');
    assert.deepEqual(deal?.recordTypes.map((type) => type.developerName), ['New_Business']);
    assert.equal(org.schema().field('Deal__c', 'Name')?.autoNumberFormat, 'D-{0000}');
    assert.deepEqual(org.schema().field('Deal__c', 'Level__c')?.picklistValues.map((value) => value.value), ['Gold', 'Silver']);
    assert.equal(org.schema().field('Deal__c', 'Level__c')?.defaultValue, 'Silver');
    assert.equal(org.schema().field('Deal__c', 'Band__c')?.formula, 'IF(Score__c > 50, "high", "low")');
    assert.ok(org.schema().children('Account').some((child) => child.childObject === 'Deal__c' && child.relationshipName === 'Deals__r'));
    assert.ok(org.schema().object('Deal__History') !== undefined);
    assert.equal(org.rows('FlowDefinitionView')[0]?.['IsActive'], true);
    assert.equal(org.metadata.setting('LeadConfig', 'shouldLeadConvertRequireValidation'), 'false');
    assert.equal(org.metadata.setting('Opportunity', 'enableOpportunityFieldHistoryTracking'), 'true');
  });

  test('names that every JavaScript object knows are names like others', () => {
    const org = createTestOrg();
    const result = org.deploy(everything({
      ...edit(OBJECT, '<type>Number</type>', '<type>constructor</type>'), constructor: 'x', '__proto__/x.object': 'x',
      'standardValueSets/constructor.standardValueSet': '<StandardValueSet xmlns="http://soap.sforce.com/2006/04/metadata"><sorted>false</sorted></StandardValueSet>',
    }));
    const problems = problemsOf(result);
    assert.ok(problems.includes(' constructor: Not in package.xml') && problems.includes('StandardValueSet constructor: Not in package.xml'), problems.join('\n'));
    assert.ok(problems.some((text) => text.includes("'constructor' is not a valid value for the enum 'FieldType'")));
    const asked = org.metadata.retrieve(org.session, { types: ['StandardValueSet', 'Settings', 'CustomObject', 'Report'].map((name) => ({ name, members: ['constructor', '__proto__'] })), version: '67.0', singlePackage: true });
    assert.equal(asked.messages.length, 8);
  });

  test('active rules beyond the limit are refused', () => {
    const org = createTestOrg();
    const rules = Array.from({ length: 101 }, (_, index) => `<validationRules><fullName>R${index}</fullName><active>true</active><errorConditionFormula>false</errorConditionFormula><errorMessage>x</errorMessage></validationRules>`).join('');
    const problems = problemsOf(org.deploy(everything(edit(OBJECT, '<validationRules>', `${rules}<validationRules>`))));
    assert.equal(problems.length, 2);
    assert.ok(problems.every((text) => text.includes('maximum number of 100 active validation rules on Deal__c')));
  });

  test('a change that breaks what is deployed is refused with the name of what breaks', () => {
    const org = createTestOrg();
    org.deploy(everything());
    const changed = edit(OBJECT, '<precision>5</precision><scale>2</scale><trackHistory>true</trackHistory><type>Number</type>', '<length>20</length><type>Text</type>');
    const result = org.deploy({ 'package.xml': everything()['package.xml']?.replace(/<types>[\s\S]*<\/types>/, '<types><members>Deal__c.Score__c</members><name>CustomField</name></types>') ?? '', [OBJECT]: (changed[OBJECT] ?? '').replace(/[\s\S]*(<fields><fullName>Score__c[\s\S]*?<\/fields>)[\s\S]*/, '<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">$1</CustomObject>') });
    assert.match(problemsOf(result).join('\n'), /CustomField Deal__c\.Score__c: This change breaks CustomField Deal__c\.Band__c/);
  });
});
