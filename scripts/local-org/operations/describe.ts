/** Objects and their fields: `sobjects`, `sobjects/X`, `sobjects/X/describe`; the same for the Tooling API. */
import type { ObjectSchema } from '../engine/schema.ts';
import { OrgError } from '../engine/types.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import { describeObject, describeSummary } from './describeShape.ts';

type Door = 'sobjects' | 'tooling/sobjects';

const base = (request: SyncRequest, door: Door): string => `/services/data/v${request.version}/${door}`;

/** The Tooling API shows its own objects and what both APIs have (users, flows); the data API no tooling objects. */
function visible(object: ObjectSchema, door: Door): boolean {
  return door === 'sobjects' ? object.kind !== 'tooling' : object.kind === 'tooling' || object.kind === 'setup';
}

/** @throws OrgError NOT_FOUND; for `SourceMember` it tells sf that the org tracks no source */
function objectOf(request: SyncRequest, door: Door): ObjectSchema {
  const object = request.engine.schema.object(request.params['object'] ?? '');
  if (object === undefined || !visible(object, door)) {
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
  }
  return object;
}

function operationsOf(door: Door): readonly SyncOperation[] {
  const path = `/services/data/:version/${door}`;
  return [
    {
      name: `${door}.list`,
      method: 'GET',
      path,
      run: (request) => ({
        status: 200,
        body: {
          encoding: 'UTF-8',
          maxBatchSize: 200,
          sobjects: request.engine.schema.objects.filter((object) => visible(object, door)).map((object) => describeSummary(object, base(request, door))),
        },
      }),
    },
    {
      name: `${door}.basic`,
      method: 'GET',
      path: `${path}/:object`,
      // Salesforce adds recently viewed records; nothing is viewed here.
      run: (request) => ({ status: 200, body: { objectDescribe: describeSummary(objectOf(request, door), base(request, door)), recentItems: [] } }),
    },
    {
      name: `${door}.describe`,
      method: 'GET',
      path: `${path}/:object/describe`,
      run: (request) => ({ status: 200, body: describeObject(request.engine.schema, objectOf(request, door), base(request, door)) }),
    },
  ];
}

export const describeOperations: readonly SyncOperation[] = [...operationsOf('sobjects'), ...operationsOf('tooling/sobjects')];
