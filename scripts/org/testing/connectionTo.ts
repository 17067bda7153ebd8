import { ADMIN_USERNAME, type LocalOrg } from '../../local-org/index.ts';
import { createConnection, DEFAULT_API_VERSION, type OrgConnection } from '../index.ts';

/** A connection of tests to a local org. @param username the first administrator where none is given */
export function connectionTo(org: LocalOrg, username?: string): OrgConnection {
  return createConnection({
    instanceUrl: org.url,
    accessToken: username === undefined ? org.accessToken : org.login(username),
    username: username ?? ADMIN_USERNAME,
    organizationId: org.engine.organizationId,
    apiVersion: DEFAULT_API_VERSION,
  });
}
