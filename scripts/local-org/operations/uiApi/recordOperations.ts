/** Reading records: by fields or by layout, several at once, their children. */
import type { ObjectSchema } from '../../engine/schema.ts';
import { OrgError } from '../../engine/types.ts';
import { literal } from '../../http/soqlLiteral.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { canReadObject } from './access.ts';
import { askedPaths, resolvePath, type FieldPath } from './fields.ts';
import { LAYOUT_TYPES, layoutFields, MODES, wordList, type LayoutType } from './layouts.ts';
import { columnsOf, readRecord, recordOf, representation } from './records.ts';
import type { RecentRecords } from './recentRecords.ts';
import { batch, get, illegal, listParameter, numberParameter, tagged, type Shape } from './respond.ts';

/** Fields of a layout as paths: a lookup with what it points at. */
export function layoutPaths(request: SyncRequest, object: ObjectSchema, types: readonly LayoutType[]): readonly FieldPath[] {
  return layoutFields(request, object, types).flatMap((field) => {
    const resolve = (...names: string[]): readonly FieldPath[] => {
      const path = resolvePath(request.engine.schema, request.session, object, names);
      return path === undefined ? [] : [path];
    };
    const parent = field.relationshipName === null || field.referenceTo.length !== 1 ? undefined : request.engine.schema.object(field.referenceTo[0] ?? '');
    const name = canReadObject(request.session, parent) ? parent.fields.find(({ nameField }) => nameField)?.apiName : undefined;
    return [resolve(field.apiName), ...(name === undefined || field.relationshipName === null ? [] : [resolve(field.relationshipName, 'Id'), resolve(field.relationshipName, name)])].flat();
  });
}

/** What a request asks of a record: `fields`, `optionalFields`, `layoutTypes`. */
function paths(request: SyncRequest, object: ObjectSchema): readonly FieldPath[] {
  const layouts = wordList<LayoutType>(request, 'layoutTypes', LAYOUT_TYPES, []);
  wordList(request, 'modes', MODES, ['View']);
  const named = askedPaths(request, object, listParameter(request, 'fields'), listParameter(request, 'optionalFields'));
  const all = [...(layouts.length === 0 ? [] : layoutPaths(request, object, layouts)), ...named];
  if (all.length === 0 && listParameter(request, 'optionalFields').length === 0 && !request.query.has('childRelationships')) {
    throw new OrgError('MISSING_ARGUMENT', 'Name the fields to read in fields or optionalFields, or a layout in layoutTypes.', 400);
  }
  return all;
}

const DEFAULT_CHILDREN = 5;
const MAX_CHILDREN = 50;

/** `childRelationships=Account.Contacts`: the ids of children, a page of each. */
function children(request: SyncRequest, object: ObjectSchema, id: string): Shape {
  const { engine, session } = request;
  const size = numberParameter(request, 'pageSize', DEFAULT_CHILDREN, 1, MAX_CHILDREN);
  return Object.fromEntries(listParameter(request, 'childRelationships').map((qualified) => {
    const [root, name] = qualified.split('.');
    const relationship = engine.schema.children(object.apiName).find((child) => child.relationshipName === name);
    const child = engine.schema.object(relationship?.childObject ?? '');
    if (root !== object.apiName || relationship === undefined || !canReadObject(session, child)) {
      throw illegal('childRelationships', qualified);
    }
    const idPath = resolvePath(engine.schema, session, child, ['Id']);
    const path = idPath === undefined ? [] : [idPath];
    const rows = engine.query(session, `SELECT ${columnsOf(request, child, path).join(', ')} FROM ${child.apiName} WHERE ${relationship.field} = ${literal(id)} ORDER BY Id LIMIT ${size + 1}`).records;
    return [relationship.relationshipName ?? '', {
      count: Math.min(size, rows.length), currentPageToken: '0', currentPageUrl: null, nextPageToken: rows.length > size ? String(size) : null, nextPageUrl: null, previousPageToken: null, previousPageUrl: null,
      records: rows.slice(0, size).map((row) => representation(request, child, row, path)),
    }];
  }));
}

function read(request: SyncRequest, recent: RecentRecords, text: string): Shape {
  const { object, id } = recordOf(request, text);
  const { eTag: _tag, ...record } = readRecord(request, object, id, paths(request, object)) as { readonly eTag: unknown; readonly [name: string]: unknown };
  if (request.query.get('updateMru') === 'true') {
    recent.seen(request.session.userId, id);
  }
  return tagged({ ...record, childRelationships: children(request, object, id) });
}

export const recordReadOperations = (recent: RecentRecords): readonly SyncOperation[] => [
  get('record.read', 'records/:id', (request) => read(request, recent, request.params['id'] ?? '')),
  get('records.read', 'records/batch/:ids', (request) => batch((request.params['ids'] ?? '').split(','), (id) => read(request, recent, id))),
];
