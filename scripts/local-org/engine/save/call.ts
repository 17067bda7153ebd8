/** A call of insert, update, …: what its records share, and how they stand or fall. */
import type { EngineContext, SaveContext } from '../context.ts';
import { createEnvironment, type FormulaEnvironment } from '../formulas/environment.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import { saveErrors } from '../saveErrors.ts';
import type { ObjectSchema } from '../schema.ts';
import { toInstant } from '../time.ts';
import { OrgError, type SaveError, type SaveOptions, type SaveResult, type Session } from '../types.ts';

/** Refuses a record: undoes its savepoint. */
export class SaveRefused extends Error {
  readonly errors: readonly SaveError[];
  constructor(errors: readonly SaveError[]) {
    super(errors[0]?.message ?? 'refused');
    this.errors = errors;
  }
}

export interface SaveCall {
  readonly context: SaveContext;
  readonly environment: FormulaEnvironment;
  /** How many saves stand within one another at this moment: flows and roll-ups save records of their own. */
  readonly nesting: { depth: number };
}

/** The call as the platform goes on with it: flows and roll-ups may do what the user may not. */
export function asSystem(call: SaveCall): SaveCall {
  const { access: _access, ...session } = call.context.session;
  return { ...call, context: { ...call.context, session } };
}

/** What all records of one call share. */
export function openCall(engine: EngineContext, session: Session, options: SaveOptions = {}): SaveCall {
  const now = engine.clock.now();
  return {
    context: { engine, session, options, now, instant: toInstant(now), enforcesRules: true },
    environment: createEnvironment(engine.schema, engine.records, engine.setup, session, now),
    nesting: { depth: 0 },
  };
}

/** The object of a call, or the platform's answer for one that does not exist. */
export function objectForSave(engine: EngineContext, name: string): ObjectSchema {
  const object = engine.schema.object(name);
  if (object === undefined) {
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
  }
  return object;
}

/** One record of a call: answers id and whether it is new, or throws {@link SaveRefused}. */
export type SaveOne = (call: SaveCall, plan: ObjectPlan, item: number) => { readonly id: string; readonly created: boolean };

class CallRefused extends Error {}

/**
 * Runs `one` for each record of a call, in one transaction. Each record stands for itself, in a savepoint of its own unless
 * a refused one can have written nothing; all go when one is refused and the call is all or none.
 */
export function saveAll(
  engine: EngineContext, session: Session, object: ObjectSchema, count: number, options: SaveOptions, one: SaveOne, savepoints = true,
): SaveResult[] {
  const call = openCall(engine, session, options);
  const plan = planOf(object);
  const results: SaveResult[] = [];
  const saveItem = (item: number): void => {
    try {
      const { id, created } = savepoints ? engine.store.transaction(() => one(call, plan, item)) : one(call, plan, item);
      results.push({ id, success: true, created, errors: [] });
    } catch (error) {
      if (!(error instanceof SaveRefused)) {
        throw error;
      }
      call.environment.forget();
      results.push({ id: null, success: false, created: false, errors: error.errors });
    }
  };
  try {
    engine.store.transaction(() => {
      for (let item = 0; item < count; item += 1) {
        saveItem(item);
      }
      if (options.allOrNone === true && results.some((result) => !result.success)) {
        throw new CallRefused();
      }
    });
  } catch (error) {
    if (!(error instanceof CallRefused)) {
      throw error;
    }
    return results.map((result) => (result.success ? { id: null, success: false, created: false, errors: [saveErrors.rolledBack()] } : result));
  }
  return results;
}
