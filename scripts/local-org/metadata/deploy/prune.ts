/**
 * What an org takes out by itself when a component goes: the permissions to it, and its place in layouts, compact
 * layouts, list views and record types. Everything else that names a component keeps it from being deleted.
 */
import { keyOf, type Component, type ComponentSet } from '../component.ts';
import { layoutObject, ownerOf, partOf } from '../registry.ts';
import { decodeValue } from '../schema/recordTypes.ts';
import { fingerprint, textOf, type XmlElement } from '../xml/element.ts';

/** Whether an element of the component stands for something that is gone. */
type IsGone = (node: XmlElement, holder: Component, gone: (type: string, fullName: string) => boolean) => boolean;

/** Entries of permission sets and profiles: the element that names, and the type it names. */
const PERMISSIONS: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  applicationVisibilities: { name: 'application', type: 'CustomApplication' }, customMetadataTypeAccesses: { name: 'name', type: 'CustomObject' },
  customSettingAccesses: { name: 'name', type: 'CustomObject' },
  customPermissions: { name: 'name', type: 'CustomPermission' }, fieldPermissions: { name: 'field', type: 'CustomField' }, flowAccesses: { name: 'flow', type: 'Flow' },
  layoutAssignments: { name: 'layout', type: 'Layout' }, objectPermissions: { name: 'object', type: 'CustomObject' }, recordTypeVisibilities: { name: 'recordType', type: 'RecordType' },
  tabSettings: { name: 'tab', type: 'CustomTab' }, tabVisibilities: { name: 'tab', type: 'CustomTab' },
};

const permission: IsGone = (node, _holder, gone) => {
  const entry = Object.hasOwn(PERMISSIONS, node.name) ? PERMISSIONS[node.name] : undefined;
  const name = entry === undefined ? null : textOf(node, entry.name);
  return entry !== undefined && name !== null && gone(entry.type, entry.type === 'Layout' ? decodeValue(name) : name);
};

const layoutItem: IsGone = (node, holder, gone) => {
  const field = node.name === 'layoutItems' ? textOf(node, 'field') : null;
  return field !== null && gone('CustomField', `${layoutObject(holder.fullName)}.${field}`);
};

const listed: IsGone = (node, holder, gone) => (node.name === 'columns' || node.name === 'fields') && gone('CustomField', `${ownerOf(holder.fullName)}.${node.text}`);

const restricted: IsGone = (node, holder, gone) => node.name === 'picklistValues' && gone('CustomField', `${ownerOf(holder.fullName)}.${textOf(node, 'picklist') ?? ''}`);

const PRUNED: Readonly<Record<string, IsGone>> = {
  CompactLayout: listed, Layout: layoutItem, ListView: listed, MutingPermissionSet: permission, PermissionSet: permission, Profile: permission,
  RecordType: restricted,
};

function without(node: XmlElement, isGone: (node: XmlElement) => boolean): XmlElement {
  return node.children.length === 0 ? node : { ...node, children: node.children.filter((child) => !isGone(child)).map((child) => without(child, isGone)) };
}

/** A component that a deploy changes without bringing it. */
export interface AdjustedComponent {
  readonly before: Component;
  readonly after: Component;
}

/** Components that stay, without what is gone. */
export function prune(components: ComponentSet, removed: readonly Component[]): readonly AdjustedComponent[] {
  if (removed.length === 0) return [];
  const keys = new Set(removed.map((component) => keyOf(component.type, component.fullName)));
  const objects = new Set(removed.filter((component) => component.type === 'CustomObject').map((component) => component.fullName.toLowerCase()));
  const gone = (type: string, fullName: string): boolean => keys.has(keyOf(type, fullName)) || (partOf(fullName) !== fullName && objects.has(ownerOf(fullName).toLowerCase()));
  return Object.entries(PRUNED).flatMap(([type, isGone]) => components.ofType(type).flatMap((before): AdjustedComponent[] => {
    const content = without(before.content, (node) => isGone(node, before, gone));
    return fingerprint(content) === fingerprint(before.content) ? [] : [{ before, after: { ...before, content } }];
  }));
}
