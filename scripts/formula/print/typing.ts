/** What both printers need to know about a formula before they print it. */
import { unsupported } from '../evaluate/error.ts';
import type { Expression, FormulaContext, FormulaType, ReferenceType } from '../types.ts';

/** How a printed value behaves; Currency and Percent compute as numbers. */
export type Kind = 'number' | 'text' | 'boolean' | 'date' | 'datetime' | 'picklist' | 'multipicklist' | 'id' | 'null';

const KINDS: Readonly<Partial<Record<FormulaType, Kind>>> = {
  Number: 'number', Currency: 'number', Percent: 'number', Text: 'text', Boolean: 'boolean', Date: 'date',
  DateTime: 'datetime', Picklist: 'picklist', MultiPicklist: 'multipicklist', Id: 'id', Null: 'null',
};

/** @throws FormulaError `unsupported` for a global, an unknown field or a type without an equivalent at rest */
export function resolveReference(path: readonly string[], context: FormulaContext): { reference: ReferenceType; kind: Kind } {
  const name = path.join('.');
  if (name.startsWith('$')) {
    throw unsupported(name, 'only fields of the record can be read outside the org.');
  }
  const reference = context.resolve(path);
  if (reference === undefined) {
    throw unsupported(name, 'there is no such field.');
  }
  const kind = KINDS[reference.type];
  if (kind === undefined) {
    throw unsupported(name, `${reference.type} values cannot be computed outside the org.`);
  }
  return { reference, kind };
}

/** The two kinds as one, for branches that meet and values that are compared. */
export function commonKind(left: Kind, right: Kind, subject: string): Kind {
  if (left === right || right === 'null') {
    return left;
  }
  if (left === 'null') {
    return right;
  }
  const textual = new Set<Kind>(['text', 'id', 'picklist']);
  if (textual.has(left) && textual.has(right)) {
    return left === 'id' || right === 'id' ? 'id' : 'text';
  }
  throw unsupported(subject, `a ${left} and a ${right} do not go together.`);
}

/** Digits and decimal places of a plain decimal literal: `0.15` is 15 at scale 2. */
export function scaledLiteral(text: string): { digits: bigint; scale: number } {
  const [whole = '0', fraction = ''] = text.split('.');
  return { digits: BigInt(whole === '' ? fraction || '0' : whole + fraction), scale: fraction.length };
}

/** The value of a literal, or of a sign and a literal. */
export function constantNumber(expression: Expression): string | undefined {
  if (expression.kind === 'number') {
    return expression.text;
  }
  if (expression.kind === 'unary' && expression.operand.kind === 'number') {
    return expression.operator === '-' ? `-${expression.operand.text}` : expression.operand.text;
  }
  return undefined;
}
