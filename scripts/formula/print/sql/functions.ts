/** The functions of the formula language in SQL: one row each. */
import { unsupported } from '../../evaluate/error.ts';
import { constantNumber } from '../typing.ts';
import { aligned, choice, equality, expectKind, expectText, filled, junction, literalOf, negation, quoteSql, sure, truth, value, type Printed, type Printer, type Scope } from './values.ts';

const text = (name: string, print1: (scope: Scope, sql: string) => string): Printer => ([argument], scope) =>
  value(`NULLIF(${print1(scope, expectText(argument, name))}, '')`, 'text');

const extreme = (name: 'greatest' | 'least'): Printer => (args, scope) => {
  const values = aligned(args, name);
  const [first] = values as [Printed];
  const anyBlank = values.map((each) => `${each.sql} IS NULL`).join(' OR ');
  // greatest() skips NULL in some engines; a blank among the arguments is a blank result.
  return { ...first, sql: `CASE WHEN ${anyBlank} THEN NULL ELSE ${scope.dialect[name](values.map((each) => each.sql))} END` };
};

const blankTest: Printer = ([argument]) => {
  if (argument === undefined || argument.kind === 'boolean') {
    throw unsupported('ISBLANK', 'a checkbox is never blank.');
  }
  return truth(`(${argument.sql} IS NULL)`);
};

const blankValue: Printer = ([argument, fallback]) => {
  if (argument === undefined || fallback === undefined || argument.kind === 'boolean') {
    throw unsupported('BLANKVALUE', 'it takes a value that can be blank, and a substitute.');
  }
  return choice([{ test: `${argument.sql} IS NULL`, result: fallback }], argument, 'BLANKVALUE');
};

function picklistTest(field: Printed, wanted: Printed | undefined, subject: string, scope: Scope): Printed {
  const literal = literalOf(wanted, subject);
  // Picklist values compare without regard to case.
  return literal === '' ? truth(`(${field.sql} IS NULL)`) : truth(`coalesce(${scope.dialect.lower(field.sql)} = ${quoteSql(literal.toLowerCase())}, false)`);
}

export const FUNCTIONS: Readonly<Record<string, Printer>> = {
  AND: (args) => junction('AND', args),
  OR: (args) => junction('OR', args),
  NOT: ([argument]) => {
    expectKind(argument, 'boolean', 'NOT');
    return negation(argument as Printed);
  },
  IF: ([test, then, otherwise]) => {
    expectKind(test, 'boolean', 'IF');
    if (then === undefined || otherwise === undefined) {
      throw unsupported('IF', 'it takes three arguments.');
    }
    return choice([{ test: sure(test as Printed), result: then }], otherwise, 'IF');
  },
  CASE: (args, scope) => {
    const [subject, ...rest] = args;
    const otherwise = rest.pop();
    if (subject === undefined || otherwise === undefined || rest.length === 0 || rest.length % 2 !== 0) {
      throw unsupported('CASE', 'it takes a value, pairs and a default.');
    }
    const branches = [];
    for (let index = 0; index < rest.length; index += 2) {
      const match = rest[index] as Printed;
      const test = subject.kind === 'picklist' ? picklistTest(subject, match, 'CASE', scope) : equality(subject, match);
      branches.push({ test: test.sql, result: rest[index + 1] as Printed });
    }
    return choice(branches, otherwise, 'CASE');
  },
  ISBLANK: blankTest,
  // ISNULL is never true for text.
  ISNULL: (args, scope, source) => (args[0]?.kind === 'text' ? truth('false') : blankTest(args, scope, source)),
  BLANKVALUE: blankValue,
  // NULLVALUE never substitutes text.
  NULLVALUE: (args, scope, source) => (args[0]?.kind === 'text' || args[0]?.kind === 'id' ? args[0] : blankValue(args, scope, source)),
  ISPICKVAL: ([field, wanted], scope) => {
    expectKind(field, 'picklist', 'ISPICKVAL');
    return picklistTest(field as Printed, wanted, 'ISPICKVAL', scope);
  },
  INCLUDES: ([field, wanted], scope) => {
    expectKind(field, 'multipicklist', 'INCLUDES');
    const framed = `(';' || ${scope.dialect.lower(filled((field as Printed).sql))} || ';')`;
    return truth(scope.dialect.contains(framed, quoteSql(`;${literalOf(wanted, 'INCLUDES').toLowerCase()};`)));
  },
  TEXT: ([argument]) => {
    expectKind(argument, 'picklist', 'TEXT');
    return { ...(argument as Printed), kind: 'text' };
  },
  TODAY: (_args, { dialect, options }) => value(dialect.dateLiteral(isoDate(options.today)), 'date'),
  NOW: (_args, { options }) => value(String(instant(options.now)), 'datetime'),
  DATE: (_args, { dialect }, source) => {
    const parts = source.map(constantNumber);
    if (parts.length !== 3 || parts.some((part) => part === undefined || !/^\d+$/.test(part))) {
      throw unsupported('DATE', 'only literal year, month and day are.');
    }
    const [year, month, day] = parts.map((part, index) => (part ?? '').padStart(index === 0 ? 4 : 2, '0'));
    return value(dialect.dateLiteral(isoDate(`${year}-${month}-${day}`)), 'date');
  },
  LEN: ([argument], { dialect }) => value(dialect.length(filled(expectText(argument, 'LEN'))), 'number'),
  TRIM: text('TRIM', ({ dialect }, sql) => dialect.trim(sql)),
  LOWER: text('LOWER', ({ dialect }, sql) => dialect.lower(sql)),
  UPPER: text('UPPER', ({ dialect }, sql) => dialect.upper(sql)),
  LEFT: ([argument], { dialect }, source) => {
    if (source[1] === undefined || constantNumber(source[1]) !== '1') {
      throw unsupported('LEFT', 'only of one character is.');
    }
    return value(dialect.first(expectText(argument, 'LEFT')), 'text');
  },
  SUBSTITUTE: ([argument, old, replacement]) => {
    const [from, to] = [`NULLIF(${expectText(old, 'SUBSTITUTE')}, '')`, filled(expectText(replacement, 'SUBSTITUTE'))];
    return value(`NULLIF(replace(${expectText(argument, 'SUBSTITUTE')}, ${from}, ${to}), '')`, 'text');
  },
  CONTAINS: ([argument, part], { dialect }) =>
    truth(dialect.contains(filled(expectText(argument, 'CONTAINS')), filled(expectText(part, 'CONTAINS')))),
  // Nothing cannot begin with anything, nor can it not begin with it.
  BEGINS: ([argument, start], { dialect }) => {
    const subject = expectText(argument, 'BEGINS');
    return value(`CASE WHEN ${subject} IS NULL THEN NULL ELSE ${dialect.begins(subject, filled(expectText(start, 'BEGINS')))} END`, 'boolean', { unsure: true });
  },
  ABS: ([argument]) => {
    expectKind(argument, 'number', 'ABS');
    return { ...(argument as Printed), sql: `abs(${(argument as Printed).sql})` };
  },
  MAX: extreme('greatest'),
  MIN: extreme('least'),
};

function isoDate(date: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
    throw unsupported(`the date ${date}`, 'there is no such day.');
  }
  return date;
}

function instant(now: string): number {
  const milliseconds = Date.parse(now);
  if (Number.isNaN(milliseconds)) {
    throw unsupported(`the time ${now}`, 'it is not ISO 8601.');
  }
  return milliseconds;
}
