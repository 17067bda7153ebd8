/**
 * The save pipeline: Salesforce's order of execution as far as this org goes. One line per step, one file per step.
 * Steps that an org has and this one has not: duplicate rules, assignment and auto-response rules, workflow,
 * after-save flows, roll-up summaries, sharing.
 */
import type { Draft, EngineContext, SaveContext } from '../context.ts';
import { flowSteps } from '../flows/steps.ts';
import type { ObjectPlan } from '../objectPlan.ts';
import { copyRow, type Row } from '../records.ts';
import { saveErrors } from '../saveErrors.ts';
import type { ObjectSchema } from '../schema.ts';
import { normalizeId } from '../../store/ids.ts';
import type { RecordInput, SaveError, SaveOptions, SaveResult, Session } from '../types.ts';
import { runBeforeSave, stepsOf } from './beforeSave.ts';
import { saveAll, SaveRefused, type SaveCall } from './call.ts';
import { applyDefaults, assignAutoNumbers, stampAudit } from './defaults.ts';
import { derive } from './derivations/derivation.ts';
import { writeFieldHistory } from './history.ts';
import { readInput } from './input.ts';
import { sumLineItems } from './lineItemSums.ts';
import { writeOpportunityHistory } from './opportunityHistory.ts';
import { checkReferences, checkRequired } from './systemValidation.ts';
import { checkUnique } from './uniqueness.ts';
import { checkValidationRules } from './validationRules.ts';

function refuseIf(errors: readonly SaveError[]): void {
  if (errors.length > 0) {
    throw new SaveRefused(errors);
  }
}

/** Runs the pipeline on one record; throws {@link SaveRefused}. Answers the record's id. */
function saveDraft(draft: Draft, input: RecordInput, { context, environment }: SaveCall): string {
  const { engine } = context;
  const { plan, row, isNew } = draft;

  refuseIf(readInput(draft, input, context));
  if (isNew) {
    refuseIf(applyDefaults(draft, context, environment));
  }
  refuseIf(checkReferences(draft, context, environment));
  derive(draft, context);
  refuseIf(checkRequired(draft));
  const steps = stepsOf([...engine.beforeSaveSteps, ...flowSteps(engine.schema, plan.object)], draft);
  if (steps.length > 0) {
    refuseIf(runBeforeSave(steps, draft, context, environment));
    refuseIf(checkReferences(draft, context, environment));
    derive(draft, context);
    refuseIf(checkRequired(draft));
  }
  stampAudit(draft, context);
  refuseIf(checkValidationRules(draft, context, environment));
  refuseIf(checkUnique(draft, context));
  write(draft, context);
  writeOpportunityHistory(draft, context);
  writeFieldHistory(draft, context, environment);
  sumLineItems(draft, context, environment);
  environment.forget(String(row['Id']));
  engine.setup.forget(plan.object.apiName);
  return String(row['Id']);
}

function write(draft: Draft, context: SaveContext): void {
  const { plan, row, prior } = draft;
  if (prior === null) {
    assignAutoNumbers(draft, context);
    row['Id'] = context.engine.newId(plan.object.keyPrefix ?? '000');
    const name = plan.nameField?.apiName;
    if (name !== undefined && plan.object.kind === 'custom' && (row[name] ?? null) === null) {
      // A custom object's record without a name is called by its id.
      row[name] = row['Id'].slice(0, 15);
    }
    context.engine.records.insert(plan, row);
    return;
  }
  const changes: Row = {};
  for (const field of plan.stored) {
    const name = field.apiName;
    if ((row[name] ?? null) !== (prior[name] ?? null)) {
      changes[name] = row[name] ?? null;
    }
  }
  context.engine.records.update(plan, String(row['Id']), changes);
}

/** Saves a new record inside the caller's savepoint. */
export function insertRecord(call: SaveCall, plan: ObjectPlan, input: RecordInput): string {
  return saveDraft({ plan, isNew: true, row: {}, prior: null, given: new Set() }, input, call);
}

/**
 * Saves changes of the record `id` inside the caller's savepoint. `system` holds what the platform itself sets with
 * them, read-only fields included.
 */
export function updateRecord(call: SaveCall, plan: ObjectPlan, id: string, input: RecordInput, system: Readonly<Row> = {}): string {
  const prior = call.context.engine.records.get(plan, id);
  if (prior === undefined) {
    throw new SaveRefused([saveErrors.invalidCrossReference()]);
  }
  if (prior['IsDeleted'] === true) {
    throw new SaveRefused([saveErrors.entityDeleted()]);
  }
  if (plan.object.apiName === 'Lead' && prior['IsConverted'] === true) {
    throw new SaveRefused([saveErrors.convertedLead()]);
  }
  return saveDraft({ plan, isNew: false, row: Object.assign(copyRow(plan, prior), system), prior, given: new Set() }, input, call);
}

/** The record an update names. */
export function updateTarget(input: RecordInput, object: ObjectSchema): string {
  const key = Object.keys(input).find((name) => name.toLowerCase() === 'id');
  const given = key === undefined ? undefined : input[key];
  if (given === undefined || given === null || given === '') {
    throw new SaveRefused([saveErrors.idMissing()]);
  }
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const id = normalizeId(text);
  if (id === null) {
    throw new SaveRefused([saveErrors.malformedId(text)]);
  }
  if (object.keyPrefix !== null && !id.startsWith(object.keyPrefix)) {
    throw new SaveRefused([saveErrors.invalidCrossReference()]);
  }
  return id;
}


/** Creates records. */
export function insertRecords(engine: EngineContext, session: Session, object: ObjectSchema, inputs: readonly RecordInput[], options: SaveOptions): SaveResult[] {
  return saveAll(engine, session, object, inputs.length, options, (call, plan, item) => {
    if (!object.createable || session.access?.object(object.apiName, 'create') === false) {
      throw new SaveRefused([saveErrors.entityNotWriteable('inserted', object.label)]);
    }
    return { id: insertRecord(call, plan, inputs[item] ?? {}), created: true };
  });
}

/** Changes records; each input carries `Id`. */
export function updateRecords(engine: EngineContext, session: Session, object: ObjectSchema, inputs: readonly RecordInput[], options: SaveOptions): SaveResult[] {
  return saveAll(engine, session, object, inputs.length, options, (call, plan, item) => {
    if (!object.updateable) {
      throw new SaveRefused([saveErrors.entityNotWriteable('updated', object.label)]);
    }
    if (session.access?.object(object.apiName, 'edit') === false) {
      throw new SaveRefused([saveErrors.insufficientAccess()]);
    }
    const input = inputs[item] ?? {};
    return { id: updateRecord(call, plan, updateTarget(input, object), input), created: false };
  });
}
