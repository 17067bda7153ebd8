/** List views as queries: the deployed ones, and those a new org has for its standard objects. */
import type { FieldSchema, ObjectSchema } from '../../engine/schema.ts';
import { unsupported } from '../../http/errors.ts';
import { literal } from '../../http/soqlLiteral.ts';
import type { SyncRequest } from '../../http/syncOperation.ts';
import { resolvePath, type FieldPath } from './fields.ts';
import { missing, textOf, type Shape } from './respond.ts';

export interface ListViewFilter {
  readonly path: FieldPath;
  readonly operator: string;
  readonly value: string;
}

export interface ListView {
  readonly id: string | null;
  readonly apiName: string;
  readonly label: string;
  readonly columns: readonly FieldPath[];
  readonly filters: readonly ListViewFilter[];
  /** `1 AND (2 OR 3)`; null: all. */
  readonly logic: string | null;
  readonly isMine: boolean;
}

interface BuiltIn {
  readonly apiName: string;
  readonly label: string;
  readonly columns: readonly string[];
}

/** The unfiltered list of each standard object. */
const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  Account: { apiName: 'AllAccounts', label: 'All Accounts', columns: ['Name', 'Site', 'BillingState', 'Phone', 'Type', 'Owner.Alias'] },
  Contact: { apiName: 'AllContacts', label: 'All Contacts', columns: ['Name', 'Account.Name', 'Title', 'Phone', 'Email', 'Owner.Alias'] },
  Lead: { apiName: 'AllOpenLeads', label: 'All Open Leads', columns: ['Name', 'Company', 'State', 'Email', 'Status', 'CreatedDate', 'Owner.Alias'] },
  Opportunity: { apiName: 'AllOpportunities', label: 'All Opportunities', columns: ['Name', 'Account.Name', 'Amount', 'CloseDate', 'StageName', 'Owner.Alias'] },
  Campaign: { apiName: 'AllActiveCampaigns', label: 'All Active Campaigns', columns: ['Name', 'Type', 'Status', 'StartDate', 'EndDate', 'Owner.Alias'] },
  Product2: { apiName: 'AllProducts', label: 'All Products', columns: ['Name', 'ProductCode', 'Description', 'Family'] },
};
const BUILT_IN_FILTERS: Readonly<Record<string, readonly Shape[]>> = {
  AllOpenLeads: [{ field: 'IsConverted', operation: 'equals', value: '0' }],
  AllActiveCampaigns: [{ field: 'IsActive', operation: 'equals', value: '1' }],
};

/** Every list view of an object: name, label, id. */
export function listViewsOf(request: SyncRequest, object: ObjectSchema): readonly Pick<ListView, 'id' | 'apiName' | 'label'>[] {
  const deployed = request.metadata.list(request.session, 'ListView').filter(({ fullName }) => fullName.startsWith(`${object.apiName}.`)).map(({ fullName, id }) => {
    const [content] = request.metadata.read(request.session, 'ListView', [fullName]);
    const apiName = fullName.slice(object.apiName.length + 1);
    return { id, apiName, label: typeof content?.['label'] === 'string' ? content['label'] : apiName };
  });
  const builtIn = builtInOf(object);
  const all = deployed.some(({ apiName }) => apiName === builtIn.apiName) ? deployed : [...deployed, { id: null, apiName: builtIn.apiName, label: builtIn.label }];
  return all.toSorted((one, other) => (one.label < other.label ? -1 : 1));
}

function builtInOf(object: ObjectSchema): BuiltIn {
  return BUILT_IN[object.apiName] ?? { apiName: 'All', label: 'All', columns: object.fields.filter(({ nameField }) => nameField).map(({ apiName }) => apiName) };
}

