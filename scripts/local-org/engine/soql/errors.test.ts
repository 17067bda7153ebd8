/** What a query refuses, word for word. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admin, openTestOrg } from '../testOrg.ts';
import { queryErrors } from './errors.ts';

const org = openTestOrg();
const DESCRIBE = 'Please reference your WSDL or the describe call for the appropriate names.';

const CASES: readonly { readonly soql: string; readonly errorCode: string; readonly message: string }[] = [
  {
    soql: 'SELECT Foo FROM Account', errorCode: 'INVALID_FIELD',
    message: `\nSELECT Foo FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${DESCRIBE}`,
  },
  {
    soql: "SELECT Id FROM Account\nWHERE Name = 'Foo' AND Foo = 1", errorCode: 'INVALID_FIELD',
    message: `\nWHERE Name = 'Foo' AND Foo = 1\n                       ^\nERROR at Row:2:Column:24\nNo such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${DESCRIBE}`,
  },
  {
    soql: 'SELECT Owner.Foo FROM Account', errorCode: 'INVALID_FIELD',
    message: `\nSELECT Owner.Foo FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Foo' on entity 'User'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${DESCRIBE}`,
  },
  {
    soql: 'SELECT Boss.Name FROM Account', errorCode: 'INVALID_FIELD',
    message: `\nSELECT Boss.Name FROM Account\n       ^\nERROR at Row:1:Column:8\nDidn't understand relationship 'Boss' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${DESCRIBE}`,
  },
  {
    soql: 'SELECT Id, (SELECT Id FROM Deals) FROM Account', errorCode: 'INVALID_TYPE',
    message: `\nSELECT Id, (SELECT Id FROM Deals) FROM Account\n                           ^\nERROR at Row:1:Column:28\nDidn't understand relationship 'Deals' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${DESCRIBE}`,
  },
  {
    soql: 'SELECT Id FROM ScratchOrgInfo', errorCode: 'INVALID_TYPE',
    message: `\nSELECT Id FROM ScratchOrgInfo\n               ^\nERROR at Row:1:Column:16\nsObject type 'ScratchOrgInfo' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${DESCRIBE}`,
  },
  { soql: "SELECT Id FROM Account WHERE Name = 5", errorCode: 'INVALID_FIELD', message: "\nSELECT Id FROM Account WHERE Name = 5\n                             ^\nERROR at Row:1:Column:30\nvalue of filter criterion for field 'Name' must be of type string and should be enclosed in quotes" },
  { soql: "SELECT Id FROM Account WHERE AnnualRevenue = '5'", errorCode: 'INVALID_FIELD', message: "\nSELECT Id FROM Account WHERE AnnualRevenue = '5'\n                             ^\nERROR at Row:1:Column:30\nvalue of filter criterion for field 'AnnualRevenue' must be of type double and should not be enclosed in quotes" },
  { soql: "SELECT Id FROM Account WHERE CreatedDate = '2026-01-01'", errorCode: 'INVALID_FIELD', message: "\nSELECT Id FROM Account WHERE CreatedDate = '2026-01-01'\n                             ^\nERROR at Row:1:Column:30\nvalue of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes" },
  { soql: "SELECT Id FROM Account WHERE Id = 'abc'", errorCode: 'INVALID_QUERY_FILTER_OPERATOR', message: "\nSELECT Id FROM Account WHERE Id = 'abc'\n                             ^\nERROR at Row:1:Column:30\ninvalid ID field: abc" },
  { soql: "SELECT Id FROM Account WHERE Description = 'x'", errorCode: 'INVALID_FIELD', message: "\nSELECT Id FROM Account WHERE Description = 'x'\n                             ^\nERROR at Row:1:Column:30\nfield 'Description' can not be filtered in a query call" },
  { soql: 'SELECT Id FROM Account ORDER BY Regions__c', errorCode: 'INVALID_FIELD', message: "\nSELECT Id FROM Account ORDER BY Regions__c\n                                ^\nERROR at Row:1:Column:33\nfield 'Regions__c' can not be sorted in a query call" },
  { soql: 'SELECT Name, COUNT(Id) FROM Account', errorCode: 'MALFORMED_QUERY', message: '\nSELECT Name, COUNT(Id) FROM Account\n       ^\nERROR at Row:1:Column:8\nField must be grouped or aggregated: Name' },
  { soql: 'SELECT SUM(Name) FROM Account', errorCode: 'MALFORMED_QUERY', message: '\nSELECT SUM(Name) FROM Account\n           ^\nERROR at Row:1:Column:12\nfield Name does not support aggregate operator SUM' },
  { soql: 'SELECT Id, Name, Id FROM Account', errorCode: 'MALFORMED_QUERY', message: '\nSELECT Id, Name, Id FROM Account\n                 ^\nERROR at Row:1:Column:18\nduplicate field selected: Id' },
  // Syntax errors count columns from 0.
  { soql: 'SELECT Id FROM Account WHERE Name = null AND Industry = null OR Key__c = null', errorCode: 'MALFORMED_QUERY', message: "\nName = null AND Industry = null OR Key__c = null\n                               ^\nERROR at Row:1:Column:61\nunexpected token: 'OR'" },
  { soql: 'SELECT Id FORM Account', errorCode: 'MALFORMED_QUERY', message: "\nSELECT Id FORM Account\n              ^\nERROR at Row:1:Column:15\nunexpected token: 'Account'" },
  { soql: 'SELECT Id FROM Account WHERE', errorCode: 'MALFORMED_QUERY', message: "\nSELECT Id FROM Account WHERE\n                            ^\nERROR at Row:1:Column:29\nunexpected token: '<EOF>'" },
  { soql: "SELECT Id FROM Account\nWHERE Name = 'x' AND NOT (Industry = null)", errorCode: 'MALFORMED_QUERY', message: "\nWHERE Name = 'x' AND NOT (Industry = null)\n                    ^\nERROR at Row:2:Column:21\nunexpected token: 'NOT'" },
  { soql: 'SELECT Id FROM Account WHERE Name = "x"', errorCode: 'MALFORMED_QUERY', message: "\nSELECT Id FROM Account WHERE Name = \"x\"\n                                   ^\nERROR at Row:1:Column:36\nline 1:36 no viable alternative at character '\"'" },
  { soql: "SELECT Id FROM Account WHERE Name = 'x", errorCode: 'MALFORMED_QUERY', message: "\nId FROM Account WHERE Name = 'x\n                              ^\nERROR at Row:1:Column:38\nline 1:38 mismatched character '<EOF>' expecting '''" },
  { soql: 'SELECT Id FROM Account WHERE Name = :name', errorCode: 'MALFORMED_QUERY', message: '\nSELECT Id FROM Account WHERE Name = :name\n                                    ^\nERROR at Row:1:Column:37\nBind variables only allowed in Apex code' },
  { soql: 'SELECT Name n FROM Account', errorCode: 'MALFORMED_QUERY', message: 'only aggregate expressions use field aliasing' },
  { soql: 'SELECT Industry FROM Account GROUP BY Industry HAVING Name = null', errorCode: 'MALFORMED_QUERY', message: '\nAccount GROUP BY Industry HAVING Name = null\n                                 ^\nERROR at Row:1:Column:55\nField must be grouped or aggregated: Name' },
  { soql: 'SELECT Industry FROM Account GROUP BY Industry ORDER BY Name', errorCode: 'MALFORMED_QUERY', message: '\nAccount GROUP BY Industry ORDER BY Name\n                                   ^\nERROR at Row:1:Column:57\nOrdered field must be grouped or aggregated: Name' },
  { soql: 'SELECT COUNT() FROM Account ORDER BY Name', errorCode: 'MALFORMED_QUERY', message: '\nCOUNT() FROM Account ORDER BY Name\n                              ^\nERROR at Row:1:Column:38\nOrdered field must be grouped or aggregated: Name' },
  { soql: 'SELECT Name, COUNT() FROM Account GROUP BY Name', errorCode: 'MALFORMED_QUERY', message: "\nSELECT Name, COUNT() FROM Account GROUP BY Name\n                  ^\nERROR at Row:1:Column:19\nunexpected token: ')'" },
  { soql: 'SELECT MAX(Name) FROM Account LIMIT 1', errorCode: 'MALFORMED_QUERY', message: 'Non-grouped query that uses overall aggregate functions cannot also use LIMIT' },
  { soql: 'SELECT Id FROM Account ORDER BY COUNT(Id)', errorCode: 'MALFORMED_QUERY', message: "\nSELECT Id FROM Account ORDER BY COUNT(Id)\n                               ^\nERROR at Row:1:Column:32\nunexpected token: 'COUNT'" },
  { soql: '', errorCode: 'MALFORMED_QUERY', message: "unexpected token: '<EOF>'" },
  { soql: 'SELEKT Id FROM Account', errorCode: 'MALFORMED_QUERY', message: "unexpected token: 'SELEKT'" },
  { soql: 'SELECT Id FROM Account LIMIT 1 OFFSET 2001', errorCode: 'NUMBER_OUTSIDE_VALID_RANGE', message: 'Maximum SOQL offset allowed is 2000' },
  { soql: 'SELECT Id FROM Account ALL ROWS', errorCode: 'MALFORMED_QUERY', message: 'ALL ROWS not allowed in this context' },
  // Semi-joins
  { soql: 'SELECT Id FROM Account WHERE Name = null OR Id IN (SELECT AccountId FROM Contact)', errorCode: 'MALFORMED_QUERY', message: "Semi join sub-selects are not allowed with the 'OR' operator" },
  { soql: "SELECT Id FROM Account WHERE (Name = 'x' AND Id IN (SELECT AccountId FROM Contact)) AND Industry = null", errorCode: 'MALFORMED_QUERY', message: 'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.' },
  { soql: 'SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)', errorCode: 'MALFORMED_QUERY', message: 'The inner and outer selects should not be on the same object type' },
  { soql: 'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE AccountId IN (SELECT AccountId FROM Opportunity))', errorCode: 'MALFORMED_QUERY', message: 'Nesting of semi join sub-selects is not supported' },
  { soql: 'SELECT Id FROM Account WHERE OwnerId IN (SELECT AccountId FROM Contact)', errorCode: 'MALFORMED_QUERY', message: "The selected field 'AccountId' in the subquery and the left operand field in the where expression in the outer query 'OwnerId' should point to the same object type" },
  { soql: 'SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)', errorCode: 'MALFORMED_QUERY', message: "The left operand field in the where expression for outer query should be an id field, cannot use: 'Name'" },
  // What a Salesforce org does and this one does not
  ...[
    ['SELECT convertCurrency(AnnualRevenue) FROM Account', 'function convertCurrency()'],
    ['SELECT FORMAT(Probability) FROM Opportunity', 'FORMAT() of a percent field'],
    ['SELECT Id FROM Account WHERE AnnualRevenue > EUR100', 'currency literal EUR100'],
    ['SELECT Id FROM Account USING SCOPE team', 'USING SCOPE team'],
    ['SELECT Id FROM Account WITH SECURITY_ENFORCED', 'WITH SECURITY_ENFORCED'],
    ['SELECT Id FROM Account LIMIT 1 SET OPTIONS (honorEmptyStrings = true)', 'SET OPTIONS'],
    ["SELECT Id FROM Account ORDER BY DISTANCE(Name, GEOLOCATION(1, 2), 'km')", 'DISTANCE() of the string field Name'],
  ].map(([soql = '', what = '']) => ({ soql, errorCode: 'UNSUPPORTED_BY_LOCAL_ORG', message: `unsupported: the local org does not do ${what} in a query.` })),
];

for (const { soql, errorCode, message } of CASES) {
  test(`refuses ${soql}`, () => {
    assert.throws(() => org.engine.query(admin, soql), { name: 'OrgError', errorCode, message });
  });
}

// Messages of orgs, as public issues and transcripts show them: the piece of the query, the caret and the column.
test('a message shows the piece of the query that an org shows', () => {
  const flow = "SELECT Id, ApiName, Status FROM FlowDefinition WHERE ApiName IN ('AGENT_SearchAccounts')";
  assert.match(queryErrors.noSuchColumn(flow, flow.indexOf('ApiName'), 'ApiName', 'FlowDefinition').message, /^\nSELECT Id, ApiName, Status FROM FlowDefinition\n {11}\^\nERROR at Row:1:Column:12\nNo such column 'ApiName'/);
  const options = 'SELECT Id FROM Account SET OPTIONS (honorEmptyStrings = true) LIMIT 1';
  assert.equal(
    queryErrors.unexpectedToken(options, { kind: 'name', text: 'LIMIT', offset: options.indexOf('LIMIT') }).message,
    "\nOPTIONS (honorEmptyStrings = true) LIMIT 1\n                                  ^\nERROR at Row:1:Column:62\nunexpected token: 'LIMIT'",
  );
  const dense = `SELECT ${'x'.repeat(75)},CreatedById,OCE__ActualCap__c,TPI_Product__c,Name,OCE__JobId__c,CurrencyIsoCode FROM OCE__ActivityPlan__c`;
  assert.match(queryErrors.noSuchColumn(dense, dense.indexOf('TPI'), 'TPI_Product__c', 'OCE__ActivityPlan__c').message, /^\nCreatedById,OCE__ActualCap__c,TPI_Product__c,Name,OCE__JobId__c\n {30}\^\nERROR at Row:1:Column:114\n/);
});

test('nesting, length and nonsense are refused, not fatal', () => {
  const hostile = [
    `SELECT Id FROM Account WHERE ${'('.repeat(5_000)}Name = 'x'${')'.repeat(5_000)}`,
    `SELECT Id FROM Account WHERE Name = '${'x'.repeat(120_000)}'`,
    `SELECT Id FROM Account WHERE ${'(NOT '.repeat(2_000)}Name = 'x'${')'.repeat(2_000)}`,
    "SELECT Id FROM Account WHERE Name = 'x'; DROP TABLE Account",
    'SELECT Id FROM Account UNION SELECT Id FROM User',
    'SELECT "Id" FROM Account',
    'SELECT Id FROM sqlite_schema',
  ];
  for (const soql of hostile) {
    assert.throws(() => org.engine.query(admin, soql), { name: 'OrgError' }, soql.slice(0, 60));
  }
});

test('a long chain of conditions is no deep one', () => {
  const chain = Array.from({ length: 3_000 }, (_unused, index) => `Name = 'n${index}'`).join(' OR ');
  assert.equal(org.engine.query(admin, `SELECT Id FROM Account WHERE ${chain}`).totalSize, 0);
});
