/** Printed JavaScript values, and how they combine: parentheses, truths that may have no answer, texts, ids. */
import { unsupported } from '../../evaluate/error.ts';
import type { Expression, FormulaContext } from '../../types.ts';
import { flat, type Group, type Layout } from '../layout.ts';
import { commonKind, type Kind } from '../typing.ts';

export interface Printed {
  readonly layout: Layout;
  readonly kind: Kind;
  /** An operator expression, which needs parentheses inside another one. */
  readonly open: boolean;
  /** A true-or-false value that has no answer for some blanks: false to AND, OR and IF, but nothing to NOT. */
  readonly unsure?: boolean;
  /** May be null, which means false even to NOT: the result of && and ||. */
  readonly loose?: boolean;
  /** Set for literals, which some functions insist on. */
  readonly literal?: string;
}

export type Printer = (args: readonly Printed[], scope: Scope, source: readonly Expression[]) => Printed;

export class Scope {
  readonly context: FormulaContext;
  readonly uses = new Set<string>();

  constructor(context: FormulaContext) {
    this.context = context;
  }

  call(name: string, kind: Kind, ...args: readonly Layout[]): Printed {
    this.uses.add(name);
    return { layout: { open: `${name}(`, close: ')', separator: ',', parts: args }, kind, open: false };
  }
}

