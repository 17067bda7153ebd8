import { Flags } from '@oclif/core';
import { EXIT } from '../cliError.ts';
import { HandrailCommand, orgFlags, playbookFlag, policyFlag } from '../handrailCommand.ts';
import { giveReport, reportFlags, type Printers } from '../reportFlags.ts';
import { readDrift } from './drift/reading.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { Finding, JudgedReport, Severity } from '../../drift/types.ts';

/** Written out, so that the flag's choices are known without loading the engine. */
const LEVELS = ['critical', 'high', 'medium', 'low', 'info'] as const satisfies readonly Severity[];

export default class Drift extends HandrailCommand {
  static override summary = 'Report where the org departs from the playbook.';
  static override description =
    'Reads rules, fields, criteria, stages, settings, flows, permissions and who can bypass gates, as any org allows, and compares them by meaning: formulas by what they compute, not by their text. Reads only. A freshly deployed org has no finding. Findings that were recorded or ignored in config/drift are set apart; an entry there that is over ends the command with 1.';
  static override examples = [
    '<%= config.bin %> drift --target-org prod',
    { description: 'In a job that fails from high upwards:', command: '<%= config.bin %> drift --target-org prod --fail-on high --json' },
    { description: 'A comment for a pull request:', command: '<%= config.bin %> drift --target-org uat --format md' },
  ];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    ...policyFlag,
    'fail-on': Flags.option({ options: LEVELS, summary: 'Exit with 1 when a confirmed finding is at least this severe.' })(),
    ...reportFlags,
  };

  async run(): Promise<JudgedReport> {
    const { flags } = await this.parse(Drift);
    const { playbook, connection, report: all, org, policy } = await readDrift(this, flags);
    const { applyPolicy } = await import('../../drift/policy/index.ts');
    const report = applyPolicy(all, policy, org.today);
    for (const { id, until, how } of report.expired) this.warn(`${id} was ${how} until ${until}, which is over: decide again, or take the entry out of ${flags.policy}.`);
    const failOn = flags['fail-on'];
    const isAtLeast = (finding: Finding, level: Severity): boolean => finding.tier === 'confirmed' && LEVELS.indexOf(finding.severity) <= LEVELS.indexOf(level);
    const exitCode = report.expired.length > 0 || (failOn !== undefined && report.findings.some((finding) => isAtLeast(finding, failOn))) ? EXIT.failed : EXIT.ok;
    process.exitCode = exitCode;
    const printers: Printers = {
      terminal: async () => {
        const { formatDrift } = await import('../../drift/report/terminal.ts');
        return formatDrift(report, { color: this.out.color, width: this.out.width, exitCode, parts: await partsOf(playbook), playbookVersion: playbook.version });
      },
      json: async () => JSON.stringify(report, null, 2),
      md: async () => (await import('../../drift/report/markdown.ts')).driftMarkdown(report, { playbookVersion: playbook.version }),
      html: async () => (await import('../htmlReport.ts')).renderHtmlReport({ playbook, org: connection.instanceUrl, drift: report, exitCode, at: new Date() }),
      junit: async () => (await import('../../drift/report/junit.ts')).driftJunit(report, (finding) => isAtLeast(finding, failOn ?? 'info')),
      sarif: async () => (await import('../../drift/report/sarif.ts')).driftSarif(report, playbook, `${flags.playbook}/definitions.yaml`),
    };
    await giveReport(printers, flags, this.jsonEnabled() ? null : (text) => void this.log(text));
    return report;
  }
}

/** Parts of the playbook that were compared. */
async function partsOf(playbook: Playbook): Promise<number> {
  const [{ compilePlaybook }, { declaredComponents }] = await Promise.all([import('../../compiler/index.ts'), import('../../drift/index.ts')]);
  const { rules, fields, records, permissionSets, paths } = declaredComponents(compilePlaybook(playbook).files);
  return [rules, fields, records, permissionSets, paths].reduce((sum, { size }) => sum + size, 0) + playbook.objects.reduce((sum, { stages }) => sum + stages.length, 0);
}
