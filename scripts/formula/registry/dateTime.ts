import type { Decimal } from 'decimal.js';
import {
  DAY, addMonths, checkedDay, dayIn, dayOf, dayOfYear, isoWeek, parseDay, parseInstant, parseTime, partsOf, weekday,
} from '../evaluate/calendar.ts';
import { FormulaError } from '../evaluate/error.ts';
import { Num, settled, toInteger } from '../evaluate/number.ts';
import type { Compiled, Value } from '../evaluate/value.ts';
import { problem } from '../problems.ts';
import type { FormulaProblem, FormulaType } from '../types.ts';
import { EVERYWHERE, dateOrDateTime, number, parameter, strict, time } from './row.ts';
import type { Accept, FunctionRow, TypedCall } from './row.ts';

type Row = Omit<FunctionRow, 'family' | 'contexts'>;

const row = (fields: Row): FunctionRow => ({ family: 'date-time', contexts: EVERYWHERE, ...fields });

const whole = (value: Decimal): number => toInteger(settled(value));

/** The day a date or date-time falls on, in GMT. */
const dayFrom = (type: FormulaType, value: number): number => (type === 'DateTime' ? Math.floor(value / DAY) : value);

/** A function of one date or date-time that looks at its day. */
function ofDay(name: string, summary: string, accepts: readonly Accept[], compute: (day: number) => number): FunctionRow {
  return row({
    name, summary, returns: 'Number', parameters: [parameter(accepts)('date')],
    implement: ({ args, types }) => (frame) => {
      const value = args[0]?.(frame) ?? null;
      return value === null ? null : new Num(compute(dayFrom(types[0] ?? 'Date', value as number)));
    },
  });
}

function ofTime(name: string, summary: string, compute: (milliseconds: number) => number): FunctionRow {
  return row({ name, summary, returns: 'Number', parameters: [time('time')], implement: strict<[number]>((value) => new Num(compute(value))) });
}

/** Reads text, or converts another moment; blank stays blank. */
function converted(name: string, summary: string, returns: FormulaType, accepts: readonly Accept[], convert: (value: Value, type: FormulaType, zone: string) => Value): FunctionRow {
  return row({
    name, summary, returns, parameters: [parameter(accepts)('expression')], volatile: true,
    implement: ({ args, types }) => (frame) => {
      const value = args[0]?.(frame) ?? null;
      return value === null || value === '' ? null : convert(value, types[0] ?? 'Null', frame.input.timeZone);
    },
  });
}

function dateFrom(year: Decimal, month: Decimal, day: Decimal): number {
  const found = dayOf(whole(year), whole(month), whole(day));
  if (found === undefined) {
    throw new FormulaError('invalid-date', 'DATE() is given a year, month or day that does not exist');
  }
  return found;
}

const argument = (args: readonly Compiled[], index: number): Compiled => args[index] as Compiled;

