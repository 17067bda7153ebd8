/** A small org for tests: a handful of objects written by hand, a clock that stands still until told. */
import { openStore, type Store } from '../store/store.ts';
import { createEngine, type EngineOptions } from './createEngine.ts';
import { buildSchema, defineField, defineObject, systemFields } from './schemaIndex.ts';
import type { FieldSchema, ObjectSchema, PicklistValue, ValidationRuleSchema } from './schema.ts';
import type { Engine, Session } from './types.ts';

function values(...names: string[]): PicklistValue[] {
  return names.map((value) => ({ value, label: `${value} (label)`, active: value !== 'Retired', isDefault: false }));
}

const READ_ONLY = { createable: false, updateable: false } as const;

const user = defineObject({
  apiName: 'User', keyPrefix: '005', kind: 'setup', createable: true, updateable: true,
  fields: [
    ...systemFields(),
    defineField({ apiName: 'Username', type: 'string', nillable: false, unique: true }),
    defineField({ apiName: 'FirstName', type: 'string' }),
    defineField({ apiName: 'LastName', type: 'string', nillable: false }),
    defineField({ apiName: 'Name', type: 'string', nameField: true, ...READ_ONLY }),
    defineField({ apiName: 'Title', type: 'string' }),
  ],
});

const profile = defineObject({
  apiName: 'Profile', keyPrefix: '00e', kind: 'setup',
  fields: [...systemFields(), defineField({ apiName: 'Name', type: 'string', nameField: true })],
});

const group = defineObject({
  apiName: 'Group', keyPrefix: '00G', kind: 'setup',
  fields: [...systemFields(), defineField({ apiName: 'Name', type: 'string', nameField: true })],
});

const account = defineObject({
  apiName: 'Account', keyPrefix: '001', historyTracking: true,
  fields: [
    ...systemFields({ owner: true }),
    defineField({ apiName: 'Name', type: 'string', label: 'Account Name', nillable: false, nameField: true }),
    defineField({ apiName: 'ParentId', type: 'reference', label: 'Parent Account ID', referenceTo: ['Account'], relationshipName: 'Parent', childRelationshipName: 'ChildAccounts' }),
    defineField({ apiName: 'Industry', type: 'picklist', picklistValues: values('Technology', 'Banking', 'Agriculture'), trackHistory: true }),
    defineField({ apiName: 'AnnualRevenue', type: 'currency' }),
    defineField({ apiName: 'NumberOfEmployees', type: 'int', label: 'Employees' }),
    defineField({ apiName: 'Description', type: 'textarea' }),
    defineField({ apiName: 'Key__c', type: 'string', label: 'Key', length: 40, externalId: true, unique: true }),
    defineField({ apiName: 'Regions__c', type: 'multipicklist', label: 'Regions', restrictedPicklist: true, picklistValues: values('North', 'South', 'East') }),
    defineField({ apiName: 'BillingCity', type: 'string' }),
    defineField({ apiName: 'BillingAddress', type: 'address' }),
    defineField({ apiName: 'Double__c', type: 'double', scale: 2, formula: 'NumberOfEmployees * 2' }),
    defineField({ apiName: 'Big__c', type: 'boolean', formula: 'NumberOfEmployees > 100' }),
  ],
});

const contact = defineObject({
  apiName: 'Contact', keyPrefix: '003',
  fields: [
    ...systemFields({ owner: true }),
    defineField({ apiName: 'FirstName', type: 'string' }),
    defineField({ apiName: 'LastName', type: 'string', label: 'Last Name', nillable: false, length: 80 }),
    defineField({ apiName: 'Name', type: 'string', nameField: true, ...READ_ONLY }),
    defineField({ apiName: 'Email', type: 'email' }),
    defineField({ apiName: 'AccountId', type: 'reference', label: 'Account ID', referenceTo: ['Account'], relationshipName: 'Account', childRelationshipName: 'Contacts', deleteConstraint: 'Cascade' }),
  ],
});

