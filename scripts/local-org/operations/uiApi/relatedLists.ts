/** Related lists of an object: those of the layout, or every child relationship when none is deployed. Their records: relatedListRecords.ts. */
import type { ObjectSchema } from '../../engine/schema.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { canReadObject, isLayoutable, objectOf } from './access.ts';
import { resolvePath, type FieldPath } from './fields.ts';
import { askedRecordType, fullLayout } from './layouts.ts';
import { get, missing, rootOf, simpleBatch, tagged, type Shape } from './respond.ts';
import { themeInfo } from './themes.ts';

export interface RelatedList {
  /** `Contacts`, `Deals__r` */
  readonly id: string;
  readonly child: ObjectSchema;
  /** Lookup of the child. */
  readonly field: string;
  readonly columns: readonly FieldPath[];
  readonly sort: { readonly path: FieldPath; readonly isAscending: boolean } | null;
}

/** What layouts call the related lists of the platform. */
const LAYOUT_NAMES: Readonly<Record<string, string>> = {
  RelatedContactList: 'Contacts', RelatedOpportunityList: 'Opportunities', RelatedContactRoleList: 'OpportunityContactRoles', RelatedLineItemList: 'OpportunityLineItems',
  RelatedCampaignMemberList: 'CampaignMembers', RelatedObjectHistoryList: 'Histories', RelatedStageHistoryList: 'OpportunityHistories', RelatedActivityList: 'Tasks', RelatedHistoryList: 'Tasks',
};

/** Related lists of an object that this user may see. */
function relatedListsOf(request: SyncRequest, object: ObjectSchema): readonly RelatedList[] {
  const { engine, session } = request;
  const all = engine.schema.children(object.apiName).flatMap(({ childObject, field, relationshipName }): readonly RelatedList[] => {
    const child = engine.schema.object(childObject);
    if (relationshipName === null || !canReadObject(session, child) || !isLayoutable(child) || resolvePath(engine.schema, session, child, [field]) === undefined) {
      return [];
    }
    return [{ id: relationshipName, child, field, columns: namePaths(request, child), sort: null }];
  });
  const inLayout = fullLayout(request, object).relatedLists;
  if (inLayout.length === 0) {
    return all;
  }
  return inLayout.flatMap((entry) => {
    const name = String(entry['relatedList']);
    const [owner, lookup] = name.split('.');
    const found = all.find(({ id, child, field }) => id === (LAYOUT_NAMES[name] ?? name) || (child.apiName === owner && field === lookup));
    return found === undefined ? [] : [{ ...found, ...columnsOf(request, found.child, entry) }];
  });
}

function namePaths({ engine, session }: SyncRequest, child: ObjectSchema): readonly FieldPath[] {
  return child.fields.filter(({ nameField }) => nameField).flatMap(({ apiName }) => resolvePath(engine.schema, session, child, [apiName]) ?? []);
}

/** Columns that the layout names by their API names; names of older layouts that are not fields fall back to the record's name. */
function columnsOf(request: SyncRequest, child: ObjectSchema, entry: Shape): Pick<RelatedList, 'columns' | 'sort'> {
  const path = (name: string): FieldPath | undefined => resolvePath(request.engine.schema, request.session, child, [name === 'NAME' ? 'Name' : name]);
  const columns = (Array.isArray(entry['fields']) ? entry['fields'] as readonly string[] : []).flatMap((name) => path(name) ?? []);
  const sorted = typeof entry['sortField'] === 'string' ? path(entry['sortField']) : undefined;
  return { columns: columns.length > 0 ? columns : namePaths(request, child), sort: sorted === undefined ? null : { path: sorted, isAscending: entry['sortOrder'] !== 'Desc' } };
}

/** Any child relationship may be read by its name, whether the layout shows it or not. */
export function relatedListNamed(request: SyncRequest, object: ObjectSchema, id: string): RelatedList {
  const shown = relatedListsOf(request, object).find((entry) => entry.id === id);
  if (shown !== undefined) {
    return shown;
  }
  const { engine, session } = request;
  const relationship = engine.schema.children(object.apiName).find(({ relationshipName }) => relationshipName === id);
  const child = engine.schema.object(relationship?.childObject ?? '');
  if (relationship === undefined || !canReadObject(session, child)) {
    throw missing();
  }
  return { id, child, field: relationship.field, columns: namePaths(request, child), sort: null };
}

function summaries(request: SyncRequest): Shape {
  const object = objectOf(request, request.params['object'] ?? '');
  const recordTypeId = askedRecordType(request, object);
  return tagged({
    parentObjectApiName: object.apiName,
    parentRecordTypeId: recordTypeId,
    relatedLists: relatedListsOf(request, object).map(({ id, child, field }) => tagged({
      entityLabel: child.label,
      entityPluralLabel: child.labelPlural,
      fieldApiName: field,
      keyPrefix: child.keyPrefix,
      label: child.labelPlural,
      objectApiName: child.apiName,
      parentFieldApiName: 'Id',
      relatedListId: id,
      relatedListInfoUrl: `${rootOf(request)}/related-list-info/${object.apiName}/${id}?recordTypeId=${recordTypeId}`,
      themeInfo: themeInfo(request.instanceUrl, child),
    })),
  });
}

/** Which list an answer is about. */
export const listReference = (object: ObjectSchema, list: RelatedList, recordId: string | null, recordTypeId: string | null): Shape => ({
  id: null, inContextOfRecordId: recordId, listViewApiName: null, objectApiName: null, parentObjectApiName: object.apiName, recordTypeId, relatedListId: list.id, type: 'relatedList',
});

function info(request: SyncRequest, object: ObjectSchema, list: RelatedList): Shape {
  const name = (path: FieldPath): string => path.names.join('.');
  const perColumn = (value: unknown): Shape => Object.fromEntries(list.columns.map((path) => [name(path), value]));
  return tagged({
    cloneable: false,
    createable: false,
    deletable: false,
    displayColumns: list.columns.map((path) => ({ fieldApiName: name(path), label: path.field.label, lookupId: path.field.nameField ? 'Id' : path.field.referenceTo.length > 0 ? path.field.apiName : null, sortable: path.field.sortable })),
    fieldApiName: list.field,
    filterLogicString: '',
    filteredByInfo: [],
    label: list.child.labelPlural,
    listReference: listReference(object, list, null, askedRecordType(request, object)),
    objectApiNames: [list.child.apiName],
    orderedByInfo: list.sort === null ? [] : [{ fieldApiName: name(list.sort.path), isAscending: list.sort.isAscending, label: list.sort.path.field.label }],
    updateable: false,
    userPreferences: { columnWidths: perColumn(-1), columnWrap: perColumn(false) },
    visibility: 'Public',
    visibilityEditable: false,
  });
}

const named = (request: SyncRequest): string => request.params['list'] ?? '';

export const relatedListOperations: readonly SyncOperation[] = [
  get('relatedLists', 'related-list-info/:object', summaries),
  get('relatedListInfo', 'related-list-info/:object/:list', (request) => {
    const object = objectOf(request, request.params['object'] ?? '');
    return info(request, object, relatedListNamed(request, object, named(request)));
  }),
  get('relatedListInfos', 'related-list-info/batch/:object/:list', (request) => {
    const object = objectOf(request, request.params['object'] ?? '');
    return simpleBatch(named(request).split(','), (id) => info(request, object, relatedListNamed(request, object, id)));
  }),
];
