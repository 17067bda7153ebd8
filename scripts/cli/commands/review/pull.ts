import { HandrailCommand, orgFlags } from '../../handrailCommand.ts';
import { CliError } from '../../cliError.ts';
import { connectTo } from '../../connectTo.ts';
import type { Decision } from '../../../review/decisions/log.ts';
import type { Merged } from '../../../review/decisions/org.ts';
import { packsFlag, soundDecisions } from './log.ts';
import { counted } from '../../../shared/words.ts';

export default class ReviewPull extends HandrailCommand {
  static override summary = 'Take the decisions recorded in the org into the log.';
  static override description =
    "Adds decisions that the log does not know, and what the org says more of those it does: a result, a metric. Ids and words of the log stay; where both sides say something else, it is named and nothing is changed. Reads the org only.";
  static override examples = ['<%= config.bin %> review pull --target-org prod'];
  static override flags = { ...orgFlags, ...packsFlag };

  async run(): Promise<{ changed: readonly Decision[]; differing: Merged['differing']; file: string | null }> {
    const { flags } = await this.parse(ReviewPull);
    const [{ mergeDecisions, readOrgDecisions, writeDecisions }, { momentToKeep, userInWords }, log] = await Promise.all([import('../../../review/index.ts'), import('../../../org/index.ts'), soundDecisions(flags.packs)]);
    const connection = await connectTo(flags);
    this.progress.step('reading decisions');
    const { timeZone, zoneUnread } = await momentToKeep(connection, { zone: 'UTC', whose: 'for want of one' });
    if (zoneUnread !== null) this.warn(zoneUnread);
    const found = await readOrgDecisions(connection, timeZone);
    this.progress.done();
    if (found === null) throw new CliError('NoDecisions', `The org has no decisions of Handrail, or ${userInWords(connection.username)} may not read them.`, { actions: ['Deploy Handrail, and give the user the permission set Handrail_Sync or Handrail_RevOps.'] });
    const { changed, differing } = mergeDecisions(log, found);
    const file = changed.length === 0 ? null : await writeDecisions(flags.packs, changed);
    for (const { id, what, log: mine, org } of differing) this.warn(`${id}: the log says ${what} "${mine}", the org "${org}"; the log's stays.`);
    if (!this.jsonEnabled()) this.log(file === null ? `The log has all ${found.length} decisions of the org.` : `${counted(changed.length, 'decision')} written to ${file}: ${changed.map(({ id }) => id).join(', ')}.`);
    return { changed, differing, file };
  }
}
