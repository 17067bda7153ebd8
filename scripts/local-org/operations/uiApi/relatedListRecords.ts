/** The records of related lists, one list or several at once, and how many there are. */
import type { ObjectSchema } from '../../engine/schema.ts';
import { listOf, objectBody } from '../../http/input.ts';
import { literal } from '../../http/soqlLiteral.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { whereTextSoql } from '../graphql/whereText.ts';
import { askedPaths, resolvePath } from './fields.ts';
import { recordPage, sortKey } from './recordPages.ts';
import { recordOf } from './records.ts';
import { listReference, relatedListNamed, type RelatedList } from './relatedLists.ts';
import { get, listParameter, missing, numberParameter, ok, pageOf, rootOf, row, simpleBatch, tagged, textParameter, type Shape } from './respond.ts';

/** Lists that one batch may name; Salesforce documents no bound. */
const MAX_LISTS = 200;

function place(request: SyncRequest, id: string): { readonly object: ObjectSchema; readonly recordId: string; readonly list: RelatedList } {
  const { object, id: recordId } = recordOf(request, request.params['recordId'] ?? '');
  if (request.engine.query(request.session, `SELECT Id FROM ${object.apiName} WHERE Id = ${literal(recordId)}`).records.length === 0) {
    throw missing();
  }
  return { object, recordId, list: relatedListNamed(request, object, id) };
}

function records(request: SyncRequest, id: string): Shape {
  const { object, recordId, list } = place(request, id);
  const fields = listParameter(request, 'fields');
  const optionalFields = listParameter(request, 'optionalFields');
  const sortBy = listParameter(request, 'sortBy');
  const where = textParameter(request, 'where');
  const asked = askedPaths(request, list.child, fields, optionalFields, false);
  const order = sortBy.length > 0 ? sortBy : list.sort === null ? [] : [`${list.sort.isAscending ? '' : '-'}${list.sort.path.names.join('.')}`];
  const lookup = resolvePath(request.engine.schema, request.session, list.child, [list.field]);
  const filter = whereTextSoql(request, list.child, where);
  const page = recordPage(request, {
    object: list.child,
    paths: [...(asked.length === 0 ? list.columns : asked), ...(lookup === undefined ? [] : [lookup])],
    conditions: [`${list.field} = ${literal(recordId)}`, ...(filter === '' ? [] : [filter])],
    order: order.map((text) => sortKey(request, list.child, text)),
    page: pageOf(request),
    path: `${rootOf(request)}/related-list-records/${recordId}/${list.id}`,
    parameters: { fields, optionalFields, sortBy, where },
  });
  return { ...page, fields, listInfoETag: null, listReference: listReference(object, list, recordId, null), optionalFields, sortBy };
}

/** Each list with parameters of its own. */
function recordsOfSeveral(request: SyncRequest): Shape {
  const lists = listOf(objectBody(request.body), 'relatedListParameters', MAX_LISTS, `A batch names ${MAX_LISTS} related lists at most.`);
  return simpleBatch(lists, (parameters) => {
    const { relatedListId } = parameters;
    if (typeof relatedListId !== 'string') throw missing();
    return records({ ...request, body: parameters }, relatedListId);
  });
}

/** Counted up to `maxCount`, which is 10 unless the request says otherwise. */
function count(request: SyncRequest, id: string): Shape {
  const { object, recordId, list } = place(request, id);
  const most = numberParameter(request, 'maxCount', 10, 1, 2_000);
  const total = request.engine.query(request.session, `SELECT COUNT() FROM ${list.child.apiName} WHERE ${list.field} = ${literal(recordId)}`).totalSize;
  return tagged({ count: Math.min(total, most), hasMore: total > most, listReference: listReference(object, list, recordId, null) });
}

const named = (request: SyncRequest): string => request.params['list'] ?? '';

export const relatedListRecordOperations: readonly SyncOperation[] = [
  get('relatedListRecords', 'related-list-records/:recordId/:list', (request) => records(request, named(request))),
  row('relatedListRecordsPost', 'POST', 'related-list-records/:recordId/:list', (request) => ok(records(request, named(request)))),
  row('relatedListRecordsBatch', 'POST', 'related-list-records/batch/:recordId', (request) => ok(recordsOfSeveral(request))),
  get('relatedListCount', 'related-list-count/:recordId/:list', (request) => count(request, named(request))),
  get('relatedListCounts', 'related-list-count/batch/:recordId/:list', (request) => simpleBatch(named(request).split(','), (id) => count(request, id))),
];
