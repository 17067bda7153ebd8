/** Which fields of an object a user may not see or not change, worked out once per user and object. */
import type { ObjectPlan } from '../objectPlan.ts';
import type { Access } from '../types.ts';

export interface FieldRights {
  /** Fields that do not exist for the user. */
  readonly hidden: ReadonlySet<string>;
  /** Fields the user may see and not change. */
  readonly locked: ReadonlySet<string>;
}

const EVERYTHING: FieldRights = { hidden: new Set(), locked: new Set() };
const known = new WeakMap<Access, WeakMap<ObjectPlan, FieldRights>>();

/** @param access undefined: everything is allowed */
export function fieldRights(access: Access | undefined, plan: ObjectPlan): FieldRights {
  if (access === undefined) {
    return EVERYTHING;
  }
  const ofAccess = known.get(access) ?? new WeakMap<ObjectPlan, FieldRights>();
  known.set(access, ofAccess);
  let rights = ofAccess.get(plan);
  if (rights === undefined) {
    const object = plan.object.apiName;
    const names = plan.object.fields.map((field) => field.apiName);
    const without = (right: 'read' | 'edit'): ReadonlySet<string> => new Set(names.filter((name) => !access.field(object, name, right)));
    rights = { hidden: without('read'), locked: without('edit') };
    ofAccess.set(plan, rights);
  }
  return rights;
}
