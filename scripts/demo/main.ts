/**
 * The whole story on an org on this machine, with the real Salesforce CLI: deploy, a company's history, a rep who meets a
 * gate, the numbers everyone shares, what drifted and what got past. Ends by itself; `npm start` keeps such an org up.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sf } from '../cli/salesforceCli.ts';
import { assignPermissionSets } from '../cli/localOrg.ts';
import { writeHtmlReport } from '../cli/htmlReport.ts';
import { terminalOf } from '../cli/terminal.ts';
import { compilePlaybook } from '../compiler/index.ts';
import { declaredComponents, detectDrift } from '../drift/index.ts';
import { formatDrift } from '../drift/report/terminal.ts';
import { startLocalOrg } from '../local-org/index.ts';
import { computeMetrics, extractSnapshot, formatMetrics } from '../metrics/index.ts';
import { closeIdleConnections, createConnection, DEFAULT_API_VERSION } from '../org/index.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { scanRecords, type How } from '../scan/index.ts';
import { CAST } from './cast.ts';
import { tickingClock } from './clock.ts';
import { letCompanyHappen } from './happen.ts';
import { loadTables } from './tables/load.ts';
import { narrate } from './narrator.ts';
import { repMeetsGate } from './refusal.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const TABLES = join(PROJECT, 'config/sample');
const FILES = join(PROJECT, '.handrail/demo');
const REPORT = join(FILES, 'report.html');
const ALIAS = 'handrail-demo';

async function main(): Promise<void> {
  const narrator = narrate();
  const out = terminalOf(process.stdout);
  // Its own home, so that the CLI of whoever tries this stays as it is.
  const work = await mkdtemp(join(tmpdir(), 'handrail-demo-'));
  const { company } = await loadTables(TABLES);
  const clock = tickingClock(new Date(`${company.history_from}T12:00:00Z`));
  const org = await startLocalOrg({ clock });
  const env = { HOME: work, NO_COLOR: '1' };
  try {
    narrator.step('An org on this machine');
    narrator.say(`${org.url}, in memory, on the loopback address only.`);

    narrator.step('One playbook, compiled');
    const { playbook, problems } = await loadPlaybook(join(PROJECT, 'config/playbook'));
    if (!playbook || problems.length > 0) throw new Error('The playbook has problems; run: npx handrail check');
    const compiled = compilePlaybook(playbook);
    const declared = declaredComponents(compiled.files);
    narrator.say(`${playbook.name} ${playbook.version}: ${playbook.objects.flatMap((object) => object.criteria).length} criteria become ${declared.rules.size} validation rules, ${declared.fields.size} fields,`);
    narrator.say(`${declared.records.size} custom metadata records and the Lightning module that shows them to the rep.`);

    narrator.step('Deployed with the real Salesforce CLI');
    await runSf(['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--alias', ALIAS], { ...env, SF_ACCESS_TOKEN: org.accessToken }, PROJECT);
    narrator.command(`sf project deploy start --source-dir force-app --target-org ${ALIAS}`);
    narrator.progress('sf is deploying');
    const deployed = JSON.parse(await runSf(['project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', ALIAS, '--json'], env, PROJECT)) as { result: { numberComponentsDeployed: number; status: string } };
    narrator.say(`${deployed.result.status}: ${deployed.result.numberComponentsDeployed} components.`);
    assignPermissionSets(org);

    narrator.step(`${company.name} happens: ${company.history_from} to ${company.as_of.slice(0, 10)}`);
    const counts = await letCompanyHappen(org, clock, { tablesDir: TABLES, filesDir: FILES, onProgress: (text) => narrator.progress(text) });
    narrator.say(`${counts?.leads ?? 0} leads, ${counts?.accounts ?? 0} accounts and ${counts?.opportunities ?? 0} deals in ${counts?.saves ?? 0} saves, day by day through the save pipeline,`);
    narrator.say('the gates in force since 2026. Nothing was written behind its back.');

    narrator.step('A rep meets a gate');
    const rep = org.users.find(({ username }) => username === CAST.rep);
    await repMeetsGate({ url: org.url, accessToken: rep?.accessToken ?? '' }, clock.now().toISOString().slice(0, 10), narrator);

    narrator.step('The numbers everyone shares');
    const connection = createConnection({ instanceUrl: org.url, accessToken: org.accessToken, username: CAST.admin, organizationId: org.engine.organizationId, apiVersion: DEFAULT_API_VERSION });
    const snapshot = join(work, 'snapshot');
    await extractSnapshot(connection, playbook, { out: snapshot, onProgress: (text) => narrator.progress(text) });
    const options = { asOf: company.as_of, inputsDir: join(FILES, 'inputs') };
    const metrics = await computeMetrics(playbook, snapshot, { ...options, slice: 'all' });
    const opening = metrics.filter(({ id, slice }) => SHOWN_SLICES[id] !== undefined && Object.keys(slice).every((dimension) => SHOWN_SLICES[id]?.includes(dimension)));
    narrator.say(formatMetrics(opening, 'table', { color: out.color }));

    narrator.step('Drift: what an administrator did in a hurry, month by month');
    narrator.command(`npx handrail drift --target-org ${ALIAS} --fail-on high`);
    const drift = await detectDrift(connection, playbook, compiled.files, { onProgress: (text) => narrator.progress(text) });
    narrator.settle();
    const stages = org.engine.query(org.session(CAST.admin), 'SELECT Id FROM OpportunityStage WHERE IsActive = true');
    const parts = declared.rules.size + declared.fields.size + declared.records.size + stages.totalSize;
    narrator.say(formatDrift(drift, { color: out.color, exitCode: 1, parts, playbookVersion: playbook.version }));

    narrator.step('Scan: the records that got past');
    const scan = await scanRecords(connection, playbook, { asOf: new Date(company.as_of), onProgress: (text) => narrator.progress(text) });
    narrator.settle();
    narrator.say(`${scan.violations.length} records break a criterion that is enforced, and this is how they came to:`);
    for (const [how, records] of Map.groupBy(scan.violations, (violation) => violation.how)) {
      narrator.say(`  ${String(records.length).padStart(3)}  ${CAME_BY[how]}: ${[...new Set(records.map(({ criterion }) => criterion))].join(', ')}`);
    }

    await writeHtmlReport(REPORT, { playbook, org: org.url, drift, metrics, exitCode: 1, at: new Date(company.as_of) });
    narrator.step('What to do next');
    narrator.say(`Read the report:            ${relative(process.cwd(), REPORT) || REPORT}`);
    narrator.say('Keep such an org up:        npm start        and open the page it prints');
    narrator.say('Change how revenue is made: config/playbook  then npx handrail check && npx handrail build');
    narrator.say('Take it to a sandbox:       README.md, "In your own sandbox"');
    narrator.say('');
    narrator.say(`Done in ${narrator.elapsed().toFixed(0)} s.`);
  } finally {
    narrator.settle();
    closeIdleConnections();
    await org.close();
    await rm(work, { recursive: true, force: true });
  }
}

const CAME_BY: Readonly<Record<How, string>> = {
  legacy: 'older than the rule',
  bypass: 'by somebody who holds a bypass',
  hole: 'through lead conversion, where the platform asks no rule',
  unknown: 'while the rule was off or cut down',
};

/** Slices worth a line in the demo; the report has them all. */
const SHOWN_SLICES: Readonly<Record<string, readonly string[]>> = {
  pipeline_coverage: [],
  win_rate_by_stage: ['stage'],
  sales_cycle: ['segment'],
  lead_to_opportunity: ['source'],
  paid_cac: ['channel'],
};

async function runSf(args: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Promise<string> {
  const run = await sf(args, { env, cwd });
  if (run.exitCode !== 0) throw new Error(`sf ${args.slice(0, 3).join(' ')} ended with ${run.exitCode}: ${(run.stderr || run.stdout).trim().slice(0, 600)}`);
  return run.stdout;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
