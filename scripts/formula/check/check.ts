import { printFormula } from '../print/salesforce.ts';
import { isError, problem } from '../problems.ts';
import { ELSEWHERE, FUNCTIONS, functionNamed } from '../registry/index.ts';
import { parameterAt } from '../registry/row.ts';
import type { Accept, FunctionRow, TypedCall } from '../registry/row.ts';
import { isNumeric, isTextual, nameOf } from '../registry/types.ts';
import type { Expression, FormulaContext, FormulaContextKind, FormulaProblem, FormulaType, ReferenceType, Span } from '../types.ts';
import { sizeProblem } from './compiledSize.ts';
import { isGlobalAllowed, isOrigin } from './globals.ts';
import { lengthOf, lengthProblem } from './length.ts';
import { OPERATORS } from './operators.ts';
import { nearest } from './suggest.ts';

/** A formula that Salesforce would save: its tree, and the type of every node of it. */
export interface TypedFormula {
  readonly expression: Expression;
  readonly type: FormulaType;
  readonly kind: FormulaContextKind;
  /** The type of each node, by identity. */
  readonly types: ReadonlyMap<Expression, FormulaType>;
  /** What each reference node stands for, by identity. */
  readonly references: ReadonlyMap<Expression, ReferenceType>;
  /** The text may hold the markup of a link or a picture. */
  readonly markup: boolean;
}

export interface CheckResult {
  /** Absent when a problem is an error; warnings leave it. */
  readonly formula: TypedFormula | undefined;
  readonly problems: readonly FormulaProblem[];
}

const ACCEPTED: Readonly<Record<Accept, (type: FormulaType) => boolean>> = {
  number: isNumeric,
  text: isTextual,
  boolean: (type) => type === 'Boolean',
  date: (type) => type === 'Date',
  dateTime: (type) => type === 'DateTime',
  time: (type) => type === 'Time',
  geolocation: (type) => type === 'Geolocation',
  picklist: (type) => type === 'Picklist',
  multiPicklist: (type) => type === 'MultiPicklist',
};

const ACCEPT_NAMES: Readonly<Record<Accept, string>> = {
  number: 'Number', text: 'Text', boolean: 'Boolean', date: 'Date', dateTime: 'DateTime', time: 'Time', geolocation: 'Geolocation',
  picklist: 'Picklist', multiPicklist: 'Multi-Select Picklist',
};

const isPick = (type: FormulaType): boolean => type === 'Picklist' || type === 'MultiPicklist';

class Checker {
  readonly types = new Map<Expression, FormulaType>();
  readonly references = new Map<Expression, ReferenceType>();
  readonly problems: FormulaProblem[] = [];
  /** Nodes whose text may hold the markup of a link or a picture. */
  readonly markup = new Set<Expression>();
  private readonly context: FormulaContext;

  constructor(context: FormulaContext) {
    this.context = context;
  }

  check(node: Expression): FormulaType {
    const type = this.typeOf(node);
    this.types.set(node, type);
    return type;
  }

  private typeOf(node: Expression): FormulaType {
    switch (node.kind) {
      case 'number':
        return 'Number';
      case 'text':
        return this.literal(node);
      case 'boolean':
        return 'Boolean';
      case 'null':
        return 'Null';
      case 'reference':
        return this.reference(node);
      case 'call':
        return this.call(node);
      case 'unary':
        return this.unary(node);
      case 'binary':
        return this.binary(node);
    }
  }

  // A flow with a backslash in a text literal does not deploy, though a rule with one does (org probe, 2026-07-28).
  private literal(node: Expression & { readonly kind: 'text' }): FormulaType {
    if (this.context.kind === 'flow' && node.value.includes('\\')) {
      this.report('not-allowed-here', 'A flow formula cannot have a backslash in a text literal.', node.span);
    }
    return 'Text';
  }

  private reference(node: Expression & { readonly kind: 'reference' }, asLookup = false): FormulaType {
    const name = node.path.join('.');
    if (node.merge === true && this.context.kind !== 'flow') {
      this.report('not-allowed-here', `Syntax error. {!${name}} is for flows only.`, node.span, `Write ${name}.`);
    }
    if (this.context.unrestricted !== true && !isGlobalAllowed(this.context.kind, node.path)) {
      this.report('not-allowed-here', `Field ${name} does not exist. Check spelling.`, node.span, `${node.path[0] ?? ''} is not available in this type of formula.`);
      return 'Null';
    }
    const found: ReferenceType | undefined = isOrigin(node.path) ? { type: 'DateTime' } : this.context.resolve(node.path);
    if (found === undefined) {
      const suggestion = this.context.suggest?.(node.path);
      this.report('unknown-field', `Field ${name} does not exist. Check spelling.`, node.span, suggestion === undefined ? undefined : `Did you mean ${suggestion}?`);
      return 'Null';
    }
    this.references.set(node, found);
    if (found.refusal !== undefined) {
      this.report(found.refusal.code, found.refusal.message, node.span);
    }
    if (found.lookup !== undefined && !asLookup) {
      this.report('unknown-field', `Field ${name} does not exist. Check spelling.`, node.span, '$ObjectType is for VLOOKUP only.');
    }
    if (found.markup === true) {
      this.markup.add(node);
    }
    return found.type;
  }

