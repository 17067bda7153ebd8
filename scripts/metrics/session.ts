/** A snapshot opened for counting: its tables, the inputs and the facts that are asked for, in one DuckDB. */
import type { Playbook } from '../playbook/model.ts';
import { identifier, rowsOfRelation, withDuckDb, type DuckDBConnection } from './duckdb.ts';
import { carryCriteria } from './engines/criteria.ts';
import { duckDbEngine, type Engine } from './engines/engine.ts';
import { dealRelations, dealTables, unconverted, unplacedIn } from './facts/deals.ts';
import { GATE_EVENT_FIELDS } from './facts/gateEvent.ts';
import { localDay, momentIn, type LocalMoment } from '../shared/localTime.ts';
import type { FactInput, FactName, StageOrder } from './facts/index.ts';
import { SOURCE_OBJECTS, sourceColumns, type SourceObject } from './facts/sources.ts';
import { agedAt, INPUTS, loadInputs, type InputState } from './inputs.ts';
import { ALWAYS_READ, ANSWERS, narrowedPack, packOf, scansIn, scansOf, turnsOf, type Pack } from './pack.ts';
import { addDays, type FiscalYear, type Period } from './period.ts';
import { askInDuckDb } from './criteria/askInDuckDb.ts';
import { ASKED_VIEW } from './criteria/questions.ts';
import { playbookColumns } from './facts/playbookColumns.ts';
import { duckdb } from './relational/duckdb.ts';
import { workingCalendar } from './orgCalendar.ts';
import { aggregate, column, localDate, type Columns, type Value } from './relational/expression.ts';
import { aggregated, project, scan, union, type Relation } from './relational/relation.ts';
import { refuseDoubles, refuseOtherCounts } from './snapshotChecks.ts';
import { fiscalYearOf, gapsOf, readManifest, scanOf, type SnapshotManifest } from './snapshot.ts';
import { counted } from '../shared/words.ts';

export interface Session {
  /** Where the facts are. */
  readonly engine: Engine;
  /** DuckDB of this process: it holds the inputs, and all else unless the engine is elsewhere. */
  readonly db: DuckDBConnection;
  readonly playbook: Playbook;
  readonly manifest: SnapshotManifest;
  readonly inputs: ReadonlyMap<string, InputState>;
  readonly asOf: string;
  /** IANA zone of the org. */
  readonly timeZone: string;
  /** Of the playbook, with the names that the org gives to years. */
  readonly fiscalYear: FiscalYear;
  /** By whose calendar working time is counted, in one sentence. */
  readonly workingTime: string;
  /** Local date of the as-of instant. */
  readonly today: string;
  /**
   * Computes these facts, once.
   * @param asked periods that their metrics are asked for
   * @param use of each fact as soon as it is there, which is gone after; absent: all stay
   */
  build(names: Iterable<FactName>, asked?: FactInput['asked'], use?: FactUse): Promise<void>;
  /** Facts that the engine was not asked to compute, each with the reason. */
  readonly refused: ReadonlyMap<FactName, string>;
  /** What a number made of amounts must say of deals in a currency without a rate: of those sold here, and with those that were loaded; null: there are none. */
  unconverted(): Promise<Unconverted>;
  /** What a number about deals of a period must say of deals in stages that the playbook does not have; null: there are none. */
  unplaced(period: Period): Promise<string | null>;
  /** The same snapshot as of another instant. Its facts take the place of this session's when they are built. */
  at(asOf: string): Session;
}

export interface Unconverted {
  readonly sold: string | null;
  readonly loaded: string | null;
}

/** Facts used one after the other. */
export interface FactUse {
  /** What of a fact is read. */
  read(name: FactName, relation: Relation): Relation;
  ask(name: FactName): Promise<void>;
}

export interface SessionOptions {
  readonly asOf?: string;
  readonly inputsDir?: string;
  /** Earlier orders of the stages, in time order; absent: the playbook's has always been in force. */
  readonly stageOrders?: readonly StageOrder[];
}

/** An engine elsewhere, and what its tables hold. */
export interface EngineSource {
  readonly engine: Engine;
  readonly manifest: SnapshotManifest;
  /** From which local day on working time is laid out; absent: the engine is asked for its first record. */
  readonly firstDay?: string;
  /** Why criteria are not asked; absent: they are. */
  readonly refuseCriteria?: string;
}

