/** Date functions of SOQL and what GraphQL calls them. */
import type { FieldType } from '../../../engine/schema.ts';

export interface DateFunction {
  /** `CALENDAR_YEAR`: in SOQL, in filters and in groupBy. */
  readonly name: string;
  /** `calendarYear`: in the answer. */
  readonly member: string;
  readonly takes: readonly FieldType[];
}

const both: readonly FieldType[] = ['date', 'datetime'];
const named = (name: string, takes: readonly FieldType[]): DateFunction => ({ name, takes, member: name.toLowerCase().replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()) });

export const DATE_FUNCTIONS: readonly DateFunction[] = [
  ...['CALENDAR_MONTH', 'CALENDAR_QUARTER', 'CALENDAR_YEAR', 'DAY_IN_MONTH', 'DAY_IN_WEEK', 'DAY_IN_YEAR'].map((name) => named(name, both)),
  named('DAY_ONLY', ['datetime']),
  ...['FISCAL_MONTH', 'FISCAL_QUARTER', 'FISCAL_YEAR'].map((name) => named(name, both)),
  named('HOUR_IN_DAY', ['datetime']),
  ...['WEEK_IN_MONTH', 'WEEK_IN_YEAR'].map((name) => named(name, both)),
];

export const dateFunctionsOf = (type: FieldType): readonly DateFunction[] => DATE_FUNCTIONS.filter(({ takes }) => takes.includes(type));

/** Ranges with a count: `range: { last_n_days: 7 }`. */
export const DATE_RANGES: readonly string[] = ['days', 'weeks', 'months', 'quarters', 'years', 'fiscal_quarters', 'fiscal_years']
  .flatMap((period) => [`last_n_${period}`, `next_n_${period}`, `n_${period}_ago`]);

export const DATE_LITERALS: readonly string[] = [
  'YESTERDAY', 'TODAY', 'TOMORROW', 'LAST_90_DAYS', 'NEXT_90_DAYS',
  ...['WEEK', 'MONTH', 'QUARTER', 'YEAR', 'FISCAL_QUARTER', 'FISCAL_YEAR'].flatMap((period) => [`LAST_${period}`, `THIS_${period}`, `NEXT_${period}`]),
];
