/** A snapshot opened for counting: its tables, the inputs and the facts that are asked for, in one DuckDB. */
import type { Playbook } from '../playbook/model.ts';
import { localDay, momentIn, type LocalMoment } from '../shared/localTime.ts';
import { buildFacts, type FactUse } from './build.ts';
import { askInDuckDb } from './criteria/askInDuckDb.ts';
import { rowsOfRelation, withDuckDb, type DuckDBConnection } from './duckdb.ts';
import { carryCriteria } from './engines/criteria.ts';
import { duckDbEngine, type Engine, type Row } from './engines/engine.ts';
import { GATE_EVENT_FIELDS } from './facts/gateEvent.ts';
import type { FactInput, FactName, StageOrder } from './facts/index.ts';
import { agedAt, INPUTS, loadInputs, type InputState } from './inputs.ts';
import { unconvertedDeals, unplaced, type Unconverted } from './missingDeals.ts';
import { workingCalendar } from './orgCalendar.ts';
import { packOf, scansOf } from './pack.ts';
import type { FiscalYear, Period } from './period.ts';
import type { Value } from './relational/expression.ts';
import { lifted, ofVariant, VARIANT, type Lifted } from './relational/lifted.ts';
import { withoutUnread } from './relational/narrow.ts';
import { scan, type Relation } from './relational/relation.ts';
import { fiscalYearOf, gapsOf, readManifest, type SnapshotManifest } from './snapshot.ts';
import { refuseDoubles, refuseOtherCounts } from './snapshotChecks.ts';
import { addKept, firstDay, heldOf, loadSnapshot } from './snapshotViews.ts';

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
  /** What a number made of amounts must say of deals in a currency without a rate: of those sold here, and with those that were loaded; null: there are none. @param period they were there in; null: at all */
  unconverted(period: Period | null): Promise<Unconverted>;
  /** What a number about deals of a period must say of deals in stages that the playbook does not have; null: there are none. */
  unplaced(period: Period): Promise<string | null>;
  /** A relation over tables of facts that are built together with those of other instants, as it is at this one. */
  see(relation: Relation): Relation;
  /** The same snapshot as of another instant. Its facts take the place of this session's when they are built. */
  at(asOf: string): Session;
  /** The same as of several, whose facts are built in one pass. */
  together(asOfs: readonly string[]): Together;
}

/** A session among those of other instants. */
export type SessionDay = Omit<Session, 'build'>;

/** Sessions whose facts are built as one. */
export interface Together extends Pick<Session, 'db'> {
  readonly sessions: readonly SessionDay[];
  /**
   * As `Session.build`; of several instants, facts that ask no criteria.
   * @param asked by instant
   */
  build(names: Iterable<FactName>, asked: readonly NonNullable<FactInput['asked']>[], use: FactUse): Promise<void>;
  /** The relations of all instants as one. */
  lift(relations: readonly Relation[]): Lifted;
  /** The rows of a relation as of each instant, asked for in one go where they have the same columns. */
  rows(relations: readonly Relation[]): Promise<readonly (readonly Row[])[]>;
}

export interface SessionOptions {
  readonly asOf?: string;
  readonly inputsDir?: string;
  /** Earlier orders of the stages, in time order; absent: the playbook's has always been in force. */
  readonly stageOrders?: readonly StageOrder[];
  /** Forecasts that are about to be kept, and count as if they were: rows of `Handrail_Metric__c` with its columns in order. */
  readonly kept?: readonly (readonly Value[])[];
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
      await addKept(db, options.kept ?? []);
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
    const inputAt = (moment: string): FactInput => {
      const day = localDay(moment, timeZone);
      return { playbook: counted, asOf: moment, today: day, timeZone, firstDay: earliest, lastDay: day > today ? day : today, stageOrders };
    };
    const buildAt = async (inputs: readonly FactInput[], names: Iterable<FactName>, byDay: Set<string>, refused: Map<FactName, string>, use?: FactUse): Promise<void> => {
      const facts = new Set(names);
      const [input] = inputs;
      if (input === undefined) return;
      if (typeof source !== 'string') await carryInputs(db, engine, scansOf(packOf(input, facts)));
      await buildFacts(engine, inputs, facts, { askCriteria: () => askCriteria(input), refused, byDay, use });
    };
    const sessionAt = (input: FactInput, refused: Map<FactName, string>, see: Session['see']): Session => {
      const seen: Engine = { ...engine, rows: (relation) => engine.rows(see(relation)) };
      return {
        engine: seen, see, db, playbook, manifest, timeZone, fiscalYear: fiscalYearOf(manifest, playbook.fiscalYearStart), workingTime: calendar.said, asOf: input.asOf, today: input.today, inputs: agedAt(inputs, input.today), refused, at, together,
        build: (names, asked, use) => buildAt([asked ? { ...input, asked } : input], names, new Set(), refused, use), unplaced: (period) => unplaced(seen, input, period), unconverted: (period) => unconvertedDeals(seen, input, period),
      };
    };
    const at = (moment: string): Session => sessionAt(inputAt(moment), new Map(), (relation) => relation);
    const together = (moments: readonly string[]): Together => {
      const inputs = moments.map(inputAt);
      const byDay = new Set<string>();
      const refused = new Map<FactName, string>();
      const sessions = inputs.map((input, day) => sessionAt(input, refused, (relation) => (byDay.size === 0 ? relation : withoutUnread(ofVariant(relation, day, byDay)))));
      const lift = (relations: readonly Relation[]): Lifted => {
        const { relation, byVariant } = lifted(relations, byDay);
        return { relation: byVariant ? withoutUnread(relation) : relation, byVariant };
      };
      return {
        db, sessions, lift,
        build: (names, asked, use) => buildAt(inputs.map((input, day) => ({ ...input, asked: asked[day] ?? new Map() })), names, byDay, refused, use),
        rows: async (relations) => {
          if (new Set(relations.map(({ columns }) => Object.keys(columns).join())).size > 1) return Promise.all(sessions.map((day, index) => day.engine.rows(relations[index] as Relation)));
          const { relation, byVariant } = lift(relations);
          const rows = await engine.rows(relation);
          const ofDays = Map.groupBy(rows, (row) => Number(row[VARIANT]));
          return relations.map((_, day) => (byVariant ? (ofDays.get(day) ?? []) : rows));
        },
      };
    };
    return work(at(asOf));
  });
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

function validZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return zone;
  } catch {
    throw new RangeError(`"${zone}" is no time zone. Write its IANA name, such as America/New_York, in business_hours of the playbook.`);
  }
}