  private unary(node: Expression & { readonly kind: 'unary' }): FormulaType {
    const type = this.operand(node.operand);
    const fits = node.operator === '!' ? type === 'Boolean' : isNumeric(type);
    if (!fits && type !== 'Null') {
      this.wrongOperand(node.operator, node.operator === '!' ? 'Boolean' : 'Number', nameOf(type), node.operand.span);
    }
    return node.operator === '!' ? 'Boolean' : isNumeric(type) ? type : 'Number';
  }

  private binary(node: Expression & { readonly kind: 'binary' }): FormulaType {
    const [left, right] = [this.operand(node.left), this.operand(node.right)];
    const typing = OPERATORS[node.operator](left, right);
    this.passMarkup(node, [node.left, node.right], node.operator === '&' || node.operator === '+' ? 'passes' : undefined, `operator ${node.operator}`);
    if ('type' in typing) {
      return typing.type;
    }
    this.wrongOperand(node.operator, typing.expected, typing.received, node[typing.side].span);
    return 'Null';
  }

  /** Markup goes through what only moves it; what looks at its characters is refused. */
  private passMarkup(node: Expression, operands: readonly Expression[], does: FunctionRow['markup'], subject: string): void {
    const marked = operands.find((operand) => this.markup.has(operand));
    if (marked !== undefined && does === undefined) {
      this.report('unsupported', `${subject} on a link or a picture is not supported: what Salesforce computes from its markup is not known.`, marked.span);
    }
    if (does === 'makes' || (marked !== undefined && does === 'passes')) {
      this.markup.add(node);
    }
  }

  /** An operand of an operator, which can be no picklist. */
  private operand(node: Expression): FormulaType {
    const type = this.check(node);
    if (isPick(type)) {
      this.picklistUse(node);
      return 'Null';
    }
    return type;
  }

  picklistUse(node: Expression): void {
    const name = node.kind === 'reference' ? node.path.join('.') : printFormula(node);
    const multiple = this.types.get(node) === 'MultiPicklist';
    const kind = multiple ? 'multi-select picklist' : 'picklist';
    const hint = multiple ? 'Use INCLUDES, ISBLANK or PICKLISTCOUNT.' : 'Use ISPICKVAL, CASE or TEXT.';
    this.report('picklist-use', `Field ${name} is a ${kind} field. ${multiple ? 'Multi-select picklist' : 'Picklist'} fields are only supported in certain functions.`, node.span, hint);
  }

  private call(node: Expression & { readonly kind: 'call' }): FormulaType {
    const row = functionNamed(node.name);
    if (row === undefined) {
      for (const argument of node.args) {
        this.check(argument);
      }
      if (ELSEWHERE.has(node.name)) {
        this.report('not-allowed-here', `Function ${node.name} may not be used in this type of formula`, node.span);
        return 'Null';
      }
      const suggestion = nearest(node.name, FUNCTIONS.filter(({ contexts }) => contexts.includes(this.context.kind)).map(({ name }) => name));
      this.report('unknown-function', `Unknown function ${node.name}. Check spelling.`, node.span, suggestion === undefined ? undefined : `Did you mean ${suggestion}?`);
      return 'Null';
    }
    if (this.context.unrestricted !== true && !row.contexts.includes(this.context.kind)) {
      this.report('not-allowed-here', `Function ${node.name} may not be used in this type of formula`, node.span);
    }
    const refusal = this.context.refuses?.(row.name);
    if (refusal !== undefined) {
      this.report('unsupported', `${row.name} is not supported here: ${refusal}`, node.span);
    }
    const before = this.problems.length;
    this.count(row, node);
    const counted = this.problems.length === before;
    const types = node.args.map((argument, index) => this.argument(row, node, argument, index));
    this.passMarkup(node, node.args, row.markup, row.name);
    if (this.problems.length === before || (counted && this.problems.slice(before).every((found) => !isError(found)))) {
      const call: TypedCall = { expression: node, types, kind: this.context.kind, referenceOf: (expression) => this.lookUp(expression) };
      this.problems.push(...(row.check?.(call) ?? []));
    }
    return typeof row.returns === 'function' ? row.returns(types) : row.returns;
  }

  /** The reference behind a picklist expression: the field itself, or the field inside PRIORVALUE. */
  private lookUp(expression: Expression): ReferenceType | undefined {
    const [first] = expression.kind === 'call' && expression.name === 'PRIORVALUE' ? expression.args : [expression];
    return first === undefined ? undefined : this.references.get(first);
  }

