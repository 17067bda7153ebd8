/** Object and field permissions of a user: what profile and permission sets give, taken together. */
import type { FieldSchema, ObjectSchema } from '../engine/schema.ts';
import type { Access, Engine, Session } from '../engine/types.ts';
import { literal } from './soqlLiteral.ts';

type Right = Parameters<Access['object']>[1];

/** Objects without permissions of their own stand and fall with another: they are read with it and changed by whoever may edit it. */
const FOLLOWS: Readonly<Record<string, string>> = {
  CampaignMember: 'Campaign', CaseComment: 'Case', OpportunityContactRole: 'Opportunity', OpportunityLineItem: 'Opportunity', OrderItem: 'Order', PricebookEntry: 'Pricebook2',
  QuoteLineItem: 'Quote',
};
/** Whoever has *Edit Tasks* and *Edit Events*, as every standard profile does. */
const OPEN: ReadonlySet<string> = new Set(['Task', 'Event']);

/** Setup objects that take a permission to read (Object Reference, PermissionSetAssignment, "Special Access Rules"). */
const SETUP_READERS: Readonly<Record<string, string>> = { permissionsetassignment: 'ViewSetup' };

const COLUMNS: Readonly<Record<Right, string>> = { read: 'PermissionsRead', create: 'PermissionsCreate', edit: 'PermissionsEdit', delete: 'PermissionsDelete' };
const RIGHTS = Object.keys(COLUMNS) as Right[];

/** Rows of one kind of permission that the permission sets hold; profiles count as the sets that they own. */
function granted(engine: Engine, session: Session, object: string, sets: readonly string[], columns: readonly string[]): readonly Record<string, unknown>[] {
  return engine.query(session, `SELECT ${columns.join(', ')} FROM ${object} WHERE ParentId IN (${sets.map(literal).join(', ')})`).records;
}

/** Custom fields obey field-level security, but for those that must have a value; standard fields are open in the standard profiles. */
function isSecured(field: FieldSchema): boolean {
  const required = !field.nillable && field.type !== 'boolean' && field.createable;
  return field.custom && !field.nameField && !required && field.masterDetail === undefined;
}

/** `OpportunityHistory`, `X__History`: seen by whoever sees the record they tell of. */
function parentOfHistory(object: ObjectSchema): string | undefined {
  return object.fields.find((field) => field.deleteConstraint === 'Cascade')?.referenceTo[0];
}

/** Custom settings whose records permission sets let read, in lower case. */
function readableSettings(engine: Engine, session: Session, sets: readonly string[]): ReadonlySet<string> {
  if (sets.length === 0 || !engine.schema.objects.some((object) => object.kind === 'customSetting')) {
    return new Set();
  }
  const soql = `SELECT SetupEntityId FROM SetupEntityAccess WHERE ParentId IN (${sets.map(literal).join(', ')}) AND SetupEntityType = 'CustomEntityDefinition'`;
  const ids = engine.query(session, soql).records.map((row) => literal(String(row['SetupEntityId'])));
  const rows = ids.length === 0 ? [] : engine.query(session, `SELECT DeveloperName FROM CustomObject WHERE Id IN (${ids.join(', ')})`, { tooling: true }).records;
  return new Set(rows.map((row) => `${String(row['DeveloperName'])}__c`.toLowerCase()));
}

/**
 * The access of a user. The permission rows are read now, so a change of them asks for a new access; the schema is asked
 * each time.
 * @param session with which the rows are read: it must see them
 */
export function readAccess(engine: Engine, session: Session, permissionSets: readonly string[], userPermissions: ReadonlySet<string>): Access {
  const objects = new Map<string, Set<Right>>();
  const fields = new Map<string, { edit: boolean }>();
  if (permissionSets.length > 0) {
    for (const row of granted(engine, session, 'ObjectPermissions', permissionSets, ['SobjectType', ...Object.values(COLUMNS)])) {
      const name = String(row['SobjectType']).toLowerCase();
      const rights = objects.get(name) ?? new Set();
      objects.set(name, rights);
      RIGHTS.filter((right) => row[COLUMNS[right]] === true).forEach((right) => rights.add(right));
    }
    for (const row of granted(engine, session, 'FieldPermissions', permissionSets, ['Field', 'PermissionsRead', 'PermissionsEdit'])) {
      const name = String(row['Field']).toLowerCase();
      if (row['PermissionsRead'] === true) {
        fields.set(name, { edit: fields.get(name)?.edit === true || row['PermissionsEdit'] === true });
      }
    }
  }
  const settings = readableSettings(engine, session, permissionSets);
  const modifyAll = userPermissions.has('ModifyAllData');
  const viewAll = modifyAll || userPermissions.has('ViewAllData');

  const may = (name: string, right: Right): boolean => {
    const object = engine.schema.object(name);
    if (object?.kind === 'history') {
      const parent = parentOfHistory(object);
      return right === 'read' && (parent === undefined || may(parent, 'read'));
    }
    if (object?.kind === 'customSetting') {
      // Over the API only (Salesforce Help, Grant Read Access to Custom Settings); formulas and flows read them for everybody.
      return userPermissions.has('CustomizeApplication') || (right === 'read' && settings.has(object.apiName.toLowerCase()));
    }
    const asked = SETUP_READERS[name.toLowerCase()];
    if (asked !== undefined && right === 'read') return userPermissions.has(asked);
    if ((object?.kind !== 'standard' && object?.kind !== 'custom') || modifyAll || (viewAll && right === 'read') || OPEN.has(object.apiName)) {
      return true;
    }
    const leader = FOLLOWS[object.apiName];
    return leader === undefined ? objects.get(object.apiName.toLowerCase())?.has(right) === true : may(leader, right === 'read' ? 'read' : 'edit');
  };

  return {
    object: may,
    field: (object, name, right) => {
      const kind = engine.schema.object(object)?.kind;
      const field = kind === 'standard' || kind === 'custom' || kind === 'setup' ? engine.schema.field(object, name) : undefined;
      if (field === undefined || !isSecured(field)) {
        return true;
      }
      const found = fields.get(`${object}.${name}`.toLowerCase()) ?? (OPEN.has(object) ? fields.get(`activity.${name}`.toLowerCase()) : undefined);
      return found !== undefined && (right === 'read' || found.edit);
    },
  };
}
