/**
 * A Salesforce org on this machine. `startLocalOrg` opens a store, seeds it when it is new, and answers the REST,
 * Bulk, Tooling, Metadata and UI APIs on 127.0.0.1. What it does not do stands at the top of README.md.
 */
import { randomInt } from 'node:crypto';
import { systemClock } from './clock.ts';
import { createEngine } from './engine/createEngine.ts';
import { buildSchema } from './engine/schemaIndex.ts';
import type { Clock, Engine, Session } from './engine/types.ts';
import { createConnectedApps, type ConnectedAppOptions } from './http/connectedApps.ts';
import { dispatch, refusal, tokenOf, type Dispatcher, type Request } from './http/dispatch.ts';
import { createFaults, type FaultRule, type Faults } from './http/faultRules.ts';
import { createFaultScope, withLockedRows } from './http/faultScope.ts';
import { compose, type Middleware } from './http/middleware.ts';
import type { Operation, OrgContext } from './http/operation.ts';
import { watchPermissions } from './http/permissionWatch.ts';
import { createRouter } from './http/router.ts';
import { createSessions, permissionSetsOf, systemSession, type Sessions } from './http/sessions.ts';
import { createTokens } from './http/tokens.ts';
import { createUsage } from './http/usage.ts';
import { createMetadataService } from './metadata/index.ts';
import type { MetadataService } from './metadata/types.ts';
import { createBulkJobs } from './operations/bulk/jobs.ts';
import { createOperations } from './operations/index.ts';
import { createQueryCursors } from './operations/queryCursors.ts';
import { listen, type Responder } from './server.ts';
import { standardObjects } from './standard/index.ts';
import { ADMIN_USERNAME, isSeeded, seed, seedUsers } from './standard/seed.ts';
import { setupRules } from './standard/setupRules.ts';
import { composeId } from './store/ids.ts';
import { openStore, type Store } from './store/store.ts';

export { simulatedClock, type SimulatedClock } from './clock.ts';
export type { ConnectedAppOptions } from './http/connectedApps.ts';
export type { FaultRule } from './http/faultRules.ts';
export type { Middleware } from './http/middleware.ts';
export { ADMIN_USERNAME, TIME_ZONE } from './standard/seed.ts';

export interface LocalOrgOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** SQLite file that keeps the org; absent: in memory. */
  readonly store?: string;
  /** What time it is in the org. Default: this machine's time. */
  readonly clock?: Clock;
  /** Rows added to the operation table: the page that shows the Lightning components. */
  readonly extraOperations?: readonly Operation[] | undefined;
  /** What fails, when and how often; more can be added to the running org over `/_local/faults`. */
  readonly faults?: readonly FaultRule[];
  /** A hook around every request, for tests in the org's own process; see `http/middleware.ts`. */
  readonly middleware?: readonly Middleware[];
  /** Clients that may ask `/services/oauth2/token` for tokens; more can be registered over `/_local/connected-apps`. */
  readonly connectedApps?: readonly ConnectedAppOptions[];
  /** How long access tokens live, in the org's time. Default: for ever. */
  readonly tokenLifetimeSeconds?: number;
  /** API calls in 24 hours. Default: 15,000, as a Developer Edition has. */
  readonly dailyApiRequests?: number;
  /** Told of mistakes of the org itself (answered 500). Default: one line on stderr. */
  readonly onUnexpected?: (error: unknown, where: string) => void;
}

export interface LocalOrgUser {
  readonly username: string;
  readonly accessToken: string;
  /** Names of the assigned permission sets, as of reading. */
  readonly permissionSets: readonly string[];
}

export interface LocalOrg {
  /** `http://127.0.0.1:8780` */
  readonly url: string;
  /** The administrator's. */
  readonly accessToken: string;
  readonly users: readonly LocalOrgUser[];
  readonly engine: Engine;
  readonly metadata: MetadataService;
  /** The session of a user, to act on the engine directly. @throws RangeError when there is no such active user */
  session(username: string): Session;
  /** A new access token for a user, seeded or created since. @throws RangeError when there is no such active user */
  login(username: string): string;
  /** A refresh token, as the web server flow of a connected app would give. @throws RangeError when there is no such active user */
  refreshToken(username: string, clientId: string): string;
  /** What fails, when and how often; the same list as behind `/_local/faults`. */
  readonly faults: Pick<Faults, 'add' | 'list' | 'clear'>;
  /** Stops answering, ends running jobs, closes the store. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts an org.
 * @throws Error with one sentence when the port or the store cannot be had
 */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const store = openStore(options.store);
  try {
    return await startOn(store, options);
  } catch (error) {
    store.close();
    throw error;
  }
}

