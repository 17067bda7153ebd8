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

const reportType = (label: string, base: string, fields: readonly string[], join = ''): string => {
  const columns = fields.map((field) => `<columns><checkedByDefault>true</checkedByDefault><field>${field}</field><table>${base}</table></columns>`).join('');
  return sourceFile('ReportType', `<baseObject>${base}</baseObject><category>opportunities</category><deployed>true</deployed>${join}<label>${label}</label><sections>${columns}<masterLabel>Fields</masterLabel></sections>`);
};

/** A part of a dashboard, with what stands above it. */
const part = (title: string, of: string): string =>
  `<dashboardGridComponents><colSpan>4</colSpan><columnIndex>0</columnIndex><dashboardComponent><componentType>Metric</componentType><report>${of}</report><title>${title}</title></dashboardComponent><rowIndex>0</rowIndex><rowSpan>4</rowSpan></dashboardGridComponents>`;
const dashboard = (title: string, parts: string): string =>
  sourceFile('Dashboard', `<backgroundEndColor>#FFFFFF</backgroundEndColor><backgroundFadeDirection>Diagonal</backgroundFadeDirection><backgroundStartColor>#FFFFFF</backgroundStartColor><dashboardGridLayout>${parts}<numberOfColumns>12</numberOfColumns><rowHeight>36</rowHeight></dashboardGridLayout><dashboardType>LoggedInUser</dashboardType><isGridLayout>true</isGridLayout><textColor>#000000</textColor><title>${title}</title><titleColor>#000000</titleColor><titleSize>12</titleSize>`);

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
    // Closed deals by a report type of the org's own, dated by their creation; another over several objects, of which nothing is certain.
    'force-app/reportTypes/Deals.reportType-meta.xml': reportType('Deals', 'Opportunity', ['CloseDate', 'CreatedDate', 'StageName']),
    'force-app/reportTypes/Account_Deals.reportType-meta.xml': reportType('Account Deals', 'Account', ['Name'], '<join><outerJoin>false</outerJoin><relationship>Opportunities</relationship></join>'),
    'force-app/reports/Sales/Rate_By_Type.report-meta.xml': report('Win rate by type', 'Deals__c', 'Opportunity$CreatedDate', filtered('Opportunity$StageName', 'Verbal')),
    'force-app/reports/Sales/Rate_By_Account.report-meta.xml': report('Win rate by account', 'Account_Deals__c', 'Account$CreatedDate'),
    // What a sync wrote down: the number itself, and another under its name.
    'force-app/reports/Sales/Rate_Kept.report-meta.xml': report('Win rate as synced', 'Handrail_Metric_Results__c', 'Handrail_Metric__c$CreatedDate', filtered('Handrail_Metric__c$Metric__c', 'win_rate')),
    'force-app/reports/Sales/Rate_Other.report-meta.xml': report('Win rate of the quarter', 'Handrail_Metric_Results__c', 'Handrail_Metric__c$CreatedDate', filtered('Handrail_Metric__c$Metric__c', 'coverage')),
    // A dashboard with three parts of one name, two of them the same report.
    // A report whose name says nothing, which two dashboards call by the name of a metric, and one of them for what it is.
    'force-app/reports/Sales/Leads_By_Week.report-meta.xml': report('Leads by week', 'LeadList', 'CREATED_DATE'),
    'force-app/dashboards/Boards.dashboardFolder-meta.xml': sourceFile('DashboardFolder', '<name>Boards</name>'),
    'force-app/dashboards/Boards/Board.dashboard-meta.xml': dashboard('Board', part('Win rate', 'Sales/Leads_By_Week') + part('Leads each week', 'Sales/Leads_By_Week') + part('Win rate', 'Sales/All_Deals') + part('Win rate', 'Sales/Leads_By_Week') + part('Our win rate', 'Sales/Win_Rate_Agreed')),
    'force-app/reports/Sales/Winning.report-meta.xml': report('Winning rates of ads', 'LeadList', 'CREATED_DATE'),
    'force-app/reports/Sales/All_Deals.report-meta.xml': report('All deals', 'Opportunity', 'CREATED_DATE'),
  });
});
after(async () => {
  project.close();
  await deployed.close();
});

test('of the reports exactly those that count something else are found, with who changed them and the metric', async () => {
  const done = await project.sf(['project', 'deploy', 'start']);
  assert.equal(done.status, 0, done.message ?? JSON.stringify(done.result));
  const { findings, coverage } = await deployed.drift();
  assert.deepEqual(findings.map(({ kind, id, tier, changedBy, breaks }) => [kind, id, tier, changedBy, breaks.metrics]), [
    ['metric-conflict', 'DASHBOARD-Boards/Board-Win rate-Sales/All_Deals', 'potential', 'Ada Admin', ['win_rate']],
    ['metric-conflict', 'DASHBOARD-Boards/Board-Win rate-Sales/Leads_By_Week', 'potential', 'Ada Admin', ['win_rate']],
    ['metric-conflict', 'REPORT-Sales/Rate_By_Type', 'potential', 'Ada Admin', ['win_rate']],
    ['metric-conflict', 'REPORT-Sales/Rate_Other', 'potential', 'Ada Admin', ['win_rate']],
    ['metric-conflict', 'REPORT-Sales/Win_Rate_Board', 'potential', 'Ada Admin', ['win_rate']],
  ]);
  const summary = (id: string): string => findings.find((finding) => finding.id === id)?.summary ?? '';
  assert.equal(summary('DASHBOARD-Boards/Board-Win rate-Sales/Leads_By_Week'), '"Win rate" of dashboard "Board", which shows report "Leads by week", is named after "Win rate, narrow" and counts something else: it counts records of Lead, the playbook those of Opportunity.');
  assert.match(summary('REPORT-Sales/Rate_By_Type'), /dated by the day deals were created.*; it filters by "Verbal", which is no stage of the playbook\.$/);
  assert.match(summary('REPORT-Sales/Rate_Other'), /it shows coverage, as Handrail wrote it down\.$/);
  assert.match(summary('REPORT-Sales/Win_Rate_Board'), /^Report "Win Rate \(board\)" is named after "Win rate, narrow" and counts something else: it is dated by the day deals were created, the playbook by the day deals close \(the playbook calls that "Of the deals created in the period"\); every closed deal that was not won counts as lost/);
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
