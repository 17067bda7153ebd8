/** Creating, updating and deleting a record; refusals in the shape "error with output". */
import type { ObjectSchema } from '../../engine/schema.ts';
import { OrgError, type DuplicateResult, type RecordInput, type SaveError, type SaveOptions, type SaveResult } from '../../engine/types.ts';
import { isUnmodifiedSince } from '../../http/conditional.ts';
import { isObject, objectBody } from '../../http/input.ts';
import type { Reply } from '../../http/operation.ts';
import { literal } from '../../http/soqlLiteral.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { isLayoutable, objectOf } from './access.ts';
import { resolvePath } from './fields.ts';
import { layoutPaths } from './recordOperations.ts';
import type { RecentRecords } from './recentRecords.ts';
import { readRecord, recordOf } from './records.ts';
import { row, type Shape } from './respond.ts';
import { themeInfo } from './themes.ts';

function fieldsOfBody(request: SyncRequest): RecordInput {
  const { fields } = objectBody(request.body);
  if (!isObject(fields)) {
    throw new OrgError('JSON_PARSER_ERROR', 'The property fields must be an object.', 400);
  }
  return fields;
}

/** `allowSaveOnDuplicate`: save what a duplicate rule merely alerts of. */
const optionsOf = (request: SyncRequest): SaveOptions => (objectBody(request.body)['allowSaveOnDuplicate'] === true ? { allowSave: true } : {});

function duplicateRecordError(request: SyncRequest, { allowSave, duplicateRule, matches }: DuplicateResult): Shape {
  return {
    matchResults: matches.map(({ entityType, ids }) => {
      const object = request.engine.schema.object(entityType);
      return {
        apiName: entityType,
        isAllowSave: allowSave,
        matchRecordIds: ids,
        matchRule: duplicateRule,
        objectLabel: object?.label ?? null,
        objectLabelPlural: object?.labelPlural ?? null,
        themeInfo: object === undefined ? null : themeInfo(request.instanceUrl, object),
      };
    }),
  };
}

/** Each error at its fields, or at the record when it has none. */
function refused(request: SyncRequest, object: ObjectSchema, verb: 'create' | 'update' | 'delete', errors: readonly SaveError[]): Reply {
  const entry = ({ statusCode, message, duplicateResult }: SaveError, field: string | null): Shape => ({
    constituentField: null,
    duplicateRecordError: duplicateResult === undefined ? null : duplicateRecordError(request, duplicateResult),
    errorCode: statusCode,
    field,
    fieldLabel: field === null ? null : (request.engine.schema.field(object.apiName, field)?.label ?? null),
    message,
  });
  const fieldErrors: Record<string, Shape[]> = {};
  for (const error of errors) {
    for (const field of error.fields) {
      (fieldErrors[field] ??= []).push(entry(error, field));
    }
  }
  return {
    status: 400,
    body: {
      message: `An error occurred while trying to ${verb} the record. Please try again.`,
      statusCode: 400,
      enhancedErrorType: 'RecordError',
      output: { errors: errors.filter((error) => error.fields.length === 0).map((error) => entry(error, null)), fieldErrors },
    },
  };
}

const succeeded = (result: SaveResult | undefined): result is SaveResult & { readonly id: string } => result?.success === true && result.id !== null;

/** After a save: the record as its page shows it, with the fields that were sent. */
function saved(request: SyncRequest, recent: RecentRecords, object: ObjectSchema, id: string, status: number, names: readonly string[]): Reply {
  recent.seen(request.session.userId, id);
  const sent = names.map((name) => resolvePath(request.engine.schema, request.session, object, [name])).filter((path) => path !== undefined);
  return { status, body: readRecord(request, object, id, [...(isLayoutable(object) ? layoutPaths(request, object, ['Full']) : []), ...sent]) };
}

/** `If-Unmodified-Since`: somebody else has saved the record since the client read it. @throws OrgError CONFLICT */
function checkUnmodified(request: SyncRequest, object: ObjectSchema, id: string): void {
  const header = request.headers['if-unmodified-since'];
  if (header === undefined || Number.isNaN(Date.parse(header))) {
    return;
  }
  const [stored] = request.engine.query(request.session, `SELECT LastModifiedDate FROM ${object.apiName} WHERE Id = ${literal(id)}`).records;
  if (stored !== undefined && !isUnmodifiedSince(header, new Date(String(stored['LastModifiedDate'])))) {
    throw new OrgError('CONFLICT', 'The record was modified since it was read. Read it again and repeat the change.', 409);
  }
}

function create(request: SyncRequest, recent: RecentRecords): Reply {
  const fields = fieldsOfBody(request);
  const { apiName } = objectBody(request.body);
  const object = objectOf(request, typeof apiName === 'string' ? apiName : '');
  const [result] = request.engine.insert(request.session, object.apiName, [fields], optionsOf(request));
  return succeeded(result) ? saved(request, recent, object, result.id, 201, Object.keys(fields)) : refused(request, object, 'create', result?.errors ?? []);
}

function update(request: SyncRequest, recent: RecentRecords): Reply {
  const { object, id } = recordOf(request, request.params['id'] ?? '');
  const fields = fieldsOfBody(request);
  checkUnmodified(request, object, id);
  const [result] = request.engine.update(request.session, object.apiName, [{ ...fields, Id: id }], optionsOf(request));
  return succeeded(result) ? saved(request, recent, object, id, 200, Object.keys(fields)) : refused(request, object, 'update', result?.errors ?? []);
}

function remove(request: SyncRequest): Reply {
  const { object, id } = recordOf(request, request.params['id'] ?? '');
  const [result] = request.engine.delete(request.session, object.apiName, [id]);
  return result?.success === true ? { status: 204 } : refused(request, object, 'delete', result?.errors ?? []);
}

export const recordWriteOperations = (recent: RecentRecords): readonly SyncOperation[] => [
  row('record.create', 'POST', 'records', (request) => create(request, recent)),
  row('record.update', 'PATCH', 'records/:id', (request) => update(request, recent)),
  row('record.delete', 'DELETE', 'records/:id', remove),
];
