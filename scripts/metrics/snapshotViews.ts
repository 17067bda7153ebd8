/** The objects of a snapshot as views that facts are made of. */
import type { Playbook } from '../playbook/model.ts';
import { ASKED_VIEW, askedFields } from './criteria/questions.ts';
import { identifier, type DuckDBConnection } from './duckdb.ts';
import type { Engine } from './engines/engine.ts';
import { SOURCE_OBJECTS, sourceColumns, type SourceObject } from './facts/sources.ts';
import { addDays } from './period.ts';
import { duckdb } from './relational/duckdb.ts';
import { aggregate, column, localDate, type Columns, type Value } from './relational/expression.ts';
import { printRelation } from './relational/print.ts';
import { aggregated, project, scan, union, values, type Relation } from './relational/relation.ts';
import { scanOf, type SnapshotManifest } from './snapshot.ts';

/** Views of the objects with all the columns that facts may read; null where the snapshot has none. */
export async function loadSnapshot(db: DuckDBConnection, dir: string, manifest: SnapshotManifest, playbook: Playbook): Promise<void> {
  for (const object of SOURCE_OBJECTS) await view(db, object, object, sourceColumns(object), dir, manifest);
  await view(db, ASKED_VIEW, 'Opportunity', { Id: 'text', ...askedFields(playbook) }, dir, manifest);
}

async function view(db: DuckDBConnection, name: string, object: SourceObject, wanted: Columns, dir: string, manifest: SnapshotManifest): Promise<void> {
  const present = manifest.objects.find((found) => found.object === object && found.file !== '');
  const held = heldOf(manifest, object);
  const columns = Object.entries(wanted).map(([field, type]) => `CAST(${held.has(field) ? (AS_HELD[`${object}.${field}`] ?? identifier)(field) : fallback(object, field)} AS ${duckdb.type(type)}) AS ${identifier(field)}`);
  await db.run(`CREATE VIEW ${identifier(name)} AS SELECT ${columns.join(', ')} ${present ? `FROM ${scanOf(dir, present)}` : 'WHERE FALSE'}`);
}

const KEPT = 'Handrail_Metric__c';
/** What one forecast is told by. */
const SAME_FORECAST = ['Slice__c', 'Period_From__c', 'As_Of__c'];

/** Forecasts that are about to be kept count as if they were: one that is kept already stays as it is. */
export async function addKept(db: DuckDBConnection, rows: readonly (readonly Value[])[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = sourceColumns(KEPT);
  const listed = Object.keys(columns).map(identifier).join(', ');
  await db.run(`ALTER VIEW ${identifier(KEPT)} RENAME TO stored_forecast`);
  await db.run(`CREATE TEMP TABLE taken_forecast AS ${printRelation(values(columns, rows), duckdb)}`);
  await db.run(`CREATE VIEW ${identifier(KEPT)} AS SELECT ${listed} FROM stored_forecast UNION ALL SELECT ${listed} FROM taken_forecast AS t WHERE NOT EXISTS (SELECT 1 FROM stored_forecast AS s WHERE ${SAME_FORECAST.map(identifier).map((name) => `s.${name} = t.${name}`).join(' AND ')})`);
}

/** Fields of an object that a snapshot holds. */
export function heldOf(manifest: SnapshotManifest, object: SourceObject): ReadonlySet<string> {
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

/** A day before the first record with a clock: working time is counted from there. */
export async function firstDay(engine: Engine, today: string): Promise<string> {
  const first = (object: SourceObject, at: string): Relation => project(scan(object, sourceColumns(object)), { at: column(at) });
  const clocks = union(first('Lead', 'CreatedDate'), first('Handrail_Handoff__c', 'Sent_At__c'));
  const [row] = await engine.rows(project(aggregated(clocks, [], { first: aggregate('min', column('at')) }), { day: localDate(column('first'), 'UTC') }));
  const day = typeof row?.['day'] === 'string' ? row['day'] : today;
  return addDays(day < EARLIEST ? EARLIEST : day, -1);
}

/** Clocks of CRMs began later; an older date is a slip that would make a calendar without end. */
const EARLIEST = '1999-03-01';
