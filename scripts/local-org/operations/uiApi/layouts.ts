/**
 * Page layouts: the deployed layout of an object (the first by name, as no assignments are kept) or, without one, all its
 * fields in two columns. Compact layouts: the assigned one, or the name.
 */
import type { FieldSchema, ObjectSchema } from '../../engine/schema.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { canRead, isLayoutable, objectOf, readableFields } from './access.ts';
import { defaultRecordTypeId, recordTypeInfos } from './recordTypes.ts';
import { get, illegal, missing, tagged, textOf, wordParameter, type Shape } from './respond.ts';

export const LAYOUT_TYPES = ['Full', 'Compact'] as const;
export const MODES = ['View', 'Create', 'Edit'] as const;
export type LayoutType = (typeof LAYOUT_TYPES)[number];
export type Mode = (typeof MODES)[number];

interface Item {
  readonly field: FieldSchema;
  readonly behavior: 'Edit' | 'Required' | 'Readonly';
}

interface Section {
  readonly heading: string | null;
  readonly useHeading: boolean;
  readonly collapsible: boolean;
  readonly columns: number;
  /** Row by row; null leaves a place empty. */
  readonly rows: readonly (readonly (Item | null)[])[];
}

interface LayoutDefinition {
  readonly id: string | null;
  readonly sections: readonly Section[];
  readonly relatedLists: readonly Shape[];
}

const list = (value: unknown): readonly Shape[] => Array.isArray(value) ? value as readonly Shape[] : [];
const isSystemField = ({ apiName, type }: FieldSchema): boolean => type === 'id' || /^(IsDeleted|SystemModstamp|CreatedDate|LastModifiedDate|RecordTypeId)$/.test(apiName);

/** The deployed layout of an object, as the Metadata API gives it. */
function deployedLayout({ metadata, session }: SyncRequest, object: ObjectSchema): { readonly id: string; readonly content: Shape } | undefined {
  const file = metadata.list(session, 'Layout').filter(({ fullName }) => fullName.startsWith(`${object.apiName}-`)).toSorted((one, other) => (one.fullName < other.fullName ? -1 : 1))[0];
  const [content] = file === undefined ? [] : metadata.read(session, 'Layout', [file.fullName]);
  return file === undefined || content === null || content === undefined ? undefined : { id: file.id, content };
}

export function fullLayout(request: SyncRequest, object: ObjectSchema): LayoutDefinition {
  const deployed = deployedLayout(request, object);
  if (deployed === undefined) {
    return { id: null, sections: defaultSections(request, object), relatedLists: [] };
  }
  const sections = list(deployed.content['layoutSections']).filter(({ style }) => style !== 'CustomLinks').map((section) => sectionOf(request, object, section));
  return { id: deployed.id, sections: sections.filter(({ rows }) => rows.length > 0), relatedLists: list(deployed.content['relatedLists']) };
}

function sectionOf(request: SyncRequest, object: ObjectSchema, section: Shape): Section {
  const columns = list(section['layoutColumns']).map((column) => list(column['layoutItems']).map((item) => itemOf(request, object, item)));
  const isOne = section['style'] === 'OneColumn';
  const height = Math.max(0, ...columns.map((column) => column.length));
  const rows = Array.from({ length: height }, (_unused, index) => columns.slice(0, isOne ? 1 : 2).map((column) => column[index] ?? null)).filter((row) => row.some((item) => item !== null));
  return {
    heading: typeof section['label'] === 'string' ? section['label'] : null,
    useHeading: section['detailHeading'] === true,
    collapsible: section['detailHeading'] === true,
    columns: isOne ? 1 : 2,
    rows,
  };
}

function itemOf({ engine, session }: SyncRequest, object: ObjectSchema, item: Shape): Item | null {
  const field = engine.schema.field(object.apiName, textOf(item['field']));
  if (field === undefined || !canRead(session, object.apiName, field.apiName)) {
    return null;
  }
  return { field, behavior: item['behavior'] === 'Required' || item['behavior'] === 'Readonly' ? item['behavior'] : 'Edit' };
}

function defaultSections({ session }: SyncRequest, object: ObjectSchema): readonly Section[] {
  const all = readableFields(session, object).filter((field) => !isSystemField(field));
  const system = all.filter(({ apiName }) => apiName === 'CreatedById' || apiName === 'LastModifiedById');
  const section = (heading: string, fields: readonly FieldSchema[]): Section => ({
    heading,
    useHeading: true,
    collapsible: true,
    columns: 2,
    rows: Array.from({ length: Math.ceil(fields.length / 2) }, (_unused, row) => fields.slice(2 * row, 2 * row + 2).map((field): Item => ({ field, behavior: field.nillable || !field.createable || field.type === 'boolean' ? 'Edit' : 'Required' }))),
  });
  return [section(`${object.label} Information`, all.filter((field) => !system.includes(field))), section('System Information', system)].filter(({ rows }) => rows.length > 0);
}

