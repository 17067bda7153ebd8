/** Who the token belongs to: OpenID's userinfo and Salesforce's identity URL. */
import { OrgError } from '../engine/types.ts';
import { tokenOf } from '../http/dispatch.ts';
import { badOAuthToken } from '../http/errors.ts';
import type { Operation, OperationContext, Reply } from '../http/operation.ts';

const USER_FIELDS = ['Username', 'Name', 'FirstName', 'LastName', 'Email', 'CommunityNickname', 'TimeZoneSidKey', 'LocaleSidKey', 'LanguageLocaleKey', 'IsActive', 'UserType', 'LastModifiedDate'];

function urls(context: OperationContext): Readonly<Record<string, string>> {
  const data = `${context.instanceUrl}/services/data/v{version}`;
  return {
    enterprise: `${context.instanceUrl}/services/Soap/c/{version}/${context.engine.organizationId}`,
    metadata: `${context.instanceUrl}/services/Soap/m/{version}/${context.engine.organizationId}`,
    partner: `${context.instanceUrl}/services/Soap/u/{version}/${context.engine.organizationId}`,
    rest: `${data}/`,
    sobjects: `${data}/sobjects/`,
    search: `${data}/search/`,
    query: `${data}/query/`,
    recent: `${data}/recent/`,
    tooling_rest: `${data}/tooling/`,
  };
}

function identity(context: OperationContext): Readonly<Record<string, unknown>> {
  const { engine, session, instanceUrl } = context;
  const user = engine.retrieve(session, 'User', session.userId, USER_FIELDS);
  return {
    user_id: session.userId,
    organization_id: engine.organizationId,
    preferred_username: user['Username'],
    nickname: user['CommunityNickname'],
    name: user['Name'],
    email: user['Email'],
    email_verified: true,
    given_name: user['FirstName'],
    family_name: user['LastName'],
    zoneinfo: user['TimeZoneSidKey'],
    language: user['LanguageLocaleKey'],
    locale: user['LocaleSidKey'],
    active: user['IsActive'],
    user_type: typeof user['UserType'] === 'string' ? user['UserType'].toUpperCase() : 'STANDARD',
    urls: urls(context),
    updated_at: user['LastModifiedDate'],
    id: `${instanceUrl}/id/${engine.organizationId}/${session.userId}`,
  };
}

function userinfo(context: OperationContext): Reply {
  const { id, ...rest } = identity(context);
  return { status: 200, body: { sub: id, ...rest } };
}

/** These look at the token themselves, to refuse it in their own words. */
const withToken = (handle: (context: OperationContext) => Reply): Pick<Operation, 'authenticated' | 'handle'> => ({
  authenticated: false,
  handle: (context) => (context.sessionToken === '' ? badOAuthToken(tokenOf(context.headers)) : handle(context)),
});

export const identityOperations: readonly Operation[] = [
  { name: 'identity.userinfo', method: 'GET', path: '/services/oauth2/userinfo', ...withToken(userinfo) },
  { name: 'identity.userinfoPost', method: 'POST', path: '/services/oauth2/userinfo', ...withToken(userinfo) },
  {
    name: 'identity.get',
    method: 'GET',
    path: '/id/:organization/:user',
    ...withToken((context) => {
      const { engine, session, params } = context;
      if (params['organization'] !== engine.organizationId || params['user'] !== session.userId) {
        throw new OrgError('FORBIDDEN', 'The identity of another user is not shown.', 403);
      }
      const { preferred_username, nickname, given_name, family_name, zoneinfo, updated_at, ...rest } = identity(context);
      return {
        status: 200,
        body: { ...rest, asserted_user: true, username: preferred_username, nick_name: nickname, display_name: rest['name'], first_name: given_name, last_name: family_name, timezone: zoneinfo, last_modified_date: updated_at },
      };
    }),
  },
];
