/** What people agreed on around the records: handoffs, clocks, reasons, meetings and who approves a change. */
import { FUNCTION_NAMES, peopleInWords, POPULATION_NAMES } from '../../playbook/inWords.ts';
import type { Duration, HandoffDefinition, LeadReason, ServiceLevel, Target } from '../../playbook/practiceModel.ts';
import { counted } from '../../shared/words.ts';
import { anchorOf, criteriaWords, entryOf, fieldWord, metricWords, spelled, type Source } from './entry.ts';
import type { Entry, Section } from './types.ts';

export function handoffSection(source: Source): Section {
  return {
    id: 'handoffs',
    title: 'Handoffs',
    about: 'What one team owes another when it passes work on.',
    heads: { name: 'Handoff', code: 'Id', says: 'From and to' },
    entries: source.playbook.handoffs.map((handoff) => handoffEntry(source, handoff)),
  };
}

function handoffEntry({ playbook, said }: Source, { id, label, from, to, teams, required, answer, clocks, afterRejection }: HandoffDefinition): Entry {
  return entryOf({ anchor: anchorOf('handoff', id), name: said(['handoffs', id], label), code: id, says: teams === null ? `${FUNCTION_NAMES[from]} to ${FUNCTION_NAMES[to]}` : `${teams.from} to ${teams.to}` }, [
    ['Complete when met', criteriaWords(required.criteria)],
    ['Complete when filled', required.fields.map(({ object, field }) => fieldWord(playbook, `${object}.${field}`))],
    ['And', required.also],
    ['Answer', spelled(answer)],
    ['Clocks', clocks.map((clock) => ({ text: playbook.serviceLevels.find((level) => level.id === clock)?.label ?? clock, to: anchorOf('clock', clock) }))],
    ['After a rejection', spelled(afterRejection)],
  ]);
}

export function clockSection({ playbook: { serviceLevels }, said }: Source): Section {
  return {
    id: 'clocks',
    title: 'Clocks',
    about: 'Time that one team has for another.',
    heads: { name: 'Clock', code: 'Id', says: 'Runs' },
    entries: serviceLevels.map(({ id, label, starts, stops, clock, targets, earlier, target }) =>
      entryOf({ anchor: anchorOf('clock', id), name: said(['clocks', id], label), code: id, says: `From ${starts} to ${stops}` }, [
        ['Target', targets.map((one) => targetInWords(one, target))],
        ...(earlier ?? []).map(({ before, targets: own }) => [`Begun before ${before}`, own.map((one) => targetInWords(one, target))] as const),
        ['Counts', COUNTS[clock]],
      ]),
    ),
  };
}

function targetInWords({ for: whom, within, warnAt }: Target, kind: ServiceLevel['target']): string {
  return `${whom === null ? '' : `${whom}: `}${kind === 'most' ? 'within' : 'at least'} ${durationOf(within)}${kind === 'most' ? '' : ' ahead'}${warnAt === null ? '' : `, a warning at ${durationOf(warnAt)}`}`;
}

const COUNTS: Readonly<Record<ServiceLevel['clock'], string>> = { business: 'business hours', wall: 'all hours' };

function durationOf({ count, unit }: Duration): string {
  return counted(count, unit.slice(0, -1));
}

export function reasonSection({ playbook: { lossReasons, leadLifecycle } }: Source): Section {
  const ofLeads = (kind: string, reasons: readonly LeadReason[]): Entry[] => reasons.map(({ name, goesTo }) => entryOf({ anchor: anchorOf('reason', kind, name), name, code: kind, says: `The lead goes to ${goesTo}` }, []));
  return {
    id: 'reasons',
    title: 'Reasons',
    about: 'Why deals are lost and leads go back: one list for everybody.',
    heads: { name: 'Reason', code: 'Of', says: 'Counts as' },
    entries: [
      ...lossReasons.map(({ name, outcomeClass, for: population, details, replacedBy, atMost }) =>
        entryOf({ anchor: anchorOf('reason', 'deal', name), name, code: 'lost deal', says: outcomeClass }, [
          ['Deals', POPULATION_NAMES[population]],
          ['Details', details.join(', ')],
          ['No longer chosen, counts as', replacedBy],
          ['At most', atMost === null ? null : `${atMost.ofQuarter}% of a quarter's losses, ${atMost.ofOwner}% of one owner's`],
        ]),
      ),
      ...ofLeads('rejected lead', leadLifecycle?.rejectReasons ?? []),
      ...ofLeads('disqualified lead', leadLifecycle?.disqualifyReasons ?? []),
    ],
  };
}

export function leadSourceSection({ playbook: { leadSources } }: Source): Section {
  return {
    id: 'sources',
    title: 'Sources',
    about: leadSources === null ? '' : `Where people first came from: one list of Lead Source, owned by ${peopleInWords(leadSources.owners)}.`,
    heads: { name: 'Source', code: '', says: 'Means' },
    entries: (leadSources?.values ?? []).map(({ name, means, was, utm, catchAll }) =>
      entryOf({ anchor: anchorOf('source', name), name, code: '', says: means }, [
        ['Of before, counts as it', was.join(', ')],
        ['Links with', utm.join(', ')],
        ['Chosen', catchAll ? 'only where no other fits' : null],
      ]),
    ),
  };
}

export function meetingSection({ playbook }: Source): Section {
  return {
    id: 'meetings',
    title: 'Meetings',
    about: 'Where the numbers are read and decided on; handrail review writes the pack of each.',
    heads: { name: 'Meeting', code: 'Pack', says: 'When' },
    entries: playbook.cadences.map(({ id, meeting, pack, when, minutes, who, preRead, agenda, metrics }) =>
      entryOf({ anchor: anchorOf('meeting', id), name: meeting, code: pack, says: `${when}, ${minutes} minutes` }, [
        ['Who', peopleInWords(who)],
        ['Read before', preRead.map(({ topic }) => topic)],
        ['Agenda', agenda.map((item) => `${item.topic} (${item.minutes} min)`)],
        ['Looks at', metricWords(playbook, metrics)],
      ]),
    ),
  };
}

export function changeSection({ playbook: { governance } }: Source): Section {
  return {
    id: 'changes',
    title: 'Changes',
    about: 'Who may change what is written here.',
    heads: { name: 'Change', code: '', says: 'Approved by' },
    entries: (governance?.changes ?? []).map(({ name, examples, approvers, evidence, notice }) => entryOf({ anchor: anchorOf('change', name), name, code: '', says: spelled(approvers) }, [['Such as', examples], ['Evidence', evidence], ['Notice', notice]])),
  };
}
