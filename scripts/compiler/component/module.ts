/**
 * The Lightning module c/handrailPlaybook: the playbook as data, and each criterion's two predicates as functions
 * printed from the same trees as its rule. They are `playbook.js`, which imports nothing, so that it runs in an org, in a
 * test and in Node alike; the entry adds the language of the user.
 */
import { fieldsOf, type Expression } from '../../formula/index.ts';
import { runtimeSource } from '../../formula/print/javascript.ts';
import { flat } from '../../formula/print/layout.ts';
import type { Criterion, FieldDefinition, Playbook, PlaybookObject, Target } from '../../playbook/model.ts';
import { recordName } from '../names.ts';
import { isOverridable, OVERRIDES_FIELD } from '../override.ts';
import type { Predicate } from '../predicate.ts';
import { fieldOf } from '../../playbook/fields.ts';
import { askingFields, undoFields } from '../trigger.ts';
import type { GeneratedFile } from '../types.ts';
import { handoffsData, milestonesData } from './handoffs.ts';
import { printEntry, printLanguages } from './languages.ts';
import { Code, literal, type Data } from './literal.ts';
import { declaration, moduleFiles, sourceOf, tabbed } from './moduleFile.ts';
import { printPredicate, type Face } from './printPredicate.ts';
import { requiredFields } from './requiredFields.ts';

/** Stamped by the packaged flow before rules run. */
export const PREVIOUS_STAGE_FIELD = 'Handrail_Previous_Stage__c';
export const CATEGORY_FIELD = 'ForecastCategoryName';

interface PredicateOf {
  readonly criterion: Criterion;
  readonly predicate: Predicate;
}

/** @throws CompileError when a formula cannot be said in JavaScript */
export function printModule(playbook: Playbook, criteria: readonly PredicateOf[]): GeneratedFile[] {
  const uses = new Set<string>();
  const objects = Object.fromEntries(playbook.objects.map((object) => [object.apiName, objectData(playbook, object, criteria, uses)]));
  const source = [
    [
      '/**',
      ' * Generated from the playbook by `handrail build`; change config/playbook instead.',
      ' *',
      ' * The rules of the org and these predicates are printed from the same trees and mean the same on every record.',
      ' */',
    ].join('\n'),
    sourceOf('./types.txt').trimEnd(),
    declaration('playbook', 'Playbook', playbookData(playbook)),
    declaration('objects', 'Readonly<Record<string, PlaybookObject>>', objects),
    declaration('handoffs', 'readonly Handoff[]', handoffsData(playbook, uses)),
    declaration('milestones', 'readonly Milestone[]', milestonesData(playbook)),
    tabbed(sourceOf('./helpers.js').trimEnd()),
    ...(criteria.some(({ criterion: { arm, reservedTo } }) => arm !== undefined || reservedTo !== undefined) ? [tabbed(sourceOf('./armed.js').trimEnd())] : []),
    tabbed(runtimeSource(uses)),
  ].join('\n\n');
  const position = playbook.objects.flatMap((object) => object.criteria).at(-1)?.position;
  return moduleFiles('handrailPlaybook', {
    source: printEntry(playbook),
    scripts: [{ name: 'playbook', source, position }, ...printLanguages(playbook)],
    masterLabel: 'Handrail Playbook',
    description: 'handrail: the playbook as data and predicates, generated.',
    position,
    hint: 'Retire criteria or fields that nobody uses, or shorten help texts.',
  });
}

function playbookData(playbook: Playbook): Data {
  return {
    name: playbook.name,
    version: playbook.version,
    currency: playbook.currency,
    qualifiedRank: playbook.qualifiedRank,
    businessHours: {
      timeZone: playbook.businessHours.timeZone,
      days: Object.fromEntries(Object.entries(playbook.businessHours.days).map(([day, { from, to }]) => [day, { from, to }])),
      holidays: playbook.businessHours.holidays,
    },
    serviceLevels: playbook.serviceLevels.map(({ id, label, clock, target, targets, earlier, variant }) => oneLine({
      id, label, clock, target,
      targets: targets.map(targetData),
      ...(earlier === undefined ? {} : { earlier: earlier.map(({ before, targets: own }) => ({ before, targets: own.map(targetData) })) }),
      ...(variant === undefined ? {} : { variant: { experiment: { id: variant.experiment.id, permission: variant.experiment.permission, started: variant.experiment.started }, targets: variant.targets.map(targetData) } }),
    })),
    gateEvents: playbook.gateEvents,
    competitors: playbook.competitors,
    override: playbook.governance === null ? null : { mostDays: playbook.governance.override.mostDays, approver: playbook.governance.override.approver },
    escalation: (playbook.governance?.escalation ?? []).map((step) => oneLine({ overdue: step.overdue, share: step.share, after: step.after === null ? null : { ...step.after }, to: step.to })),
    lossReasons: playbook.lossReasons.map((reason) => oneLine({
      name: reason.name, outcomeClass: reason.outcomeClass, for: reason.for, details: reason.details, replacedBy: reason.replacedBy ?? undefined,
      atMost: reason.atMost === null ? undefined : { ...reason.atMost },
    })),
  };
}

function targetData({ for: whom, within, warnAt }: Target): Data {
  return { for: whom, within: { ...within }, warnAt: warnAt === null ? null : { ...warnAt } };
}

