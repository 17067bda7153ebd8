import { Args, Flags } from '@oclif/core';
import { CliError } from '../../cliError.ts';
import { HandrailCommand, orgFlags, playbookFlag, policyFlag } from '../../handrailCommand.ts';
import { confirmed, refuseUnknown, refuseWithoutYes } from './choice.ts';
import { decideOrRefuse, decisionFlags, today } from './decision.ts';
import { readDrift } from './reading.ts';

interface RecordResult {
  readonly recorded: readonly string[];
  readonly until: string;
  readonly file: string;
}

export default class DriftRecord extends HandrailCommand {
  static override summary = 'Accept a finding until a day, with a reason and an owner.';
  static override description =
    'Reads drift again and writes the finding, as the org is now, to config/drift/accepted.yaml. It is no open finding until that day, or until the org changes further. The file belongs in version control.';
  static override examples = ['<%= config.bin %> drift record BYPASS-load@example.com --target-org prod --until 2026-12-31 --reason "Yearly load" --owner "Sam Castellan"'];
  static override strict = false;
  static override args = { id: Args.string({ required: true, description: 'Ids of the findings, as handrail drift prints them.' }) };
  static override flags = { ...orgFlags, ...playbookFlag, ...policyFlag, ...decisionFlags, owner: Flags.string({ summary: 'Who answers for it; default the user of the org.', helpValue: '<name>' }) };

  async run(): Promise<RecordResult> {
    const { flags, argv } = await this.parse(DriftRecord);
    const ids = [...new Set(argv.map(String))];
    refuseWithoutYes(flags.yes, `This writes to ${flags.policy}`, `handrail drift record ${ids.join(' ')} … --yes`);
    const { report, connection } = await readDrift({ ...flags, 'target-org': flags['target-org'] }, { warn: (text) => void this.warn(text), step: (text) => this.progress.step(text) });
    this.progress.done();
    const [{ selectFindings }, { decide, stateOf }] = await Promise.all([import('../../../drift/revert/index.ts'), import('../../../drift/policy/index.ts')]);
    const selection = selectFindings(report.findings, ids);
    refuseUnknown(selection, report.findings.length);
    process.stderr.write(`Accepted until ${flags.until}:\n${selection.chosen.map(({ id, summary }) => `  ${id}  ${summary}\n`).join('')}`);
    if (!flags.yes && !(await confirmed('Record it? [y/N] '))) throw new CliError('NotConfirmed', 'Nothing was written.');
    const entries = selection.chosen.map((finding) => ({
      id: finding.id, kind: finding.kind, state: stateOf(finding), until: flags.until, reason: flags.reason, owner: flags.owner ?? connection.username, recorded: today(),
    }));
    const file = await decideOrRefuse(() => decide(flags.policy, 'accepted', entries));
    if (!this.jsonEnabled()) this.log(`Recorded ${ids.join(', ')} in ${file}. Commit it.`);
    return { recorded: entries.map(({ id }) => id), until: flags.until, file };
  }
}
