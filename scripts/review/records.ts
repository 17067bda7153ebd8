/** Records of a pack: what they are called, and where their pages are. Names that no snapshot holds are asked of the org. */
import { OrgRequestError } from '../org/errors.ts';
import type { OrgConnection } from '../org/types.ts';
import type { PackRecord } from './types.ts';

/** What the org calls a record. */
export interface Named {
  readonly name: string;
  readonly object: string;
}

const HANDOFF = 'Handrail_Handoff__c';
/** Objects by the first three characters of their ids; those of custom objects differ from org to org. */
const PREFIXES: Readonly<Record<string, string>> = { '001': 'Account', '003': 'Contact', '006': 'Opportunity', '00Q': 'Lead' };
/** Ids of one query; an address of 16,000 characters holds far more. */
const BATCH = 200;
const MISSING = new Set(['INVALID_TYPE', 'INVALID_FIELD']);

interface Row {
  readonly Id: string;
  readonly Name: string | null;
  readonly Opportunity__r?: { readonly Name: string | null } | null;
}

/** @param instanceUrl null: no link */
export function recordOf({ id, name, object }: Omit<PackRecord, 'url'>, instanceUrl: string | null): PackRecord {
  return { name, id, object, ...(instanceUrl === null || object === null ? {} : { url: `${instanceUrl}/lightning/r/${object}/${id}/view` }) };
}

/**
 * Names of records by id, of deals, accounts, leads, contacts and handoffs. A handoff is known by its deal.
 * @returns without those that are gone, or that the user may not see
 * @throws OrgRequestError when the org cannot be read
 */
export async function namesOf(connection: OrgConnection, ids: Iterable<string>): Promise<ReadonlyMap<string, Named>> {
  const byObject = Map.groupBy(new Set([...ids].filter((id) => /^[A-Za-z0-9]{15,18}$/.test(id))), (id) => PREFIXES[id.slice(0, 3)] ?? HANDOFF);
  const found = new Map<string, Named>();
  for (const [object, own] of byObject) {
    for (let start = 0; start < own.length; start += BATCH) {
      for (const row of await rowsOf(connection, object, own.slice(start, start + BATCH))) {
        const deal = row.Opportunity__r?.Name ?? null;
        const name = deal !== null && row.Name !== null ? `${deal} (${row.Name})` : (deal ?? row.Name);
        if (name !== null) found.set(row.Id, { name, object });
      }
    }
  }
  return found;
}

async function rowsOf(connection: OrgConnection, object: string, ids: readonly string[]): Promise<readonly Row[]> {
  const fields = object === HANDOFF ? 'Id, Name, Opportunity__r.Name' : 'Id, Name';
  try {
    return await connection.query<Row>(`SELECT ${fields} FROM ${object} WHERE Id IN (${ids.map((id) => `'${id}'`).join(', ')})`);
  } catch (error) {
    if (error instanceof OrgRequestError && MISSING.has(error.errorCode)) return [];
    throw error;
  }
}
