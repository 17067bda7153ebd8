/** A record-triggered flow ready to run, and what one run of it has at hand. */
import type { RawValue } from '../../../formula/types.ts';
import type { SaveContext } from '../context.ts';
import type { FormulaEnvironment } from '../formulas/environment.ts';
import type { ObjectPlan } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import type { RecordInput, SaveError } from '../types.ts';
import type { FlowLimits } from './limits.ts';
import type { FlowRecord, FlowValue } from './values.ts';

/** Saves and deletes of records that a flow asks for. They go through the whole pipeline and throw `SaveRefused`. */
export interface RecordWriter {
  insert(plan: ObjectPlan, input: RecordInput): string;
  update(plan: ObjectPlan, id: string, input: RecordInput): void;
  remove(plan: ObjectPlan, id: string): void;
  /** All writes of one element stand or fall together. */
  atomically<T>(work: () => T): T;
}

/** Where a loop stands. */
export interface LoopState {
  readonly items: readonly (RawValue | FlowRecord)[];
  position: number;
}

/** What started the flow: the record on its way, and the call that saves or deletes it. */
export interface Trigger {
  /** `$Record` */
  readonly record: FlowRecord;
  /** The record as it was stored before this save; null when it is being created. */
  readonly prior: Row | null;
  readonly context: SaveContext;
  readonly environment: FormulaEnvironment;
  /** Absent before a record is saved: such a flow writes nothing but the record itself. */
  readonly writer?: RecordWriter;
}

/** One run, for one record. */
export interface Interview extends Trigger {
  readonly limits: FlowLimits;
  readonly variables: Map<string, FlowValue>;
  readonly loops: Map<string, LoopState>;
  /** Values of formulas since the last change: formulas that name each other are computed once each. */
  readonly computed: Map<string, RawValue>;
  /** `$Flow.FaultMessage` */
  fault: string | null;
}

/** Gives a variable or the output of an element its value. */
export function setVariable(interview: Interview, name: string, value: FlowValue): void {
  interview.variables.set(name, value);
  interview.computed.clear();
}

export type Reader = (interview: Interview) => RawValue;
export type Test = (interview: Interview) => boolean;

/** Does its work and names the next element; null ends the run. */
export type FlowElement = (interview: Interview) => string | null;

export interface Program {
  readonly entry: Test;
  readonly first: string | null;
  readonly elements: ReadonlyMap<string, FlowElement>;
  /** Gives variables the values they start with. */
  readonly initial: (interview: Interview) => void;
}

/** The record is refused with these errors, as any save is. */
export class FlowRefusal extends Error {
  readonly errors: readonly SaveError[];
  constructor(errors: readonly SaveError[]) {
    super(errors[0]?.message ?? 'refused');
    this.errors = errors;
  }
}

/** The flow itself went wrong; an org then refuses the record. */
export class FlowFault extends Error {}

/** The answer depends on what is not known of Salesforce. */
export class FlowUnsupported extends Error {}

/** The longest text that any field holds (long text area). A longer one comes from a flow that doubles it again and again. */
const LONGEST_TEXT = 131_072;

/** @throws FlowFault when a text has grown beyond what a field can hold */
export function bounded(value: RawValue, what: string): RawValue {
  if (typeof value === 'string' && value.length > LONGEST_TEXT) {
    throw new FlowFault(`${what} is longer than ${LONGEST_TEXT.toLocaleString('en-US')} characters`);
  }
  return value;
}
