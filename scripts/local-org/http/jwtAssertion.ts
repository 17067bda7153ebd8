/** The signed assertion of the OAuth JWT bearer flow: read and checked, in the order in which Salesforce complains. */
import { verify } from 'node:crypto';
import type { ConnectedApp } from './connectedApps.ts';
import { OAuthRefusal } from './errors.ts';

export interface Assertion {
  readonly app: ConnectedApp;
  readonly username: string;
}

/** Audiences that name Salesforce's login hosts; clients are configured with them whatever the org. */
const LOGIN_HOSTS: ReadonlySet<string> = new Set(['https://login.salesforce.com', 'https://test.salesforce.com']);

/**
 * @param now this machine's time, not the org's: the client that wrote `exp` has no other
 * @throws OAuthRefusal
 */
export function readAssertion(text: string, findApp: (clientId: string) => ConnectedApp | undefined, instanceUrl: string, now: Date): Assertion {
  const [head = '', body = '', signature = '', ...more] = text.split('.');
  const header = jsonPart(head);
  const claims = jsonPart(body);
  if (header?.['alg'] !== 'RS256' || claims === null || more.length > 0) {
    throw new OAuthRefusal('invalid_grant', 'invalid assertion');
  }
  const issuer = claims['iss'];
  const app = typeof issuer === 'string' ? findApp(issuer) : undefined;
  if (app === undefined) {
    throw new OAuthRefusal('invalid_client_id', 'client identifier invalid');
  }
  if (app.key === null || !verify('RSA-SHA256', Buffer.from(`${head}.${body}`), app.key, Buffer.from(signature, 'base64url'))) {
    throw new OAuthRefusal('invalid_grant', 'invalid assertion');
  }
  const audience = typeof claims['aud'] === 'string' ? claims['aud'].replace(/\/+$/, '') : '';
  if (!LOGIN_HOSTS.has(audience) && audience !== instanceUrl && audience !== instanceUrl.replace('127.0.0.1', 'localhost')) {
    throw new OAuthRefusal('invalid_grant', 'audience is invalid');
  }
  const expires = Number(claims['exp']);
  if (!(expires * 1000 > now.getTime())) {
    throw new OAuthRefusal('invalid_grant', 'expired authorization code');
  }
  // `prn` is the older name of the claim.
  const subject = claims['sub'] ?? claims['prn'];
  if (typeof subject !== 'string') {
    throw new OAuthRefusal('invalid_grant', 'invalid assertion');
  }
  return { app, username: subject };
}

function jsonPart(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : null;
  } catch {
    return null;
  }
}
