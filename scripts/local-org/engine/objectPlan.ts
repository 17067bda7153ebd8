/** What the engine asks of an object on every record, worked out once per object and schema. */
import { isStored } from '../store/tables.ts';
import type { FieldSchema, ObjectSchema } from './schema.ts';

export interface ObjectPlan {
  readonly object: ObjectSchema;
  /** Fields with a column, in describe order. */
  readonly stored: readonly FieldSchema[];
  readonly storedBooleans: readonly string[];
  /** By lower-case API name. */
  readonly fields: ReadonlyMap<string, FieldSchema>;
  /** Lookup fields by lower-case relationship name: `account` -> AccountId. */
  readonly relationships: ReadonlyMap<string, FieldSchema>;
  readonly required: readonly FieldSchema[];
  readonly withDefault: readonly FieldSchema[];
  readonly autoNumbers: readonly FieldSchema[];
  readonly unique: readonly FieldSchema[];
  readonly tracked: readonly FieldSchema[];
  readonly nameField: FieldSchema | undefined;
  /** Roll-up summary fields. */
  readonly summaries: readonly FieldSchema[];
  has(apiName: string): boolean;
}

const plans = new WeakMap<ObjectSchema, ObjectPlan>();

/** Set by the save pipeline itself, whatever the object says of them. */
export const AUDIT_FIELDS: ReadonlySet<string> = new Set([
  'Id', 'IsDeleted', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp',
]);

function hasDefault(field: FieldSchema): boolean {
  return field.defaultValue !== null || field.defaultValueFormula !== null || field.type === 'boolean'
    || field.picklistValues.some((value) => value.isDefault && value.active);
}

function isRequired(field: FieldSchema): boolean {
  return !field.nillable && field.createable && field.type !== 'boolean' && field.autoNumberFormat === null
    && field.apiName !== 'OwnerId' && !AUDIT_FIELDS.has(field.apiName);
}

/** The plan of an object; the same object gives the same plan. */
export function planOf(object: ObjectSchema): ObjectPlan {
  const known = plans.get(object);
  if (known !== undefined) {
    return known;
  }
  const stored = object.fields.filter(isStored);
  const names = new Set(stored.map((field) => field.apiName));
  const plan: ObjectPlan = {
    object,
    stored,
    storedBooleans: stored.filter((field) => field.type === 'boolean').map((field) => field.apiName),
    fields: new Map(object.fields.map((field) => [field.apiName.toLowerCase(), field])),
    relationships: new Map(
      object.fields.flatMap((field) => (field.relationshipName === null ? [] : [[field.relationshipName.toLowerCase(), field] as const])),
    ),
    required: stored.filter(isRequired),
    withDefault: stored.filter((field) => hasDefault(field) && !AUDIT_FIELDS.has(field.apiName)),
    autoNumbers: stored.filter((field) => field.autoNumberFormat !== null),
    unique: stored.filter((field) => field.unique),
    tracked: object.historyTracking ? stored.filter((field) => field.trackHistory) : [],
    summaries: stored.filter((field) => (field.summary ?? null) !== null),
    nameField: object.fields.find((field) => field.nameField),
    has: (apiName) => names.has(apiName),
  };
  plans.set(object, plan);
  return plan;
}
