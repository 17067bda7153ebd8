/** Queues and public groups. */
import type { ObjectSchema } from '../engine/schema.ts';
import { checkbox, email, object, picklist, reference, setupColumns, text } from './columns.ts';

const group = object('setup', 'Group', 'Group', 'Groups', '00G', { access: 'cud' }, setupColumns('Group', [
  text('Name', 'Name', 40, 'required', 'name'),
  text('DeveloperName', 'Developer Name', 80),
  reference('RelatedId', 'Related ID', ['User', 'UserRole'], {}, 'readOnly'),
  picklist('Type', 'Type', ['Regular', 'Queue', 'Role', 'RoleAndSubordinates', 'Organization'], 'required', 'createOnly', 'restricted'),
  email('Email', 'Email', 255),
  reference('OwnerId', 'Owner ID', ['Organization', 'User'], {}, 'readOnly'),
  checkbox('DoesSendEmailToMembers', 'Send Email to Members'),
  checkbox('DoesIncludeBosses', 'Grant Access Using Hierarchies'),
]));

const groupMember = object('setup', 'GroupMember', 'Group Member', 'Group Members', '011', { access: 'cd' }, setupColumns('Group Member', [
  reference('GroupId', 'Group ID', 'Group', { children: 'GroupMembers', onDelete: 'Cascade' }, 'required', 'createOnly'),
  reference('UserOrGroupId', 'User/Group ID', ['Group', 'User'], {}, 'required', 'createOnly'),
]).filter((field) => !/^(Created|LastModified)/.test(field.apiName)));

/** Which objects a queue may own records of. */
const queueSobject = object('setup', 'QueueSobject', 'Queue Sobject', 'Queue Sobjects', '03g', { access: 'cd' }, setupColumns('Queue Sobject', [
  reference('QueueId', 'Group ID', 'Group', { children: 'QueueSobjects', onDelete: 'Cascade' }, 'required', 'createOnly'),
  text('SobjectType', 'SObject Type Name', 40, 'required', 'createOnly'),
  reference('CreatedById', 'Created By ID', 'User', {}, 'readOnly'),
]).filter((field, index, all) => !/^(CreatedDate|LastModified)/.test(field.apiName) && all.findIndex((other) => other.apiName === field.apiName) === index));

export const groupObjects: readonly ObjectSchema[] = [group, groupMember, queueSobject];
