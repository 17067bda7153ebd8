import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpts } from './excerpt.ts';

const HEAD = `AND( NOT($Permission.Bypass), ${'ISPICKVAL(StageName, "Prospecting"), '.repeat(20)}`;

test('long values are shown from shortly before where they differ', () => {
  const [left, right] = excerpts(`${HEAD}LEN(Success__c) < 20 )`, `${HEAD}LEN(Success__c) < 1 )`);
  assert.ok(left.startsWith('… ') && left.endsWith('LEN(Success__c) < 20 )'), left);
  assert.ok(right.endsWith('LEN(Success__c) < 1 )'), right);
  assert.ok(left.length < 140);
});

test('short values are shown whole and on one line', () => assert.deepEqual(excerpts('a\n  b', 'c'), ['a b', 'c']));

test('one that goes on longer than the other is cut at its end', () => {
  const [left, right] = excerpts(HEAD, `${HEAD}${'x'.repeat(400)}`);
  assert.ok(left.startsWith('… '));
  assert.ok(right.endsWith('… ') || right.endsWith(' …'));
  assert.ok(right.includes('xxx'));
});

test('a value without any blank is cut all the same, so that the difference is seen', () => {
  const head = 'AND(ISCHANGED(A__c),'.repeat(20);
  const [left, right] = excerpts(`${head}1)`, `${head}2)`);
  assert.ok(left.endsWith('1)') && right.endsWith('2)'), left);
  assert.ok(left.length < 140, left);
});

test('in less room', () => assert.deepEqual(excerpts('one two three four', 'one two three five', { longest: 12, before: 5 }), ['… three four', '… three five']));
