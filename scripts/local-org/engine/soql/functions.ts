/** Functions of a query: date parts and aggregates. */
import { fiscalCalendar } from '../fiscalYear.ts';
import { defineField } from '../schemaIndex.ts';
import type { FieldSchema, FieldType } from '../schema.ts';
import type { SetupRows } from '../setupRows.ts';

/** Name of the SQL function behind `convertTimezone`. */
export const LOCAL_TIME_FUNCTION = 'handrail_local_time';

const YEAR = (date: string): string => `CAST(substr(${date}, 1, 4) AS INTEGER)`;
const MONTH = (date: string): string => `CAST(substr(${date}, 6, 2) AS INTEGER)`;
const DAY = (date: string): string => `CAST(substr(${date}, 9, 2) AS INTEGER)`;
const DAY_OF_YEAR = (date: string): string => `CAST(strftime('%j', substr(${date}, 1, 10)) AS INTEGER)`;
/** Null stays null: substr and strftime of null are null. */
type DatePart = (date: string, fiscalStart: number, namedAfterEnd: boolean) => string;

const fiscalMonth: DatePart = (date, start) => `((${MONTH(date)} - ${start} + 12) % 12 + 1)`;

/** Weeks of month and year count from the first day of the period, in sevens. */
const DATE_PARTS: Readonly<Record<string, DatePart>> = {
  CALENDAR_YEAR: YEAR,
  CALENDAR_MONTH: MONTH,
  CALENDAR_QUARTER: (date) => `((${MONTH(date)} + 2) / 3)`,
  DAY_IN_MONTH: DAY,
  DAY_IN_WEEK: (date) => `(CAST(strftime('%w', substr(${date}, 1, 10)) AS INTEGER) + 1)`,
  DAY_IN_YEAR: DAY_OF_YEAR,
  WEEK_IN_MONTH: (date) => `((${DAY(date)} - 1) / 7 + 1)`,
  WEEK_IN_YEAR: (date) => `((${DAY_OF_YEAR(date)} - 1) / 7 + 1)`,
  HOUR_IN_DAY: (date) => `CAST(substr(${date}, 12, 2) AS INTEGER)`,
  DAY_ONLY: (date) => `substr(${date}, 1, 10)`,
  FISCAL_MONTH: fiscalMonth,
  FISCAL_QUARTER: (date, start) => `((${fiscalMonth(date, start, false)} + 2) / 3)`,
  FISCAL_YEAR: (date, start, namedAfterEnd) =>
    `(${YEAR(date)} - (${MONTH(date)} < ${start})${namedAfterEnd && start > 1 ? ' + 1' : ''})`,
};

const DATE_TIME_ONLY: ReadonlySet<string> = new Set(['HOUR_IN_DAY', 'DAY_ONLY']);

export function isDateFunction(name: string): boolean {
  return name.toUpperCase() in DATE_PARTS;
}

/** SQL of a date part, or undefined when the function does not take the field's type. */
export function datePartSql(name: string, sql: string, type: FieldType, setup: SetupRows): string | undefined {
  const part = DATE_PARTS[name.toUpperCase()];
  if (part === undefined || (type !== 'datetime' && (type !== 'date' || DATE_TIME_ONLY.has(name.toUpperCase())))) {
    return undefined;
  }
  const { startMonth, namedAfterEnd } = fiscalCalendar(setup);
  return part(sql, startMonth, namedAfterEnd);
}

/** The type a date part has in the answer. */
export function datePartField(name: string): FieldSchema {
  const isDay = name.toUpperCase() === 'DAY_ONLY';
  return defineField({ apiName: name, type: isDay ? 'date' : 'int' });
}

const NUMERIC: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);
const NOT_COMPARABLE: ReadonlySet<FieldType> = new Set(['boolean', 'multipicklist', 'textarea', 'address', 'location', 'base64', 'anyType', 'complexvalue']);

interface Aggregate {
  accepts(field: FieldSchema): boolean;
  sql(argument: string, field: FieldSchema): string;
  result(field: FieldSchema): FieldSchema;
}

const COUNTED = defineField({ apiName: 'count', type: 'int' });
const isNumeric = (field: FieldSchema): boolean => NUMERIC.has(field.type);
const isComparable = (field: FieldSchema): boolean => !NOT_COMPARABLE.has(field.type);
const same = (field: FieldSchema): FieldSchema => field;

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  COUNT: { accepts: (field) => field.filterable, sql: (argument) => `COUNT(${argument})`, result: () => COUNTED },
  COUNT_DISTINCT: { accepts: (field) => field.filterable, sql: (argument) => `COUNT(DISTINCT ${argument})`, result: () => COUNTED },
  // An org adds decimals; rounding to the field's places takes the binary noise away.
  SUM: { accepts: isNumeric, sql: (argument, field) => `ROUND(SUM(${argument}), ${field.scale})`, result: same },
  AVG: { accepts: isNumeric, sql: (argument) => `AVG(${argument})`, result: (field) => ({ ...field, type: 'double' }) },
  MIN: { accepts: isComparable, sql: (argument) => `MIN(${argument})`, result: same },
  MAX: { accepts: isComparable, sql: (argument) => `MAX(${argument})`, result: same },
};

export function aggregateNamed(name: string): Aggregate | undefined {
  return AGGREGATES[name.toUpperCase()];
}
