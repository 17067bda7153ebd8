/** Who writes the fields that a criterion asks for: they are stopped first. From field history where the org keeps it, else from who last changed the records. */
import { OrgRequestError } from '../org/index.ts';
import type { OrgConnection } from '../org/types.ts';
import { bypassHolders, listLiteral, permissionHolders, textAt, type OrgRecord } from '../scan/index.ts';
import type { Criterion, PlaybookObject } from '../playbook/index.ts';
import type { Writer } from './types.ts';

/** A criterion with the records it would stop and the fields it asks for. */
export interface Stopped {
  readonly object: PlaybookObject;
  readonly criterion: Criterion;
  readonly fields: readonly string[];
  readonly records: readonly OrgRecord[];
}

/** By criterion id. */
export type WritersByCriterion = ReadonlyMap<string, readonly Writer[]>;

/** Custom permission of users that are software. */
const AUTOMATION = 'Handrail_Automation';

const DAYS = 90;
const MOST_ROWS = 2000;
const HISTORY_CALLS = 2;
const PEOPLE_CALLS = 7;

/** Calls of one plan: tracked fields and history by object, the people and their permissions. */
export function writerCalls(objects: number): number {
  return objects * HISTORY_CALLS + PEOPLE_CALLS;
}

interface HistoryRow {
  readonly Field: string;
  readonly CreatedById: string;
  readonly CreatedDate: string;
  /** Id of the record, under the name the history has for it. */
  readonly [parent: string]: string;
}

interface UserRow {
  readonly Id: string;
  readonly Name: string;
  readonly Profile: { readonly UserLicense: { readonly Name: string } | null } | null;
}

/** Pairs of user and field with how often it was written. */
interface Written {
  readonly user: string;
  readonly field: string;
  readonly times: number;
}

/** @param unread gets what the org does not tell */
export async function readWriters(connection: OrgConnection, stopped: readonly Stopped[], unread: string[]): Promise<WritersByCriterion> {
  if (stopped.length === 0) return new Map();
  const written = new Map<string, readonly Written[]>();
  const tracked = new Map<string, ReadonlySet<string>>();
  for (const [object, own] of Map.groupBy(stopped, (each) => each.object.apiName)) {
    const fields = [...new Set(own.flatMap((each) => each.fields))];
    try {
      tracked.set(object, await trackedFields(connection, object, fields));
      written.set(object, await historyOf(connection, object, [...(tracked.get(object) ?? [])]));
    } catch (error) {
      if (!isRefused(error)) throw error;
      unread.push(`who writes fields of ${object}: its field history cannot be read (${(error as Error).message})`);
    }
    const untracked = fields.filter((field) => tracked.get(object)?.has(field) !== true);
    if (untracked.length > 0 && tracked.has(object)) unread.push(`who writes ${object}.${untracked.join(', ')}: no history is tracked; taken from who last changed the records`);
  }
  const people = await peopleOf(connection, stopped, written, unread);
  return new Map(stopped.map((each) => [each.criterion.id, writersOf(each, tracked.get(each.object.apiName) ?? new Set(), written.get(each.object.apiName) ?? [], people)]));
}

async function trackedFields(connection: OrgConnection, object: string, fields: readonly string[]): Promise<ReadonlySet<string>> {
  if (fields.length === 0) return new Set();
  const rows = await connection.query<{ QualifiedApiName: string; IsFieldHistoryTracked: boolean }>(
    `SELECT QualifiedApiName, IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '${object}' AND QualifiedApiName IN ${listLiteral(fields)}`,
    { tooling: true },
  );
  return new Set(rows.filter(({ IsFieldHistoryTracked: is }) => is).map(({ QualifiedApiName }) => QualifiedApiName));
}

