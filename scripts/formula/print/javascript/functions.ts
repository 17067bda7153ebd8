/** The functions of the formula language in JavaScript: one row each. */
import { unsupported } from '../../evaluate/error.ts';
import { commonKind, constantNumber, type Kind } from '../typing.ts';
import { flat } from '../layout.ts';
import { branch, chainOf, conditional, equality, expectKind, expectText, isUnsure, junction, literalOf, negation, operand, picklistField, quote, two, type Printed, type Printer } from './values.ts';

const unary = (name: string, argument: Kind, result: Kind): Printer => (args, scope) => {
  const [value] = args;
  if (args.length !== 1 || value === undefined) {
    throw unsupported(name, 'it takes one argument.');
  }
  if (argument === 'text') {
    return scope.call(name, result, expectText(value, name));
  }
  expectKind(value, argument, name);
  return scope.call(name, result, value.layout);
};

const extreme = (name: string): Printer => (args, scope) => {
  args.forEach((value) => expectKind(value, 'number', name));
  return scope.call(name, 'number', ...args.map((value) => value.layout));
};

const blankTest: Printer = ([value], scope) => {
  if (value === undefined || value.kind === 'boolean') {
    throw unsupported('ISBLANK', 'a checkbox is never blank.');
  }
  return scope.call('isBlank', 'boolean', value.layout);
};

/** ISNULL is never true for text; an id and a picklist are not text to it. */
const nullTest: Printer = (args, scope, source) =>
  args[0]?.kind === 'text' ? { layout: 'false', kind: 'boolean', open: false } : blankTest(args, scope, source);

const blankValue: Printer = (args, scope) => {
  const [value, fallback] = two(args, 'BLANKVALUE');
  const kind = commonKind(value.kind, fallback.kind, 'BLANKVALUE');
  scope.uses.add('isBlank');
  const test: Printed = { layout: `isBlank(${flat(value.layout)})`, kind: 'boolean', open: false };
  return { ...conditional(test, fallback, value), kind };
};

const caseOf: Printer = (args, scope, source) => {
  const [subject, ...rest] = args;
  const otherwise = rest.pop();
  if (subject === undefined || otherwise === undefined || rest.length === 0 || rest.length % 2 !== 0) {
    throw unsupported('CASE', 'it takes a value, pairs and a default.');
  }
  const branches: [Printed, Printed][] = [];
  for (let index = 0; index < rest.length; index += 2) {
    branches.push([rest[index] as Printed, rest[index + 1] as Printed]);
  }
  return branches.reduceRight<Printed>((tail, [match, result]) => {
    const test = subject.kind === 'picklist'
      ? scope.call('isPicklistValue', 'boolean', picklistField(source[0], subject, 'picklist', 'CASE'), quote(literalOf(match, 'CASE')))
      : equality(subject, match, scope);
    return chained(test, result, tail);
  }, otherwise);
};

/** Like {@link conditional}, but a chain stays one flat list of branches. */
function chained(test: Printed, then: Printed, tail: Printed): Printed {
  const kind = commonKind(then.kind, tail.kind, 'CASE');
  const rest = tail.open && typeof tail.layout !== 'string' && tail.layout.separator === '' ? tail.layout.parts : [branch(tail)];
  return {
    layout: chainOf('', [`${operand(test)} ? ${branch(then)} :`, ...rest]),
    kind,
    open: true,
    unsure: isUnsure(then) || isUnsure(tail),
  };
}

const dateOf: Printer = (_args, scope, source) => {
  const parts = source.map(constantNumber);
  if (parts.length !== 3 || parts.some((part) => part === undefined || !/^\d+$/.test(part))) {
    throw unsupported('DATE', 'only literal year, month and day are.');
  }
  const [year, month, day] = parts.map((part, index) => (part ?? '').padStart(index === 0 ? 4 : 2, '0'));
  return scope.call('dayOf', 'date', quote(`${year}-${month}-${day}`));
};

/** Only the first character can be asked for: what every dialect of SQL cuts alike. */
const firstOf: Printer = ([value], scope, source) => {
  if (value === undefined || source[1] === undefined || constantNumber(source[1]) !== '1') {
    throw unsupported('LEFT', 'only of one character is.');
  }
  return scope.call('firstOf', 'text', expectText(value, 'LEFT'));
};

const substitute: Printer = (args, scope) => {
  if (args.length !== 3) {
    throw unsupported('SUBSTITUTE', 'it takes three texts.');
  }
  return scope.call('substitute', 'text', ...args.map((value) => expectText(value, 'SUBSTITUTE')));
};

export const FUNCTIONS: Readonly<Record<string, Printer>> = {
  AND: (args) => junction('&&', args),
  OR: (args) => junction('||', args),
  NOT: ([value], scope) => {
    if (value === undefined) {
      throw unsupported('NOT', 'it takes one argument.');
    }
    return negation(value, scope);
  },
  IF: ([test, then, otherwise]) => {
    if (test === undefined || then === undefined || otherwise === undefined) {
      throw unsupported('IF', 'it takes three arguments.');
    }
    return conditional(test, then, otherwise);
  },
  CASE: caseOf,
  ISBLANK: blankTest,
  ISNULL: nullTest,
  BLANKVALUE: blankValue,
  // NULLVALUE never substitutes text.
  NULLVALUE: (args, scope, source) => (args[0]?.kind === 'text' || args[0]?.kind === 'id' ? args[0] : blankValue(args, scope, source)),
  ISPICKVAL: (args, scope, source) =>
    scope.call('isPicklistValue', 'boolean', picklistField(source[0], args[0], 'picklist', 'ISPICKVAL'), quote(literalOf(args[1], 'ISPICKVAL'))),
  INCLUDES: (args, scope, source) =>
    scope.call('includesValue', 'boolean', picklistField(source[0], args[0], 'multipicklist', 'INCLUDES'), quote(literalOf(args[1], 'INCLUDES'))),
  TEXT: ([value]) => {
    if (value?.kind !== 'picklist') {
      throw unsupported('TEXT', 'only of a picklist is.');
    }
    return { ...value, kind: 'text' };
  },
  TODAY: (_args, scope) => scope.call('dayOf', 'date', 'context.today'),
  NOW: (_args, scope) => scope.call('instantOf', 'datetime', 'context.now'),
  DATE: dateOf,
  LEN: unary('lengthOf', 'text', 'number'),
  TRIM: unary('trim', 'text', 'text'),
  LOWER: unary('lowerCase', 'text', 'text'),
  UPPER: unary('upperCase', 'text', 'text'),
  LEFT: firstOf,
  SUBSTITUTE: substitute,
  CONTAINS: (args, scope) => {
    const [value, part] = two(args, 'CONTAINS');
    return scope.call('contains', 'boolean', expectText(value, 'CONTAINS'), expectText(part, 'CONTAINS'));
  },
  BEGINS: (args, scope) => {
    const [value, start] = two(args, 'BEGINS');
    return { ...scope.call('begins', 'boolean', expectText(value, 'BEGINS'), expectText(start, 'BEGINS')), unsure: true };
  },
  ABS: unary('absolute', 'number', 'number'),
  MAX: extreme('largest'),
  MIN: extreme('smallest'),
};