  private count(row: FunctionRow, node: Expression & { readonly kind: 'call' }): void {
    const least = row.parameters.length - (row.optional ?? 0);
    const most = row.repeats === undefined ? row.parameters.length : Infinity;
    const received = node.args.length;
    if (received >= least && received <= most) {
      return;
    }
    // Salesforce names the shorter form of a function that has two.
    this.report('wrong-argument-count', `Incorrect number of parameters for function '${row.name}()'. Expected ${least}, received ${received}`, node.span);
  }

  private argument(row: FunctionRow, call: Expression & { readonly kind: 'call' }, argument: Expression, index: number): FormulaType {
    const parameter = parameterAt(row, index, call.args.length);
    if (parameter?.only === 'lookupField') {
      return this.lookupField(row, argument);
    }
    const type = this.check(argument);
    if (parameter === undefined) {
      return type;
    }
    if (parameter.only === 'field' && argument.kind !== 'reference') {
      this.report('wrong-type', `Incorrect parameter type for function '${row.name}()'. Expected Field Reference, received ${nameOf(type)}`, argument.span);
      return type;
    }
    if (parameter.only === 'literal' && argument.kind !== 'text') {
      this.report('wrong-type', `Incorrect parameter type for function '${row.name}()'. Expected Text Literal, received ${argument.kind === 'reference' ? 'Field Reference' : nameOf(type)}`, argument.span);
      return type;
    }
    if (type === 'Null' || parameter.accepts.some((accept) => ACCEPTED[accept](type))) {
      return type;
    }
    if (isPick(type) && !parameter.accepts.some((accept) => accept === 'picklist' || accept === 'multiPicklist')) {
      this.picklistUse(argument);
    } else if (isPick(type) && row.family !== 'picklist') {
      this.picklistUse(argument);
    } else {
      const expected = parameter.accepts.map((accept) => ACCEPT_NAMES[accept]).join(', ');
      this.report('wrong-type', `Incorrect parameter type for function '${row.name}()'. Expected ${expected}, received ${nameOf(type)}`, argument.span);
    }
    return 'Null';
  }

  /** `$ObjectType.Rate__c.Fields.Name`: stands for the field itself, not for a value. */
  private lookupField(row: FunctionRow, argument: Expression): FormulaType {
    const type = argument.kind === 'reference' ? this.reference(argument, true) : this.check(argument);
    this.types.set(argument, type);
    const known = argument.kind === 'reference' ? this.references.get(argument) : undefined;
    if (argument.kind !== 'reference' || (known !== undefined && known.lookup === undefined)) {
      this.report('wrong-type', `Incorrect parameter for function '${row.name}()'. Expected Related Object Reference field reference.`, argument.span, 'Write $ObjectType.Rate__c.Fields.Name.');
    }
    return type;
  }

  private wrongOperand(operator: string, expected: string, received: string, span: Span): void {
    this.report('wrong-type', `Incorrect parameter type for operator '${operator}'. Expected ${expected}, received ${received}`, span);
  }

  report(code: string, message: string, span: Span, hint?: string): void {
    this.problems.push(problem(code, message, span, hint));
  }
}

function resultName(type: FormulaType): string {
  return type === 'Boolean' ? 'true or false' : nameOf(type);
}

function compatible(type: FormulaType, expected: FormulaType): boolean {
  return type === 'Null' || type === expected || (isNumeric(type) && isNumeric(expected)) || (isTextual(type) && isTextual(expected));
}

/**
 * Types a formula as Salesforce does when it is saved: names, argument counts and types, picklists in the places made for them,
 * functions and globals that the context has, result type and length. Never throws.
 */
export function checkFormula(expression: Expression, context: FormulaContext): CheckResult {
  const checker = new Checker(context);
  const type = checker.check(expression);
  const expected = context.kind === 'validationRule' ? 'Boolean' : context.returnType;
  const tooLong = lengthProblem(lengthOf(expression), context.kind);
  if (tooLong !== undefined) {
    checker.problems.push(tooLong);
  }
  if (isPick(type)) {
    checker.picklistUse(expression);
  } else if (expected !== undefined && !compatible(type, expected) && checker.problems.every((found) => !isError(found))) {
    checker.report('wrong-type', `Formula result is data type (${resultName(type)}), incompatible with expected data type (${resultName(expected)}).`, expression.span);
  }
  const tooBig = checker.problems.some(isError) || context.kind === 'flow' ? undefined : sizeProblem(expression, checker.types, context);
  if (tooBig !== undefined) {
    checker.problems.push(tooBig);
  }
  const failed = checker.problems.some(isError);
  const formula = { expression, type, kind: context.kind, types: checker.types, references: checker.references, markup: checker.markup.has(expression) };
  return { formula: failed ? undefined : formula, problems: checker.problems };
}
