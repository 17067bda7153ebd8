import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ALL_IDS, conditionsOf, halved } from './idRange.ts';

test('a range is halved between its first and its last id', () => {
  assert.deepEqual(halved(ALL_IDS, '006000000000001AAA', '006000000000003AAA'), [{ after: null, upTo: '006000000000002' }, { after: '006000000000002', upTo: null }]);
  assert.deepEqual(halved({ after: '006000000000000', upTo: '0060000000000z0' }, '00600000000000z', '006000000000011'), [{ after: '006000000000000', upTo: '006000000000010' }, { after: '006000000000010', upTo: '0060000000000z0' }]);
  assert.deepEqual(conditionsOf({ after: '006000000000000', upTo: '0060000000000z0' }), ["Id > '006000000000000'", "Id <= '0060000000000z0'"]);
});

test('one record, none, or what is no id cannot be halved', () => {
  for (const [first, last] of [['006000000000001AAA', '006000000000001AAA'], ['', ''], ["006' OR Id > '", '006000000000001AAA']] as const) assert.equal(halved(ALL_IDS, first, last), undefined);
});

test('every id of a range is in one of its halves, and both have one', () => {
  const id = fc.string({ unit: fc.constantFrom(...'0129ABYZabyz'), minLength: 12, maxLength: 12 }).map((tail) => `006${tail}`);
  const isIn = (found: string, { after, upTo }: { after: string | null; upTo: string | null }): boolean => (after === null || found > after) && (upTo === null || found <= upTo);
  fc.assert(
    fc.property(fc.array(id, { minLength: 2, maxLength: 20 }), (ids) => {
      const sorted = ids.toSorted((left, right) => (left < right ? -1 : 1));
      const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
      const halves = halved(ALL_IDS, first, last);
      if (first === last) return assert.equal(halves, undefined);
      assert.ok(halves);
      for (const found of ids) assert.equal(halves.filter((half) => isIn(found, half)).length, 1);
      assert.ok(isIn(first, halves[0]) && isIn(last, halves[1]));
    }),
    { seed: 7, numRuns: 200 },
  );
});
