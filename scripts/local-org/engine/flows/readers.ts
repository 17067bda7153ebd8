/** How a flow reads its record, the record before the save, and the globals of flows. */
import type { RawValue } from '../../../formula/types.ts';
import { buildAccessor, type Accessor } from '../formulas/accessors.ts';
import { todayIn } from '../time.ts';
import { FlowUnsupported, type Interview, type Reader } from './program.ts';
import type { Source } from './source.ts';
import type { FlowRecord } from './values.ts';

/** The words of an org when a flow reads from a record that is not there. */
export const notSet = (reference: string): string => `The flow failed to access the value for ${reference} because it hasn't been set or assigned.`;

type PathAccessor = (record: FlowRecord, interview: Interview) => RawValue | undefined;

/** Reads a path that starts at a record. */
export function pathAccessor(path: readonly string[]): PathAccessor {
  let accessor: Accessor | undefined;
  return (record, interview) => {
    accessor ??= buildAccessor(record.plan, path, interview.context.engine.formulas.fieldValue);
    return accessor(record.row, interview.environment);
  };
}

/** Reads a path of the record, of the record before the save, or of a global. */
export function recordReader(path: readonly string[], recordOf: (interview: Interview) => FlowRecord | null): Reader {
  const accessor = pathAccessor(path);
  return (interview) => {
    const record = recordOf(interview);
    const value = record === null ? null : accessor(record, interview);
    if (value === undefined && path.length > 1) {
      // An org fails in some places and reads blank in others; which, is not documented.
      throw new FlowUnsupported(`reading $Record.${path.join('.')} where the record in between is missing`);
    }
    return value ?? null;
  };
}

/** `$Record__Prior`; null while the record is being created. */
export const priorOf = ({ record, prior }: Interview): FlowRecord | null => (prior === null ? null : { plan: record.plan, row: prior, given: new Set() });

/** `$Flow` */
export const FLOW_GLOBALS: Readonly<Record<string, Source>> = {
  CurrentDateTime: { type: 'DateTime', read: ({ context }) => context.instant },
  CurrentDate: { type: 'Date', read: ({ context }) => todayIn(context.now, context.session.timeZone).toISODate() },
  FaultMessage: { type: 'Text', read: ({ fault }) => fault },
};

/** `$GlobalConstant` */
export const CONSTANTS: Readonly<Record<string, Source>> = {
  True: { type: 'Boolean', read: () => true },
  False: { type: 'Boolean', read: () => false },
  EmptyString: { type: 'Text', read: () => '' },
};
