/** sObject Collections: up to 200 records of any objects in one call. */
import { OrgError, type RecordInput, type SaveError, type SaveResult } from '../../engine/types.ts';
import { malformedJson } from '../../http/errors.ts';
import { isObject, listOf, objectBody, withoutAttributes, type JsonObject } from '../../http/input.ts';
import type { Reply } from '../../http/operation.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { dataObject, saveOptions } from '../dataRequest.ts';

const LIMIT = 200;
/** Records of one call may come in this many runs of the same object. */
const CHUNK_LIMIT = 10;
const TOO_MANY = `record limit reached. cannot submit more than ${LIMIT} records into this call`;

const ROLLED_BACK: SaveError = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

/** Thrown to undo a transaction whose results are already known. */
class RolledBack extends Error {}

type Saver = (object: string, records: readonly RecordInput[], allOrNone: boolean) => SaveResult[];

interface Chunk {
  readonly object: string;
  readonly records: RecordInput[];
}

function typeOf(record: JsonObject): string {
  const attributes = record['attributes'];
  const type = isObject(attributes) ? attributes['type'] : undefined;
  if (typeof type !== 'string') {
    throw malformedJson('Every record needs its type in attributes.type.');
  }
  return type;
}

function chunksOf(records: readonly JsonObject[]): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (const record of records) {
    const object = typeOf(record);
    const last = chunks.at(-1);
    if (last !== undefined && last.object.toLowerCase() === object.toLowerCase()) {
      last.records.push(recordInput(record));
    } else {
      chunks.push({ object, records: [recordInput(record)] });
    }
  }
  if (chunks.length > CHUNK_LIMIT) {
    throw new OrgError('INVALID_INPUT', `Operation cannot be performed on more than ${CHUNK_LIMIT} chunks of records; sort the records by type.`);
  }
  return chunks;
}

/** jsforce writes the id as `id`, sf as `Id`. */
function recordInput(record: JsonObject): RecordInput {
  const { id, ...fields } = withoutAttributes(record);
  return id === undefined ? fields : { Id: id, ...fields };
}

/** Saves chunk by chunk; with `allOrNone` one failure undoes all chunks. */
function saveChunks(request: SyncRequest, chunks: readonly Chunk[], allOrNone: boolean, save: Saver): readonly SaveResult[] {
  if (!allOrNone || chunks.length === 1) {
    return chunks.flatMap((chunk) => save(chunk.object, chunk.records, allOrNone));
  }
  const results: SaveResult[] = [];
  try {
    request.engine.transaction(() => {
      for (const chunk of chunks) {
        results.push(...save(chunk.object, chunk.records, true));
        if (results.some((result) => !result.success)) {
          throw new RolledBack();
        }
      }
    });
    return results;
  } catch (error) {
    if (!(error instanceof RolledBack)) {
      throw error;
    }
    const total = chunks.reduce((sum, chunk) => sum + chunk.records.length, 0);
    const refused = (index: number): SaveResult => ({ id: null, success: false, created: false, errors: results[index]?.success === false ? results[index].errors : [ROLLED_BACK] });
    return Array.from({ length: total }, (_, index) => refused(index));
  }
}

function resultBody(result: SaveResult, withCreated: boolean): Readonly<Record<string, unknown>> {
  return {
    ...(result.id === null ? {} : { id: result.id }),
    success: result.success,
    errors: result.errors.map(({ statusCode, message, fields }) => ({ statusCode, message, fields })),
    ...(withCreated && result.success ? { created: result.created } : {}),
  };
}

function answer(results: readonly SaveResult[], withCreated = false): Reply {
  return { status: 200, body: results.map((result) => resultBody(result, withCreated)) };
}

function recordsOf(request: SyncRequest): { readonly allOrNone: boolean; readonly records: readonly JsonObject[] } {
  const body = objectBody(request.body);
  return { allOrNone: body['allOrNone'] === true, records: listOf(body, 'records', LIMIT, TOO_MANY) };
}

