/** Errors as the GraphQL API answers them: the HTTP status stays 200, `ErrorType` says at which step the request failed. */
import { GraphQLError } from 'graphql';
import { OrgError, type SaveError } from '../../engine/types.ts';

/** The first five are Salesforce's; the last names what this org has not. */
export type ErrorType = 'InvalidSyntax' | 'ValidationError' | 'DataFetchingException' | 'OperationNotSupported' | 'ExecutionAborted' | 'UnsupportedByLocalOrg';

export interface Failure {
  readonly message: string;
  readonly locations: readonly { readonly line: number; readonly column: number }[];
  readonly paths: readonly (string | number)[];
  readonly extensions: { readonly ErrorType: ErrorType };
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly Failure[];
}

/** Ends a request, or thrown by a resolver the field it stands at. */
export class RequestError extends Error {
  readonly errorType: ErrorType;
  constructor(message: string, errorType: ErrorType = 'ValidationError') {
    super(message);
    this.name = 'RequestError';
    this.errorType = errorType;
  }
}

/** A refused save: one failure for each of its errors. */
export class RefusedSave extends Error {
  readonly errors: readonly SaveError[];
  constructor(errors: readonly SaveError[]) {
    super(errors[0]?.message ?? 'The record could not be saved.');
    this.name = 'RefusedSave';
    this.errors = errors;
  }
}

export const failure = (message: string, errorType: ErrorType, locations: Failure['locations'] = [], paths: Failure['paths'] = []): Failure => ({ message, locations, paths, extensions: { ErrorType: errorType } });

/** A request that does not reach execution has empty data. */
export const refusedRequest = (errors: readonly Failure[]): Answer => ({ data: {}, errors });

/** Failures of one error of the execution. @throws what is no answer of an org but a mistake of ours */
export function executionFailures(error: GraphQLError): readonly Failure[] {
  const cause = error.originalError;
  const at = (message: string, errorType: ErrorType): Failure => failure(message, errorType, error.locations ?? [], error.path ?? []);
  if (cause instanceof RefusedSave && cause.errors.length > 0) {
    return cause.errors.map(({ message }) => at(message, 'DataFetchingException'));
  }
  if (cause instanceof RequestError) {
    return [at(cause.message, cause.errorType)];
  }
  if (cause instanceof OrgError) {
    return [at(cause.message, cause.errorCode === 'UNSUPPORTED_BY_LOCAL_ORG' || cause.status === 501 ? 'UnsupportedByLocalOrg' : 'DataFetchingException')];
  }
  if (cause !== undefined && cause !== null && !(cause instanceof GraphQLError)) {
    throw cause;
  }
  return [at(error.message, 'DataFetchingException')];
}
