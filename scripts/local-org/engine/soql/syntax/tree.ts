/** A parsed query. Nodes keep their offset in the text, for errors; -1 where no text stands behind them. */

/** A field path or alias as written: `Account.Owner.Name`. */
export interface FieldNode {
  readonly kind: 'field';
  readonly path: string;
  readonly offset: number;
}

export interface FunctionNode {
  readonly kind: 'function';
  readonly name: string;
  readonly arguments: readonly (Expression | LiteralNode)[];
  /** As written, for column names and errors. */
  readonly text: string;
  readonly offset: number;
}

export type Expression = FieldNode | FunctionNode;

export type LiteralKind = 'text' | 'number' | 'date' | 'datetime' | 'time' | 'boolean' | 'null' | 'dateLiteral' | 'currency';

export interface LiteralNode {
  readonly kind: 'literal';
  readonly type: LiteralKind;
  /** As written, text with its quotes and escapes. */
  readonly text: string;
  /** A text in the form of an id: which of the query's it is, from 0. */
  readonly id?: number;
  readonly offset: number;
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'IN' | 'NOT IN' | 'INCLUDES' | 'EXCLUDES';

export interface Comparison {
  readonly kind: 'comparison';
  readonly left: Expression;
  readonly operator: Operator;
  /** One for scalar operators, a list for IN and INCLUDES, a query for a semi-join. */
  readonly values: readonly LiteralNode[];
  readonly query: Select | undefined;
}

export type Condition =
  | Comparison
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] };

export type SelectItem =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly alias: string | undefined; readonly offset: number }
  | { readonly kind: 'children'; readonly select: Select; readonly offset: number }
  | { readonly kind: 'typeof'; readonly lookup: FieldNode; readonly branches: readonly TypeofBranch[]; readonly offset: number };

/** `WHEN Account THEN Name`; `type` is null for ELSE. */
export interface TypeofBranch {
  readonly type: string | null;
  readonly fields: readonly FieldNode[];
}

export interface OrderItem {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

export interface Grouping {
  readonly mode: 'plain' | 'rollup' | 'cube';
  readonly expressions: readonly Expression[];
}

export interface Select {
  readonly items: readonly SelectItem[];
  /** Object, or relationship of a child query. */
  readonly from: { readonly name: string; readonly offset: number };
  readonly alias: string | undefined;
  /** `FROM Contact c, c.Account a`: names for parents. */
  readonly joins: readonly { readonly path: string; readonly alias: string }[];
  readonly scope: { readonly name: string; readonly offset: number } | undefined;
  readonly where: Condition | undefined;
  readonly groupBy: Grouping | undefined;
  readonly having: Condition | undefined;
  readonly orderBy: readonly OrderItem[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
}

/** A field that code asks for, not a text. */
export function fieldNode(path: string): FieldNode {
  return { kind: 'field', path, offset: -1 };
}
