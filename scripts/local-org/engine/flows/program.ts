/** A before-save flow ready to run, and what one run of it has at hand. */
import type { RawValue, ReferenceType } from '../../../formula/types.ts';
import type { Draft, SaveContext } from '../context.ts';
import type { FormulaEnvironment } from '../formulas/environment.ts';
import type { SaveError } from '../types.ts';

/** One run, for one record. */
export interface Interview {
  readonly draft: Draft;
  readonly context: SaveContext;
  readonly environment: FormulaEnvironment;
  readonly variables: Map<string, RawValue>;
  /** Values of formulas since the last assignment: formulas that name each other are computed once each. */
  readonly computed: Map<string, RawValue>;
}

export type Reader = (interview: Interview) => RawValue;
export type Test = (interview: Interview) => boolean;

/** Something a flow reads: a field, a global, a formula, a variable, a literal. */
export interface Source {
  readonly type: ReferenceType['type'];
  readonly read: Reader;
}

/** Decision or assignment: does its work and names the next one; null ends the run. */
export type FlowElement = (interview: Interview) => string | null;

export interface Program {
  readonly entry: Test;
  readonly first: string | null;
  readonly elements: ReadonlyMap<string, FlowElement>;
  /** Values that variables start with. */
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

/** The longest text that any field holds (long text area). A longer one comes from a flow that doubles it again and again. */
const LONGEST_TEXT = 131_072;

/** @throws FlowFault when a text has grown beyond what a field can hold */
export function bounded(value: RawValue, what: string): RawValue {
  if (typeof value === 'string' && value.length > LONGEST_TEXT) {
    throw new FlowFault(`${what} is longer than ${LONGEST_TEXT.toLocaleString('en-US')} characters`);
  }
  return value;
}

/** The answer depends on what is not known of Salesforce. */
export class FlowUnsupported extends Error {}
