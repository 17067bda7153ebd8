/** List views over HTTP: which there are, what one shows, its records; and the recently used records of an object. */
import type { ObjectSchema } from '../../engine/schema.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { unsupported } from '../../http/errors.ts';
import { literal } from '../../http/soqlLiteral.ts';
import { isLayoutable, objectOf } from './access.ts';
import { askedPaths, type FieldPath } from './fields.ts';
import { conditionsOf, listViewById, listViewNamed, listViewsOf, type ListView } from './listViews.ts';
import { recordPage, sortKey } from './recordPages.ts';
import type { RecentRecords } from './recentRecords.ts';
import { address, get, listParameter, missing, numberParameter, ok, pageLinks, pageOf, rootOf, row, tagged, type Shape } from './respond.ts';

interface Asked {
  readonly object: ObjectSchema;
  readonly view: ListView;
}

function listObject(request: SyncRequest): ObjectSchema {
  const object = objectOf(request, request.params['object'] ?? '');
  if (!isLayoutable(object)) {
    throw missing();
  }
  return object;
}

function byName(request: SyncRequest): Asked {
  const object = listObject(request);
  return { object, view: listViewNamed(request, object, request.params['name'] ?? '') };
}

const reference = ({ object, view }: Asked): Shape => ({ id: view.id, listViewApiName: view.apiName, objectApiName: object.apiName, type: 'listView' });
const nameOf = (path: FieldPath): string => path.names.join('.');
const labelOf = ({ field, lookups }: FieldPath): string => (lookups.length === 0 ? field.label : field.nameField ? (lookups.at(-1)?.label ?? '').replace(/ ID$/, '') : `${(lookups.at(-1)?.label ?? '').replace(/ ID$/, '')} ${field.label}`);

function info(request: SyncRequest, asked: Asked): Shape {
  const { object, view } = asked;
  const [first] = view.columns;
  const perColumn = (value: unknown): Shape => Object.fromEntries(view.columns.map((path) => [nameOf(path), value]));
  const may = (right: 'create' | 'delete' | 'edit'): boolean => request.session.access?.object(object.apiName, right) !== false;
  return tagged({
    cloneable: true,
    createable: object.createable && may('create'),
    deletable: object.deletable && may('delete'),
    displayColumns: view.columns.map((path) => ({ fieldApiName: nameOf(path), label: labelOf(path), sortable: path.field.sortable })),
    filterLogicString: view.logic,
    filteredByInfo: view.filters.map(({ path, operator, value }) => ({ fieldApiName: nameOf(path), label: labelOf(path), operandLabels: [value], operator: operator.charAt(0).toUpperCase() + operator.slice(1) })),
    label: view.label,
    listReference: reference(asked),
    orderedByInfo: first === undefined ? [] : [{ fieldApiName: nameOf(first), isAscending: true, label: labelOf(first) }],
    updateable: object.updateable && may('edit'),
    userPreferences: { columnWidths: perColumn(-1), columnWrap: perColumn(false) },
    visibility: 'Public',
    visibilityEditable: true,
  });
}

function records(request: SyncRequest, asked: Asked, listInfoETag: unknown): Shape {
  const { object, view } = asked;
  const fields = listParameter(request, 'fields');
  const optionalFields = listParameter(request, 'optionalFields');
  const sortBy = listParameter(request, 'sortBy');
  const [first] = view.columns;
  const order = sortBy.length > 0 ? sortBy : first !== undefined && first.field.sortable ? [nameOf(first)] : [];
  const page = recordPage(request, {
    object,
    paths: unique([...view.columns, ...askedPaths(request, object, fields, optionalFields, false)]),
    conditions: conditionsOf(request, view),
    order: order.map((text) => sortKey(request, object, text)),
    page: pageOf(request),
    path: `${rootOf(request)}/list-records/${object.apiName}/${view.apiName}`,
    parameters: { fields, optionalFields, sortBy },
  });
  return { ...page, fields, listInfoETag, listReference: reference(asked), optionalFields, sortBy: [...order, 'Id'].join(',') };
}

const unique = (paths: readonly FieldPath[]): readonly FieldPath[] => [...new Map(paths.map((path) => [nameOf(path), path])).values()];

