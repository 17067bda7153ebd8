import { equalityOf } from '../evaluate/equality.ts';
import { fixedChoice, fixedSubstitute } from '../evaluate/fixedPoint.ts';
import type { Fixed } from '../evaluate/fixedPoint.ts';
import { isBlank } from '../evaluate/value.ts';
import type { Compiled, Frame, Value } from '../evaluate/value.ts';
import { problem } from '../problems.ts';
import type { FormulaProblem, FormulaType, Span } from '../types.ts';
import { unknownValues } from './picklist.ts';
import { EVERYWHERE, boolean, parameter, simple } from './row.ts';
import type { Accept, CompileCall, FixedCall, FunctionRow, TypedCall } from './row.ts';
import { nameOf, unify, unifyAll } from './types.ts';

const COMPARABLE: readonly Accept[] = ['number', 'text', 'boolean', 'date', 'dateTime', 'time', 'picklist'];
const TESTABLE: readonly Accept[] = ['number', 'text', 'boolean', 'date', 'dateTime', 'time', 'geolocation', 'multiPicklist'];

const argument = (args: readonly Compiled[], index: number): Compiled => args[index] as Compiled;

/** The results of a branching function have to be of one type. */
function oneType(call: TypedCall, indexes: readonly number[]): readonly FormulaProblem[] {
  let common = call.types[indexes[0] ?? 0] ?? 'Null';
  for (const index of indexes) {
    const type = call.types[index] ?? 'Null';
    const joined = unify(common, type);
    if (joined === undefined) {
      const span = call.expression.args[index]?.span ?? call.expression.span;
      return [problem('wrong-type', `Incorrect parameter type for function '${call.expression.name}()'. Expected ${nameOf(common)}, received ${nameOf(type)}`, span)];
    }
    common = joined;
  }
  return [];
}

/** An org refuses ISBLANK and ISNULL of a checkbox, which is never blank (probe isnull_bool_arg). */
function noBoolean(call: TypedCall): readonly FormulaProblem[] {
  return call.types[0] === 'Boolean'
    ? [problem('wrong-type', `Incorrect argument type for function '${call.expression.name}()'.`, call.expression.args[0]?.span ?? call.expression.span, 'A checkbox is never blank; test it with NOT().')]
    : [];
}

const caseResults = (count: number): number[] => {
  const indexes: number[] = [];
  for (let index = 2; index < count - 1; index += 2) {
    indexes.push(index);
  }
  return [...indexes, count - 1];
};

const caseValues = (count: number): number[] => caseResults(count).slice(0, -1).map((index) => index - 1);

const isBranching = (type: FormulaType): boolean => type !== 'Boolean' && type !== 'Geolocation';

/** In the words and the order of FunctionCase in Salesforce's engine: no checkbox anywhere, literals only against a picklist. */
function checkCase(call: TypedCall): readonly FormulaProblem[] {
  const { types, expression } = call;
  const spanOf = (index: number): Span => expression.args[index]?.span ?? expression.span;
  const count = types.length;
  if (count % 2 !== 0 || count < 4) {
    const expected = 4 + Math.trunc((count - 4) / 2) * 2;
    return [problem('wrong-argument-count', `Incorrect number of parameters for function 'CASE()'. Expected ${expected}, received ${count}`, expression.span, 'CASE takes a value, pairs of match and result, and a last result for everything else.')];
  }
  const odd = types.findIndex((type) => !isBranching(type));
  if (odd >= 0) {
    return [problem('wrong-type', "Incorrect argument type for function 'CASE()'.", spanOf(odd), 'CASE neither compares nor answers checkboxes; use IF.')];
  }
  const problems = [...oneType(call, caseResults(count))];
  const picklist = types[0] === 'Picklist';
  for (const index of caseValues(count)) {
    const type = types[index] ?? 'Null';
    if (picklist && expression.args[index]?.kind !== 'text') {
      problems.push(problem('wrong-type', `Incorrect parameter type for function 'CASE()'. Expected Text Literal, received ${expression.args[index]?.kind === 'reference' ? 'Field Reference' : nameOf(type)}`, spanOf(index)));
    } else if (!picklist && unify(types[0] ?? 'Null', type) === undefined) {
      problems.push(problem('wrong-type', `Incorrect parameter type for function 'CASE()'. Expected ${nameOf(types[0] ?? 'Null')}, received ${nameOf(type)}`, spanOf(index)));
    }
  }
  return picklist ? [...problems, ...unknownValues(call, caseValues(count))] : problems;
}

/**
 * CASE of text or a picklist with nothing but literals to match, the common case, looks its branch up instead of trying each.
 * @returns the index of the argument that is the result
 */
function caseTable({ args, types, expression }: CompileCall): ((frame: Frame) => number) | undefined {
  const [type] = types;
  const fold = type === 'Picklist' ? (value: string): string => value.toLowerCase() : type === 'Text' ? (value: string): string => value : undefined;
  if (fold === undefined) {
    return undefined;
  }
  const branches = new Map<string, number>();
  for (const index of caseValues(args.length)) {
    const match = expression.args[index];
    if (match?.kind !== 'text') {
      return undefined;
    }
    const key = fold(match.value);
    if (!branches.has(key)) {
      branches.set(key, index + 1);
    }
  }
  const [subject, otherwise] = [argument(args, 0), args.length - 1];
  return (frame) => branches.get(fold((subject(frame) ?? '') as string)) ?? otherwise;
}

const substitute = ({ fixed: [value, other] }: FixedCall): Fixed | undefined => (value === undefined || other === undefined ? undefined : fixedSubstitute(value, other));

/** True only when every operand is true; stops at the first that is not. */
export function allOf(operands: readonly Compiled[]): Compiled {
  return (frame) => {
    for (const operand of operands) {
      if (operand(frame) !== true) {
        return false;
      }
    }
    return true;
  };
}

