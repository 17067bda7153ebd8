/** SOQL over REST: `query`, `queryAll`, the next batches, and the columns of a result. */
import { OrgError, type ColumnMetadata, type QueryOptions, type QueryResult } from '../engine/types.ts';
import { unsupported } from '../http/errors.ts';
import type { Reply } from '../http/operation.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import type { Cursor, QueryCursors } from './queryCursors.ts';

const BATCH = 2_000;
const SMALLEST_BATCH = 200;

type Door = 'query' | 'queryAll' | 'tooling/query';

/** `Sforce-Query-Options: batchSize=500`; out of range means the nearest allowed size. */
function batchSize(request: SyncRequest): number {
  const header = request.headers['sforce-query-options'];
  const wanted = /batchSize\s*=\s*(\d+)/i.exec(typeof header === 'string' ? header : '')?.[1];
  return wanted === undefined ? BATCH : Math.min(BATCH, Math.max(SMALLEST_BATCH, Number(wanted)));
}

type QueryRecord = Readonly<Record<string, unknown>>;

interface ChildResult {
  readonly totalSize: number;
  readonly done: boolean;
  readonly records: readonly QueryRecord[];
}

function isChildResult(value: unknown): value is ChildResult {
  return typeof value === 'object' && value !== null && 'totalSize' in value && 'records' in value;
}

function pageBody(request: SyncRequest, cursors: QueryCursors, door: Door, cursor: Cursor, start: number): ChildResult & { readonly nextRecordsUrl?: string } {
  const end = Math.min(start + batchSize(request), cursor.records.length);
  const done = end >= cursor.records.length;
  return {
    totalSize: cursor.records.length,
    done,
    ...(done ? {} : { nextRecordsUrl: `/services/data/v${request.version}/${door}/${cursor.id}-${end}` }),
    records: cursor.records.slice(start, end).map((record) => withChildPages(request, cursors, door, record)),
  };
}

/** Children that do not fit into a batch have pages of their own. */
function withChildPages(request: SyncRequest, cursors: QueryCursors, door: Door, record: QueryRecord): QueryRecord {
  if (!Object.values(record).some(isChildResult)) {
    return record;
  }
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, isChildResult(value) ? childPage(request, cursors, door, value) : value]));
}

function childPage(request: SyncRequest, cursors: QueryCursors, door: Door, children: ChildResult): ChildResult {
  return children.records.length > batchSize(request)
    ? pageBody(request, cursors, door, cursors.open(request.session.userId, children.records), 0)
    : { ...children, records: children.records.map((child) => withChildPages(request, cursors, door, child)) };
}

function optionsOf(request: SyncRequest, door: Door): QueryOptions {
  return { includeDeleted: door === 'queryAll', tooling: door === 'tooling/query', apiVersion: `v${request.version}` };
}

function columnsReply(request: SyncRequest, result: QueryResult, soql: string): Reply {
  const columns: readonly ColumnMetadata[] = result.columns;
  return {
    status: 200,
    body: {
      columnMetadata: columns,
      entityName: result.object,
      groupBy: /\bgroup\s+by\b/i.test(soql),
      idSelected: columns.some((column) => column.columnName === 'Id'),
      keyPrefix: request.engine.schema.object(result.object)?.keyPrefix ?? null,
    },
  };
}

function query(cursors: QueryCursors, door: Door): SyncOperation['run'] {
  return (request) => {
    if (request.query.has('explain')) {
      throw unsupported('query plan (explain)');
    }
    const soql = request.query.get('q');
    if (soql === null || soql.trim() === '') {
      throw new OrgError('MALFORMED_QUERY', 'A query string has to be specified');
    }
    const result = request.engine.query(request.session, soql, optionsOf(request, door));
    // `sf data query` asks a second time with columns=true to lay out its table.
    if (request.query.get('columns') === 'true') {
      return columnsReply(request, result, soql);
    }
    if (result.records.length <= batchSize(request)) {
      const entity = door === 'tooling/query' ? { size: result.records.length, entityTypeName: result.object } : {};
      return { status: 200, body: { ...entity, totalSize: result.totalSize, done: true, records: result.records.map((record) => withChildPages(request, cursors, door, record)) } };
    }
    return { status: 200, body: pageBody(request, cursors, door, cursors.open(request.session.userId, result.records), 0) };
  };
}

function next(cursors: QueryCursors, door: Door): SyncOperation['run'] {
  return (request) => {
    const found = /^(.+)-(\d+)$/.exec(request.params['locator'] ?? '');
    if (found === null) {
      throw new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    const cursor = cursors.find(request.session.userId, found[1] ?? '');
    const start = Number(found[2]);
    if (start > cursor.records.length) {
      throw new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    return { status: 200, body: pageBody(request, cursors, door, cursor, start) };
  };
}

export function queryOperations(cursors: QueryCursors): readonly SyncOperation[] {
  const doors: readonly Door[] = ['query', 'queryAll', 'tooling/query'];
  return doors.flatMap((door) => [
    { name: `${door}`, method: 'GET', path: `/services/data/:version/${door}`, run: query(cursors, door) },
    { name: `${door}.next`, method: 'GET', path: `/services/data/:version/${door}/:locator`, run: next(cursors, door) },
  ]);
}
