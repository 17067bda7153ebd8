/** The decisions that are recorded in the org, and how they come together with those of the repository. */
import type { OrgConnection } from '../../org/types.ts';
import { OrgRequestError } from '../../org/errors.ts';
import { localDay } from '../../shared/localTime.ts';
import { visible } from '../../shared/visible.ts';
import { nextId, type Decision } from './log.ts';

export const DECISION_OBJECT = 'Handrail_Decision__c';

/** A decision as the org has it; `id` null where nobody gave it one of the log yet. */
export interface OrgDecision extends Omit<Decision, 'id'> {
  readonly id: string | null;
  /** Id of its record. */
  readonly org: string;
}

interface Row {
  readonly Id: string;
  readonly External_Id__c: string | null;
  readonly Decision__c: string | null;
  readonly Meeting__c: string | null;
  readonly Decided_On__c: string | null;
  readonly Due_On__c: string | null;
  readonly Check_On__c: string | null;
  readonly Metric__c: string | null;
  readonly Expected_Change__c: string | null;
  readonly Status__c: string | null;
  readonly Result__c: string | null;
  readonly Opportunity__c: string | null;
  readonly CreatedDate: string;
  readonly Owner: { readonly Name: string | null } | null;
}

/** Stands where a field of the org that the log asks for is blank. */
export const NOT_SAID = 'not said';

const LONG = 500;
const MISSING = new Set(['INVALID_TYPE', 'INVALID_FIELD']);

/**
 * Oldest first.
 * @param timeZone of the org: a decision without a day is of the day on which it was written down
 * @returns null where the org has no decisions of Handrail, or the user may not read them
 * @throws OrgRequestError when the org cannot be read
 */
export async function readOrgDecisions(connection: OrgConnection, timeZone: string): Promise<readonly OrgDecision[] | null> {
  try {
    const rows = await connection.query<Row>(`SELECT Id, External_Id__c, Decision__c, Meeting__c, Decided_On__c, Due_On__c, Check_On__c, Metric__c, Expected_Change__c, Status__c, Result__c, Opportunity__c, CreatedDate, Owner.Name FROM ${DECISION_OBJECT} ORDER BY CreatedDate, Id`);
    return rows.map((row) => decisionOf(row, timeZone));
  } catch (error) {
    if (error instanceof OrgRequestError && MISSING.has(error.errorCode)) return null;
    throw error;
  }
}

/** Pure. Blank fields say so in words: an entry of the log has an owner and a day. */
export function decisionOf(row: Row, timeZone: string): OrgDecision {
  const date = row.Decided_On__c ?? localDay(row.CreatedDate, timeZone);
  const result = resultOf(row);
  const metric = said(row.Metric__c);
  const by = said(row.Expected_Change__c);
  return {
    id: row.External_Id__c,
    org: row.Id,
    date,
    meeting: said(row.Meeting__c) ?? NOT_SAID,
    decision: said(row.Decision__c) ?? NOT_SAID,
    owner: said(row.Owner?.Name) ?? NOT_SAID,
    due: row.Due_On__c ?? date,
    ...(metric === null ? {} : { metric }),
    ...(by === null ? {} : { by }),
    ...(row.Opportunity__c === null ? {} : { records: [row.Opportunity__c] }),
    // In the org the day is when to look; in the log, when somebody did.
    ...(row.Check_On__c === null || result === null ? {} : { checked: row.Check_On__c }),
    ...(result === null ? {} : { result }),
  };
}

/** What is done or dropped is closed, with or without words. */
function resultOf({ Status__c: status, Result__c: result }: Row): string | null {
  const words = said(result);
  if (status === 'Done') return (words ?? 'Done').slice(0, LONG);
  if (status === 'Dropped') return `Dropped${words === null ? '' : `: ${words}`}`.slice(0, LONG);
  return null;
}

/** The words as the log keeps them, so that both sides compare; null where there are none to see. */
function said(text: string | null | undefined): string | null {
  return visible(text ?? '') || null;
}

export interface Merged {
  /** All of the log, then what came from the org. */
  readonly all: readonly Decision[];
  /** Entries that are new or say more than before. */
  readonly changed: readonly Decision[];
  /** Where both sides say something else; the log's words stay. */
  readonly differing: readonly { readonly id: string; readonly what: string; readonly log: string; readonly org: string }[];
}

/** Told from one another by people, not by what the platform fills in. */
const COMPARED = ['decision', 'owner', 'due', 'metric', 'by', 'result'] as const;
/** Keys that an entry may gain from the org. */
const GAINED = ['metric', 'by', 'records', 'checked', 'result'] as const;

/**
 * Pure. Nothing is lost: an entry of the log keeps its id and its words and gains what only the org says; a decision of the org
 * that the log does not know gets the next free id.
 */
export function mergeDecisions(log: readonly Decision[], fromOrg: readonly OrgDecision[]): Merged {
  const all = [...log];
  const changed: Decision[] = [];
  const differing: Merged['differing'][number][] = [];
  for (const { id, org, ...said } of fromOrg) {
    const at = all.findIndex((known) => known.org === org || (id !== null && known.id === id));
    const known = all[at];
    if (!known) {
      const added: Decision = { id: id !== null && /^D-\d{4}-\d{3,}$/.test(id) ? id : nextId([...all, ...idsOf(fromOrg)], said.date), ...said, org };
      all.push(added);
      changed.push(added);
      continue;
    }
    const gained = Object.fromEntries(GAINED.filter((key) => known[key] === undefined && said[key] !== undefined).map((key) => [key, said[key]]));
    const merged: Decision = { ...known, ...gained, org: known.org ?? org };
    for (const what of COMPARED) {
      const [mine, theirs] = [known[what], said[what]];
      if (mine !== undefined && theirs !== undefined && mine !== theirs) differing.push({ id: known.id, what, log: mine, org: theirs });
    }
    if (Object.keys(gained).length === 0 && known.org !== undefined) continue;
    all[at] = merged;
    changed.push(merged);
  }
  return { all, changed, differing };
}

/** Ids that the org has given out are not given again. */
function idsOf(fromOrg: readonly OrgDecision[]): Decision[] {
  return fromOrg.flatMap(({ id, ...rest }) => (id === null ? [] : [{ ...rest, id }]));
}
