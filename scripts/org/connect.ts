/**
 * Finds the org that `--target-org` names and logs in to it with what the Salesforce CLI has stored.
 * Handrail keeps no secrets of its own.
 */
import { OrgRequestError } from './errors.ts';
import { createConnection } from './connection.ts';
import type { OrgConnection } from './types.ts';

/** Generated metadata and all requests are written for this version (Summer '26). */
export const DEFAULT_API_VERSION = '67.0';

/** A session id as the CLI accepts it in place of an alias, together with `SF_ORG_INSTANCE_URL`. */
const SESSION_ID = /^(00D\w{12,15})![.\w]*$/;

export interface ConnectOptions {
  /** Alias, username, or (with SF_ORG_INSTANCE_URL) an access token; default the CLI's `target-org`. */
  readonly targetOrg?: string;
  readonly apiVersion?: string;
  /** Most calls of the API. */
  readonly mostCalls?: number;
}

/** @throws OrgRequestError `NO_ORG` when nothing names an org, `NOT_LOGGED_IN` when the CLI knows no such one */
export async function connect({ targetOrg, apiVersion = DEFAULT_API_VERSION, mostCalls }: ConnectOptions = {}): Promise<OrgConnection> {
  const limit = mostCalls === undefined ? {} : { mostCalls };
  const named = targetOrg ?? process.env['SF_TARGET_ORG'];
  const organizationId = named === undefined ? undefined : SESSION_ID.exec(named)?.[1];
  if (named !== undefined && organizationId !== undefined) return connectWithToken(named, organizationId, apiVersion, limit);
  const { AuthInfo, ConfigAggregator, StateAggregator } = await loadCore();
  const wanted = named ?? (await ConfigAggregator.create()).getPropertyValue<string>('target-org');
  if (!wanted) {
    throw new OrgRequestError('NO_ORG', 'No org was named and the Salesforce CLI has no default one.', 0, ['Add --target-org <alias>, or set a default: sf config set target-org <alias>', 'To log in: sf org login web --alias <alias>']);
  }
  const state = await StateAggregator.getInstance();
  const username = state.aliases.resolveUsername(wanted);
  let info: InstanceType<typeof AuthInfo>;
  try {
    info = await AuthInfo.create({ username });
  } catch {
    throw new OrgRequestError('NOT_LOGGED_IN', `The Salesforce CLI knows no org "${wanted}".`, 0, [`Log in: sf org login web --alias ${wanted}`, 'To see the orgs it knows: sf org list']);
  }
  const fields = info.getFields(true);
  return createConnection({
    instanceUrl: fields.instanceUrl ?? '',
    accessToken: fields.accessToken ?? '',
    username: info.getUsername(),
    organizationId: fields.orgId ?? '',
    apiVersion,
    ...limit,
    ...(fields.refreshToken || fields.privateKey ? { renew: () => renew(username) } : {}),
  });
}

/** Loaded only when it is needed: it costs about a second. */
export async function loadCore(): Promise<typeof import('@salesforce/core')> {
  // The CLI's own libraries write a log file unless told otherwise; ours are no reason for one.
  process.env['SF_DISABLE_LOG_FILE'] ??= 'true';
  return import('@salesforce/core');
}

async function renew(username: string): Promise<string> {
  const { Org } = await loadCore();
  const org = await Org.create({ aliasOrUsername: username });
  await org.refreshAuth();
  return org.getConnection().accessToken ?? '';
}

function connectWithToken(accessToken: string, organizationId: string, apiVersion: string, limit: { readonly mostCalls?: number }): OrgConnection {
  const instanceUrl = process.env['SF_ORG_INSTANCE_URL'];
  if (!instanceUrl) throw new OrgRequestError('NO_ORG', 'An access token was given as the org, but not the URL it belongs to.', 0, ['Set SF_ORG_INSTANCE_URL as well.']);
  return createConnection({ instanceUrl, accessToken, username: organizationId, organizationId, apiVersion, ...limit });
}
