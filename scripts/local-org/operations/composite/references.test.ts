import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { InvalidReference, resolveText, resolveValue } from './references.ts';

const answers = new Map<string, unknown>([
  ['acc', { id: '001A', success: true }],
  ['found', { records: [{ Id: '006B', Amount: 12.5 }] }],
]);

describe('composite references', () => {
  test('are replaced inside texts and keep their type alone', () => {
    assert.equal(resolveText('/sobjects/Account/@{acc.id}', answers), '/sobjects/Account/001A');
    assert.equal(resolveText('@{found.records[0].Amount}', answers), 12.5);
    assert.deepEqual(resolveValue({ AccountId: '@{acc.id}', list: ['@{found.records[0].Id}', 1, null] }, answers), { AccountId: '001A', list: ['006B', 1, null] });
  });

  for (const text of ['@{nobody.id}', '@{acc.missing}', '@{found.records[3].Id}', '@{acc.__proto__}', '@{acc.constructor}']) {
    test(`${text} leads nowhere and says so`, () => {
      assert.throws(() => resolveText(text, answers), (error) => error instanceof InvalidReference && /^Invalid reference specified\. No value for/.test(error.message));
    });
  }

  test('anything else stays as it is', () => {
    assert.equal(resolveText('a @{b c} {d} @', answers), 'a @{b c} {d} @');
  });
});
