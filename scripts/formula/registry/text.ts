import type { Decimal } from 'decimal.js';
import { formatDay, formatInstant, formatTime } from '../evaluate/calendar.ts';
import { FormulaError } from '../evaluate/error.ts';
import { Num, parseNumber, settled, textOfNumber, toInteger } from '../evaluate/number.ts';
import { isBlank } from '../evaluate/value.ts';
import type { Compiled, Frame, Value } from '../evaluate/value.ts';
import type { FormulaType } from '../types.ts';
import { EVERYWHERE, number, parameter, strict, text, textOr } from './row.ts';
import type { FunctionRow, Parameter } from './row.ts';
import { isNumeric } from './types.ts';

type Row = Omit<FunctionRow, 'family' | 'contexts'>;

const row = (fields: Row): FunctionRow => ({ family: 'text', contexts: EVERYWHERE, ...fields });

const whole = (value: Decimal): number => toInteger(settled(value));

function textOf(type: FormulaType, value: Value): string {
  if (isNumeric(type)) {
    return textOfNumber(value as Decimal);
  }
  switch (type) {
    case 'Date':
      return formatDay(value as number);
    case 'DateTime':
      return formatInstant(value as number);
    case 'Time':
      return formatTime(value as number);
    default:
      return value as string;
  }
}

/** Locale rules by ICU, for the alphabets that have their own (Turkish, Azeri, Lithuanian). */
function localeOf(name: string): string | undefined {
  if (name === '') {
    return undefined;
  }
  try {
    return Intl.getCanonicalLocales(name.replaceAll('_', '-'))[0];
  } catch {
    throw new FormulaError('invalid-pattern', `"${name.slice(0, 40)}" is not a locale`);
  }
}

function cased(name: 'UPPER' | 'LOWER', summary: string): FunctionRow {
  return row({
    name, summary, returns: 'Text', parameters: [text('text'), text('locale')], optional: 1,
    implement: ({ args }) => (frame) => {
      const value = args[0]?.(frame) ?? null;
      if (value === null) {
        return null;
      }
      const locale = localeOf(textOr(args[1], frame)) ?? 'en-US';
      return name === 'UPPER' ? (value as string).toLocaleUpperCase(locale) : (value as string).toLocaleLowerCase(locale);
    },
  });
}

/** The longest text a formula may build on the way; beyond it Salesforce gives up as well, at a limit it does not publish. */
const MAX_BUILT = 1_000_000;

function padded(name: 'LPAD' | 'RPAD', summary: string): FunctionRow {
  return row({
    name, summary, returns: 'Text', parameters: [text('text'), number('padded_length'), text('pad_string')], optional: 1,
    implement: ({ args }) => (frame) => {
      const [subject, length] = [args[0]?.(frame) ?? null, args[1]?.(frame) ?? null];
      const fill = args[2] === undefined ? ' ' : args[2](frame);
      if (isBlank(subject) || length === null || isBlank(fill)) {
        return null;
      }
      const width = whole(length as Decimal);
      if (width > MAX_BUILT) {
        throw new FormulaError('out-of-range', `${name}() makes a text that is too long`);
      }
      const value = subject as string;
      if (width <= value.length) {
        return width <= 0 ? null : value.slice(0, width);
      }
      return name === 'LPAD' ? value.padStart(width, fill as string) : value.padEnd(width, fill as string);
    },
  });
}

function substring(name: string, summary: string, parameters: readonly Parameter[], cut: (value: string, ...counts: number[]) => string): FunctionRow {
  return row({
    name, summary, returns: 'Text', parameters,
    implement: strict<[string, Decimal, Decimal]>((value, ...counts) => cut(value, ...counts.map(whole)) || null),
  });
}

/** Where `search` stands in `value`, from 1, beginning at `start`; 0 when it does not, and for an empty search. */
function find(search: string, value: string, start: number): number {
  return search === '' ? 0 : value.indexOf(search, Math.max(start, 1) - 1) + 1;
}

/** Java changes case character by character: what would become two characters stays (ß), or keeps the first of them (İ). */
function oneToOne(character: string, changed: string): string {
  return changed.length <= character.length ? changed : character === changed.toUpperCase() ? changed.slice(0, 1) : character;
}

function textFunction(frame: Frame, type: FormulaType, argument: Compiled): Value {
  const value = argument(frame);
  return value === null ? null : textOf(type, value);
}

