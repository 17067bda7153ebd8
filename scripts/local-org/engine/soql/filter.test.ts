/**
 * Random conditions over random records: SQL and a plain reading of the SOQL reference in JavaScript must choose the
 * same records.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { admin, openTestOrg } from '../testOrg.ts';

interface Sample {
  readonly Name: string;
  readonly Industry: string | null;
  readonly NumberOfEmployees: number | null;
}

type Tree =
  | { readonly kind: 'text'; readonly field: 'Name' | 'Industry'; readonly operator: '=' | '!=' | '<' | '>'; readonly value: string | null }
  | { readonly kind: 'number'; readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>='; readonly value: number | null }
  | { readonly kind: 'in'; readonly negated: boolean; readonly values: readonly string[] }
  | { readonly kind: 'like'; readonly pattern: string }
  | { readonly kind: 'not'; readonly operand: Tree }
  | { readonly kind: 'AND' | 'OR'; readonly operands: readonly Tree[] };

const word = fc.constantFrom('alpha', 'Beta', 'BETA', 'gamma', 'Omega', 'al', 'a_b', '@z', 'Z[', 'a%');
const sample = fc.record({ Name: word, Industry: fc.option(word), NumberOfEmployees: fc.option(fc.integer({ min: -2, max: 2 })) });
const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('text' as const), field: fc.constantFrom('Name' as const, 'Industry' as const), operator: fc.constantFrom('=' as const, '!=' as const, '<' as const, '>' as const), value: word }),
    fc.record({ kind: fc.constant('text' as const), field: fc.constant('Industry' as const), operator: fc.constantFrom('=' as const, '!=' as const), value: fc.constant(null) }),
    fc.record({ kind: fc.constant('number' as const), operator: fc.constantFrom('=' as const, '!=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const), value: fc.integer({ min: -2, max: 2 }) }),
    fc.record({ kind: fc.constant('in' as const), negated: fc.boolean(), values: fc.array(word, { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('like' as const), pattern: fc.array(fc.constantFrom('a', 'B', 'al', 'z', '%', '_', '\\_', '\\%', '@', '['), { maxLength: 4 }).map((parts) => parts.join('')) }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('tree') }),
    fc.record({ kind: fc.constantFrom('AND' as const, 'OR' as const), operands: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }) }),
  ),
})).tree;

function print(node: Tree): string {
  switch (node.kind) {
    case 'text':
      return `${node.field} ${node.operator} ${node.value === null ? 'null' : `'${node.value}'`}`;
    case 'number':
      return `NumberOfEmployees ${node.operator} ${node.value ?? 'null'}`;
    case 'in':
      return `Industry ${node.negated ? 'NOT IN' : 'IN'} (${node.values.map((value) => `'${value}'`).join(', ')})`;
    case 'like':
      return `Name LIKE '${node.pattern}'`;
    case 'not':
      return `(NOT (${print(node.operand)}))`;
    default:
      return `(${node.operands.map(print).join(` ${node.kind} `)})`;
  }
}

const order = {
  '=': (compared: number) => compared === 0, '!=': (compared: number) => compared !== 0, '<': (compared: number) => compared < 0,
  '<=': (compared: number) => compared <= 0, '>': (compared: number) => compared > 0, '>=': (compared: number) => compared >= 0,
};
const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function likeExpression(pattern: string): RegExp {
  const parts = pattern.match(/\\?./g) ?? [];
  return new RegExp(`^${parts.map((part) => (part === '%' ? '.*' : part === '_' ? '.' : `[${part.at(-1) === '[' ? '\\[' : part.at(-1) ?? ''}]`)).join('')}$`, 'is');
}

function holds(node: Tree, record: Sample): boolean {
  switch (node.kind) {
    case 'text': {
      const value = record[node.field];
      if (value === null || node.value === null) {
        return node.operator === '=' ? value === node.value : node.operator === '!=' && value !== node.value;
      }
      return order[node.operator](compare(value.toLowerCase(), node.value.toLowerCase()));
    }
    case 'number':
      return record.NumberOfEmployees === null || node.value === null ? node.operator === '!=' : order[node.operator](compare(record.NumberOfEmployees, node.value));
    case 'in':
      return node.values.some((value) => value.toLowerCase() === record.Industry?.toLowerCase()) !== node.negated;
    case 'like':
      return likeExpression(node.pattern).test(record.Name);
    case 'not':
      return !holds(node.operand, record);
    case 'AND':
      return node.operands.every((operand) => holds(operand, record));
    default:
      return node.operands.some((operand) => holds(operand, record));
  }
}

test('a condition chooses the records that it describes', () => {
  const org = openTestOrg();
  const samples = fc.sample(sample, { seed: 7, numRuns: 60 });
  const ids = org.engine.insert(admin, 'Account', samples).map(({ id }) => id);
  fc.assert(
    fc.property(tree, (condition) => {
      const expected = ids.filter((_id, index) => holds(condition, samples[index] ?? assert.fail()));
      assert.deepEqual(org.records(`SELECT Id FROM Account WHERE ${print(condition)} ORDER BY Id`).map(({ Id }) => Id), expected);
    }),
    { seed: 2026, numRuns: 400 },
  );
});