function opportunity(rules: readonly ValidationRuleSchema[], fields: readonly FieldSchema[]): ObjectSchema {
  return defineObject({
    apiName: 'Opportunity', keyPrefix: '006', historyTracking: true, validationRules: rules,
    fields: [
      ...systemFields({ owner: true }),
      defineField({ apiName: 'Name', type: 'string', length: 120, nillable: false, nameField: true }),
      defineField({ apiName: 'AccountId', type: 'reference', label: 'Account ID', referenceTo: ['Account'], relationshipName: 'Account', childRelationshipName: 'Opportunities', trackHistory: true }),
      defineField({ apiName: 'StageName', type: 'picklist', label: 'Stage', nillable: false, trackHistory: true, picklistValues: values('Prospecting', 'Qualification', 'Negotiation', 'Closed Won', 'Closed Lost') }),
      defineField({ apiName: 'Amount', type: 'currency', trackHistory: true }),
      defineField({ apiName: 'Probability', type: 'percent', scale: 0, precision: 3 }),
      defineField({ apiName: 'ExpectedRevenue', type: 'currency', ...READ_ONLY }),
      defineField({ apiName: 'CloseDate', type: 'date', label: 'Close Date', nillable: false }),
      defineField({ apiName: 'NextStep', type: 'string', label: 'Next Step' }),
      defineField({ apiName: 'ForecastCategory', type: 'picklist', ...READ_ONLY }),
      defineField({ apiName: 'ForecastCategoryName', type: 'picklist' }),
      defineField({ apiName: 'IsClosed', type: 'boolean', ...READ_ONLY }),
      defineField({ apiName: 'IsWon', type: 'boolean', ...READ_ONLY }),
      defineField({ apiName: 'PushCount', type: 'int', ...READ_ONLY }),
      defineField({ apiName: 'Fiscal', type: 'string', ...READ_ONLY }),
      defineField({ apiName: 'FiscalYear', type: 'int', ...READ_ONLY }),
      defineField({ apiName: 'FiscalQuarter', type: 'int', ...READ_ONLY }),
      defineField({ apiName: 'LastStageChangeDate', type: 'datetime', ...READ_ONLY }),
      defineField({ apiName: 'LastAmountChangedHistoryId', type: 'reference', referenceTo: ['OpportunityHistory'], ...READ_ONLY }),
      ...fields,
    ],
  });
}

const lead = defineObject({
  apiName: 'Lead', keyPrefix: '00Q',
  fields: [
    ...systemFields({ owner: true, queues: true }),
    defineField({ apiName: 'FirstName', type: 'string' }),
    defineField({ apiName: 'LastName', type: 'string', nillable: false }),
    defineField({ apiName: 'Name', type: 'string', nameField: true, ...READ_ONLY }),
    defineField({ apiName: 'Company', type: 'string', nillable: false }),
    defineField({ apiName: 'Email', type: 'email' }),
    defineField({ apiName: 'Industry', type: 'picklist' }),
    defineField({ apiName: 'Status', type: 'picklist', nillable: false, picklistValues: [
      { value: 'Open', label: 'Open', active: true, isDefault: true }, { value: 'Qualified', label: 'Qualified', active: true, isDefault: false },
    ] }),
    defineField({ apiName: 'IsConverted', type: 'boolean', ...READ_ONLY }),
    defineField({ apiName: 'ConvertedDate', type: 'date', ...READ_ONLY }),
    ...['Account', 'Contact', 'Opportunity'].map((name) =>
      defineField({ apiName: `Converted${name}Id`, type: 'reference', referenceTo: [name], relationshipName: `Converted${name}`, ...READ_ONLY })),
  ],
});

