/**
 * The save pipeline: Salesforce's order of execution as far as this org goes. One line per step, one file per step.
 * Steps that an org has and this one has not: assignment, auto-response, workflow and escalation rules, sharing.
 */
import type { Draft, EngineContext, SaveContext } from '../context.ts';
import { runAfterSave } from '../flows/afterSave.ts';
import { flowSteps } from '../flows/steps.ts';
import type { ObjectPlan } from '../objectPlan.ts';
import { copyRow, type Row } from '../records.ts';
import { saveErrors } from '../saveErrors.ts';
import type { ObjectSchema } from '../schema.ts';
import { normalizeId } from '../../store/ids.ts';
import type { RecordInput, SaveError, SaveOptions, SaveResult, Session } from '../types.ts';
import { runBeforeSave, stepsOf } from './beforeSave.ts';
import { saveAll, SaveRefused, type SaveCall } from './call.ts';
import { checkCustomSetting } from './customSettings.ts';
import { applyDefaults, assignAutoNumbers, stampAudit } from './defaults.ts';
import { derive } from './derivations/derivation.ts';
import { writeFieldHistory } from './history.ts';
import { updateAggregates } from './aggregates.ts';
import { checkDuplicates } from './duplicateRules.ts';
import { readInput } from './input.ts';
import { needsSavepoint } from './isolation.ts';
import { createRefusal, unlessRefused, updateRefusal } from './objectRights.ts';
import { writeOpportunityHistory } from './opportunityHistory.ts';
import { checkRecordType } from './recordTypes.ts';
import { rollUp, type SaveMaster } from './rollups.ts';
import { checkReferences, checkRequired } from './systemValidation.ts';
import { checkUnique } from './uniqueness.ts';
import { checkValidationRules } from './validationRules.ts';

function refuseIf(errors: readonly SaveError[]): void {
  if (errors.length > 0) {
    throw new SaveRefused(errors);
  }
}

/** Runs the pipeline on one record; throws {@link SaveRefused}. Answers the record's id. */
function saveDraft(draft: Draft, input: RecordInput, call: SaveCall): string {
  const { context, environment } = call;
  const { engine } = context;
  const { plan, row, isNew } = draft;

  refuseIf(readInput(draft, input, context));
  refuseIf(checkRecordType(draft));
  if (isNew) {
    refuseIf(applyDefaults(draft, context, environment));
  }
  refuseIf(checkReferences(draft, context, environment));
  derive(draft, context);
  refuseIf(checkRequired(draft));
  const steps = [...stepsOf(engine.beforeSaveSteps, draft), ...stepsOf(flowSteps(engine.schema, plan.object), draft)];
  if (steps.length > 0) {
    refuseIf(runBeforeSave(steps, draft, context, environment));
    refuseIf(checkReferences(draft, context, environment));
    derive(draft, context);
    refuseIf(checkRequired(draft));
  }
  stampAudit(draft, context);
  if (context.enforcesRules) {
    refuseIf(checkValidationRules(draft, context, environment));
  }
  refuseIf(checkDuplicates(draft, context));
  refuseIf(checkUnique(draft, context));
  refuseIf(checkCustomSetting(draft, context));
  if (isNew) {
    identify(draft, context);
  }
  writeOpportunityHistory(draft, context);
  write(draft, context);
  writeFieldHistory(draft, context, environment);
  environment.forget(String(row['Id']));
  engine.setup.forget(plan.object.apiName);
  updateAggregates(call, draft);
  runAfterSave(draft, call);
  rollUp(call, draft, saveMaster);
  return String(row['Id']);
}

/** Saves that stand within one another before the platform gives up; its documented limit for triggers. */
const DEEPEST = 16;

/** Saves one record, whatever saves stand around it. */
function saveNested(draft: Draft, input: RecordInput, call: SaveCall): string {
  const { nesting } = call;
  if (nesting.depth >= DEEPEST) {
    throw new SaveRefused([saveErrors.tooDeep()]);
  }
  nesting.depth += 1;
  try {
    return saveDraft(draft, input, call);
  } finally {
    nesting.depth -= 1;
  }
}

/** Id, auto numbers and the name of a new record. */
function identify(draft: Draft, context: SaveContext): void {
  const { plan, row } = draft;
  assignAutoNumbers(draft, context);
  const id = context.engine.newId(plan.object.keyPrefix ?? '000');
  row['Id'] = id;
  const name = plan.nameField?.apiName;
  if (name !== undefined && (plan.object.kind === 'custom' || plan.object.kind === 'customSetting') && (row[name] ?? null) === null) {
    // A record of a custom object or setting without a name is called by its id.
    row[name] = id.slice(0, 15);
  }
}

function write(draft: Draft, context: SaveContext): void {
  const { plan, row, prior } = draft;
  if (prior === null) {
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
  return saveNested({ plan, isNew: true, row: {}, prior: null, given: new Set() }, input, call);
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
  return saveNested({ plan, isNew: false, row: Object.assign(copyRow(plan, prior), system), prior, given: new Set() }, input, call);
}

/** A master whose details changed: a save without a request. */
export const saveMaster: SaveMaster = (call, plan, id, values) => {
  updateRecord(call, plan, id, {}, values);
};

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
  const refusal = createRefusal(session, object);
  return saveAll(engine, session, object, inputs.length, options, (call, plan, item) => {
    unlessRefused(refusal);
    return { id: insertRecord(call, plan, inputs[item] ?? {}), created: true };
  }, needsSavepoint(engine, object));
}

/** Changes records; each input carries `Id`. */
export function updateRecords(engine: EngineContext, session: Session, object: ObjectSchema, inputs: readonly RecordInput[], options: SaveOptions): SaveResult[] {
  const refusal = updateRefusal(session, object);
  return saveAll(engine, session, object, inputs.length, options, (call, plan, item) => {
    unlessRefused(refusal);
    const input = inputs[item] ?? {};
    return { id: updateRecord(call, plan, updateTarget(input, object), input), created: false };
  }, needsSavepoint(engine, object));
}
