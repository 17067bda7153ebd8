/** Rows of a report laid out as the Reports API answers them: groupings, and facts under keys such as `0_1!T`. */
import type { FieldSchema } from '../../engine/schema.ts';
import { displayed, uiValue } from '../uiApi/display.ts';
import type { Granularity, ReportColumn, ReportDefinition, ReportGrouping, Summary } from './definition.ts';

export type ReportRow = Readonly<Record<string, unknown>>;

type Value = string | number | boolean | null;

interface Grouping {
  readonly key: string;
  readonly label: string;
  readonly value: Value;
  readonly groupings: readonly Grouping[];
}

interface Cell {
  readonly label: string;
  readonly value: Value;
}

interface Fact {
  readonly aggregates: readonly Cell[];
  readonly rows?: readonly { readonly dataCells: readonly Cell[] }[];
}

export interface ReportResult {
  readonly allData: boolean;
  readonly factMap: Readonly<Record<string, Fact>>;
  readonly groupingsDown: { readonly groupings: readonly Grouping[] };
  readonly groupingsAcross: null;
  readonly hasDetailRows: boolean;
}

/** An org gives so many rows and no more. */
const MOST_ROWS = 2000;
const NOTHING = '-';
const TOTAL = 'T';
const PREFIXES: Readonly<Record<Summary, string>> = { Sum: 's!', Average: 'a!', Maximum: 'mx!', Minimum: 'm!' };

/** `s!Handrail_Finding__c.Amount__c`, and the number of rows last. */
export function aggregateNames({ summaries }: ReportDefinition): readonly string[] {
  return [...summaries.map(({ column, how }) => `${PREFIXES[how]}${column.name}`), 'RowCount'];
}

/** @param rows all that the filters leave, in the order in which they are listed */
export function layOut(report: ReportDefinition, rows: readonly ReportRow[], details: boolean, timeZone: string): ReportResult {
  const facts: Record<string, Fact> = {};
  const note = (key: string, own: readonly ReportRow[], isLeaf: boolean): void => {
    const listed = details && isLeaf ? { rows: own.slice(0, MOST_ROWS).map((row) => ({ dataCells: report.columns.map((column) => cellOf(column, row, timeZone)) })) } : {};
    facts[`${key}!${TOTAL}`] = { aggregates: aggregatesOf(report, own), ...listed };
  };
  const group = ([by, ...deeper]: readonly ReportGrouping[], own: readonly ReportRow[], above: string): readonly Grouping[] => {
    if (by === undefined) return [];
    return ordered(by, Map.groupBy(own, (row) => stretchOf(by, valueOf(by.field, row), timeZone))).map(([value, members], index) => {
      const key = above === '' ? String(index) : `${above}_${index}`;
      note(key, members, deeper.length === 0);
      return { key, label: value === null ? NOTHING : groupLabel(by, value, members[0] ?? {}, timeZone), value, groupings: group(deeper, members, key) };
    });
  };
  const groupings = group(report.groupings, rows, '');
  note(TOTAL, rows, report.groupings.length === 0);
  return { allData: rows.length <= MOST_ROWS, factMap: facts, groupingsDown: { groupings }, groupingsAcross: null, hasDetailRows: details };
}

function aggregatesOf({ summaries }: ReportDefinition, rows: readonly ReportRow[]): readonly Cell[] {
  const cells = summaries.map(({ column: { field }, how }): Cell => {
    const values = rows.flatMap((row) => (typeof row[field.apiName] === 'number' ? [row[field.apiName] as number] : []));
    const value = values.length === 0 ? (how === 'Sum' ? 0 : null) : SUMMARIZE[how](values);
    return { label: value === null ? NOTHING : (displayed(field, value, 'UTC') ?? String(value)), value };
  });
  return [...cells, { label: String(rows.length), value: rows.length }];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const SUMMARIZE: Readonly<Record<Summary, (values: readonly number[]) => number>> = {
  Sum: sum,
  Average: (values) => sum(values) / values.length,
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
};

function valueOf(field: FieldSchema, row: ReportRow): Value {
  const value = uiValue(field, row[field.apiName]);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function cellOf({ field }: ReportColumn, row: ReportRow, timeZone: string): Cell {
  const value = valueOf(field, row);
  if (value === null) return { label: NOTHING, value: null };
  return { label: labelOf(field, value, row, timeZone), value };
}

/** A lookup is called by the name of the record it leads to. */
function labelOf(field: FieldSchema, value: Value, row: ReportRow, timeZone: string): string {
  const parent = field.relationshipName === null ? undefined : row[field.relationshipName];
  const name = parent !== null && typeof parent === 'object' ? (parent as ReportRow)['Name'] : undefined;
  return typeof name === 'string' ? name : (displayed(field, value, timeZone) ?? String(value));
}

function groupLabel(by: ReportGrouping, value: Value, row: ReportRow, timeZone: string): string {
  return isDated(by) ? String(value) : labelOf(by.field, value, row, timeZone);
}

const isDated = ({ field }: ReportColumn): boolean => field.type === 'date' || field.type === 'datetime';

/** What rows of a group have in common: the value, and of a date the stretch it is in (`2026-05-04`, `2026-05`, `2026-Q2`, `2026`). */
function stretchOf(by: ReportGrouping, value: Value, timeZone: string): Value {
  if (value === null || !isDated(by)) return value;
  const day = by.field.type === 'date' ? String(value) : new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(String(value)));
  return STRETCHES[by.granularity](day);
}

const STRETCHES: Readonly<Record<Granularity, (day: string) => string>> = {
  Day: (day) => day,
  Month: (day) => day.slice(0, 7),
  Quarter: (day) => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`,
  Year: (day) => day.slice(0, 4),
};

/** Values of a picklist in its own order, others by themselves; rows without one first. */
function ordered(by: ReportGrouping, groups: ReadonlyMap<Value, readonly ReportRow[]>): [Value, readonly ReportRow[]][] {
  const places = new Map(by.field.picklistValues.map(({ value }, index) => [value, index]));
  const rank = (value: Value): number => (value === null ? -1 : (places.get(String(value)) ?? places.size));
  const sign = by.descending ? -1 : 1;
  return [...groups].toSorted(([left], [right]) => sign * (rank(left) - rank(right) || compare(left, right)));
}

function compare(left: Value, right: Value): number {
  return typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right), 'en');
}
