/**
 * Prints a formula as a JavaScript expression over `record` (API name to raw value, as REST answers it) and
 * `context` ({@link EvaluationContext} in the printed module). It means what the formula means in blank mode.
 *
 * Gaps (refused by name, never approximated): functions not in the table, globals, dividing by anything but a constant,
 * comparing texts by order, and conversions between date-times and dates, which depend on the user's zone.
 */
import { readFileSync } from 'node:fs';
import { unsupported } from '../evaluate/error.ts';
import type { BinaryOperator, Expression, FormulaContext } from '../types.ts';
import { FUNCTIONS } from './javascript/functions.ts';
import { OPERATORS } from './javascript/operators.ts';
import { Scope, expectKind, junction, negation, quote, rawReference, sure, type Printed } from './javascript/values.ts';
import type { Layout } from './layout.ts';
import { constantNumber, resolveReference, type Kind } from './typing.ts';

export { quote } from './javascript/values.ts';

export interface PrintedJavaScript {
  /** Lay out with `render` of layout.ts, or `flat` for one line. */
  readonly layout: Layout;
  /** Runtime functions the expression calls; see {@link runtimeSource}. */
  readonly uses: ReadonlySet<string>;
}

/** @throws FormulaError `unsupported`, naming what has no equivalent */
export function printJavaScript(expression: Expression, context: FormulaContext): PrintedJavaScript {
  const scope = new Scope(context);
  const printed = print(expression, scope);
  return { layout: printed.kind === 'boolean' ? sure(printed, false) : printed.layout, uses: scope.uses };
}

const READERS: Readonly<Record<Exclude<Kind, 'null'>, string>> = {
  number: 'numberOf', text: 'textOf', boolean: 'isChecked', date: 'dayOf', datetime: 'instantOf',
  picklist: 'textOf', multipicklist: 'textOf', id: 'idOf',
};

function print(expression: Expression, scope: Scope): Printed {
  switch (expression.kind) {
    case 'number':
      // As text, so that 0.15 stays fifteen hundredths.
      return { ...scope.call('numberOf', 'number', integerOrText(expression.text)), literal: expression.text };
    case 'text':
      return { layout: quote(expression.value), kind: 'text', open: false, literal: expression.value };
    case 'boolean':
      return { layout: String(expression.value), kind: 'boolean', open: false };
    case 'null':
      return { layout: 'null', kind: 'null', open: false };
    case 'reference':
      return printReference(expression.path, scope);
    case 'call':
      return printCall(expression.name, expression.args, scope);
    case 'unary':
      return printUnary(expression.operator, print(expression.operand, scope), scope);
    case 'binary':
      return printBinary(expression.operator, expression.left, expression.right, scope);
  }
}

function integerOrText(digits: string): string {
  return /^(?:0|[1-9]\d{0,14})$/.test(digits) ? digits : quote(digits);
}

function printReference(path: readonly string[], scope: Scope): Printed {
  const { reference, kind } = resolveReference(path, scope.context);
  const raw = rawReference(path);
  if (kind === 'null') {
    return { layout: 'null', kind, open: false };
  }
  return scope.call(reference.type === 'Percent' ? 'percentOf' : READERS[kind], kind, raw);
}

function printCall(name: string, args: readonly Expression[], scope: Scope): Printed {
  const printer = FUNCTIONS[name];
  if (printer === undefined) {
    throw unsupported(name, 'it has no equivalent outside the org.');
  }
  return printer(args.map((argument) => print(argument, scope)), scope, args);
}

function printUnary(operator: '-' | '+' | '!', operand: Printed, scope: Scope): Printed {
  if (operator === '!') {
    return negation(operand, scope);
  }
  expectKind(operand, 'number', operator);
  return operator === '-' ? scope.call('negate', 'number', operand.layout) : operand;
}

function printBinary(operator: BinaryOperator, left: Expression, right: Expression, scope: Scope): Printed {
  if (operator === '&&' || operator === '||') {
    return junction(operator, [print(left, scope), print(right, scope)]);
  }
  if (operator === '/') {
    const divisor = constantNumber(right);
    if (divisor === undefined || Number(divisor) === 0) {
      throw unsupported('/', 'only dividing by a constant other than zero is.');
    }
  }
  return OPERATORS[operator](print(left, scope), print(right, scope), scope);
}

/** The source of the named runtime functions and of all they call, in the order of the runtime file. */
export function runtimeSource(names: ReadonlySet<string>): string {
  const wanted = new Set(names);
  const sources = loadRuntime();
  for (const name of wanted) {
    const source = sources.get(name) ?? '';
    [...sources.keys()].filter((other) => new RegExp(`(?<![.\\w])${other}\\(`).test(source)).forEach((other) => wanted.add(other));
  }
  return [...sources].filter(([name]) => wanted.has(name)).map(([, source]) => source).join('\n\n');
}

function loadRuntime(): Map<string, string> {
  const text = readFileSync(new URL('./javascript/runtime.js', import.meta.url), 'utf8');
  const functions = text.matchAll(/\/\*\*\n(?: \*.*\n)+function (\w+)\([\s\S]*?\n}/g);
  return new Map([...functions].map((match) => [match[1] ?? '', match[0]]));
}