/** The newest writes; history names a field by its API name, a lookup of the object's own without `Id`. */
async function historyOf(connection: OrgConnection, object: string, fields: readonly string[]): Promise<Written[]> {
  if (fields.length === 0) return [];
  const names = new Map(fields.flatMap((field) => [[field, field], [field.replace(/Id$/, ''), field]] as const));
  const history = object === 'Opportunity' ? 'OpportunityFieldHistory' : `${object.replace(/__c$/, '__')}History`;
  const parent = object.endsWith('__c') ? 'ParentId' : `${object}Id`;
  const rows = await connection.query<HistoryRow>(`SELECT Field, CreatedById, CreatedDate, ${parent} FROM ${history} WHERE Field IN ${listLiteral(names.keys())} AND CreatedDate = LAST_N_DAYS:${DAYS} ORDER BY CreatedDate DESC LIMIT ${MOST_ROWS}`);
  return [...Map.groupBy(rows, ({ CreatedById, Field }) => `${CreatedById} ${names.get(Field) ?? Field}`)].map(([key, own]) => {
    const [user = '', field = ''] = key.split(' ');
    // A change of a lookup stands there twice, with names and with ids.
    return { user, field, times: new Set(own.map((row) => `${row[parent] ?? ''} ${row.CreatedDate}`)).size };
  });
}

interface People {
  readonly users: ReadonlyMap<string, UserRow>;
  readonly automation: ReadonlySet<string>;
  readonly bypass: ReadonlyMap<string, ReadonlySet<string>>;
}

async function peopleOf(connection: OrgConnection, stopped: readonly Stopped[], written: ReadonlyMap<string, readonly Written[]>, unread: string[]): Promise<People> {
  const ids = new Set([...written.values()].flatMap((rows) => rows.map(({ user }) => user)));
  for (const { records } of stopped) for (const record of records) ids.add(textAt(record, 'LastModifiedById') ?? '');
  ids.delete('');
  if (ids.size === 0) return { users: new Map(), automation: new Set(), bypass: new Map() };
  const users = await connection.query<UserRow>(`SELECT Id, Name, Profile.UserLicense.Name FROM User WHERE Id IN ${listLiteral(ids)}`).catch((error: unknown): UserRow[] => {
    if (!isRefused(error)) throw error;
    unread.push(`names of those who write: ${(error as Error).message}`);
    return [];
  });
  const automation = await permissionHolders(connection, [AUTOMATION]);
  const bypass = await bypassHolders(connection, [...new Set(stopped.map(({ criterion }) => criterion.family))]);
  unread.push(...[automation.unread, bypass.unread].filter((line) => line !== null));
  return { users: new Map(users.map((row) => [row.Id, row])), automation: automation.holders.get(AUTOMATION) ?? new Set(), bypass: bypass.holders };
}

function writersOf({ criterion, fields, records }: Stopped, tracked: ReadonlySet<string>, written: readonly Written[], people: People): Writer[] {
  const fromHistory = written.filter(({ field }) => fields.includes(field));
  // A value given at creation is in no history.
  const lastChanged: Written[] = fromHistory.length === 0 || fields.some((field) => !tracked.has(field))
    ? [...Map.groupBy(records, (record) => textAt(record, 'LastModifiedById') ?? '')].filter(([user]) => user !== '').map(([user, own]) => ({ user, field: '', times: own.length }))
    : [];
  const all = Map.groupBy([...fromHistory, ...lastChanged], ({ user }) => user);
  return [...all]
    .map(([user, rows]): Writer => {
      const history = rows.filter(({ field }) => field !== '');
      return {
        user: people.users.get(user)?.Name ?? user,
        kind: people.automation.has(user) || /integration/i.test(people.users.get(user)?.Profile?.UserLicense?.Name ?? '') ? 'integration' : 'person',
        bypasses: people.bypass.get(criterion.family)?.has(user) === true,
        fields: history.map(({ field }) => field).toSorted(),
        changes: history.length === 0 ? null : history.reduce((sum, { times }) => sum + times, 0),
        lastChanged: rows.find(({ field }) => field === '')?.times ?? 0,
      };
    })
    .toSorted((left, right) => left.kind.localeCompare(right.kind) || (right.changes ?? 0) - (left.changes ?? 0) || right.lastChanged - left.lastChanged || left.user.localeCompare(right.user));
}

/** What a user may not see; any other trouble ends the plan. */
function isRefused(error: unknown): boolean {
  return error instanceof OrgRequestError && (error.errorCode === 'INVALID_TYPE' || error.errorCode === 'INVALID_FIELD' || error.errorCode === 'INSUFFICIENT_ACCESS' || (error.status === 403 && error.errorCode !== 'REQUEST_LIMIT_EXCEEDED'));
}