function ui(request: SyncRequest, asked: Asked): Shape {
  const shown = info(request, asked);
  return tagged({ info: shown, records: records(request, asked, shown['eTag']) });
}

/** Which list views an object has; `q` is looked for in their labels. */
function summaries(request: SyncRequest): Shape {
  const object = listObject(request);
  const query = request.query.get('q');
  const page = { size: numberParameter(request, 'pageSize', 20, 1, 2_000), offset: numberParameter(request, 'pageToken', 0, 0, 1_000_000) };
  const all = listViewsOf(request, object).filter(({ label }) => query === null || label.toLowerCase().includes(query.toLowerCase()));
  const shown = all.slice(page.offset, page.offset + page.size);
  const url = (offset: number): string => address(`${rootOf(request)}/list-ui/${object.apiName}`, { pageSize: page.size, pageToken: offset, q: query });
  return tagged({
    count: shown.length,
    ...pageLinks(url, page, all.length > page.offset + page.size),
    lists: shown.map(({ id, apiName, label }) => ({ apiName, id, label, listUiUrl: `${rootOf(request)}/list-ui/${object.apiName}/${apiName}` })),
    objectApiName: object.apiName,
    pageSize: page.size,
    queryString: query,
    recentListsOnly: false,
  });
}

const LIST_VIEW_ID = /^00B\w{12}(\w{3})?$/;

/** Records that the user has viewed or saved lately, the latest first. */
function recentRecords(request: SyncRequest, recent: RecentRecords): Shape {
  const object = listObject(request);
  const view = listViewNamed(request, object, listViewsOf(request, object)[0]?.apiName ?? '');
  const fields = listParameter(request, 'fields');
  const optionalFields = listParameter(request, 'optionalFields');
  const ids = recent.of(request.session.userId, object.keyPrefix);
  const ask = pageOf(request);
  const page = recordPage(request, {
    object,
    paths: unique([...view.columns, ...askedPaths(request, object, fields, optionalFields, false)]),
    conditions: [ids.length === 0 ? 'Id = null' : `Id IN (${ids.map(literal).join(', ')})`],
    order: [],
    page: { size: 2_000, offset: 0 },
    path: '',
    parameters: {},
  });
  const byLatest = (page['records'] as readonly { readonly id: string }[]).toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
  const shown = byLatest.slice(ask.offset, ask.offset + ask.size);
  const url = (offset: number): string => address(`${rootOf(request)}/mru-list-records/${object.apiName}`, { fields, optionalFields, pageSize: ask.size, pageToken: offset });
  return {
    count: shown.length, ...pageLinks(url, ask, byLatest.length > ask.offset + ask.size), fields, listInfoETag: null,
    listReference: { id: null, listViewApiName: null, objectApiName: object.apiName, type: 'mru' }, optionalFields, pageSize: ask.size, records: shown, sortBy: null,
  };
}

export const listOperations = (recent: RecentRecords): readonly SyncOperation[] => [
  get('lists', 'list-ui/:object', (request) => {
    const id = request.params['object'] ?? '';
    return LIST_VIEW_ID.test(id) ? ui(request, listViewById(request, id)) : summaries(request);
  }),
  get('listUi', 'list-ui/:object/:name', (request) => ui(request, byName(request))),
  get('listInfo', 'list-info/:object/:name', (request) => info(request, byName(request))),
  get('listInfoById', 'list-info/:id', (request) => {
    const id = request.params['id'] ?? '';
    if (!LIST_VIEW_ID.test(id)) {
      throw unsupported(`list infos of an object (list-info/${id}); list-ui/${id} names its list views`);
    }
    return info(request, listViewById(request, id));
  }),
  get('listRecords', 'list-records/:object/:name', (request) => {
    const asked = byName(request);
    return records(request, asked, info(request, asked)['eTag']);
  }),
  row('listRecordsPost', 'POST', 'list-records/:object/:name', (request) => {
    const asked = byName(request);
    return ok(records(request, asked, info(request, asked)['eTag']));
  }),
  get('listRecordsById', 'list-records/:id', (request) => {
    const asked = listViewById(request, request.params['id'] ?? '');
    return records(request, asked, info(request, asked)['eTag']);
  }),
  get('mruListRecords', 'mru-list-records/:object', (request) => recentRecords(request, recent)),
];
