/**
 * Faults that strike below HTTP: locked rows, jobs that do not end. They travel with the request that met them, into
 * what it sets going later (a bulk job), and touch no other request.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { OrgError, type Engine, type RecordInput, type SaveError, type SaveOptions, type SaveResult, type Session } from '../engine/types.ts';

export interface InjectedFaults {
  /** Every n-th record that the request saves finds its row locked. */
  readonly lockEvery?: number;
  /** What becomes of a bulk job that the request starts, instead of its work. */
  readonly job?: { readonly state: 'Failed' | 'InProgress'; readonly message: string };
}

export interface FaultScope {
  readonly current: InjectedFaults | undefined;
  run<Result>(faults: InjectedFaults, work: () => Result): Result;
  /** Whether the next record of this request is locked. */
  nextIsLocked(): boolean;
}

interface Scope {
  readonly faults: InjectedFaults;
  records: number;
}

export function createFaultScope(): FaultScope {
  const storage = new AsyncLocalStorage<Scope>();
  return {
    get current() {
      return storage.getStore()?.faults;
    },
    run: (faults, work) => storage.run({ faults, records: 0 }, work),
    nextIsLocked() {
      const scope = storage.getStore();
      if (scope?.faults.lockEvery === undefined) return false;
      scope.records += 1;
      return scope.records % scope.faults.lockEvery === 0;
    },
  };
}

const LOCKED: SaveError = { statusCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access to this record', fields: [] };
const ROLLED_BACK: SaveError = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

const refused = (error: SaveError): SaveResult => ({ id: null, success: false, created: false, errors: [error] });

/** The engine, whose rows can be locked. Without a fault in force a save costs one look. */
export function withLockedRows(engine: Engine, scope: FaultScope): Engine {
  /** Saves what is not locked, and puts the results back into the order of the call. */
  const guard = <Item>(items: readonly Item[], options: SaveOptions | undefined, save: (items: readonly Item[]) => SaveResult[]): SaveResult[] => {
    if (scope.current?.lockEvery === undefined) return save(items);
    const locked = items.map(() => scope.nextIsLocked());
    if (!locked.includes(true)) return save(items);
    if (options?.allOrNone === true) return locked.map((isLocked) => refused(isLocked ? LOCKED : ROLLED_BACK));
    const saved = save(items.filter((_, index) => locked[index] !== true)).values();
    return locked.map((isLocked) => (isLocked ? undefined : saved.next().value) ?? refused(LOCKED));
  };
  const overrides: Pick<Engine, 'insert' | 'update' | 'upsert' | 'delete' | 'undelete' | 'purge' | 'convertLead'> = {
    insert: (session, object, records, options) => guard(records, options, (rest) => engine.insert(session, object, rest, options)),
    update: (session, object, records, options) => guard(records, options, (rest) => engine.update(session, object, rest, options)),
    upsert: (session: Session, object: string, field: string, records: readonly RecordInput[], options?: SaveOptions) =>
      guard(records, options, (rest) => engine.upsert(session, object, field, rest, options)),
    delete: (session, object, ids, options) => guard(ids, options, (rest) => engine.delete(session, object, rest, options)),
    undelete: (session, object, ids, options) => guard(ids, options, (rest) => engine.undelete(session, object, rest, options)),
    purge: (session, object, ids, options) => guard(ids, options, (rest) => engine.purge(session, object, rest, options)),
    convertLead: (session, request) => {
      if (scope.nextIsLocked()) throw new OrgError(LOCKED.statusCode, LOCKED.message);
      return engine.convertLead(session, request);
    },
  };
  // Everything else, what is added to the engine later included, is the engine's own.
  return Object.assign(Object.create(engine) as Engine, overrides);
}
