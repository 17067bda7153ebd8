/** `sobjects/X/updated` and `/deleted`: ids of what changed in a span of time. */
import type { ObjectSchema } from '../engine/schema.ts';
import { OrgError } from '../engine/types.ts';
import type { Reply } from '../http/operation.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import { dataObject } from './dataRequest.ts';

const MINUTE_MS = 60_000;
/** How far back the platform looks. */
const WINDOW_MS = 30 * 24 * 60 * MINUTE_MS;

interface Span {
  readonly start: string;
  readonly end: string;
}

/** An instant of the query, without its seconds: the API ignores them. */
function minute(request: SyncRequest, name: 'start' | 'end'): Date {
  const given = request.query.get(name);
  if (given === null) {
    throw new OrgError('MISSING_ARGUMENT', `The parameter ${name} is required.`);
  }
  // A plus sign that was not escaped has become a space.
  const instant = /^\d{4}-\d\d-\d\dT/.test(given) ? Date.parse(given.replace(' ', '+')) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new OrgError('INVALID_REPLICATION_DATE', `${name} is no ISO 8601 date and time: ${given}`);
  }
  return new Date(Math.floor(instant / MINUTE_MS) * MINUTE_MS);
}

function span(request: SyncRequest): Span {
  const [start, end] = [minute(request, 'start'), minute(request, 'end')];
  if (start >= end) {
    throw new OrgError('INVALID_REPLICATION_DATE', 'startDate must be at least one minute before endDate');
  }
  if (request.engine.clock.now().getTime() - start.getTime() > WINDOW_MS) {
    throw new OrgError('INVALID_REPLICATION_DATE', 'startDate cannot be more than 30 days ago');
  }
  return { start: start.toISOString(), end: end.toISOString() };
}

const shown = (instant: string): string => instant.replace('Z', '+0000');

function replicated(request: SyncRequest): ObjectSchema {
  const object = dataObject(request);
  if (!object.fields.some((field) => field.apiName === 'SystemModstamp')) {
    throw new OrgError('INVALID_TYPE_FOR_OPERATION', `${object.apiName} is not replicateable.`);
  }
  return object;
}

function changes(request: SyncRequest, object: ObjectSchema, { start, end }: Span, deleted: boolean): readonly Record<string, unknown>[] {
  const condition = deleted ? ' AND IsDeleted = true' : '';
  const soql = `SELECT Id, SystemModstamp FROM ${object.apiName} WHERE SystemModstamp >= ${start} AND SystemModstamp < ${end}${condition}`;
  return request.engine.query(request.session, soql, { includeDeleted: deleted }).records;
}

function updated(request: SyncRequest): Reply {
  const object = replicated(request);
  const when = span(request);
  return { status: 200, body: { ids: changes(request, object, when, false).map((row) => row['Id']), latestDateCovered: shown(when.end) } };
}

function deleted(request: SyncRequest): Reply {
  const object = replicated(request);
  const when = span(request);
  const rows = object.fields.some((field) => field.apiName === 'IsDeleted') ? changes(request, object, when, true) : [];
  const [organization] = request.engine.query(request.session, 'SELECT CreatedDate FROM Organization').records;
  return {
    status: 200,
    body: {
      deletedRecords: rows.map((row) => ({ deletedDate: row['SystemModstamp'], id: row['Id'] })),
      earliestDateAvailable: organization?.['CreatedDate'] ?? shown(when.start),
      latestDateCovered: shown(when.end),
    },
  };
}

const PATH = '/services/data/:version/sobjects/:object';

export const replicationOperations: readonly SyncOperation[] = [
  { name: 'sobject.updated', method: 'GET', path: `${PATH}/updated`, run: updated },
  { name: 'sobject.deleted', method: 'GET', path: `${PATH}/deleted`, run: deleted },
];