async function startOn(store: Store, options: LocalOrgOptions): Promise<LocalOrg> {
  const clock = options.clock ?? systemClock;
  const onUnexpected = options.onUnexpected ?? reportUnexpected;
  const { engine: ownEngine, onPermissionsChanged } = watchPermissions(createEngine({ store, schema: buildSchema(standardObjects), clock, organizationId: organizationIdOf(store), beforeSaveSteps: setupRules }));
  const scope = createFaultScope();
  const engine = withLockedRows(ownEngine, scope);
  const metadata = createMetadataService(engine, standardObjects, { database: store.database });
  if (!isSeeded(engine, systemSession)) {
    seed(engine);
  }
  const tokens = createTokens(engine.organizationId, clock, options.tokenLifetimeSeconds ?? null);
  const sessions = createSessions(engine, tokens);
  onPermissionsChanged(() => sessions.forget());
  const login = (username: string): string => sessions.open(sessions.sessionOf(username).userId);
  const usage = createUsage(clock, options.dailyApiRequests);
  const jobs = createBulkJobs({ clock, newId: () => engine.newId('750'), onUnexpected: (error) => onUnexpected(error, 'bulk job'), scope });
  const operationOf = ({ method, path }: Request): Operation | undefined => {
    const match = router(method, path);
    return match.kind === 'found' ? match.route : undefined;
  };
  const faults = createFaults(options.faults ?? [], {
    scope,
    operationOf: (request) => operationOf(request)?.name,
    refusal: (request, error) => refusal(operationOf(request), error),
    endSession: ({ headers }) => tokens.revoke(tokenOf(headers)),
    refuseConnections: (milliseconds) => server.refuse(milliseconds),
  });
  const users = openUsers(engine, sessions);
  const activeUser = (username: string): string | undefined => {
    try {
      return sessions.sessionOf(username).userId;
    } catch {
      return undefined;
    }
  };
  const router = createRouter([
    ...createOperations({
      usage,
      cursors: createQueryCursors(() => engine.newId('0r8'), engine.clock),
      jobs,
      faults,
      oauth: { apps: createConnectedApps(options.connectedApps ?? []), tokens, userId: activeUser, username: (userId) => sessions.usernameOf(userId) },
      hasPage: options.extraOperations?.some(({ path }) => path === '/') === true,
    }),
    ...(options.extraOperations ?? []),
  ]);
  const respond = (url: string): Responder => {
    const org: OrgContext = { engine, metadata, instanceUrl: url, authenticate: (token) => sessions.authenticate(token), login };
    const dispatcher: Dispatcher = { org, router, usage, onUnexpected: (error, request) => onUnexpected(error, `${request.method} ${request.path}`) };
    return compose([faults.middleware, ...(options.middleware ?? [])], (request) => dispatch(dispatcher, request));
  };
  const server = await listen(options.port ?? 0, respond);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await Promise.all([server.close(), jobs.close()]);
    store.close();
  };
  return {
    url: server.url,
    accessToken: users.find((user) => user.username === ADMIN_USERNAME)?.accessToken ?? '',
    users,
    engine,
    metadata,
    session: (username) => sessions.sessionOf(username),
    login,
    refreshToken: (username, clientId) => tokens.issueRefresh(sessions.sessionOf(username).userId, clientId),
    faults,
    close: () => (closing ??= close()),
  };
}

/**
 * A token for every seeded user; their permission sets are read when asked for, as deploys and assignments come
 * later. The administrator stands last: a script that takes the last token of the printed line gets the one that may deploy.
 */
function openUsers(engine: Engine, sessions: Sessions): readonly LocalOrgUser[] {
  const rank = (username: string): number => Number(username === ADMIN_USERNAME);
  return seedUsers.toSorted((one, other) => rank(one.username) - rank(other.username)).map(({ username }) => {
    const { userId } = sessions.sessionOf(username);
    return {
      username,
      accessToken: sessions.open(userId),
      get permissionSets() {
        return permissionSetsOf(engine, userId);
      },
    };
  });
}

/** An org opened again keeps its id; a new one gets one of its own, so that clients can tell two orgs apart. */
function organizationIdOf(store: Store): string {
  const known = store.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'Organization'").get() === undefined
    ? undefined
    : store.prepare('SELECT Id FROM Organization').get();
  return typeof known?.['Id'] === 'string' ? known['Id'] : composeId('00D', randomInt(2 ** 47));
}

function reportUnexpected(error: unknown, where: string): void {
  process.stderr.write(`local org: ${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
