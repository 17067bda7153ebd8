/** Expectations are rows as published from orgs, with other names. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createTestOrg, problemsOf, type TestOrg } from '../testing/org.ts';
import { edit, everything } from '../testing/packageOfEverything.ts';

let org: TestOrg;
before(() => {
  org = createTestOrg();
  assert.deepEqual(problemsOf(org.deploy(everything())), []);
});

/** Rows that a deploy of the package with these changes leaves. */
function rowsAfter(changes: Readonly<Record<string, string>>): readonly unknown[] {
  const known = org.rows('SetupAuditTrail').length;
  assert.deepEqual(problemsOf(org.deploy(everything(changes))), []);
  const rows = org.rows('SetupAuditTrail').slice(known).map((row) => [row['Action'], row['Section'], row['Display']]);
  org.deploy(everything());
  return rows;
}

const OBJECT = 'objects/Deal__c.object';

test('what is created is told by kind', () => {
  const texts = new Set(org.rows('SetupAuditTrail').map((row) => `${String(row['Action'])} (${String(row['Section'])}) - ${String(row['Display'])}`));
  for (const expected of [
    'createdCustEnt (Custom Objects) - Created custom object: Deal', 'createdCFCustom (Custom Objects) - Created custom field Score (Number) on Deal',
    'createdCFFormulaCustom (Custom Objects) - Created custom formula field Band (Text) on Deal', 'createdCFLookupCustom (Custom Objects) - Created custom lookup relationship Account (Account) on Deal',
    'createdCF_RSFCustom (Custom Objects) - Created roll up summary field Total (sum) on Deal', 'createdCFMasterDetailCustom (Custom Objects) - Created master-detail field: Deal (Deal__c) on Line',
    'newValidation (Validation Rules) - New Deal validation rule "Score_Set"', 'createdCustEntTab (Custom Tabs) - Created custom object tab: Deal',
    'createdinteractiondefversion (Flows) - Created flow version #1 "Deal Stamp" for flow with Unique Name "Deal_Stamp"', 'createdTabSet (Custom Apps) - Created custom app RevOps',
    'createGlobalPicklist (Global Value Sets) - Created global picklist : Levels', 'PermSetCreateNoLicense (Manage Users) - Created permission set Deal User: with no license',
  ]) assert.ok(texts.has(expected), expected);
});

test('each thing that changes in a rule has a row of its own', () => {
  assert.deepEqual(rowsAfter(edit(OBJECT, '<active>true</active><errorConditionFormula>AND(NOT($Permission.Bypass), RecordType.DeveloperName = &quot;New_Business&quot;, ISBLANK(Score__c), NOT(ISBLANK(TEXT(Account__r.Industry))))</errorConditionFormula><errorDisplayField>Score__c</errorDisplayField><errorMessage>[D-1] Set the score.', '<active>false</active><errorConditionFormula>ISBLANK(Score__c)</errorConditionFormula><errorMessage>Set it.')), [
    ['changedValidationActive', 'Validation Rules', 'Changed active flag for Deal validation "Score_Set" from 1 to 0'],
    ['changedValidationFormula', 'Validation Rules', 'Changed formula for Deal validation "Score_Set" from "AND(NOT($Permission.Bypass), RecordType.DeveloperName = "New_Business", ISBLANK(Score__c), NOT(ISBLANK(TEXT(Account__r.Industry))))" to "ISBLANK(Score__c)"'],
    ['changedValidationMessage', 'Validation Rules', 'Changed error message for Deal validation "Score_Set" from "[D-1] Set the score." to "Set it."'],
    ['changedValidationLocation', 'Validation Rules', 'Changed error location for Deal validation "Score_Set" from "Score" to "Top of Page"'],
  ]);
});

test('changes of a field, an object and a flow', () => {
  assert.deepEqual(rowsAfter(edit(OBJECT, '<label>Score</label><precision>5</precision><scale>2</scale>', '<label>Points</label><precision>6</precision><scale>3</scale>')), [
    ['changedCFCustom', 'Custom Objects', 'Changed label of custom field on Deal from Score to Points'],
    ['changedCFScaleCustom', 'Custom Objects', 'Changed decimal places for Points custom field on Deal from 2 to 3'],
  ]);
  assert.deepEqual(rowsAfter(edit(OBJECT, '<label>Deal</label>', '<label>Bargain</label>')), [['changedCustEntLabel', 'Custom Objects', 'Changed label for custom object from Deal to Bargain']]);
  const off = { ...edit('flows/Deal_Stamp.flow', '<status>Active', '<status>Draft'), ...edit('flowDefinitions/Deal_Stamp.flowDefinition', '>1<', '>0<') };
  assert.deepEqual(rowsAfter(off)[0], ['deactivatedinteractiondefinition', 'Flows', 'Deactivated flow with Name "Deal Stamp" and Unique Name "Deal_Stamp"']);
});
