import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyOf, countedByAny, partsOf, sharedParts, withoutParts } from './counted.ts';
import { aggregate, both, coalesce, column, either, equal, integer, minus, text, type Expression } from './relational/expression.ts';

const won = equal(column('outcome'), text('won'));
const lost = equal(column('outcome'), text('lost'));
const recent = equal(column('quarter'), integer(1));
const countedBy = (aggregates: readonly Expression[]): Expression | null => anyOf(countedByAny(aggregates));

test('what all aggregates ask for is asked once, beside what any of them asks for', () => {
  const sum = coalesce(aggregate('sum', column('amount'), both(recent, won)), integer(0));
  assert.deepEqual(countedBy([sum, aggregate('count', null, both(lost, recent))]), both(recent, either(won, lost)));
});

test('one that asks for less leaves the rows to the others\' shared part', () => {
  assert.deepEqual(countedBy([aggregate('count', null, both(recent, won)), aggregate('count', null, recent)]), both(recent));
});

test('one that counts every row needs every row, also inside a difference', () => {
  assert.equal(countedBy([aggregate('count', null, won), aggregate('count')]), null);
  assert.equal(countedBy([minus(aggregate('sum', column('amount'), won), aggregate('sum', column('amount')))]), null);
});

test('who asks for more than another adds nothing', () => {
  const big = equal(column('size'), text('big'));
  assert.deepEqual(anyOf([both(won, big), won, lost, both(recent, big, lost)].map(partsOf)), both(either(won, lost)));
  assert.deepEqual(anyOf([both(recent, won, big), both(big, recent, lost), both(recent, lost)].map(partsOf)), both(recent, either(both(won, big), lost)));
});

test('what the rows are kept by is left out of every aggregate, and nothing else', () => {
  const sums = [minus(aggregate('sum', column('amount'), both(recent, won)), coalesce(aggregate('sum', column('amount'), recent), integer(0))), aggregate('count', null, both(lost, recent))];
  assert.deepEqual(sharedParts(countedByAny(sums)), [recent]);
  assert.deepEqual(sums.map((sum) => withoutParts(sum, [recent])), [minus(aggregate('sum', column('amount'), won), coalesce(aggregate('sum', column('amount')), integer(0))), aggregate('count', null, lost)]);
  assert.deepEqual(sharedParts(countedByAny([...sums, aggregate('count')])), []);
});
