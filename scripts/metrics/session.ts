/** A snapshot opened for counting: its tables, the inputs and the facts that are asked for, in one DuckDB. */
import type { Playbook } from '../playbook/model.ts';
import { identifier, materialise, rowsOf, rowsOfRelation, withDuckDb, type DuckDBConnection } from './duckdb.ts';
import { dealRelations, dealTables, unconverted, unplacedIn } from './facts/deals.ts';
import { FACTS, type FactInput, type FactName, type StageOrder } from './facts/index.ts';
import { SOURCE_OBJECTS, sourceColumns, type SourceObject } from './facts/sources.ts';
import { agedAt, loadInputs, type InputState } from './inputs.ts';
import { addDays, type Period } from './period.ts';
import { ASKED_VIEW, askedFields, evaluateCriteria } from './criteria.ts';
import { duckdb } from './relational/duckdb.ts';
import type { Columns } from './relational/expression.ts';
import { workingCalendar } from './orgCalendar.ts';
import { readManifest, scanOf, type SnapshotManifest } from './snapshot.ts';

export interface Session {
  readonly db: DuckDBConnection;
  readonly playbook: Playbook;
  readonly manifest: SnapshotManifest;
  readonly inputs: ReadonlyMap<string, InputState>;
  readonly asOf: string;
  /** IANA zone of the org. */
  readonly timeZone: string;
  /** By whose calendar working time is counted, in one sentence. */
  readonly workingTime: string;
  /** Local date of the as-of instant. */
  readonly today: string;
  /** Computes these facts, once. @param asked periods that their metrics are asked for */
  build(names: Iterable<FactName>, asked?: FactInput['asked']): Promise<void>;
  /** What a number made of amounts must say of deals in a currency without a rate; null: there are none. */
  unconverted(): Promise<string | null>;
  /** What a number about deals of a period must say of deals in stages that the playbook does not have; null: there are none. */
  unplaced(period: Period): Promise<string | null>;
  /** The same snapshot as of another instant. Its facts take the place of this session's when they are built. */
  at(asOf: string): Session;
}

export interface SessionOptions {
  readonly asOf?: string;
  readonly inputsDir?: string;
  /** Earlier orders of the stages, in time order; absent: the playbook's has always been in force. */
  readonly stageOrders?: readonly StageOrder[];
}

export async function withSession<T>(playbook: Playbook, snapshotDir: string, options: SessionOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const manifest = await readManifest(snapshotDir);
  const asOf = instantOf(options.asOf ?? manifest.asOf);
  const timeZone = validZone(manifest.timeZone ?? playbook.businessHours.timeZone);
  return withDuckDb(async (db) => {
    await loadSnapshot(db, snapshotDir, manifest, playbook);
    await refuseDoubles(db, snapshotDir, manifest);
    const inputs = await loadInputs(db, options.inputsDir, asOf, playbook.currency);
    const earliest = await firstDay(db, asOf);
    const calendar = await workingCalendar(db, playbook.businessHours, timeZone);
    const counted: Playbook = { ...playbook, businessHours: calendar.hours };
    const stageOrders = options.stageOrders ?? [{ from: null, stages: playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [] }];
    const at = (moment: string): Session => {
      const input: FactInput = { playbook: counted, asOf: moment, today: localDay(moment, timeZone), timeZone, firstDay: earliest, stageOrders };
      return {
        db, playbook, manifest, timeZone, workingTime: calendar.said, asOf: moment, today: input.today, inputs: agedAt(inputs, moment), at,
        build: (names, asked) => buildFacts(db, asked ? { ...input, asked } : input, new Set(names), manifest), unplaced: (period) => unplaced(db, input, period), unconverted: () => unconvertedDeals(db, input),
      };
    };
    return work(at(asOf));
  });
}

async function buildFacts(db: DuckDBConnection, input: FactInput, names: ReadonlySet<FactName>, manifest: SnapshotManifest): Promise<void> {
  const facts = [...names].map((name) => FACTS[name]);
  const deals = facts.some((fact) => fact.ofDeals) ? dealRelations(input, facts.some((fact) => fact.spells)) : null;
  for (const [name, relation] of deals ?? []) await materialise(db, name, relation);
  if (facts.some((fact) => fact.criteria)) await evaluateCriteria(db, input.playbook, input, heldOf(manifest, 'Opportunity'));
  const tables = deals && dealTables(deals);
  const steps = new Map(facts.flatMap((fact) => fact.steps?.(input, tables) ?? []));
  for (const [name, relation] of steps) await materialise(db, name, relation);
  for (const fact of facts) await materialise(db, `fact_${fact.name}`, fact.relation(input, tables));
}

