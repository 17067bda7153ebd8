import { createHash } from 'node:crypto';
import { NO_SPAN } from './position.ts';
import { printFormula } from './print/salesforce.ts';
import { parseFormula } from './syntax/parser.ts';
import type { Expression } from './types.ts';
import { transform } from './walk.ts';

const JUNCTIONS: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR' };

/** Nested ANDs in AND are one AND; the order stays, because evaluation stops at the first operand that decides. */
function junction(name: string, operands: readonly Expression[]): Expression {
  const args = operands.flatMap((operand) => (operand.kind === 'call' && operand.name === name ? operand.args : [operand]));
  return { kind: 'call', name, args, span: NO_SPAN };
}

function negation(operand: Expression): Expression {
  const inner = operand.kind === 'call' && operand.name === 'NOT' && operand.args.length === 1 ? operand.args[0] : undefined;
  return inner ?? { kind: 'call', name: 'NOT', args: [operand], span: NO_SPAN };
}

function normaliseNode(node: Expression): Expression {
  switch (node.kind) {
    case 'number':
      return { kind: 'number', text: node.text.replace(/^0+(?=\d)/, ''), span: NO_SPAN };
    case 'reference':
      return { kind: 'reference', path: node.path.map((step) => step.toLowerCase()), span: NO_SPAN };
    case 'call':
      if (node.name === 'AND' || node.name === 'OR') {
        return junction(node.name, node.args);
      }
      return node.name === 'NOT' && node.args[0] !== undefined && node.args.length === 1 ? negation(node.args[0]) : { ...node, span: NO_SPAN };
    case 'unary':
      return node.operator === '!' ? negation(node.operand) : node.operator === '+' ? node.operand : { ...node, span: NO_SPAN };
    case 'binary': {
      const name = JUNCTIONS[node.operator];
      return name === undefined ? { ...node, span: NO_SPAN } : junction(name, [node.left, node.right]);
    }
    default:
      return { ...node, span: NO_SPAN };
  }
}

/**
 * The form that two formulas of the same meaning share: names without case, `&&` and `||` as flat AND and OR, `!` as NOT, no
 * double NOT, no plus sign, no `{!…}` around references. Only identities that hold for blank values and errors too are used, so
 * operands are never reordered and IF(x, TRUE, FALSE) stays.
 */
export function normaliseFormula(expression: Expression): Expression {
  return transform(expression, normaliseNode);
}

/** True when two formulas mean the same by the identities of {@link normaliseFormula}; white space, comments and brackets never count. */
export function sameFormula(left: Expression, right: Expression): boolean {
  return printFormula(normaliseFormula(left)) === printFormula(normaliseFormula(right));
}

function normalText(formula: Expression | string): string {
  if (typeof formula !== 'string') {
    return printFormula(normaliseFormula(formula));
  }
  const { expression } = parseFormula(formula);
  return expression === undefined ? `unreadable:${formula.trim()}` : normalText(expression);
}

/**
 * 16 hexadecimal digits that are the same for formulas that {@link sameFormula} calls the same. Text that is no formula is hashed
 * as it stands.
 */
export function formulaHash(formula: Expression | string): string {
  return createHash('sha256').update(normalText(formula)).digest('hex').slice(0, 16);
}