/** @throws OrgError NOT_FOUND; unsupported for a column or filter that this org does not know */
export function listViewNamed(request: SyncRequest, object: ObjectSchema, apiName: string): ListView {
  const found = listViewsOf(request, object).find((view) => view.apiName.toLowerCase() === apiName.toLowerCase());
  if (found === undefined) {
    throw missing();
  }
  const [content] = found.id === null ? [] : request.metadata.read(request.session, 'ListView', [`${object.apiName}.${found.apiName}`]);
  const scope = content?.['filterScope'] ?? 'Everything';
  if (scope !== 'Everything' && scope !== 'Mine') {
    throw unsupported(`list view scope ${textOf(scope)} (${found.apiName})`);
  }
  const builtIn = builtInOf(object);
  const columns = (content === undefined || content === null ? builtIn.columns : content['columns'] ?? []) as readonly string[];
  const filters = (content === undefined || content === null ? BUILT_IN_FILTERS[found.apiName] ?? [] : content['filters'] ?? []) as readonly Shape[];
  return {
    ...found,
    columns: columns.flatMap((name) => columnPath(request, object, name) ?? []),
    filters: filters.flatMap((filter) => {
      const path = columnPath(request, object, textOf(filter['field']));
      return path === undefined ? [] : [{ path, operator: textOf(filter['operation']), value: textOf(filter['value']) }];
    }),
    logic: typeof content?.['booleanFilter'] === 'string' ? content['booleanFilter'] : null,
    isMine: scope === 'Mine',
  };
}

export function listViewById(request: SyncRequest, id: string): { readonly object: ObjectSchema; readonly view: ListView } {
  const file = request.metadata.list(request.session, 'ListView').find((entry) => entry.id === id || entry.id.slice(0, 15) === id);
  const [owner = '', name = ''] = file?.fullName.split('.') ?? [];
  const object = request.engine.schema.object(owner);
  if (object === undefined) {
    throw missing();
  }
  return { object, view: listViewNamed(request, object, name) };
}

/** Names that list views use for fields of every object. */
const COMMON: Readonly<Record<string, string>> = {
  'NAME': 'Name', 'FULL_NAME': 'Name', 'CREATED_DATE': 'CreatedDate', 'CREATEDBY_USER': 'CreatedBy.Name', 'CREATEDBY_USER.ALIAS': 'CreatedBy.Alias', 'LAST_UPDATE': 'LastModifiedDate',
  'UPDATEDBY_USER': 'LastModifiedBy.Name', 'UPDATEDBY_USER.ALIAS': 'LastModifiedBy.Alias', 'OWNER.ALIAS': 'Owner.Alias', 'OWNER.FIRST_NAME': 'Owner.FirstName', 'OWNER.LAST_NAME': 'Owner.LastName',
  'CORE.USERS.ALIAS': 'Owner.Alias', 'CORE.USERS.FIRST_NAME': 'Owner.FirstName', 'CORE.USERS.LAST_NAME': 'Owner.LastName', 'CLOSED': 'IsClosed', 'WON': 'IsWon', 'RECORDTYPE': 'RecordType.Name', 'PHONE1': 'Phone', 'PHONE2': 'Fax',
  'ADDRESS1_STREET': 'BillingStreet', 'ADDRESS1_CITY': 'BillingCity', 'ADDRESS1_STATE': 'BillingState', 'ADDRESS1_ZIP': 'BillingPostalCode', 'ADDRESS1_COUNTRY': 'BillingCountry',
};

/** `Score__c`, `NAME`, `OPPORTUNITY.STAGE_NAME`, `ACCOUNT.NAME` of another object. @returns undefined for a field this user may not read */
function columnPath(request: SyncRequest, object: ObjectSchema, name: string): FieldPath | undefined {
  const { schema } = request.engine;
  const resolve = (path: string): FieldPath | undefined => resolvePath(schema, request.session, object, path.split('.'));
  const [prefix = '', ...rest] = name.split('.');
  const own = prefix.toUpperCase() === object.apiName.toUpperCase() && rest.length > 0 ? rest.join('.') : name;
  const parent = object.fields.find(({ relationshipName }) => rest.length > 0 && relationshipName?.toUpperCase() === prefix.toUpperCase());
  const parentObject = schema.object(parent?.referenceTo[0] ?? '');
  const spelled = (within: ObjectSchema, text: string): string | undefined => within.fields.find(({ apiName }) => apiName.toUpperCase() === text.replaceAll('_', '').toUpperCase())?.apiName;
  const path = COMMON[own] ?? spelledPath(object, own) ?? spelled(object, own)
    ?? (parent === undefined || parentObject === undefined ? undefined : `${parent.relationshipName ?? ''}.${COMMON[rest.join('.')] ?? spelled(parentObject, rest.join('.')) ?? ''}`);
  if (path === undefined || path.endsWith('.')) {
    throw unsupported(`list view column ${name} of ${object.apiName}`);
  }
  return resolve(path);
}

