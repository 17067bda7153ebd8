import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMENT_ROOM, fittingComment, firstOf } from './comment.ts';

const rows = (length: number) => (most: number): string => `## Head\n\n${Array.from({ length: most }, () => `${'x'.repeat(length - 1)}\n`).join('')}`;

test('what fits is as it is', () => {
  // 9 characters of head and 50 rows of 1,310 are 65,509.
  assert.equal(fittingComment(rows(1310), 50), rows(1310)(50));
});

test('what does not fit has half of the rows, until it does', () => {
  // 50 rows of 4,000 are 200,000; 25 are 100,000; 12 are 48,000.
  assert.equal(fittingComment(rows(4000), 50), rows(4000)(12));
});

test('one row that is too long is left out, and it says so', () => {
  const text = fittingComment(rows(COMMENT_ROOM), 50);
  assert.match(text, /^## Head\n\nThe rest does not fit into a comment/);
});

test('a row of many lines is cut between two of them', () => {
  const text = fittingComment(() => `## Head\n${'a line of it\n'.repeat(10_000)}`, 50);
  assert.ok(text.length <= COMMENT_ROOM);
  assert.match(text, /\na line of it\n\nThe rest does not fit/);
});

test('the first rows and how many more', () => {
  assert.deepEqual(firstOf([1, 2, 3], 2), { shown: [1, 2], more: ['and 1 more.'] });
  assert.deepEqual(firstOf([1, 2], 2), { shown: [1, 2], more: [] });
});
