/** What a lookup field offers while somebody types: records by name, or those used last. */
import type { ObjectSchema } from '../../engine/schema.ts';
import { OrgError } from '../../engine/types.ts';
import { literal } from '../../http/soqlLiteral.ts';
import { unsupported } from '../../http/errors.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { canRead, canReadObject, objectOf } from './access.ts';
import { MASTER_RECORD_TYPE } from './recordTypes.ts';
import type { RecentRecords } from './recentRecords.ts';
import { address, get, missing, numberParameter, rootOf, tagged, wordParameter, type Shape } from './respond.ts';

const SEARCH_TYPES = ['Recent', 'TypeAhead', 'Search'] as const;
/** Characters a search must have. */
const LEAST_QUERY = 2;
const MAX_PAGE = 2_000;

function targetOf(request: SyncRequest): { readonly object: ObjectSchema; readonly field: string; readonly target: ObjectSchema } {
  const object = objectOf(request, request.params['object'] ?? '');
  const field = request.engine.schema.field(object.apiName, request.params['field'] ?? '');
  if (field === undefined || field.referenceTo.length === 0 || !canRead(request.session, object.apiName, field.apiName)) {
    throw missing();
  }
  const given = request.params['target'];
  const name = given === undefined ? field.referenceTo[0] : field.referenceTo.find((candidate) => candidate.toLowerCase() === given.toLowerCase());
  const target = request.engine.schema.object(name ?? '');
  if (!canReadObject(request.session, target)) {
    throw missing();
  }
  return { object, field: field.apiName, target };
}

function lookup(request: SyncRequest, recent: RecentRecords): Shape {
  const { object, field, target } = targetOf(request);
  const searchType = wordParameter(request, 'searchType', SEARCH_TYPES, request.query.has('q') ? 'Search' : 'Recent');
  const query = request.query.get('q') ?? '';
  if (request.query.has('dependentFieldBindings')) {
    throw unsupported('lookup filters (dependentFieldBindings)');
  }
  if (searchType !== 'Recent' && query.length < LEAST_QUERY) {
    throw new OrgError('INVALID_SEARCH_TERM', `A search needs at least ${LEAST_QUERY} characters.`, 400);
  }
  const page = numberParameter(request, 'page', 1, 1, 1_000);
  const size = numberParameter(request, 'pageSize', 25, 1, MAX_PAGE);
  const found = searchType === 'Recent' ? recentOnes(request, recent, target) : byName(request, target, query, searchType, page * size + 1);
  const offset = (page - 1) * size;
  const records = found.slice(offset, offset + size).map((row) => record(target, row));
  const url = (number: number): string => address(`${rootOf(request)}/lookups/${object.apiName}/${field}/${target.apiName}`, { q: query, searchType, page: number, pageSize: size });
  return {
    count: records.length,
    currentPageToken: String(page),
    currentPageUrl: url(page),
    nextPageToken: found.length > offset + size ? String(page + 1) : null,
    nextPageUrl: found.length > offset + size ? url(page + 1) : null,
    previousPageToken: page > 1 ? String(page - 1) : null,
    previousPageUrl: page > 1 ? url(page - 1) : null,
    records,
  };
}

const nameOf = (object: ObjectSchema): string => object.fields.find(({ nameField }) => nameField)?.apiName ?? 'Id';

function recentOnes({ engine, session }: SyncRequest, recent: RecentRecords, target: ObjectSchema): readonly Shape[] {
  const ids = recent.of(session.userId, target.keyPrefix);
  if (ids.length === 0) {
    return [];
  }
  const rows = engine.query(session, `SELECT Id, ${nameOf(target)} FROM ${target.apiName} WHERE Id IN (${ids.map(literal).join(', ')})`).records;
  return rows.toSorted((one, other) => ids.indexOf(String(one['Id'])) - ids.indexOf(String(other['Id'])));
}

/** While typing, words of the name that begin with the text; a search finds the text anywhere in it. */
function byName({ engine, session }: SyncRequest, target: ObjectSchema, query: string, searchType: 'TypeAhead' | 'Search', most: number): readonly Shape[] {
  const name = nameOf(target);
  const text = query.replace(/[\\%_]/g, (sign) => (sign === '\\' ? '\\' : `\\${sign}`));
  const like = (pattern: string): string => `${name} LIKE ${literal(pattern).replaceAll('\\\\%', '\\%').replaceAll('\\\\_', '\\_')}`;
  const condition = searchType === 'Search' ? like(`%${text}%`) : `${like(`${text}%`)} OR ${like(`% ${text}%`)}`;
  return engine.query(session, `SELECT Id, ${name} FROM ${target.apiName} WHERE ${condition} ORDER BY ${name} ASC, Id ASC LIMIT ${most}`).records;
}

function record(target: ObjectSchema, row: Shape): Shape {
  const name = nameOf(target);
  const value = (text: unknown): Shape => ({ displayValue: null, value: text ?? null });
  return tagged({
    apiName: target.apiName, childRelationships: {}, fields: { DisambiguationField: value(null), Id: value(row['Id']), [name]: value(row[name]) }, id: row['Id'],
    lastModifiedById: null, lastModifiedDate: null, recordTypeId: MASTER_RECORD_TYPE, recordTypeInfo: null, systemModstamp: null, weakEtag: 0,
  });
}

export const lookupOperations = (recent: RecentRecords): readonly SyncOperation[] => [
  get('lookup', 'lookups/:object/:field', (request) => lookup(request, recent)),
  get('lookupOf', 'lookups/:object/:field/:target', (request) => lookup(request, recent)),
];
