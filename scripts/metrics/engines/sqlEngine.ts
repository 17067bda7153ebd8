/** Relations on an engine elsewhere: tables under names of this run, small helper tables inside the statement, larger ones loaded first. */
import type { Dialect } from '../relational/dialect.ts';
import type { ColumnType, Columns, Value } from '../relational/expression.ts';
import { printRelation } from '../relational/print.ts';
import { scan, values, type Relation } from '../relational/relation.ts';
import { isoInstant, type Driver, type DriverValue } from './driver.ts';
import type { Engine, Row } from './engine.ts';
import { sourceQuery, type Sources } from './sources.ts';

export interface SqlEngineOptions {
  readonly driver: Driver;
  readonly dialect: Dialect;
  readonly sources: Sources;
  /** Where tables are made; empty: without a schema, as temporary tables have none. */
  readonly workSchema: readonly string[];
  /** Begin of the names of all tables that are made. */
  readonly prefix: string;
  /** Tables that stay; else they are dropped by `dispose`. */
  readonly lasting: boolean;
  /** Told of each table before it is made. */
  readonly onStep?: (name: string) => void;
}

export interface SqlEngine extends Engine {
  /** Name of a table that was made, as it stands after FROM. */
  nameOf(table: string): string;
  /** Drops what was made, the last first; what cannot be dropped is named. @param by another connection, when the first was stopped */
  dispose(by?: Driver): Promise<readonly string[]>;
}

/** More rows than these are not repeated in every statement that reads them. */
const INLINED_ROWS = 60;
/** Of one statement; engines refuse longer ones from about a million characters on. */
const STATEMENT_ROWS = 1000;
const STATEMENT_LENGTH = 400_000;

export function sqlEngine({ driver, dialect, sources, workSchema, prefix, lasting, onStep }: SqlEngineOptions): SqlEngine {
  const small = new Map<string, Relation>();
  const made: string[] = [];
  const lifted = new Map<string, string>();
  const nameOf = (table: string): string => [...workSchema, `${prefix}${table}`].map(dialect.identifier).join('.');

  const table = (name: string, columns: Columns): string => {
    const inlined = small.get(name);
    if (inlined) return `(${printRelation(inlined, dialect)}) AS ${dialect.identifier('v')}`;
    return sourceQuery(name, columns, sources, dialect) ?? nameOf(name);
  };
  const create = async (name: string, query: string): Promise<void> => {
    onStep?.(name);
    // Facts of another day take the place of these.
    if (lasting || made.includes(nameOf(name))) await driver.execute(`DROP TABLE IF EXISTS ${nameOf(name)}`);
    // Remembered before it is there: a statement that was stopped may have made it all the same.
    if (!made.includes(nameOf(name))) made.push(nameOf(name));
    await driver.execute(dialect.createTable(nameOf(name), query, lasting));
  };
  const analyse = async (name: string): Promise<void> => {
    const statement = dialect.analyse(nameOf(name));
    if (statement !== null) await driver.execute(statement);
  };
  const load = async (name: string, columns: Columns, rows: readonly (readonly Value[])[]): Promise<void> => {
    if (rows.length <= INLINED_ROWS) {
      small.set(name, values(columns, rows));
      return;
    }
    const [first = '', ...rest] = [...chunks(columns, rows, dialect)];
    await create(name, first);
    for (const chunk of rest) await driver.execute(`INSERT INTO ${nameOf(name)}\n${chunk}`);
    await analyse(name);
  };
  /** Makes tables of the larger lists of values in a relation. */
  const lift = async (relation: Relation): Promise<Relation> => {
    if (relation.kind === 'values') {
      if (relation.rows.length <= INLINED_ROWS) return relation;
      const key = JSON.stringify([relation.columns, relation.rows]);
      const name = lifted.get(key) ?? `values_${lifted.size + 1}`;
      if (!lifted.has(key)) await load(name, relation.columns, relation.rows);
      lifted.set(key, name);
      return scan(name, relation.columns);
    }
    if (relation.kind === 'scan') return relation;
    if (relation.kind === 'join') return { ...relation, left: await lift(relation.left), right: await lift(relation.right) };
    if (relation.kind !== 'union') return { ...relation, input: await lift(relation.input) };
    const inputs: Relation[] = [];
    for (const input of relation.inputs) inputs.push(await lift(input));
    return { ...relation, inputs };
  };

  return {
    dialect,
    nameOf,
    load,
    async table(name, relation) {
      await create(name, printRelation(await lift(relation), dialect, { table }));
      await analyse(name);
    },
    async rows(relation) {
      const columns = Object.entries(relation.columns);
      const found = await driver.execute(printRelation(await lift(relation), dialect, { table }));
      return found.map((row): Row => Object.fromEntries(columns.map(([name, type], index) => [name, valueOf(row[index] ?? null, type)])));
    },
    async dispose(by = driver) {
      if (lasting) return [];
      const left: string[] = [];
      for (const name of made.splice(0).toReversed()) await by.execute(`DROP TABLE IF EXISTS ${name}`).catch(() => left.push(name));
      return left;
    },
  };
}

/** Queries that give the rows, each short enough for one statement. */
function* chunks(columns: Columns, rows: readonly (readonly Value[])[], dialect: Dialect): Generator<string> {
  let chunk: (readonly Value[])[] = [];
  let length = 0;
  for (const row of rows) {
    chunk.push(row);
    length += JSON.stringify(row).length + 40 * row.length;
    if (chunk.length < STATEMENT_ROWS && length < STATEMENT_LENGTH) continue;
    yield printRelation(values(columns, chunk), dialect);
    chunk = [];
    length = 0;
  }
  if (chunk.length > 0) yield printRelation(values(columns, chunk), dialect);
}

/** As DuckDB gives it. */
function valueOf(value: DriverValue, type: ColumnType): DriverValue {
  if (value === null) return null;
  if (type === 'boolean') return value === true || value === 'true';
  if (type === 'date') return String(value).slice(0, 10);
  if (type === 'timestamp') return isoInstant(String(value));
  return String(value);
}
