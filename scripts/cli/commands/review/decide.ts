import { Args, Flags } from '@oclif/core';
import { CliError, EXIT } from '../../cliError.ts';
import { HandrailCommand, playbookFlag } from '../../handrailCommand.ts';
import { loadSoundPlaybook } from '../../loadPlaybook.ts';
import type { Decision } from '../../../review/decisions/log.ts';
import { momentIn } from '../../../shared/localTime.ts';
import { dayFlag, dayOf, sentenceFlag, wordsOf } from '../../flags.ts';
import { packsFlag, soundDecisions } from './log.ts';
import { meetingOf } from './meeting.ts';

export default class ReviewDecide extends HandrailCommand {
  static override summary = 'Write down what a meeting decided.';
  static override description = 'Adds a decision with its owner, its day and the number it should move to the decision log. It leads every pack until it is closed with a result.';
  static override examples = ['<%= config.bin %> review decide weekly-pipeline --decision "Close or date the eleven overdue deals" --owner "Marcus Oyelaran" --due 2026-06-08 --metric pipeline_coverage --by "to 3.0x"'];
  static override args = { pack: Args.string({ description: 'Pack of the meeting.', required: true }) };
  static override flags = {
    ...playbookFlag,
    ...packsFlag,
    decision: sentenceFlag('decision', 'What was decided.'),
    owner: sentenceFlag('owner', 'Who does it.'),
    due: Flags.string({ summary: 'Until when.', helpValue: '<date>', required: true, parse: dayOf('due') }),
    metric: Flags.string({ summary: 'Metric expected to move.', helpValue: '<id>' }),
    by: Flags.string({ summary: 'By how much.', helpValue: '<text>', parse: wordsOf('by') }),
    date: dayFlag('date', "Day of the meeting; default today by the playbook's time zone."),
    record: Flags.string({ summary: 'Id of a record it is about; may be repeated.', multiple: true, helpValue: '<id>' }),
  };

  async run(): Promise<{ decision: Decision; file: string }> {
    const { args, flags } = await this.parse(ReviewDecide);
    const playbook = await loadSoundPlaybook(this, flags.playbook);
    const meeting = meetingOf(playbook, args.pack);
    if (flags.metric !== undefined && !playbook.metrics.some(({ id }) => id === flags.metric)) throw new CliError('UnknownMetric', `The playbook has no metric "${flags.metric}".`, { exitCode: EXIT.usage });
    const [{ nextId, writeDecisions }, decisions] = await Promise.all([import('../../../review/index.ts'), soundDecisions(flags.packs)]);
    const date = flags.date ?? momentIn(playbook.businessHours.timeZone).today;
    if (flags.due < date) throw new CliError('WrongUsage', `--due ${flags.due} is before the meeting of ${date}.`, { exitCode: EXIT.usage });
    const decision: Decision = {
      id: nextId(decisions, date), date, meeting: meeting.pack, decision: flags.decision, owner: flags.owner, due: flags.due,
      ...(flags.metric === undefined ? {} : { metric: flags.metric }),
      ...(flags.by === undefined ? {} : { by: flags.by }),
      ...(flags.record === undefined ? {} : { records: flags.record }),
    };
    const file = await writeDecisions(flags.packs, [decision]);
    if (!this.jsonEnabled()) this.log(`${decision.id} is in ${file}; due ${decision.due}, ${decision.owner}.`);
    return { decision, file };
  }
}
