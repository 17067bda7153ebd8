import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { packTexts, unpackTexts } from './packed.ts';

const pack = (value: unknown): string => `handrail.playbook/1:${gzipSync(JSON.stringify(value)).toString('base64')}`;

test('what was packed comes back, letter by letter', () => {
  const texts = [['definitions.yaml', 'name: Größe ✓ # as agreed\n'], ['opportunity.yaml', '']] as const;
  assert.deepEqual(unpackTexts(packTexts(texts)), texts);
});

test('what an org holds is not trusted: other forms, names of paths, a text that unpacks to very much', () => {
  assert.throws(() => unpackTexts('name: x'), /another form/);
  assert.throws(() => unpackTexts('handrail.playbook/1:AAAA'), /cannot be unpacked/);
  assert.throws(() => unpackTexts(pack([['../../etc/x.yaml', '']])), /cannot be unpacked/);
  assert.throws(() => unpackTexts(pack([['a.yaml', 1]])), /cannot be unpacked/);
  assert.throws(() => unpackTexts(pack([['a.yaml', 'x'.repeat(64_000_000)]])), /cannot be unpacked/);
});
