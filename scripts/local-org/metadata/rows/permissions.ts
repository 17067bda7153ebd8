/** Rows that permission sets and profiles have alike. */
import type { Scalar, Session } from '../../engine/types.ts';
import { splitField } from '../checks/context.ts';
import { childrenOf, flagOf, textOf, type XmlElement } from '../xml/element.ts';
import type { RowContext, SystemRow } from './row.ts';

/** The org asks in its own name. */
export const SYSTEM: Session = { userId: '', username: 'system', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC' };

export function objectPermissionRow(node: XmlElement, parentId: string, id: string, audit: Readonly<Record<string, Scalar>> = {}): SystemRow {
  return {
    object: 'ObjectPermissions',
    row: {
      Id: id, ...audit, ParentId: parentId, SobjectType: textOf(node, 'object'),
      PermissionsCreate: flagOf(node, 'allowCreate'), PermissionsRead: flagOf(node, 'allowRead'), PermissionsEdit: flagOf(node, 'allowEdit'), PermissionsDelete: flagOf(node, 'allowDelete'),
      PermissionsViewAllRecords: flagOf(node, 'viewAllRecords'), PermissionsModifyAllRecords: flagOf(node, 'modifyAllRecords'),
    },
  };
}

export function fieldPermissionRow(node: XmlElement, parentId: string, id: string, audit: Readonly<Record<string, Scalar>> = {}): SystemRow {
  const field = textOf(node, 'field');
  return {
    object: 'FieldPermissions',
    row: { Id: id, ...audit, ParentId: parentId, SobjectType: splitField(field ?? '').object, Field: field, PermissionsEdit: flagOf(node, 'editable'), PermissionsRead: flagOf(node, 'readable') },
  };
}

/** What `SetupEntityAccess` says, by the element that says it: type of the component, and of the row. */
const ENTITY_ACCESS = [
  { element: 'customPermissions', component: 'CustomPermission', type: 'CustomPermission' },
  { element: 'customSettingAccesses', component: 'CustomObject', type: 'CustomEntityDefinition' },
] as const;

/** The setup entities that a permission set or profile mentions. */
export function accessesOf(content: XmlElement, { components }: Pick<RowContext, 'components'>): { readonly type: string; readonly id: string; readonly enabled: boolean }[] {
  return ENTITY_ACCESS.flatMap(({ element, component, type }) => childrenOf(content, element).flatMap((node) => {
    const entity = components.get(component, textOf(node, 'name') ?? '');
    return entity === undefined ? [] : [{ type, id: entity.id, enabled: flagOf(node, 'enabled') }];
  }));
}
