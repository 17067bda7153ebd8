/** Values from outside never become SQL: any text comes back as it went in, and is found by equality. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { admin, openTestOrg } from './testOrg.ts';

/** A SOQL text literal. */
function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
}

const nasty = fc.oneof(
  fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }),
  fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom("'", '"', '\\', '%', '_', ';', '-', '/', '*', '?', ':', '`', '\n', '$', 'ß', 'É', 'a', '🚀', '1') }),
  fc.constantFrom("'; DROP TABLE \"Account\"; --", "' OR '1'='1", '?1', '"Id"', '__proto__', "\\'", '%', "O'Brien"),
).map((text) => text.trim()).filter((text) => text !== '' && !text.includes('\0'));

test('any text round-trips through insert, filter, IN and LIKE', () => {
  const org = openTestOrg();
  fc.assert(
    fc.property(nasty, (text) => {
      const id = org.create('Account', { Name: text });
      const found = (where: string): unknown[] => org.records(`SELECT Id, Name FROM Account WHERE ${where}`).filter((record) => record['Id'] === id).map(({ Name }) => Name);
      assert.equal(org.engine.retrieve(admin, 'Account', id)['Name'], text);
      assert.deepEqual(found(`Name = ${literal(text)}`), [text]);
      assert.deepEqual(found(`Name IN (${literal(text)}, 'other')`), [text]);
      assert.deepEqual(found(`Name LIKE ${literal(text).replace(/[%_]/g, '\\$&')}`), [text]);
      assert.deepEqual(found(`Name != ${literal(text)}`), []);
      org.engine.delete(admin, 'Account', [id]);
    }),
    { seed: 2026, numRuns: 300 },
  );
});

test('field names from outside are looked up, never pasted', () => {
  const org = openTestOrg();
  for (const name of ['__proto__', 'constructor', 'Id" = 1; --', 'toString', '']) {
    const [result] = org.engine.insert(admin, 'Account', [JSON.parse(`{"Name":"x",${JSON.stringify(name)}:"y"}`) as Record<string, unknown>]);
    assert.equal(result?.errors[0]?.message, `No such column '${name}' on sobject of type Account`);
  }
});
