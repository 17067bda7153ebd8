/** Picklist values by record type, with what a controlling field allows. */
import type { FieldSchema, ObjectSchema, PicklistValue } from '../../engine/schema.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { canRead, objectOf, readableFields } from './access.ts';
import { recordTypeInfos, recordTypeNamed } from './recordTypes.ts';
import { get, missing, rootOf, tagged, type Shape } from './respond.ts';

type Attributes = ReadonlyMap<string, Shape>;
type ReadAttributes = (request: SyncRequest) => Attributes;

/** What a value stands for beside its name. The misspelling is Salesforce's. */
const ATTRIBUTES: Readonly<Record<string, ReadAttributes>> = {
  'Opportunity.StageName': (request) => attributes(request, 'SELECT ApiName, IsClosed, IsWon, DefaultProbability, ForecastCategoryName FROM OpportunityStage', (row) => ({
    picklistAtrributesValueType: 'OpportunityStage', closed: row['IsClosed'], defaultProbability: row['DefaultProbability'], forecastCategoryName: row['ForecastCategoryName'], won: row['IsWon'],
  })),
  'Lead.Status': (request) => attributes(request, 'SELECT ApiName, IsConverted FROM LeadStatus', (row) => ({ picklistAtrributesValueType: 'LeadStatus', converted: row['IsConverted'] })),
  'Task.Status': (request) => attributes(request, 'SELECT ApiName, IsClosed FROM TaskStatus', (row) => ({ picklistAtrributesValueType: 'TaskStatus', closed: row['IsClosed'] })),
};

function attributes({ engine, session }: SyncRequest, soql: string, of: (row: Shape) => Shape): Attributes {
  return new Map(engine.query(session, soql).records.map((row) => [String(row['ApiName']), of(row)]));
}

const isPicklist = (field: FieldSchema): boolean => field.type === 'picklist' || field.type === 'multipicklist';

/** Values of a picklist for records of a type, in the order of the value set. */
function valuesOf(object: ObjectSchema, field: FieldSchema, recordTypeId: string): { readonly values: readonly PicklistValue[]; readonly preset: string | null } {
  const active = field.picklistValues.filter((entry) => entry.active);
  const own = recordTypeNamed(object, recordTypeId)?.picklists?.get(field.apiName);
  return own === undefined
    ? { values: active, preset: active.find((entry) => entry.isDefault)?.value ?? null }
    : { values: active.filter(({ value }) => own.values.includes(value)), preset: own.defaultValue };
}

/** Positions of the controlling values, by value. */
function controllerValues(request: SyncRequest, object: ObjectSchema, field: FieldSchema, recordTypeId: string): Readonly<Record<string, number>> {
  const controller = request.engine.schema.field(object.apiName, field.controllerName ?? '');
  if (controller === undefined) {
    return {};
  }
  const names = controller.type === 'boolean' ? ['false', 'true'] : valuesOf(object, controller, recordTypeId).values.map(({ value }) => value);
  return Object.fromEntries(names.map((name, index) => [name, index]));
}

/** The values of one field. */
export function picklist(request: SyncRequest, object: ObjectSchema, field: FieldSchema, recordTypeId: string): Shape {
  const known = ATTRIBUTES[`${object.apiName}.${field.apiName}`]?.(request);
  const controllers = controllerValues(request, object, field, recordTypeId);
  const shown = (entry: PicklistValue): Shape => ({
    attributes: known?.get(entry.value) ?? null,
    label: entry.label,
    validFor: field.controllerName === undefined || field.controllerName === null ? [] : (entry.validFor ?? Object.keys(controllers)).flatMap((value) => controllers[value] ?? []),
    value: entry.value,
  });
  const { values, preset } = valuesOf(object, field, recordTypeId);
  const presetValue = values.find(({ value }) => value === preset);
  return tagged({
    controllerValues: controllers,
    defaultValue: presetValue === undefined ? null : shown(presetValue),
    url: `${rootOf(request)}/object-info/${object.apiName}/picklist-values/${recordTypeId}/${field.apiName}`,
    values: values.map(shown),
  });
}

function place(request: SyncRequest): { readonly object: ObjectSchema; readonly recordTypeId: string } {
  const object = objectOf(request, request.params['object'] ?? '');
  const asked = request.params['recordTypeId'] ?? '';
  const recordTypeId = Object.keys(recordTypeInfos(object)).find((id) => id === asked || id.slice(0, 15) === asked);
  if (recordTypeId === undefined) {
    throw missing();
  }
  return { object, recordTypeId };
}

export const picklistOperations: readonly SyncOperation[] = [
  get('picklistValuesByRecordType', 'object-info/:object/picklist-values/:recordTypeId', (request) => {
    const { object, recordTypeId } = place(request);
    return tagged({ picklistFieldValues: Object.fromEntries(readableFields(request.session, object).filter(isPicklist).map((field) => [field.apiName, picklist(request, object, field, recordTypeId)])) });
  }),
  get('picklistValues', 'object-info/:object/picklist-values/:recordTypeId/:field', (request) => {
    const { object, recordTypeId } = place(request);
    const field = request.engine.schema.field(object.apiName, request.params['field'] ?? '');
    if (field === undefined || !isPicklist(field) || !canRead(request.session, object.apiName, field.apiName)) {
      throw missing();
    }
    return picklist(request, object, field, recordTypeId);
  }),
];
