/** Profiles, roles, groups and queues. */
import { STANDARD_PROFILES } from '../rows/profiles.ts';
import { childOf, childrenOf, flagOf, textOf, textsOf, type XmlElement } from '../xml/element.ts';
import { noSuch, type ComponentCheck } from './context.ts';

export const checkProfile: ComponentCheck = (incoming, _context, report) => {
  if (!flagOf(incoming.node, 'custom') && !Object.hasOwn(STANDARD_PROFILES, incoming.fullName)) report(`unsupported: the local org does not have the standard profile ${incoming.fullName}`);
};

export const checkRole: ComponentCheck = (incoming, { components }, report) => {
  const seen = new Set([incoming.fullName.toLowerCase()]);
  for (let parent = textOf(incoming.node, 'parentRole'); parent !== null; parent = textOf(components.get('Role', parent)?.content ?? incoming.node, 'parentRole')) {
    if (!components.has('Role', parent)) {
      report(noSuch('parentRole', 'Role', parent), childOf(incoming.node, 'parentRole'));
      return;
    }
    if (seen.has(parent.toLowerCase())) {
      report(`The role hierarchy must not contain a loop (${parent})`, childOf(incoming.node, 'parentRole'));
      return;
    }
    seen.add(parent.toLowerCase());
  }
};

/** What a list of members names, by the element that holds the names. */
const MEMBERS: Readonly<Record<string, { readonly element: string; readonly type: string }>> = {
  publicGroups: { element: 'publicGroup', type: 'Group' },
  roles: { element: 'role', type: 'Role' },
  roleAndSubordinates: { element: 'roleAndSubordinate', type: 'Role' },
  roleAndSubordinatesInternal: { element: 'roleAndSubordinateInternal', type: 'Role' },
};

export const checkQueue: ComponentCheck = (incoming, { schema, components, userId }, report) => {
  for (const node of childrenOf(incoming.node, 'queueSobject')) {
    const name = textOf(node, 'sobjectType') ?? '';
    const owner = schema.field(name, 'OwnerId');
    if (schema.object(name) === undefined) report(noSuch('sobjectType', 'CustomObject', name), node);
    else if (owner === undefined) report(`Records of ${name} have no owner and cannot be in a queue`, node);
  }
  const members: XmlElement | undefined = childOf(incoming.node, 'queueMembers');
  for (const list of members?.children ?? []) {
    for (const name of list.name === 'users' ? textsOf(list, 'user') : []) if (userId(name) === null) report(`In field: users - no User named ${name} found`, list);
    const kind = MEMBERS[list.name];
    for (const name of kind === undefined ? [] : textsOf(list, kind.element)) if (!components.has(kind?.type ?? '', name)) report(noSuch(list.name, kind?.type ?? '', name), list);
  }
};
