/**
 * Plan, scan, revert and sync against an org on this machine: an empty one, and the demo company with everything deployed.
 * The cases of the second part follow each other: each leaves the org as the next expects it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployForceApp } from '../cli/localOrg.ts';
import { compilePlaybook, type GeneratedFile } from '../compiler/index.ts';
import { CAST } from '../demo/cast.ts';
import { tickingClock } from '../demo/clock.ts';
import { letCompanyHappen } from '../demo/happen.ts';
import { detectDrift, type DriftReport } from '../drift/index.ts';
import { parsePolicy, type Policy } from '../drift/policy/policy.ts';
import { deployRevert, revertFiles, selectFindings } from '../drift/revert/index.ts';
import { startLocalOrg, type LocalOrg, type Middleware } from '../local-org/index.ts';
import { closeIdleConnections, type OrgConnection } from '../org/index.ts';
import { connectionTo } from '../org/testing/connectionTo.ts';
import { planAgainstOrg } from '../plan/index.ts';
import { formatPlan } from '../plan/report/terminal.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { scanRecords } from '../scan/index.ts';
import { sync } from './index.ts';

/** Metrics of several facts; what is written of one is written of all, and each costs its past. */
const SYNCED: ReadonlySet<string> = new Set(['forecast_snapshot', 'win_rate', 'pipeline_coverage', 'sla_attainment', 'kickoff_on_time', 'arr', 'gate_compliance']);

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

let playbook: Playbook;
let compiled: readonly GeneratedFile[];

before(async () => {
  const loaded = await loadPlaybook(`${PROJECT}config/playbook`);
  assert.ok(loaded.playbook);
  playbook = loaded.playbook;
  compiled = compilePlaybook(playbook).files;
});

describe('plan against an org without Handrail', () => {
  let org: LocalOrg;
  before(async () => {
    org = await startLocalOrg();
    const saved = org.engine.insert(org.session(CAST.admin), 'Opportunity', [
      { Name: 'Late deal', StageName: 'Negotiation/Review', CloseDate: '2030-01-31', Amount: 1000, ForecastCategoryName: 'Commit' },
      { Name: 'Early deal', StageName: 'Prospecting', CloseDate: '2030-01-31', Amount: 500 },
      { Name: 'Old deal', StageName: 'Closed Lost', CloseDate: '2020-01-31', Amount: 70 },
    ]);
    assert.ok(saved.every(({ success }) => success));
  });
  after(async () => {
    closeIdleConnections();
    await org.close();
  });

  test('everything is an addition, and what it would block is judged on blank fields', async () => {
    const lines: string[] = [];
    const report = await planAgainstOrg(connectionTo(org), playbook, compiled, { onProgress: (text) => lines.push(text) });
    assert.match(lines[0] ?? '', /^Budget \d+ API calls of 15,000 a day .*Nothing will be written\.$/);
    assert.deepEqual([...new Set(report.changes.map(({ action }) => action))], ['add']);
    const criteria = playbook.objects.flatMap((object) => object.criteria);
    assert.equal(report.changes.filter(({ type }) => type === 'ValidationRule').length, compiled.filter(({ path }) => path.includes('/validationRules/')).length);
    assert.equal(report.changes.filter(({ type }) => type === 'CustomMetadata').length, criteria.length);
    const buyer = report.impact.find(({ criterion }) => criterion === 'OPP-QUAL-01');
    assert.deepEqual(
      [buyer?.change, buyer?.blocks, buyer?.blockedRecords, buyer?.openRecords, buyer?.amount, buyer?.byStage, buyer?.topFields[0]?.field],
      ['new', true, 1, 2, 1000, [{ name: 'Negotiation/Review', records: 1, amount: 1000 }], 'Handrail_Economic_Buyer__c'],
    );
    assert.ok(buyer?.assumedBlank.includes('Opportunity.Handrail_Economic_Buyer__c'));
    // Both deals are at or past Prospecting and have no account, a field that the org does have.
    assert.deepEqual(report.impact.filter(({ criterion }) => criterion === 'OPP-PROS-01').map(({ blockedRecords, amount }) => [blockedRecords, amount]), [[2, 1500]]);
    assert.ok(report.coverage.unread.some((part) => part.startsWith('Handrail_Handoff__c')));
    assert.ok(report.coverage.apiCalls <= report.budget.calls);
  });

  test('the terminal says the budget, the blocks and how to deploy, 100 columns wide', async () => {
    const report = await planAgainstOrg(connectionTo(org), playbook, compiled);
    const text = formatPlan(report, { color: false, playbook, org: 'uat' });
    const lines = text.split('\n');
    assert.match(lines[1] ?? '', /^Budget /);
    assert.match(text, /\+ OPP-QUAL-01 .*enforce from/);
    assert.match(text, /would block today +1 of 2 open deals +\$1,000/);
    assert.match(text, /sf project deploy start --source-dir force-app --target-org uat --dry-run/);
    assert.match(text, new RegExp(`Opportunity ${playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.criteria.length} of 100`));
    assert.doesNotMatch(text, /\u001b/);
    assert.deepEqual(lines.filter((line) => line.length > 100), []);
  });

  test('sync says what is missing and writes nothing', async () => {
    await assert.rejects(sync(connectionTo(org), playbook, compiled), { message: /has no Handrail_Sync_Run__c/ });
  });
});

