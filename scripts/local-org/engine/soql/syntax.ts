/** Reads a query with soql-parser-js and turns its chained conditions into a tree. */
import {
  parseQuery, type Condition, type FieldType, type GroupByClause, type HavingClause, type OrderByClause, type Query as ParsedQuery,
  type Subquery as ParsedSubquery, type ValueQueryCondition, type WhereClause,
} from '@jetstreamapp/soql-parser-js';
import type { OrgError } from '../types.ts';
import { queryErrors } from './errors.ts';

export type Comparison = Exclude<Condition, { openParen: number; field?: never; fn?: never; value?: never }> | ValueQueryCondition;

export type ConditionTree =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'not'; readonly operand: ConditionTree }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ConditionTree[] };

export interface Select {
  readonly fields: readonly FieldType[];
  /** Object name, or the relationship name of a child query. */
  readonly from: string;
  readonly alias: string | undefined;
  readonly where: ConditionTree | undefined;
  readonly groupBy: readonly GroupByClause[];
  readonly having: ConditionTree | undefined;
  readonly orderBy: readonly OrderByClause[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  readonly allRows: boolean;
}

/** Longest query of the platform. */
const MAX_LENGTH = 100_000;
const MAX_PARSED = 500;
/** Parentheses and NOT inside each other. */
const MAX_NESTING = 100;

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Comparison;

function tokensOf(clause: WhereClause | HavingClause): Token[] {
  const tokens: Token[] = [];
  let rest: WhereClause | HavingClause | undefined = clause;
  while (rest !== undefined) {
    const { left } = rest as { left: (Comparison & { openParen?: number; closeParen?: number }) | { openParen: number } | null };
    const open = left?.openParen ?? 0;
    for (let count = 0; count < open; count += 1) {
      tokens.push('(');
    }
    if (left !== null && ('field' in left || 'fn' in left)) {
      tokens.push(left);
      for (let count = 0; count < (left.closeParen ?? 0); count += 1) {
        tokens.push(')');
      }
    }
    if ('operator' in rest) {
      tokens.push(rest.operator);
    }
    rest = 'right' in rest ? rest.right : undefined;
  }
  return tokens;
}

/** What an error names: an operator or a parenthesis as it stands, a comparison by its place only. */
function wordOf(token: Token | undefined): string {
  return typeof token === 'string' ? token : '';
}

/** AND and OR side by side need parentheses on the platform: it refuses to choose. */
function buildTree(tokens: readonly Token[], soql: string): ConditionTree {
  let index = 0;
  const operand = (depth: number): ConditionTree => {
    const token = tokens[index];
    index += 1;
    if (depth > MAX_NESTING) {
      throw queryErrors.tooComplicated();
    }
    if (token === 'NOT') {
      return { kind: 'not', operand: operand(depth + 1) };
    }
    if (token === '(') {
      const inner = chain(depth + 1);
      if (tokens[index] !== ')') {
        throw queryErrors.unexpectedToken(soql, '');
      }
      index += 1;
      return inner;
    }
    if (token === undefined || typeof token === 'string') {
      throw queryErrors.unexpectedToken(soql, token ?? '');
    }
    return { kind: 'comparison', comparison: token };
  };
  const chain = (depth: number): ConditionTree => {
    const operands = [operand(depth)];
    const operator = tokens[index];
    if (operator !== 'AND' && operator !== 'OR') {
      return operands[0] as ConditionTree;
    }
    while (tokens[index] === 'AND' || tokens[index] === 'OR') {
      if (tokens[index] !== operator) {
        throw queryErrors.unexpectedToken(soql, wordOf(tokens[index]));
      }
      index += 1;
      operands.push(operand(depth));
    }
    return { kind: operator === 'AND' ? 'and' : 'or', operands };
  };
  const tree = chain(0);
  if (index < tokens.length) {
    throw queryErrors.unexpectedToken(soql, wordOf(tokens[index]));
  }
  return tree;
}

function listOf<T>(value: T | T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** A parsed query or child query as the engine compiles it. */
export function toSelect(parsed: ParsedQuery | ParsedSubquery, soql: string): Select {
  if (parsed.withDataCategory !== undefined) {
    throw queryErrors.unsupported('WITH DATA CATEGORY');
  }
  if (parsed.usingScope !== undefined && parsed.usingScope.toLowerCase() !== 'everything') {
    throw queryErrors.unsupported(`USING SCOPE ${parsed.usingScope}`);
  }
  const from = 'relationshipName' in parsed ? parsed.relationshipName : parsed.sObject ?? '';
  return {
    fields: parsed.fields ?? [],
    from,
    alias: parsed.sObjectAlias,
    where: parsed.where === undefined ? undefined : buildTree(tokensOf(parsed.where), soql),
    groupBy: listOf(parsed.groupBy),
    having: parsed.having === undefined ? undefined : buildTree(tokensOf(parsed.having), soql),
    orderBy: listOf(parsed.orderBy),
    limit: parsed.limit,
    offset: parsed.offset,
    allRows: false,
  };
}

function syntaxError(soql: string, error: unknown): OrgError {
  const message = error instanceof Error ? error.message : '';
  const lexed = /^unexpected character: ->(.)<- at offset: (\d+)/s.exec(message);
  if (lexed !== null) {
    return queryErrors.unexpectedAt(soql, Number(lexed[2]), lexed[1] ?? '');
  }
  const found = /(?:but found(?: -->|:) '?|expecting EOF but found: )([^'\n]*)/.exec(message);
  return queryErrors.unexpectedToken(soql, (found?.[1] ?? '').trim());
}

const parsedQueries = new Map<string, Select>();

/** Parses a query; throws MALFORMED_QUERY. */
export function parseSoql(soql: string): Select {
  const known = parsedQueries.get(soql);
  if (known !== undefined) {
    return known;
  }
  if (soql.length > MAX_LENGTH) {
    throw queryErrors.malformed(`SOQL statements can't be longer than ${MAX_LENGTH} characters.`);
  }
  const allRows = /\sALL\s+ROWS\s*$/i.exec(soql);
  let parsed: ParsedQuery;
  try {
    parsed = parseQuery(allRows === null ? soql : soql.slice(0, allRows.index));
  } catch (error) {
    throw syntaxError(soql, error);
  }
  const select = { ...toSelect(parsed, soql), allRows: allRows !== null };
  if (parsedQueries.size >= MAX_PARSED) {
    parsedQueries.clear();
  }
  parsedQueries.set(soql, select);
  return select;
}