async function unplaced(db: DuckDBConnection, input: FactInput, period: Period): Promise<string | null> {
  const rows = await rowsOfRelation(db, unplacedIn(period, dealTables(dealRelations(input, false))));
  if (rows.length === 0) return null;
  const deals = rows.reduce((sum, row) => sum + Number(row['deals']), 0);
  const stages = rows.map(({ stage_name: name }) => (typeof name === 'string' ? name : 'none'));
  return `${deals} ${deals === 1 ? 'deal is' : 'deals are'} in a stage that the playbook does not have (${stages.join(', ')}) and in no number.`;
}

async function unconvertedDeals(db: DuckDBConnection, input: FactInput): Promise<string | null> {
  const rows = await rowsOfRelation(db, unconverted(dealTables(dealRelations(input, false))));
  if (rows.length === 0) return null;
  const deals = rows.reduce((sum, row) => sum + Number(row['deals']), 0);
  return `Amounts of ${deals} ${deals === 1 ? 'deal' : 'deals'} are in no sum: currency_rate.csv has no rate for ${rows.map((row) => String(row['currency'])).join(', ')}.`;
}

/** A day before the first record with a clock: working time is counted from there. */
async function firstDay(db: DuckDBConnection, asOf: string): Promise<string> {
  const [row] = await rowsOf(db, 'SELECT CAST(min(first) AS DATE)::VARCHAR AS day FROM (SELECT min("CreatedDate") AS first FROM "Lead" UNION ALL SELECT min("Sent_At__c") FROM "Handrail_Handoff__c")');
  const day = typeof row?.['day'] === 'string' ? row['day'] : asOf.slice(0, 10);
  return addDays(day < EARLIEST ? EARLIEST : day, -1);
}

/** Clocks of CRMs began later; an older date is a slip that would make a calendar without end. */
const EARLIEST = '1999-03-01';

/** Views of the objects with all the columns that facts may read; null where the snapshot has none. */
async function loadSnapshot(db: DuckDBConnection, dir: string, manifest: SnapshotManifest, playbook: Playbook): Promise<void> {
  for (const object of SOURCE_OBJECTS) await view(db, object, object, sourceColumns(object), dir, manifest);
  await view(db, ASKED_VIEW, 'Opportunity', { Id: 'text', ...askedFields(playbook) }, dir, manifest);
}

async function view(db: DuckDBConnection, name: string, object: SourceObject, wanted: Columns, dir: string, manifest: SnapshotManifest): Promise<void> {
  const present = manifest.objects.find((found) => found.object === object && found.file !== '');
  const held = heldOf(manifest, object);
  const columns = Object.entries(wanted).map(([field, type]) => `CAST(${held.has(field) ? (AS_HELD[`${object}.${field}`] ?? identifier)(field) : fallback(object, field)} AS ${duckdb.type(type)}) AS ${identifier(field)}`);
  await db.run(`CREATE VIEW ${identifier(name)} AS SELECT ${columns.join(', ')} ${present ? `FROM ${scanOf(dir, present)}` : 'WHERE FALSE'}`);
}

function heldOf(manifest: SnapshotManifest, object: SourceObject): ReadonlySet<string> {
  return new Set(manifest.objects.find((found) => found.object === object)?.fields.map(({ name }) => name));
}

/** Objects of which everything is counted. */
const COUNTED: readonly SourceObject[] = ['Opportunity', 'Lead', 'Account'];

/** A record that is there twice would be counted twice. @throws Error naming it */
async function refuseDoubles(db: DuckDBConnection, dir: string, manifest: SnapshotManifest): Promise<void> {
  for (const object of COUNTED) {
    if (!heldOf(manifest, object).has('Id')) continue;
    const [row] = await rowsOf(db, `SELECT "Id" AS id FROM ${identifier(object)} GROUP BY "Id" HAVING count(*) > 1 ORDER BY 1 LIMIT 1`);
    if (row) throw new Error(`The snapshot in ${dir} holds the ${object} twice that has the id ${String(row['id'])}: nothing can be counted from it. Extract again into an empty folder.`);
  }
}

/** Fields that are held in one form, however people write them: of an address of the web its domain. */
const AS_HELD: Readonly<Record<string, (field: string) => string>> = {
  'Account.Website': (field) => `nullif(regexp_replace(lower(trim(${identifier(field)})), '^([a-z]+://)?(www\\.)?([^/:?#]*).*$', '\\3'), '')`,
};

/** A flag that was not read does not hide the record; of who is active nothing is known then. */
function fallback(object: SourceObject, field: string): string {
  return sourceColumns(object)[field] === 'boolean' && field !== 'IsActive' ? 'FALSE' : 'NULL';
}

function instantOf(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new RangeError(`"${text}" is no date or time: write 2026-01-31 or 2026-01-31T10:00:00Z.`);
  return time.toISOString();
}

function validZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return zone;
  } catch {
    throw new RangeError(`"${zone}" is no time zone. Write its IANA name, such as America/New_York, in business_hours of the playbook.`);
  }
}

function localDay(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((found) => found.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
