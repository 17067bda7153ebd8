/** Orgs with a life of their own: other stages, record types, rules and fields, put there through the Metadata API. */
import { strToU8, zipSync } from 'fflate';
import { ADMIN_USERNAME, startLocalOrg, type LocalOrg } from '../../local-org/index.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** Deploys mdapi files as an admin would. @throws Error with the first problem */
export function deploy(org: LocalOrg, files: Readonly<Record<string, string>>, members: Readonly<Record<string, readonly string[]>>): void {
  const types = Object.entries(members).map(([name, names]) => `<types>${names.map((member) => `<members>${member}</members>`).join('')}<name>${name}</name></types>`);
  const entries = { ...files, 'package.xml': `${HEAD}<Package ${NS}>${types.join('')}<version>67.0</version></Package>` };
  const zip = zipSync(Object.fromEntries(Object.entries(entries).map(([path, text]) => [path, strToU8(text)])));
  const result = org.metadata.deploy(org.session(ADMIN_USERNAME), zip, { checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: false, purgeOnDelete: false, testLevel: null });
  const failure = result.messages.find(({ success }) => !success);
  if (!result.success) throw new Error(`${failure?.fullName ?? ''}: ${failure?.problem ?? result.errorMessage ?? 'deploy failed'}`);
}

/** Name, probability, forecast category in metadata's words, and what a closed stage is. */
type StageSpec = readonly [name: string, probability: number, category: string, outcome?: 'won' | 'lost'];

const SIX_STAGES: readonly StageSpec[] = [
  ['New', 5, 'Pipeline'],
  ['Discovery', 20, 'Pipeline'],
  ['Proposal', 50, 'BestCase'],
  ['Negotiation', 80, 'Forecast'],
  ['Won', 100, 'Closed', 'won'],
  ['Lost', 0, 'Omitted', 'lost'],
  ['Disqualified', 0, 'Omitted', 'lost'],
];

export function stageSet(stages: readonly StageSpec[]): Record<string, string> {
  const values = stages.map(
    ([name, probability, category, outcome]) =>
      `<standardValue><fullName>${name}</fullName><default>false</default><label>${name}</label><closed>${outcome !== undefined}</closed><forecastCategory>${category}</forecastCategory><probability>${probability}</probability><won>${outcome === 'won'}</won></standardValue>`,
  );
  return { 'standardValueSets/OpportunityStage.standardValueSet': `${HEAD}<StandardValueSet ${NS}><sorted>false</sorted>${values.join('')}</StandardValueSet>` };
}