export const TEXT: readonly FunctionRow[] = [
  row({
    name: 'TEXT', summary: 'A number, date, date-time, time or picklist value as text.', returns: 'Text',
    parameters: [parameter(['number', 'date', 'dateTime', 'time', 'picklist'])('value')],
    implement: ({ args, types, expression }) => {
      const [subject] = expression.args;
      if (subject?.kind === 'number') {
        // A number written in the formula keeps the zero before its point: TEXT(0.5) is "0.5", TEXT(1 / 2) is ".5".
        const shown = new Num(subject.text).toFixed();
        return () => shown;
      }
      return (frame) => textFunction(frame, types[0] ?? 'Null', args[0] as Compiled);
    },
  }),
  row({
    name: 'VALUE', summary: 'Text as a number; an error when it is none.', returns: 'Number', parameters: [text('text')],
    implement: ({ args }) => (frame) => {
      const value = args[0]?.(frame) ?? null;
      if (isBlank(value)) {
        return null;
      }
      const parsed = parseNumber(value as string);
      if (parsed === undefined) {
        throw new FormulaError('invalid-number', `"${(value as string).slice(0, 40)}" is not a number`);
      }
      return parsed;
    },
  }),
  row({
    name: 'ISNUMBER', summary: 'True when the text can be read as a number.', returns: 'Boolean', parameters: [text('text')],
    implement: ({ args }) => (frame) => parseNumber(textOr(args[0], frame)) !== undefined,
  }),
  row({
    name: 'LEN', summary: 'The number of characters.', returns: 'Number', parameters: [text('text')],
    implement: ({ args }) => (frame) => new Num(textOr(args[0], frame).length),
    fixed: ({ args }) => ({ scale: 0, units: (frame) => textOr(args[0], frame).length }),
  }),
  row({
    name: 'TRIM', summary: 'The text without white space at its ends.', returns: 'Text', parameters: [text('text')],
    // Java's trim: every character up to the space counts as white space, and nothing above it does.
    implement: strict<[string]>((value) => value.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '')),
  }),
  cased('UPPER', 'The text in capital letters, by the rules of a locale if one is given.'),
  cased('LOWER', 'The text in small letters, by the rules of a locale if one is given.'),
  row({
    name: 'INITCAP', summary: 'Each word with a capital letter first and small letters behind.', returns: 'Text', parameters: [text('text')],
    implement: strict<[string]>((value) => value.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => {
      const [first = '', ...rest] = word;
      return oneToOne(first, first.toUpperCase()) + rest.map((character) => oneToOne(character, character.toLowerCase())).join('');
    })),
  }),
  row({
    name: 'CONTAINS', summary: 'True when the text has the other text in it; every text has the empty one.', returns: 'Boolean', parameters: [text('text'), text('compare_text')],
    implement: ({ args }) => (frame) => textOr(args[0], frame).includes(textOr(args[1], frame)),
  }),
  row({
    name: 'BEGINS', summary: 'True when the text begins with the other text; blank when the text is blank.', returns: 'Boolean', parameters: [text('text'), text('compare_text')],
    implement: ({ args }) => (frame) => {
      const value = args[0]?.(frame) ?? null;
      return isBlank(value) ? null : (value as string).startsWith(textOr(args[1], frame));
    },
  }),
  row({
    name: 'FIND', summary: 'Where the searched text stands, from 1; 0 when it does not.', returns: 'Number', parameters: [text('search_text'), text('text'), number('start_num')], optional: 1,
    implement: ({ args }) => (frame) => {
      const start = args[2] === undefined ? new Num(1) : args[2](frame);
      return start === null ? null : new Num(find(textOr(args[0], frame), textOr(args[1], frame), whole(start as Decimal)));
    },
  }),
  substring('LEFT', 'The first characters.', [text('text'), number('num_chars')], (value, count = 0) => value.slice(0, Math.max(count, 0))),
  substring('RIGHT', 'The last characters.', [text('text'), number('num_chars')], (value, count = 0) => (count <= 0 ? '' : value.slice(-count))),
  substring('MID', 'Characters from a position, counted from 1.', [text('text'), number('start_num'), number('num_chars')], (value, start = 1, count = 0) => {
    const first = Math.max(start, 1) - 1;
    return count <= 0 ? '' : value.slice(first, first + count);
  }),
  row({
    name: 'SUBSTITUTE', summary: 'The text with every occurrence of one text replaced by another.', returns: 'Text', parameters: [text('text'), text('old_text'), text('new_text')],
    implement: ({ args }) => (frame) => {
      const [value, old, replacement] = [textOr(args[0], frame), textOr(args[1], frame), textOr(args[2], frame)];
      if (value === '' || old === '') {
        return null;
      }
      const parts = value.split(old);
      if (value.length + (parts.length - 1) * replacement.length > MAX_BUILT) {
        throw new FormulaError('out-of-range', 'SUBSTITUTE() makes a text that is too long');
      }
      return parts.join(replacement);
    },
  }),
  padded('LPAD', 'The text at a given length, filled or cut; filled on the left.'),
  padded('RPAD', 'The text at a given length, filled or cut; filled on the right.'),
  row({
    name: 'REVERSE', summary: 'The text backwards.', returns: 'Text', parameters: [text('text')],
    implement: strict<[string]>((value) => [...value].toReversed().join('')),
  }),
  row({
    name: 'ASCII', summary: 'The code of the first character.', returns: 'Number', parameters: [text('text')],
    implement: strict<[string]>((value) => (value === '' ? null : new Num(value.codePointAt(0) ?? 0))),
  }),
  row({
    name: 'CHR', summary: 'The character with a code.', returns: 'Text', parameters: [number('number')],
    implement: strict<[Decimal]>((value) => {
      const code = whole(value);
      return code <= 0 || code > 0x10_FF_FF ? null : String.fromCodePoint(code);
    }),
  }),
  row({
    name: 'BR', summary: 'A line break: a <br> tag in a formula field, a new line elsewhere.', returns: 'Text', parameters: [],
    implement: ({ kind }) => {
      const shown = kind === 'formulaField' ? '<br>' : '\n';
      return () => shown;
    },
  }),
];
