/** What the org itself checks, fills and notes down when setup records are saved over the API. */
import type { EngineContext } from '../engine/context.ts';
import { planOf } from '../engine/objectPlan.ts';
import type { Row } from '../engine/records.ts';
import type { BeforeSaveStep } from '../engine/save/beforeSave.ts';
import { writeSystemRow } from '../engine/systemRows.ts';
import type { Scalar } from '../engine/types.ts';

const ADMINISTERED = ['User', 'UserRole', 'PermissionSetAssignment', 'SetupEntityAccess', 'Holiday', 'Group', 'GroupMember', 'QueueSobject', 'Territory2Model', 'Territory2Type', 'Territory2', 'UserTerritory2Association'];

/** The coarse half of setup permissions: who is no administrator changes nobody but himself. */
const administratorsOnly: readonly BeforeSaveStep[] = ADMINISTERED.map((object): BeforeSaveStep => ({
  name: `${object} is changed by administrators`,
  object,
  on: 'createOrUpdate',
  run({ row, isNew }, { session }) {
    const own = object === 'User' && !isNew && row['Id'] === session.userId;
    return session.profileName === 'System Administrator' || own
      ? undefined
      : [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'insufficient access rights on object id', fields: [] }];
  },
}));

/** Text as Salesforce gives it for a second assignment of the same set to the same user. */
const assignOnce: BeforeSaveStep = {
  name: 'a permission set is assigned to a user once',
  object: 'PermissionSetAssignment',
  on: 'create',
  run({ row, plan }, { engine }) {
    row['IsActive'] = true;
    const assignee = row['AssigneeId'] ?? null;
    const set = row['PermissionSetId'] ?? null;
    const twin = engine.records.find(plan, 'AssigneeId', assignee).find((other) => other['PermissionSetId'] === set);
    return twin === undefined
      ? undefined
      : [{ statusCode: 'DUPLICATE_VALUE', message: `Duplicate PermissionSetAssignment. Assignee: ${String(assignee)}; Permission Set: ${String(set)}`, fields: ['AssigneeId', 'PermissionSetId'] }];
  },
};

/** The audit trail names who was given what; it goes with the save when that is undone. */
const noteAssignment: BeforeSaveStep = {
  name: 'an assignment is noted in the audit trail',
  object: 'PermissionSetAssignment',
  on: 'create',
  run({ row }, { engine, session, instant }) {
    const set = recordOf(engine, 'PermissionSet', row['PermissionSetId']);
    const user = recordOf(engine, 'User', row['AssigneeId']);
    if (set !== undefined && user !== undefined) {
      writeSystemRow(engine, 'SetupAuditTrail', {
        Action: 'PermSetAssign',
        Section: 'Manage Users',
        Display: `Permission set ${String(set['Label'])}: assigned to user ${String(user['Name'])} (UserID: [${String(user['Id']).slice(0, 15)}])`,
        CreatedById: session.userId,
        CreatedDate: instant,
      });
    }
    return undefined;
  },
};

function recordOf(engine: EngineContext, object: string, id: Scalar | undefined): Row | undefined {
  const schema = engine.schema.object(object);
  return schema === undefined || typeof id !== 'string' ? undefined : engine.records.get(planOf(schema), id);
}

/** An org activates a model in the background, and archives it for good; one at a time is active. */
const oneActiveModel: BeforeSaveStep = {
  name: 'one territory model is active',
  object: 'Territory2Model',
  on: 'createOrUpdate',
  run({ row, plan }, { engine, instant }) {
    if (row['State'] !== 'Active') return undefined;
    const other = engine.records.find(plan, 'State', 'Active').find(({ Id }) => Id !== row['Id']);
    if (other !== undefined) return [{ statusCode: 'FIELD_INTEGRITY_EXCEPTION', message: `unsupported: the territory model ${String(other['Name'])} is active. Archive it before another is activated.`, fields: ['State'] }];
    row['ActivatedDate'] ??= instant;
    return undefined;
  },
};

const ENTITY_TYPES: Readonly<Record<string, string>> = { CustomPermission: 'CustomPermission' };

const accessType: BeforeSaveStep = {
  name: 'the type of an access follows from its entity',
  object: 'SetupEntityAccess',
  on: 'create',
  run({ row }, { engine }) {
    const target = engine.schema.objectByKeyPrefix(String(row['SetupEntityId'] ?? '').slice(0, 3));
    row['SetupEntityType'] = ENTITY_TYPES[target?.apiName ?? ''] ?? null;
    return undefined;
  },
};

export const setupRules: readonly BeforeSaveStep[] = [...administratorsOnly, assignOnce, noteAssignment, oneActiveModel, accessType];
