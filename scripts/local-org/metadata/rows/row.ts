import type { Scalar } from '../../engine/types.ts';
import type { Schema } from '../../engine/schema.ts';
import type { OrgLimits } from '../checks/context.ts';
import type { Component, ComponentSet } from '../component.ts';

/** A row that setup or the Tooling API shows of a component. */
export interface SystemRow {
  readonly object: string;
  readonly row: Readonly<Record<string, Scalar>>;
}

export interface RowContext {
  readonly schema: Schema;
  readonly components: ComponentSet;
  readonly limits: OrgLimits;
  /** Id of a user to the name shown for them. */
  readonly userName: (id: string) => string;
  /** Id of the user of a user name; null when there is none. */
  readonly userId: (username: string) => string | null;
  /** Stable id for a row that hangs on a component: equal arguments give the same id. */
  readonly rowId: (component: Component, object: string, key: string) => string;
}

export type RowWriter = (component: Component, context: RowContext) => readonly SystemRow[];

/** Audit columns, as far as an object has them. */
export function auditFields(component: Component): Record<string, Scalar> {
  return {
    CreatedById: component.createdById, CreatedDate: component.createdDate, LastModifiedById: component.lastModifiedById,
    LastModifiedDate: component.lastModifiedDate, SystemModstamp: component.lastModifiedDate,
  };
}

/** `EntityDefinitionId`: the name of a standard object, the 15-character component id of a custom one. */
export function entityId(context: Pick<RowContext, 'components'>, objectName: string): string {
  const component = context.components.get('CustomObject', objectName);
  return component !== undefined && /__(c|mdt)$/.test(component.fullName) ? component.id.slice(0, 15) : objectName;
}
