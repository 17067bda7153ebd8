/**
 * Every error body of the HTTP interface is built here: `[{message, errorCode, fields?}]` for REST,
 * `{error, error_description}` for OAuth. Texts are Salesforce's own where one is known.
 */
import { OrgError, type SaveError } from '../engine/types.ts';
import type { Reply } from './operation.ts';

export interface RestError {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
}

/** Status of a refused save; everything not named is 400. */
const SAVE_STATUS: Readonly<Record<string, number>> = {
  ENTITY_IS_DELETED: 404,
  NOT_FOUND: 404,
  INSUFFICIENT_ACCESS: 403,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 403,
};

export function restErrors(status: number, errors: readonly RestError[]): Reply {
  return { status, body: errors };
}

export function restError(status: number, errorCode: string, message: string, fields?: readonly string[]): Reply {
  return restErrors(status, [fields === undefined ? { message, errorCode } : { message, errorCode, fields }]);
}

/** A refused save of one record: one entry per error, so one per failing validation rule. */
export function saveErrors(errors: readonly SaveError[]): Reply {
  return restErrors(SAVE_STATUS[errors[0]?.statusCode ?? ''] ?? 400, errors.map(({ statusCode, message, fields }) => ({ message, errorCode: statusCode, fields })));
}

/** What a thrown value becomes; an unexpected one says nothing of its inside. */
export function thrownError(error: unknown): Reply {
  if (error instanceof OrgError) {
    return restError(error.status, error.errorCode, error.message, error.fields);
  }
  return restError(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred. Please include this ErrorId if you contact support: local-org.');
}

export const notFound = (): Reply => restError(404, 'NOT_FOUND', 'The requested resource does not exist');
export const invalidSession = (): Reply => restError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
export const methodNotAllowed = (method: string, allowed: readonly string[]): Reply => ({
  ...restError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(',')}`),
  headers: { Allow: allowed.join(', ') },
});
export const bodyTooLarge = (limit: number): OrgError => new OrgError('REQUEST_ENTITY_TOO_LARGE', `The request body is larger than ${limit} bytes.`, 413);
export const malformedJson = (detail: string): OrgError => new OrgError('JSON_PARSER_ERROR', detail, 400);
export const expiredSession = (): OrgError => new OrgError('INVALID_SESSION_ID', 'Session expired or invalid', 401);
export const foreignCaller = (what: 'Host' | 'Origin'): Reply => restError(403, 'FORBIDDEN', `The local org answers its own address only; the ${what} header names another.`);

/** A thing that Salesforce has and this org has not: named, never imitated. */
export const unsupported = (what: string): OrgError => new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `unsupported: the local org has no ${what}.`, 501);

export function oauthError(status: number, error: string, description: string): Reply {
  return { status, body: { error, error_description: description } };
}
