/** The sessions behind access tokens: who the user is and what that user may do. */
import type { Engine, Session } from '../engine/types.ts';
import { readAccess } from './access.ts';
import { literal } from './soqlLiteral.ts';
import type { AccessTokens } from './tokens.ts';

export interface Sessions {
  /** A new token for the user; earlier ones stay valid. */
  open(userId: string): string;
  /** The session as of now: permissions are read again after every change to them. */
  authenticate(token: string): Session | undefined;
  /** @throws RangeError when there is no such active user */
  sessionOf(username: string): Session;
  /** Undefined when there is no such active user. */
  usernameOf(userId: string): string | undefined;
  /** Permissions, users or permission sets have changed. */
  forget(): void;
}

/** What the org does in its own name, before anybody has logged in. */
export const systemSession: Session = { userId: '', username: 'system', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC' };

export function createSessions(engine: Engine, tokens: AccessTokens): Sessions {
  const cache = new Map<string, { readonly session: Session | undefined; readonly since: number; readonly until: number }>();

  const load = (userId: string): Session | undefined => {
    const now = engine.clock.now();
    const known = cache.get(userId);
    // A simulated clock may be set back, to before an assignment ended.
    if (known !== undefined && known.since <= now.getTime() && now.getTime() < known.until) {
      return known.session;
    }
    const session = readSession(engine, userId);
    cache.set(userId, { session, since: now.getTime(), until: nextExpiration(engine, userId, now) });
    return session;
  };

  return {
    open: (userId) => tokens.issue(userId),
    authenticate(token) {
      const userId = tokens.find(token)?.userId;
      return userId === undefined ? undefined : load(userId);
    },
    sessionOf(username) {
      const [row] = engine.query(systemSession, `SELECT Id FROM User WHERE Username = ${literal(username)}`).records;
      const session = row === undefined ? undefined : load(String(row['Id']));
      if (session === undefined) {
        throw new RangeError(`The local org has no active user ${username}.`);
      }
      return session;
    },
    usernameOf: (userId) => load(userId)?.username,
    forget() {
      cache.clear();
    },
  };
}

function readSession(engine: Engine, userId: string): Session | undefined {
  const [user] = engine.query(systemSession, `SELECT Username, IsActive, TimeZoneSidKey, ProfileId FROM User WHERE Id = ${literal(userId)}`).records;
  if (user === undefined || user['IsActive'] !== true) {
    return undefined;
  }
  const [profile] = engine.query(systemSession, `SELECT Name FROM Profile WHERE Id = ${literal(String(user['ProfileId']))}`).records;
  const sets = assignedSets(engine, userId, String(user['ProfileId']));
  const userPermissions = grantedUserPermissions(engine, sets);
  return {
    userId,
    username: String(user['Username']),
    profileName: typeof profile?.['Name'] === 'string' ? profile['Name'] : '',
    customPermissions: customPermissions(engine, sets),
    userPermissions,
    timeZone: String(user['TimeZoneSidKey']),
    access: readAccess(engine, systemSession, sets, userPermissions),
  };
}

function column(engine: Engine, soql: string, name: string): string[] {
  return engine.query(systemSession, soql).records.map((row) => String(row[name]));
}

/** When an assignment of the user ends next, in milliseconds; Infinity when none does. */
function nextExpiration(engine: Engine, userId: string, now: Date): number {
  const [next] = column(engine, `SELECT ExpirationDate FROM PermissionSetAssignment WHERE AssigneeId = ${literal(userId)} AND ExpirationDate > ${now.toISOString()} ORDER BY ExpirationDate LIMIT 1`, 'ExpirationDate');
  return next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
}

/** Ids of the permission sets that reach the user: those assigned and not expired, and the one of the profile. */
function assignedSets(engine: Engine, userId: string, profileId: string): readonly string[] {
  const running = `(ExpirationDate = NULL OR ExpirationDate > ${engine.clock.now().toISOString()})`;
  const assigned = column(engine, `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${literal(userId)} AND PermissionSet.IsOwnedByProfile = false AND ${running}`, 'PermissionSetId');
  return [...new Set([...assigned, ...column(engine, `SELECT Id FROM PermissionSet WHERE ProfileId = ${literal(profileId)}`, 'Id')])];
}

/** Names of the user permissions (`ModifyAllData`) that any of the sets turns on. */
function grantedUserPermissions(engine: Engine, sets: readonly string[]): ReadonlySet<string> {
  const columns = (engine.schema.object('PermissionSet')?.fields ?? []).map((field) => field.apiName).filter((name) => name.startsWith('Permissions'));
  if (sets.length === 0 || columns.length === 0) {
    return new Set();
  }
  const rows = engine.query(systemSession, `SELECT ${columns.join(', ')} FROM PermissionSet WHERE Id IN (${sets.map(literal).join(', ')})`).records;
  return new Set(columns.filter((name) => rows.some((row) => row[name] === true)).map((name) => name.slice('Permissions'.length)));
}

/** Names of the custom permissions that reach the user through permission sets. */
function customPermissions(engine: Engine, sets: readonly string[]): ReadonlySet<string> {
  if (sets.length === 0) {
    return new Set();
  }
  const entities = column(engine, `SELECT SetupEntityId FROM SetupEntityAccess WHERE ParentId IN (${sets.map(literal).join(', ')}) AND SetupEntityType = 'CustomPermission'`, 'SetupEntityId');
  if (entities.length === 0) {
    return new Set();
  }
  return new Set(column(engine, `SELECT DeveloperName FROM CustomPermission WHERE Id IN (${[...new Set(entities)].map(literal).join(', ')})`, 'DeveloperName'));
}

/** Names of the permission sets assigned to the user, without the one that the profile owns. */
export function permissionSetsOf(engine: Engine, userId: string): readonly string[] {
  const ids = column(engine, `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${literal(userId)}`, 'PermissionSetId');
  return ids.length === 0 ? [] : column(engine, `SELECT Name FROM PermissionSet WHERE Id IN (${ids.map(literal).join(', ')}) AND IsOwnedByProfile = false ORDER BY Name`, 'Name');
}
