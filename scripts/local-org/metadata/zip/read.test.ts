import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DEPLOY_LIMITS, readZip, ZipError } from './read.ts';
import { writeZip } from './write.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const zip = (files: Readonly<Record<string, string>>): Uint8Array => writeZip(new Map(Object.entries(files)), new Date('2026-01-01T00:00:00Z'));

/** Replaces a name in both the local header and the directory by another of equal length. */
function renamed(data: Uint8Array, from: string, to: string): Uint8Array {
  assert.equal(from.length, to.length);
  return new Uint8Array(Buffer.from(Buffer.from(data).toString('latin1').replaceAll(from, to), 'latin1'));
}

const refuses = (data: Uint8Array, message: RegExp, limits = DEPLOY_LIMITS): void => {
  assert.throws(() => readZip(data, limits), (error: unknown) => error instanceof ZipError && message.test(error.message));
};

describe('a zip', () => {
  test('comes back as it was written', () => {
    fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}\.x$/), fc.uint8Array({ maxLength: 300 }), { maxKeys: 8 }), (files) => {
      const read = readZip(writeZip(new Map(Object.entries(files)), new Date('2026-01-01T00:00:00Z')));
      assert.deepEqual(new Map([...read].map(([path, content]) => [path, [...content]])), new Map(Object.entries(files).map(([path, content]) => [path, [...content]])));
    }), { seed: 1, numRuns: 60 });
  });

  test('with a changed byte is refused or means the same', () => {
    const original = zip({ 'package.xml': '<Package/>', 'objects/A.object': 'abcabcabcabc'.repeat(20) });
    const expected = readZip(original);
    fc.assert(fc.property(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const broken = original.slice();
      broken[at] = (broken[at] ?? 0) ^ change;
      let read: Map<string, Uint8Array>;
      try {
        read = readZip(broken);
      } catch (error) {
        assert.ok(error instanceof ZipError, String(error));
        return;
      }
      for (const [path, content] of read) if (expected.has(path)) assert.deepEqual(content, expected.get(path));
    }), { seed: 2, numRuns: 300 });
  });

  test('that is none, is cut short, or lies about its content is refused', () => {
    refuses(bytes(''), /not a zip file/);
    refuses(bytes('PK but otherwise only text, long enough to look at'), /not a zip file/);
    refuses(zip({ 'a.x': 'x'.repeat(500) }).subarray(0, 60), /not a zip file/);
    const stored = zip({ 'a.x': 'some content that is there' });
    const at = Buffer.from(stored).indexOf('PK\u0001\u0002');
    const wrong = stored.slice();
    wrong[at + 16] = (wrong[at + 16] ?? 0) ^ 1;
    refuses(wrong, /checksum of "a\.x" does not match/);
  });

  test('with paths outside, links or names given twice is refused', () => {
    refuses(renamed(zip({ 'aa/bb.x': '' }), 'aa/bb.x', '../bb.x'), /path that is not allowed/);
    refuses(renamed(zip({ 'aa/bb.x': '' }), 'aa/bb.x', '/etc/pw'), /path that is not allowed/);
    refuses(renamed(zip({ 'aa/bb.x': '' }), 'aa/bb.x', 'aa\\bb.x'), /path that is not allowed/);
    refuses(renamed(zip({ 'a.x': '1', 'b.x': '2' }), 'b.x', 'a.x'), /"a\.x" twice/);
    const link = zip({ 'a.x': 'target' });
    const entry = Buffer.from(link).indexOf('PK\u0001\u0002');
    new DataView(link.buffer).setUint32(entry + 38, 0o120777 * 0x10000, true);
    refuses(link, /holds a link/);
  });

  test('beyond the limits is refused before it is unpacked', () => {
    refuses(zip({ 'a.x': '', 'b.x': '', 'c.x': '' }), /holds 3 files; at most 2/, { ...DEPLOY_LIMITS, files: 2 });
    refuses(zip({ 'bomb.x': '0'.repeat(3_000_000) }), /zip bomb/);
    refuses(zip({ 'a.x': 'x'.repeat(2000) }), /unpacks to more than is allowed/, { ...DEPLOY_LIMITS, fileBytes: 1000 });
    refuses(zip({ 'a.x': 'x'.repeat(600), 'b.x': 'x'.repeat(600) }), /unpacks to more than is allowed/, { ...DEPLOY_LIMITS, totalBytes: 1000 });
    refuses(new Uint8Array(200), /larger than/, { ...DEPLOY_LIMITS, compressedBytes: 100 });
  });

  test('that understates a size is refused, not unpacked further', () => {
    const data = zip({ 'a.x': 'x'.repeat(5000) });
    const entry = Buffer.from(data).indexOf('PK\u0001\u0002');
    new DataView(data.buffer).setUint32(entry + 24, 10, true);
    refuses(data, /cannot be unpacked/);
  });
});