/** True when one operand is true; stops there. */
export function anyOf(operands: readonly Compiled[]): Compiled {
  return (frame) => {
    for (const operand of operands) {
      if (operand(frame) === true) {
        return true;
      }
    }
    return false;
  };
}

/** The opposite; blank stays blank. */
export function negated(operand: Compiled): Compiled {
  return (frame) => {
    const value = operand(frame);
    return value === null ? null : value !== true;
  };
}

export const LOGICAL: readonly FunctionRow[] = [
  {
    name: 'AND', family: 'logical', contexts: EVERYWHERE, returns: 'Boolean',
    summary: 'True when every argument is true; stops at the first that is not.',
    parameters: [boolean('logical')], repeats: 1,
    implement: ({ args }) => allOf(args),
  },
  {
    name: 'OR', family: 'logical', contexts: EVERYWHERE, returns: 'Boolean',
    summary: 'True when one argument is true; stops at the first that is.',
    parameters: [boolean('logical')], repeats: 1,
    implement: ({ args }) => anyOf(args),
  },
  {
    name: 'NOT', family: 'logical', contexts: EVERYWHERE, returns: 'Boolean',
    summary: 'Turns true into false and false into true.',
    parameters: [boolean('logical')],
    implement: ({ args }) => negated(argument(args, 0)),
  },
  {
    name: 'IF', family: 'logical', contexts: EVERYWHERE, markup: 'passes', returns: (types) => unifyAll(types.slice(1)),
    summary: 'The first result when the test is true, otherwise the second; only that one is computed.',
    parameters: [boolean('test'), simple('value_if_true'), simple('value_if_false')],
    check: (call) => oneType(call, [1, 2]),
    implement: ({ args }) => {
      const [test, yes, no] = [argument(args, 0), argument(args, 1), argument(args, 2)];
      return (frame) => (test(frame) === true ? yes(frame) : no(frame));
    },
    fixed: ({ args, fixed: [, yes, no] }) => (yes === undefined || no === undefined ? undefined : fixedChoice([yes, no], (frame) => (argument(args, 0)(frame) === true ? 0 : 1))),
  },
  {
    name: 'CASE', family: 'logical', contexts: EVERYWHERE, markup: 'passes',
    returns: (types) => unifyAll(caseResults(types.length).map((index) => types[index] ?? 'Null')),
    summary: 'Compares a value with each match in turn and gives its result, or the last argument when none fits.',
    parameters: [parameter(COMPARABLE)('expression'), simple('value'), simple('result'), simple('else')], repeats: 2, tail: 1,
    check: checkCase,
    implement: (call) => {
      const { args, types } = call;
      const table = caseTable(call);
      if (table !== undefined) {
        return (frame) => argument(args, table(frame))(frame);
      }
      const subject = argument(args, 0);
      const branches = caseValues(args.length).map((index) => ({
        match: argument(args, index), same: equalityOf(types[0] ?? 'Null', types[index] ?? 'Null'), result: argument(args, index + 1),
      }));
      const otherwise = argument(args, args.length - 1);
      return (frame) => {
        const value = subject(frame);
        for (const { match, same, result } of branches) {
          if (same(value, match(frame)) === true) {
            return result(frame);
          }
        }
        return otherwise(frame);
      };
    },
    fixed: (call) => {
      const choose = caseTable(call);
      const indexes = caseResults(call.args.length);
      const results = indexes.flatMap((index) => call.fixed[index] ?? []);
      if (choose === undefined || results.length < indexes.length) {
        return undefined;
      }
      const places = new Map(indexes.map((index, place) => [index, place]));
      return fixedChoice(results, (frame) => places.get(choose(frame)) ?? 0);
    },
  },
  {
    name: 'ISBLANK', family: 'logical', contexts: EVERYWHERE, markup: 'asks', returns: 'Boolean',
    summary: 'True when the value is empty, text included.',
    parameters: [parameter(TESTABLE)('expression')],
    check: noBoolean,
    implement: ({ args }) => (frame) => isBlank(argument(args, 0)(frame)),
  },
  {
    name: 'ISNULL', family: 'logical', contexts: EVERYWHERE, markup: 'asks', returns: 'Boolean',
    summary: 'True when the value is empty; never true for text, where ISBLANK is to be used.',
    parameters: [parameter(TESTABLE)('expression')],
    check: noBoolean,
    implement: ({ args, types }) => {
      const neverNull = types[0] === 'Text';
      return (frame) => argument(args, 0)(frame) === null && !neverNull;
    },
  },
  {
    name: 'BLANKVALUE', family: 'logical', contexts: EVERYWHERE, markup: 'passes', returns: unifyAll,
    summary: 'The value, or the substitute when it is empty.',
    parameters: [simple('expression'), simple('substitute')],
    check: (call) => oneType(call, [0, 1]),
    implement: ({ args }) => (frame) => {
      const value: Value = argument(args, 0)(frame);
      return isBlank(value) ? argument(args, 1)(frame) : value;
    },
    fixed: substitute,
  },
  {
    name: 'NULLVALUE', family: 'logical', contexts: EVERYWHERE, markup: 'passes', returns: unifyAll,
    summary: 'The value, or the substitute when it is empty; never substitutes text, where BLANKVALUE is to be used.',
    parameters: [simple('expression'), simple('substitute')],
    check: (call) => oneType(call, [0, 1]),
    implement: ({ args, types }) => {
      const neverNull = types[0] === 'Text';
      return (frame) => {
        const value = argument(args, 0)(frame);
        return value === null && !neverNull ? argument(args, 1)(frame) : value;
      };
    },
    fixed: substitute,
  },
];
