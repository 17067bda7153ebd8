/** From what was gathered to a pack: what is still open first, then the numbers, what is read before, and the agenda. */
import { FUNCTION_NAMES } from '../playbook/inWords.ts';
import type { Topic } from '../playbook/model.ts';
import { keptOf } from './change.ts';
import { firstOf } from './first.ts';
import { LISTS } from './lists.ts';
import { headlineOf, numbersOf } from './numbers.ts';
import type { PackSources } from './sources.ts';
import type { Block, Pack, PackData, Section } from './types.ts';

export function buildPack(sources: PackSources): Pack {
  const { meeting, playbook, asOf, today, previous } = sources;
  const shown = new Set<string>();
  const sectionOf = (topic: Topic, minutes: number | null): Section => ({ title: topic.topic, minutes, blocks: blocksOf(topic, sources, shown) });
  const opening = playbook.opensPacks.map((topic) => sectionOf(topic, null));
  const headline = headlineOf(sources);
  const preRead = meeting.preRead.map((topic) => sectionOf(topic, null));
  const agenda = meeting.agenda.map((topic) => sectionOf(topic, topic.minutes));
  return {
    name: meeting.pack,
    meeting: meeting.meeting,
    when: meeting.when,
    minutes: meeting.minutes,
    who: meeting.who.map((code) => FUNCTION_NAMES[code]),
    asOf,
    day: today,
    playbook: `${playbook.name} ${playbook.version}`,
    source: sources.instanceUrl ?? 'a snapshot',
    comparedWith: previous ? `${sources.recomputed === true ? 'the same numbers as of' : 'the pack of'} ${previous.day}` : null,
    first: firstOf(sources),
    opening,
    headline,
    preRead,
    agenda,
  };
}

/** What the next pack compares with. */
export function packDataOf({ meeting, asOf, playbook, metrics }: PackSources): PackData {
  return { format: 1, pack: meeting.pack, asOf, playbookVersion: playbook.version, numbers: metrics.map(keptOf) };
}

/** Each thing once: where it comes again, a line says that it stands above. */
function blocksOf({ shows }: Topic, sources: PackSources, shown: Set<string>): Block[] {
  return shows.flatMap((one): Block[] => {
    const key = 'list' in one ? one.list : `${one.metric} by ${one.by ?? 'nothing'}`;
    if (shown.has(key)) return [{ kind: 'note', text: `${'list' in one ? titleOf(LISTS[one.list](sources)) : titleOf(numbersOf(one, sources))}: above.` }];
    shown.add(key);
    return 'list' in one ? LISTS[one.list](sources) : numbersOf(one, sources);
  });
}

function titleOf([first]: readonly Block[]): string {
  return first === undefined ? '' : first.kind === 'note' ? (first.text.split(':')[0] ?? '') : first.title;
}
