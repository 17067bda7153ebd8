/** What an administrator changes in the course of the years: flows, bypasses, and definitions that drift. */
import { strToU8, zipSync } from 'fflate';
import type { LocalOrg } from '../../local-org/index.ts';
import type { MetadataService } from '../../local-org/metadata/types.ts';
import { childOf, element, textOf, withChild, type XmlElement } from '../../local-org/metadata/xml/element.ts';
import type { Company, DealTables } from '../tables/schema.ts';
import type { Cast } from './cast.ts';
import { assign } from './people.ts';
import type { Timeline } from './timeline.ts';

const ADMIN = 'Jordan Doe';
const HANDOFF_FLOW = 'Handrail_Handoff_Open';
const BYPASSES = ['Handrail_Bypass_Opportunity', 'Handrail_Bypass_Forecast', 'Handrail_Bypass_Closing'];
const OPTIONS = { checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: false, purgeOnDelete: false, testLevel: null };

/** Days on which definitions drifted: what an admin does in a hurry. */
const DRIFT = { conversion: '2026-04-02', criterion: '2026-04-14', rule: '2026-05-03', stage: '2026-05-18', value: '2026-05-20' } as const;

interface Setup {
  readonly company: Company;
  readonly deals: DealTables;
}

/** A change after which sessions are opened anew. */
function changes(timeline: Timeline, cast: Cast): (at: string, what: string, work: () => void) => void {
  return (at, what, work) => timeline.do(at, what, () => {
    work();
    cast.forget();
  });
}

/** What every org does: the package goes live in steps, and people leave. */
export function scheduleSetup(timeline: Timeline, { company }: Setup, org: LocalOrg, cast: Cast): void {
  const { metadata } = org;
  const change = changes(timeline, cast);
  const switchFlow = (on: boolean): void => succeed(metadata.upsert(cast.session(ADMIN), [{ type: 'FlowDefinition', content: element('FlowDefinition', [element('fullName', HANDOFF_FLOW), element('activeVersionNumber', on ? '1' : '0')]) }]));
  change(`${company.history_from}T00:30`, 'handoffs by hand', () => switchFlow(false));
  change(`${company.gates_from}T00:05`, 'handoffs that open by themselves', () => switchFlow(true));
  const leaver = company.people.find(({ left_on: left }) => left !== undefined);
  if (leaver?.left_on !== undefined) change(`${leaver.left_on}T18:00`, `${leaver.name} leaves`, () => succeed(org.engine.update(cast.session(ADMIN), 'User', [{ Id: cast.userId(leaver.name), IsActive: false }])));
}

/** Somebody gets past the gates, and definitions drift. */
export function scheduleDrift(timeline: Timeline, { deals }: Setup, org: LocalOrg, cast: Cast): void {
  const { metadata } = org;
  const change = changes(timeline, cast);
  const edit = (type: string, fullName: string, edited: (node: XmlElement) => XmlElement): void => editComponent(metadata, cast, type, fullName, edited);
  change(`${deals.bypass.since}T09:00`, `bypasses of ${deals.bypass.who}`, () => {
    for (const set of BYPASSES) assign(org.engine, cast.session(ADMIN), cast.userId(deals.bypass.who), set);
  });
  change(`${DRIFT.conversion}T09:30`, 'lead conversion that asks no rule', () => deploySettings(metadata, cast, 'LeadConfig', '<shouldLeadConvertRequireValidation>false</shouldLeadConvertRequireValidation>'));
  change(`${DRIFT.criterion}T09:10`, 'a criterion cut down', () => edit('ValidationRule', 'Opportunity.Handrail_OPP_NEED_01', weaken));
  change(`${DRIFT.rule}T11:00`, 'a rule switched off', () => edit('ValidationRule', 'Opportunity.Handrail_OPP_PROP_03', (node) => withChild(node, element('active', 'false'))));
  change(`${DRIFT.stage}T18:00`, 'another default category', () => edit('StandardValueSet', 'OpportunityStage', (node) => ({ ...node, children: node.children.map((value) => (textOf(value, 'fullName') === 'Negotiation/Review' ? withChild(value, element('forecastCategory', 'Forecast')) : value)) })));
  change(`${DRIFT.value}T10:00`, 'a loss reason added', () => edit('CustomField', 'Opportunity.Handrail_Loss_Reason__c', (node) => withValue(node, 'Lost - other')));
}

function succeed(results: readonly { readonly success: boolean; readonly errors: readonly { readonly message: string }[] }[]): void {
  const failed = results.find(({ success }) => !success);
  if (failed) throw new Error(failed.errors.map(({ message }) => message).join(' '));
}

function editComponent(metadata: MetadataService, cast: Cast, type: string, fullName: string, edited: (node: XmlElement) => XmlElement): void {
  const session = cast.session(ADMIN);
  const [node] = metadata.readXml(session, type, [fullName]);
  if (!node) throw new Error(`the org has no ${type} ${fullName}`);
  succeed(metadata.upsert(session, [{ type, content: edited(node) }]));
}

/** The minimum from 20 characters to one, and no more test of what is no answer. */
function weaken(node: XmlElement): XmlElement {
  const formula = textOf(node, 'errorConditionFormula') ?? '';
  const shorter = formula.replace(/NOT\(\s*AND\(\s*NOT\(ISBLANK\(Handrail_Success_Criteria__c\)\),[\s\S]*?(?=,\s*NOT\(\s*AND\(\s*CONTAINS\(Handrail_Overrides__c)/, 'NOT(AND(NOT(ISBLANK(Handrail_Success_Criteria__c)), LEN(TRIM(Handrail_Success_Criteria__c)) >= 1))');
  if (shorter === formula) throw new Error('the rule of OPP-NEED-01 is not written as it was');
  return withChild(node, element('errorConditionFormula', shorter));
}

/** A picklist field with one value more. */
function withValue(node: XmlElement, name: string): XmlElement {
  const set = childOf(node, 'valueSet');
  const definition = set && childOf(set, 'valueSetDefinition');
  if (!set || !definition) throw new Error(`${textOf(node, 'fullName') ?? ''} has no values of its own`);
  const value = element('value', [element('fullName', name), element('default', 'false'), element('label', name)]);
  return withChild(node, withChild(set, { ...definition, children: [...definition.children, value] }));
}

function deploySettings(metadata: MetadataService, cast: Cast, name: string, inner: string): void {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
  const result = metadata.deploy(cast.session(ADMIN), zipSync({
    'package.xml': strToU8(`${head}<Package ${namespace}><types><members>${name}</members><name>Settings</name></types><version>67.0</version></Package>`),
    [`settings/${name}.settings`]: strToU8(`${head}<${name}Settings ${namespace}>${inner}</${name}Settings>`),
  }), OPTIONS);
  if (!result.success) throw new Error(result.messages.find(({ success }) => !success)?.problem ?? result.errorMessage ?? name);
}
