/** One execution of a query, and how its SQL meets the store. */
import type { StatementSync } from 'node:sqlite';
import type { EngineContext } from '../context.ts';
import type { QueryOptions, Session } from '../types.ts';
import type { CompiledRecords } from './compile.ts';
import { queryErrors } from './errors.ts';
import type { PlanCache, Reuse } from './planCache.ts';

/** One execution: the user, the instant, the form of the answer. */
export interface QueryRun {
  readonly engine: EngineContext;
  readonly session: Session;
  readonly now: Date;
  readonly soql: string;
  readonly options: QueryOptions;
  /** Plans of the engine; what is compiled without them is compiled each time. */
  readonly plans?: PlanCache<CompiledRecords>;
  readonly reuse?: Reuse;
}

export type SqlValues = readonly (string | number | null)[];

export function allRows(run: QueryRun, sql: string, values: SqlValues): unknown[][] {
  const statement = prepared(run, sql);
  statement.setReturnArrays(true);
  return statement.all(...values) as unknown as unknown[][];
}

/** SQLite limits depth and joins; the platform has a word for a query beyond its own limits. */
function prepared(run: QueryRun, sql: string): StatementSync {
  try {
    return run.engine.store.prepare(sql);
  } catch (error) {
    if (error instanceof Error && /too large|too many|at most|stack overflow/i.test(error.message)) {
      throw queryErrors.tooComplicated();
    }
    throw error;
  }
}

/** The plan depends on more than text, schema and access. */
export function forbidReuse({ reuse }: QueryRun): void {
  if (reuse !== undefined) {
    reuse.allowed = false;
  }
}
