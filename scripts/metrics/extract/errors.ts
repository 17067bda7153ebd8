import { OrgRequestError } from '../../org/errors.ts';

/** Why an extraction ended; what is on disk stays, and the same command goes on from there. */
export class ExtractError extends Error {
  readonly actions: readonly string[];
  constructor(message: string, actions: readonly string[] = ['Run the same command again: it goes on where it stopped.']) {
    super(message);
    this.name = 'ExtractError';
    this.actions = actions;
  }
}

/** A page or answer that may be right the next time. */
export class PassingError extends ExtractError {
  override name = 'ExtractError';
}

/** The org no longer knows the job, or the place in its results: results live seven days. */
export class JobGoneError extends ExtractError {
  override name = 'ExtractError';
}

/** The org gave up a query because it ran for too long. */
export class JobTooHeavyError extends ExtractError {
  override name = 'ExtractError';
}

/** The pages on disk do not hold what was counted when they came: they are fetched again. */
export class PagesDamagedError extends ExtractError {
  override name = 'ExtractError';
}

const PASSING_STATUS = new Set([0, 408, 429, 500, 502, 503, 504]);

/** A 2xx that cannot be parsed is most often an answer cut short. */
export function isPassing(error: unknown): boolean {
  if (error instanceof OrgRequestError && error.errorCode === 'NOT_SALESFORCE' && error.status < 300) return true;
  if (error instanceof OrgRequestError) return PASSING_STATUS.has(error.status) && error.errorCode !== 'INVALID_URL' && error.errorCode !== 'REQUEST_LIMIT_EXCEEDED';
  if (error instanceof ExtractError) return error instanceof PassingError;
  // Errors of a stream that broke off have a code; a mistake of ours has none and must not be tried again.
  return typeof (error as NodeJS.ErrnoException).code === 'string' && !LOCAL_CODES.has((error as NodeJS.ErrnoException).code ?? '');
}

/** The disk, not the org. */
const LOCAL_CODES = new Set(['ENOSPC', 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EMFILE', 'EDQUOT']);
