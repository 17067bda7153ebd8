import { Args, Flags } from '@oclif/core';
import { CliError, EXIT } from '../../cliError.ts';
import { connectTo } from '../../connectTo.ts';
import { HandrailCommand, orgFlags, playbookFlag } from '../../handrailCommand.ts';
import { loadSoundPlaybook } from '../../loadPlaybook.ts';
import { confirmed, refuseUnknown, refuseWithoutYes } from './choice.ts';

interface RevertResult {
  readonly reverted: readonly string[];
  readonly deployed: readonly { readonly type: string; readonly fullName: string }[];
  readonly remaining: readonly string[];
  /** Findings that nobody chose and that stand in the same components. */
  readonly alongside: readonly string[];
  /** Findings that are mended in Setup, with the way there. */
  readonly byHand: readonly { readonly id: string; readonly advice: string }[];
}

export default class DriftRevert extends HandrailCommand {
  static override summary = "Put the playbook's own component back over what drifted.";
  static override description =
    'Reads drift again, shows what it would deploy, asks, deploys it whole or not at all, and reads the org a second time to prove that the findings are gone. Whatever else drifted in the same component goes back with it, and is named. Stages, picklists of the org and field types are mended in Setup; the command says where.';
  static override examples = [
    '<%= config.bin %> drift revert OPP-PROP-03 --target-org uat',
    { description: 'In a job, without a question:', command: '<%= config.bin %> drift revert OPP-PROP-03 MODE-OPP-QUAL-01 --target-org uat --yes' },
  ];
  static override strict = false;
  static override args = { id: Args.string({ required: true, description: 'Ids of the findings, as handrail drift prints them.' }) };
  static override flags = { ...orgFlags, ...playbookFlag, yes: Flags.boolean({ char: 'y', summary: 'Deploy without asking.' }) };

  async run(): Promise<RevertResult> {
    const { flags, argv } = await this.parse(DriftRevert);
    const ids = [...new Set(argv.map(String))];
    refuseWithoutYes(flags.yes, 'This writes to the org', `handrail drift revert ${ids.join(' ')} --yes`);
    const playbook = await loadSoundPlaybook(this, flags.playbook);
    const [{ compilePlaybook }, { API_BUDGET, detectDrift }, revert] = await Promise.all([
      import('../../../compiler/index.ts'),
      import('../../../drift/index.ts'),
      import('../../../drift/revert/index.ts'),
    ]);
    const connection = await connectTo(flags);
    const { files } = compilePlaybook(playbook);
    // The readings say that they write nothing; this command as a whole does.
    const onProgress = (text: string): void => {
      if (!text.startsWith('Budget')) this.progress.step(text);
    };
    this.progress.step(`Budget about ${2 * API_BUDGET + DEPLOY_CALLS} API calls. Writes what it shows, after a yes.`);
    const { findings } = await detectDrift(connection, playbook, files, { onProgress });
    this.progress.done();
    const selection = revert.selectFindings(findings, ids);
    refuseUnknown(selection, findings.length);
    const byHand = selection.byHand.map(({ finding, advice }) => ({ id: finding.id, advice }));
    for (const { id, advice } of byHand) this.warn(`${id} cannot be reverted by a deploy. ${advice}.`);
    const planned = revert.revertFiles(files, selection.revertible, connection.apiVersion);
    if (planned.components.length === 0) {
      process.exitCode = EXIT.failed;
      return { reverted: [], deployed: [], remaining: byHand.map(({ id }) => id), alongside: [], byHand };
    }
    const alongside = revert.standingAlongside(findings, selection.chosen, planned.components);
    this.tell([
      `To ${connection.instanceUrl} as ${connection.username}, this is deployed:`, ...planned.components.map(({ type, fullName }) => `  ~ ${type} ${fullName}`),
      ...(alongside.length === 0 ? [] : ['With it goes what else drifted in the same components:', ...alongside.map(({ id, summary }) => `  ~ ${id}: ${summary}`)]),
    ].join('\n'));
    if (!flags.yes && !(await confirmed('Deploy it? [y/N] '))) throw new CliError('NotConfirmed', 'Nothing was written.');
    this.whenStopped = () => ({ state: 'A deploy that had begun goes on in the org, whole or not at all.', actions: ['See how it ended: Setup > Deployment Status', 'See what still differs: handrail drift'] });
    const outcome = await revert.deployRevert(connection, playbook, files, selection.revertible, planned, onProgress);
    this.progress.done();
    if (outcome.problems.length > 0) {
      const what = outcome.deployed ? 'It was deployed, but the org could not be read again to prove it' : 'The org refused it and nothing was changed';
      throw new CliError('RevertFailed', `${what}: ${outcome.problems[0] ?? ''}`, { exitCode: outcome.deployed ? EXIT.partly : EXIT.failed, data: { problems: outcome.problems } });
    }
    const remaining = [...new Set([...outcome.remaining, ...selection.byHand.map(({ finding }) => finding)].map(({ id }) => id))];
    process.exitCode = remaining.length === 0 ? EXIT.ok : outcome.reverted.length > 0 ? EXIT.partly : EXIT.failed;
    if (!this.jsonEnabled()) {
      this.log(`Reverted ${outcome.reverted.join(', ') || 'nothing'}; read again, ${outcome.reverted.length === 1 ? 'it is' : 'they are'} gone.`);
      if (remaining.length > 0) this.log(`Still there: ${remaining.join(', ')}`);
    }
    return { reverted: outcome.reverted, deployed: planned.components, remaining, alongside: [...new Set(alongside.map(({ id }) => id))], byHand };
  }
}

/** A deploy and the questions how it stands; before and after it drift is read. */
const DEPLOY_CALLS = 6;
