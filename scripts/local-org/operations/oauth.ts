/** The token endpoint. This org hands its tokens out when it starts; no flow is imitated. */
import { oauthError } from '../http/errors.ts';
import type { Operation } from '../http/operation.ts';

export const oauthOperations: readonly Operation[] = [
  {
    name: 'oauth.token',
    method: 'POST',
    path: '/services/oauth2/token',
    authenticated: false,
    handle: () => oauthError(400, 'unsupported_grant_type', 'grant type not supported: the local org prints its access tokens when it starts; use sf org login access-token'),
  },
];
