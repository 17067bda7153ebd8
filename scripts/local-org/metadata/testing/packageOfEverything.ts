/** One valid component of every kind, for tests that change one of them. */
import { file, manifest } from './org.ts';
import { RULE_FILES, RULE_MEMBERS } from './packageOfRules.ts';

const DEAL = '<deploymentStatus>Deployed</deploymentStatus><enableHistory>true</enableHistory>';

const DEAL_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  CompactLayout: ['Deal__c.Short'], CustomApplication: ['RevOps'], CustomField: ['Deal__c.Account__c', 'Deal__c.Band__c', 'Deal__c.Level__c', 'Deal__c.Score__c', 'Deal__c.Total__c'], CustomLabels: ['CustomLabels'],
  CustomObject: ['Deal__c'], CustomPermission: ['Bypass'], CustomTab: ['Deal__c', 'Health'], Dashboard: ['Boards', 'Boards/Main'], FlexiPage: ['Deal_Page', 'Health_Page'], Flow: ['Deal_Stamp'], GlobalValueSet: ['Levels'],
  Layout: ['Deal__c-Deal Layout'], LeadConvertSettings: ['LeadConvertSettings'], LightningComponentBundle: ['dealPanel', 'shared'], ListView: ['Deal__c.All'], PathAssistant: ['Deal_Path'], PermissionSet: ['Deal_User'],
  QuickAction: ['Deal__c.Close'], RecordType: ['Deal__c.New_Business'], Report: ['Books', 'Books/Deals'], ReportType: ['Deals'], Settings: ['LeadConfig'], StaticResource: ['logo'], ValidationRule: ['Deal__c.Score_Set'],
};

const meta = (body: string): string => file('LightningComponentBundle', `<apiVersion>67.0</apiVersion><isExposed>true</isExposed><masterLabel>${body}</masterLabel><targets><target>lightning__RecordPage</target></targets>`);

const names = [...new Set([...Object.keys(DEAL_MEMBERS), ...Object.keys(RULE_MEMBERS)])];
export const MEMBERS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(names.map((name) => [name, [...DEAL_MEMBERS[name] ?? [], ...RULE_MEMBERS[name] ?? []]]));

