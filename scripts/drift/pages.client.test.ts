/** Pages, record types, processes and duplicate rules of the org's own, planted through the Metadata API; and what an org of any size costs. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { API_BUDGET, type DriftReport } from './index.ts';
import { deployedOrg, mdapi, type DeployedOrg } from './testing/deployedOrg.ts';

const LAYOUT_END = '<showEmailCheckbox>false</showEmailCheckbox><showHighlightsPanel>false</showHighlightsPanel><showInteractionLogPanel>false</showInteractionLogPanel><showRunAssignmentRulesCheckbox>false</showRunAssignmentRulesCheckbox><showSubmitAndAttachButton>false</showSubmitAndAttachButton>';
const layout = (...items: readonly (readonly [field: string, behaviour: string])[]): string =>
  mdapi('Layout', `<layoutSections><customLabel>false</customLabel><detailHeading>false</detailHeading><editHeading>true</editHeading><label>Information</label><layoutColumns>${items.map(([field, behaviour]) => `<layoutItems><behavior>${behaviour}</behavior><field>${field}</field></layoutItems>`).join('')}</layoutColumns><layoutColumns/><style>TwoColumnsTopToBottom</style></layoutSections>${LAYOUT_END}`);

describe('what is not the playbook’s', () => {
  let deployed: DeployedOrg;
  before(async () => {
    deployed = await deployedOrg();
  });
  after(() => deployed.close());

  const found = ({ findings, coverage }: DriftReport): string[] => {
    assert.deepEqual(coverage.unread, []);
    return findings.map(({ kind, id, severity, tier }) => `${kind} ${id} ${severity} ${tier}`).toSorted();
  };
  const LAYOUT = 'layouts/Opportunity-Sales Layout.layout';
  const MEMBERS = { Layout: ['Opportunity-Sales Layout'] };

  test('a layout: a gated field read only, one asked for at every save, and nothing to say of the others', async () => {
    deployed.deploy({ [LAYOUT]: layout(['Name', 'Required'], ['CloseDate', 'Required'], ['Handrail_Economic_Buyer__c', 'Readonly'], ['Handrail_Pain__c', 'Required'], ['NextStep', 'Edit']) }, MEMBERS);
    const report = await deployed.drift();
    assert.deepEqual(found(report), [
      'page-readonly PAGE-Opportunity-Sales Layout-Handrail_Economic_Buyer__c high confirmed',
      'page-required PAGE-Opportunity-Sales Layout-Handrail_Pain__c medium confirmed',
    ]);
    assert.deepEqual(report.findings.map(({ breaks, changedBy }) => [breaks.criteria.includes('OPP-QUAL-01'), changedBy]), [[true, 'Ada Admin'], [false, 'Ada Admin']]);
    deployed.deploy({ [LAYOUT]: layout(['Name', 'Required'], ['NextStep', 'Edit']) }, MEMBERS);
    assert.deepEqual(await deployed.kinds(), []);
  });

  test('dynamic forms: the same on a Lightning record page; without the gate on it, a layout that shows nothing is a guess', async () => {
    const name = 'Handrail_Opportunity_Record_Page';
    const { files } = await deployed.connection.retrieveMetadata({ FlexiPage: [name] });
    const page = new TextDecoder().decode(files.get(`flexipages/${name}.flexipage`));
    const field = '<itemInstances><fieldInstance><fieldInstanceProperties><name>uiBehavior</name><value>readonly</value></fieldInstanceProperties><fieldItem>Record.Handrail_Economic_Buyer__c</fieldItem><identifier>RecordHandrail_Economic_Buyer_cField</identifier></fieldInstance></itemInstances>';
    const deployPage = (text: string): void => deployed.deploy({ [`flexipages/${name}.flexipage`]: text }, { FlexiPage: [name] });
    deployPage(page.replace('<itemInstances>', `${field}<itemInstances>`));
    assert.deepEqual(found(await deployed.drift()).map((line) => line.split(' ')[0]), ['page-readonly']);
    const without = page.replaceAll(/<itemInstances>(?:(?!<\/itemInstances>)[\s\S])*?<componentName>(?:stageGate|handoffCard|closeLost)<[\s\S]*?<\/itemInstances>/g, '');
    assert.notEqual(without, page);
    deployPage(without);
    deployed.deploy({ [LAYOUT]: layout(['Name', 'Required']) }, MEMBERS);
    const report = await deployed.drift();
    assert.deepEqual(found(report), ['page-missing PAGE-Opportunity-Sales Layout-missing medium potential']);
    assert.match(report.findings[0]?.expected ?? '', /Handrail_Economic_Buyer__c/);
    deployPage(page);
    assert.deepEqual(await deployed.kinds(), []);
  });

  test('a record type that hides a loss reason, and its sales process that leaves stages out', async () => {
    const reasons = deployed.compiled('Handrail_Loss_Reason__c.field-meta.xml').matchAll(/<value>\s*<fullName>([^<]*)</g);
    const offered = [...reasons].map(([, name = '']) => name).slice(1);
    const process = '<businessProcesses><fullName>Renewals</fullName><isActive>true</isActive><values><fullName>Qualification</fullName><default>false</default></values><values><fullName>Closed Won</fullName><default>false</default></values><values><fullName>Closed Lost</fullName><default>false</default></values></businessProcesses>';
    const type = `<recordTypes><fullName>Renewal</fullName><active>true</active><businessProcess>Renewals</businessProcess><label>Renewal</label><picklistValues><picklist>Handrail_Loss_Reason__c</picklist>${offered.map((name) => `<values><fullName>${name}</fullName><default>false</default></values>`).join('')}</picklistValues></recordTypes>`;
    deployed.deploy({ 'objects/Opportunity.object': mdapi('CustomObject', `${process}${type}`) }, { BusinessProcess: ['Opportunity.Renewals'], RecordType: ['Opportunity.Renewal'] });
    const report = await deployed.drift();
    assert.deepEqual(found(report), ['process-stage PROCESS-Opportunity-Renewals medium potential', 'record-type-values RECORDTYPE-Opportunity-Renewal-Handrail_Loss_Reason__c high confirmed']);
    assert.ok(report.findings.find(({ kind }) => kind === 'record-type-values')?.breaks.criteria.includes('OPP-LOST-01'));
    assert.match(report.findings.find(({ kind }) => kind === 'process-stage')?.summary ?? '', /leaves out .*Prospecting/);
    deployed.deploy({ 'objects/Opportunity.object': mdapi('CustomObject', `${process.replace('true', 'false')}${type.replace('<active>true', '<active>false')}`) }, { BusinessProcess: ['Opportunity.Renewals'], RecordType: ['Opportunity.Renewal'] });
    assert.deepEqual(await deployed.kinds(), []);
  });

  test('a duplicate rule that blocks; one that alerts is nobody’s business', async () => {
    const matching = mdapi('MatchingRules', '<matchingRules><fullName>Same_Email</fullName><label>Same Email</label><matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>Email</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems><ruleStatus>Active</ruleStatus></matchingRules>');
    const rule = (action: string): string => mdapi('DuplicateRule', `<actionOnInsert>${action}</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate><alertText>There is such a lead.</alertText><duplicateRuleMatchRules><matchRuleSObjectType>Lead</matchRuleSObjectType><matchingRule>Same_Email</matchingRule></duplicateRuleMatchRules><isActive>true</isActive><masterLabel>Same Email</masterLabel>${action === 'Allow' ? '<operationsOnInsert>Alert</operationsOnInsert>' : ''}<securityOption>EnforceSharingRules</securityOption><sortOrder>1</sortOrder>`);
    const deployRule = (action: string): void => deployed.deploy({ 'matchingRules/Lead.matchingRule': matching, 'duplicateRules/Lead.Same_Email.duplicateRule': rule(action) }, { MatchingRule: ['Lead.Same_Email'], DuplicateRule: ['Lead.Same_Email'] });
    deployRule('Block');
    assert.deepEqual(found(await deployed.drift()), ['duplicate-rule DUPLICATE-Lead-Same_Email medium potential']);
    deployRule('Allow');
    assert.deepEqual(await deployed.kinds(), []);
  });

  test('duplicate rules are held against what the playbook says of each save', async () => {
    const { compareDuplicateRules } = await import('./compare/duplicateRules.ts');
    const { NO_COMPONENTS } = await import('./orgState.ts');
    const allowed = { match: 'email', onCreate: 'allow', onEdit: 'allow' } as const;
    const accounts = { ...allowed, match: 'domain' } as const;
    const said = (lead: Partial<Record<'onCreate' | 'onEdit', 'allow' | 'alert' | 'block'>>, blocks: readonly string[], alerts: readonly string[], active = true): string[] =>
      compareDuplicateRules({ ...NO_COMPONENTS, duplicateRules: new Map([['Lead.R', { object: 'Lead', name: 'R', label: 'R', active, blocks, alerts }]]) }, { Lead: { ...allowed, ...lead }, Account: accounts }, new Set(['Lead'])).map(({ kind, id, expected, actual }) => `${kind} ${id}: ${expected} / ${actual}`);
    assert.deepEqual(said({ onCreate: 'block' }, ['create'], []), []);
    assert.deepEqual(said({ onCreate: 'block' }, ['create', 'edit'], []), ['duplicate-rule DUPLICATE-Lead-R: edit: allow / blocks edit']);
    assert.deepEqual(said({ onCreate: 'block' }, [], ['create']), ['duplicate-unguarded DUPLICATE-Lead-create: create: block / create: alert']);
    assert.deepEqual(said({ onCreate: 'block' }, ['create'], [], false), ['duplicate-unguarded DUPLICATE-Lead-create: create: block / create: allow']);
    assert.deepEqual(said({ onCreate: 'alert', onEdit: 'alert' }, [], ['create', 'edit']), []);
    assert.deepEqual(said({ onEdit: 'alert' }, ['edit'], []), ['duplicate-rule DUPLICATE-Lead-R: edit: alert / blocks edit']);
    assert.deepEqual(said({}, [], ['create']), []);
  });

  test('what the org left out of a retrieve, and why, is said', async () => {
    const { detectDrift } = await import('./index.ts');
    const partial = Object.create(deployed.connection) as typeof deployed.connection;
    partial.retrieveMetadata = async (members) => {
      const { files, problems } = await deployed.connection.retrieveMetadata(members);
      return { files, problems: [...problems, 'You do not have the proper permissions to access DuplicateRule.'] };
    };
    const report = await detectDrift(partial, deployed.playbook, deployed.files);
    assert.deepEqual(report.findings.map(({ kind, tier }) => [kind, tier]), [['unread', 'unverifiable']]);
    assert.match(report.coverage.unread[0] ?? '', /^part of the metadata: You do not have the proper permissions/);
  });

  test('five hundred objects with a rule each cost no more calls', async () => {
    const objects = Array.from({ length: 500 }, (_, index) => `Their_${index}__c`);
    const text = (name: string): string => mdapi('CustomObject', `<deploymentStatus>Deployed</deploymentStatus><fields><fullName>Size__c</fullName><label>Size</label><precision>5</precision><scale>0</scale><type>Number</type></fields><label>${name}</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>${name}</pluralLabel><sharingModel>ReadWrite</sharingModel><validationRules><fullName>Size_Set</fullName><active>true</active><errorConditionFormula>ISBLANK(Size__c)</errorConditionFormula><errorMessage>How large is it?</errorMessage></validationRules>`);
    deployed.deploy(Object.fromEntries(objects.map((name) => [`objects/${name}.object`, text(name)])), { CustomObject: objects });
    const report = await deployed.drift();
    assert.deepEqual(found(report), []);
    assert.ok(report.coverage.apiCalls <= API_BUDGET && report.coverage.apiCalls < 60, String(report.coverage.apiCalls));
  });
});
