/** Relations lifted over variants have the rows of each variant, whatever they are made of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { materialise, rowsOfRelation, withDuckDb, type DuckDBConnection } from '../duckdb.ts';
import { aggregate, boolean, coalesce, column, compare, either, equal, integer, isIn, isNull, minus, not, plus, when, type Expression } from './expression.ts';
import { lifted, ofVariant, VARIANT } from './lifted.ts';
import { aggregated, extend, filter, grouped, join, project, rename, scan, sort, union, values, window, type Relation } from './relation.ts';

const COUNT = 3;
const PLAIN = scan('plain', { a: 'integer', b: 'integer' });
const BY_VARIANT = scan('known', { a: 'integer', b: 'integer' });
const TABLES: ReadonlySet<string> = new Set(['known']);

/** A relation with the columns `a` and `b`, given the number that a variant puts in its places. */
type Shape = (at: (place: number) => number) => Relation;

const a = column('a');
const b = column('b');
const renamed = (relation: Relation): Relation => rename(relation, { c: 'a', d: 'b' });
const back = (relation: Relation): Relation => project(relation, { a, b: coalesce(column('d'), integer(-1)) });
const ops: readonly ((input: Shape, other: Shape, place: number) => Shape)[] = [
  (input, _, place) => (at) => filter(input(at), compare(a, '<', integer(at(place)))),
  (input, _, place) => (at) => filter(input(at), isIn(b, [at(place), 2])),
  (input, _, place) => (at) => extend(input(at), { a: plus(a, integer(at(place))), b: when([[equal(b, integer(at(place))), integer(1)]], b) }),
  (input) => (at) => project(input(at), { a: minus(a, integer(1)), b: a }),
  // Built in another way in one variant.
  (input, _, place) => (at) => (at(place) % 2 === 0 ? input(at) : filter(input(at), not(isNull(b)))),
  (input, other) => (at) => back(join('inner', input(at), renamed(other(at)), equal(a, column('c')))),
  (input, other) => (at) => back(join('left', input(at), renamed(other(at)), equal(b, column('c')))),
  (input, other, place) => (at) => back(join('left', input(at), renamed(other(at)), either(equal(b, column('c')), equal(column('d'), integer(at(place)))))),
  (input, other) => (at) => union(input(at), other(at)),
  (input) => (at) => project(window(input(at), { w: { function: 'sum', of: a, partitionBy: ['b'], orderBy: [] } }), { a: column('w'), b }),
  (input, _, place) => (at) => project(window(input(at), { w: { function: 'max', of: plus(a, integer(at(place))), partitionBy: [], orderBy: [{ column: 'a' }, { column: 'b' }] } }), { a: column('w'), b }),
  (input, _, place) => (at) => project(aggregated(input(at), ['a'], { n: aggregate('count', null, compare(b, '>', integer(at(place)))) }), { a, b: column('n') }),
  (input, _, place) => (at) => project(aggregated(input(at), [], { n: aggregate('count'), s: coalesce(aggregate('max', b, compare(a, '<', integer(at(place)))), integer(at(place))) }), { a: column('n'), b: column('s') }),
  (input) => (at) => project(grouped(input(at), [['a'], [], ['b']], { n: aggregate('count') }), { a: plus(coalesce(a, integer(50)), column('not_by_a')), b: column('n') }),
];
const leaves: readonly ((place: number) => Shape)[] = [
  () => () => PLAIN,
  () => () => BY_VARIANT,
  (place) => (at) => values({ a: 'integer', b: 'integer' }, [[1, at(place)], [at(place), null]]),
  () => () => values({ a: 'integer', b: 'integer' }, []),
];

const numbers = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }), { minLength: COUNT, maxLength: COUNT });
const shapes = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(fc.constantFrom(...leaves), fc.nat(5)).map(([leaf, place]) => leaf(place)),
    fc.tuple(fc.constantFrom(...ops), tie('shape'), tie('shape'), fc.nat(5)).map(([op, input, other, place]) => op(input, other, place)),
  ),
})).shape;

async function withTables<T>(work: (db: DuckDBConnection) => Promise<T>): Promise<T> {
  return withDuckDb(async (db) => {
    const rows = (shift: number): (number | null)[][] => [[1, 2], [2, 2], [3 + shift, null], [1, shift]];
    await materialise(db, 'plain', values({ a: 'integer', b: 'integer' }, rows(0)));
    // Nothing at all in the last variant.
    await materialise(db, 'known', values({ a: 'integer', b: 'integer', [VARIANT]: 'integer' }, [0, 1].flatMap((variant) => rows(variant).map((row) => [...row, variant]))));
    return work(db);
  });
}

const told = (rows: readonly Readonly<Record<string, unknown>>[]): string[] => rows.map(({ a: one, b: other }) => `${String(one)} ${String(other)}`).toSorted();

async function assertLifted(db: DuckDBConnection, variants: readonly Relation[]): Promise<void> {
  const { relation, byVariant } = lifted(variants, TABLES);
  const rows = await rowsOfRelation(db, relation);
  for (const [index, variant] of variants.entries()) {
    assert.deepEqual(told(rows.filter((row) => !byVariant || Number(row[VARIANT]) === index)), told(await rowsOfRelation(db, ofVariant(variant, index, TABLES))));
  }
}

test('lifted relations have the rows of every variant, whatever they are made of', async () => {
  await withTables((db) => fc.assert(fc.asyncProperty(shapes, numbers, fc.boolean(), (shape, given, sorted) => {
    const variants = given.map((own) => shape((place) => own[place] ?? 0));
    // Rows are put in order last of all.
    return assertLifted(db, sorted ? variants.map((variant) => sort(variant, ['a'])) : variants);
  }), { numRuns: 150 }));
});

test('what is the same in all variants is computed once', () => {
  const same = join('inner', filter(PLAIN, compare(a, '<', integer(2))), renamed(PLAIN), equal(a, column('c')));
  const { relation, byVariant } = lifted([same, same, same], TABLES);
  assert.equal(byVariant, false);
  assert.deepEqual(relation, same);
});

test('one variant is left as it is', () => {
  const relation = filter(BY_VARIANT, compare(a, '<', integer(2)));
  assert.deepEqual(lifted([relation], TABLES), { relation, byVariant: false });
});

test('the whole of no rows is a row in each variant, and counts nothing', async () => {
  await withTables(async (db) => {
    const whole = (below: number): Relation => grouped(filter(PLAIN, compare(a, '<', integer(below))), [[], ['b']], { n: aggregate('count'), s: aggregate('sum', a), any_b: isThere(aggregate('max', b)) });
    const { relation } = lifted([whole(0), whole(2)], TABLES);
    const rows = await rowsOfRelation(db, relation);
    // Of variant 0 no row is there; of variant 1 the two rows with a = 1: b = 2 and b = 0.
    assert.deepEqual(rows.map((row) => [...[VARIANT, 'not_by_b', 'b', 'n', 's'].map((name) => (row[name] === null ? null : Number(row[name]))), row['any_b']]).toSorted(), [
      [0, 1, null, 0, null, false],
      [1, 0, 0, 1, 1, true],
      [1, 0, 2, 1, 1, true],
      [1, 1, null, 2, 2, true],
    ]);
  });
});

function isThere(of: Expression): Expression {
  return when([[isNull(of), boolean(false)]], boolean(true));
}
