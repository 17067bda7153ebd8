import { Args, Flags } from '@oclif/core';
import { wordsOf } from '../../flags.ts';
import { HandrailCommand, orgFlags, playbookFlag, policyFlag } from '../../handrailCommand.ts';
import { decideAbout, decisionFlags } from './decision.ts';

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
  static override flags = { ...orgFlags, ...playbookFlag, ...policyFlag, ...decisionFlags, owner: Flags.string({ summary: 'Who answers for it; default the user of the org.', helpValue: '<name>', parse: wordsOf('owner') }) };

  async run(): Promise<RecordResult> {
    const { flags, argv } = await this.parse(DriftRecord);
    const { stateOf } = await import('../../../drift/policy/index.ts');
    const { ids, file } = await decideAbout(this, argv, flags, {
      verb: 'record', name: 'accepted', title: 'Accepted', question: 'Record it?',
      entry: (finding, { username }, today) => ({
        id: finding.id, kind: finding.kind, state: stateOf(finding), until: flags.until, reason: flags.reason, owner: flags.owner ?? username, recorded: today,
      }),
    });
    if (!this.jsonEnabled()) this.log(`Recorded ${ids.join(', ')} in ${file}. Commit it.`);
    return { recorded: ids, until: flags.until, file };
  }
}
