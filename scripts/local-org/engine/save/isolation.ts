/** Whether a record that is refused may have written something by then, so that it needs a savepoint of its own. */
import type { EngineContext } from '../context.ts';
import type { ObjectSchema, Schema } from '../schema.ts';

const details = new WeakMap<Schema, ReadonlySet<string>>();

function isDetailOfSummary(schema: Schema, object: ObjectSchema): boolean {
  let names = details.get(schema);
  if (names === undefined) {
    names = new Set(schema.objects.flatMap(({ fields }) => fields.flatMap(({ summary }) => (summary === null || summary === undefined ? [] : [summary.childObject]))));
    details.set(schema, names);
  }
  return names.has(object.apiName);
}

/** Records that a save may bring with it, through a save of their own. */
const COMPANIONS: Readonly<Record<string, string>> = { Opportunity: 'OpportunityContactRole' };

function companionMayRefuse(schema: Schema, object: ObjectSchema): boolean {
  const companion = schema.object(COMPANIONS[object.apiName] ?? '');
  return companion !== undefined && (companion.validationRules.length > 0 || (companion.flows?.length ?? 0) > 0 || (companion.duplicateRules?.length ?? 0) > 0);
}

/**
 * Everything that refuses a plain record comes before its first write. After it come after-save flows and the saves of
 * masters and companions; setup records are accompanied by rows that their before-save steps write.
 */
export function needsSavepoint(engine: EngineContext, object: ObjectSchema): boolean {
  return engine.beforeSaveSteps.some((step) => step.object === object.apiName)
    || object.flows?.some((flow) => flow.trigger === 'RecordAfterSave') === true
    || companionMayRefuse(engine.schema, object)
    || isDetailOfSummary(engine.schema, object);
}
