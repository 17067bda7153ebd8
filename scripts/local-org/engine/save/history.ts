/** Field history: one row per tracked field that a save changes, and one when a record is created. */
import { isChanged, type Draft, type SaveContext } from '../context.ts';
import type { FormulaEnvironment } from '../formulas/environment.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import type { FieldSchema, FieldType, ObjectSchema, Schema } from '../schema.ts';
import type { Scalar } from '../types.ts';

/** Key prefix that all field histories share on the platform. */
const HISTORY_PREFIX = '017';
/** Longer values are not kept: the row says only that the field changed. */
const LONGEST_TRACKED = 255;

/** `DataType` of a history row. */
const DATA_TYPE: Readonly<Partial<Record<FieldType, string>>> = {
  reference: 'EntityId', picklist: 'DynamicEnum', multipicklist: 'MultiEnum', boolean: 'Boolean', int: 'Integer', double: 'Double',
  currency: 'Currency', percent: 'Percent', date: 'DateOnly', datetime: 'DateTime', time: 'TimeOnly', email: 'EMail', phone: 'PhoneNumber', url: 'Url',
};

/** `OpportunityFieldHistory`, `LeadHistory`, `X__History`. */
function historyObjectName(apiName: string): string {
  if (apiName.endsWith('__c')) {
    return `${apiName.slice(0, -3)}__History`;
  }
  return apiName === 'Opportunity' ? 'OpportunityFieldHistory' : `${apiName}History`;
}

/** Old and new values are of any type: kept as JSON so that a number stays one. */
function encode(field: FieldSchema, value: Scalar | undefined): string | null {
  const given = value ?? null;
  if (given === null || field.length > LONGEST_TRACKED) {
    return null;
  }
  return JSON.stringify(given);
}

function historyPlan(schema: Schema, object: ObjectSchema): { readonly plan: ObjectPlan; readonly parentField: string } | undefined {
  const history = schema.object(historyObjectName(object.apiName));
  if (history === undefined) {
    return undefined;
  }
  const plan = planOf(history);
  return { plan, parentField: plan.has('ParentId') ? 'ParentId' : `${object.apiName}Id` };
}

/** What a history row calls the field: lookups of standard objects go by their relationship (`Owner`, `Account`). */
function historyFieldName(field: FieldSchema): string {
  return field.custom || field.type !== 'reference' ? field.apiName : field.relationshipName ?? field.apiName;
}

function nameOf(environment: FormulaEnvironment, id: Scalar | undefined): Scalar {
  const entry = typeof id === 'string' ? environment.load(id) : undefined;
  const name = entry?.plan.nameField?.apiName;
  return name === undefined ? null : entry?.row[name] ?? null;
}

/** Writes the history rows of a saved draft. */
export function writeFieldHistory(draft: Draft, context: SaveContext, environment: FormulaEnvironment): void {
  const { plan, row, prior } = draft;
  if (!plan.object.historyTracking) {
    return;
  }
  const history = historyPlan(context.engine.schema, plan.object);
  if (history === undefined) {
    return;
  }
  const write = (field: string, dataType: string, oldValue: string | null, newValue: string | null): void => {
    context.engine.records.insert(history.plan, {
      Id: context.engine.newId(history.plan.object.keyPrefix ?? HISTORY_PREFIX),
      [history.parentField]: row['Id'] ?? null,
      Field: field,
      DataType: dataType,
      OldValue: oldValue,
      NewValue: newValue,
      IsDeleted: false,
      CreatedById: context.session.userId,
      CreatedDate: context.instant,
    });
  };
  if (prior === null) {
    write('created', 'Text', null, null);
    return;
  }
  if (plan.object.apiName === 'Lead' && isChanged(draft, 'IsConverted')) {
    write('leadConverted', 'Text', null, null);
  }
  for (const field of plan.tracked) {
    if (!isChanged(draft, field.apiName)) {
      continue;
    }
    const [before, after] = [prior[field.apiName], row[field.apiName]];
    if (field.type === 'reference') {
      // The platform writes a change of a lookup twice: with the names, and with the ids.
      const asText = (value: Scalar): string | null => (value === null ? null : JSON.stringify(value));
      write(historyFieldName(field), 'Text', asText(nameOf(environment, before)), asText(nameOf(environment, after)));
    }
    write(historyFieldName(field), DATA_TYPE[field.type] ?? 'Text', encode(field, before), encode(field, after));
  }
}
