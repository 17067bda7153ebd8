/** What the facts need in the org: one custom object and rules that ask only about records called *Handrail contract …*. */
import type { OrgConnection } from '../org/index.ts';

const VERSION = '67.0';
export const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** Every record that a fact saves is named so. */
export const PREFIX = 'Handrail contract';

const file = (root: string, content: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${XMLNS}>${content}</${root}>\n`;

const rule = (name: string, formula: string, message: string, field?: string): string =>
  `<validationRules><fullName>${name}</fullName><active>true</active><errorConditionFormula>${formula}</errorConditionFormula>${field === undefined ? '' : `<errorDisplayField>${field}</errorDisplayField>`}<errorMessage>${message}</errorMessage></validationRules>`;

const textField = (name: string, label: string): string =>
  `<fields><fullName>${name}</fullName><label>${label}</label><length>80</length><type>Text</type></fields>`;

const numberField = (name: string, label: string): string =>
  `<fields><fullName>${name}</fullName><label>${label}</label><precision>18</precision><scale>2</scale><type>Number</type></fields>`;

const ours = `BEGINS(Name, &quot;${PREFIX}&quot;)`;

const FILES: Readonly<Record<string, string>> = {
  'objects/HandrailContract__c.object': file('CustomObject', [
    '<deploymentStatus>Deployed</deploymentStatus>',
    textField('Code__c', 'Code'),
    numberField('Size__c', 'Size'),
    numberField('Part__c', 'Part'),
    `<label>${PREFIX}</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>${PREFIX} records</pluralLabel><sharingModel>ReadWrite</sharingModel>`,
    rule('Three_A', 'Code__c = &quot;three&quot;', '[CT-A] first', 'Code__c'),
    rule('Three_B', 'Code__c = &quot;three&quot;', '[CT-B] second', 'Size__c'),
    rule('Three_C', 'Code__c = &quot;three&quot;', '[CT-C] third'),
    rule('Division', 'AND(Code__c = &quot;divide&quot;, Size__c / Part__c &gt; 1)', '[CT-D] never reached'),
    rule('Insert_Changed', 'AND(Code__c = &quot;changed&quot;, ISCHANGED(Code__c))', '[CT-E] changed'),
    rule('Insert_Prior', 'AND(Code__c = &quot;prior&quot;, ISNEW(), PRIORVALUE(Code__c) = &quot;prior&quot;)', '[CT-F] the prior value of a new record is its own'),
    rule('Blank_Number', 'AND(Code__c = &quot;blank&quot;, OR(Size__c &lt; 5, Size__c = 0))', '[CT-G] a blank number counts as a number'),
  ].join('')),
  'objects/Opportunity.object': file('CustomObject', rule('Handrail_Contract_Amount', `AND(${ours}, Amount &gt; 500)`, '[CT-H] Amount above 500', 'Amount')),
  'permissionsets/Handrail_Contract.permissionset': file('PermissionSet', [
    ...['Code__c', 'Part__c', 'Size__c'].map((name) => `<fieldPermissions><editable>true</editable><field>HandrailContract__c.${name}</field><readable>true</readable></fieldPermissions>`),
    '<hasActivationRequired>false</hasActivationRequired><label>Handrail contract</label>',
    '<objectPermissions><allowCreate>true</allowCreate><allowDelete>true</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>HandrailContract__c</object><viewAllRecords>false</viewAllRecords></objectPermissions>',
  ].join('')),
};

const manifest = (types: readonly string[]): string => file('Package', `${types.join('')}<version>${VERSION}</version>`);

const members = (name: string, ...fullNames: string[]): string => `<types>${fullNames.map((fullName) => `<members>${fullName}</members>`).join('')}<name>${name}</name></types>`;

const RULES = members('ValidationRule', 'Opportunity.Handrail_Contract_Amount');
const OBJECT = members('CustomObject', 'HandrailContract__c');
const PERMISSIONS = members('PermissionSet', 'Handrail_Contract');

export const bytes = (files: Readonly<Record<string, string>>): ReadonlyMap<string, Uint8Array> => new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));

/** Deploys the fixture and lets the running user use it. */
export async function install(connection: OrgConnection): Promise<void> {
  const outcome = await connection.deployMetadata(bytes({ ...FILES, 'package.xml': manifest([OBJECT, RULES, PERMISSIONS]) }), { checkOnly: false });
  if (!outcome.success) throw new Error(`The fixture cannot be deployed: ${outcome.problems.join('; ')}`);
  const [user] = await connection.query<{ Id: string }>(`SELECT Id FROM User WHERE Username = '${connection.username.replaceAll("'", "\\'")}'`);
  const [set] = await connection.query<{ Id: string }>("SELECT Id FROM PermissionSet WHERE Name = 'Handrail_Contract'");
  await connection.json('POST', `/services/data/v${VERSION}/sobjects/PermissionSetAssignment`, { AssigneeId: user?.Id, PermissionSetId: set?.Id });
}

/** Removes the records and the metadata of the facts. */
export async function uninstall(connection: OrgConnection): Promise<void> {
  for (const object of ['Opportunity', 'Product2', 'Account']) {
    const records = await connection.query<{ Id: string }>(`SELECT Id FROM ${object} WHERE Name LIKE '${PREFIX}%'`);
    for (const { Id } of records) await connection.json('DELETE', `/services/data/v${VERSION}/sobjects/${object}/${Id}`);
  }
  const assignments = await connection.query<{ Id: string }>("SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Handrail_Contract'");
  for (const { Id } of assignments) await connection.json('DELETE', `/services/data/v${VERSION}/sobjects/PermissionSetAssignment/${Id}`);
  const outcome = await connection.deployMetadata(bytes({ 'package.xml': manifest([]), 'destructiveChanges.xml': manifest([RULES, PERMISSIONS, OBJECT]) }), { checkOnly: false });
  if (!outcome.success) throw new Error(`The fixture cannot be removed: ${outcome.problems.join('; ')}`);
}
