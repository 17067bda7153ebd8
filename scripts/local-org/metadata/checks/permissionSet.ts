import type { CheckContext, ComponentCheck, Report } from './context.ts';
import { noSuch, splitField } from './context.ts';
import { layoutObject } from '../registry.ts';
import { decodeValue } from '../schema/recordTypes.ts';
import { childrenOf, flagOf, textOf, type XmlElement } from '../xml/element.ts';

function checkFieldPermission(node: XmlElement, { schema }: CheckContext, report: Report): void {
  const path = textOf(node, 'field') ?? '';
  const { object, field: name } = splitField(path);
  const field = schema.field(object, name);
  if (field === undefined) report(noSuch('field', 'CustomField', path), node);
  else if (!field.nillable && field.type !== 'boolean') report(`You cannot deploy to a required field: ${path}`, node);
  else if (flagOf(node, 'editable') && field.formula !== null) report(`You cannot make the formula field ${path} editable`, node);
}

/** Which permissions need others: an org refuses a permission set that lacks them. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  allowCreate: ['allowRead'], allowEdit: ['allowRead'], allowDelete: ['allowRead', 'allowEdit'], viewAllRecords: ['allowRead'],
  modifyAllRecords: ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords'],
};

function checkObjectPermission(node: XmlElement, { schema }: CheckContext, report: Report): void {
  const name = textOf(node, 'object') ?? '';
  const object = schema.object(name);
  if (object === undefined || object.kind === 'tooling' || object.kind === 'history' || object.kind === 'customSetting') report(noSuch('object', 'CustomObject', name), node);
  for (const [permission, needed] of Object.entries(IMPLIED)) {
    if (!flagOf(node, permission)) continue;
    for (const other of needed) if (!flagOf(node, other)) report(`Permission ${permission} on ${name} depends on permission(s): ${other}`, node);
  }
}

interface Reference {
  readonly element: string;
  readonly nameElement: string;
  readonly type: string;
  exists(name: string, context: CheckContext): boolean;
}

const stored = (type: string) => (name: string, { components }: CheckContext): boolean => components.has(type, name);

/** Every standard object has the layout that is named after it, deployed or not. */
function hasLayout(name: string, { schema, components }: CheckContext): boolean {
  const layout = decodeValue(name);
  const object = schema.object(layoutObject(layout));
  return components.has('Layout', layout) || (object?.kind === 'standard' && layout === `${object.apiName}-${object.label} Layout`);
}

const REFERENCES: readonly Reference[] = [
  { element: 'customPermissions', nameElement: 'name', type: 'CustomPermission', exists: stored('CustomPermission') },
  { element: 'flowAccesses', nameElement: 'flow', type: 'Flow', exists: stored('Flow') },
  { element: 'applicationVisibilities', nameElement: 'application', type: 'CustomApplication', exists: (name, context) => name.startsWith('standard__') || stored('CustomApplication')(name, context) },
  { element: 'tabSettings', nameElement: 'tab', type: 'CustomTab', exists: (name, context) => name.startsWith('standard-') || stored('CustomTab')(name, context) },
  { element: 'tabVisibilities', nameElement: 'tab', type: 'CustomTab', exists: (name, context) => name.startsWith('standard-') || stored('CustomTab')(name, context) },
  { element: 'layoutAssignments', nameElement: 'layout', type: 'Layout', exists: hasLayout },
  { element: 'customMetadataTypeAccesses', nameElement: 'name', type: 'CustomObject', exists: (name, { schema }) => schema.object(name)?.kind === 'customMetadata' },
  { element: 'customSettingAccesses', nameElement: 'name', type: 'CustomObject', exists: (name, { schema }) => schema.object(name)?.kind === 'customSetting' },
  { element: 'recordTypeVisibilities', nameElement: 'recordType', type: 'RecordType', exists: stored('RecordType') },
  { element: 'classAccesses', nameElement: 'apexClass', type: 'ApexClass', exists: () => false },
  { element: 'pageAccesses', nameElement: 'apexPage', type: 'ApexPage', exists: () => false },
];

export const checkPermissionSet: ComponentCheck = (incoming, context, report) => {
  for (const node of childrenOf(incoming.node, 'fieldPermissions')) checkFieldPermission(node, context, report);
  for (const node of childrenOf(incoming.node, 'objectPermissions')) checkObjectPermission(node, context, report);
  for (const reference of REFERENCES) {
    for (const node of childrenOf(incoming.node, reference.element)) {
      const name = textOf(node, reference.nameElement) ?? '';
      if (!reference.exists(name, context)) report(noSuch(reference.nameElement, reference.type, name), node);
    }
  }
};

export const checkPermissionSetGroup: ComponentCheck = (incoming, { components }, report) => {
  for (const [element, type] of [['permissionSets', 'PermissionSet'], ['mutingPermissionSets', 'MutingPermissionSet']] as const) {
    for (const node of childrenOf(incoming.node, element)) if (!components.has(type, node.text)) report(noSuch(element, type, node.text), node);
  }
};

/** Permissions that a custom permission needs must exist. */
export const checkCustomPermission: ComponentCheck = (incoming, { components }, report) => {
  for (const node of childrenOf(incoming.node, 'requiredPermission')) {
    const name = textOf(node, 'customPermission');
    if (name !== null && !components.has('CustomPermission', name)) report(noSuch('customPermission', 'CustomPermission', name), node);
  }
};
