/**
 * The schema as a lookup structure: names in any case, children of an object, key prefixes. Also the helpers
 * with which authors of objects (standard objects, deployed custom objects) write a field in one line.
 */
import { DEFAULT_SETTINGS, type FieldSchema, type FieldType, type ObjectSchema, type OrgSettings, type Schema } from './schema.ts';

type Child = ReturnType<Schema['children']>[number];

/**
 * Indexes objects. Later objects of the same name replace earlier ones, so that a caller may append the
 * deployed version of a standard object.
 */
export function buildSchema(objects: readonly ObjectSchema[], settings: OrgSettings = DEFAULT_SETTINGS): Schema {
  const byName = new Map<string, ObjectSchema>();
  for (const object of objects.filter(({ feature }) => feature === undefined || settings.features.has(feature))) {
    byName.set(object.apiName.toLowerCase(), object);
  }
  const all = [...byName.values()];
  const fields = new Map<ObjectSchema, Map<string, FieldSchema>>();
  const byPrefix = new Map<string, ObjectSchema>();
  const children = new Map<string, Child[]>();
  for (const object of all) {
    fields.set(object, new Map(object.fields.map((field) => [field.apiName.toLowerCase(), field])));
    if (object.keyPrefix !== null && !byPrefix.has(object.keyPrefix)) {
      byPrefix.set(object.keyPrefix, object);
    }
    for (const field of object.fields) {
      for (const parent of field.referenceTo) {
        const key = parent.toLowerCase();
        const list = children.get(key) ?? [];
        list.push({
          childObject: object.apiName,
          field: field.apiName,
          relationshipName: field.childRelationshipName,
          cascadeDelete: field.deleteConstraint === 'Cascade',
        });
        children.set(key, list);
      }
    }
  }
  const objectNamed = (apiName: string): ObjectSchema | undefined => byName.get(apiName.toLowerCase());
  return {
    objects: all,
    settings,
    object: objectNamed,
    field: (object, field) => {
      const found = objectNamed(object);
      return found === undefined ? undefined : fields.get(found)?.get(field.toLowerCase());
    },
    children: (object) => children.get(object.toLowerCase()) ?? [],
    objectByKeyPrefix: (prefix) => byPrefix.get(prefix),
  };
}

const TEXT_LIKE: ReadonlySet<FieldType> = new Set(['string', 'url', 'email', 'phone', 'picklist', 'combobox', 'id', 'reference']);
const UNSORTABLE: ReadonlySet<FieldType> = new Set(['multipicklist', 'address', 'location', 'base64', 'complexvalue']);
const UNGROUPABLE: ReadonlySet<FieldType> = new Set([
  'textarea', 'multipicklist', 'double', 'currency', 'percent', 'datetime', 'time', 'address', 'location', 'base64', 'anyType', 'complexvalue',
]);
const UNFILTERABLE: ReadonlySet<FieldType> = new Set(['base64', 'anyType', 'complexvalue']);
const DEFAULT_LENGTH: Partial<Record<FieldType, number>> = {
  id: 18, reference: 18, string: 255, textarea: 32_000, url: 255, email: 80, phone: 40, picklist: 255, multipicklist: 4099, combobox: 255,
};

