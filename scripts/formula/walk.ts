import type { Expression } from './types.ts';

/** The direct operands of a node, left to right. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
      return expression.args;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    default:
      return [];
  }
}

/** Visits every node, parents first, left to right. */
export function walk(expression: Expression, visit: (node: Expression) => void): void {
  const pending = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    visit(node);
    pending.push(...childrenOf(node).toReversed());
  }
}

/** Rebuilds a tree bottom-up: `change` sees each node after its operands were changed. */
export function transform(expression: Expression, change: (node: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'call':
      return change({ ...expression, args: expression.args.map((argument) => transform(argument, change)) });
    case 'unary':
      return change({ ...expression, operand: transform(expression.operand, change) });
    case 'binary':
      return change({ ...expression, left: transform(expression.left, change), right: transform(expression.right, change) });
    default:
      return change(expression);
  }
}

/** The distinct paths a formula refers to, in order of first use; paths that differ only in case are one. */
export function fieldsOf(expression: Expression): string[][] {
  const found = new Map<string, string[]>();
  walk(expression, (node) => {
    if (node.kind === 'reference') {
      const key = node.path.join('.').toLowerCase();
      if (!found.has(key)) {
        found.set(key, [...node.path]);
      }
    }
  });
  return [...found.values()];
}
