import { Flags } from '@oclif/core';
import { asOfFlag, HandrailCommand, orgFlags, playbookFlag } from '../handrailCommand.ts';
import { CliError } from '../cliError.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import type { PlanReport } from '../../plan/types.ts';

export default class Plan extends HandrailCommand {
  static override summary = 'Show what a deploy would change and which open records it would block.';
  static override description =
    'Compares the playbook with the org by meaning, then asks every criterion that is new, changed or newly enforced of the records that are open today: how many it would stop at their next stage change, how much money they carry, whose they are, and which field causes most. Reads only. An org without Handrail is answered too: everything is new and its fields are blank.';
  static override examples = ['<%= config.bin %> plan --target-org uat', { description: 'For a pull request:', command: '<%= config.bin %> plan --target-org prod --format md' }];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    ...asOfFlag,
    format: Flags.option({ options: ['terminal', 'md'] as const, summary: 'What to print on stdout.', default: 'terminal' as const })(),
  };

  async run(): Promise<PlanReport> {
    const { flags } = await this.parse(Plan);
    const playbook = await loadSoundPlaybook(flags.playbook, (text) => void this.warn(text));
    const [{ connect }, { compilePlaybook }, { planAgainstOrg }, { formatPlan }] = await Promise.all([
      import('../../org/index.ts'),
      import('../../compiler/index.ts'),
      import('../../plan/index.ts'),
      import('../../plan/report/terminal.ts'),
    ]);
    const { files, problems } = compilePlaybook(playbook);
    const [problem] = problems;
    if (problem) {
      throw new CliError('PlaybookProblems', `The playbook cannot be compiled: ${problem.file}:${problem.line}:${problem.column} ${problem.message}`, { actions: ['See them all: handrail build'], data: { problems } });
    }
    const connection = await connect({ apiVersion: flags['api-version'], ...(flags['target-org'] === undefined ? {} : { targetOrg: flags['target-org'] }) });
    const report = await planAgainstOrg(connection, playbook, files, {
      onProgress: (text) => this.progress.step(text),
      ...(flags['as-of'] === undefined ? {} : { asOf: new Date(flags['as-of']) }),
    });
    this.progress.done();
    if (this.jsonEnabled()) return report;
    const printed = flags.format === 'md'
      ? (await import('../../plan/report/markdown.ts')).planMarkdown(report, { playbookVersion: playbook.version, currency: playbook.currency })
      : formatPlan(report, { color: this.out.color, playbook, org: nameOf(flags['target-org'], connection.username) });
    this.log(printed);
    return report;
  }
}

/** The org may be named by an access token, which is never printed. */
function nameOf(targetOrg: string | undefined, username: string): string {
  return targetOrg === undefined || targetOrg.includes('!') ? username : targetOrg;
}
