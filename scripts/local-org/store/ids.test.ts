import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { composeId, idNumber, normalizeId } from './ids.ts';

test('a 15-character id gets the check characters of its case', () => {
  assert.equal(normalizeId('005000000000001'), '005000000000001AAA');
  // 00130 / 00000 / 0XYZA: only the last block has capitals, at positions 1 to 4: binary 11110 = 30 = '4'.
  assert.equal(normalizeId('00130000000XYZA'), '00130000000XYZAAA4');
  // a0B1t / 00000 / abcDE hand-computed: position 2 -> 4 = E; none -> A; positions 3 and 4 -> 24 = Y.
  assert.equal(normalizeId('a0B1t00000abcDE'), 'a0B1t00000abcDEEAY');
});

test('an 18-character id is taken as it is, and a wrong suffix is no id', () => {
  assert.equal(normalizeId('00130000000XYZAAA4'), '00130000000XYZAAA4');
  assert.equal(normalizeId('00130000000XYZAAAB'), null);
  assert.equal(normalizeId('0013000000'), null);
  assert.equal(normalizeId("001' OR '1'='1' --"), null);
});

test('an id whose case was lost is mended from its suffix', () => {
  assert.equal(normalizeId('A0B1T00000ABCDEEAY'), 'a0B1t00000abcDEEAY');
  assert.equal(normalizeId('a0b1t00000abcdeeay'), 'a0B1t00000abcDEEAY');
});

test('composed ids are valid, distinct and in order of their number', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 40 }), fc.nat({ max: 2 ** 40 }), (a, b) => {
      const [first, second] = [composeId('006', a), composeId('006', b)];
      assert.equal(idNumber(first), a);
      assert.equal(normalizeId(first), first);
      assert.equal(normalizeId(first.slice(0, 15)), first);
      assert.equal(Math.sign(a - b), first.slice(0, 15) < second.slice(0, 15) ? -1 : first === second ? 0 : 1);
    }),
    { seed: 2026, numRuns: 200 },
  );
});
