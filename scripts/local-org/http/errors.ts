/**
 * Every error body of the HTTP interface is built here: `[{message, errorCode, fields?}]` for REST,
 * `{error, error_description}` for OAuth. Texts are Salesforce's own where one is known.
 */
import { OrgError, type DuplicateResult, type SaveError } from '../engine/types.ts';
import { apiVersions } from './apiVersions.ts';
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

function restErrors(status: number, errors: readonly RestError[]): Reply {
  return { status, body: errors };
}

export function restError(status: number, errorCode: string, message: string, fields?: readonly string[]): Reply {
  return restErrors(status, [fields === undefined ? { message, errorCode } : { message, errorCode, fields }]);
}

/** A refused save of one record: one entry per error, so one per failing validation rule. */
export function saveErrors(errors: readonly SaveError[]): Reply {
  return restErrors(SAVE_STATUS[errors[0]?.statusCode ?? ''] ?? 400, errors.map(({ statusCode, message, fields, duplicateResult }) =>
    (duplicateResult === undefined ? { message, errorCode: statusCode, fields } : { duplicateResut: duplicateBody(duplicateResult), message, errorCode: statusCode })));
}

/** `duplicateResut` is Salesforce's own spelling, seen in many clients; records come without their fields, as by default. */
function duplicateBody({ matches, ...result }: DuplicateResult): Record<string, unknown> {
  return {
    ...result,
    matchResults: matches.map(({ entityType, rule, ids }) => ({
      entityType, errors: [], matchEngine: 'ExactMatchEngine',
      matchRecords: ids.map((id) => ({ additionalInformation: [], fieldDiffs: [], matchConfidence: 100, record: { attributes: { type: entityType, url: `${apiVersions.at(-1)?.url ?? ''}/sobjects/${entityType}/${id}` }, Id: id } })),
      rule, size: ids.length, success: true,
    })),
  };
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
export const limitExceeded = (): OrgError => new OrgError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 403);
export const methodNotAllowed = (method: string, allowed: readonly string[]): Reply => ({
  ...restError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(',')}`),
  headers: { Allow: allowed.join(', ') },
});
export const bodyTooLarge = (limit: number): OrgError => new OrgError('REQUEST_ENTITY_TOO_LARGE', `The request body is larger than ${limit} bytes.`, 413);
export const malformedJson = (detail: string): OrgError => new OrgError('JSON_PARSER_ERROR', detail, 400);
export const expiredSession = (): OrgError => new OrgError('INVALID_SESSION_ID', 'Session expired or invalid', 401);
export const foreignCaller = (what: 'Host' | 'Origin'): Reply => restError(403, 'FORBIDDEN', `The local org answers its own address only; the ${what} header names another.`);

/** The identity services answer a bad token in their own way: a word, no JSON. */
export const badOAuthToken = (token: string): Reply => ({ status: 403, headers: { 'Content-Type': 'text/html;charset=UTF-8' }, body: token === '' ? 'Missing_OAuth_Token' : 'Bad_OAuth_Token' });

/** A thing that Salesforce has and this org has not: named, never imitated. */
export const unsupported = (what: string): OrgError => new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `unsupported: the local org has no ${what}.`, 501);

/** Thrown inside the OAuth endpoints, which have an error body of their own. */
export class OAuthRefusal extends Error {
  readonly code: string;
  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

export function oauthError(status: number, error: string, description: string): Reply {
  return { status, body: { error, error_description: description } };
}
