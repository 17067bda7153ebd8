/** Drift against the local org, everything in between real: compile, deploy, retrieve, query. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { API_BUDGET, detectDrift, type DriftReport } from './index.ts';
import { deployRevert, revertFiles } from './revert/index.ts';
import { ADMIN, deployedOrg, inner, mdapi, type DeployedOrg } from './testing/deployedOrg.ts';

describe('drift of a deployed org', () => {
  let deployed: DeployedOrg;
  before(async () => {
    deployed = await deployedOrg();
  });
  after(() => deployed.close());

  const kinds = (report: DriftReport): string[] => report.findings.map((finding) => `${finding.kind} ${finding.id}`).toSorted();

  /** Checks a change through the Metadata API, then that drift is silent once the playbook's own is deployed again. */
  async function changed(files: Readonly<Record<string, string>>, members: Readonly<Record<string, readonly string[]>>, check: (report: DriftReport) => void): Promise<void> {
    deployed.deploy(files, members);
    check(await deployed.drift());
    deployed.restore();
    assert.deepEqual(await deployed.kinds(), []);
  }

  const onOpportunity = (parts: string): Record<string, string> => ({ 'objects/Opportunity.object': mdapi('CustomObject', parts) });
  const rule = (name: string, edit: (xml: string) => string): Record<string, string> => onOpportunity(edit(inner(deployed.compiled(`${name}.validationRule-meta.xml`), 'validationRules')));
  const ruleMembers = (name: string): Record<string, string[]> => ({ ValidationRule: [`Opportunity.${name}`] });

  test('a fresh deploy has no finding, says what was read and what it cost', async () => {
    const report = await deployed.drift();
    assert.deepEqual(report.findings, []);
    assert.deepEqual(report.coverage.unread, []);
    assert.ok(report.coverage.apiCalls > 0 && report.coverage.apiCalls <= API_BUDGET, String(report.coverage.apiCalls));
  });

  test('a rule switched off: one critical finding with who, when and what it breaks', async () => {
    await changed(rule('Handrail_OPP_PROP_03', (xml) => xml.replace('<active>true', '<active>false')), ruleMembers('Handrail_OPP_PROP_03'), (report) => {
      assert.deepEqual(kinds(report), ['rule-off OPP-PROP-03']);
      const [finding] = report.findings;
      assert.equal(finding?.severity, 'critical');
      assert.equal(finding?.changedBy, 'Ada Admin');
      assert.ok(finding?.changedAt);
      assert.ok(finding?.breaks.metrics.includes('win_rate_by_stage'));
      assert.deepEqual(finding?.remedies.map(({ action }) => action), ['revert', 'adopt', 'record', 'ignore']);
    });
  });

  test('a formula cut down is seen by meaning; one that is only written differently is not', async () => {
    const weaken = (xml: string): string => xml.replace(/(LEN\(TRIM\(Handrail_Success_Criteria__c\)\)\s*\S+) 20/, '$1 1');
    await changed(rule('Handrail_OPP_NEED_01', weaken), ruleMembers('Handrail_OPP_NEED_01'), (report) => assert.deepEqual(kinds(report), ['rule-formula OPP-NEED-01']));
    const reformat = (xml: string): string => xml.replace(/<errorConditionFormula>([\s\S]*?)<\/errorConditionFormula>/, (_, formula: string) => `<errorConditionFormula>/* as before */ ${formula.replace(/\s+/g, ' ')}</errorConditionFormula>`);
    await changed(rule('Handrail_OPP_NEED_01', reformat), ruleMembers('Handrail_OPP_NEED_01'), (report) => assert.deepEqual(kinds(report), []));
  });

  test('a criterion set to shadow in the org', async () => {
    const record = deployed.compiled('Handrail_Criterion.OPP_QUAL_01.md-meta.xml').replace(/(<field>Enforced__c<\/field>\s*<value[^>]*>)true/, '$1false');
    await changed({ 'customMetadata/Handrail_Criterion.OPP_QUAL_01.md': record }, { CustomMetadata: ['Handrail_Criterion.OPP_QUAL_01'] }, (report) => {
      assert.deepEqual(kinds(report), ['mode-changed MODE-OPP-QUAL-01']);
      assert.equal(report.findings[0]?.severity, 'critical');
    });
  });

  test('a picklist value nobody declared, and a stale help text', async () => {
    const field = inner(deployed.compiled('Handrail_Win_Reason__c.field-meta.xml'), 'fields')
      .replace('</valueSetDefinition>', '<value><fullName>Luck</fullName><default>false</default><label>Luck</label></value></valueSetDefinition>')
      .replace(/<inlineHelpText>[^<]*</, '<inlineHelpText>Whatever you like.<');
    await changed(onOpportunity(field), { CustomField: ['Opportunity.Handrail_Win_Reason__c'] }, (report) => {
      assert.deepEqual(kinds(report), ['help-changed FIELD-Opportunity-Handrail_Win_Reason__c-help', 'value-undeclared FIELD-Opportunity-Handrail_Win_Reason__c-Luck']);
      assert.equal(report.findings.find(({ kind }) => kind === 'help-changed')?.changedBy, 'Ada Admin');
    });
  });

  test('a field whose description no longer says who owns it; which criteria judge it is not compared here', async () => {
    const field = inner(deployed.compiled('Handrail_Economic_Buyer__c.field-meta.xml'), 'fields');
    const owned = /handrail: field of the playbook\. Owned by SAL and REV\./;
    assert.match(field, owned);
    await changed(onOpportunity(field.replace(owned, 'Ask Tom.')), { CustomField: ['Opportunity.Handrail_Economic_Buyer__c'] }, (report) => {
      assert.deepEqual(kinds(report), ['description-changed FIELD-Opportunity-Handrail_Economic_Buyer__c-description']);
      assert.deepEqual([report.findings[0]?.severity, report.findings[0]?.changedBy], ['low', 'Ada Admin']);
    });
    await changed(onOpportunity(field.replace('Judged by OPP-QUAL-01, ', 'Judged by ')), { CustomField: ['Opportunity.Handrail_Economic_Buyer__c'] }, (report) => assert.deepEqual(kinds(report), []));
  });

  test('a field whose history is no longer kept, with the numbers and meetings that rest on it', async () => {
    const field = inner(deployed.compiled('Lead/fields/Handrail_Sales_Decision__c.field-meta.xml'), 'fields').replace('<trackHistory>true', '<trackHistory>false');
    await changed({ 'objects/Lead.object': mdapi('CustomObject', field) }, { CustomField: ['Lead.Handrail_Sales_Decision__c'] }, (report) => {
      assert.deepEqual(report.findings.map(({ kind, id, severity, changedBy }) => [kind, id, severity, changedBy]), [['history-tracking', 'FIELD-Lead-Handrail_Sales_Decision__c-history', 'high', 'Ada Admin']]);
      const breaks = report.findings[0]?.breaks;
      // Read by facts over what a lead's stamps held before, and by no other number of leads.
      assert.ok(breaks?.metrics.includes('mql_to_sql') && !breaks.metrics.includes('win_rate'), String(breaks?.metrics));
      assert.ok((breaks?.reviews.length ?? 0) > 0);
      assert.deepEqual(report.findings[0]?.remedies.map(({ action }) => action), ['revert', 'adopt', 'record', 'ignore']);
    });
  });

  test('default values: another one, and a field that begins as answered', async () => {
    const status = inner(deployed.compiled('Handrail_Handoff__c/fields/Status__c.field-meta.xml'), 'fields')
      .replace(/(<fullName>Sent<\/fullName>\s*<default>)true/, '$1false').replace(/(<fullName>Accepted<\/fullName>\s*<default>)false/, '$1true');
    const pain = inner(deployed.compiled('Opportunity/fields/Handrail_Success_Criteria__c.field-meta.xml'), 'fields').replace('</fullName>', '</fullName><defaultValue>&quot;As agreed with the buyer&quot;</defaultValue>');
    await changed(
      { 'objects/Handrail_Handoff__c.object': mdapi('CustomObject', status), ...onOpportunity(pain) },
      { CustomField: ['Handrail_Handoff__c.Status__c', 'Opportunity.Handrail_Success_Criteria__c'] },
      (report) => assert.deepEqual(report.findings.map(({ kind, id, severity, expected, actual }) => [kind, id, severity, expected, actual]), [
        ['field-changed', 'FIELD-Handrail_Handoff__c-Status__c-default', 'medium', 'Sent', 'Accepted'],
        ['field-changed', 'FIELD-Opportunity-Handrail_Success_Criteria__c-default', 'medium', null, '"As agreed with the buyer"'],
      ]),
    );
  });

  test("defaults of the org's own fields, where the playbook says one; a field that the org does not give is named", async () => {
    const objects = deployed.playbook.objects.map((object) => {
      const [some] = object.fields;
      if (object.apiName !== 'Opportunity' || some === undefined) return object;
      const own = (apiName: string, type: 'Text' | 'Number' | 'Checkbox' | 'Picklist', preset: string | number | boolean): typeof some => ({ object: 'Opportunity', apiName, label: apiName, type, help: '', existing: true, automatic: false, default: preset, position: some.position });
      return { ...object, fields: [...object.fields, own('Their_Region__c', 'Text', 'North "1"'), own('Their_Seats__c', 'Number', 5), own('Their_Flag__c', 'Checkbox', true), own('Their_Size__c', 'Picklist', 'Small'), own('Type', 'Picklist', 'New Customer'), own('Their_Gone__c', 'Text', 'x')] };
    });
    const drift = async (region: string, seats: string, flag: string, size: string): Promise<DriftReport> => {
      const field = (name: string, more: string): string => `<fields><fullName>${name}</fullName>${more}<label>${name}</label></fields>`;
      const value = (name: string): string => `<value><fullName>${name}</fullName><default>${String(name === size)}</default><label>${name}</label></value>`;
      deployed.deploy(onOpportunity(
        field('Their_Region__c', `<defaultValue>${region}</defaultValue><length>20</length><type>Text</type>`) + field('Their_Seats__c', `<defaultValue>${seats}</defaultValue><precision>5</precision><scale>0</scale><type>Number</type>`)
        + field('Their_Flag__c', `<defaultValue>${flag}</defaultValue><type>Checkbox</type>`) + field('Their_Size__c', `<type>Picklist</type><valueSet><valueSetDefinition><sorted>false</sorted>${value('Small')}${value('Large')}</valueSetDefinition></valueSet>`),
      ), { CustomField: ['Their_Region__c', 'Their_Seats__c', 'Their_Flag__c', 'Their_Size__c'].map((name) => `Opportunity.${name}`) });
      return detectDrift(deployed.connection, { ...deployed.playbook, objects }, deployed.files);
    };
    const as = await drift('&quot;North \\&quot;1\\&quot;&quot;', ' 5 ', 'true', 'Small');
    const notSeen = 'Could not be read, so it was not compared:';
    assert.deepEqual(as.findings.map(({ id, summary }) => [id, summary]), [
      ['FIELD-Opportunity-Type-default', 'Type on Opportunity begins blank on new records instead of with New Customer.'],
      ['UNREAD-default-values', `${notSeen} default values: the org leaves Opportunity.Their_Gone__c out of the retrieve`],
      // Deployed without a permission to see it.
      ['UNREAD-picklist-values', `${notSeen} picklist values: Opportunity.Their_Size__c is not in the org, or hidden from this user`],
    ]);
    deployed.deploy({ 'profiles/Admin.profile': mdapi('Profile', '<custom>false</custom><fieldPermissions><editable>true</editable><field>Opportunity.Their_Size__c</field><readable>true</readable></fieldPermissions><userLicense>Salesforce</userLicense>') }, { Profile: ['Admin'] });
    const { findings } = await drift('&quot;South&quot;', '6', 'false', 'Large');
    assert.deepEqual(findings.filter(({ kind }) => kind !== 'unread').map(({ kind, id, severity, expected, actual, remedies }) => [kind, id, severity, expected, actual, remedies[0]?.action]), [
      ['field-changed', 'FIELD-Opportunity-Their_Flag__c-default', 'medium', 'true', null, 'adopt'],
      ['field-changed', 'FIELD-Opportunity-Their_Region__c-default', 'medium', '"North \\"1\\""', '"South"', 'adopt'],
      ['field-changed', 'FIELD-Opportunity-Their_Seats__c-default', 'medium', '5', '6', 'adopt'],
      ['field-changed', 'FIELD-Opportunity-Their_Size__c-default', 'medium', 'Small', 'Large', 'adopt'],
      ['field-changed', 'FIELD-Opportunity-Type-default', 'medium', 'New Customer', null, 'adopt'],
    ]);
    assert.deepEqual(await deployed.kinds(), [], 'a playbook that says none compares none');
  });

  test('a rule that guards overrides switched off', async () => {
    const guard = inner(deployed.compiled('Handrail_Override_Approver.validationRule-meta.xml'), 'validationRules').replace('<active>true', '<active>false');
    await changed({ 'objects/Handrail_Override__c.object': mdapi('CustomObject', guard) }, { ValidationRule: ['Handrail_Override__c.Handrail_Override_Approver'] }, (report) => {
      assert.deepEqual(kinds(report), ['rule-off OVERRIDE-APPROVER']);
      assert.equal(report.findings[0]?.severity, 'critical');
      assert.match(report.findings[0]?.summary ?? '', /^Overrides are no longer held to this: only holders of/);
    });
  });

  test('a field that was deleted is one finding with what follows from it, and goes back with its rights', async () => {
    assert.equal(deployed.org.metadata.delete(deployed.org.session(ADMIN), 'CustomField', ['Opportunity.Handrail_Tier__c'])[0]?.success, true);
    const { findings } = await deployed.drift();
    assert.deepEqual(findings.map(({ kind, id, summary }) => [kind, id, summary]), [[
      'field-missing', 'FIELD-Opportunity-Handrail_Tier__c', 'Field Product Tier (Handrail_Tier__c) is not on Opportunity; every rule that reads it fails, and 4 permission sets of the playbook have lost their rights to it.',
    ]]);
    const planned = revertFiles(deployed.files, findings, '67.0');
    assert.deepEqual(planned.components.map(({ type, fullName }) => `${type} ${fullName}`), ['CustomField Opportunity.Handrail_Tier__c', ...['Edit', 'Load', 'Read', 'RevOps'].map((name) => `PermissionSet Handrail_Playbook_${name}`)]);
    const outcome = await deployRevert(deployed.connection, deployed.playbook, deployed.files, findings, planned, () => undefined);
    assert.deepEqual([outcome.reverted, outcome.problems, await deployed.kinds()], [['FIELD-Opportunity-Handrail_Tier__c'], [], []]);
    deployed.restore();
  });

  test('gate events: where they are on, the fields are there, and one that is not is a finding that breaks two numbers', async () => {
    const on = { ...deployed.playbook, gateEvents: true };
    assert.deepEqual((await detectDrift(deployed.connection, on, deployed.files)).findings, []);
    assert.equal(deployed.org.metadata.delete(deployed.org.session(ADMIN), 'CustomField', ['Handrail_Gate_Event__c.Codes__c'])[0]?.success, true);
    const [finding, ...others] = (await detectDrift(deployed.connection, on, deployed.files)).findings;
    assert.deepEqual(await deployed.kinds(), [], 'nobody misses it where they are off');
    assert.deepEqual([finding?.id, finding?.kind, finding?.severity, others], ['GATE-EVENTS', 'field-missing', 'high', []]);
    assert.deepEqual(finding?.breaks.metrics, ['first_pass_yield', 'block_to_fix', 'gate_abandoned', 'guidance_opened']);
    deployed.restore();
    assert.deepEqual((await detectDrift(deployed.connection, on, deployed.files)).findings, []);
  });

  test('a flow of the package without an active version', async () => {
    const { files } = await deployed.connection.retrieveMetadata({ Flow: ['Handrail_Role_Count_Save'] });
    const flow = new TextDecoder().decode(files.get('flows/Handrail_Role_Count_Save.flow'));
    await changed({ 'flows/Handrail_Role_Count_Save.flow': flow.replace('<status>Active', '<status>Draft') }, { Flow: ['Handrail_Role_Count_Save'] }, (report) => {
      assert.deepEqual(kinds(report), ['flow-inactive FLOW-Role-Count-Save']);
      assert.deepEqual(report.findings.map(({ changedBy, breaks }) => [changedBy, breaks.criteria]), [['Ada Admin', ['OPP-NEED-02']]]);
    });
  });

  test('a permission set that lost one right and gained another', async () => {
    const set = deployed.compiled('Handrail_Playbook_Read.permissionset-meta.xml')
      .replace(/(<editable>)false(<\/editable>\s*<field>Account\.Handrail_CSM__c)/, '$1true$2')
      .replace(/<fieldPermissions>\s*<editable>false<\/editable>\s*<field>Account\.Handrail_Health__c<\/field>\s*<readable>true<\/readable>\s*<\/fieldPermissions>/, '');
    await changed({ 'permissionsets/Handrail_Playbook_Read.permissionset': set }, { PermissionSet: ['Handrail_Playbook_Read'] }, (report) => {
      assert.deepEqual(report.findings.map(({ id, expected, actual }) => [id, expected, actual]), [
        ['ACCESS-Handrail_Playbook_Read-added', null, 'edit field Account.Handrail_CSM__c'],
        ['ACCESS-Handrail_Playbook_Read-removed', 'read field Account.Handrail_Health__c', null],
      ]);
    });
  });

  test('a Path edited, and switched off', async () => {
    const path = deployed.compiled('Handrail_Lead.pathAssistant-meta.xml');
    const members = { PathAssistant: ['Handrail_Lead'] };
    await changed({ 'pathAssistants/Handrail_Lead.pathAssistant': path.replace('<active>true', '<active>false') }, members, (report) => assert.deepEqual(kinds(report), ['path-inactive PATH-Lead']));
    const [, stage = ''] = /<picklistValueName>([^<]*)</.exec(path) ?? [];
    await changed({ 'pathAssistants/Handrail_Lead.pathAssistant': path.replace(/<info>[\s\S]*?<\/info>/, '<info>&lt;p&gt;Call them&lt;/p&gt;</info>') }, members, (report) => assert.deepEqual(kinds(report), [`path-changed PATH-Lead-${stage}`]));
  });

  test('the list of deals past their days: other records, another name; columns are worth no more than a word', async () => {
    const list = inner(deployed.compiled('Handrail_Past_Max_Days.listView-meta.xml'), 'listViews');
    const members = { ListView: ['Opportunity.Handrail_Past_Max_Days'] };
    const id = 'list-view-changed LIST-Opportunity-Handrail_Past_Max_Days';
    await changed(onOpportunity(list.replace('LAST_N_DAYS:14', 'LAST_N_DAYS:90')), members, (report) => {
      assert.deepEqual(kinds(report), [id]);
      assert.match(report.findings[0]?.actual ?? '', /LAST_N_DAYS:90/);
    });
    // The same values in another order mean the same.
    await changed(onOpportunity(list.replace('Prospecting,Perception Analysis', 'Perception Analysis,Prospecting')), members, (report) => assert.deepEqual(kinds(report), []));
    await changed(onOpportunity(list.replace('<columns>OPPORTUNITY.AMOUNT</columns>', '')), members, (report) => assert.deepEqual(report.findings.map(({ kind, severity }) => [kind, severity]), [['list-view-changed', 'info']]));
  });

  test('rules and required fields that are not ours', async () => {
    const text = (name: string, required: boolean): string => `<fields><fullName>${name}</fullName><label>Their Number</label><length>20</length><required>${required}</required><type>Text</type></fields>`;
    const foreign = (name: string, formula: string): string => `<validationRules><fullName>${name}</fullName><active>true</active><errorConditionFormula>${formula}</errorConditionFormula><errorMessage>no</errorMessage></validationRules>`;
    deployed.deploy(
      onOpportunity(`${text('Their_Number__c', true)}${foreign('Their_Buyer', 'ISBLANK( Handrail_Economic_Buyer__c )')}${foreign('Their_Budget', 'Probability &gt; 2')}`),
      { CustomField: ['Opportunity.Their_Number__c'], ValidationRule: ['Opportunity.Their_Buyer', 'Opportunity.Their_Budget'] },
    );
    const { findings } = await deployed.drift();
    assert.deepEqual(findings.map(({ kind, id, tier }) => [kind, id, tier]), [['field-required', 'REQUIRED-Opportunity-Their_Number__c', 'confirmed'], ['rule-foreign', 'RULE-Opportunity-Their_Buyer', 'potential']]);
    assert.ok(findings[1]?.breaks.criteria.includes('OPP-QUAL-01'));
    deployed.deploy(onOpportunity(`${text('Their_Number__c', false)}${foreign('Their_Buyer', 'ISBLANK( Name )')}`), { CustomField: ['Opportunity.Their_Number__c'], ValidationRule: ['Opportunity.Their_Buyer'] });
    assert.deepEqual(await deployed.kinds(), []);
  });

  test('lead conversion that asks no rule', async () => {
    const setting = (value: boolean): Record<string, string> => ({ 'settings/LeadConfig.settings': mdapi('LeadConfigSettings', `<shouldLeadConvertRequireValidation>${value}</shouldLeadConvertRequireValidation>`) });
    deployed.deploy(setting(false), { Settings: ['LeadConfig'] });
    const { findings } = await deployed.drift();
    assert.deepEqual(findings.map(({ kind, id, severity, changedBy }) => [kind, id, severity, changedBy]), [['setting-off', 'SETTING-lead-conversion', 'critical', 'Ada Admin']]);
    deployed.deploy(setting(true), { Settings: ['LeadConfig'] });
    assert.deepEqual(await deployed.kinds(), []);
  });

  test('somebody given a bypass: without an end, until too late, within what governance allows', async () => {
    const { connection } = deployed;
    const [user] = await connection.query<{ Id: string }>("SELECT Id FROM User WHERE Username = 'rep@handrail.local'");
    const [set] = await connection.query<{ Id: string }>("SELECT Id FROM PermissionSet WHERE Name = 'Handrail_Bypass_Closing'");
    const grant = async (days: number | null): Promise<string> => {
      const ends = days === null ? {} : { ExpirationDate: new Date(Date.now() + days * 86_400_000).toISOString() };
      return (await connection.json<{ id: string }>('POST', '/services/data/v67.0/sobjects/PermissionSetAssignment', { AssigneeId: user?.Id, PermissionSetId: set?.Id, ...ends })).id;
    };
    for (const [days, severity] of [[null, 'high'], [90, 'medium'], [7, 'info']] as const) {
      const id = await grant(days);
      const { findings } = await deployed.drift();
      assert.deepEqual(findings.map((finding) => [finding.kind, finding.id, finding.severity]), [['bypass-held', 'BYPASS-rep@handrail.local', severity]]);
      assert.ok(findings[0]?.breaks.criteria.includes('OPP-LOST-01'));
      // Whoever may close a deal without its reason makes the mix of reasons another number, and the meetings that read it.
      assert.ok(findings[0]?.breaks.metrics.includes('loss_mix') && findings[0].breaks.reviews.length > 0);
      await connection.request({ method: 'DELETE', path: `/services/data/v67.0/sobjects/PermissionSetAssignment/${id}` });
    }
    const over = await grant(-2);
    assert.deepEqual(await deployed.kinds(), [], 'one that is over lets nobody pass');
    await connection.request({ method: 'DELETE', path: `/services/data/v67.0/sobjects/PermissionSetAssignment/${over}` });
    assert.deepEqual(await deployed.kinds(), []);
  });

  test('what a user may not see is unverifiable, never silence, and says which permission is missing', async () => {
    const { engine } = deployed.org;
    const [owned] = await deployed.connection.query<{ Id: string }>("SELECT Id FROM PermissionSet WHERE Profile.Name = 'System Administrator'");
    const mayViewSetup = (value: boolean): string => engine.writeSystemRow('PermissionSet', { Id: owned?.Id ?? '', PermissionsViewSetup: value });
    mayViewSetup(false);
    const report = await deployed.drift();
    mayViewSetup(true);
    assert.deepEqual(report.findings.map(({ kind, tier, component }) => [kind, tier, component]), [['unread', 'unverifiable', 'who can bypass gates']]);
    assert.deepEqual(report.coverage.unread, ['who can bypass gates: This user may not see who has which permission set; that takes View Setup and Configuration, which the permission set Handrail Sync gives (INVALID_TYPE)']);
  });

  test('a standard value set: a value added, one taken away, one that new records begin with', async () => {
    const value = (name: string, isDefault = false): string => `<standardValue><fullName>${name}</fullName><default>${isDefault}</default><label>${name}</label></standardValue>`;
    const set = (...values: readonly string[]): void => deployed.deploy({ 'standardValueSets/LeadSource.standardValueSet': mdapi('StandardValueSet', `<sorted>false</sorted>${values.join('')}`) }, { StandardValueSet: ['LeadSource'] });
    const declared = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];
    set(...declared.slice(0, 4).map((name) => value(name, name === 'Web')), value('Trade Show'));
    const { findings } = await deployed.drift();
    // Leads and opportunities show the one set, so a change of it is one finding.
    assert.deepEqual(findings.map(({ kind, id, object, severity, changedBy }) => [kind, id, object, severity, changedBy]), [
      ['value-missing', 'VALUES-LeadSource-Other', 'Opportunity', 'high', 'Ada Admin'],
      ['field-changed', 'VALUES-LeadSource-default', 'Opportunity', 'medium', 'Ada Admin'],
      ['value-undeclared', 'VALUES-LeadSource-Trade Show', 'Opportunity', 'medium', 'Ada Admin'],
    ]);
    assert.match(findings[0]?.summary ?? '', /^Lead Source on Opportunity and Lead no longer offers "Other"\.$/);
    // Numbers that are cut by source, and the criterion that asks for one.
    const missing = findings.find(({ kind }) => kind === 'value-missing');
    assert.ok(missing?.breaks.metrics.includes('win_rate'), JSON.stringify(missing?.breaks));
    assert.equal(missing?.breaks.criteria.length, 2);
    assert.deepEqual(missing?.remedies.map(({ action }) => action), ['adopt', 'record', 'ignore']);
    set(...declared.map((name) => value(name)));
    assert.deepEqual(await deployed.kinds(), []);
  });

  test('stages added, with another category and another probability', async () => {
    const { org } = deployed;
    const rows = org.engine.query(org.session(ADMIN), 'SELECT ApiName, DefaultProbability, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder').records;
    const value = (name: unknown, probability: unknown, closed: unknown, won: unknown, category: string): string =>
      `<standardValue><fullName>${String(name)}</fullName><default>false</default><label>${String(name)}</label><closed>${String(closed)}</closed><forecastCategory>${category}</forecastCategory><probability>${String(probability)}</probability><won>${String(won)}</won></standardValue>`;
    const values = rows.flatMap((row) => {
      const name = row['ApiName'];
      const category = row['IsWon'] === true ? 'Closed' : row['IsClosed'] === true ? 'Omitted' : name === 'Negotiation/Review' ? 'Forecast' : 'Pipeline';
      const own = value(name, name === 'Qualification' ? 15 : row['DefaultProbability'], row['IsClosed'], row['IsWon'], category);
      return name === 'Negotiation/Review' ? [own, value('Verbal', 95, false, false, 'Pipeline')] : [own];
    });
    deployed.deploy({ 'standardValueSets/OpportunityStage.standardValueSet': mdapi('StandardValueSet', `<sorted>false</sorted>${values.join('')}`) }, { StandardValueSet: ['OpportunityStage'] });
    const report = await deployed.drift();
    assert.deepEqual(kinds(report), ['stage-category STAGE-Negotiation/Review-category', 'stage-probability STAGE-Qualification-probability', 'stage-undeclared STAGE-Verbal']);
    assert.deepEqual(report.findings.map(({ severity }) => severity), ['high', 'high', 'medium']);
  });
});
