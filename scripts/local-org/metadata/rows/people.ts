/** Roles, public groups and queues as rows. */
import type { Scalar } from '../../engine/types.ts';
import { childOf, childrenOf, flagOf, textOf, textsOf } from '../xml/element.ts';
import { auditFields, type RowContext, type RowWriter, type SystemRow } from './row.ts';

/** The columns that the object has. */
function fitting({ object, row }: SystemRow, { schema }: RowContext): SystemRow {
  return { object, row: Object.fromEntries(Object.entries(row).filter(([name]) => schema.field(object, name) !== undefined)) };
}

export const role: RowWriter = (component, context) => {
  const parent = textOf(component.content, 'parentRole');
  return [fitting({
    object: 'UserRole',
    row: {
      Id: component.id, ...auditFields(component), Name: textOf(component.content, 'name'), DeveloperName: component.fullName, RollupDescription: textOf(component.content, 'description'),
      ParentRoleId: parent === null ? null : context.components.get('Role', parent)?.id ?? null,
    },
  }, context)];
};

export const group: RowWriter = (component, context) => [fitting({
  object: 'Group',
  row: {
    Id: component.id, ...auditFields(component), Name: textOf(component.content, 'name'), DeveloperName: component.fullName, Type: 'Regular',
    DoesIncludeBosses: flagOf(component.content, 'doesIncludeBosses'),
  },
}, context)];

export const queue: RowWriter = (component, context) => {
  const { content } = component;
  const row: Record<string, Scalar> = {
    Id: component.id, ...auditFields(component), Name: textOf(content, 'name'), DeveloperName: component.fullName, Type: 'Queue', Email: textOf(content, 'email'),
    DoesSendEmailToMembers: flagOf(content, 'doesSendEmailToMembers'),
  };
  const objects = childrenOf(content, 'queueSobject').map((node): SystemRow => {
    const name = textOf(node, 'sobjectType');
    return { object: 'QueueSobject', row: { Id: context.rowId(component, 'QueueSobject', name ?? ''), QueueId: component.id, SobjectType: name, CreatedById: component.createdById, SystemModstamp: component.lastModifiedDate } };
  });
  const users = childOf(childOf(content, 'queueMembers') ?? content, 'users');
  const members = (users === undefined ? [] : textsOf(users, 'user')).flatMap((name): SystemRow[] => {
    const user = context.userId(name);
    return user === null ? [] : [{ object: 'GroupMember', row: { Id: context.rowId(component, 'GroupMember', user), GroupId: component.id, UserOrGroupId: user, SystemModstamp: component.lastModifiedDate } }];
  });
  return [{ object: 'Group', row }, ...objects, ...members].map((one) => fitting(one, context));
};
