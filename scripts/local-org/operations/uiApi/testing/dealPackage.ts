/** For tests: an object with pages of its own, a layout with a related list, dependent picklists, record types, list views. */
import { ADMIN_USERNAME, type LocalOrg } from '../../../index.ts';
import { writeZip } from '../../../metadata/zip/write.ts';

const file = (type: string, body: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${body}</${type}>\n`;
const picklist = (values: readonly string[]): string => values.map((value, index) => `<value><fullName>${value}</fullName><default>${String(index === 0)}</default><label>${value} label</label></value>`).join('');
const types: Readonly<Record<string, readonly string[]>> = { CustomObject: ['Deal__c'], Layout: ['Account-Account Layout', 'Deal__c-Deal Layout'], PermissionSet: ['Deals'] };
const section = (label: string, style: string, columns: readonly (readonly (readonly [string, string])[])[]): string =>
  `<layoutSections><customLabel>true</customLabel><detailHeading>true</detailHeading><editHeading>true</editHeading><label>${label}</label>${columns.map((items) => `<layoutColumns>${items.map(([behavior, field]) => `<layoutItems><behavior>${behavior}</behavior><field>${field}</field></layoutItems>`).join('')}</layoutColumns>`).join('')}<style>${style}</style></layoutSections>`;
const FLAGS = ['showEmailCheckbox', 'showHighlightsPanel', 'showInteractionLogPanel', 'showRunAssignmentRulesCheckbox', 'showSubmitAndAttachButton'].map((name) => `<${name}>false</${name}>`).join('');

const FILES: Readonly<Record<string, string>> = {
  'package.xml': file('Package', `${Object.entries(types).map(([name, members]) => `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${name}</name></types>`).join('')}<version>67.0</version>`),
  'objects/Deal__c.object': file('CustomObject', `<compactLayoutAssignment>Short</compactLayoutAssignment>
    <compactLayouts><fullName>Short</fullName><fields>Name</fields><fields>Score__c</fields><label>Short</label></compactLayouts>
    <deploymentStatus>Deployed</deploymentStatus>
    <fields><fullName>Account__c</fullName><deleteConstraint>SetNull</deleteConstraint><label>Account</label><referenceTo>Account</referenceTo><relationshipLabel>Deals</relationshipLabel><relationshipName>Deals</relationshipName><required>false</required><type>Lookup</type></fields>
    <fields><fullName>Region__c</fullName><label>Region</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>${picklist(['North', 'South'])}</valueSetDefinition></valueSet></fields>
    <fields><fullName>City__c</fullName><label>City</label><type>Picklist</type><valueSet><controllingField>Region__c</controllingField><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>${picklist(['Oslo', 'Rome', 'Both'])}</valueSetDefinition><valueSettings><controllingFieldValue>North</controllingFieldValue><controllingFieldValue>South</controllingFieldValue><valueName>Both</valueName></valueSettings><valueSettings><controllingFieldValue>North</controllingFieldValue><valueName>Oslo</valueName></valueSettings><valueSettings><controllingFieldValue>South</controllingFieldValue><valueName>Rome</valueName></valueSettings></valueSet></fields>
    <fields><fullName>Score__c</fullName><label>Score</label><precision>5</precision><required>false</required><scale>2</scale><type>Number</type><unique>false</unique></fields>
    <label>Deal</label>
    <listViews><fullName>Good</fullName><booleanFilter>1 AND (2 OR 3)</booleanFilter><columns>NAME</columns><columns>Score__c</columns><columns>Account__c</columns><filterScope>Mine</filterScope><filters><field>Score__c</field><operation>greaterThan</operation><value>50</value></filters><filters><field>Region__c</field><operation>equals</operation><value>North,South</value></filters><filters><field>CREATED_DATE</field><operation>equals</operation><value>LAST_N_DAYS:3</value></filters><label>Good Deals</label></listViews>
    <nameField><displayFormat>D-{0000}</displayFormat><label>Deal Number</label><type>AutoNumber</type></nameField>
    <pluralLabel>Deals</pluralLabel>
    <recordTypes><fullName>New_Business</fullName><active>true</active><label>New Business</label><picklistValues><picklist>Region__c</picklist><values><fullName>South</fullName><default>true</default></values></picklistValues></recordTypes>
    <sharingModel>ReadWrite</sharingModel>`),
  'permissionsets/Deals.permissionset': file('PermissionSet', `${['Account__c', 'City__c', 'Region__c', 'Score__c'].map((name) => `<fieldPermissions><editable>true</editable><field>Deal__c.${name}</field><readable>true</readable></fieldPermissions>`).join('')}<hasActivationRequired>false</hasActivationRequired><label>Deals</label><objectPermissions><allowCreate>true</allowCreate><allowDelete>true</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Deal__c</object><viewAllRecords>false</viewAllRecords></objectPermissions>`),
  'layouts/Deal__c-Deal Layout.layout': file('Layout', `${section('Facts', 'TwoColumnsTopToBottom', [[['Readonly', 'Name'], ['Required', 'Score__c']], [['Edit', 'Account__c']]])}${FLAGS}`),
  'layouts/Account-Account Layout.layout': file('Layout', `${section('About', 'OneColumn', [[['Required', 'Name'], ['Edit', 'Industry']]])}<relatedLists><fields>NAME</fields><fields>Score__c</fields><relatedList>Deal__c.Account__c</relatedList><sortField>Score__c</sortField><sortOrder>Desc</sortOrder></relatedLists><relatedLists><fields>Title</fields><relatedList>RelatedContactList</relatedList></relatedLists>${FLAGS}`),
};

/** Deploys them for the administrator. @throws Error with the first problem */
export function deployDeals(org: LocalOrg): void {
  const admin = org.session(ADMIN_USERNAME);
  const zip = writeZip(new Map(Object.entries(FILES)), new Date('2026-11-01T00:00:00Z'));
  const options = { checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: true, purgeOnDelete: false, testLevel: null };
  const { success, messages } = org.metadata.deploy(admin, zip, options);
  if (!success) {
    throw new Error(JSON.stringify(messages.find((message) => !message.success)));
  }
  const [set] = org.engine.query(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Deals'").records;
  org.engine.insert(admin, 'PermissionSetAssignment', [{ AssigneeId: admin.userId, PermissionSetId: set?.['Id'] }]);
}
