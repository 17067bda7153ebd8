/**
 * When a criterion is asked. A gate is cumulative (skipping stages does not skip their criteria), moving back is
 * free, and an unrelated edit of an old record never fires it.
 *
 * ISCHANGED is false and PRIORVALUE equals the value while a record is created, so ISNEW() stands first
 * (Salesforce Help, "ISCHANGED" and "PRIORVALUE").
 */
import { and, binary, call, fieldsOf, num, or, ref, text, type Expression } from '../formula/index.ts';
import type { Criterion, Playbook, PlaybookObject, Stage, Trigger } from '../playbook/model.ts';
import { CompileError } from './problems.ts';
import { fieldOf, objectOf } from '../playbook/fields.ts';

/** The conditions of a rule that are about the save: where the record is, and what has just changed. */
export function triggerConditions(playbook: Playbook, criterion: Criterion, met: Expression): Expression[] {
  const { trigger } = criterion;
  switch (trigger.kind) {
    case 'exit': {
      const object = stagedObject(playbook, criterion);
      const asked = criterion.holds === 'open_only' ? object.stages.filter((stage) => !stage.closed) : object.stages;
      return [
        binary('>', rankOf(ref(object.stageField), asked), num(trigger.rank)),
        or(call('ISNEW'), movedForward(object), ...undone(playbook, criterion, met)),
      ];
    }
    case 'enter':
      return [
        hasValue(playbook, criterion, ref(trigger.field), trigger),
        or(call('ISNEW'), changed(trigger.field), ...undone(playbook, criterion, met)),
      ];
    case 'leave':
      // False while a record is created: then nothing has changed.
      return [changed(trigger.field), hasValue(playbook, criterion, call('PRIORVALUE', ref(trigger.field)), trigger)];
    case 'change':
      return [or(call('ISNEW'), ...trigger.fields.map(changed))];
  }
}

type StagedObject = PlaybookObject & { readonly stageField: string };

function stagedObject(playbook: Playbook, criterion: Criterion): StagedObject {
  const object = objectOf(playbook, criterion.object);
  if (object === undefined || object.stageField === null || object.stages.length === 0) {
    throw new CompileError(criterion.position, {
      code: 'no-stages',
      message: `${criterion.id} ends a stage, but ${criterion.object} has no stages.`,
      hint: 'Declare stages: for the object, or use an enter: trigger.',
    });
  }
  return { ...object, stageField: object.stageField };
}

/** Rank of a stage; stages that the playbook does not know, and the lost one, rank 0. */
function rankOf(stage: Expression, stages: readonly Stage[]): Expression {
  const ranked = stages.filter((candidate) => candidate.rank > 0);
  return call('CASE', stage, ...ranked.flatMap(({ name, rank }) => [text(name), num(rank)]), num(0));
}

function movedForward({ stageField, stages }: StagedObject): Expression {
  const stage = ref(stageField);
  return and(changed(stageField), binary('>', rankOf(stage, stages), rankOf(call('PRIORVALUE', stage), stages)));
}

/** @param held the field, or its value before the save */
function hasValue(playbook: Playbook, criterion: Criterion, held: Expression, { field: name, value }: { readonly field: string; readonly value: string }): Expression {
  const field = fieldOf(playbook, criterion.object, name);
  return field === undefined || field.type === 'Picklist' ? call('ISPICKVAL', held, text(value)) : binary('=', held, text(value));
}

/** Clearing or spoiling an answer after the gate: any field the criterion judges has changed. */
function undone(playbook: Playbook, criterion: Criterion, met: Expression): Expression[] {
  return criterion.onUndo === 'block' ? undoFields(playbook, criterion, met).map(changed) : [];
}

/**
 * The record's own fields that a criterion judges, without the one that brings it up. Formula fields and fields of
 * related records are left out: ISCHANGED sees neither.
 */
export function undoFields(playbook: Playbook, criterion: Criterion, met: Expression): string[] {
  const asking = askingFields(playbook, criterion.object, criterion.trigger).map((name) => name.toLowerCase());
  return fieldsOf(met)
    .filter((path) => path.length === 1 && !path[0]?.startsWith('$'))
    .map((path) => fieldOf(playbook, criterion.object, path[0] ?? '')?.apiName ?? (path[0] ?? ''))
    .filter((name) => !asking.includes(name.toLowerCase()))
    .filter((name) => fieldOf(playbook, criterion.object, name)?.formula === undefined);
}

/** The fields whose change asks the criterion. */
export function askingFields(playbook: Playbook, object: string, trigger: Trigger): readonly string[] {
  switch (trigger.kind) {
    case 'exit':
      return [objectOf(playbook, object)?.stageField].filter((name) => typeof name === 'string');
    case 'enter':
    case 'leave':
      return [trigger.field];
    case 'change':
      return trigger.fields;
  }
}

function changed(field: string): Expression {
  return call('ISCHANGED', ref(field));
}
