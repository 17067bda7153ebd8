/** Search over REST: SOSL, and the parameters that stand for it. */
import { OrgError } from '../engine/types.ts';
import { objectBody } from '../http/input.ts';
import { unsupported } from '../http/errors.ts';
import type { Reply } from '../http/operation.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';

interface SearchObject {
  readonly name: string;
  readonly fields: readonly string[];
  readonly where: string | undefined;
  readonly orderBy: string | undefined;
  readonly limit: string | undefined;
}

interface ParameterizedSearch {
  readonly q: string;
  readonly group: string;
  readonly objects: readonly SearchObject[];
  readonly limit: string | undefined;
}

function noSearchTerm(): OrgError {
  return new OrgError('MALFORMED_SEARCH', 'No search term found. The search term must be enclosed in braces.');
}

function answer(request: SyncRequest, sosl: string): Reply {
  return { status: 200, body: { searchRecords: request.engine.search(request.session, sosl, { apiVersion: `v${request.version}` }) } };
}

/** `FIND {…} IN … FIELDS RETURNING …` for a search by parameters. Braces of the search text end it, and so are escaped. */
function soslOf({ q, group, objects, limit }: ParameterizedSearch): string {
  const returning = objects.map(({ name, fields, where, orderBy, limit: most }) => {
    const clauses = [
      (fields.length === 0 ? ['Id'] : fields).join(', '), where && `WHERE ${where}`, orderBy && `ORDER BY ${orderBy}`, most && `LIMIT ${most}`,
    ].filter((clause) => clause !== undefined && clause !== '');
    return `${name}(${clauses.join(' ')})`;
  });
  return [
    `FIND {${q.replace(/\\.|[{}]/gs, (found) => (found.length === 1 ? `\\${found}` : found))}}`, `IN ${group} FIELDS`,
    returning.length === 0 ? '' : `RETURNING ${returning.join(', ')}`, limit === undefined ? '' : `LIMIT ${limit}`,
  ].join(' ');
}

/** Parameters that do not change what is found here. */
const IGNORED: ReadonlySet<string> = new Set(['spellCorrection', 'updateTracking', 'updateViewStat']);
const KNOWN: ReadonlySet<string> = new Set(['q', 'in', 'fields', 'sobject', 'sobjects', 'defaultLimit', 'overallLimit']);

function refuseOthers(names: readonly string[], objects: readonly string[]): void {
  const other = names.find((name) => !KNOWN.has(name) && !IGNORED.has(name) && !objects.some((object) => /^(fields|where|orderBy|limit)$/.test(name.slice(object.length + 1)) && name.startsWith(`${object}.`)));
  if (other !== undefined) {
    throw unsupported(`search parameter ${other}`);
  }
}

function listOf(text: string | null): string[] {
  return (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
}

function fromQuery(query: URLSearchParams): ParameterizedSearch {
  const names = query.getAll('sobject').flatMap(listOf);
  refuseOthers([...query.keys()], names);
  const objects = names.map((name) => ({
    name,
    fields: query.has(`${name}.fields`) ? listOf(query.get(`${name}.fields`)) : listOf(query.get('fields')),
    where: query.get(`${name}.where`) ?? undefined,
    orderBy: query.get(`${name}.orderBy`) ?? undefined,
    limit: query.get(`${name}.limit`) ?? query.get('defaultLimit') ?? undefined,
  }));
  return { q: query.get('q') ?? '', group: query.get('in') ?? 'ALL', objects, limit: query.get('overallLimit') ?? undefined };
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((entry) => textOr(entry) ?? []) : [];
}

function fromBody(body: Readonly<Record<string, unknown>>): ParameterizedSearch {
  refuseOthers(Object.keys(body), []);
  const given: readonly unknown[] = Array.isArray(body['sobjects']) ? body['sobjects'] : [];
  const objects = given.map((entry) => {
    const object = objectBody(entry);
    const other = Object.keys(object).find((key) => !['name', 'fields', 'where', 'orderBy', 'limit'].includes(key));
    if (other !== undefined) {
      throw unsupported(`search parameter sobjects.${other}`);
    }
    return {
      name: textOr(object['name']) ?? '',
      fields: object['fields'] === undefined ? texts(body['fields']) : texts(object['fields']),
      where: textOr(object['where']),
      orderBy: Array.isArray(object['orderBy']) ? texts(object['orderBy']).join(', ') : textOr(object['orderBy']),
      limit: textOr(object['limit']) ?? textOr(body['defaultLimit']),
    };
  });
  return { q: textOr(body['q']) ?? '', group: textOr(body['in']) ?? 'ALL', objects, limit: textOr(body['overallLimit']) };
}

function parameterized(request: SyncRequest, search: ParameterizedSearch): Reply {
  if (search.q.trim() === '') {
    throw noSearchTerm();
  }
  return answer(request, soslOf(search));
}

const PATH = '/services/data/:version/parameterizedSearch';

export const searchOperations: readonly SyncOperation[] = [
  {
    name: 'search',
    method: 'GET',
    path: '/services/data/:version/search',
    run(request) {
      const sosl = request.query.get('q');
      if (sosl === null) {
        throw noSearchTerm();
      }
      return answer(request, sosl);
    },
  },
  { name: 'parameterizedSearch', method: 'GET', path: PATH, run: (request) => parameterized(request, fromQuery(request.query)) },
  { name: 'parameterizedSearch.post', method: 'POST', path: PATH, run: (request) => parameterized(request, fromBody(objectBody(request.body))) },
];
