/** The condition of a rule as alternatives of conditions that must hold together. */
import { and, not, or, transform, walk, type Expression } from '../../formula/index.ts';

/** With `&&`, `||` and `!` as functions, and `IF(x, TRUE, FALSE)` as `x`. */
function plain(expression: Expression): Expression {
  return transform(expression, (node) => {
    if (node.kind === 'binary' && node.operator === '&&') return and(node.left, node.right);
    if (node.kind === 'binary' && node.operator === '||') return or(node.left, node.right);
    if (node.kind === 'unary' && node.operator === '!') return not(node.operand);
    if (node.kind !== 'call') return node;
    const [first, second, third] = node.args;
    if (node.name === 'AND') return and(...node.args);
    if (node.name === 'OR') return or(...node.args);
    if (node.name === 'NOT' && first?.kind === 'call' && first.name === 'NOT' && first.args[0]) return first.args[0];
    // A condition without an answer counts as false in IF and as no error in a rule, so both let the save pass.
    if (node.name === 'IF' && first && second && third?.kind === 'boolean' && !third.value) return second.kind === 'boolean' && second.value ? first : and(first, second);
    return node;
  });
}

/** `OR(AND(a, b), c)` is `[[a, b], [c]]`: the rule refuses a record for which all conditions of one alternative hold. */
export function alternatives(expression: Expression): Expression[][] {
  const tree = plain(expression);
  const branches = tree.kind === 'call' && tree.name === 'OR' ? tree.args : [tree];
  return branches.map((branch) => (branch.kind === 'call' && branch.name === 'AND' ? [...branch.args] : [branch]));
}

/** True when any node of the tree is so. */
export function some(expression: Expression, test: (node: Expression) => boolean): boolean {
  let found = false;
  walk(expression, (node) => {
    found ||= test(node);
  });
  return found;
}

export function isCall(node: Expression, ...names: readonly string[]): node is Expression & { kind: 'call' } {
  return node.kind === 'call' && names.includes(node.name);
}
