/** Where somebody came from, by the playbook's list. */
import type { LeadSourceValue, Playbook } from '../../playbook/model.ts';
import { coalesce, column, either, equal, folded, isNull, text, when, type Expression } from '../relational/expression.ts';
import { UNKNOWN } from './dimensions.ts';

/** What an org says of a lead's source: the first one, which is kept, before the one it has now. */
const OF_LEAD = [column('Handrail_Original_Source__c'), column('LeadSource')] as const;

/** Source of a lead, a value of before as the one that it counts as; what the list does not know stays as it was written. */
export function leadSourceOf(playbook: Playbook): Expression {
  return counted(coalesce(...OF_LEAD), playbook);
}

/** The same of a deal. */
export function dealSourceOf(playbook: Playbook): Expression {
  return counted(column('LeadSource'), playbook);
}

/** The same of a channel in a file, where no channel is none. */
export function channelOf(channel: string, none: string, playbook: Playbook): Expression {
  return counted(column(channel), playbook, none);
}

/** How well a lead's source is told: `listed`, `catch-all`, `former`, `not on the list`, `blank`. Null where the playbook has no list. */
export function sourceStateOf({ leadSources }: Playbook): Expression {
  if (leadSources === null) return text(null);
  const source = coalesce(...OF_LEAD);
  const states = leadSources.values.flatMap(({ name, was, catchAll }) => [[[name], catchAll ? 'catch-all' : 'listed'] as const, ...(was.length === 0 ? [] : [[was, 'former'] as const])]);
  return when([[isNull(source), text('blank')], ...states.map(([names, state]) => [isOneOf(source, names), text(state)] as const)], text('not on the list'));
}

function counted(source: Expression, { leadSources }: Playbook, none = UNKNOWN): Expression {
  const namesOf = ({ name, was }: LeadSourceValue): readonly string[] => [name, ...was];
  return when((leadSources?.values ?? []).map((value) => [isOneOf(source, namesOf(value)), text(value.name)] as const), coalesce(source, text(none)));
}

/** Capitals do not make another source: forms and imports write what they like. */
function isOneOf(source: Expression, names: readonly string[]): Expression {
  return either(...names.map((name) => equal(folded(source), folded(text(name)))));
}
