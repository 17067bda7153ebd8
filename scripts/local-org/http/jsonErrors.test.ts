/** Expectations are messages of Jackson, as answers of Salesforce show them; its column is that of the character after the last one read. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { describeJsonError } from './jsonErrors.ts';

describe('describeJsonError', () => {
  for (const [text, message] of [
    ['', 'No content to map to Object due to end of input'],
    ['  \n', 'No content to map to Object due to end of input'],
    ['{"a":1 "b":2}', `Unexpected character ('"' (code 34)): was expecting comma to separate OBJECT entries at [line:1, column:9]`],
    ['[1 2]', "Unexpected character ('2' (code 50)): was expecting comma to separate ARRAY entries at [line:1, column:5]"],
    ['{\n a:1}', "Unexpected character ('a' (code 97)): was expecting double-quote to start field name at [line:2, column:3]"],
    ['{"a" 1}', "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value at [line:1, column:7]"],
    ['{"a":}', "Unexpected character ('}' (code 125)): expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line:1, column:7]"],
    ['{"a":1,}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name at [line:1, column:9]"],
    ['{"a":nope}', "Unrecognized token 'nope': was expecting 'null', 'true', 'false' or NaN at [line:1, column:10]"],
    ['{"a":[1', 'Unexpected end-of-input: expected close marker for ARRAY (from [line:1, column:5]) at [line:1, column:8]'],
    ['{"a":"x', 'Unexpected end-of-input in VALUE_STRING at [line:1, column:8]'],
    [String.raw`{"a":"\q"}`, "Unrecognized character escape 'q' (code 113) at [line:1, column:9]"],
  ] as const) {
    test(JSON.stringify(text), () => assert.equal(describeJsonError(Buffer.from(text)), message));
  }

  test('bytes that are no UTF-8', () => {
    assert.equal(describeJsonError(Buffer.from([0x7b, 0x22, 0xff])), 'Invalid UTF-8 start byte 0xff at [line:1, column:4]');
    assert.equal(describeJsonError(Buffer.from([0x22, 0xc3, 0x28])), 'Invalid UTF-8 middle byte 0x28 at [line:1, column:3]');
  });

  test('always finds something to say', () => {
    const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '\\', 'x', '-', '\u0001', ':'))
      .map(([json, at, wrong]) => json.slice(0, at % (json.length + 1)) + wrong + json.slice(at % (json.length + 1) + 1))
      .filter((text) => !isJson(text));
    fc.assert(fc.property(broken, (text) => describeJsonError(Buffer.from(text)) !== ''), { seed: 7, numRuns: 500 });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
