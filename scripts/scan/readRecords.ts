/** Reads the records that the criteria of one object are about, with exactly the fields they read. */
import { OVERRIDES_FIELD } from '../compiler/index.ts';
import type { OrgConnection } from '../org/types.ts';
import type { PlaybookObject } from '../playbook/index.ts';
import type { CriterionTest, OrgRecord } from './criterionTest.ts';
import type { Readable } from './readable.ts';
import { listLiteral } from '../org/soql.ts';
import type { StageNow } from './standing.ts';

export interface ObjectRecords {
  readonly records: readonly OrgRecord[];
  /** Tests that could be asked, with their fields read. */
  readonly tests: readonly CriterionTest[];
  /** One sentence for each criterion that could not. */
  readonly unread: readonly string[];
  /** `Object.Field` that stands blank because the org does not have it yet. */
  readonly assumedBlank: readonly string[];
  /** Currency of the amounts that count; those in another one are left out, and `unread` says how many. */
  readonly currency: string;
}

export interface ReadOptions {
  /** Also records that closed since the criteria took effect. */
  readonly closed: boolean;
  /** ISO code of the playbook's currency. */
  readonly currency: string;
  /** Fields `Object.Field` known to be missing in the org, and so blank on every record; absent: none. */
  readonly missing?: ReadonlySet<string>;
}

/** Fields of every record, asked for where the object has them. */
const COMMON: readonly (readonly string[])[] = [['Name'], ['OwnerId'], ['Owner', 'Name'], ['Amount'], ['CurrencyIsoCode'], ['ForecastCategoryName'], ['IsConverted'], ['CreatedDate'], ['LastModifiedDate'], ['LastModifiedById'], ['LastStageChangeDate'], ['Handrail_Stage_Entered_At__c'], [OVERRIDES_FIELD]];

/** When a record got where it is, best source first. */
const ENTERED = ['LastStageChangeDate', 'LastModifiedDate'] as const;

export async function readRecords(connection: OrgConnection, object: PlaybookObject, tests: readonly CriterionTest[], readable: Readable, options: ReadOptions): Promise<ObjectRecords> {
  const selected = new Set(['Id']);
  const unread: string[] = [];
  const assumedBlank = new Set<string>();
  const usable: CriterionTest[] = [];
  for (const test of tests) {
    const names: string[] = [];
    const hidden: string[] = [];
    for (const path of [...test.fields, ...watched(test, object)]) {
      const name = await readable.name(path);
      const key = `${object.apiName}.${path.join('.')}`;
      if (name !== undefined) names.push(name);
      else if (options.missing?.has(key)) assumedBlank.add(key);
      else hidden.push(path.join('.'));
    }
    if (hidden.length > 0) {
      unread.push(`${test.criterion.id}: ${object.apiName} has no ${[...new Set(hidden)].join(', ')}, or hides it from ${connection.username}; not judged`);
      continue;
    }
    usable.push(test);
    for (const name of names) selected.add(name);
  }
  if (usable.length === 0) return { records: [], tests: [], unread, assumedBlank: [...assumedBlank], currency: options.currency };
  for (const path of COMMON) {
    const name = await readable.name(path);
    if (name !== undefined) selected.add(name);
  }
  if (object.stageField !== null) selected.add(object.stageField);
  const where = conditions(object, usable, selected, options.closed);
  const records = await connection.query<OrgRecord>(`SELECT ${[...selected].join(', ')} FROM ${object.apiName}${where === '' ? '' : ` WHERE ${where}`}`);
  const foreign = records.filter((record) => isForeign(record, options.currency) && typeof record['Amount'] === 'number').length;
  if (foreign > 0) unread.push(`${object.apiName}.Amount: ${foreign} amounts in other currencies than ${options.currency} are left out of the sums`);
  return { records, tests: usable, unread, assumedBlank: [...assumedBlank], currency: options.currency };
}

/** The field whose value is the gate. */
function watched({ criterion: { trigger } }: CriterionTest, { stageField }: PlaybookObject): (readonly string[])[] {
  if (trigger.kind === 'enter') return [[trigger.field]];
  return stageField === null ? [] : [[stageField]];
}

/** Open records; closed ones only as far back as a criterion that reaches them has been in effect. */
function conditions(object: PlaybookObject, tests: readonly CriterionTest[], selected: ReadonlySet<string>, withClosed: boolean): string {
  const closed = object.stages.filter((stage) => stage.closed).map((stage) => stage.name);
  if (object.stageField === null || closed.length === 0) return '';
  const open = `${object.stageField} NOT IN ${listLiteral(closed)}`;
  const reaching = withClosed ? tests.filter((test) => test.reachesClosed) : [];
  const since = reaching.map((test) => test.criterion.effectiveFrom).toSorted()[0];
  const entered = ENTERED.find((field) => selected.has(field));
  if (since === undefined || entered === undefined) return open;
  const instant = `${since}T00:00:00Z`;
  // A record that was created in its stage never changed it.
  return `${open} OR ${entered} >= ${instant} OR (${entered} = null AND CreatedDate >= ${instant})`;
}

/** Where the record is: its stage, and whether that ends it. */
export function stageOf(object: PlaybookObject, record: OrgRecord): StageNow {
  const value = object.stageField === null ? null : record[object.stageField];
  const stage = typeof value === 'string' ? value : null;
  return { stage, closed: object.stages.some(({ name, closed }) => closed && name === stage) };
}

export function textAt(record: OrgRecord, field: string): string | null {
  const value = record[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function ownerOf(record: OrgRecord): string | null {
  const owner = record['Owner'];
  const name = typeof owner === 'object' && owner !== null ? (owner as Readonly<Record<string, unknown>>)['Name'] : undefined;
  return typeof name === 'string' ? name : null;
}

/** The record's amount; null where it has none or it is in another currency, since amounts of two currencies have no sum. */
export function amountOf(record: OrgRecord, currency: string): number | null {
  const value = record['Amount'];
  return typeof value === 'number' && !isForeign(record, currency) ? value : null;
}

/** Only orgs with several currencies have the field. */
function isForeign(record: OrgRecord, currency: string): boolean {
  const code = record['CurrencyIsoCode'];
  return typeof code === 'string' && code !== currency;
}
