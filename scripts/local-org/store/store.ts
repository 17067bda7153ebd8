/**
 * One SQLite database: prepared statements, transactions that nest, and counters that never give a number twice.
 * Everything is synchronous: a transaction cannot be interleaved with another request.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';

export interface Store {
  readonly database: DatabaseSync;
  /** A statement compiled once per text. Do not hold its iterator across other calls. */
  prepare(sql: string): StatementSync;
  /** Runs `work` in a transaction, or in a savepoint when one is open; an exception undoes it and is rethrown. */
  transaction<T>(work: () => T): T;
  readonly inTransaction: boolean;
  /** Next number of a named counter, from 1. Numbers of an undone transaction may be skipped, none is given twice. */
  nextNumber(counter: string): number;
  /** Makes the counter go on behind a number that was given by somebody else. */
  skipNumber(counter: string, given: number): void;
  /** Called after every undone transaction or savepoint: the moment to forget what was cached from it. */
  onRollback(listener: () => void): void;
  close(): void;
}

/** Statements kept compiled; queries bring new texts without end. */
const STATEMENT_LIMIT = 2_000;
/** Numbers taken from a counter's row at a time. */
const BLOCK = 1_000;

function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    // Counters are kept in memory by one process: a second one on the same file would give the same ids again.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    // WAL with NORMAL keeps every committed transaction through the death of the process.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA case_sensitive_like = OFF;');
    // A save touches a handful of tables and their indexes: 32 MB keep them at hand, and a page that is written often is copied into the file less often.
    database.exec('PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000;');
    database.exec('BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS handrail_counter (name TEXT PRIMARY KEY, reserved INTEGER NOT NULL) WITHOUT ROWID; COMMIT;');
    return database;
  } catch (error) {
    database?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The store ${path} cannot be opened: ${/locked/.test(reason) ? 'another process is using it' : reason}.`, { cause: error });
  }
}

interface Counter {
  next: number;
  /** First number that is not reserved. */
  limit: number;
}

/**
 * Opens a store.
 * @param path a file, created when absent, or `:memory:`; one process at a time
 * @throws Error that names the file when it is no store, cannot be written, or is in use
 */
export function openStore(path = ':memory:'): Store {
  const database = openDatabase(path);

  const statements = new Map<string, StatementSync>();
  const rollbackListeners: (() => void)[] = [];
  const counters = new Map<string, Counter>();
  /** Counters whose reservation the open transaction holds. */
  const reservedNow = new Set<Counter>();
  let depth = 0;

  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) {
      return known;
    }
    if (statements.size >= STATEMENT_LIMIT) {
      statements.clear();
    }
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };

  const undo = (): void => {
    if (depth === 0) {
      prepare('ROLLBACK').run();
    } else {
      prepare(`ROLLBACK TO level_${depth}`).run();
      prepare(`RELEASE level_${depth}`).run();
    }
    // A reservation may have been undone with the rest: reserve anew, above what was given.
    for (const counter of reservedNow) {
      counter.limit = counter.next;
    }
    if (depth === 0) {
      reservedNow.clear();
    }
    for (const listener of rollbackListeners) {
      listener();
    }
  };

  const transaction = <T>(work: () => T): T => {
    prepare(depth === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT level_${depth}`).run();
    depth += 1;
    let result: T;
    try {
      result = work();
    } catch (error) {
      depth -= 1;
      undo();
      throw error;
    }
    depth -= 1;
    prepare(depth === 0 ? 'COMMIT' : `RELEASE level_${depth}`).run();
    if (depth === 0) {
      reservedNow.clear();
    }
    return result;
  };

  const reserve = (name: string, known: Counter | undefined): Counter => {
    const counter = known ?? { next: Number(prepare('SELECT reserved FROM handrail_counter WHERE name = ?').get(name)?.['reserved'] ?? 0) + 1, limit: 0 };
    counter.limit = counter.next + BLOCK;
    prepare('INSERT INTO handrail_counter (name, reserved) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET reserved = max(reserved, excluded.reserved)')
      .run(name, counter.limit - 1);
    counters.set(name, counter);
    if (depth > 0) {
      reservedNow.add(counter);
    }
    return counter;
  };

  const available = (name: string): Counter => {
    const counter = counters.get(name);
    // Outside a transaction the reservation commits by itself; inside it commits with the records that use it.
    return counter === undefined || counter.next >= counter.limit ? reserve(name, counter) : counter;
  };

  return {
    database,
    prepare,
    transaction,
    get inTransaction() {
      return depth > 0;
    },
    nextNumber: (name) => {
      const counter = available(name);
      counter.next += 1;
      return counter.next - 1;
    },
    skipNumber: (name, given) => {
      const counter = available(name);
      counter.next = Math.max(counter.next, given + 1);
      if (counter.next >= counter.limit) {
        reserve(name, counter);
      }
    },
    onRollback: (listener) => {
      rollbackListeners.push(listener);
    },
    close: () => {
      if (database.isOpen) {
        statements.clear();
        database.close();
      }
    },
  };
}