function saveAll(saver: (request: SyncRequest) => Saver): SyncOperation['run'] {
  return (request) => {
    const { allOrNone, records } = recordsOf(request);
    return answer(saveChunks(request, chunksOf(records), allOrNone, saver(request)));
  };
}

function upsertAll(request: SyncRequest): Reply {
  const { allOrNone, records } = recordsOf(request);
  const object = dataObject(request);
  const field = request.params['field'] ?? '';
  if (records.some((record) => typeOf(record).toLowerCase() !== object.apiName.toLowerCase())) {
    throw new OrgError('INVALID_INPUT', `Every record of this call must be of type ${object.apiName}.`);
  }
  return answer(request.engine.upsert(request.session, object.apiName, field, records.map(recordInput), { ...saveOptions(request), allOrNone }), true);
}

function idsOf(text: string | null): readonly string[] {
  const ids = (text ?? '').split(',').map((id) => id.trim()).filter((id) => id !== '');
  if (ids.length === 0) {
    throw new OrgError('MISSING_ARGUMENT', 'The ids parameter is required.');
  }
  if (ids.length > LIMIT) {
    throw new OrgError('EXCEEDED_ID_LIMIT', TOO_MANY);
  }
  return ids;
}

function deleteAll(request: SyncRequest): Reply {
  const allOrNone = request.query.get('allOrNone') === 'true';
  const chunks: Chunk[] = [];
  for (const id of idsOf(request.query.get('ids'))) {
    const object = request.engine.schema.objectByKeyPrefix(id.slice(0, 3))?.apiName ?? '';
    const last = chunks.at(-1);
    if (last !== undefined && last.object === object) {
      last.records.push({ Id: id });
    } else {
      chunks.push({ object, records: [{ Id: id }] });
    }
  }
  const malformed = (id: string): SaveResult => ({ id, success: false, created: false, errors: [{ statusCode: 'MALFORMED_ID', message: `malformed id ${id}`, fields: [] }] });
  return answer(saveChunks(request, chunks, allOrNone, (object, records, whole) => {
    const ids = records.map((record) => String(record['Id']));
    return object === '' ? ids.map(malformed) : request.engine.delete(request.session, object, ids, { allOrNone: whole });
  }));
}

/** Records in the order asked; null where there is none. */
function readAll(request: SyncRequest, ids: readonly string[], fields: readonly string[]): Reply {
  const object = dataObject(request);
  if (fields.length === 0) {
    throw new OrgError('MISSING_ARGUMENT', 'The fields parameter is required.');
  }
  return {
    status: 200,
    body: ids.map((id) => {
      try {
        return request.engine.retrieve(request.session, object.apiName, id, fields);
      } catch (error) {
        if (error instanceof OrgError && error.status === 404) {
          return null;
        }
        throw error;
      }
    }),
  };
}

function textList(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) {
    throw malformedJson(`The property ${name} must be a list of texts.`);
  }
  return value as string[];
}

const PATH = '/services/data/:version/composite/sobjects';

export const collectionOperations: readonly SyncOperation[] = [
  { name: 'collections.create', method: 'POST', path: PATH, run: saveAll((request) => (object, records, allOrNone) => request.engine.insert(request.session, object, records, { ...saveOptions(request), allOrNone })) },
  { name: 'collections.update', method: 'PATCH', path: PATH, run: saveAll((request) => (object, records, allOrNone) => request.engine.update(request.session, object, records, { ...saveOptions(request), allOrNone })) },
  { name: 'collections.upsert', method: 'PATCH', path: `${PATH}/:object/:field`, run: upsertAll },
  { name: 'collections.delete', method: 'DELETE', path: PATH, run: deleteAll },
  { name: 'collections.read', method: 'GET', path: `${PATH}/:object`, run: (request) => readAll(request, idsOf(request.query.get('ids')), (request.query.get('fields') ?? '').split(',').filter((name) => name !== '')) },
  {
    name: 'collections.readByPost',
    method: 'POST',
    path: `${PATH}/:object`,
    run(request) {
      const body = objectBody(request.body);
      return readAll(request, idsOf(textList(body['ids'], 'ids').join(',')), textList(body['fields'], 'fields'));
    },
  },
];