/** Files by path; replace one to make it bad. */
const FILES: Readonly<Record<string, string>> = {
  'objects/Deal__c.object': file('CustomObject', `${DEAL}
    <compactLayouts><fullName>Short</fullName><fields>Name</fields><fields>Score__c</fields><label>Short</label></compactLayouts>
    <fields><fullName>Account__c</fullName><deleteConstraint>SetNull</deleteConstraint><label>Account</label><referenceTo>Account</referenceTo><relationshipLabel>Deals</relationshipLabel><relationshipName>Deals</relationshipName><required>false</required><type>Lookup</type></fields>
    <fields><fullName>Band__c</fullName><formula>IF(Score__c &gt; 50, &quot;high&quot;, &quot;low&quot;)</formula><formulaTreatBlanksAs>BlankAsBlank</formulaTreatBlanksAs><label>Band</label><type>Text</type></fields>
    <fields><fullName>Level__c</fullName><label>Level</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetName>Levels</valueSetName></valueSet></fields>
    <fields><fullName>Total__c</fullName><label>Total</label><summarizedField>Line__c.Amount__c</summarizedField><summaryFilterItems><field>Line__c.Kind__c</field><operation>equals</operation><value>Goods</value></summaryFilterItems><summaryForeignKey>Line__c.Deal__c</summaryForeignKey><summaryOperation>sum</summaryOperation><type>Summary</type></fields>
    <fields><fullName>Score__c</fullName><label>Score</label><precision>5</precision><scale>2</scale><trackHistory>true</trackHistory><type>Number</type></fields>
    <label>Deal</label>
    <listViews><fullName>All</fullName><columns>NAME</columns><columns>Score__c</columns><filterScope>Everything</filterScope><label>All</label></listViews>
    <nameField><displayFormat>D-{0000}</displayFormat><label>Deal Number</label><type>AutoNumber</type></nameField>
    <pluralLabel>Deals</pluralLabel>
    <recordTypes><fullName>New_Business</fullName><active>true</active><label>New Business</label><picklistValues><picklist>Level__c</picklist><values><fullName>Gold</fullName><default>false</default></values></picklistValues></recordTypes>
    <sharingModel>ReadWrite</sharingModel>
    <validationRules><fullName>Score_Set</fullName><active>true</active><errorConditionFormula>AND(NOT($Permission.Bypass), RecordType.DeveloperName = &quot;New_Business&quot;, ISBLANK(Score__c), NOT(ISBLANK(TEXT(Account__r.Industry))))</errorConditionFormula><errorDisplayField>Score__c</errorDisplayField><errorMessage>[D-1] Set the score.</errorMessage></validationRules>`),
  'applications/RevOps.app': file('CustomApplication', '<formFactors>Large</formFactors><isNavAutoTempTabsDisabled>false</isNavAutoTempTabsDisabled><isNavPersonalizationDisabled>false</isNavPersonalizationDisabled><isNavTabPersistenceDisabled>false</isNavTabPersistenceDisabled><label>RevOps</label><navType>Standard</navType><tabs>standard-home</tabs><tabs>Deal__c</tabs><tabs>Health</tabs><uiType>Lightning</uiType>'),
  'labels/CustomLabels.labels': file('CustomLabels', '<labels><fullName>Hello</fullName><language>en_US</language><protected>false</protected><shortDescription>Hello</shortDescription><value>Hello</value></labels>'),
  'customPermissions/Bypass.customPermission': file('CustomPermission', '<isLicensed>false</isLicensed><label>Bypass</label>'),
  'tabs/Deal__c.tab': file('CustomTab', '<customObject>true</customObject><motif>Custom57: Building Block</motif>'),
  'tabs/Health.tab': file('CustomTab', '<flexiPage>Health_Page</flexiPage><label>Health</label><motif>Custom57: Building Block</motif>'),
  'dashboards/Boards-meta.xml': file('DashboardFolder', '<name>Boards</name>'),
  'dashboards/Boards/Main.dashboard': file('Dashboard', '<backgroundEndColor>#FFFFFF</backgroundEndColor><backgroundFadeDirection>Diagonal</backgroundFadeDirection><backgroundStartColor>#FFFFFF</backgroundStartColor><dashboardType>LoggedInUser</dashboardType><leftSection><columnSize>Medium</columnSize></leftSection><rightSection><columnSize>Medium</columnSize></rightSection><textColor>#000000</textColor><title>Main</title><titleColor>#000000</titleColor><titleSize>12</titleSize>'),
  'flexipages/Deal_Page.flexipage': file('FlexiPage', '<flexiPageRegions><itemInstances><componentInstance><componentName>c:dealPanel</componentName><identifier>c_dealPanel</identifier></componentInstance></itemInstances><name>main</name><type>Region</type></flexiPageRegions><masterLabel>Deal Page</masterLabel><sobjectType>Deal__c</sobjectType><template><name>flexipage:recordHomeTemplateDesktop</name></template><type>RecordPage</type>'),
  'flexipages/Health_Page.flexipage': file('FlexiPage', '<flexiPageRegions><itemInstances><componentInstance><componentName>dealPanel</componentName><identifier>dealPanel</identifier></componentInstance></itemInstances><name>main</name><type>Region</type></flexiPageRegions><masterLabel>Health</masterLabel><template><name>flexipage:defaultAppHomeTemplate</name></template><type>AppPage</type>'),
  'flows/Deal_Stamp.flow': file('Flow', '<apiVersion>67.0</apiVersion><assignments><name>Stamp</name><label>Stamp</label><locationX>0</locationX><locationY>0</locationY><assignmentItems><assignToReference>$Record.Score__c</assignToReference><operator>Assign</operator><value><numberValue>1.0</numberValue></value></assignmentItems></assignments><label>Deal Stamp</label><processType>AutoLaunchedFlow</processType><start><locationX>0</locationX><locationY>0</locationY><connector><targetReference>Stamp</targetReference></connector><filterLogic>and</filterLogic><filters><field>Score__c</field><operator>IsNull</operator><value><booleanValue>true</booleanValue></value></filters><object>Deal__c</object><recordTriggerType>Create</recordTriggerType><triggerType>RecordBeforeSave</triggerType></start><status>Active</status>'),
  'globalValueSets/Levels.globalValueSet': file('GlobalValueSet', '<customValue><fullName>Gold</fullName><default>false</default><label>Gold</label></customValue><customValue><fullName>Silver</fullName><default>true</default><label>Silver</label></customValue><masterLabel>Levels</masterLabel><sorted>false</sorted>'),
  'layouts/Deal__c-Deal Layout.layout': file('Layout', '<layoutSections><customLabel>false</customLabel><detailHeading>false</detailHeading><editHeading>true</editHeading><label>Information</label><layoutColumns><layoutItems><behavior>Readonly</behavior><field>Name</field></layoutItems><layoutItems><behavior>Edit</behavior><field>Score__c</field></layoutItems></layoutColumns><layoutColumns/><style>TwoColumnsTopToBottom</style></layoutSections><showEmailCheckbox>false</showEmailCheckbox><showHighlightsPanel>false</showHighlightsPanel><showInteractionLogPanel>false</showInteractionLogPanel><showRunAssignmentRulesCheckbox>false</showRunAssignmentRulesCheckbox><showSubmitAndAttachButton>false</showSubmitAndAttachButton>'),
  'LeadConvertSettings/LeadConvertSettings.LeadConvertSetting': file('LeadConvertSettings', '<allowOwnerChange>false</allowOwnerChange><objectMapping><inputObject>Lead</inputObject><mappingFields><inputField>Industry</inputField><outputField>Industry</outputField></mappingFields><outputObject>Account</outputObject></objectMapping><opportunityCreationOptions>VisibleOptional</opportunityCreationOptions>'),
  'lwc/dealPanel/dealPanel.js': "import { LightningElement } from 'lwc';\nimport { greet } from 'c/shared';\nimport SCORE from '@salesforce/schema/Deal__c.Score__c';\nimport HELLO from '@salesforce/label/c.Hello';\n// import x from 'c/notThere';\nexport default class DealPanel extends LightningElement { text = greet(SCORE, HELLO); }\n",
  'lwc/dealPanel/dealPanel.html': '<template><c-shared></c-shared></template>\n',
  'lwc/dealPanel/dealPanel.js-meta.xml': meta('Deal Panel'),
  'lwc/shared/shared.js': 'export const greet = (...parts) => parts.join(" ");\n',
  'lwc/shared/shared.js-meta.xml': meta('Shared'),
  'pathAssistants/Deal_Path.pathAssistant': file('PathAssistant', '<active>true</active><entityName>Deal__c</entityName><fieldName>Level__c</fieldName><masterLabel>Deal Path</masterLabel><pathAssistantSteps><fieldNames>Score__c</fieldNames><info>x</info><picklistValueName>Gold</picklistValueName></pathAssistantSteps><recordTypeName>New_Business</recordTypeName>'),
  'permissionsets/Deal_User.permissionset': file('PermissionSet', '<applicationVisibilities><application>RevOps</application><visible>true</visible></applicationVisibilities><customPermissions><enabled>true</enabled><name>Bypass</name></customPermissions><fieldPermissions><editable>true</editable><field>Deal__c.Score__c</field><readable>true</readable></fieldPermissions><hasActivationRequired>false</hasActivationRequired><label>Deal User</label><objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Deal__c</object><viewAllRecords>false</viewAllRecords></objectPermissions><tabSettings><tab>Deal__c</tab><visibility>Visible</visibility></tabSettings>'),
  'quickActions/Deal__c.Close.quickAction': file('QuickAction', '<actionSubtype>ScreenAction</actionSubtype><label>Close</label><lightningWebComponent>dealPanel</lightningWebComponent><optionsCreateFeedItem>false</optionsCreateFeedItem><type>LightningWebComponent</type>'),
  'reports/Books-meta.xml': file('ReportFolder', '<name>Books</name>'),
  'reports/Books/Deals.report': file('Report', '<columns><field>Deal__c$Score__c</field></columns><format>Tabular</format><name>Deals</name><reportType>Deals__c</reportType><scope>organization</scope><showDetails>true</showDetails><timeFrameFilter><dateColumn>Deal__c$CreatedDate</dateColumn><interval>INTERVAL_CUSTOM</interval></timeFrameFilter>'),
  'reportTypes/Deals.reportType': file('ReportType', '<baseObject>Deal__c</baseObject><category>other</category><deployed>true</deployed><label>Deals</label><sections><columns><checkedByDefault>true</checkedByDefault><field>Name</field><table>Deal__c</table></columns><masterLabel>Deals</masterLabel></sections>'),
  'settings/LeadConfig.settings': file('LeadConfigSettings', '<shouldLeadConvertRequireValidation>false</shouldLeadConvertRequireValidation>'),
  'staticresources/logo.resource': '\u0000binary\u0001',
  'staticresources/logo.resource-meta.xml': file('StaticResource', '<cacheControl>Public</cacheControl><contentType>image/png</contentType>'),
  ...RULE_FILES,
};

export const everything = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({ 'package.xml': manifest(MEMBERS), ...FILES, ...changes });

/** The file with a piece of it replaced; the piece must be there. */
export function edit(path: string, from: string, to: string): Record<string, string> {
  const text = FILES[path] ?? '';
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return { [path]: text.replaceAll(from, to) };
}
