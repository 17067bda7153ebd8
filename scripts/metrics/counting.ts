/** From the rows of a query to the figures of a cell. */
import { differenceInterval } from './interval.ts';
import { formulaOf, PERIOD_DAYS } from '../playbook/metricFormula.ts';
import type { Measure } from '../playbook/metricModel.ts';
import type { Engine } from './engines/engine.ts';
import type { FactQuery, MeasureColumns, PartColumns, WaitingQuery } from './planned.ts';
import { totalFlag } from './relational/relation.ts';
import type { Together } from './session.ts';
import type { Counted } from './state.ts';
import { quantileOfWaits, type Wait } from './survival.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows by the dimensions they are cut by, and by the values of these. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, Row>>;

const SHARES = { median: 0.5, p90: 0.9 } as const;

export function cellKey(values: readonly unknown[]): string {
  return JSON.stringify(values.toSorted());
}

/** Runs a query; what distributions say is added to the rows they belong to. */
export async function cellsOf(engine: Pick<Engine, 'rows'>, query: FactQuery): Promise<Cells> {
  const [cells = new Map()] = await cellsTogether({ rows: (relations) => Promise.all(relations.map((relation) => engine.rows(relation))) }, [query]);
  return cells;
}

/**
 * As `cellsOf`, as of several instants.
 * @param queries one for each instant
 */
export async function cellsTogether(place: Pick<Together, 'rows'>, queries: readonly FactQuery[]): Promise<Cells[]> {
  const found = (await place.rows(queries.map(({ relation }) => relation))).map((rows, day) => byCell(rows, queries[day] as FactQuery));
  const most = Math.max(...queries.map(({ waiting }) => waiting.length));
  if (queries.some(({ waiting }) => waiting.length !== most)) throw new RangeError('Instants that are asked together have the same distributions.');
  for (let index = 0; index < most; index += 1) {
    const waits = await place.rows(queries.map(({ waiting }) => (waiting[index] as WaitingQuery).relation));
    for (const [day, query] of queries.entries()) addWaits(found[day] as Filled, query, query.waiting[index] as WaitingQuery, waits[day] ?? []);
  }
  return found;
}

type Filled = Map<string, Map<string, Record<string, unknown>>>;

function byCell(rows: readonly Row[], { dimensions: all }: FactQuery): Filled {
  const cells: Filled = new Map();
  for (const row of rows) {
    const dimensions = dimensionsOf(row, all);
    const key = cellKey(dimensions);
    const found = cells.get(key) ?? new Map<string, Record<string, unknown>>();
    cells.set(key, found.set(valuesKey(row, dimensions), { ...row }));
  }
  return cells;
}

function addWaits(cells: Filled, { dimensions: all }: FactQuery, { column, quantile }: WaitingQuery, rows: readonly Row[]): void {
  const waits = new Map<Record<string, unknown>, Wait[]>();
  for (const row of rows) {
    const dimensions = dimensionsOf(row, all);
    const cell = cells.get(cellKey(dimensions))?.get(valuesKey(row, dimensions));
    if (cell) waits.set(cell, [...(waits.get(cell) ?? []), { length: Number(row['wait_length']), ended: row['wait_ended'] === true, count: Number(row['waits']) }]);
  }
  for (const [cell, found] of waits) cell[column] = quantileOfWaits(found, SHARES[quantile]);
}

function dimensionsOf(row: Row, dimensions: readonly string[]): string[] {
  return dimensions.filter((dimension) => Number(row[totalFlag(dimension)] ?? 0) === 0);
}

/** Names a cell among those of its dimensions. */
export function valuesKey(row: Row, dimensions: readonly string[]): string {
  return JSON.stringify(dimensions.toSorted().map((dimension) => row[dimension] ?? null));
}

/** @param periodDays length of the period */
export function countedOf(measure: Measure, columns: MeasureColumns, row: Row, cells: Cells, periodDays: number): Counted {
  const parts = columns.parts && Object.fromEntries(Object.entries(columns.parts).map(([name, part]) => [name, valueOf(part, row)]));
  const whole = columns.shareOf ? cells.get(cellKey(columns.shareOf))?.get(valuesKey(row, columns.shareOf)) : row;
  const denominator = whole ? at(columns.denominator, whole) : null;
  const numerator = at(columns.numerator, row);
  const value = parts && 'formula' in measure ? formulaOf(measure)({ ...parts, [PERIOD_DAYS]: periodDays }) : columns.value === null ? quotient(numerator, denominator) : at(columns.value, row);
  const interval = 'formula' in measure && measure.interval && columns.parts ? intervalOf(measure.interval.map((name) => columns.parts?.[name]), row) : null;
  const n = at(columns.n, row) ?? 0;
  const found = Math.max(n, ...Object.values(columns.parts ?? {}).map((part) => at(part.n, row) ?? 0));
  return { value, numerator, denominator, n, found, fewest: interval?.fewest ?? null, whole: columns.shareOf && whole ? at(columns.n, whole) : null, resolved: at(columns.resolved, row), cohort: at(columns.cohort, row), covered: at(columns.covered, row), parts: parts && interval ? { ...parts, low: interval.low, high: interval.high } : parts };
}

function intervalOf(parts: readonly (PartColumns | undefined)[], row: Row): { readonly low: number | null; readonly high: number | null; readonly fewest: number } {
  const [first, second] = parts.map((part) => ({ count: at(part?.numerator ?? null, row) ?? 0, of: at(part?.denominator ?? null, row) ?? 0 }));
  const interval = first && second ? differenceInterval(first, second) : null;
  return { low: interval?.low ?? null, high: interval?.high ?? null, fewest: Math.min(first?.of ?? 0, second?.of ?? 0) };
}

function valueOf(part: PartColumns, row: Row): number | null {
  return part.value === null ? quotient(at(part.numerator, row), at(part.denominator, row)) : at(part.value, row);
}

function quotient(numerator: number | null, denominator: number | null): number | null {
  return numerator !== null && denominator !== null && denominator > 0 ? numerator / denominator : null;
}

function at(column: string | null, row: Row): number | null {
  const value = column === null ? null : row[column];
  return value === null || value === undefined ? null : Number(value);
}
