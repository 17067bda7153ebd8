import { Args } from '@oclif/core';
import { CliError, EXIT } from '../../cliError.ts';
import { HandrailCommand, playbookFlag } from '../../handrailCommand.ts';
import { loadSoundPlaybook } from '../../loadPlaybook.ts';
import type { Decision } from '../../../review/decisions/log.ts';
import { momentIn } from '../../../shared/localTime.ts';
import { dayFlag, sentenceFlag } from '../../flags.ts';
import { packsFlag, soundDecisions } from './log.ts';

export default class ReviewClose extends HandrailCommand {
  static override summary = 'Write down what came of a decision.';
  static override description = 'Closes a decision of the log with its result; packs no longer lead with it.';
  static override examples = ['<%= config.bin %> review close D-2026-004 --result "Nine closed, two dated; coverage 3.1x"'];
  static override args = { id: Args.string({ description: 'Id of the decision, such as D-2026-004.', required: true }) };
  static override flags = { ...playbookFlag, ...packsFlag, result: sentenceFlag('result', 'What came of it.'), checked: dayFlag('checked', "Day it was looked at; default today by the playbook's time zone.") };

  async run(): Promise<{ decision: Decision; file: string }> {
    const { args, flags } = await this.parse(ReviewClose);
    const [{ writeDecisions, openDecisions }, decisions] = await Promise.all([import('../../../review/index.ts'), soundDecisions(flags.packs)]);
    const found = decisions.find(({ id }) => id.toLowerCase() === args.id.toLowerCase());
    if (!found) throw new CliError('UnknownDecision', `The decision log has no ${args.id}.`, { exitCode: EXIT.usage, actions: [`Open are: ${openDecisions(decisions).map(({ id }) => id).join(', ') || 'none'}.`] });
    const decision: Decision = { ...found, checked: flags.checked ?? momentIn((await loadSoundPlaybook(this, flags.playbook)).businessHours.timeZone).today, result: flags.result };
    const file = await writeDecisions(flags.packs, [decision]);
    if (!this.jsonEnabled()) this.log(`${decision.id} is closed in ${file}.`);
    return { decision, file };
  }
}
