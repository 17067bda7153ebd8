/** Drift against the local org, everything in between real: compile, deploy, retrieve, query. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { deployForceApp } from '../cli/localOrg.ts';
import { compilePlaybook } from '../compiler/index.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { createConnection, type OrgConnection } from '../org/index.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { detectDrift, type DriftReport } from './index.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const ADMIN = 'admin@handrail.local';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

describe('drift of a deployed org', () => {
  let org: LocalOrg;
  let connection: OrgConnection;
  let playbook: Playbook;
  let files: ReturnType<typeof compilePlaybook>['files'];

  before(async () => {
    org = await startLocalOrg();
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    connection = createConnection({ instanceUrl: org.url, accessToken: org.accessToken, username: ADMIN, organizationId: org.engine.organizationId, apiVersion: '67.0' });
    const loaded = await loadPlaybook(`${PROJECT}config/playbook`);
    assert.ok(loaded.playbook);
    playbook = loaded.playbook;
    files = compilePlaybook(playbook).files;
  });
  after(() => org.close());

  const drift = (): Promise<DriftReport> => detectDrift(connection, playbook, files);
  const kinds = (report: DriftReport): string[] => report.findings.map((finding) => `${finding.kind} ${finding.id}`).toSorted();

  /** An admin's change through the Metadata API; undone after the check by deploying the playbook's own. */
  async function changed(change: Readonly<Record<string, string>>, types: string, check: (report: DriftReport) => void): Promise<void> {
    const entries = { ...change, 'package.xml': `${HEAD}<Package ${NS}>${types}<version>67.0</version></Package>` };
    const zip = zipSync(Object.fromEntries(Object.entries(entries).map(([path, text]) => [path, strToU8(text)])));
    const result = org.metadata.deploy(org.session(ADMIN), zip, { checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: false, purgeOnDelete: false, testLevel: null });
    assert.ok(result.success, JSON.stringify(result.messages.filter((message) => !message.success)));
    check(await drift());
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    assert.deepEqual(kinds(await drift()), []);
  }

  const rule = (name: string, edit: (xml: string) => string): Record<string, string> => {
    const source = files.find((file) => file.path.endsWith(`${name}.validationRule-meta.xml`))?.contents ?? '';
    const body = edit(source).replace(/^[\s\S]*?<ValidationRule[^>]*>/, '<validationRules>').replace('</ValidationRule>', '</validationRules>');
    return { 'objects/Opportunity.object': `${HEAD}<CustomObject ${NS}>${body}</CustomObject>` };
  };
  const RULE_TYPES = (name: string): string => `<types><members>Opportunity.${name}</members><name>ValidationRule</name></types>`;

  test('a fresh deploy has no finding, says what was read and what it cost', async () => {
    const report = await drift();
    assert.deepEqual(report.findings, []);
    assert.deepEqual(report.coverage.unread, []);
    assert.ok(report.coverage.apiCalls > 0 && report.coverage.apiCalls <= 12, String(report.coverage.apiCalls));
  });

  test('a rule switched off: one critical finding with who, when and what it breaks', async () => {
    await changed(rule('Handrail_OPP_PROP_03', (xml) => xml.replace('<active>true', '<active>false')), RULE_TYPES('Handrail_OPP_PROP_03'), (report) => {
      assert.deepEqual(kinds(report), ['rule-off OPP-PROP-03']);
      const [finding] = report.findings;
      assert.equal(finding?.severity, 'critical');
      assert.equal(finding?.changedBy, 'Ada Admin');
      assert.ok(finding?.changedAt);
      assert.ok(finding?.breaks.metrics.includes('win_rate_by_stage'));
      assert.match(finding?.remedies[0]?.command ?? '', /drift revert OPP-PROP-03/);
    });
  });

  test('a formula cut down is seen by meaning; one that is only written differently is not', async () => {
    const weaken = (xml: string): string => xml.replace(/(LEN\(TRIM\(Handrail_Success_Criteria__c\)\)\s*\S+) 20/, '$1 1');
    await changed(rule('Handrail_OPP_NEED_01', weaken), RULE_TYPES('Handrail_OPP_NEED_01'), (report) => {
      assert.deepEqual(kinds(report), ['rule-formula OPP-NEED-01']);
    });
    const reformat = (xml: string): string => xml.replace(/<errorConditionFormula>([\s\S]*?)<\/errorConditionFormula>/, (_, formula: string) => `<errorConditionFormula>/* as before */ ${formula.replace(/\s+/g, ' ')}</errorConditionFormula>`);
    await changed(rule('Handrail_OPP_NEED_01', reformat), RULE_TYPES('Handrail_OPP_NEED_01'), (report) => {
      assert.deepEqual(kinds(report), []);
    });
  });

  test('a criterion set to shadow in the org', async () => {
    const path = files.find((file) => file.path.endsWith('Handrail_Criterion.OPP_QUAL_01.md-meta.xml'));
    const record = path?.contents.replace(/(<field>Enforced__c<\/field>\s*<value[^>]*>)true/, '$1false') ?? '';
    await changed({ 'customMetadata/Handrail_Criterion.OPP_QUAL_01.md': record }, '<types><members>Handrail_Criterion.OPP_QUAL_01</members><name>CustomMetadata</name></types>', (report) => {
      assert.deepEqual(kinds(report), ['mode-changed MODE-OPP-QUAL-01']);
      assert.equal(report.findings[0]?.severity, 'critical');
    });
  });

  test('a picklist value nobody declared', async () => {
    const source = files.find((file) => file.path.endsWith('Handrail_Win_Reason__c.field-meta.xml'))?.contents ?? '';
    const field = source.replace('</valueSetDefinition>', '<value><fullName>Luck</fullName><default>false</default><label>Luck</label></value></valueSetDefinition>').replace(/^[\s\S]*?<CustomField[^>]*>/, '<fields>').replace('</CustomField>', '</fields>');
    const entries = { 'objects/Opportunity.object': `${HEAD}<CustomObject ${NS}>${field}</CustomObject>` };
    await changed(entries, '<types><members>Opportunity.Handrail_Win_Reason__c</members><name>CustomField</name></types>', (report) => {
      assert.deepEqual(kinds(report), ['value-undeclared FIELD-Opportunity-Handrail_Win_Reason__c-Luck']);
    });
  });

  test('stages added, with another category and another probability', async () => {
    const rows = org.engine.query(org.session(ADMIN), 'SELECT ApiName, DefaultProbability, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder').records;
    const value = (name: unknown, probability: unknown, closed: unknown, won: unknown, category: string): string =>
      `<standardValue><fullName>${String(name)}</fullName><default>false</default><label>${String(name)}</label><closed>${String(closed)}</closed><forecastCategory>${category}</forecastCategory><probability>${String(probability)}</probability><won>${String(won)}</won></standardValue>`;
    const values = rows.flatMap((row) => {
      const name = row['ApiName'];
      const category = row['IsWon'] === true ? 'Closed' : row['IsClosed'] === true ? 'Omitted' : name === 'Negotiation/Review' ? 'Forecast' : 'Pipeline';
      const own = value(name, name === 'Qualification' ? 15 : row['DefaultProbability'], row['IsClosed'], row['IsWon'], category);
      return name === 'Negotiation/Review' ? [own, value('Verbal', 95, false, false, 'Pipeline')] : [own];
    });
    const set = (inner: string): Record<string, string> => ({ 'standardValueSets/OpportunityStage.standardValueSet': `${HEAD}<StandardValueSet ${NS}><sorted>false</sorted>${inner}</StandardValueSet>` });
    const types = '<types><members>OpportunityStage</members><name>StandardValueSet</name></types>';
    const zip = zipSync(Object.fromEntries(Object.entries({ ...set(values.join('')), 'package.xml': `${HEAD}<Package ${NS}>${types}<version>67.0</version></Package>` }).map(([path, text]) => [path, strToU8(text)])));
    const result = org.metadata.deploy(org.session(ADMIN), zip, { checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: false, purgeOnDelete: false, testLevel: null });
    assert.ok(result.success, JSON.stringify(result.messages));
    const report = await drift();
    assert.deepEqual(kinds(report), ['stage-category STAGE-Negotiation/Review-category', 'stage-probability STAGE-Qualification-probability', 'stage-undeclared STAGE-Verbal']);
    assert.deepEqual(report.findings.map(({ severity }) => severity), ['high', 'high', 'medium']);
  });
});
