/** What the parts of the engine share. Built once by `createEngine`. */
import type { Store } from '../store/store.ts';
import type { FormulaRuntime } from './formulas/runtime.ts';
import type { ObjectPlan } from './objectPlan.ts';
import type { Records, Row } from './records.ts';
import type { Schema } from './schema.ts';
import type { BeforeSaveStep } from './save/beforeSave.ts';
import type { SetupRows } from './setupRows.ts';
import type { Clock, SaveOptions, Session } from './types.ts';

export interface EngineContext {
  /** The current schema: replaced as a whole when a deploy commits. */
  schema: Schema;
  readonly store: Store;
  readonly records: Records;
  readonly clock: Clock;
  readonly organizationId: string;
  readonly formulas: FormulaRuntime;
  readonly setup: SetupRows;
  /** In the order they run. */
  readonly beforeSaveSteps: readonly BeforeSaveStep[];
  newId(keyPrefix: string): string;
}

/** One call of insert, update, …: all its records share the user, the instant and the caches. */
export interface SaveContext {
  readonly engine: EngineContext;
  readonly session: Session;
  readonly options: SaveOptions;
  readonly now: Date;
  /** `now` as it is stored. */
  readonly instant: string;
  /** False while a lead is converted with *Require Validation for Converted Leads* off. */
  readonly enforcesRules: boolean;
}

/** A record on its way through the save pipeline. */
export interface Draft {
  readonly plan: ObjectPlan;
  readonly isNew: boolean;
  /** The record as it will be. */
  readonly row: Row;
  /** The record as it was; null for a new one. */
  readonly prior: Row | null;
  /** API names of the fields the request or an earlier step set. */
  readonly given: Set<string>;
}

/** Whether the save changes the field; every field of a new record counts as changed. */
export function isChanged(draft: Draft, field: string): boolean {
  return draft.prior === null || (draft.row[field] ?? null) !== (draft.prior[field] ?? null);
}