/**
 * The moment that a snapshot is asked about, by the clocks of its org; of one that does not know them by those of the playbook.
 * @param asOf ISO date or instant; absent: when the snapshot was taken
 * @throws RangeError for a text that is neither, or a zone that is none
 */
export function momentOfSnapshot(manifest: Pick<SnapshotManifest, 'asOf' | 'timeZone'>, { businessHours }: Playbook, asOf: string = manifest.asOf): LocalMoment {
  return momentIn(validZone(manifest.timeZone ?? businessHours.timeZone), asOf);
}

/** @param source folder of a snapshot, or an engine with the objects in tables */
export async function withSession<T>(playbook: Playbook, source: string | EngineSource, options: SessionOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const manifest = typeof source === 'string' ? await readManifest(source) : source.manifest;
  const { instant: asOf, timeZone, today } = momentOfSnapshot(manifest, playbook, options.asOf);
  return withDuckDb(async (db) => {
    if (typeof source === 'string') {
      await refuseOtherCounts(db, source, manifest);
      await loadSnapshot(db, source, manifest, playbook);
      await refuseDoubles(db, source, manifest);
    }
    const engine = typeof source === 'string' ? duckDbEngine(db) : source.engine;
    const inputs = withOrgEvents(await loadInputs(db, options.inputsDir, today, playbook.currency), playbook, manifest);
    const earliest = (typeof source === 'string' ? undefined : source.firstDay) ?? (await firstDay(engine, today));
    const calendar = await workingCalendar(engine, playbook.businessHours, timeZone);
    const counted: Playbook = { ...playbook, businessHours: calendar.hours };
    const stageOrders = options.stageOrders ?? [{ from: null, stages: playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [] }];
    const held = heldOf(manifest, 'Opportunity');
    const askCriteria = async (input: FactInput): Promise<string | null> => {
      if (typeof source !== 'string') return source.refuseCriteria ?? carryCriteria(engine, playbook, input, held);
      await askInDuckDb(db, playbook, input, held);
      return null;
    };
    const at = (moment: string): Session => {
      const input: FactInput = { playbook: counted, asOf: moment, today: localDay(moment, timeZone), timeZone, firstDay: earliest, stageOrders };
      const refused = new Map<FactName, string>();
      const build: Session['build'] = async (names, asked, use) => {
        const pack = packOf(asked ? { ...input, asked } : input, new Set(names));
        if (typeof source !== 'string') await carryInputs(db, engine, scansOf(pack));
        await buildPack(engine, use ? narrowedPack(readBy(use, pack), aboutDeals(input)) : pack, () => askCriteria(input), refused, use);
      };
      return {
        engine, db, playbook, manifest, timeZone, fiscalYear: fiscalYearOf(manifest, playbook.fiscalYearStart), workingTime: calendar.said, asOf: moment, today: input.today, inputs: agedAt(inputs, input.today), at, build, refused,
        unplaced: (period) => unplaced(engine, input, period), unconverted: () => unconvertedDeals(engine, input),
      };
    };
    return work(at(asOf));
  });
}

/** Facts with what is read of them alone. */
function readBy(use: FactUse, { shared, facts }: Pack): Pack {
  return { shared, facts: facts.map(({ fact, relation }) => ({ fact, relation: use.read(fact.name, relation) })) };
}

/** What is asked of deals beside the facts; of which period does not matter to what it reads. */
function aboutDeals(input: FactInput): readonly Relation[] {
  const tables = dealTables(dealRelations(input, false));
  return [unconverted(tables), unplacedIn({ from: input.today, to: input.today }, tables)];
}

/** @param refused takes facts that could not be computed, with the reason */
async function buildPack(engine: Engine, pack: Pack, askCriteria: () => Promise<string | null>, refused: Map<FactName, string>, use: FactUse | undefined): Promise<void> {
  let unasked: string | null | undefined;
  const missing = new Set(ANSWERS);
  for (const { fact, relation, before, after } of turnsOf(pack)) {
    if (fact.criteria && unasked === undefined) unasked = await askCriteria();
    for (const [name, step] of before) {
      // Without answers what is made of them cannot be either.
      if (typeof unasked === 'string' && !scansIn(step).isDisjointFrom(missing)) missing.add(name);
      else {
        await engine.table(name, step);
        if (name === ALWAYS_READ) await engine.encode?.(name, step.columns);
      }
    }
    if (fact.criteria && typeof unasked === 'string') refused.set(fact.name, unasked);
    else {
      await engine.table(`fact_${fact.name}`, relation);
      await use?.ask(fact.name);
    }
    if (use) await engine.drop?.([...after, `fact_${fact.name}`]);
  }
}

