/**
 * Records of the Tooling API by id: reading, and changing the components that have a `Metadata` field. Query and
 * describe are beside those of the data API.
 */
import type { ObjectSchema } from '../engine/schema.ts';
import { OrgError } from '../engine/types.ts';
import { unsupported } from '../http/errors.ts';
import type { Reply } from '../http/operation.ts';
import { literal } from '../http/soqlLiteral.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import { fromObject } from '../metadata/elements/fromObject.ts';
import type { MetadataSaveResult } from '../metadata/types.ts';
import { element } from '../metadata/xml/element.ts';
import { requireMetadataAccess } from './metadataAccess.ts';

const OBJECT = '/services/data/:version/tooling/sobjects/:object';
const RECORD = `${OBJECT}/:id`;

/** Objects whose records are components and may be written (Tooling API reference, supported calls). */
const WRITABLE: ReadonlySet<string> = new Set(['CustomField', 'CustomObject', 'CustomTab', 'FlexiPage', 'GlobalValueSet', 'Layout', 'PathAssistant', 'ValidationRule']);

const notFound = (): OrgError => new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);

function toolingObject(request: SyncRequest): ObjectSchema {
  const object = request.engine.schema.object(request.params['object'] ?? '');
  if (object === undefined || object.kind !== 'tooling') throw notFound();
  return object;
}

function readRecord(request: SyncRequest, fields: readonly string[]): Record<string, unknown> {
  const { apiName } = toolingObject(request);
  const soql = `SELECT ${fields.join(', ')} FROM ${apiName} WHERE Id = ${literal(request.params['id'] ?? '')}`;
  const [record] = request.engine.query(request.session, soql, { tooling: true, apiVersion: `v${request.version}` }).records;
  if (record === undefined) throw notFound();
  return record;
}

/** @throws OrgError when the object's records cannot be written, or the user may not */
function writableType(request: SyncRequest): string {
  const { apiName } = toolingObject(request);
  // What an org answers as well: its values are changed by a deploy.
  if (apiName === 'StandardValueSet') throw new OrgError('FIELD_INTEGRITY_EXCEPTION', 'Standard value sets cannot be changed over the Tooling API.');
  if (!WRITABLE.has(apiName)) throw unsupported(`write access to ${apiName} over the Tooling API; deploy it with the Metadata API`);
  requireMetadataAccess(request.session);
  return apiName;
}

function metadataOf(request: SyncRequest): { readonly fullName: string | null; readonly metadata: Readonly<Record<string, unknown>> } {
  const body = request.body as Readonly<Record<string, unknown>> | undefined;
  const given = body !== null && typeof body === 'object' && !Array.isArray(body) ? body : {};
  const other = Object.keys(given).find((name) => !['FullName', 'Metadata', 'Id', 'attributes'].includes(name));
  if (other !== undefined) throw unsupported(`writing ${other} over the Tooling API; give FullName and Metadata`);
  const { FullName: fullName, Metadata: metadata } = given;
  if (metadata === null || typeof metadata !== 'object' || Array.isArray(metadata)) throw new OrgError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [Metadata]', 400, ['Metadata']);
  return { fullName: typeof fullName === 'string' ? fullName : null, metadata: metadata as Readonly<Record<string, unknown>> };
}

/** @throws OrgError with the first problem */
function settle([result]: readonly MetadataSaveResult[]): void {
  const error = result?.errors[0];
  if (error !== undefined) throw new OrgError(error.statusCode, error.message);
}

function save(request: SyncRequest, mode: 'create' | 'update', fullName: string, metadata: Readonly<Record<string, unknown>>): string {
  const type = writableType(request);
  const content = element(type, [element('fullName', fullName), ...fromObject(metadata, type)]);
  settle(request.metadata[mode](request.session, [{ type, content }]));
  return request.metadata.list(request.session, type).find((file) => file.fullName.toLowerCase() === fullName.toLowerCase())?.id ?? '';
}

function create(request: SyncRequest): Reply {
  writableType(request);
  const { fullName, metadata } = metadataOf(request);
  if (fullName === null) throw new OrgError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [FullName]', 400, ['FullName']);
  return { status: 201, body: { id: save(request, 'create', fullName, metadata), success: true, errors: [], warnings: [], infos: [] } };
}

function update(request: SyncRequest): Reply {
  writableType(request);
  const known = String(readRecord(request, ['FullName'])['FullName']);
  const { fullName, metadata } = metadataOf(request);
  if (fullName !== null && fullName !== known) throw unsupported('renaming a component');
  save(request, 'update', known, metadata);
  return { status: 204 };
}

function remove(request: SyncRequest): Reply {
  const type = writableType(request);
  settle(request.metadata.delete(request.session, type, [String(readRecord(request, ['FullName'])['FullName'])]));
  return { status: 204 };
}

export const toolingOperations: readonly SyncOperation[] = [
  { name: 'tooling.read', method: 'GET', path: RECORD, run: (request) => ({ status: 200, body: readRecord(request, toolingObject(request).fields.map((field) => field.apiName)) }) },
  { name: 'tooling.create', method: 'POST', path: OBJECT, run: create },
  { name: 'tooling.update', method: 'PATCH', path: RECORD, run: update },
  { name: 'tooling.delete', method: 'DELETE', path: RECORD, run: remove },
];
