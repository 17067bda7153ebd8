/**
 * Turns a path of a formula (`Amount`, `Account.Industry`, `$Permission.X`) into a function that reads it. The
 * path is resolved once; evaluating a rule is then a chain of plain function calls.
 */
import type { RawValue } from '../../../formula/types.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import type { FieldSchema } from '../schema.ts';
import { customSettingReader } from './customSettings.ts';
import type { FormulaEnvironment } from './environment.ts';
import { relationshipStep } from './paths.ts';

export type Accessor = (row: Row, environment: FormulaEnvironment) => RawValue | undefined;

/** Computes a formula field of a record. */
export type FieldEvaluator = (plan: ObjectPlan, field: FieldSchema, row: Row, environment: FormulaEnvironment) => RawValue;

export class UnreadablePath extends Error {}

type GlobalAccessor = (path: readonly string[], follow: (plan: ObjectPlan, path: readonly string[]) => Accessor) => Accessor;

/** Reads on from the one record that `find` names. */
function fromRecord(objectName: string, idOf: (environment: FormulaEnvironment) => string | null): GlobalAccessor {
  return (path, follow) => (_row, environment) => {
    const object = environment.schema.object(objectName);
    const id = idOf(environment);
    const entry = object === undefined || id === null ? undefined : environment.load(id);
    return entry === undefined ? undefined : follow(entry.plan, path)(entry.row, environment);
  };
}

function userField(environment: FormulaEnvironment, field: string): string | null {
  const value = environment.load(environment.session.userId)?.row[field];
  return typeof value === 'string' ? value : null;
}

const GLOBALS: Readonly<Record<string, GlobalAccessor>> = {
  $permission: ([name = '']) => (_row, environment) => environment.session.customPermissions.has(name),
  $user: fromRecord('User', (environment) => environment.session.userId),
  $userrole: fromRecord('UserRole', (environment) => userField(environment, 'UserRoleId')),
  $profile: (path, follow) => {
    const fromRow = fromRecord('Profile', (environment) => userField(environment, 'ProfileId'))(path, follow);
    return path[0]?.toLowerCase() === 'name' ? (_row, environment) => environment.session.profileName : fromRow;
  },
  $organization: (path, follow) => (_row, environment) => {
    const object = environment.schema.object('Organization');
    const row = environment.setup.all('Organization')[0];
    return object === undefined || row === undefined ? undefined : follow(planOf(object), path)(row, environment);
  },
  $custommetadata: ([type = '', record = '', ...path], follow) => (_row, environment) => {
    const object = environment.schema.object(type);
    const row = environment.setup.find(type, 'DeveloperName', record);
    return object === undefined || row === undefined ? undefined : follow(planOf(object), path)(row, environment);
  },
  $setup: ([type = '', name = '']) => {
    const read = customSettingReader(type, name);
    return (_row, environment) => read(environment);
  },
  $label: ([name = '']) => (_row, environment) => environment.setup.find('ExternalString', 'Name', name)?.['Value'],
  $system: ([name = '']) => {
    if (name.toLowerCase() !== 'origindatetime') {
      throw new UnreadablePath(`unsupported: $System.${name}`);
    }
    return () => '1900-01-01T00:00:00.000Z';
  },
};

/** Record types live in the schema, not in a table: `RecordType.DeveloperName`, `.Name`, `.Id`. */
function recordTypeAccessor(plan: ObjectPlan, lookup: FieldSchema, path: readonly string[]): Accessor {
  const property = path.length === 1 ? ({ developername: 'developerName', name: 'label', id: 'id' } as const)[path[0]?.toLowerCase() ?? ''] : undefined;
  if (property === undefined) {
    throw new UnreadablePath(`unsupported: RecordType.${path.join('.')}`);
  }
  return (row) => plan.object.recordTypes.find((type) => type.id === row[lookup.apiName])?.[property];
}

/** Builds the accessor of a path that starts at an object's record. */
export function buildAccessor(plan: ObjectPlan, path: readonly string[], evaluateField: FieldEvaluator): Accessor {
  const [head = '', ...rest] = path;
  const cached = new Map<ObjectPlan, Map<string, Accessor>>();
  const follow = (target: ObjectPlan, targetPath: readonly string[]): Accessor => {
    const key = targetPath.join('.').toLowerCase();
    const known = cached.get(target)?.get(key);
    if (known !== undefined) {
      return known;
    }
    const built = buildAccessor(target, targetPath, evaluateField);
    cached.set(target, (cached.get(target) ?? new Map<string, Accessor>()).set(key, built));
    return built;
  };
  if (head.toLowerCase() === '$recordtype') {
    const type = plan.fields.get('recordtypeid');
    if (type === undefined) {
      throw new UnreadablePath(`unsupported: ${path.join('.')} of ${plan.object.apiName}`);
    }
    return recordTypeAccessor(plan, type, rest);
  }
  if (head.startsWith('$')) {
    const global = GLOBALS[head.toLowerCase()];
    if (global === undefined) {
      throw new UnreadablePath(`unsupported: ${head}`);
    }
    return global(rest, follow);
  }
  if (rest.length === 0) {
    const field = plan.fields.get(head.toLowerCase());
    if (field === undefined) {
      throw new UnreadablePath(`Field ${head} does not exist. Check spelling.`);
    }
    const name = field.apiName;
    if (field.formula !== null) {
      return (row, environment) => evaluateField(plan, field, row, environment);
    }
    // Formulas know times without the Z of the API.
    return field.type === 'time' ? (row) => row[name]?.toString().replace(/Z$/, '') : (row) => row[name];
  }
  const { relationship, target } = relationshipStep(head);
  const lookup = plan.relationships.get(relationship);
  if (lookup === undefined) {
    throw new UnreadablePath(`Field ${path.join('.')} does not exist. Check spelling.`);
  }
  if (lookup.apiName === 'RecordTypeId' && plan.object.recordTypes.length > 0) {
    return recordTypeAccessor(plan, lookup, rest);
  }
  const name = lookup.apiName;
  return (row, environment) => {
    const id = row[name];
    const parent = typeof id === 'string' ? environment.load(id) : undefined;
    return parent === undefined || (target !== null && parent.plan.object.apiName.toLowerCase() !== target) ? undefined : follow(parent.plan, rest)(parent.row, environment);
  };
}