function history(apiName: string, parent: string, parentField: string): ObjectSchema {
  return defineObject({
    apiName, keyPrefix: '017', kind: 'history',
    fields: [
      ...systemFields().filter(({ apiName: name }) => ['Id', 'IsDeleted', 'CreatedById', 'CreatedDate'].includes(name)),
      defineField({ apiName: parentField, type: 'reference', referenceTo: [parent], relationshipName: parent, childRelationshipName: 'Histories', deleteConstraint: 'Cascade' }),
      defineField({ apiName: 'Field', type: 'picklist' }),
      defineField({ apiName: 'DataType', type: 'picklist' }),
      defineField({ apiName: 'OldValue', type: 'anyType' }),
      defineField({ apiName: 'NewValue', type: 'anyType' }),
    ],
  });
}

const opportunityHistory = defineObject({
  apiName: 'OpportunityHistory', keyPrefix: '008', kind: 'history',
  fields: [
    ...systemFields().filter(({ apiName: name }) => !name.startsWith('LastModified')),
    defineField({ apiName: 'OpportunityId', type: 'reference', referenceTo: ['Opportunity'], relationshipName: 'Opportunity', childRelationshipName: 'OpportunityHistories', deleteConstraint: 'Cascade' }),
    defineField({ apiName: 'StageName', type: 'picklist' }),
    ...['Amount', 'ExpectedRevenue', 'PrevAmount'].map((apiName) => defineField({ apiName, type: 'currency' })),
    defineField({ apiName: 'Probability', type: 'percent' }),
    ...['CloseDate', 'PrevCloseDate'].map((apiName) => defineField({ apiName, type: 'date' })),
    defineField({ apiName: 'ForecastCategory', type: 'picklist' }),
  ],
});

const stage = defineObject({
  apiName: 'OpportunityStage', keyPrefix: '01J', kind: 'setup',
  fields: [
    defineField({ apiName: 'Id', type: 'id' }),
    ...['ApiName', 'MasterLabel', 'ForecastCategory', 'ForecastCategoryName'].map((apiName) => defineField({ apiName, type: 'string' })),
    ...['IsActive', 'IsClosed', 'IsWon'].map((apiName) => defineField({ apiName, type: 'boolean' })),
    ...['DefaultProbability', 'SortOrder'].map((apiName) => defineField({ apiName, type: 'int' })),
  ],
});

const leadStatus = defineObject({
  apiName: 'LeadStatus', keyPrefix: '01J', kind: 'setup',
  fields: [defineField({ apiName: 'Id', type: 'id' }), defineField({ apiName: 'ApiName', type: 'string' }), defineField({ apiName: 'IsConverted', type: 'boolean' })],
});

const handoff = defineObject({
  apiName: 'Handoff__c', keyPrefix: 'a00', label: 'Handoff', historyTracking: true,
  fields: [
    ...systemFields({ owner: true }),
    defineField({ apiName: 'Name', type: 'string', nameField: true, autoNumberFormat: 'HO-{0000}' }),
    defineField({ apiName: 'Opportunity__c', type: 'reference', referenceTo: ['Opportunity'], relationshipName: 'Opportunity__r', childRelationshipName: 'Handoffs__r', deleteConstraint: 'Restrict' }),
    defineField({ apiName: 'Due__c', type: 'date', label: 'Due', defaultValueFormula: 'TODAY() + 7' }),
    defineField({ apiName: 'Status__c', type: 'picklist', label: 'Status', trackHistory: true, restrictedPicklist: true, picklistValues: [
      { value: 'New', label: 'New', active: true, isDefault: true }, ...values('Done', 'Retired'),
    ] }),
    defineField({ apiName: 'Score__c', type: 'double', label: 'Score', precision: 5, scale: 1 }),
    defineField({ apiName: 'At__c', type: 'datetime', label: 'At' }),
    defineField({ apiName: 'Urgent__c', type: 'boolean', label: 'Urgent' }),
  ],
});

