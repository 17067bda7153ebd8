/** OAuth 2.0: tokens by JWT bearer, client credentials and refresh; introspection and revocation. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ConnectedApp, ConnectedApps } from '../http/connectedApps.ts';
import { oauthError, OAuthRefusal, unsupported } from '../http/errors.ts';
import { readAssertion } from '../http/jwtAssertion.ts';
import type { Operation, OperationContext, Reply } from '../http/operation.ts';
import type { AccessTokens } from '../http/tokens.ts';
import { requireAdministrator } from './administrator.ts';

export interface OAuthState {
  readonly apps: ConnectedApps;
  readonly tokens: AccessTokens;
  /** Id of an active user; undefined when there is none. */
  readonly userId: (username: string) => string | undefined;
  readonly username: (userId: string) => string | undefined;
}

interface TokenRequest {
  readonly context: OperationContext;
  readonly form: URLSearchParams;
  readonly state: OAuthState;
}

const SCOPE = 'web api refresh_token';

/** Client id and secret from the form or from `Authorization: Basic`. @throws OAuthRefusal */
function clientOf({ context, form, state }: TokenRequest, needsSecret: boolean): ConnectedApp {
  const basic = /^Basic\s+(\S+)$/i.exec(context.headers.authorization ?? '')?.[1];
  const [basicId, basicSecret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':', 2).map((part) => decodeURIComponent(part));
  const clientId = form.get('client_id') ?? basicId;
  const secret = form.get('client_secret') ?? basicSecret;
  const app = clientId === undefined ? undefined : state.apps.find(clientId);
  if (app === undefined) {
    throw new OAuthRefusal('invalid_client_id', 'client identifier invalid');
  }
  if ((needsSecret || secret !== undefined) && !isSame(secret ?? '', app.clientSecret ?? '')) {
    throw new OAuthRefusal('invalid_client', 'invalid client credentials');
  }
  return app;
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return wanted !== '' && one.length === other.length && timingSafeEqual(one, other);
}

/** @throws OAuthRefusal for a user who does not exist, is not active, or has not approved the app */
function userOf(app: ConnectedApp, username: string, state: OAuthState): string {
  const userId = state.userId(username);
  const approved = app.users === undefined || app.users.some((user) => user.toLowerCase() === username.toLowerCase());
  if (userId === undefined || !approved) {
    throw new OAuthRefusal('invalid_grant', "user hasn't approved this consumer");
  }
  return userId;
}

function tokenFor({ context, state }: TokenRequest, app: ConnectedApp, userId: string): Reply {
  const { instanceUrl, engine } = context;
  const id = `${instanceUrl}/id/${engine.organizationId}/${userId}`;
  const issuedAt = String(engine.clock.now().getTime());
  const signed = app.clientSecret === undefined ? {} : { issued_at: issuedAt, signature: createHmac('sha256', app.clientSecret).update(id + issuedAt).digest('base64') };
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache' },
    body: { access_token: state.tokens.issue(userId, app.clientId), scope: SCOPE, instance_url: instanceUrl, id, token_type: 'Bearer', ...signed },
  };
}

const GRANTS: Readonly<Record<string, (request: TokenRequest) => Reply>> = {
  'urn:ietf:params:oauth:grant-type:jwt-bearer'(request) {
    const { app, username } = readAssertion(request.form.get('assertion') ?? '', (id) => request.state.apps.find(id), request.context.instanceUrl, new Date());
    return tokenFor(request, app, userOf(app, username, request.state));
  },
  client_credentials(request) {
    const app = clientOf(request, true);
    const userId = app.runAs === undefined ? undefined : request.state.userId(app.runAs);
    if (userId === undefined) {
      throw new OAuthRefusal('invalid_grant', 'no client credentials user enabled');
    }
    return tokenFor(request, app, userId);
  },
  refresh_token(request) {
    const app = clientOf(request, false);
    const grant = request.state.tokens.findRefresh(request.form.get('refresh_token') ?? '');
    if (grant === undefined || grant.clientId !== app.clientId || request.state.username(grant.userId) === undefined) {
      throw new OAuthRefusal('invalid_grant', 'expired access/refresh token');
    }
    return tokenFor(request, app, grant.userId);
  },
};

function token(request: TokenRequest): Reply {
  const grantType = request.form.get('grant_type') ?? '';
  const grant = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
  if (grant === undefined) {
    throw new OAuthRefusal('unsupported_grant_type', 'grant type not supported');
  }
  return grant(request);
}

function introspect(request: TokenRequest): Reply {
  const { form, state, context } = request;
  clientOf(request, true);
  const given = form.get('token') ?? '';
  const access = state.tokens.find(given);
  const grant = access ?? state.tokens.findRefresh(given);
  const username = grant === undefined ? undefined : state.username(grant.userId);
  if (grant === undefined || username === undefined) {
    return { status: 200, body: { active: false } };
  }
  const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);
  return {
    status: 200,
    body: {
      active: true,
      scope: SCOPE,
      client_id: grant.clientId,
      username,
      sub: `${context.instanceUrl}/id/${context.engine.organizationId}/${grant.userId}`,
      token_type: access === undefined ? 'refresh_token' : 'access_token',
      ...(grant.expiresAt === null ? {} : { exp: seconds(grant.expiresAt) }),
      iat: seconds(grant.issuedAt),
      nbf: seconds(grant.issuedAt),
    },
  };
}

function revoke({ form, state }: TokenRequest): Reply {
  if (!state.tokens.revoke(form.get('token') ?? '')) {
    throw new OAuthRefusal('invalid_token', 'invalid token');
  }
  return { status: 200 };
}

/** A door of `/services/oauth2`: its parameters come as a form, or in the query of a GET. */
function door(state: OAuthState, run: (request: TokenRequest) => Reply): Operation['handle'] {
  return async (context) => {
    const form = context.method === 'POST' ? new URLSearchParams((await context.body()).toString('utf8')) : context.query;
    try {
      return run({ context, form, state });
    } catch (error) {
      if (error instanceof OAuthRefusal) {
        return oauthError(400, error.code, error.message);
      }
      throw error;
    }
  };
}

const PATH = '/services/oauth2';
/** A token request is a few hundred bytes and an assertion. */
const MAX_FORM_BYTES = 64 * 1024;

export function oauthOperations(state: OAuthState): readonly Operation[] {
  const open = { authenticated: false, maxBodyBytes: MAX_FORM_BYTES } as const;
  return [
    { name: 'oauth.token', method: 'POST', path: `${PATH}/token`, ...open, handle: door(state, token) },
    { name: 'oauth.introspect', method: 'POST', path: `${PATH}/introspect`, ...open, handle: door(state, introspect) },
    { name: 'oauth.revoke', method: 'POST', path: `${PATH}/revoke`, ...open, handle: door(state, revoke) },
    { name: 'oauth.revokeGet', method: 'GET', path: `${PATH}/revoke`, ...open, handle: door(state, revoke) },
    { name: 'unsupported.oauth.authorize', method: 'GET', path: `${PATH}/authorize`, ...open, handle() { throw unsupported('web server and user-agent flows, which need a login page; use JWT bearer or client credentials'); } },
    {
      name: 'local.connectedApps.add',
      method: 'POST',
      path: '/_local/connected-apps',
      async handle(context) {
        requireAdministrator(context);
        const { clientId, users, runAs } = state.apps.register(await context.json());
        return { status: 201, body: { clientId, users: users ?? null, runAs: runAs ?? null } };
      },
    },
  ];
}
