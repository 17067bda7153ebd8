/** Objects and their fields: `sobjects`, `sobjects/X`, `sobjects/X/describe`; the same for the Tooling API. */
import type { ObjectSchema } from '../engine/schema.ts';
import { OrgError, type Clock } from '../engine/types.ts';
import { isUnmodifiedSince } from '../http/conditional.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import { describeObject, describeSummary } from './describeShape.ts';
import { recentItems } from './recent.ts';
import type { RecentRecords } from './uiApi/recentRecords.ts';

type Door = 'sobjects' | 'tooling/sobjects';

const base = (request: SyncRequest, door: Door): string => `/services/data/v${request.version}/${door}`;

/** The Tooling API shows its own objects and what both APIs have (users, flows); the data API no tooling objects. */
function visible(object: ObjectSchema, door: Door): boolean {
  return door === 'sobjects' ? object.kind !== 'tooling' : object.kind === 'tooling' || object.kind === 'setup';
}

function isShown({ session }: SyncRequest, object: ObjectSchema, door: Door): boolean {
  return visible(object, door) && session.access?.object(object.apiName, 'read') !== false;
}

/** @throws OrgError NOT_FOUND; for `SourceMember` it tells sf that the org tracks no source */
function objectOf(request: SyncRequest, door: Door): ObjectSchema {
  const object = request.engine.schema.object(request.params['object'] ?? '');
  if (object === undefined || !isShown(request, object, door)) {
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
  }
  return object;
}

/**
 * When what a user is shown changed last: with every deploy and every change of permissions. Whole seconds, and never the
 * same one twice: HTTP dates know no more.
 */
function createStamps(clock: Clock): (request: SyncRequest) => Date {
  const stamps = new WeakMap<object, number>();
  let last = 0;
  const stampOf = (thing: object): number => {
    let stamp = stamps.get(thing);
    if (stamp === undefined) {
      stamp = Math.max(Math.floor(clock.now().getTime() / 1000), last + 1);
      last = stamp;
      stamps.set(thing, stamp);
    }
    return stamp;
  };
  return ({ engine, session }) => new Date(Math.max(stampOf(engine.schema), session.access === undefined ? 0 : stampOf(session.access)) * 1000);
}

/** Answers 304 to a client that has seen the present state. */
function unlessModified(stamp: (request: SyncRequest) => Date, run: SyncOperation['run']): SyncOperation['run'] {
  return (request) => {
    const modified = stamp(request);
    const headers = { 'Last-Modified': modified.toUTCString() };
    if (isUnmodifiedSince(request.headers['if-modified-since'], modified)) {
      return { status: 304, headers };
    }
    const reply = run(request);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  };
}

function operationsOf(door: Door, stamp: (request: SyncRequest) => Date, recent: RecentRecords): readonly SyncOperation[] {
  const path = `/services/data/:version/${door}`;
  return [
    {
      name: `${door}.list`,
      method: 'GET',
      path,
      run: unlessModified(stamp, (request) => ({
        status: 200,
        body: {
          encoding: 'UTF-8',
          maxBatchSize: 200,
          sobjects: request.engine.schema.objects.filter((object) => isShown(request, object, door)).map((object) => describeSummary(object, base(request, door), request.session.access)),
        },
      })),
    },
    {
      name: `${door}.basic`,
      method: 'GET',
      path: `${path}/:object`,
      run(request) {
        const object = objectOf(request, door);
        return { status: 200, body: { objectDescribe: describeSummary(object, base(request, door), request.session.access), recentItems: recentItems(request, recent.of(request.session.userId, object.keyPrefix)) } };
      },
    },
    {
      name: `${door}.describe`,
      method: 'GET',
      path: `${path}/:object/describe`,
      run: unlessModified(stamp, (request) => ({ status: 200, body: describeObject(request.engine.schema, objectOf(request, door), base(request, door), request.session.access) })),
    },
  ];
}

export function describeOperations(clock: Clock, recent: RecentRecords): readonly SyncOperation[] {
  const stamp = createStamps(clock);
  return [...operationsOf('sobjects', stamp, recent), ...operationsOf('tooling/sobjects', stamp, recent)];
}