/** A name that already is a field's, or a path of such. */
function spelledPath(object: ObjectSchema, name: string): string | undefined {
  return name.includes('.') && !/^[A-Z_.0-9]+$/.test(name) ? name : object.fields.find(({ apiName }) => apiName.toLowerCase() === name.toLowerCase())?.apiName;
}

type Condition = (column: string, value: string) => string;
const compared = (sign: string): Condition => (column, value) => `${column} ${sign} ${value}`;
const inside = (pattern: (text: string) => string): Condition => (column, value) => `${column} LIKE ${literal(pattern(value.replaceAll('%', '\\%').replaceAll('_', '\\_')))}`;

const OPERATORS: Readonly<Record<string, { readonly of: Condition; readonly asText?: true; readonly word: 'OR' | 'AND' }>> = {
  equals: { of: compared('='), word: 'OR' },
  notEqual: { of: compared('!='), word: 'AND' },
  lessThan: { of: compared('<'), word: 'OR' },
  greaterThan: { of: compared('>'), word: 'OR' },
  lessOrEqual: { of: compared('<='), word: 'OR' },
  greaterOrEqual: { of: compared('>='), word: 'OR' },
  contains: { of: inside((text) => `%${text}%`), asText: true, word: 'OR' },
  notContain: { of: (column, value) => `(NOT ${inside((text) => `%${text}%`)(column, value)})`, asText: true, word: 'AND' },
  startsWith: { of: inside((text) => `${text}%`), asText: true, word: 'OR' },
  includes: { of: (column, value) => `${column} INCLUDES (${value})`, word: 'OR' },
  excludes: { of: (column, value) => `${column} EXCLUDES (${value})`, word: 'AND' },
};

const NUMBERS: ReadonlySet<FieldSchema['type']> = new Set(['int', 'double', 'currency', 'percent']);

/** A value as list views write it, as a literal of SOQL. @returns undefined when it has no such form */
function soqlValue(field: FieldSchema, text: string): string | undefined {
  if (text === '') {
    return 'null';
  }
  if (field.type === 'boolean') {
    return /^(1|true)$/i.test(text) ? 'true' : /^(0|false)$/i.test(text) ? 'false' : undefined;
  }
  if (NUMBERS.has(field.type)) {
    return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
  }
  if (field.type === 'date' || field.type === 'datetime') {
    const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
    const date = year === undefined ? undefined : `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    const word = text.toUpperCase().replaceAll(' ', '_');
    return date !== undefined ? (field.type === 'date' ? date : `${date}T00:00:00Z`) : /^[A-Z][A-Z0-9_]*(:\d+)?$/.test(word) ? word : undefined;
  }
  return literal(text);
}

function filterSoql({ path, operator, value }: ListViewFilter): string {
  const known = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  const values = (value === '' ? [''] : value.split(',').map((part) => part.trim().replace(/^"(.*)"$/, '$1'))).map((text) => (known?.asText === true ? text : soqlValue(path.field, text)));
  if (known === undefined || values.includes(undefined)) {
    throw unsupported(`list view filter ${path.names.join('.')} ${operator} ${value}`);
  }
  return `(${values.map((text) => known.of(path.names.join('.'), text ?? '')).join(` ${known.word} `)})`;
}

/** Conditions of a list view, in SOQL. */
export function conditionsOf(request: SyncRequest, { filters, logic, isMine, apiName }: ListView): readonly string[] {
  const parts = filters.map(filterSoql);
  if (logic !== null && !/^[\d\s()]*(?:(?:AND|OR|NOT)[\d\s()]*)*$/i.test(logic)) {
    throw unsupported(`filter logic of the list view ${apiName}`);
  }
  const combined = logic === null ? parts : [logic.replace(/\d+/g, (position) => parts[Number(position) - 1] ?? 'Id != null')];
  return [...combined, ...(isMine ? [`OwnerId = ${literal(request.session.userId)}`] : [])];
}
