/**
 * The place of before-save record-triggered flows and before triggers: after the first system validation, before
 * validation rules, which therefore see what these steps stamp.
 */
import type { Draft, SaveContext } from '../context.ts';
import type { FormulaEnvironment } from '../formulas/environment.ts';
import type { SaveError } from '../types.ts';

export interface BeforeSaveStep {
  /** For messages and the list of steps. */
  readonly name: string;
  /** API name of the object whose saves it takes part in. */
  readonly object: string;
  /** Runs on create, on update, or on both. */
  readonly on: 'create' | 'update' | 'createOrUpdate';
  /** May set fields of `draft.row` (adding their names to `draft.given`); an answered error refuses the record. */
  run(draft: Draft, context: SaveContext, environment: FormulaEnvironment): readonly SaveError[] | undefined;
}

const chosen = new WeakMap<readonly BeforeSaveStep[], Map<string, readonly BeforeSaveStep[]>>();

/** The steps that take part in this save, in their order. */
export function stepsOf(steps: readonly BeforeSaveStep[], draft: Draft): readonly BeforeSaveStep[] {
  const { apiName } = draft.plan.object;
  const key = `${draft.isNew ? 'create' : 'update'} ${apiName} ${steps.length}`;
  const ofSteps = chosen.get(steps) ?? new Map<string, readonly BeforeSaveStep[]>();
  chosen.set(steps, ofSteps);
  let found = ofSteps.get(key);
  if (found === undefined) {
    found = steps.filter((step) => step.object === apiName && (step.on === 'createOrUpdate' || (step.on === 'create') === draft.isNew));
    ofSteps.set(key, found);
  }
  return found;
}

/** Runs steps in their order; the first that refuses ends the save. */
export function runBeforeSave(steps: readonly BeforeSaveStep[], draft: Draft, context: SaveContext, environment: FormulaEnvironment): readonly SaveError[] {
  for (const step of steps) {
    const errors = step.run(draft, context, environment);
    if (errors !== undefined && errors.length > 0) {
      return errors;
    }
  }
  return [];
}
