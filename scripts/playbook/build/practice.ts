/** The topics that people run by: handoffs, what follows the signature, meetings, governance. */
import type { Cadence, EscalationStep, Governance, HandoffDefinition, PostSale, Shown, Topic } from '../model.ts';
import type { CadenceSource } from '../schema/cadence.ts';
import type { GovernanceSource } from '../schema/governance.ts';
import type { HandoffsSource } from '../schema/handoffs.ts';
import type { PostSaleSource } from '../schema/postSale.ts';
import type { SourceFile } from '../sources.ts';
import { enterCriteriaOf } from './criteria.ts';
import { durationOf } from './serviceLevels.ts';
import type { Contribution } from './objects.ts';
import type { Places } from './places.ts';

/** Lines of a block; a page is read, a printout is not. */
const MOST_LINES = 12;

export function handoffObjectOf({ data, yaml }: SourceFile<HandoffsSource>, places: Places): Contribution {
  return { apiName: data.object, label: data.label, criteria: enterCriteriaOf(data.enter, { object: data.object, family: data.family, yaml, path: ['enter'] }, places) };
}

export function handoffsOf({ data, yaml }: SourceFile<HandoffsSource>, places: Places): HandoffDefinition[] {
  return (data.handoffs ?? []).map((source, index) =>
    places.mark(
      {
        id: source.id,
        label: source.label,
        type: source.type ?? null,
        from: source.from,
        to: source.to,
        teams: source.from_team === undefined || source.to_team === undefined ? null : { from: source.from_team, to: source.to_team },
        required: {
          criteria: source.required_criteria ?? [],
          fields: Object.entries(source.required_fields ?? {}).flatMap(([object, fields]) => fields.map((field) => ({ object, field }))),
          also: source.also ?? [],
        },
        answer: source.answer,
        clocks: source.clocks,
        afterRejection: source.after_rejection,
        position: yaml.locate(['handoffs', index]),
      },
      yaml,
      ['handoffs', index],
    ),
  );
}

export function postSaleOf({ data, yaml }: SourceFile<PostSaleSource>, places: Places): PostSale {
  return {
    milestones: data.milestones.map((source, index) => places.mark({ name: source.milestone, counts: source.counts, within: durationOf(source.within), field: source.field ?? null }, yaml, ['milestones', index])),
    renewal: data.renewal.map((source, index) =>
      places.mark({ name: source.state, daysBefore: source.days_before, stage: source.stage ?? null, criteria: source.criteria ?? [], position: yaml.locate(['renewal', index]) }, yaml, ['renewal', index]),
    ),
    ownership: data.ownership,
    expansionWaits: data.expansion_waits === undefined ? null : places.mark({ stage: data.expansion_waits.stage, withinDays: data.expansion_waits.within_days, risk: data.expansion_waits.risk, health: data.expansion_waits.health }, yaml, ['expansion_waits']),
    expansionSignals: data.expansion_signals,
  };
}

const WEEK = 7;

/** What every pack begins with. */
export function opensPacksOf({ data }: SourceFile<CadenceSource>): Topic[] {
  return (data.opens_with ?? []).map(topicOf);
}

export function cadencesOf({ data, yaml }: SourceFile<CadenceSource>, places: Places): Cadence[] {
  return data.meetings.map((source, index) =>
    places.mark(
      {
        id: source.id,
        meeting: source.meeting,
        when: source.when,
        minutes: source.minutes,
        daysBetween: source.days_between ?? WEEK,
        who: source.who,
        pack: source.pack ?? source.id.replaceAll('_', '-'),
        preRead: source.pre_read.map(topicOf),
        agenda: source.agenda.map(({ topic, minutes, shows }) => ({ topic, minutes, shows: shownOf(shows) })),
        metrics: source.metrics,
        position: yaml.locate(['meetings', index]),
      },
      yaml,
      ['meetings', index],
    ),
  );
}

function topicOf(source: CadenceSource['meetings'][number]['pre_read'][number]): Topic {
  return typeof source === 'string' ? { topic: source, shows: [] } : { topic: source.topic, shows: shownOf(source.shows) };
}

type ShownSource = NonNullable<CadenceSource['meetings'][number]['agenda'][number]['shows']>[number];

function shownOf(shows: readonly ShownSource[] = []): Shown[] {
  return shows.flatMap(({ list, metric, by = null, records = 0, first = null, most = MOST_LINES }): Shown[] => (list !== undefined ? [{ list }] : metric === undefined ? [] : [{ metric, by, records, first, most }]));
}

export function governanceOf({ data }: SourceFile<GovernanceSource>): Governance {
  return {
    charter: data.charter,
    owns: data.owns,
    doesNotOwn: data.does_not_own,
    council: data.council,
    escalation: data.escalation.map(escalationStepOf),
    changes: data.changes.map((change) => ({ name: change.class, examples: change.examples, approvers: change.approvers, evidence: change.evidence ?? null, notice: change.notice })),
    budgets: { northStar: data.budgets.north_star, operational: data.budgets.operational, enforcedPerStage: data.budgets.enforced_per_stage, criteriaPerStage: data.budgets.criteria_per_stage },
    override: { approver: data.override.approver, mostDays: data.override.most_days },
    bypass: { mostDays: data.bypass.most_days },
    keep: { packDays: data.keep?.pack_days ?? null, gateEventDays: data.keep?.gate_event_days ?? null },
    objectOwners: data.object_owners,
  };
}

function escalationStepOf({ overdue, to, task }: GovernanceSource['escalation'][number]): EscalationStep {
  const [count = '', unit = ''] = overdue.split(' ');
  if (unit === '%') return { overdue, share: Number(count) / 100, after: null, to, task: task ?? null };
  return { overdue, share: null, after: unit.startsWith('week') ? { count: Number(count) * 7, unit: 'days' } : durationOf(overdue), to, task: task ?? null };
}
