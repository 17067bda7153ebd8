/**
 * What an org says of itself, asked once for each connection; and which day it is in it. Handrail counts in days of the org: wherever an
 * org is read its time zone says which day it is, and where that cannot be read the playbook's does, which is said.
 */
import { isZone, momentIn, type LocalMoment } from '../shared/localTime.ts';
import { endsTheRun, OrgRequestError } from './errors.ts';
import type { OrgConnection } from './types.ts';

export interface Organization {
  readonly OrganizationType: string | null;
  readonly NamespacePrefix: string | null;
  readonly TimeZoneSidKey: string | null;
}

const asked = new WeakMap<OrgConnection, Promise<Organization | undefined>>();

/** Answers of an org that hides it from the user. */
const HIDDEN = new Set(['INVALID_TYPE', 'INVALID_FIELD', 'INSUFFICIENT_ACCESS', 'INSUFFICIENT_ACCESS_OR_READONLY']);

/** @throws OrgRequestError when it cannot be read; it is asked again then */
export function organizationOf(connection: OrgConnection): Promise<Organization | undefined> {
  const known = asked.get(connection);
  if (known) return known;
  const answer = connection.query<Organization>('SELECT OrganizationType, NamespacePrefix, TimeZoneSidKey FROM Organization').then(([row]) => row);
  asked.set(connection, answer);
  answer.catch(() => asked.delete(connection));
  return answer;
}

/** A moment by the clocks of the org, or by others. */
export interface OrgMoment extends LocalMoment {
  /** Why it is not by those of the org, as a part that could not be read: `part: reason`; null where it is. */
  readonly zoneUnread: string | null;
}

/** Its name before the reason why it was not read. */
export const ZONE_PART = "the org's time zone";

/** The zone that stands in where the org does not tell its own. */
export interface Instead {
  /** IANA zone. */
  readonly zone: string;
  /** For the sentence. Default: the playbook's. */
  readonly whose?: string;
}

/**
 * The moment that somebody asks about, by the clocks of the org (Company Information, Default Time Zone). Where the org does not tell its zone
 * another stands in, and `zoneUnread` says so: whoever reads shows it beside what was found.
 * @param asOf ISO date, its first moment there, or instant; absent: now
 * @throws RangeError for a text that is neither, OrgRequestError for what ends every run
 */
export async function momentOf(connection: OrgConnection, instead: Instead, asOf?: string | Date): Promise<OrgMoment> {
  return momentBy(await zoneOf(connection), instead, asOf);
}

/**
 * The same for days that are written: they must not be those of another zone because an org was down for a minute. A zone that the org
 * does not show is no such case, since it is not shown the next time either.
 * @throws OrgRequestError when the org does not answer
 */
export async function momentToKeep(connection: OrgConnection, instead: Instead, asOf?: string | Date): Promise<OrgMoment> {
  const found = await zoneOf(connection);
  const { error } = found;
  if (error === null || HIDDEN.has(error.errorCode)) return momentBy(found, instead, asOf);
  const actions = error.actions.length > 0 ? error.actions : ['Run the command again.'];
  throw new OrgRequestError(error.errorCode, `The org's time zone could not be read. Nothing was written: without it days could be those of another zone. ${error.message}`, error.status, actions);
}

/** A zone, or why there is none; `error` where the org refused or did not answer. */
interface Zone {
  readonly zone: string | null;
  readonly reason: string;
  readonly error: OrgRequestError | null;
}

async function zoneOf(connection: OrgConnection): Promise<Zone> {
  try {
    const said = (await organizationOf(connection))?.TimeZoneSidKey ?? null;
    if (said === null) return { zone: null, reason: 'the org says none', error: null };
    return isZone(said) ? { zone: said, reason: '', error: null } : { zone: null, reason: `"${said}" is not known here as a zone`, error: null };
  } catch (error) {
    if (!(error instanceof OrgRequestError) || endsTheRun(error)) throw error;
    return { zone: null, reason: error.message, error };
  }
}

function momentBy({ zone, reason }: Zone, { zone: other, whose = 'the zone of the playbook' }: Instead, asOf?: string | Date): OrgMoment {
  if (zone !== null) return { ...momentIn(zone, asOf), zoneUnread: null };
  return { ...momentIn(other, asOf), zoneUnread: `${ZONE_PART}: ${reason.replace(/\.$/, '')}; days are those of ${other}, ${whose}` };
}