/** Where the playbook has gate events written down, the org is their only source. */
function withOrgEvents(inputs: ReadonlyMap<string, InputState>, { gateEvents }: Playbook, manifest: SnapshotManifest): ReadonlyMap<string, InputState> {
  return gateEvents ? new Map(inputs).set('gate_event', { present: true, newest: null, staleSince: null, org: { unread: gapsOf(GATE_EVENT_FIELDS, manifest) } }) : inputs;
}

/** Takes the inputs that are read to the engine. */
async function carryInputs(db: DuckDBConnection, engine: Engine, read: ReadonlySet<string>): Promise<void> {
  for (const [name, { columns }] of Object.entries(INPUTS)) {
    if (!read.has(`input_${name}`)) continue;
    const types = Object.entries(columns);
    const rows = await rowsOfRelation(db, scan(`input_${name}`, columns));
    await engine.load(`input_${name}`, columns, rows.map((row) => types.map(([column, type]): Value => (type === 'number' && row[column] !== null ? Number(row[column]) : (row[column] as Value)))));
  }
}

async function unplaced(engine: Engine, input: FactInput, period: Period): Promise<string | null> {
  const rows = await engine.rows(unplacedIn(period, dealTables(dealRelations(input, false))));
  if (rows.length === 0) return null;
  const deals = rows.reduce((sum, row) => sum + Number(row['deals']), 0);
  const stages = rows.map(({ stage_name: name }) => (typeof name === 'string' ? name : 'none'));
  return `${counted(deals, 'deal is', 'deals are')} in a stage that the playbook does not have (${stages.join(', ')}) and in no number.`;
}

async function unconvertedDeals(engine: Engine, input: FactInput): Promise<Unconverted> {
  const rows = await engine.rows(unconverted(dealTables(dealRelations(input, false))));
  const say = (which: 'sold' | 'deals'): string | null => {
    const found = rows.filter((row) => Number(row[which]) > 0);
    if (found.length === 0) return null;
    const deals = found.reduce((sum, row) => sum + Number(row[which]), 0);
    return `Amounts of ${counted(deals, 'deal')} are in no sum: currency_rate.csv has no rate for ${found.map((row) => String(row['currency'])).join(', ')}.`;
  };
  return { sold: say('sold'), loaded: say('deals') };
}

/** A day before the first record with a clock: working time is counted from there. */
async function firstDay(engine: Engine, today: string): Promise<string> {
  const first = (object: SourceObject, at: string): Relation => project(scan(object, sourceColumns(object)), { at: column(at) });
  const clocks = union(first('Lead', 'CreatedDate'), first('Handrail_Handoff__c', 'Sent_At__c'));
  const [row] = await engine.rows(project(aggregated(clocks, [], { first: aggregate('min', column('at')) }), { day: localDate(column('first'), 'UTC') }));
  const day = typeof row?.['day'] === 'string' ? row['day'] : today;
  return addDays(day < EARLIEST ? EARLIEST : day, -1);
}

/** Clocks of CRMs began later; an older date is a slip that would make a calendar without end. */
const EARLIEST = '1999-03-01';

/** Views of the objects with all the columns that facts may read; null where the snapshot has none. */
async function loadSnapshot(db: DuckDBConnection, dir: string, manifest: SnapshotManifest, playbook: Playbook): Promise<void> {
  for (const object of SOURCE_OBJECTS) await view(db, object, object, sourceColumns(object), dir, manifest);
  await view(db, ASKED_VIEW, 'Opportunity', { Id: 'text', ...playbookColumns(playbook) }, dir, manifest);
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

/** Fields that are held in one form, however people write them: of an address of the web its domain. */
const AS_HELD: Readonly<Record<string, (field: string) => string>> = {
  'Account.Website': (field) => `nullif(regexp_replace(lower(trim(${identifier(field)})), '^([a-z]+://)?(www\\.)?([^/:?#]*).*$', '\\3'), '')`,
};

/** A flag that was not read does not hide the record; of who is active nothing is known then. */
function fallback(object: SourceObject, field: string): string {
  return sourceColumns(object)[field] === 'boolean' && field !== 'IsActive' ? 'FALSE' : 'NULL';
}

function validZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return zone;
  } catch {
    throw new RangeError(`"${zone}" is no time zone. Write its IANA name, such as America/New_York, in business_hours of the playbook.`);
  }
}
