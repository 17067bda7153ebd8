import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countedByAny } from './counted.ts';
import { aggregate, both, coalesce, column, either, equal, integer, minus, text } from './relational/expression.ts';

const won = equal(column('outcome'), text('won'));
const lost = equal(column('outcome'), text('lost'));
const recent = equal(column('quarter'), integer(1));

test('what all aggregates ask for is asked once, beside what any of them asks for', () => {
  const sum = coalesce(aggregate('sum', column('amount'), both(recent, won)), integer(0));
  assert.deepEqual(countedByAny([sum, aggregate('count', null, both(lost, recent))]), both(recent, either(won, lost)));
});

test('one that asks for less leaves the rows to the others\' shared part', () => {
  assert.deepEqual(countedByAny([aggregate('count', null, both(recent, won)), aggregate('count', null, recent)]), both(recent));
});

test('one that counts every row needs every row, also inside a difference', () => {
  assert.equal(countedByAny([aggregate('count', null, won), aggregate('count')]), null);
  assert.equal(countedByAny([minus(aggregate('sum', column('amount'), won), aggregate('sum', column('amount')))]), null);
});
