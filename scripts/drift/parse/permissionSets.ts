import { childrenOf, flagOf, textOf, type XmlElement } from '../../shared/xml/index.ts';
import type { PermissionSetState } from '../orgState.ts';

/** Repeated element of a permission set, the child that names its subject, and the flags that grant. */
const GRANTS: readonly (readonly [element: string, subject: string, what: string, flags: Readonly<Record<string, string>>])[] = [
  ['fieldPermissions', 'field', 'field', { readable: 'read', editable: 'edit' }],
  ['objectPermissions', 'object', 'object', { allowRead: 'read', allowCreate: 'create', allowEdit: 'edit', allowDelete: 'delete', viewAllRecords: 'view all of', modifyAllRecords: 'modify all of' }],
  ['customPermissions', 'name', 'permission', { enabled: 'hold' }],
  ['customMetadataTypeAccesses', 'name', 'settings', { enabled: 'read' }],
  ['userPermissions', 'name', 'permission', { enabled: 'hold' }],
];

export function permissionSetOf(name: string, node: XmlElement): PermissionSetState {
  const grants = GRANTS.flatMap(([element, subject, what, flags]) =>
    childrenOf(node, element).flatMap((entry) => Object.entries(flags).flatMap(([flag, verb]) => (flagOf(entry, flag) ? [`${verb} ${what} ${textOf(entry, subject)}`] : []))),
  );
  return { name, label: textOf(node, 'label') || name, grants: new Set(grants) };
}