function objectData(playbook: Playbook, object: PlaybookObject, criteria: readonly PredicateOf[], uses: Set<string>): Data {
  const present = (name: string): string | null => fieldOf(playbook, object.apiName, name)?.apiName ?? null;
  return {
    apiName: object.apiName,
    label: object.label,
    stageField: object.stageField,
    previousStageField: present(PREVIOUS_STAGE_FIELD),
    categoryField: present(CATEGORY_FIELD),
    overridesField: present(OVERRIDES_FIELD),
    stages: object.stages.map((stage) => oneLine({
      name: stage.name, rank: stage.rank, buyerAction: stage.buyerAction, purpose: stage.purpose, maxDays: stage.maxDays,
      closed: stage.closed, won: stage.won, categories: stage.categories, forecastCategory: stage.forecastCategory,
    })),
    fields: Object.fromEntries(object.fields.map((field) => [field.apiName, oneLine(fieldData(field))])),
    criteria: criteria
      .filter(({ criterion }) => criterion.object === object.apiName)
      .map(({ criterion, predicate }) => criterionData(playbook, criterion, predicate, uses)),
  };
}

/** Tables read better, and take less room, with one row a line. */
function oneLine(data: Data): Code {
  return new Code(flat(literal(data)));
}

function fieldData(field: FieldDefinition): Data {
  return {
    apiName: field.apiName,
    label: field.label,
    type: field.type,
    help: field.help,
    values: field.values,
    referenceTo: field.referenceTo,
    length: field.length,
    scale: field.scale,
    readOnly: isReadOnly(field) ? true : undefined,
  };
}

function isReadOnly(field: FieldDefinition): boolean {
  return field.automatic || field.revopsOnly === true || field.formula !== undefined;
}

function criterionData(playbook: Playbook, criterion: Criterion, predicate: Predicate, uses: Set<string>): Data {
  return {
    id: criterion.id,
    recordName: recordName(criterion.id),
    label: criterion.label,
    object: criterion.object,
    decision: criterion.decision,
    message: criterion.message,
    mode: criterion.mode,
    effectiveFrom: criterion.effectiveFrom,
    holds: criterion.holds,
    decays: criterion.decays,
    overridable: isOverridable(playbook, criterion),
    family: criterion.family,
    trigger: { ...criterion.trigger },
    fields: fieldsRead(playbook, criterion, predicate),
    editFields: editFields(playbook, criterion, predicate),
    requiredFields: requiredOf(playbook, criterion, predicate),
    undoFields: criterion.onUndo === 'block' && criterion.trigger.kind !== 'change' ? undoFields(playbook, criterion, predicate.met) : [],
    errorField: criterion.errorField,
    applies: appliesCode(playbook, criterion, predicate, uses),
    met: printPredicate(playbook, faceOf(criterion), predicate.met, uses),
  };
}

/** An arm of an experiment, and what is reserved to some, ask the context as well, which says what the user holds. */
function appliesCode(playbook: Playbook, criterion: Criterion, predicate: Predicate, uses: Set<string>): Code {
  const applies = predicate.applies === null ? new Code('() => true') : printPredicate(playbook, faceOf(criterion), predicate.applies, uses);
  const { arm, reservedTo } = criterion;
  if (reservedTo !== undefined) return new Code(`armed('${reservedTo}', false, ${flat(literal(applies))})`);
  return arm === undefined ? applies : new Code(`armed('${arm.experiment.permission}', ${arm.holder}, ${flat(literal(applies))})`);
}

function faceOf({ id, object, formulaPositions, position }: Criterion): Face {
  return { id, object, position: formulaPositions.satisfiedWhen ?? formulaPositions.appliesWhen ?? position };
}

function ownFields(playbook: Playbook, criterion: Criterion, expression: Expression): FieldDefinition[] {
  return fieldsOf(expression)
    .map((path) => fieldOf(playbook, criterion.object, path.join('.')))
    .filter((field) => field !== undefined);
}

function fieldsRead(playbook: Playbook, criterion: Criterion, predicate: Predicate): string[] {
  const read = [predicate.met, ...(predicate.applies === null ? [] : [predicate.applies])];
  const names = read.flatMap((expression) => fieldsOf(expression).map((path) => fieldOf(playbook, criterion.object, path.join('.'))?.apiName ?? path.join('.')));
  return [...new Set([...names, ...askingFields(playbook, criterion.object, criterion.trigger)])];
}

/** Changing the owner or the stage is a decision of its own, never the way to satisfy a criterion. */
const NEVER_FILLED = new Set(['ownerid']);

function editFields(playbook: Playbook, criterion: Criterion, predicate: Predicate): string[] {
  const carrier = criterion.errorField === null ? undefined : fieldOf(playbook, criterion.object, criterion.errorField);
  if (carrier !== undefined && isReadOnly(carrier)) {
    return [];
  }
  const stageField = askingFields(playbook, criterion.object, { kind: 'exit', stage: '', rank: 0 })[0];
  return ownFields(playbook, criterion, predicate.met)
    .filter((field) => !isReadOnly(field) && field.apiName !== stageField && !NEVER_FILLED.has(field.apiName.toLowerCase()))
    .map((field) => field.apiName);
}

/** Of the fields that a person fills, in their order. */
function requiredOf(playbook: Playbook, criterion: Criterion, predicate: Predicate): string[] {
  const needed = new Set([...requiredFields(predicate.met)].map((name) => fieldOf(playbook, criterion.object, name)?.apiName));
  return editFields(playbook, criterion, predicate).filter((name) => needed.has(name));
}
