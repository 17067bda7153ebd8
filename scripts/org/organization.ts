/**
 * What an org says of itself, asked once for each connection; and which day it is in it. Handrail counts in days of the org: wherever an
 * org is read its time zone says which day it is, and where that cannot be read the playbook's does.
 */
import { momentIn, zoneOr, type LocalMoment } from '../shared/localTime.ts';
import { OrgRequestError } from './errors.ts';
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

/**
 * The zone of the org's clocks (Company Information, Default Time Zone).
 * @param otherwise IANA zone of the playbook
 * @throws OrgRequestError when the org does not answer
 */
export async function timeZoneOf(connection: OrgConnection, otherwise: string): Promise<string> {
  try {
    return zoneOr((await organizationOf(connection))?.TimeZoneSidKey, otherwise);
  } catch (error) {
    if (!(error instanceof OrgRequestError) || !HIDDEN.has(error.errorCode)) throw error;
    return otherwise;
  }
}

/**
 * The moment that somebody asks about, by the clocks of the org.
 * @param asOf ISO date, its first moment there, or instant; absent: now
 * @throws RangeError for a text that is neither, OrgRequestError when the org does not answer
 */
export async function momentOf(connection: OrgConnection, otherwise: string, asOf?: string | Date): Promise<LocalMoment> {
  return momentIn(await timeZoneOf(connection, otherwise), asOf);
}
