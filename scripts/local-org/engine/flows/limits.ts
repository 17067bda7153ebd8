/**
 * What flows may use up in one transaction, and which of them are running in it. An org runs the flows of up to 200
 * records together and counts an element once for all of them: here the count starts anew with each record that a
 * request saves, which comes to the same. Rows are counted over the whole call.
 */
import type { FormulaEnvironment } from '../formulas/environment.ts';
import { FlowFault } from './program.ts';

/** Apex Developer Guide, Execution Governors and Limits: they hold for flows as well. */
const MOST_QUERIES = 100;
const MOST_WRITES = 150;
const MOST_ROWS_READ = 50_000;
const MOST_ROWS_WRITTEN = 10_000;

export interface FlowLimits {
  /** Flows that are running, with the record that started each: `Flow:Id`. */
  readonly running: Set<string>;
  queries: number;
  writes: number;
  rowsRead: number;
  rowsWritten: number;
}

const limits = new WeakMap<FormulaEnvironment, FlowLimits>();

/** The limits of a call, whose records and the saves within them share an environment. */
export function limitsOf(environment: FormulaEnvironment): FlowLimits {
  let known = limits.get(environment);
  if (known === undefined) {
    known = { running: new Set(), queries: 0, writes: 0, rowsRead: 0, rowsWritten: 0 };
    limits.set(environment, known);
  }
  if (known.running.size === 0) {
    known.queries = 0;
    known.writes = 0;
  }
  return known;
}

/** A limit that no fault path can catch. */
export class LimitReached extends FlowFault {}

function count(value: number, most: number, what: string): number {
  if (value > most) {
    throw new LimitReached(`${what}: ${value}`);
  }
  return value;
}

/** Counts a query. */
export function countQuery(of: FlowLimits): void {
  of.queries = count(of.queries + 1, MOST_QUERIES, 'Too many SOQL queries');
}

/** Counts what a query found. */
export function countRowsRead(of: FlowLimits, rows: number): void {
  of.rowsRead = count(of.rowsRead + rows, MOST_ROWS_READ, 'Too many query rows');
}

/** Counts a write of so many records. */
export function countWrite(of: FlowLimits, rows: number): void {
  of.writes = count(of.writes + 1, MOST_WRITES, 'Too many DML statements');
  of.rowsWritten = count(of.rowsWritten + rows, MOST_ROWS_WRITTEN, 'Too many DML rows');
}

/** Rows that a query may still find before it is too many. */
export const rowsLeft = (of: FlowLimits): number => Math.max(MOST_ROWS_READ - of.rowsRead, 0);
