/** Deploy over REST: `/services/data/vXX.0/metadata/deployRequest`. */
import { OrgError } from '../engine/types.ts';
import type { Operation, OperationContext } from '../http/operation.ts';
import type { DeployResult } from '../metadata/types.ts';
import { deployOptions, deployResultBody, requireMetadataAccess } from './metadataAccess.ts';
import { readMultipart } from './multipart.ts';
import { MAX_SOAP_BYTES } from './soapEnvelope.ts';

const PATH = '/services/data/:version/metadata/deployRequest';

function parseOptions(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed = JSON.parse(text) as { readonly deployOptions?: Readonly<Record<string, unknown>> };
    return parsed.deployOptions ?? {};
  } catch {
    throw new OrgError('JSON_PARSER_ERROR', 'The part with the deploy options is not JSON.');
  }
}

function optionReader(options: Readonly<Record<string, unknown>>): (name: string) => string | undefined {
  return (name) => {
    const value = options[name];
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
  };
}

function statusOf(context: OperationContext): DeployResult {
  requireMetadataAccess(context.engine, context.session, 'read');
  const done = context.metadata.deployStatus(context.params['id'] ?? '');
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
      requireMetadataAccess(context.engine, context.session, 'write');
      const contentType = context.headers['content-type'] ?? '';
      if (/^application\/json/i.test(contentType)) throw new OrgError('UNSUPPORTED', 'unsupported: the local org does not deploy a recent validation again (quick deploy)', 501);
      const parts = readMultipart(contentType, await context.body());
      const file = parts.find((part) => part.name === 'file');
      if (file === undefined) throw new OrgError('MISSING_ARGUMENT', 'The multipart request has no part named file with the zip.');
      const given = parseOptions((parts.find((part) => part.name !== 'file')?.content ?? Buffer.from('{}')).toString('utf8'));
      const done = context.metadata.deploy(context.session, file.content, deployOptions(optionReader(given)));
      const pending = { id: done.id, checkOnly: done.checkOnly, done: false, status: 'Pending', success: false };
      return { status: 201, body: { id: done.id, validatedDeployRequestId: null, deployOptions: given, deployResult: pending } };
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
    handle(context) {
      requireMetadataAccess(context.engine, context.session, 'write');
      throw new OrgError('INVALID_ID_FIELD', `Deployment already completed: ${statusOf(context).status}`);
    },
  },
];
