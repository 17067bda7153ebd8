import type { Cadence, Playbook } from '../../../playbook/model.ts';
import { CliError, EXIT } from '../../cliError.ts';

/** The meeting by its id or the name of its pack. @throws CliError naming the packs there are */
export function meetingOf({ cadences }: Playbook, name: string): Cadence {
  const meeting = cadences.find(({ pack, id }) => pack === name || id === name);
  if (meeting) return meeting;
  const packs = cadences.map(({ pack }) => pack);
  throw new CliError('UnknownPack', `The playbook has no meeting with the pack "${name}".`, { exitCode: EXIT.usage, actions: [packs.length === 0 ? 'Add meetings to cadence.yaml.' : `It has: ${packs.join(', ')}.`] });
}