/** A JavaScript string literal in single quotes, safe inside a script. */
export function quote(value: string): string {
  const escaped = value.replace(/[\\'\u0000-\u001f\u2028\u2029]/g, (character) =>
    character === '\\' || character === "'" ? `\\${character}` : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `'${escaped}'`;
}

export function rawReference(path: readonly string[]): string {
  const name = path.join('.');
  return /^[A-Za-z_]\w*$/.test(name) ? `record.${name}` : `record[${quote(name)}]`;
}

export function isTextual(kind: Kind): boolean {
  return kind === 'text' || kind === 'id' || kind === 'null';
}

export function concatenation(parts: readonly Printed[], scope: Scope): Printed {
  parts.forEach((part) => {
    if (!isTextual(part.kind)) {
      throw unsupported('&', `joining a ${part.kind} to a text is not.`);
    }
  });
  // a & b & c reads better as one call than as nested ones.
  const layouts = parts.flatMap((part) =>
    typeof part.layout !== 'string' && part.layout.open === 'join(' ? part.layout.parts : [part.layout],
  );
  return scope.call('join', 'text', ...layouts);
}

export function equality(left: Printed, right: Printed, scope: Scope): Printed {
  const kind = commonKind(left.kind, right.kind, '=');
  switch (kind) {
    case 'text':
      return scope.call('sameText', 'boolean', left.layout, right.layout);
    case 'id':
      return scope.call('sameText', 'boolean', asId(left, scope), asId(right, scope));
    case 'boolean':
      return { layout: chainOf(' ===', [sure(left), sure(right)]), kind: 'boolean', open: true };
    case 'number':
    case 'date':
    case 'datetime':
      return scope.call('equal', 'boolean', left.layout, right.layout);
    case 'picklist':
    case 'multipicklist':
    case 'null':
      throw unsupported('=', `comparing ${kind} values is not; use ISPICKVAL, CASE or TEXT.`);
  }
}

export function chainOf(separator: string, parts: readonly Layout[]): Group {
  return { open: '', close: '', separator, parts };
}

/** A text that meets an id compares like one. */
function asId(value: Printed, scope: Scope): Layout {
  return value.kind === 'id' ? value.layout : scope.call('idOf', 'id', value.layout).layout;
}

/** Not the opposite of {@link equality}: with a blank number or date both are false. */
export function inequality(left: Printed, right: Printed, scope: Scope): Printed {
  const kind = commonKind(left.kind, right.kind, '<>');
  const moments = kind === 'number' || kind === 'date' || kind === 'datetime';
  return moments ? scope.call('differ', 'boolean', left.layout, right.layout) : negation(equality(left, right, scope), scope);
}

/** A blank answer counts as false where two truths are compared. */
export function sure(value: Printed, inside = true): Layout {
  if (value.unsure === true || value.loose === true) {
    return prefixed('!!', value);
  }
  return inside && value.open ? `(${flat(value.layout)})` : value.layout;
}

export function negation(value: Printed, scope: Scope): Printed {
  expectKind(value, 'boolean', 'NOT');
  if (value.unsure === true) {
    return { ...scope.call('opposite', 'boolean', value.layout), unsure: true };
  }
  return { layout: prefixed('!', value), kind: 'boolean', open: false };
}

function prefixed(prefix: string, value: Printed): Layout {
  const layout = value.layout;
  if (value.open) {
    return typeof layout === 'string' ? `${prefix}(${layout})` : { ...parenthesised(layout), open: `${prefix}(` };
  }
  return typeof layout === 'string' ? `${prefix}${layout}` : { ...layout, open: `${prefix}${layout.open}` };
}

function parenthesised(layout: Group): Group {
  return layout.open === '' ? { ...layout, open: '(', close: ')' } : { open: '(', close: ')', separator: '', parts: [layout] };
}

export function operand(value: Printed): string {
  return value.open ? `(${flat(value.layout)})` : flat(value.layout);
}

export function junction(operator: '&&' | '||', values: readonly Printed[]): Printed {
  values.forEach((value) => expectKind(value, 'boolean', operator));
  const parts = values.map((value): Layout => {
    if (!value.open) {
      return value.layout;
    }
    return typeof value.layout === 'string' ? `(${value.layout})` : parenthesised(value.layout);
  });
  const [only] = values;
  if (values.length === 1 && only !== undefined) {
    return { layout: sure(only), kind: 'boolean', open: false };
  }
  // Like AND and OR, && and || take a missing answer for false, and their own result is taken for true or false.
  return { layout: chainOf(` ${operator}`, parts), kind: 'boolean', open: true, loose: values.some((value) => value.unsure === true || value.loose === true) };
}

export function expectKind(value: Printed, kind: Kind, subject: string): void {
  if (value.kind !== kind) {
    throw unsupported(subject, `it expects a ${kind} here, not a ${value.kind}.`);
  }
}

export function expectText(value: Printed, subject: string): Layout {
  if (!isTextual(value.kind)) {
    throw unsupported(subject, `it expects a text here, not a ${value.kind}.`);
  }
  return value.layout;
}

export function literalOf(value: Printed | undefined, subject: string): string {
  if (value?.literal === undefined) {
    throw unsupported(subject, 'only a literal value is.');
  }
  return value.literal;
}

/** The name of the field behind a picklist argument, as the record holds it. */
export function picklistField(source: Expression | undefined, value: Printed | undefined, kind: Kind, subject: string): string {
  if (source?.kind !== 'reference' || value?.kind !== kind) {
    throw unsupported(subject, `its first argument must be a ${kind} field.`);
  }
  return rawReference(source.path);
}

export function conditional(test: Printed, then: Printed, otherwise: Printed): Printed {
  expectKind(test, 'boolean', 'IF');
  const kind = commonKind(then.kind, otherwise.kind, 'IF');
  return {
    layout: chainOf('', [`${operand(test)} ?`, `${branch(then)} :`, branch(otherwise)]),
    kind,
    open: true,
    unsure: isUnsure(then) || isUnsure(otherwise),
  };
}

/** A loose null is false for good; only an unsure one may pass on. */
export function branch(value: Printed): string {
  return value.loose === true ? flat(sure(value)) : operand(value);
}

export function isUnsure(value: Printed): boolean {
  return value.unsure === true || value.kind === 'null';
}

export function two(args: readonly Printed[], subject: string): [Printed, Printed] {
  const [left, right] = args;
  if (args.length !== 2 || left === undefined || right === undefined) {
    throw unsupported(subject, 'it takes two arguments.');
  }
  return [left, right];
}
