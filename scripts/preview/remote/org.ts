/** What the page needs to know of an org on the network before it can be drawn. */
import type { PageUser } from '../html.ts';

/** The part of a connection that is used here. */
export interface RemoteOrg {
  readonly instanceUrl: string;
  readonly username: string;
  readonly apiVersion: string;
  json<T>(method: string, path: string, body?: unknown): Promise<T>;
  query<T extends object>(soql: string): Promise<T[]>;
  request(request: { readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; readonly path: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }): Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>>; text(): Promise<string> }>;
}

export interface OrgFacts {
  readonly user: PageUser;
  /** Name of the organization, for people. */
  readonly name: string;
  /** Neither a sandbox nor a developer, scratch or trial org: real customers may be in it. */
  readonly isProduction: boolean;
  /** Plural labels of the objects asked for that the org has. */
  readonly plurals: ReadonlyMap<string, string>;
}

interface UserRow {
  readonly Id: string;
  readonly Username: string;
  readonly Name: string;
  readonly TimeZoneSidKey: string;
  readonly LanguageLocaleKey: string;
}

/** @throws what the connection throws when the org does not answer */
export async function readOrgFacts(org: RemoteOrg, objects: readonly string[]): Promise<OrgFacts> {
  const { user_id: id } = await org.json<{ user_id: string }>('GET', '/services/oauth2/userinfo');
  const [user] = await org.query<UserRow>(`SELECT Id, Username, Name, TimeZoneSidKey, LanguageLocaleKey FROM User WHERE Id = '${idOf(id)}'`);
  if (user === undefined) {
    throw new Error(`The user of this session, ${org.username}, cannot be read.`);
  }
  const [organization] = await org.query<{ Name: string; IsSandbox: boolean; OrganizationType: string; TrialExpirationDate: string | null }>('SELECT Name, IsSandbox, OrganizationType, TrialExpirationDate FROM Organization');
  const { results } = await org.json<{ results: { statusCode: number; result: { apiName?: string; labelPlural?: string } }[] }>('GET', `/services/data/v${org.apiVersion}/ui-api/object-info/batch/${objects.map(encodeURIComponent).join(',')}`);
  return {
    user: { id: user.Id, username: user.Username, name: user.Name, timeZone: user.TimeZoneSidKey, customPermissions: await customPermissions(org, user.Id), language: user.LanguageLocaleKey, inAddress: '' },
    name: organization?.Name ?? org.instanceUrl,
    isProduction: !(organization?.IsSandbox === true || organization?.OrganizationType === 'Developer Edition' || typeof organization?.TrialExpirationDate === 'string'),
    plurals: new Map(results.flatMap(({ statusCode, result }) => (statusCode === 200 && result.apiName !== undefined ? [[result.apiName, result.labelPlural ?? result.apiName] as const] : []))),
  };
}

/** A bypass that the user holds: the panel says so. What may not be read is taken as not held. */
async function customPermissions(org: RemoteOrg, userId: string): Promise<readonly string[]> {
  const rows = <T extends object>(soql: string): Promise<T[]> => org.query<T>(soql).catch(() => []);
  const sets = await rows<{ PermissionSetId: string }>(`SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${idOf(userId)}'`);
  if (sets.length === 0) return [];
  const access = await rows<{ SetupEntityId: string }>(`SELECT SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'CustomPermission' AND ParentId IN ('${sets.map(({ PermissionSetId }) => idOf(PermissionSetId)).join("', '")}')`);
  if (access.length === 0) return [];
  const named = await rows<{ DeveloperName: string }>(`SELECT DeveloperName FROM CustomPermission WHERE Id IN ('${access.map(({ SetupEntityId }) => idOf(SetupEntityId)).join("', '")}')`);
  return named.map(({ DeveloperName }) => DeveloperName);
}

function idOf(text: string): string {
  const id = /(?:^|\/)([a-zA-Z0-9]{15,18})$/.exec(text)?.[1];
  if (id === undefined) throw new Error(`Not the id of a record: ${text}`);
  return id;
}
