/** Errors of the org door: each says what failed, where, and what to do about it. Never carries a token. */

export class OrgRequestError extends Error {
  /** Salesforce's `errorCode`, or one of ours: `CONNECTION_REFUSED`, `CONNECTION_LOST`, `TIMEOUT`, `NOT_SALESFORCE`, `NO_METADATA_ACCESS`. */
  readonly errorCode: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly actions: readonly string[];

  constructor(errorCode: string, message: string, status: number, actions: readonly string[] = []) {
    super(message);
    this.name = 'OrgRequestError';
    this.errorCode = errorCode;
    this.status = status;
    this.actions = actions;
  }
}

/** What an admin does about the errors that are not about the request itself. */
const MENDS: Readonly<Record<string, readonly string[]>> = {
  INVALID_SESSION_ID: ['The session has ended or the token is wrong. Log in again: sf org login web --alias <alias>'],
  REQUEST_LIMIT_EXCEEDED: ["The org's daily API calls are used up. Wait for the 24-hour window, or ask for more in Setup > Company Information."],
  API_DISABLED_FOR_ORG: ['The user needs the permission API Enabled.'],
  INSUFFICIENT_ACCESS: ['The user needs more access: assign the permission set Handrail_Sync or Handrail_Admin.'],
};

/** What an admin does about an error code, whichever API gave it. */
export function mendsFor(errorCode: string): readonly string[] {
  return MENDS[errorCode] ?? [];
}

/** Without these a run has no meaning, so they end it instead of being counted as a part that could not be read. */
const ENDING: ReadonlySet<string> = new Set([
  'API_DISABLED_FOR_ORG', 'BUDGET_SPENT', 'CONNECTION_REFUSED', 'INVALID_SESSION_ID', 'NO_METADATA_ACCESS', 'NOT_SALESFORCE', 'REQUEST_LIMIT_EXCEEDED', 'UNSUPPORTED_API_VERSION',
]);

/** Whether a reader that goes on when a part cannot be read has to stop all the same. */
export function endsTheRun(error: unknown): boolean {
  return ENDING.has((error as { errorCode?: string }).errorCode ?? '');
}

/** Who it is about, in a sentence. @param username the org's id where a token alone was given, which says nothing of its user */
export function userInWords(username: string): string {
  return username.includes('@') ? username : 'this user';
}

/**
 * The Metadata API turns the user away, reading as well as deploying: no rule and no field can be seen.
 * @param username the org's id where a token alone was given
 */
export function noMetadataAccess(username: string, status: number): OrgRequestError {
  return new OrgRequestError('NO_METADATA_ACCESS', `${userInWords(username).replace(/^this/, 'This')} may not use the Metadata API of this org, which gives out rules, fields and permission sets. The user lacks the permission "Modify Metadata Through Metadata API Functions"; Salesforce asks for it even to read.`, status, [
    'Give the user that permission. The permission set Handrail Sync holds it: sf org assign permset --name Handrail_Sync --on-behalf-of <username> --target-org <an administrator\'s alias>',
    'In an org without Handrail: a permission set of your own with API Enabled, View Setup and Configuration, and this permission.',
    'Or run the command as a user who has it, such as an administrator: --target-org <alias>',
  ]);
}

/**
 * Turns an answer that is not 2xx into an error.
 * @param where what was being done, for the sentence: `GET /services/data/v67.0/limits`
 */
export function errorFromBody(status: number, body: string, where: string): OrgRequestError {
  const first = firstError(body);
  if (!first) {
    const start = body.replace(/\s+/g, ' ').slice(0, 120);
    return new OrgRequestError('NOT_SALESFORCE', `${where} was answered with HTTP ${status} and no Salesforce error: ${start || 'an empty body'}`, status, [
      'Check that the instance URL is an org and that no proxy stands in between.',
    ]);
  }
  // The resource below a version that the org offers is there; of another version nothing is.
  const [, version] = first.errorCode === 'NOT_FOUND' ? (/^GET \/services\/data\/v(\d+\.0)\/(?:(?:tooling\/)?query|limits)$/.exec(where) ?? []) : [];
  if (version !== undefined) return new OrgRequestError('UNSUPPORTED_API_VERSION', `The org does not offer version ${version} of the API.`, status, ['Take one that it offers, such as --api-version 67.0, or leave it out.']);
  return new OrgRequestError(first.errorCode, `${notVisible(first.message) ?? `${where}: ${first.message}`} (${first.errorCode})`, status, mendsFor(first.errorCode));
}

/** Objects that are in every org and take a permission (Object Reference, "Special Access Rules"). */
const SEEN_WITH: Readonly<Record<string, string>> = {
  PermissionSetAssignment: 'This user may not see who has which permission set; that takes View Setup and Configuration, which the permission set Handrail Sync gives',
};

/** A refused query shows itself and points into its text; what a person needs is the name it points at. */
function notVisible(message: string): string | undefined {
  const [, object] = /sObject type '([^']+)' is not supported/.exec(message) ?? [];
  if (object !== undefined) return SEEN_WITH[object] ?? `The org has no object ${object}, or hides it from this user`;
  const [, field, entity] = /No such column '([^']+)' on entity '([^']+)'/.exec(message) ?? [];
  return field === undefined ? undefined : `The org has no field ${field} on ${entity ?? ''}, or hides it from this user`;
}

function firstError(body: string): { errorCode: string; message: string } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  const entry: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { errorCode, error, message, error_description: description } = entry as Record<string, unknown>;
  const code = typeof errorCode === 'string' ? errorCode : typeof error === 'string' ? error : undefined;
  if (!code) return undefined;
  const text = typeof message === 'string' ? message : typeof description === 'string' ? description : code;
  return { errorCode: code, message: text };
}