function duration(seconds: number, withDays: boolean): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) - (withDays ? days * 24 : 0);
  const clock = `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return withDays ? `${days}:${clock}` : clock;
}

/** A number goes with a checkbox, a moment with another of its kind. */
function durationArguments({ expression, types }: TypedCall): readonly FormulaProblem[] {
  const [first = 'Null', second] = types;
  const expected: FormulaType = first === 'Time' || first === 'DateTime' ? first : 'Boolean';
  if (second === undefined) {
    return expected === 'Boolean' ? [] : [problem('wrong-argument-count', "Incorrect number of parameters for function 'FORMATDURATION()'. Expected 2, received 1", expression.span)];
  }
  return second === expected || second === 'Null' || first === 'Null'
    ? []
    : [problem('wrong-type', `Incorrect parameter type for function 'FORMATDURATION()'. Expected ${expected}, received ${second}`, expression.args[1]?.span ?? expression.span)];
}

export const DATE_TIME: readonly FunctionRow[] = [
  row({
    name: 'TODAY', summary: 'The date now, in the time zone of the user.', returns: 'Date', parameters: [],
    implement: () => (frame) => dayIn(frame.input.now.getTime(), frame.input.timeZone),
  }),
  row({
    name: 'NOW', summary: 'The date and time now.', returns: 'DateTime', parameters: [],
    implement: () => (frame) => frame.input.now.getTime(),
  }),
  row({
    name: 'TIMENOW', summary: 'The time of day now, in GMT.', returns: 'Time', parameters: [],
    implement: () => (frame) => ((frame.input.now.getTime() % DAY) + DAY) % DAY,
  }),
  row({
    name: 'DATE', summary: 'The date of a year, month and day; an error when there is none.', returns: 'Date', parameters: [number('year'), number('month'), number('day')],
    implement: strict<[Decimal, Decimal, Decimal]>(dateFrom),
  }),
  converted('DATEVALUE', 'The date of a date-time, in the time zone of the user, or of text as YYYY-MM-DD.', 'Date', ['text', 'date', 'dateTime'], (value, type, zone) =>
    type === 'DateTime' ? dayIn(value as number, zone) : type === 'Date' ? value : parseDay(value as string)),
  converted('DATETIMEVALUE', 'The date-time of a date, at midnight GMT, or of text as YYYY-MM-DD HH:MM:SS in GMT.', 'DateTime', ['text', 'date', 'dateTime'], (value, type) =>
    type === 'DateTime' ? value : type === 'Date' ? (value as number) * DAY : parseInstant(value as string)),
  converted('TIMEVALUE', 'The time of a date-time, in GMT, or of text as HH:MM:SS.MS.', 'Time', ['text', 'dateTime', 'time'], (value, type) =>
    type === 'DateTime' ? (((value as number) % DAY) + DAY) % DAY : type === 'Time' ? value : parseTime(value as string)),
  ofDay('YEAR', 'The year of a date.', ['date'], (day) => partsOf(day).year),
  ofDay('MONTH', 'The month of a date, 1 to 12.', ['date'], (day) => partsOf(day).month),
  ofDay('DAY', 'The day of the month of a date.', ['date'], (day) => partsOf(day).day),
  ofDay('WEEKDAY', 'The day of the week, 1 for Sunday to 7 for Saturday.', ['date'], weekday),
  ofDay('DAYOFYEAR', 'The day of the year, from 1.', ['date'], dayOfYear),
  ofDay('ISOWEEK', 'The ISO 8601 week.', ['date', 'dateTime'], (day) => isoWeek(day).week),
  ofDay('ISOYEAR', 'The year that the ISO 8601 week belongs to.', ['date', 'dateTime'], (day) => isoWeek(day).year),
  row({
    name: 'ADDMONTHS', summary: 'The date moved by whole months; the last day of a month stays the last day.',
    returns: (types) => (types[0] === 'DateTime' ? 'DateTime' : 'Date'), parameters: [dateOrDateTime('date'), number('num')],
    implement: ({ args, types }) => (frame) => {
      const [moment, months] = [argument(args, 0)(frame), argument(args, 1)(frame)];
      if (moment === null || months === null) {
        return null;
      }
      const day = dayFrom(types[0] ?? 'Date', moment as number);
      const moved = addMonths(day, whole(months as Decimal));
      return types[0] === 'DateTime' ? moved * DAY + ((moment as number) - day * DAY) : moved;
    },
  }),
  ofTime('HOUR', 'The hour of a time, 0 to 23.', (milliseconds) => Math.floor(milliseconds / 3_600_000)),
  ofTime('MINUTE', 'The minute of a time.', (milliseconds) => Math.floor(milliseconds / 60_000) % 60),
  ofTime('SECOND', 'The second of a time.', (milliseconds) => Math.floor(milliseconds / 1000) % 60),
  ofTime('MILLISECOND', 'The thousandths of a second of a time.', (milliseconds) => milliseconds % 1000),
  row({
    name: 'UNIXTIMESTAMP', summary: 'Seconds since 1970-01-01 GMT of a date or date-time; seconds since midnight of a time.', returns: 'Number',
    parameters: [parameter(['date', 'dateTime', 'time'])('value')],
    implement: ({ args, types }) => (frame) => {
      const value = argument(args, 0)(frame);
      if (value === null) {
        return null;
      }
      if (types[0] === 'Date') {
        return new Num(checkedDay(value as number, 'UNIXTIMESTAMP') * 86_400);
      }
      return new Num(Math.floor((value as number) / 1000));
    },
  }),
  row({
    name: 'FROMUNIXTIME', summary: 'The date-time of a number of seconds since 1970-01-01 GMT.', returns: 'DateTime', parameters: [number('number')],
    implement: strict<[Decimal]>((seconds) => {
      const instant = settled(seconds).times(1000).trunc().toNumber();
      checkedDay(Math.floor(instant / DAY), 'FROMUNIXTIME');
      return instant;
    }),
  }),
  {
    name: 'FORMATDURATION', family: 'date-time', contexts: EVERYWHERE, returns: 'Text',
    summary: 'Seconds, or the distance of two times or date-times, as HH:MM:SS, with days in front where asked for.',
    parameters: [parameter(['number', 'time', 'dateTime'])('value'), parameter(['boolean', 'time', 'dateTime'])('include_days_or_end')], optional: 1,
    check: durationArguments,
    implement: ({ args, types }) => (frame) => {
      const [first, second] = [argument(args, 0)(frame), args[1]?.(frame) ?? null];
      if (first === null) {
        return null;
      }
      if (types[0] === 'Time' || types[0] === 'DateTime') {
        return second === null ? null : duration(Math.floor(Math.abs((first as number) - (second as number)) / 1000), types[0] === 'DateTime');
      }
      // A negative number shows as its distance from zero (FunctionFormatDuration of Salesforce's engine).
      return duration(Math.abs(whole(first as Decimal)), second === true);
    },
  },
];