describe('the demo company', () => {
  const clock = tickingClock();
  let org: LocalOrg;
  let connection: OrgConnection;
  let fault: Middleware | undefined;

  before(async () => {
    org = await startLocalOrg({ clock, middleware: [(request, next, response) => (fault ? fault(request, next, response) : next())] });
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    await letCompanyHappen(org, clock, { tablesDir: `${PROJECT}config/sample`, undisturbed: true, onProgress: () => undefined });
    connection = connectionTo(org);
  });
  after(async () => {
    closeIdleConnections();
    await org.close();
  });

  const rows = (soql: string): readonly Readonly<Record<string, unknown>>[] => org.engine.query(org.session(CAST.admin), soql).records;
  const scan = (): ReturnType<typeof scanRecords> => scanRecords(connection, playbook, { asOf: clock.now() });

  test('a deployed playbook leaves nothing to plan', async () => {
    const report = await planAgainstOrg(connection, playbook, compiled, { asOf: clock.now() });
    assert.deepEqual([report.changes, report.impact, report.notDeployed, report.coverage.unread], [[], [], [], []]);
  });

  test('deals that passed their gates break nothing', async () => {
    const report = await scan();
    assert.deepEqual(report.violations, []);
    assert.deepEqual(report.coverage.unread, []);
    assert.ok(report.summary.every(({ mode }) => mode === 'shadow'));
  });

  test('a holder of the bypass permission writes past a rule, and exactly that shows', async () => {
    const admin = org.session(CAST.admin);
    const [deal] = rows("SELECT Id, Name, Amount, StageName FROM Opportunity WHERE StageName = 'Needs Analysis' AND Handrail_Motion__c = null AND Handrail_Economic_Buyer__c != null AND Handrail_Stage_Entered_At__c > 2026-01-02T00:00:00Z LIMIT 1");
    const blanked = [{ Id: String(deal?.['Id']), Handrail_Economic_Buyer__c: null }];
    assert.equal(org.engine.update(admin, 'Opportunity', blanked)[0]?.success, false, 'the rule stands');
    const [set] = rows("SELECT Id FROM PermissionSet WHERE Name = 'Handrail_Bypass_Opportunity'");
    org.engine.insert(admin, 'PermissionSetAssignment', [{ AssigneeId: admin.userId, PermissionSetId: String(set?.['Id']) }]);
    assert.equal(org.engine.update(org.session(CAST.admin), 'Opportunity', blanked)[0]?.success, true);
    const { violations } = await scan();
    assert.deepEqual(
      violations.map(({ criterion, object, recordId, name, stage, amount, how }) => ({ criterion, object, recordId, name, stage, amount, how })),
      [{ criterion: 'OPP-QUAL-01', object: 'Opportunity', recordId: deal?.['Id'], name: deal?.['Name'], stage: 'Needs Analysis', amount: deal?.['Amount'], how: 'bypass' }],
    );
  });

  test('drift is reverted by the playbook, and a second reading proves it', async () => {
    const edited = compiled
      .filter(({ path }) => /Handrail_OPP_QUAL_01\.validationRule|Handrail_OPP_QUAL_02\.validationRule|Handrail_Criterion\.OPP_PROS_01/.test(path))
      .map((file) => ({ ...file, contents: file.contents.replace('<active>true</active>', '<active>false</active>').replace('xsd:boolean">true', 'xsd:boolean">false') }));
    const findings = ['OPP-QUAL-01', 'OPP-QUAL-02', 'MODE-OPP-PROS-01'];
    assert.deepEqual((await beyondBypass()).findings, []);
    await tamper(edited);
    const drift = await beyondBypass();
    assert.deepEqual(drift.findings.map(({ id }) => id).toSorted(), findings.toSorted());
    const plan = await planAgainstOrg(connection, playbook, compiled, { asOf: clock.now() });
    assert.deepEqual(plan.changes.map(({ action, type, meaning }) => [action, type, meaning]), [['change', 'ValidationRule', 'risky'], ['change', 'ValidationRule', 'risky'], ['change', 'CustomMetadata', 'risky']]);
    const waiting = rows('SELECT StageName, Handrail_Motion__c FROM Opportunity WHERE IsClosed = false AND Handrail_Economic_Buyer__c = null').filter(
      ({ StageName, Handrail_Motion__c: motion }) => StageName !== 'Prospecting' && motion !== 'Renewal' && motion !== 'Contraction',
    );
    assert.ok(waiting.length > 0);
    assert.equal(plan.impact.find(({ criterion }) => criterion === 'OPP-QUAL-01')?.blockedRecords, waiting.length);

    const one = selectFindings(drift.findings, ['opp-qual-01']);
    const first = await deployRevert(connection, playbook, compiled, one.revertible, revertFiles(compiled, one.revertible, '67.0'), () => undefined);
    assert.deepEqual([first.reverted, first.remaining, first.problems], [['OPP-QUAL-01'], [], []]);
    const rest = selectFindings((await beyondBypass()).findings, findings.slice(1));
    assert.equal(rest.revertible.length, 2);
    await deployRevert(connection, playbook, compiled, rest.revertible, revertFiles(compiled, rest.revertible, '67.0'), () => undefined);
    assert.deepEqual((await beyondBypass()).findings, []);
  });

  /** Drift but for the bypass that a test before has granted and that stands from then on. */
  async function beyondBypass(): Promise<DriftReport> {
    const report = await detectDrift(connection, playbook, compiled);
    const standing = report.findings.filter(({ kind }) => kind === 'bypass-held');
    assert.equal(standing.length, 1);
    return { ...report, findings: report.findings.filter((finding) => !standing.includes(finding)) };
  }

  async function tamper(files: readonly GeneratedFile[]): Promise<void> {
    const kinds = files.map(({ path }) => (path.includes('validationRules') ? 'rule-off' : 'mode-changed'));
    const named = files.map(({ path }, index) => ({ kind: kinds[index] ?? '', object: 'Opportunity', component: /([^/]+?)\.(?:validationRule|md)-meta/.exec(path)?.[1] ?? '' }));
    const wanted = named.map((part) => ({ ...TEMPLATE, ...part }));
    const { success, problems } = await connection.deployMetadata(revertFiles(files, wanted, '67.0').files, { checkOnly: false });
    assert.ok(success, problems.join('\n'));
  }

  const syncNow = (more: { readonly policy?: Policy; readonly onProgress?: (text: string) => void } = {}): ReturnType<typeof sync> => sync(connection, { ...playbook, metrics: playbook.metrics.filter(({ id }) => SYNCED.has(id)), cadences: playbook.cadences.filter(({ pack }) => pack === 'weekly-pipeline') }, compiled, { asOf: clock.now(), inputsDir: `${PROJECT}config/sample/inputs`, ...more });
  /** Everything a sync leaves behind, but for ids and for the facts of the run itself. */
  const endState = (): unknown => [
    rows('SELECT External_Id__c, Code__c, Severity__c, Kind__c, Summary__c, Actual__c, Status__c FROM Handrail_Finding__c ORDER BY External_Id__c'),
    rows('SELECT External_Id__c, Metric__c, Slice__c, Value__c, State__c, Numerator__c, Denominator__c, N__c, Period_From__c, Period_To__c, Series__c, Parts__c, Records__c FROM Handrail_Metric__c ORDER BY External_Id__c'),
    rows('SELECT External_Id__c, Look_First__c, Compared_With__c, Open_Decision_Count__c, Contents__c, Numbers__c FROM Handrail_Pack__c ORDER BY External_Id__c'),
    rows('SELECT Status__c FROM Handrail_Sync_Run__c'),
  ].map((part) => part.map(({ attributes: _, Id: __, ...values }) => values));
  const writes = /\/composite\/sobjects\/Handrail_(?:Finding|Metric|Pack)__c\//;

  test('a sync that is killed half way and run again ends as an undisturbed one', async () => {
    let written = 0;
    // The findings go through; after them nothing does, not even the note that the run failed.
    fault = async (request, next, response) => {
      if (writes.test(request.path)) written++;
      if (written < 2) return next();
      response.destroy();
      return null;
    };
    await assert.rejects(syncNow());
    fault = undefined;
    const [run] = rows('SELECT External_Id__c, Status__c FROM Handrail_Sync_Run__c');
    assert.equal(run?.['Status__c'], 'Running');
    assert.equal(rows('SELECT Id FROM Handrail_Finding__c').length, 2, 'the bypass that drift finds, and what the scan finds behind it');
    assert.equal(rows('SELECT Id FROM Handrail_Metric__c').length, 0);

    const resumed = await syncNow();
    assert.equal(resumed.resumedFrom, run?.['External_Id__c']);
    assert.equal(resumed.runId, resumed.resumedFrom);
    assert.deepEqual([resumed.written.created, resumed.written.unchanged], [rows('SELECT Id FROM Handrail_Metric__c').length + 1, 2], 'the numbers and a pack');
    assert.ok(resumed.written.created > resumed.metrics.length, 'earlier periods too');
    const left = endState();

    // The same from nothing, undisturbed.
    const admin = org.session(CAST.admin);
    for (const object of ['Handrail_Pack__c', 'Handrail_Metric__c', 'Handrail_Finding__c', 'Handrail_Sync_Run__c']) {
      const ids = rows(`SELECT Id FROM ${object}`).map(({ Id }) => String(Id));
      for (const id of ids) assert.ok(org.engine.delete(admin, object, [id])[0]?.success);
    }
    await syncNow();
    assert.deepEqual(endState(), left);
  });

  test('a second sync finds everything as it should be', async () => {
    const before = endState();
    const [callsBefore, said] = [connection.apiCalls, [] as string[]];
    const again = await syncNow({ onProgress: (text) => said.push(text) });
    const budget = Number(/^Budget about (\d+) API calls, and one for every 200 records that change/.exec(said[0] ?? '')?.[1]);
    const calls = connection.apiCalls - callsBefore;
    assert.ok(calls <= budget, `${calls} calls, ${budget} were announced`);
    assert.deepEqual([again.written.created, again.written.updated, again.resumedFrom], [0, 0, null]);
    // Forecasts that were kept are not even compared.
    const kept = rows("SELECT Id FROM Handrail_Metric__c WHERE Series__c = 'kept'").length;
    assert.ok(kept > 0, 'forecasts of the week are kept');
    assert.equal(again.written.unchanged, rows('SELECT Id FROM Handrail_Metric__c').length - kept + 3);
    assert.deepEqual((endState() as unknown[][]).slice(0, 3), (before as unknown[][]).slice(0, 3));
    assert.deepEqual(rows('SELECT Status__c FROM Handrail_Sync_Run__c').map(({ Status__c }) => Status__c), ['Done', 'Done']);
  });

  test('a finding that is mended is closed, and opens again when it comes back', async () => {
    const admin = org.session(CAST.admin);
    const [finding] = rows("SELECT Code__c, Status__c, Actual__c FROM Handrail_Finding__c WHERE Code__c LIKE 'SCAN-%'");
    assert.deepEqual([finding?.['Code__c'], finding?.['Status__c']], ['SCAN-OPP-QUAL-01', 'Open']);
    const id = /\((006\w{15}), bypass\)/.exec(String(finding?.['Actual__c']))?.[1] ?? '';
    const [deal] = rows(`SELECT AccountId FROM Opportunity WHERE Id = '${id}'`);
    const [contact] = rows(`SELECT Id FROM Contact WHERE AccountId = '${String(deal?.['AccountId'])}' LIMIT 1`);
    assert.ok(org.engine.update(admin, 'Opportunity', [{ Id: id, Handrail_Economic_Buyer__c: String(contact?.['Id']) }])[0]?.success);
    await syncNow();
    const [closed] = rows("SELECT Status__c, Resolved_At__c FROM Handrail_Finding__c WHERE Code__c LIKE 'SCAN-%'");
    assert.equal(closed?.['Status__c'], 'Resolved');
    assert.ok(closed?.['Resolved_At__c']);
    assert.ok(org.engine.update(admin, 'Opportunity', [{ Id: id, Handrail_Economic_Buyer__c: null }])[0]?.success);
    await syncNow();
    const [reopened] = rows("SELECT Status__c, Resolved_At__c FROM Handrail_Finding__c WHERE Code__c LIKE 'SCAN-%'");
    assert.deepEqual([reopened?.['Status__c'], reopened?.['Resolved_At__c']], ['Open', null]);
  });

  test('a locked row is tried again; a record the org refuses leaves the others and the run partly done', async () => {
    let locked = 0;
    const [row] = rows('SELECT Id, External_Id__c FROM Handrail_Metric__c ORDER BY External_Id__c LIMIT 1');
    const admin = org.session(CAST.admin);
    assert.ok(org.engine.update(admin, 'Handrail_Metric__c', [{ Id: String(row?.['Id']), Label__c: 'edited by hand' }])[0]?.success);
    const refusing = (statusCode: string, times: number): Middleware => async (request, next) => {
      if (!/\/composite\/sobjects\/Handrail_Metric__c\//.test(request.path) || locked >= times) return next();
      locked++;
      return { status: 200, body: [{ success: false, errors: [{ statusCode, message: 'no', fields: [] }] }] };
    };
    fault = refusing('UNABLE_TO_LOCK_ROW', 1);
    const passed = await syncNow();
    assert.deepEqual([passed.written.updated, passed.failures], [1, []], 'the record that was edited');

    assert.ok(org.engine.update(admin, 'Handrail_Metric__c', [{ Id: String(row?.['Id']), Label__c: 'edited by hand' }])[0]?.success);
    locked = 0;
    fault = refusing('FIELD_INTEGRITY_EXCEPTION', Number.POSITIVE_INFINITY);
    const partly = await syncNow();
    fault = undefined;
    assert.deepEqual(partly.failures, [{ object: 'Handrail_Metric__c', externalId: row?.['External_Id__c'], message: 'no (FIELD_INTEGRITY_EXCEPTION)' }]);
    const [run] = rows('SELECT Status__c, Message__c FROM Handrail_Sync_Run__c ORDER BY CreatedDate DESC, Id DESC LIMIT 1');
    assert.equal(run?.['Status__c'], 'Partly Done');
    assert.match(String(run?.['Message__c']), /FIELD_INTEGRITY_EXCEPTION/);
  });

  test('a finding that somebody decided to ignore is not open, until the decision ends', async () => {
    const bypass = (): unknown => rows("SELECT Status__c FROM Handrail_Finding__c WHERE Kind__c = 'bypass-held'")[0]?.['Status__c'];
    const decided = (until: string): Policy => parsePolicy('config/drift', null, `ignore:\n  - id: BYPASS-*\n    kind: bypass-held\n    until: ${until}\n    reason: The data load of the merger\n`).policy;
    assert.equal(bypass(), 'Open');
    const quiet = await syncNow({ policy: decided('2999-12-31') });
    assert.deepEqual([quiet.drift.findings, bypass()], [[], 'Resolved']);
    await syncNow({ policy: decided('2000-01-01') });
    assert.equal(bypass(), 'Open');
  });
});

const TEMPLATE = { id: '', severity: 'low', tier: 'confirmed', summary: '', expected: null, actual: null, changedBy: null, changedAt: null, breaks: { criteria: [], metrics: [], reviews: [] }, remedies: [] } as const;
