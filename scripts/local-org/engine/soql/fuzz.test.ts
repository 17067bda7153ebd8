/** Whatever a client sends as a query or a search: an answer or one of Salesforce's errors, never anything else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { admin, openTestOrg } from '../testOrg.ts';
import { OrgError } from '../types.ts';

const org = openTestOrg();
org.create('Account', { Name: 'Acme', Industry: 'Banking', Regions__c: 'North;South' });

const PIECES = [
  'SELECT', 'Id', 'Name', 'FROM', 'Account', 'WHERE', 'AND', 'OR', 'NOT', 'IN', 'LIKE', '(', ')', ',', '=', '!=', '<', "'x'", "'\\", "'", 'null', 'true', '5', '-1.5e3',
  'GROUP BY', 'ROLLUP(', 'CUBE(', 'HAVING', 'ORDER BY', 'DESC', 'NULLS LAST', 'LIMIT', 'OFFSET', 'COUNT(Id)', 'COUNT()', 'MAX(', 'FORMAT(', 'toLabel(', 'FIELDS(ALL)', "DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'km')", 'GEOLOCATION(',
  'CALENDAR_YEAR(CreatedDate)', 'TODAY', 'LAST_N_DAYS:', '3', 'CreatedDate = NEXT_N_YEARS:999999', 'CreatedDate > N_FISCAL_QUARTERS_AGO:999999', '2026-01-01', '2026-01-01T00:00:00Z', '10:00:00Z', 'TYPEOF', 'WHEN', 'THEN', 'ELSE', 'END', 'Owner', 'Owner.Name',
  '(SELECT Id FROM Contacts)', '(SELECT AccountId FROM Contact)', 'USING SCOPE', 'mine', 'FOR VIEW', 'INCLUDES', "('North')", 'Regions__c', 'USD5', ':x', '"', '\u00a0', '😀', ';',
] as const;
const VALID = [
  "SELECT Id, Name, Owner.Name, (SELECT Id FROM Contacts) FROM Account WHERE Name LIKE 'A%' AND (NOT Industry IN ('x', null)) ORDER BY Name DESC NULLS LAST LIMIT 5 OFFSET 1",
  'SELECT Industry, COUNT(Id) n FROM Account GROUP BY ROLLUP(Industry) HAVING COUNT(Id) > 0 ORDER BY GROUPING(Industry)',
  "SELECT TYPEOF Owner WHEN User THEN Name ELSE Id END FROM Lead WHERE CreatedDate = LAST_N_DAYS:3 AND ConvertedDate >= 2026-01-01",
  "FIND {acme AND NOT (\"b c\" OR de*)} IN NAME FIELDS RETURNING Account(Id, Name WHERE Industry = 'x' ORDER BY Name LIMIT 3), Contact LIMIT 5",
] as const;

function answersOrRefuses(text: string): void {
  for (const ask of [() => org.engine.query(admin, text), () => org.engine.search(admin, text)]) {
    try {
      ask();
    } catch (error) {
      assert.ok(error instanceof OrgError, `${JSON.stringify(text)}: ${String(error)}`);
      assert.doesNotMatch(error.message, /sqlite|near "|\bat .*\.ts:/i);
    }
  }
}

const mutated = fc.record({
  text: fc.constantFrom(...VALID), at: fc.nat(200), length: fc.nat(12), insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })),
}).map(({ text, at, length, insert }) => text.slice(0, at % text.length) + insert + text.slice((at % text.length) + length));

test('arbitrary text, arbitrary tokens and damaged queries', () => {
  const tokens = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(' '));
  const selected = tokens.map((rest) => `SELECT Id FROM Account ${rest}`);
  const searched = fc.string({ unit: fc.constantFrom('a', 'cd', ' ', '*', '?', '"', '\\', '(', ')', 'AND', ' OR ', '{', '}', '|', '&') }).map((text) => `FIND {${text}}`);
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), tokens, selected, searched, mutated), answersOrRefuses), { seed: 2026, numRuns: 3_000 });
});

test('the undamaged ones answer', () => {
  assert.equal(org.records(VALID[0]).length, 0);
  assert.equal(org.records(VALID[1]).length, 2);
  assert.equal(org.records(VALID[2]).length, 0);
  assert.equal(org.engine.search(admin, VALID[3]).length, 0);
});
