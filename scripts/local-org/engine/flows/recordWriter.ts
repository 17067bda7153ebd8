/** Saves and deletes that a flow asks for: the same pipeline as any other, with the rights of the system. */
import { deleteRecord } from '../save/delete.ts';
import { asSystem, type SaveCall } from '../save/call.ts';
import { insertRecord, updateRecord } from '../save/save.ts';
import type { RecordWriter } from './program.ts';

/** The writer of the flows that run within a call. */
export function recordWriter(call: SaveCall): RecordWriter {
  const { context, ...rest } = asSystem(call);
  // What holds for the request's own records, such as given audit fields or a conversion without rules, does not for those of the flow.
  const system: SaveCall = { ...rest, context: { ...context, options: {}, enforcesRules: true } };
  return {
    insert: (plan, input) => insertRecord(system, plan, input),
    update: (plan, id, input) => {
      updateRecord(system, plan, id, input);
    },
    remove: (plan, id) => deleteRecord(system, plan, id),
    atomically: (work) => {
      try {
        return context.engine.store.transaction(work);
      } catch (error) {
        call.environment.forget();
        throw error;
      }
    },
  };
}
