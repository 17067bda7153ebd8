/**
 * Access tokens and the sessions behind them. Tokens are random per start, kept as digests only (so that a
 * look-up takes no time that depends on the token) and never written anywhere but to the caller of `open`.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Engine, Session } from '../engine/types.ts';
import { literal } from './soqlLiteral.ts';

export interface Sessions {
  /** A new token for the user; earlier ones stay valid. */
  open(userId: string): string;
  /** The session as of now: permissions are read again after every change to them. */
  authenticate(token: string): Session | undefined;
  /** @throws RangeError when there is no such active user */
  sessionOf(username: string): Session;
  /** Permissions, users or permission sets have changed. */
  forget(): void;
}

/** What the org does in its own name, before anybody has logged in. */
export const systemSession: Session = { userId: '', username: 'system', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC' };

export function createSessions(engine: Engine): Sessions {
  const users = new Map<string, string>();
  const cache = new Map<string, Session | undefined>();

  const load = (userId: string): Session | undefined => {
    if (!cache.has(userId)) {
      cache.set(userId, readSession(engine, userId));
    }
    return cache.get(userId);
  };

  return {
    open(userId) {
      // The shape that `sf org login access-token` asks for: /(00D\w{12,15})![.\w]*/
      const token = `${engine.organizationId}!${randomBytes(48).toString('base64url').replaceAll('-', '_')}`;
      users.set(digest(token), userId);
      return token;
    },
    authenticate(token) {
      const userId = users.get(digest(token));
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
    forget() {
      cache.clear();
    },
  };
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');

function readSession(engine: Engine, userId: string): Session | undefined {
  const [user] = engine.query(systemSession, `SELECT Username, IsActive, TimeZoneSidKey, ProfileId FROM User WHERE Id = ${literal(userId)}`).records;
  if (user === undefined || user['IsActive'] !== true) {
    return undefined;
  }
  const [profile] = engine.query(systemSession, `SELECT Name FROM Profile WHERE Id = ${literal(String(user['ProfileId']))}`).records;
  return {
    userId,
    username: String(user['Username']),
    profileName: typeof profile?.['Name'] === 'string' ? profile['Name'] : '',
    customPermissions: customPermissions(engine, userId),
    timeZone: String(user['TimeZoneSidKey']),
  };
}

/** Names of the custom permissions that reach the user through assigned permission sets. */
function customPermissions(engine: Engine, userId: string): ReadonlySet<string> {
  const column = (soql: string, name: string): string[] => engine.query(systemSession, soql).records.map((row) => String(row[name]));
  const sets = column(`SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${literal(userId)}`, 'PermissionSetId');
  if (sets.length === 0) {
    return new Set();
  }
  const entities = column(`SELECT SetupEntityId FROM SetupEntityAccess WHERE ParentId IN (${sets.map(literal).join(', ')}) AND SetupEntityType = 'CustomPermission'`, 'SetupEntityId');
  if (entities.length === 0) {
    return new Set();
  }
  return new Set(column(`SELECT DeveloperName FROM CustomPermission WHERE Id IN (${[...new Set(entities)].map(literal).join(', ')})`, 'DeveloperName'));
}

/** Names of the permission sets assigned to the user. */
export function permissionSetsOf(engine: Engine, userId: string): readonly string[] {
  const ids = engine.query(systemSession, `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${literal(userId)}`).records.map((row) => String(row['PermissionSetId']));
  return ids.length === 0 ? [] : engine.query(systemSession, `SELECT Name FROM PermissionSet WHERE Id IN (${ids.map(literal).join(', ')}) ORDER BY Name`).records.map((row) => String(row['Name']));
}
