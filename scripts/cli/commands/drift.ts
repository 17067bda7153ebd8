import { Flags } from '@oclif/core';
import { EXIT } from '../cliError.ts';
import { HandrailCommand, orgFlags, playbookFlag } from '../handrailCommand.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import type { DriftReport, Severity } from '../../drift/types.ts';

/** Written out, so that the flag's choices are known without loading the engine. */
const LEVELS = ['critical', 'high', 'medium', 'low', 'info'] as const satisfies readonly Severity[];

export default class Drift extends HandrailCommand {
  static override summary = 'Report where the org departs from the playbook.';
  static override description =
    'Reads rules, fields, criteria and stages through the Metadata and Tooling APIs, as any org allows, and compares them by meaning: formulas by what they compute, not by their text. Reads only. A freshly deployed org has no finding.';
  static override examples = [
    '<%= config.bin %> drift --target-org prod',
    { description: 'In a job that fails from high upwards:', command: '<%= config.bin %> drift --target-org prod --fail-on high --json' },
  ];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    'fail-on': Flags.option({ options: LEVELS, summary: 'Exit with 1 when a confirmed finding is at least this severe.' })(),
    report: Flags.string({ summary: 'Also write the report as one HTML file.', helpValue: '<file.html>' }),
  };

  async run(): Promise<DriftReport> {
    const { flags } = await this.parse(Drift);
    const playbook = await loadSoundPlaybook(flags.playbook, (text) => void this.warn(text));
    const [{ connect }, { compilePlaybook }, { declaredComponents, detectDrift }, { formatDrift }] = await Promise.all([
      import('../../org/index.ts'),
      import('../../compiler/index.ts'),
      import('../../drift/index.ts'),
      import('../../drift/report/terminal.ts'),
    ]);
    const connection = await connect({ apiVersion: flags['api-version'], ...(flags['target-org'] === undefined ? {} : { targetOrg: flags['target-org'] }) });
    const { files } = compilePlaybook(playbook);
    const report = await detectDrift(connection, playbook, files, { onProgress: (text) => this.progress.step(text) });
    this.progress.done();
    const failOn = flags['fail-on'];
    const fails = failOn !== undefined && report.findings.some((finding) => finding.tier === 'confirmed' && LEVELS.indexOf(finding.severity) <= LEVELS.indexOf(failOn));
    process.exitCode = fails ? EXIT.failed : EXIT.ok;
    const { rules, fields, records } = declaredComponents(files);
    const stages = playbook.objects.reduce((sum, object) => sum + object.stages.length, 0);
    if (!this.jsonEnabled()) {
      this.log(formatDrift(report, { color: this.out.color, exitCode: process.exitCode, parts: rules.size + fields.size + records.size + stages, playbookVersion: playbook.version }));
    }
    if (flags.report !== undefined) {
      const { writeHtmlReport } = await import('../htmlReport.ts');
      await writeHtmlReport(flags.report, { playbook, org: connection.instanceUrl, drift: report, exitCode: process.exitCode });
      if (!this.jsonEnabled()) this.log(`\nReport written to ${flags.report}`);
    }
    return report;
  }
}
