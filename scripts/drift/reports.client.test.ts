/** Reports named after metrics, deployed by the real Salesforce CLI and read back by drift. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSfProject, sourceFile, type SfProject } from '../local-org/metadata/testing/sfProject.ts';
import { API_BUDGET } from './index.ts';
import { deployedOrg, type DeployedOrg } from './testing/deployedOrg.ts';

let deployed: DeployedOrg;
let project: SfProject;

const report = (name: string, type: string, dateColumn: string, more = ''): string =>
  sourceFile('Report', `${more}<columns><field>OPPORTUNITY_NAME</field></columns><format>Summary</format><name>${name}</name><reportType>${type}</reportType><scope>organization</scope><showDetails>false</showDetails><timeFrameFilter><dateColumn>${dateColumn}</dateColumn><interval>INTERVAL_CURFY</interval></timeFrameFilter>`);

const formula = (text: string): string => `<aggregates><calculatedFormula>${text}</calculatedFormula><datatype>percent</datatype><developerName>FORMULA1</developerName><isActive>true</isActive><isCrossBlock>false</isCrossBlock><masterLabel>Rate</masterLabel><scale>1</scale></aggregates>`;
const filtered = (column: string, value: string): string => `<filter><criteriaItems><column>${column}</column><columnToColumn>false</columnToColumn><isUnlocked>true</isUnlocked><operator>equals</operator><value>${value}</value></criteriaItems></filter>`;

before(async () => {
  deployed = await deployedOrg();
  project = await openSfProject(deployed.org, {
    'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '67.0' }),
    'force-app/reports/Sales.reportFolder-meta.xml': sourceFile('ReportFolder', '<name>Sales</name>'),
    // Of deals created in the year, while the playbook goes by the day they closed.
    'force-app/reports/Sales/Win_Rate_Board.report-meta.xml': report('Win Rate (board)', 'Opportunity', 'CREATED_DATE', formula('WON:SUM/CLOSED:SUM')),
    // As the playbook counts: by close date, and without those that nobody won.
    'force-app/reports/Sales/Win_Rate_Agreed.report-meta.xml': report('Our win rate', 'Opportunity', 'CLOSE_DATE', `${formula('WON:SUM/RowCount')}${filtered('Opportunity.Handrail_Loss_Reason__c', 'Competitor')}`),
    // Names of no metric.
    'force-app/reports/Sales/Winning.report-meta.xml': report('Winning rates of ads', 'LeadList', 'CREATED_DATE'),
    'force-app/reports/Sales/All_Deals.report-meta.xml': report('All deals', 'Opportunity', 'CREATED_DATE'),
  });
});
after(async () => {
  project.close();
  await deployed.close();
});

test('of four reports exactly the one that counts something else is found, with who changed it and the metric', async () => {
  const done = await project.sf(['project', 'deploy', 'start']);
  assert.equal(done.status, 0, done.message ?? JSON.stringify(done.result));
  const { findings, coverage } = await deployed.drift();
  assert.deepEqual(findings.map(({ kind, id, tier, changedBy, breaks }) => [kind, id, tier, changedBy, breaks.metrics]), [['metric-conflict', 'REPORT-Sales/Win_Rate_Board', 'potential', 'Ada Admin', ['win_rate']]]);
  assert.match(findings[0]?.summary ?? '', /^Report "Win Rate \(board\)" is named after "Win rate, narrow" and counts something else: it is dated by the day deals were created, the playbook by the day deals close \(the playbook calls that "Of the deals created in the period"\); every closed deal that was not won counts as lost/);
  assert.deepEqual(coverage.unread, []);
  assert.ok(coverage.apiCalls <= API_BUDGET, String(coverage.apiCalls));
});

test('a report that the org lists and does not give is unverifiable, by name', async () => {
  const { detectDrift } = await import('./index.ts');
  const refusing = Object.create(deployed.connection) as typeof deployed.connection;
  refusing.retrieveMetadata = (members, progress) => ('Report' in members ? Promise.resolve({ files: new Map(), problems: [] }) : deployed.connection.retrieveMetadata(members, progress));
  const { findings } = await detectDrift(refusing, deployed.playbook, deployed.files);
  assert.deepEqual(findings.map(({ kind, tier }) => [kind, tier]), [['unread', 'unverifiable']]);
  assert.match(findings[0]?.summary ?? '', /Win Rate \(board\)" \(Sales\/Win_Rate_Board\)/);
});
