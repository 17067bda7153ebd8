/** Questions about the playbook's objects and fields. Names compare without regard to case, as in Salesforce. */
import type { FormulaContext, FormulaContextKind, FormulaType, ReferenceType } from '../formula/index.ts';
import { nearest } from '../formula/index.ts';
import type { BusinessFunction, FieldDefinition, FieldType, Playbook, PlaybookObject } from './model.ts';

/** @returns undefined when the playbook says nothing about an object of that name */
export function objectOf(playbook: Playbook, name: string): PlaybookObject | undefined {
  return playbook.objects.find((object) => object.apiName.toLowerCase() === name.toLowerCase());
}

/** A field that the playbook adds or knows to exist. */
export function fieldOf(playbook: Playbook, object: string, name: string): FieldDefinition | undefined {
  return objectOf(playbook, object)?.fields.find((field) => field.apiName.toLowerCase() === name.toLowerCase());
}

/** Who owns a field: whom it names, else the owners of its object; empty where nobody does. */
export function fieldOwners(playbook: Playbook, { object, owners }: FieldDefinition): readonly BusinessFunction[] {
  return owners ?? playbook.governance?.objectOwners[object] ?? [];
}

export const FORMULA_TYPES: Readonly<Record<FieldType, FormulaType>> = {
  Text: 'Text', TextArea: 'Text', LongTextArea: 'Text', Url: 'Text', Email: 'Text', Phone: 'Text',
  Number: 'Number', Currency: 'Currency', Percent: 'Percent', Date: 'Date', DateTime: 'DateTime',
  Checkbox: 'Boolean', Picklist: 'Picklist', MultiselectPicklist: 'MultiPicklist', Lookup: 'Id',
};

/** Fields of the global variables, by what they give; custom fields of users are declared in a fields file of User. */
const GLOBALS = members({
  $user: {
    id: 'Id', username: 'Text', email: 'Text', firstname: 'Text', lastname: 'Text', alias: 'Text', title: 'Text', department: 'Text', division: 'Text',
    companyname: 'Text', employeenumber: 'Text', federationidentifier: 'Text', country: 'Text', city: 'Text', state: 'Text', isactive: 'Boolean',
    profileid: 'Id', userroleid: 'Id', managerid: 'Id', usertype: 'Picklist', timezonesidkey: 'Picklist', localesidkey: 'Picklist', languagelocalekey: 'Picklist',
  },
  $profile: { id: 'Id', name: 'Text' },
  $userrole: { id: 'Id', name: 'Text', developername: 'Text', rollupdescription: 'Text' },
  $organization: { id: 'Id', name: 'Text', country: 'Text', city: 'Text', division: 'Text' },
  $system: { origindatetime: 'DateTime' },
});
/** Globals whose members are made in the org, so that only their type is known. */
const OPEN_GLOBALS: ReadonlyMap<string, FormulaType> = new Map([['$permission', 'Boolean'], ['$label', 'Text']]);
const RECORD_TYPE: ReadonlyMap<string, FormulaType> = new Map([['developername', 'Text'], ['name', 'Text'], ['id', 'Id']]);

/** What a formula of one object can refer to: its fields, fields of its parents that the playbook knows, and globals. */
export function formulaContext(playbook: Playbook, object: string, kind: FormulaContextKind = 'validationRule'): FormulaContext {
  return {
    kind,
    resolve: (path) => resolve(playbook, object, path),
    suggest: (path) => suggest(playbook, object, path),
  };
}

function resolve(playbook: Playbook, object: string, path: readonly string[]): ReferenceType | undefined {
  const [first = '', ...rest] = path;
  // Custom metadata of the package: the mode of a criterion.
  if (first.toLowerCase() === '$custommetadata') return path.at(-1)?.toLowerCase() === 'enforced__c' ? { type: 'Boolean' } : undefined;
  if (first.startsWith('$')) return globalType(playbook, first.toLowerCase(), rest);
  if (rest.length === 0) {
    const field = fieldOf(playbook, object, first);
    return field && referenceType(field);
  }
  if (first.toLowerCase() === 'recordtype') {
    const type = rest.length === 1 ? RECORD_TYPE.get(rest[0]?.toLowerCase() ?? '') : undefined;
    return type && { type };
  }
  const lookup = parentOf(playbook, object, first);
  return lookup?.referenceTo === undefined ? undefined : resolve(playbook, lookup.referenceTo, rest);
}

/** The whole path with its last part mended: `Account.Industry`. */
function suggest(playbook: Playbook, object: string, path: readonly string[]): string | undefined {
  const parent = path.slice(0, -1).reduce<string | undefined>((at, step) => at && parentOf(playbook, at, step)?.referenceTo, object);
  const meant = parent && nearest(path.at(-1) ?? '', objectOf(playbook, parent)?.fields.map((field) => field.apiName) ?? []);
  return meant && [...path.slice(0, -1), meant].join('.');
}

function parentOf(playbook: Playbook, object: string, relationship: string): FieldDefinition | undefined {
  return objectOf(playbook, object)?.fields.find((field) => field.referenceTo !== undefined && relationshipName(field).toLowerCase() === relationship.toLowerCase());
}

function globalType(playbook: Playbook, global: string, [member, ...more]: readonly string[]): ReferenceType | undefined {
  if (member === undefined || more.length > 0) return undefined;
  const open = OPEN_GLOBALS.get(global);
  if (open) return { type: open };
  const declared = global === '$user' ? fieldOf(playbook, 'User', member) : undefined;
  if (declared) return referenceType(declared);
  const type = GLOBALS.get(`${global}.${member.toLowerCase()}`);
  return type && { type };
}

/** Maps, because a formula may name what every JavaScript object has, such as `$User.constructor`. */
function members(tables: Readonly<Record<string, Readonly<Record<string, FormulaType>>>>): ReadonlyMap<string, FormulaType> {
  return new Map(Object.entries(tables).flatMap(([name, table]) => Object.entries(table).map(([member, type]) => [`${name}.${member}`, type] as const)));
}

/** `Account` of `AccountId`, `Handrail_Champion__r` of `Handrail_Champion__c`. */
function relationshipName({ apiName }: FieldDefinition): string {
  return apiName.endsWith('__c') ? `${apiName.slice(0, -1)}r` : apiName.replace(/Id$/, '');
}

function referenceType(field: FieldDefinition): ReferenceType {
  return {
    type: FORMULA_TYPES[field.type],
    ...(field.values === undefined ? {} : { picklistValues: [...field.values, ...(field.inactiveValues ?? [])] }),
    ...(field.scale === undefined ? {} : { scale: field.scale }),
    ...(field.length === undefined ? {} : { length: field.length }),
  };
}
