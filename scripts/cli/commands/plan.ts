import { Flags } from '@oclif/core';
import { asOfFlag, HandrailCommand, orgFlags, playbookFlag, policyFlag } from '../handrailCommand.ts';
import { CliError, EXIT } from '../cliError.ts';
import { connectTo } from '../connectTo.ts';
import { soundPolicy } from './drift/reading.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import type { PlanReport } from '../../plan/types.ts';
import type { VersionReport } from '../../plan/versions/types.ts';
import type { Playbook } from '../../playbook/model.ts';

export default class Plan extends HandrailCommand {
  static override summary = 'Show what a deploy would change and which open records it would block.';
  static override description =
    'Compares the playbook with the org by meaning, then asks every criterion that is new, changed or newly enforced of the records that are open today: how many it would stop at their next stage change, how much money they carry, whose they are, and which field causes most. Reads only. An org without Handrail is answered too: everything is new and its fields are blank. Metrics whose definition changed since the last sync, which keeps the playbook in the org, are named; with --from they are counted in a snapshot under both definitions. With --against it compares the playbook with itself at a commit and asks no org; --from counts there too.';
  static override examples = [
    '<%= config.bin %> plan --target-org uat',
    { description: 'For a pull request:', command: '<%= config.bin %> plan --target-org prod --format md' },
    { description: 'What the definitions of this branch change, without an org:', command: '<%= config.bin %> plan --against origin/main' },
    { description: 'And by how much the numbers change:', command: '<%= config.bin %> plan --against origin/main --from .handrail/snapshot' },
  ];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    ...policyFlag,
    ...asOfFlag,
    against: Flags.string({ summary: 'Compare with the playbook at this branch, tag or commit instead; no org is asked.', helpValue: '<git ref>', exclusive: ['target-org'] }),
    from: Flags.string({ summary: 'Snapshot in which the metrics are counted under both definitions.', helpValue: '<dir>' }),
    inputs: Flags.string({ summary: 'Folder of the external inputs of metrics, such as quota.csv.', default: 'inputs', helpValue: '<dir>' }),
    format: Flags.option({ options: ['terminal', 'md'] as const, summary: 'What to print on stdout.', default: 'terminal' as const })(),
  };

  async run(): Promise<PlanReport | VersionReport> {
    const { flags } = await this.parse(Plan);
    const policy = await soundPolicy(flags.policy);
    const playbook = await loadSoundPlaybook(this, flags.playbook);
    if (flags.against !== undefined) return this.#againstVersion(flags.against, playbook, flags);
    const [{ compilePlaybook }, { planAgainstOrg }, { formatPlan }] = await Promise.all([
      import('../../compiler/index.ts'),
      import('../../plan/index.ts'),
      import('../../plan/report/terminal.ts'),
    ]);
    const { files, problems } = compilePlaybook(playbook);
    const [problem] = problems;
    if (problem) {
      throw new CliError('PlaybookProblems', `The playbook cannot be compiled: ${problem.file}:${problem.line}:${problem.column} ${problem.message}`, { actions: ['See them all: handrail build'], data: { problems } });
    }
    const connection = await connectTo(flags);
    const report = await planAgainstOrg(connection, playbook, files, {
      policy,
      inputsDir: flags.inputs,
      ...(flags.from === undefined ? {} : { from: flags.from }),
      onProgress: (text) => this.progress.step(text),
      ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }),
    });
    this.progress.done();
    process.exitCode = report.refusals.length > 0 ? EXIT.failed : EXIT.ok;
    if (this.jsonEnabled()) return report;
    const printed = flags.format === 'md'
      ? (await import('../../plan/report/markdown.ts')).planMarkdown(report, { playbookVersion: playbook.version, currency: playbook.currency })
      : formatPlan(report, { color: this.out.color, width: this.out.width, playbook, org: nameOf(flags['target-org'], connection.username) });
    this.log(printed);
    return report;
  }

  /** The default org of the Salesforce CLI does not count here: nobody asked for it. */
  async #againstVersion(ref: string, playbook: Playbook, flags: { playbook: string; from?: string | undefined; inputs: string; 'as-of'?: string | undefined; format: string }): Promise<VersionReport> {
    const [{ planAgainstVersion }, { formatVersions, versionsMarkdown }] = await Promise.all([import('../../plan/versions/index.ts'), import('../../plan/report/versions.ts')]);
    const report = await planAgainstVersion(flags.playbook, ref, playbook, {
      inputsDir: flags.inputs,
      onProgress: (text) => this.progress.step(text),
      ...(flags.from === undefined ? {} : { from: flags.from }),
      ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }),
    });
    this.progress.done();
    if (!this.jsonEnabled()) this.log(flags.format === 'md' ? versionsMarkdown(report) : formatVersions(report, { color: this.out.color, width: this.out.width }));
    return report;
  }
}

/** The org may be named by an access token, which is never printed. */
function nameOf(targetOrg: string | undefined, username: string): string {
  return targetOrg === undefined || targetOrg.includes('!') ? username : targetOrg;
}
