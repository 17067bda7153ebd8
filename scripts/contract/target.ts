/** The org that the facts are asked of. */
import { after, before } from 'node:test';
import { connect, createConnection, DEFAULT_API_VERSION, type OrgConnection } from '../org/index.ts';
import { startLocalOrg } from '../local-org/index.ts';
import { install, uninstall } from './fixture.ts';

export const DATA = `/services/data/v${DEFAULT_API_VERSION}`;

export interface Target {
  readonly connection: OrgConnection;
  readonly isLocal: boolean;
  close(): Promise<void>;
}

interface Organization {
  readonly IsSandbox: boolean;
  readonly OrganizationType: string;
  readonly TrialExpirationDate: string | null;
}

/** For a suite of facts: the org with the fixture, from its first test to its last. */
export function useTarget(): { readonly org: OrgConnection; readonly isLocal: boolean } {
  let target: Target | undefined;
  const opened = (): Target => {
    if (target === undefined) throw new Error('The org is open inside tests only.');
    return target;
  };
  before(async () => {
    target = await openTarget();
    await install(target.connection);
  });
  after(async () => {
    if (target === undefined) return;
    try {
      await uninstall(target.connection);
    } finally {
      await target.close();
    }
  });
  return {
    get org() {
      return opened().connection;
    },
    get isLocal() {
      return opened().isLocal;
    },
  };
}

/**
 * The org of `HANDRAIL_TARGET_ORG`, or a new local one.
 * @throws Error when the named org may be a production org
 */
export async function openTarget(): Promise<Target> {
  const named = process.env['HANDRAIL_TARGET_ORG'];
  if (named === undefined || named === '') return openLocal();
  const connection = await connect({ targetOrg: named });
  const [organization] = await connection.query<Organization>('SELECT IsSandbox, OrganizationType, TrialExpirationDate FROM Organization');
  const disposable = organization?.IsSandbox === true || organization?.OrganizationType === 'Developer Edition' || typeof organization?.TrialExpirationDate === 'string';
  if (!disposable) {
    throw new Error('HANDRAIL_TARGET_ORG names what may be a production org. The contract tests deploy metadata and save records: name a sandbox, a scratch org or a Developer Edition org.');
  }
  return { connection, isLocal: false, close: async () => {} };
}

async function openLocal(): Promise<Target> {
  const org = await startLocalOrg();
  const connection = createConnection({
    instanceUrl: org.url,
    accessToken: org.accessToken,
    username: org.users.at(-1)?.username ?? '',
    organizationId: org.engine.organizationId,
    apiVersion: DEFAULT_API_VERSION,
  });
  return { connection, isLocal: true, close: () => org.close() };
}
