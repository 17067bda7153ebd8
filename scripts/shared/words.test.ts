import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipped, counted, listed, money } from './words.ts';

test('one is counted without an s', () => {
  assert.equal(counted(1, 'record'), '1 record');
  assert.equal(counted(0, 'record'), '0 records');
  assert.equal(counted(2, 'metric has', 'metrics have'), '2 metrics have');
});

test('a row of words ends in "and"', () => {
  assert.equal(listed([]), '');
  assert.equal(listed(['a']), 'a');
  assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
});

test('what is cut keeps whole characters and the length', () => {
  assert.equal(clipped('abc', 3), 'abc');
  assert.equal(clipped('abcd', 3), 'ab…');
  assert.equal(clipped('a😀bc', 3), 'a…');
});

test('money has no cents, and nothing is no money', () => {
  assert.equal(money(1234.56, 'USD'), '$1,235');
  assert.equal(money(0, 'USD'), '');
});
