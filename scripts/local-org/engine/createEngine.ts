/** Puts the engine together: schema, store, formulas, save pipeline and SOQL behind the `Engine` border. */
import type { EngineContext } from './context.ts';
import { createEnvironment, type FormulaEnvironment } from './formulas/environment.ts';
import { createFormulaRuntime } from './formulas/runtime.ts';
import { createRecords } from './records.ts';
import { createLateRows } from './lateRows.ts';
import type { BeforeSaveStep } from './save/beforeSave.ts';
import { openClearedLookups } from './save/clearedLookups.ts';
import { objectForSave, openCall } from './save/call.ts';
import { convertLead } from './save/convertLead.ts';
import { deleteRecords, purgeRecords, undeleteRecords } from './save/delete.ts';
import { recalculate } from './save/rollups.ts';
import { insertRecords, updateRecords } from './save/save.ts';
import { upsertRecords } from './save/upsert.ts';
import type { Schema } from './schema.ts';
import { createSetupRows } from './setupRows.ts';
import { retrieveRecord } from './soql/retrieve.ts';
import { PlanCache } from './soql/planCache.ts';
import type { CompiledRecords } from './soql/compile.ts';
import type { QueryRun } from './soql/queryRun.ts';
import { runRowQuery, runText } from './soql/run.ts';
import { parseSoql } from './soql/syntax/parse.ts';
import { runSearch } from './sosl/run.ts';
import { parseSosl } from './sosl/statement.ts';
import { registerSqlFunctions } from './sqlFunctions.ts';
import { deleteSystemRows, writeSystemRow } from './systemRows.ts';
import { composeId, idCounter } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import { syncTables } from '../store/tables.ts';
import type { Clock, Engine, QueryOptions, Session } from './types.ts';

export interface EngineOptions {
  readonly schema: Schema;
  readonly clock: Clock;
  readonly store: Store;
  readonly organizationId: string;
  /** What runs before validation rules, in this order. Kept by reference: a deploy may add to it. */
  readonly beforeSaveSteps?: readonly BeforeSaveStep[];
}

/** Who acts when nobody asked: the platform itself. */
const SYSTEM: Session = { userId: '', username: 'system', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC' };

/** Opens an org's engine on a store; creates the tables it needs and keeps those it finds. */
export function createEngine(options: EngineOptions): Engine {
  const { store, clock, organizationId } = options;
  const records = createRecords(store);
  const formulas = createFormulaRuntime(() => context.schema);
  const setup = createSetupRows(store, () => context.schema);
  const context: EngineContext = {
    schema: options.schema,
    store,
    records,
    clock,
    organizationId,
    formulas,
    setup,
    beforeSaveSteps: options.beforeSaveSteps ?? [],
    newId: (keyPrefix) => composeId(keyPrefix, store.nextNumber(idCounter(keyPrefix))),
  };

  /** Makes the environment of the query being run, when it computes a formula. */
  let running: (() => FormulaEnvironment) | undefined;
  registerSqlFunctions(store, formulas, () => {
    if (running === undefined) {
      throw new Error('a formula was computed outside a query');
    }
    return running();
  });
  const lateRows = createLateRows(store);
  const plans = new PlanCache<CompiledRecords>();
  store.onRollback(() => {
    setup.forget();
  });
  store.transaction(() => {
    syncTables(store, context.schema, null);
    openClearedLookups(store);
  });

  /** Runs with the formulas seeing this user. */
  const asQuery = <T>(session: Session, soql: string, queryOptions: QueryOptions, work: (run: QueryRun) => T): T => {
    if (queryOptions.tooling === true) {
      lateRows.flush();
    }
    const run: QueryRun = { engine: context, session, now: clock.now(), soql, options: queryOptions, plans };
    const outer = running;
    let environment: FormulaEnvironment | undefined;
    running = () => (environment ??= createEnvironment(context.schema, records, setup, session, run.now));
    try {
      return work(run);
    } finally {
      running = outer;
    }
  };

  return {
    get schema() {
      return context.schema;
    },
    clock,
    organizationId,
    insert: (session, object, inputs, saveOptions = {}) => insertRecords(context, session, objectForSave(context, object), inputs, saveOptions),
    update: (session, object, inputs, saveOptions = {}) => updateRecords(context, session, objectForSave(context, object), inputs, saveOptions),
    upsert: (session, object, field, inputs, saveOptions = {}) =>
      upsertRecords(context, session, objectForSave(context, object), field, inputs, saveOptions),
    delete: (session, object, ids, saveOptions = {}) => deleteRecords(context, session, objectForSave(context, object), ids, saveOptions),
    undelete: (session, object, ids, saveOptions = {}) => undeleteRecords(context, session, objectForSave(context, object), ids, saveOptions),
    purge: (session, object, ids, saveOptions = {}) => purgeRecords(context, session, objectForSave(context, object), ids, saveOptions),
    convertLead: (session, request) => convertLead(context, session, request),
    query: (session, soql, queryOptions = {}) => asQuery(session, soql, queryOptions, (run) => runText(run, () => parseSoql(soql))),
    queryRows: (session, soql, queryOptions = {}) =>
      asQuery(session, soql, queryOptions, (run) => {
        const { rows, ...rest } = runRowQuery(run, parseSoql(soql));
        // Formula fields of later chunks are computed long after this call: each chunk runs as a query of its own.
        return { ...rest, rows: { [Symbol.iterator]: () => stepwise(rows[Symbol.iterator](), (step) => asQuery(session, soql, queryOptions, step)) } };
      }),
    search: (session, sosl, queryOptions = {}) => asQuery(session, sosl, queryOptions, (run) => runSearch(run, parseSosl(sosl))),
    retrieve: (session, object, id, fields) =>
      asQuery(session, '', { tooling: context.schema.object(object)?.kind === 'tooling' }, (run) => retrieveRecord(run, object, id, fields)),
    replaceSchema: (schema) => {
      const previous = context.schema;
      store.transaction(() => {
        syncTables(store, schema, previous);
      });
      context.schema = schema;
      formulas.forget();
      setup.forget();
      recalculate(openCall(context, SYSTEM), previous);
    },
    transaction: (work) => {
      const { schema } = context;
      try {
        return store.transaction(work);
      } catch (error) {
        if (context.schema !== schema) {
          context.schema = schema;
          formulas.forget();
        }
        throw error;
      }
    },
    writeSystemRow: (object, row) => writeSystemRow(context, object, row),
    deleteSystemRows: (object, where) => deleteSystemRows(context, object, where),
    newId: context.newId,
    writeLater: lateRows.add,
  };
}

function stepwise<T>(inner: Iterator<T>, within: <R>(step: () => R) => R): Iterator<T> {
  return { next: () => within(() => inner.next()) };
}
