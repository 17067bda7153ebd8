/** What `record` and `ignore` share. */
import { Flags } from '@oclif/core';
import type { AcceptedEntry, IgnoredEntry } from '../../../drift/policy/policy.ts';
import type { Finding } from '../../../drift/types.ts';
import type { OrgConnection } from '../../../org/types.ts';
import { CliError, EXIT } from '../../cliError.ts';
import { localDay } from '../../../shared/localTime.ts';
import { dayOf, sentenceFlag } from '../../flags.ts';
import type { HandrailCommand } from '../../handrailCommand.ts';
import { confirmed, refuseUnknown, refuseWithoutYes } from './choice.ts';
import { readDrift, type ReadingFlags } from './reading.ts';

export interface Decision {
  readonly verb: 'record' | 'ignore';
  /** Which file of the policy it goes to. */
  readonly name: 'accepted' | 'ignore';
  /** Before the day, above the findings. */
  readonly title: string;
  readonly question: string;
  /** @param today ISO date by the org's clocks */
  readonly entry: (finding: Finding, connection: OrgConnection, today: string) => AcceptedEntry | IgnoredEntry;
}

export interface DecisionFlags extends ReadingFlags {
  readonly until: string;
  readonly yes: boolean;
}

/** The last day of a decision; a decision without an end is never taken back. */
export const decisionFlags = {
  until: Flags.string({
    summary: 'Last day it holds, an ISO date from today on.',
    helpValue: '<date>',
    required: true,
    parse: async (input) => {
      const date = await dayOf('until')(input);
      // The rest is the org's to say, once it is asked.
      if (date < localDay(new Date().toISOString(), LAST_CLOCKS)) throw overError(date);
      return date;
    },
  }),
  reason: sentenceFlag('reason', 'Why it may stay.'),
  yes: Flags.boolean({ char: 'y', summary: 'Write without asking.' }),
};

/** Clocks that no others are behind: what is over there is over everywhere. */
const LAST_CLOCKS = 'Etc/GMT+12';

function overError(date: string): Error {
  return new Error(`--until takes a day that is still to come; ${date} is over.`);
}

/**
 * Reads drift again, shows the findings, asks, and writes the entries.
 * @param given ids as a person typed them
 * @returns the ids as the findings have them, and the file of the policy
 * @throws CliError when an id is of no finding, nobody says yes, or the policy would contradict itself; nothing is written then
 */
export async function decideAbout(command: HandrailCommand, given: readonly unknown[], flags: DecisionFlags, decision: Decision): Promise<{ ids: readonly string[]; file: string }> {
  const asked = [...new Set(given.map(String))];
  refuseWithoutYes(flags.yes, `This writes to ${flags.policy}`, `handrail drift ${decision.verb} ${asked.join(' ')} … --yes`);
  const { report, connection, org } = await readDrift(command, flags);
  if (flags.until < org.today) throw new CliError('WrongUsage', `${overError(flags.until).message} It is ${org.today} in the org (${org.timeZone}).`, { exitCode: EXIT.usage });
  const [{ selectFindings }, { decide }] = await Promise.all([import('../../../drift/revert/index.ts'), import('../../../drift/policy/index.ts')]);
  const selection = selectFindings(report.findings, asked);
  refuseUnknown(selection, report.findings.length, flags.policy);
  command.tell([`${decision.title} until ${flags.until}:`, ...selection.chosen.map(({ id, summary }) => `  ${id}  ${summary}`)].join('\n'));
  if (!flags.yes && !(await confirmed(`${decision.question} [y/N] `))) throw new CliError('NotConfirmed', 'Nothing was written.');
  const entries = selection.chosen.map((finding) => decision.entry(finding, connection, org.today));
  const file = await decideOrRefuse(() => decide(flags.policy, decision.name, entries));
  return { ids: entries.map(({ id }) => id), file };
}

async function decideOrRefuse(work: () => Promise<string>): Promise<string> {
  const { PolicyConflict } = await import('../../../drift/policy/index.ts');
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PolicyConflict)) throw error;
    throw new CliError('ConflictingRemedies', `Nothing was written: ${error.message}.`, { actions: error.problems.map(({ file, hint }) => `${file}: ${hint ?? 'keep one of the two'}`), data: { problems: error.problems } });
  }
}
