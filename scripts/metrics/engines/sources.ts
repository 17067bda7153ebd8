/**
 * Tables of a warehouse in which a loader has put the objects of the org. Their names are found by what is left of them
 * without case and underscores, so that `StageName`, `stagename` and `stage_name` are one; two that match are an error.
 */
import { ASKED_VIEW, askedFields } from '../criteria/questions.ts';
import type { ObjectNeed } from '../extract/needs.ts';
import { SOURCE_OBJECTS, sourceColumns, type SourceObject } from '../facts/sources.ts';
import type { Dialect } from '../relational/dialect.ts';
import type { ColumnType, Columns } from '../relational/expression.ts';
import { printRelation } from '../relational/print.ts';
import { values } from '../relational/relation.ts';
import type { SnapshotManifest } from '../snapshot.ts';
import type { Playbook } from '../../playbook/model.ts';

/** A column as the engine lists it. */
export interface ListedColumn {
  readonly table: string;
  readonly column: string;
  /** Type as the engine calls it. */
  readonly type: string;
}

interface SourceTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, { readonly name: string; readonly type: string }>;
}

export interface Sources {
  readonly schema: readonly string[];
  readonly tables: ReadonlyMap<SourceObject, SourceTable>;
}

/** How names of a schema nobody can ask are written. */
export const NAMINGS = {
  salesforce: (name: string): string => name,
  lower: (name: string): string => name.toLowerCase(),
  upper: (name: string): string => name.toUpperCase(),
  /** `Handrail_Term_Start__c` is `handrail_term_start_c`. */
  snake: (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/_+/g, '_').toLowerCase(),
} as const;
export type Naming = keyof typeof NAMINGS;

const fold = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Tables and columns that hold what facts and criteria read. @throws Error naming two that are meant by one name */
export function findSources(schema: readonly string[], listed: readonly ListedColumn[], playbook: Playbook): Sources {
  const byTable = Map.groupBy(listed, ({ table }) => table);
  const names = Map.groupBy(byTable.keys(), fold);
  const tables = new Map<SourceObject, SourceTable>();
  for (const object of SOURCE_OBJECTS) {
    const name = only(names.get(fold(object)) ?? [], object, schema);
    if (name === undefined) continue;
    const found = byTable.get(name) ?? [];
    const columns = Map.groupBy(found, ({ column }) => fold(column));
    const wanted = Object.keys(wantedOf(object, playbook));
    tables.set(object, {
      name,
      columns: new Map([
        ...wanted.flatMap((field) => {
          const column = only((columns.get(fold(field)) ?? []).map((match) => match.column), `${object}.${field}`, schema);
          return column === undefined ? [] : [[field, { name: column, type: found.find((match) => match.column === column)?.type ?? '' }] as const];
        }),
        ...found.filter(({ column }) => column.toLowerCase() === LOADER_DELETED).map(({ column, type }) => [LOADER_DELETED, { name: column, type }] as const),
      ]),
    });
  }
  return { schema, tables };
}

/** Tables that hold what is needed and no more, under names that a loader is said to give them: a column that is not there would stop the script. */
export function assumedSources(schema: readonly string[], naming: Naming, needs: readonly Pick<ObjectNeed, 'object' | 'fields'>[]): Sources {
  const named = NAMINGS[naming];
  return { schema, tables: new Map(needs.map(({ object, fields }) => [object, { name: named(object), columns: new Map(fields.map((field) => [field, { name: named(field), type: '' }])) }])) };
}

/** A column that a loader adds to say that the record is gone at the source. */
const LOADER_DELETED = '_fivetran_deleted';

function wantedOf(object: SourceObject, playbook: Playbook): Columns {
  return { ...(object === 'Opportunity' ? askedFields(playbook) : {}), ...sourceColumns(object) };
}

function only(found: readonly string[], wanted: string, schema: readonly string[]): string | undefined {
  if (found.length > 1) throw new Error(`${schema.join('.')} has ${found.join(' and ')}, and either could be ${wanted}. Give a schema in which only one is.`);
  return found[0];
}

/** What stands after FROM for a name of the model; undefined when it is none of an object. */
export function sourceQuery(name: string, columns: Columns, { schema, tables }: Sources, dialect: Dialect): string | undefined {
  const object = name === ASKED_VIEW ? 'Opportunity' : SOURCE_OBJECTS.find((known) => known === name);
  if (object === undefined) return undefined;
  const source = tables.get(object);
  const id = dialect.identifier;
  if (!source) return `(${printRelation(values(columns, []), dialect)}) AS ${id('s')}`;
  const selected = Object.entries(columns).map(([field, type]) => `${typed(source.columns.get(field), type, dialect)} AS ${id(field)}`);
  const deleted = source.columns.get(LOADER_DELETED);
  return `(SELECT ${selected.join(', ')} FROM ${[...schema, source.name].map(id).join('.')}${deleted ? ` WHERE NOT coalesce(${id(deleted.name)}, FALSE)` : ''}) AS ${id('s')}`;
}

/** A flag that is not there does not hide the record. */
function typed(column: { readonly name: string; readonly type: string } | undefined, type: ColumnType, dialect: Dialect): string {
  if (column === undefined) return type === 'boolean' ? 'FALSE' : `CAST(NULL AS ${dialect.type(type)})`;
  const name = dialect.identifier(column.name);
  return type === 'timestamp' && /char|text|string/i.test(column.type) ? dialect.instantOf(name) : `CAST(${name} AS ${dialect.type(type)})`;
}

/** What is there, in the shape of a snapshot's manifest: a column that is missing is a field that was not read. */
export function manifestOf({ schema, tables }: Sources, asOf: string, playbook: Playbook): SnapshotManifest {
  return {
    format: 1,
    organizationId: '',
    instanceUrl: schema.join('.'),
    asOf,
    playbookVersion: playbook.version,
    apiVersion: '',
    apiCalls: 0,
    objects: SOURCE_OBJECTS.map((object) => {
      const held = tables.get(object)?.columns;
      const fields = Object.keys(wantedOf(object, playbook));
      return { object, file: '', records: 0, sha256: '', fields: fields.filter((name) => held?.has(name)).map((name) => ({ name, type: '' })), gaps: fields.filter((name) => !held?.has(name)) };
    }),
  };
}
