import { Args } from '@oclif/core';
import { HandrailCommand, orgFlags, playbookFlag, policyFlag } from '../../handrailCommand.ts';
import { decideAbout, decisionFlags } from './decision.ts';

interface IgnoreResult {
  readonly ignored: readonly string[];
  readonly until: string;
  readonly file: string;
}

export default class DriftIgnore extends HandrailCommand {
  static override summary = 'Ignore findings by their id until a day, whatever they say.';
  static override description =
    'Reads drift again and adds the finding to config/drift/ignore.yaml. Unlike record it holds however the org changes. An id with * is written into the file by hand.';
  static override examples = ['<%= config.bin %> drift ignore RULE-Lead-Their_Rule --target-org prod --until 2026-12-31 --reason "Belongs to the partner team"'];
  static override strict = false;
  static override args = { id: Args.string({ required: true, description: 'Ids of the findings, as handrail drift prints them.' }) };
  static override flags = { ...orgFlags, ...playbookFlag, ...policyFlag, ...decisionFlags };

  async run(): Promise<IgnoreResult> {
    const { flags, argv } = await this.parse(DriftIgnore);
    const { ids, file } = await decideAbout(this, argv, flags, {
      verb: 'ignore', name: 'ignore', title: 'Ignored', question: 'Ignore it?',
      entry: ({ id, kind }) => ({ id, kind, until: flags.until, reason: flags.reason }),
    });
    if (!this.jsonEnabled()) this.log(`Ignored ${ids.join(', ')} in ${file}. Commit it.`);
    return { ignored: ids, until: flags.until, file };
  }
}
