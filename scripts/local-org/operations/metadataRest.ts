/** Deploy over REST: `/services/data/vXX.0/metadata/deployRequest`. */
import { OrgError } from '../engine/types.ts';
import type { Operation, OperationContext, Reply } from '../http/operation.ts';
import type { DeployResult } from '../metadata/types.ts';
import { deployOptions, deployResultBody, requireMetadataAccess } from './metadataAccess.ts';
import { readMultipart } from './multipart.ts';
import { MAX_SOAP_BYTES } from './soapEnvelope.ts';

const PATH = '/services/data/:version/metadata/deployRequest';

function parseJson(body: Buffer): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new OrgError('JSON_PARSER_ERROR', 'The deploy request is not JSON.');
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) throw new OrgError('JSON_PARSER_ERROR', 'The deploy request is not a JSON object.');
  return parsed as Readonly<Record<string, unknown>>;
}

function parseOptions(body: Buffer): Readonly<Record<string, unknown>> {
  const options = parseJson(body)['deployOptions'];
  return options !== null && typeof options === 'object' ? options as Readonly<Record<string, unknown>> : {};
}

/** What is answered when a deploy has been taken in. */
function accepted(deploy: DeployResult, validatedDeployRequestId: string | null, given: Readonly<Record<string, unknown>>): Reply {
  const { id, checkOnly, done, status, success } = deploy;
  return { status: 201, body: { id, validatedDeployRequestId, deployOptions: given, deployResult: { id, checkOnly, done, status, success } } };
}

function quickDeploy(context: OperationContext, body: Buffer): Reply {
  const validation = parseJson(body)['validatedDeployRequestId'];
  if (typeof validation !== 'string') throw new OrgError('MISSING_ARGUMENT', 'validatedDeployRequestId must be specified');
  return accepted(context.metadata.deploys.quick(context.session, validation), validation, {});
}

function optionReader(options: Readonly<Record<string, unknown>>): (name: string) => string | undefined {
  return (name) => {
    const value = options[name];
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
  };
}

function statusOf(context: OperationContext): DeployResult {
  requireMetadataAccess(context.session);
  const done = context.metadata.deploys.status(context.params['id'] ?? '');
  if (done === undefined) throw new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
  return done;
}

/** REST gives dates as `2026-05-04T10:12:00.000+0000`. */
function restBody(done: DeployResult, includeDetails: boolean): Record<string, unknown> {
  return JSON.parse(JSON.stringify(deployResultBody(done, includeDetails), (_key, value: unknown) =>
    (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) ? value.replace('Z', '+0000') : value))) as Record<string, unknown>;
}

export const metadataRestOperations: readonly Operation[] = [
  {
    name: 'metadata.deploy',
    method: 'POST',
    path: PATH,
    maxBodyBytes: MAX_SOAP_BYTES,
    async handle(context) {
      requireMetadataAccess(context.session);
      const contentType = context.headers['content-type'] ?? '';
      if (/^application\/json/i.test(contentType)) return quickDeploy(context, await context.body());
      const parts = readMultipart(contentType, await context.body());
      const file = parts.find((part) => part.name === 'file');
      if (file === undefined) throw new OrgError('MISSING_ARGUMENT', 'The multipart request has no part named file with the zip.');
      const given = parseOptions(parts.find((part) => part.name !== 'file')?.content ?? Buffer.from('{}'));
      return accepted(context.metadata.deploys.start(context.session, file.content, deployOptions(optionReader(given))), null, given);
    },
  },
  {
    name: 'metadata.deployStatus',
    method: 'GET',
    path: `${PATH}/:id`,
    handle(context) {
      const done = statusOf(context);
      const { checkOnly, rollbackOnError, ignoreWarnings } = done;
      return { status: 200, body: { id: done.id, validatedDeployRequestId: null, deployResult: restBody(done, context.query.get('includeDetails') === 'true'), deployOptions: { checkOnly, rollbackOnError, ignoreWarnings } } };
    },
  },
  {
    name: 'metadata.cancelDeploy',
    method: 'PATCH',
    path: `${PATH}/:id`,
    async handle(context) {
      requireMetadataAccess(context.session);
      const { deployResult } = parseJson(await context.body()) as { readonly deployResult?: { readonly status?: unknown } };
      if (deployResult?.status !== 'Canceling') throw new OrgError('INVALID_INPUT', 'A deployment can only be changed to be cancelled: {"deployResult":{"status":"Canceling"}}.');
      const canceled = context.metadata.deploys.cancel(context.session, context.params['id'] ?? '');
      return { status: 202, body: { id: canceled.id, validatedDeployRequestId: null, deployResult: restBody(canceled, false) } };
    },
  },
];