function compactSections(request: SyncRequest, object: ObjectSchema): readonly Section[] {
  const { metadata, session, engine } = request;
  const [content] = metadata.read(session, 'CustomObject', [object.apiName]);
  const assigned = content?.['compactLayoutAssignment'];
  const [compact] = typeof assigned === 'string' && assigned !== 'SYSTEM' ? metadata.read(session, 'CompactLayout', [`${object.apiName}.${assigned}`]) : [];
  const names = (compact?.['fields'] ?? object.fields.filter(({ nameField }) => nameField).map(({ apiName }) => apiName)) as readonly string[];
  const fields = names.map((name) => engine.schema.field(object.apiName, name)).filter((field) => field !== undefined && canRead(session, object.apiName, field.apiName)) as readonly FieldSchema[];
  return [{ heading: null, useHeading: false, collapsible: false, columns: 1, rows: fields.map((field) => [{ field, behavior: 'Edit' }]) }];
}

const sectionsOf = (request: SyncRequest, object: ObjectSchema, type: LayoutType): { readonly id: string | null; readonly sections: readonly Section[] } =>
  type === 'Full' ? fullLayout(request, object) : { id: null, sections: compactSections(request, object) };

/** Fields that a layout shows. */
export function layoutFields(request: SyncRequest, object: ObjectSchema, types: readonly LayoutType[]): readonly FieldSchema[] {
  return [...new Set(types.flatMap((type) => sectionsOf(request, object, type).sections.flatMap(({ rows }) => rows.flat().flatMap((item) => (item === null ? [] : [item.field])))))];
}

/** Record Layout, in the UI API's shape. */
export function layoutOf(request: SyncRequest, object: ObjectSchema, recordTypeId: string, type: LayoutType, mode: Mode): Shape {
  const { id, sections } = sectionsOf(request, object, type);
  return tagged({
    id,
    layoutType: type,
    mode,
    objectApiName: object.apiName,
    recordTypeId,
    saveOptions: [],
    sections: sections.map(({ heading, useHeading, collapsible, columns, rows }) => ({
      collapsible,
      columns,
      heading,
      id: null,
      layoutRows: rows.map((row) => ({ layoutItems: row.map((item) => layoutItem(request, object, item)) })),
      rows: rows.length,
      useHeading,
    })),
  });
}

function layoutItem({ session }: SyncRequest, object: ObjectSchema, item: Item | null): Shape {
  if (item === null) {
    return { editableForNew: false, editableForUpdate: false, label: '', layoutComponents: [{ apiName: null, componentType: 'EmptySpace', label: null }], lookupIdApiName: null, required: false, sortable: false };
  }
  const { field, behavior } = item;
  const editable = behavior !== 'Readonly' && session.access?.field(object.apiName, field.apiName, 'edit') !== false;
  return {
    editableForNew: editable && field.createable,
    editableForUpdate: editable && field.updateable,
    label: field.relationshipName === null ? field.label : field.label.replace(/ ID$/, ''),
    layoutComponents: [{ apiName: field.apiName, componentType: 'Field', label: field.label }],
    lookupIdApiName: field.nameField ? 'Id' : field.referenceTo.length > 0 ? field.apiName : null,
    required: behavior === 'Required',
    sortable: false,
  };
}

/** The record type that a request names, or the user's default. @throws OrgError NOT_FOUND */
export function askedRecordType(request: SyncRequest, object: ObjectSchema): string {
  const given = request.query.get('recordTypeId');
  if (given === null || given === '') {
    return defaultRecordTypeId(object);
  }
  const found = Object.keys(recordTypeInfos(object)).find((id) => id === given || id.slice(0, 15) === given);
  if (found === undefined) {
    throw missing();
  }
  return found;
}

/** Words of a list parameter, such as `layoutTypes=Full,Compact`. */
export function wordList<Word extends string>(request: SyncRequest, name: string, words: readonly Word[], preset: readonly Word[]): readonly Word[] {
  const given = (request.query.get(name) ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
  return given.length === 0 ? preset : given.map((part) => {
    const word = words.find((candidate) => candidate === part);
    if (word === undefined) {
      throw illegal(name, part);
    }
    return word;
  });
}

export const layoutOperations: readonly SyncOperation[] = [
  get('layout', 'layout/:object', (request) => {
    const object = objectOf(request, request.params['object'] ?? '');
    if (!isLayoutable(object)) {
      throw missing();
    }
    return layoutOf(request, object, askedRecordType(request, object), wordParameter(request, 'layoutType', LAYOUT_TYPES, 'Full'), wordParameter(request, 'mode', MODES, 'View'));
  }),
];
