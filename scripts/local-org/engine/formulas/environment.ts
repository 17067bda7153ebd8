/** Where a formula stands when it is evaluated: user, instant, and the parents it may walk to. */
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import type { Records, Row } from '../records.ts';
import type { Schema } from '../schema.ts';
import type { SetupRows } from '../setupRows.ts';
import type { OrgLookups } from '../../../formula/types.ts';
import type { Session } from '../types.ts';

export interface FormulaEnvironment {
  readonly session: Session;
  readonly now: Date;
  readonly schema: Schema;
  readonly setup: SetupRows;
  /** What functions such as VLOOKUP ask. */
  readonly org: OrgLookups;
  /** A record by id, whatever its object; undefined when there is none. */
  load(id: string): { readonly plan: ObjectPlan; readonly row: Row } | undefined;
  /** Forgets the record, or all of them: something was written. */
  forget(id?: string): void;
}

/** Records kept at a time: a query over a large object loads each of them once. */
const MOST_LOADED = 5_000;

function lookupsOf(schema: Schema, records: Records): OrgLookups {
  return {
    lookUp: (objectName, field, name) => {
      const object = schema.object(objectName);
      const plan = object === undefined ? undefined : planOf(object);
      return plan?.nameField === undefined ? undefined : records.find(plan, plan.nameField.apiName, name)[0]?.[field];
    },
    // One currency: every other is unknown to the org.
    currencyRate: () => undefined,
    hasKeyPrefix: (prefix) => schema.objectByKeyPrefix(prefix) !== undefined,
  };
}

/** An environment for one call; loaded parents are kept until {@link FormulaEnvironment.forget}. */
export function createEnvironment(schema: Schema, records: Records, setup: SetupRows, session: Session, now: Date): FormulaEnvironment {
  const loaded = new Map<string, { plan: ObjectPlan; row: Row } | undefined>();
  return {
    session,
    now,
    schema,
    setup,
    org: lookupsOf(schema, records),
    load: (id) => {
      if (loaded.has(id)) {
        return loaded.get(id);
      }
      const object = schema.objectByKeyPrefix(id.slice(0, 3));
      const plan = object === undefined ? undefined : planOf(object);
      const row = plan === undefined ? undefined : records.get(plan, id);
      const entry = plan === undefined || row === undefined ? undefined : { plan, row };
      if (loaded.size >= MOST_LOADED) {
        loaded.clear();
      }
      loaded.set(id, entry);
      return entry;
    },
    forget: (id) => {
      if (id === undefined) {
        loaded.clear();
      } else {
        loaded.delete(id);
      }
    },
  };
}
