/**
 * Access and refresh tokens. Random per start, kept as digests only (so that a look-up takes no time that depends on
 * the token) and never written anywhere but to the caller who asked for one.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../engine/types.ts';

export interface TokenGrant {
  readonly userId: string;
  /** Connected app that asked for the token; null for the tokens of the start. */
  readonly clientId: string | null;
  readonly issuedAt: Date;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

export interface AccessTokens {
  issue(userId: string, clientId?: string | null): string;
  /** What the token stands for; undefined when it is unknown, expired or revoked. */
  find(token: string): TokenGrant | undefined;
  issueRefresh(userId: string, clientId: string): string;
  findRefresh(token: string): TokenGrant | undefined;
  /** Ends an access token, or a refresh token with all access tokens of its user and app. False: no such token. */
  revoke(token: string): boolean;
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');

/** @param lifetimeSeconds null: tokens do not expire */
export function createTokens(organizationId: string, clock: Clock, lifetimeSeconds: number | null): AccessTokens {
  const access = new Map<string, TokenGrant>();
  const refresh = new Map<string, TokenGrant>();

  const random = (): string => randomBytes(48).toString('base64url').replaceAll('-', '_');
  const grant = (userId: string, clientId: string | null, seconds: number | null): TokenGrant => {
    const issuedAt = clock.now();
    return { userId, clientId, issuedAt, expiresAt: seconds === null ? null : new Date(issuedAt.getTime() + seconds * 1000) };
  };

  return {
    issue(userId, clientId = null) {
      // The shape that `sf org login access-token` asks for: /(00D\w{12,15})![.\w]*/
      const token = `${organizationId}!${random()}`;
      access.set(digest(token), grant(userId, clientId, lifetimeSeconds));
      return token;
    },
    find(token) {
      const found = access.get(digest(token));
      const isOver = found !== undefined && found.expiresAt !== null && found.expiresAt <= clock.now();
      return isOver ? undefined : found;
    },
    issueRefresh(userId, clientId) {
      const token = `5Aep${random()}`;
      refresh.set(digest(token), grant(userId, clientId, null));
      return token;
    },
    findRefresh: (token) => refresh.get(digest(token)),
    revoke(token) {
      const key = digest(token);
      if (access.delete(key)) return true;
      const revoked = refresh.get(key);
      if (revoked === undefined) return false;
      refresh.delete(key);
      for (const [other, { userId, clientId }] of access) {
        if (userId === revoked.userId && clientId === revoked.clientId) access.delete(other);
      }
      return true;
    },
  };
}
