/**
 * `sf org open`: a link that opens the org in a browser as the user who asked for it. Here it leads to the page with the
 * Lightning components, when there is one.
 */
import { randomBytes } from 'node:crypto';
import { invalidSession, unsupported } from '../http/errors.ts';
import type { Operation, OperationContext, Reply } from '../http/operation.ts';

/** Links not followed yet; older ones go. */
const LINKS = 100;
const HOME = '/';

/** A path of this org, whatever the parameter says: a link must not lead elsewhere. */
function localPath(given: string | null): string {
  const path = given === null || given.startsWith('/') ? given : `/${given}`;
  return path !== null && /^\/(?:lightning\/(?!.*\.\.)[\w/.-]*)?$/.test(path) ? path : HOME;
}

/** @param hasPage whether the org serves a page at `/` */
export function frontdoorOperations(hasPage: boolean): readonly Operation[] {
  const users = new Map<string, string>();

  const requirePage = (): void => {
    if (!hasPage) {
      throw unsupported('page to open in a browser (frontdoor); handrail org start serves one');
    }
  };

  const link = ({ session, instanceUrl, query }: OperationContext): Reply => {
    requirePage();
    const otp = randomBytes(24).toString('base64url');
    users.set(otp, session.username);
    for (const stale of [...users.keys()].slice(0, Math.max(0, users.size - LINKS))) {
      users.delete(stale);
    }
    const target = new URLSearchParams({ otp, startURL: localPath(query.get('redirect_uri')) });
    return { status: 200, body: { frontdoor_uri: `${instanceUrl}/secur/frontdoor.jsp?${target.toString()}` } };
  };

  /** A link opens once; a session id opens as long as the session lives. */
  const open = ({ query, authenticate }: OperationContext): Reply => {
    requirePage();
    const otp = query.get('otp') ?? '';
    const username = users.get(otp) ?? authenticate(query.get('sid') ?? '')?.username;
    users.delete(otp);
    if (username === undefined) {
      return invalidSession();
    }
    return { status: 302, headers: { Location: `${localPath(query.get('startURL') ?? query.get('retURL'))}?${new URLSearchParams({ user: username }).toString()}` } };
  };

  return [
    { name: 'frontdoor.link', method: 'GET', path: '/services/oauth2/singleaccess', handle: link },
    { name: 'frontdoor.open', method: 'GET', path: '/secur/frontdoor.jsp', authenticated: false, handle: open },
  ];
}