export interface RuleSpec {
  readonly name: string;
  readonly formula: string;
  readonly message?: string;
  readonly field?: string;
  readonly active?: boolean;
  readonly description?: string;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function ruleXml({ name, formula, message = 'Something is missing here.', field, active = true, description }: RuleSpec): string {
  return `<validationRules><fullName>${name}</fullName><active>${active}</active>${description === undefined ? '' : `<description>${escaped(description)}</description>`}<errorConditionFormula>${escaped(formula)}</errorConditionFormula>${field === undefined ? '' : `<errorDisplayField>${field}</errorDisplayField>`}<errorMessage>${escaped(message)}</errorMessage></validationRules>`;
}

function picklistXml(name: string, label: string, values: readonly string[]): string {
  const entries = values.map((value) => `<value><fullName>${value}</fullName><default>false</default><label>${value}</label></value>`).join('');
  return `<fields><fullName>${name}</fullName><label>${label}</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>${entries}</valueSetDefinition></valueSet></fields>`;
}

export function textXml(name: string, label: string, required = false): string {
  return `<fields><fullName>${name}</fullName><label>${label}</label><length>120</length><required>${required}</required><type>Text</type></fields>`;
}

export function objectXml(inner: readonly string[]): string {
  return `${HEAD}<CustomObject ${NS}>${inner.join('')}</CustomObject>`;
}

const LONG_MESSAGE = `Bitte „Nächster Schritt“ ausfüllen – ${'sonst geht es hier leider nicht weiter. '.repeat(5)}`;

const OPPORTUNITY_RULES: readonly RuleSpec[] = [
  { name: 'Amount_from_Proposal', formula: 'AND(CASE(StageName, "Proposal", 1, "Negotiation", 1, "Won", 1, 0) = 1, ISBLANK(Amount))', message: 'Enter an amount before the proposal.', field: 'Amount', description: 'Finance forecasts from the proposal on' },
  { name: 'Big_deal_buyer', formula: '(ISPICKVAL(StageName, "Negotiation") || IsWon) && Amount > 100000 && ISBLANK(Buyer__c)', field: 'Buyer__c' },
  { name: 'Energy_needs_site', formula: 'AND(ISPICKVAL(StageName, "Negotiation"), ISPICKVAL(Account.Industry, "Energy"), OR(ISBLANK(Site__c), LEN(TRIM(Site__c)) = 0))' },
  { name: 'Locked_when_won', formula: 'AND(ISPICKVAL(PRIORVALUE(StageName), "Won"), NOT(ISPICKVAL(StageName, "Won")))' },
  { name: 'Loss_reason', formula: 'AND(ISCHANGED(StageName), ISPICKVAL(StageName, "Lost"), ISPICKVAL(Loss_Reason__c, ""))', message: 'Why was it lost?', field: 'Loss_Reason__c' },
  { name: 'Never_negative', formula: 'Amount < 0' },
  { name: 'Next_step', formula: 'AND(ISPICKVAL(StageName, "Proposal"), ISBLANK(NextStep))', message: LONG_MESSAGE, field: 'NextStep' },
  { name: 'Old_rule', formula: 'AND(ISPICKVAL(StageName, "Won"), ISBLANK(NextStep))', active: false },
  { name: 'Signed_or_explained', formula: 'OR(AND(IsWon, ISBLANK(Signed_On__c)), AND(ISPICKVAL(StageName, "Disqualified"), ISBLANK(Description)))' },
  { name: 'Sure_deals', formula: 'AND($Profile.Name <> "System Administrator", ISPICKVAL(StageName, "Negotiation"), Amount > 500, CloseDate > TODAY() + 90)' },
];

const LEAD_RULES: readonly RuleSpec[] = [
  { name: 'Why_not', formula: 'AND(ISPICKVAL(Status, "Closed - Not Converted"), ISPICKVAL(Disqualify_Reason__c, ""))', message: '[L-7] Say why this lead was closed.', field: 'Disqualify_Reason__c' },
];

/** Six stages of its own, two record types, a required field, reasons, and rules of every kind. */
export async function livedInOrg(): Promise<LocalOrg> {
  const org = await startLocalOrg();
  try {
    deploy(org, stageSet(SIX_STAGES), { StandardValueSet: ['OpportunityStage'] });
    const date = '<fields><fullName>Signed_On__c</fullName><label>Signed On</label><type>Date</type></fields>';
    const process = `<businessProcesses><fullName>Sales</fullName><isActive>true</isActive>${SIX_STAGES.map(([name]) => `<values><fullName>${name}</fullName><default>false</default></values>`).join('')}</businessProcesses>`;
    const recordTypes = ['Direct', 'Partner'].map((name) => `<recordTypes><fullName>${name}</fullName><active>true</active><businessProcess>Sales</businessProcess><label>${name} Sale</label></recordTypes>`);
    const fields = [picklistXml('Loss_Reason__c', 'Loss Reason', ['Price', 'Timing', 'Duplicate']), picklistXml('Main_Competitor__c', 'Main Competitor', ['Basalt', 'Orrery']), textXml('Buyer__c', 'Economic Buyer'), textXml('Site__c', 'Site'), textXml('Region__c', 'Region', true), date];
    const opportunity = objectXml([process, ...fields, ...recordTypes, ...OPPORTUNITY_RULES.map(ruleXml)]);
    const lead = objectXml([picklistXml('Disqualify_Reason__c', 'Disqualify Reason', ['No budget', 'Wrong size']), ...LEAD_RULES.map(ruleXml)]);
    deploy(
      org,
      { 'objects/Opportunity.object': opportunity, 'objects/Lead.object': lead },
      {
        CustomField: ['Opportunity.Loss_Reason__c', 'Opportunity.Main_Competitor__c', 'Opportunity.Buyer__c', 'Opportunity.Site__c', 'Opportunity.Region__c', 'Opportunity.Signed_On__c', 'Lead.Disqualify_Reason__c'],
        BusinessProcess: ['Opportunity.Sales'],
        RecordType: ['Opportunity.Direct', 'Opportunity.Partner'],
        ValidationRule: [...OPPORTUNITY_RULES.map(({ name }) => `Opportunity.${name}`), ...LEAD_RULES.map(({ name }) => `Lead.${name}`)],
      },
    );
    allowFields(org, ['Opportunity.Loss_Reason__c', 'Opportunity.Main_Competitor__c', 'Opportunity.Buyer__c', 'Opportunity.Site__c', 'Opportunity.Signed_On__c', 'Lead.Disqualify_Reason__c']);
    return org;
  } catch (error) {
    await org.close();
    throw error;
  }
}

/** A new field is nobody's to see until somebody is allowed to; the administrator is by a permission set, as in an org. */
export function allowFields(org: LocalOrg, fields: readonly string[]): void {
  const permissions = fields.map((field) => `<fieldPermissions><editable>true</editable><field>${field}</field><readable>true</readable></fieldPermissions>`).join('');
  deploy(org, { 'permissionsets/Own_Fields.permissionset': `${HEAD}<PermissionSet ${NS}>${permissions}<label>Own Fields</label></PermissionSet>` }, { PermissionSet: ['Own_Fields'] });
  assign(org, 'Own_Fields', ADMIN_USERNAME);
}

/** What a user needs besides API Enabled to be given metadata. */
export function allowMetadata(org: LocalOrg, username: string): void {
  deploy(org, { 'permissionsets/Metadata.permissionset': `${HEAD}<PermissionSet ${NS}><label>Metadata</label><userPermissions><enabled>true</enabled><name>ModifyMetadata</name></userPermissions></PermissionSet>` }, { PermissionSet: ['Metadata'] });
  assign(org, 'Metadata', username);
}

function assign(org: LocalOrg, permissionSet: string, username: string): void {
  const admin = org.session(ADMIN_USERNAME);
  const [set] = org.engine.query(admin, `SELECT Id FROM PermissionSet WHERE Name = '${permissionSet}'`).records;
  org.engine.insert(admin, 'PermissionSetAssignment', [{ AssigneeId: org.session(username).userId, PermissionSetId: set?.['Id'] }]);
}