/** A field from what is special about it; the rest follows from its type as in a describe. */
export function defineField(spec: Pick<FieldSchema, 'apiName' | 'type'> & Partial<FieldSchema>): FieldSchema {
  const numeric = spec.type === 'double' || spec.type === 'currency' || spec.type === 'percent' || spec.type === 'int';
  const computed = (spec.formula ?? null) !== null || (spec.autoNumberFormat ?? null) !== null;
  const compound = spec.type === 'address' || spec.type === 'location' || spec.type === 'id';
  const longText = spec.type === 'textarea' && (spec.length ?? 32_000) > 255;
  return {
    label: spec.apiName.replace(/__c$/, '').replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/ Id$/, ' ID'),
    custom: spec.apiName.endsWith('__c'),
    length: DEFAULT_LENGTH[spec.type] ?? 0,
    precision: numeric ? 18 : 0,
    scale: spec.type === 'currency' || spec.type === 'percent' ? 2 : 0,
    nillable: spec.type !== 'boolean' && spec.type !== 'id',
    createable: !computed && !compound,
    updateable: !computed && !compound,
    filterable: !UNFILTERABLE.has(spec.type) && !longText && spec.type !== 'address',
    sortable: !UNSORTABLE.has(spec.type) && !longText && !UNFILTERABLE.has(spec.type),
    groupable: !UNGROUPABLE.has(spec.type) && ((spec.formula ?? null) === null || TEXT_LIKE.has(spec.type)),
    unique: false,
    externalId: false,
    nameField: false,
    helpText: null,
    referenceTo: [],
    relationshipName: null,
    childRelationshipName: null,
    deleteConstraint: spec.type === 'reference' ? 'SetNull' : null,
    restrictedPicklist: false,
    picklistValues: [],
    defaultValue: spec.type === 'boolean' ? false : null,
    defaultValueFormula: null,
    formula: null,
    formulaTreatBlanksAs: 'blank',
    autoNumberFormat: null,
    trackHistory: false,
    ...spec,
  };
}

const READ_ONLY = { createable: false, updateable: false } as const;
const USER = { referenceTo: ['User'], deleteConstraint: 'Restrict' } as const;

/**
 * The fields that the platform keeps on every record: `Id`, `IsDeleted`, created, last modified,
 * `SystemModstamp`; with `owner: true` also `OwnerId` (a user; `queues: true` adds Group).
 */
export function systemFields(options: { readonly owner?: boolean; readonly queues?: boolean } = {}): FieldSchema[] {
  const owner: FieldSchema[] = options.owner === true
    ? [defineField({
      apiName: 'OwnerId', type: 'reference', label: 'Owner ID', referenceTo: options.queues === true ? ['Group', 'User'] : ['User'],
      relationshipName: 'Owner', nillable: false, deleteConstraint: 'Restrict',
    })]
    : [];
  return [
    defineField({ apiName: 'Id', type: 'id', label: 'Record ID' }),
    ...owner,
    defineField({ apiName: 'IsDeleted', type: 'boolean', label: 'Deleted', ...READ_ONLY }),
    defineField({ apiName: 'CreatedDate', type: 'datetime', nillable: false, ...READ_ONLY }),
    defineField({ apiName: 'CreatedById', type: 'reference', label: 'Created By ID', relationshipName: 'CreatedBy', nillable: false, ...USER, ...READ_ONLY }),
    defineField({ apiName: 'LastModifiedDate', type: 'datetime', nillable: false, ...READ_ONLY }),
    defineField({ apiName: 'LastModifiedById', type: 'reference', label: 'Last Modified By ID', relationshipName: 'LastModifiedBy', nillable: false, ...USER, ...READ_ONLY }),
    defineField({ apiName: 'SystemModstamp', type: 'datetime', label: 'System Modstamp', nillable: false, ...READ_ONLY }),
  ];
}

/** An object from what is special about it. */
export function defineObject(spec: Pick<ObjectSchema, 'apiName' | 'fields'> & Partial<ObjectSchema>): ObjectSchema {
  const label = spec.label ?? spec.apiName.replace(/__(c|mdt)$/, '').replaceAll('_', ' ');
  const kind = spec.kind ?? (spec.apiName.endsWith('__c') ? 'custom' : spec.apiName.endsWith('__mdt') ? 'customMetadata' : 'standard');
  const isRecord = kind === 'standard' || kind === 'custom';
  const writable = isRecord || kind === 'customSetting';
  return {
    label,
    labelPlural: `${label}s`,
    keyPrefix: null,
    kind,
    custom: kind === 'custom' || kind === 'customSetting' || kind === 'customMetadata',
    createable: writable,
    updateable: writable,
    deletable: writable,
    queryable: true,
    searchable: isRecord,
    historyTracking: false,
    description: null,
    validationRules: [],
    recordTypes: [],
    ...spec,
  };
}