const criterion = defineObject({
  apiName: 'Criterion__mdt', keyPrefix: 'm00',
  fields: [
    defineField({ apiName: 'Id', type: 'id' }),
    ...['DeveloperName', 'MasterLabel'].map((apiName) => defineField({ apiName, type: 'string', custom: false })),
    defineField({ apiName: 'Enforced__c', type: 'boolean' }),
  ],
});

export const ADMIN_ID = '005000000000001AAA';

export const admin: Session = {
  userId: ADMIN_ID, username: 'admin@handrail.local', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC',
};

export interface TestOrg {
  readonly engine: Engine;
  readonly store: Store;
  /** Moves the clock. */
  at(instant: string): void;
  /** Inserts one record and answers its id; throws with the first error. */
  create(object: string, record: Record<string, unknown>): string;
  records(soql: string): readonly Record<string, unknown>[];
}

export function rule(fullName: string, errorConditionFormula: string, errorDisplayField: string | null = null, active = true): ValidationRuleSchema {
  return { fullName, active, description: null, errorConditionFormula, errorDisplayField, errorMessage: `[${fullName}] refused` };
}

const STAGES = [
  ['Prospecting', 10, 'Pipeline', 'Pipeline', false, false], ['Qualification', 20, 'Pipeline', 'Pipeline', false, false],
  ['Negotiation', 90, 'BestCase', 'Best Case', false, false], ['Closed Won', 100, 'Closed', 'Closed', true, true],
  ['Closed Lost', 0, 'Omitted', 'Omitted', true, false],
] as const;

export interface TestOrgOptions extends Partial<EngineOptions> {
  /** Besides the ones that are always there. */
  readonly objects?: readonly ObjectSchema[];
  readonly rules?: readonly ValidationRuleSchema[];
  readonly opportunityFields?: readonly FieldSchema[];
  readonly path?: string;
}

/** An empty org with a user, stages and lead statuses, at 2026-01-31 10:00 UTC. */
export function openTestOrg(options: TestOrgOptions = {}): TestOrg {
  const store = openStore(options.path);
  let now = new Date('2026-01-31T10:00:00Z');
  const engine = createEngine({
    clock: { now: () => now },
    store,
    organizationId: '00D000000000001EAA',
    schema: buildSchema([
      user, profile, group, account, contact, opportunity(options.rules ?? [], options.opportunityFields ?? []), lead, handoff, stage, leadStatus, criterion, opportunityHistory,
      history('OpportunityFieldHistory', 'Opportunity', 'OpportunityId'), history('AccountHistory', 'Account', 'AccountId'), history('Handoff__History', 'Handoff__c', 'ParentId'),
      ...(options.objects ?? []),
    ]),
    ...options,
  });
  const isNew = engine.query(admin, 'SELECT COUNT() FROM OpportunityStage').totalSize === 0;
  if (isNew) {
    engine.writeSystemRow('User', { Id: ADMIN_ID, Username: admin.username, LastName: 'Admin', Name: 'Ada Admin', Title: 'RevOps' });
    STAGES.forEach(([name, probability, category, categoryName, closed, won], index) => {
      engine.writeSystemRow('OpportunityStage', {
        ApiName: name, MasterLabel: name, DefaultProbability: probability, ForecastCategory: category, ForecastCategoryName: categoryName,
        IsClosed: closed, IsWon: won, IsActive: true, SortOrder: index + 1,
      });
    });
    engine.writeSystemRow('LeadStatus', { ApiName: 'Open', IsConverted: false });
    engine.writeSystemRow('LeadStatus', { ApiName: 'Qualified', IsConverted: true });
  }
  return {
    engine,
    store,
    at: (instant) => {
      now = new Date(instant);
    },
    create: (object, record) => {
      const [result] = engine.insert(admin, object, [record]);
      if (result?.success !== true || result.id === null) {
        throw new Error(JSON.stringify(result?.errors));
      }
      return result.id;
    },
    records: (soql) => engine.query(admin, soql).records,
  };
}
