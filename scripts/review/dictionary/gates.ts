/** Stages, and the criteria that must be met to leave them. */
import { bypassPermission } from '../../compiler/index.ts';
import { fieldsAsked } from '../../playbook/asked.ts';
import { fillInWords, gateInWords, POPULATION_NAMES } from '../../playbook/inWords.ts';
import type { Criterion, PlaybookObject, Stage } from '../../playbook/model.ts';
import { criterionIn, withoutCode } from '../../playbook/texts.ts';
import { anchorOf, criteriaWords, entryOf, fieldWord, type Source } from './entry.ts';
import type { Entry, Section } from './types.ts';

export function stageSection(source: Source): Section {
  return {
    id: 'stages',
    title: 'Stages and statuses',
    about: 'The steps of deals and leads, by what the buyer has done.',
    heads: { name: 'Stage', code: 'Object', says: 'The buyer' },
    entries: source.playbook.objects.flatMap((object) => [...object.stages].sort(lostLast).map((stage) => stageEntry(source, object, stage))),
  };
}

/** The lost stage has rank 0, and nobody passes it on the way. */
function lostLast(left: Stage, right: Stage): number {
  return Number(left.rank === 0) - Number(right.rank === 0);
}

function stageEntry({ said }: Source, { apiName, label, criteria }: PlaybookObject, { name, rank, buyerAction, purpose, maxDays, categories, forecastCategory, probability, closed }: Stage): Entry {
  const asked = criteria.filter(({ trigger }) => trigger.kind === 'exit' && trigger.stage === name).map(({ id }) => id);
  return entryOf({ anchor: anchorOf('stage', apiName, rank), name, code: label, says: said(['stages', apiName, name, 'buyer_action'], buyerAction) }, [
    ['Serves to', said(['stages', apiName, name, 'purpose'], purpose)],
    ['To leave it', criteriaWords(asked)],
    ['Days at most', maxDays === null ? null : String(maxDays)],
    ['Forecast categories', categories.join(', ')],
    ['In the org', forecastCategory === '' ? null : `${forecastCategory}, ${probability}%${closed ? ', closed' : ''}`],
  ]);
}

export function criterionSection(source: Source): Section {
  return {
    id: 'criteria',
    title: 'Criteria',
    about: 'What must be true before a record moves on, as the person is asked for it. A criterion in shadow is shown and blocks nobody.',
    heads: { name: 'Criterion', code: 'Code', says: 'Asks' },
    entries: source.playbook.objects.flatMap((object) => object.criteria.map((criterion) => criterionEntry(source, object, criterion))),
  };
}

function criterionEntry({ playbook, texts }: Source, object: PlaybookObject, criterion: Criterion): Entry {
  const { label = criterion.label, message = criterion.message, decision = criterion.decision } = criterionIn(texts, criterion);
  const { id, trigger, require, satisfiedWhen, appliesWhen, mode, effectiveFrom, overridable, family, arm, reservedTo } = criterion;
  const met = [require === null ? '' : `${require.field} is ${fillInWords(object, require)}`, satisfiedWhen ?? '', reservedTo === undefined ? '' : `the user holds ${reservedTo}`].filter((part) => part !== '');
  return entryOf({ anchor: anchorOf('criterion', id), name: label, code: id, says: withoutCode(message) }, [
    ['Decides', decision],
    ['Asked', `${object.label}, ${gateInWords(trigger)}`],
    ['Asked of', `${POPULATION_NAMES[criterion.for]}${arm === undefined ? '' : `, ${arm.holder ? 'those in' : 'those outside'} the experiment ${arm.experiment.id}`}`],
    ['Met when', met],
    ['Only where', appliesWhen],
    ['Looks at', fieldsAsked(criterion).map((field) => fieldWord(playbook, `${object.apiName}.${field}`))],
    ['Mode', `${mode}, for stages entered since ${effectiveFrom}`],
    ['Let past by', [overridable ? 'a request that is granted' : '', bypassPermission(family)].filter((way) => way !== '').join(', ')],
  ]);
}
