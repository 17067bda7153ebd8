/** Queries over a small org written by hand: `{soql, expected}`, expectations worked out on paper. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineField } from '../schemaIndex.ts';
import { ADMIN_ID, admin, openTestOrg } from '../testOrg.ts';

const org = openTestOrg();
const acme = org.create('Account', { Name: 'Acme', Industry: 'Technology', NumberOfEmployees: 200, AnnualRevenue: 1000, Regions__c: 'North;South', Key__c: 'A-1', BillingCity: 'Köln' });
const bank = org.create('Account', { Name: "O'Bank 100%", Industry: 'Banking', NumberOfEmployees: 50, ParentId: acme, Regions__c: 'South' });
const farm = org.create('Account', { Name: 'farm_house', Regions__c: 'East' });
org.create('Contact', { FirstName: 'Grace', LastName: 'Hopper', AccountId: acme });
org.create('Contact', { FirstName: 'Ada', LastName: 'Lovelace', AccountId: acme });
org.create('Contact', { LastName: 'Élan', AccountId: bank });
const deal = (Name: string, StageName: string, CloseDate: string, Amount: number | null, AccountId: string | null): string =>
  org.create('Opportunity', { Name, StageName, CloseDate, Amount, AccountId });
org.at('2026-01-30T23:30:00Z');
deal('D1', 'Prospecting', '2026-01-31', 100, acme);
org.at('2026-01-31T10:00:00Z');
deal('D2', 'Negotiation', '2026-02-15', 0.1, acme);
deal('D3', 'Closed Won', '2025-12-31', 0.2, bank);
deal('D4', 'Closed Lost', '2026-03-31', null, null);
const doomed = org.create('Account', { Name: 'Doomed' });
org.engine.delete(admin, 'Account', [doomed]);

/** Records without attributes, as rows of values in the order of the record. */
function rows(soql: string, session = admin): unknown[] {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(plain);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'attributes').map(([key, inner]) => [key, plain(inner)]));
  };
  return org.engine.query(session, soql).records.map(plain);
}

const names = (...list: string[]): { Name: string }[] => list.map((Name) => ({ Name }));
const ACCOUNTS = (where: string): string => `SELECT Name FROM Account WHERE ${where} ORDER BY Name`;
const DEALS = (where: string): string => `SELECT Name FROM Opportunity WHERE ${where} ORDER BY Name`;
const BANK = "O'Bank 100%";

const CASES: readonly { readonly soql: string; readonly expected: readonly unknown[] }[] = [
  // Text
  { soql: ACCOUNTS("Name = 'ACME'"), expected: names('Acme') },
  { soql: ACCOUNTS("Industry != 'technology'"), expected: names('farm_house', BANK) },
  { soql: ACCOUNTS('Industry = null'), expected: names('farm_house') },
  { soql: ACCOUNTS("Industry = ''"), expected: names('farm_house') },
  { soql: ACCOUNTS('Industry != null'), expected: names('Acme', BANK) },
  { soql: ACCOUNTS("Name LIKE 'o\\'bank%'"), expected: names(BANK) },
  { soql: ACCOUNTS("Name LIKE '%100\\%'"), expected: names(BANK) },
  { soql: ACCOUNTS("Name LIKE 'farm_house'"), expected: names('farm_house') },
  { soql: ACCOUNTS("Name LIKE 'far%' OR Name LIKE '%me'"), expected: names('Acme', 'farm_house') },
  { soql: ACCOUNTS("NOT Name LIKE 'a%'"), expected: names('farm_house', BANK) },
  { soql: ACCOUNTS("BillingCity = 'KÖLN'"), expected: names('Acme') },
  { soql: "SELECT LastName FROM Contact WHERE LastName LIKE 'é%'", expected: [{ LastName: 'Élan' }] },
  { soql: ACCOUNTS("Industry IN ('Banking', 'Nothing')"), expected: names(BANK) },
  { soql: ACCOUNTS("Industry NOT IN ('Banking')"), expected: names('Acme', 'farm_house') },
  { soql: ACCOUNTS("Industry IN ('Banking', null)"), expected: names('farm_house', BANK) },
  { soql: ACCOUNTS("Industry NOT IN ('Banking', null)"), expected: names('Acme') },
  { soql: ACCOUNTS("BillingCity IN ('köln', 'Bonn')"), expected: names('Acme') },
  // Numbers, blank
  { soql: ACCOUNTS('NumberOfEmployees > 50'), expected: names('Acme') },
  { soql: ACCOUNTS('NumberOfEmployees <= 50'), expected: names(BANK) },
  { soql: ACCOUNTS('NumberOfEmployees != 50'), expected: names('Acme', 'farm_house') },
  { soql: ACCOUNTS('NOT (NumberOfEmployees > 50)'), expected: names('farm_house', BANK) },
  { soql: ACCOUNTS('NumberOfEmployees IN (50, 200)'), expected: names('Acme', BANK) },
  // Ids, relationships
  { soql: ACCOUNTS(`Id = '${acme.slice(0, 15)}'`), expected: names('Acme') },
  { soql: ACCOUNTS("Parent.Name = 'acme'"), expected: names(BANK) },
  { soql: ACCOUNTS(`ParentId IN ('${acme}', '${bank}')`), expected: names(BANK) },
  { soql: ACCOUNTS('Id IN (SELECT AccountId FROM Contact)'), expected: names('Acme', BANK) },
  { soql: ACCOUNTS('Id NOT IN (SELECT AccountId FROM Opportunity WHERE Amount > 50)'), expected: names('farm_house', BANK) },
  { soql: ACCOUNTS("Id IN (SELECT AccountId FROM Contact WHERE Account.Industry = 'Banking') AND Name != null"), expected: names(BANK) },
  { soql: "SELECT o.Name, o.Account.Parent.Name FROM Opportunity o WHERE o.Account.Parent.Name = 'Acme'", expected: [{ Name: 'D3', Account: { Parent: { Name: 'Acme' } } }] },
  { soql: "SELECT Opportunity.Name, Account.Name FROM Opportunity WHERE Name = 'D4'", expected: [{ Name: 'D4', Account: null }] },
  { soql: 'SELECT Name, Owner.Name, Owner.Type FROM Lead', expected: [] },
  { soql: "SELECT Name, (SELECT LastName FROM Contacts WHERE LastName != 'x' ORDER BY LastName DESC LIMIT 1) FROM Account WHERE Name IN ('Acme', 'farm_house') ORDER BY Name",
    expected: [{ Name: 'Acme', Contacts: { totalSize: 1, done: true, records: [{ LastName: 'Lovelace' }] } }, { Name: 'farm_house', Contacts: null }] },
  // Checkboxes, formula fields
  { soql: DEALS('IsClosed = TRUE AND IsWon = false'), expected: names('D4') },
  { soql: ACCOUNTS('Big__c = true'), expected: names('Acme') },
  { soql: ACCOUNTS('Double__c >= 100 AND Double__c < 400'), expected: names(BANK) },
  { soql: 'SELECT Double__c, Big__c FROM Account ORDER BY Double__c DESC NULLS LAST', expected: [{ Double__c: 400, Big__c: true }, { Double__c: 100, Big__c: false }, { Double__c: null, Big__c: false }] },
  { soql: 'SELECT SUM(Double__c) FROM Account', expected: [{ expr0: 500 }] },
  // Multi-select
  { soql: ACCOUNTS("Regions__c INCLUDES ('south')"), expected: names('Acme', BANK) },
  { soql: ACCOUNTS("Regions__c INCLUDES ('North;South', 'East')"), expected: names('Acme', 'farm_house') },
  { soql: ACCOUNTS("Regions__c EXCLUDES ('South')"), expected: names('farm_house') },
  { soql: ACCOUNTS("Regions__c = 'north;south'"), expected: names('Acme') },
  // Dates: the clock says Saturday 2026-01-31 10:00 UTC
  { soql: DEALS('CloseDate = TODAY'), expected: names('D1') },
  { soql: DEALS('CloseDate < 2026-01-31'), expected: names('D3') },
  { soql: DEALS('CloseDate = THIS_QUARTER'), expected: names('D1', 'D2', 'D4') },
  { soql: DEALS('CloseDate = LAST_YEAR'), expected: names('D3') },
  { soql: DEALS('CloseDate > THIS_MONTH'), expected: names('D2', 'D4') },
  { soql: DEALS('CloseDate = NEXT_N_DAYS:15'), expected: names('D2') },
  { soql: DEALS('CloseDate = NEXT_N_DAYS:14'), expected: [] },
  { soql: DEALS('CloseDate = N_DAYS_AGO:31'), expected: names('D3') },
  { soql: DEALS('CloseDate = LAST_N_MONTHS:1'), expected: names('D3') },
  { soql: DEALS('CloseDate = LAST_FISCAL_QUARTER'), expected: names('D3') },
  { soql: DEALS('CreatedDate = YESTERDAY'), expected: names('D1') },
  { soql: DEALS('CreatedDate = TODAY'), expected: names('D2', 'D3', 'D4') },
  { soql: DEALS('CreatedDate >= 2026-01-31T12:00:00+02:00'), expected: names('D2', 'D3', 'D4') },
  { soql: DEALS('CALENDAR_YEAR(CloseDate) = 2025'), expected: names('D3') },
  { soql: DEALS('CloseDate IN (TODAY, 2025-12-31)'), expected: names('D1', 'D3') },
  // Order, limit
  { soql: 'SELECT Name FROM Opportunity ORDER BY Amount', expected: names('D4', 'D2', 'D3', 'D1') },
  { soql: 'SELECT Name FROM Opportunity ORDER BY Amount DESC NULLS LAST', expected: names('D1', 'D3', 'D2', 'D4') },
  { soql: 'SELECT Name FROM Opportunity ORDER BY StageName DESC', expected: names('D4', 'D3', 'D2', 'D1') },
  { soql: 'SELECT Name FROM Opportunity ORDER BY Account.Name NULLS LAST, Name DESC', expected: names('D2', 'D1', 'D3', 'D4') },
  { soql: 'SELECT Name FROM Opportunity ORDER BY Name LIMIT 2 OFFSET 1', expected: names('D2', 'D3') },
  // Labels
  { soql: "SELECT toLabel(StageName) FROM Opportunity WHERE Name = 'D1'", expected: [{ StageName: 'Prospecting (label)' }] },
  { soql: "SELECT StageName, toLabel(StageName) stage FROM Opportunity WHERE Name = 'D1'", expected: [{ StageName: 'Prospecting', stage: 'Prospecting (label)' }] },
  // Addresses
  { soql: "SELECT BillingAddress FROM Account WHERE Name = 'Acme'",
    expected: [{ BillingAddress: { city: 'Köln', country: null, geocodeAccuracy: null, latitude: null, longitude: null, postalCode: null, state: null, street: null } }] },
  // Aggregates
  { soql: 'SELECT COUNT(Id), COUNT(Amount) filled, SUM(Amount), AVG(Amount) a, MIN(CloseDate), MAX(Name) FROM Opportunity WHERE Amount < 50',
    expected: [{ expr0: 2, filled: 2, expr1: 0.3, a: 0.15000000000000002, expr2: '2025-12-31', expr3: 'D3' }] },
  { soql: 'SELECT COUNT_DISTINCT(AccountId) FROM Opportunity', expected: [{ expr0: 2 }] },
  { soql: 'SELECT IsClosed, COUNT(Id) n FROM Opportunity GROUP BY IsClosed ORDER BY COUNT(Id), IsClosed', expected: [{ IsClosed: false, n: 2 }, { IsClosed: true, n: 2 }] },
  { soql: 'SELECT Account.Name, SUM(Amount) total FROM Opportunity GROUP BY Account.Name ORDER BY Account.Name NULLS LAST',
    expected: [{ Name: 'Acme', total: 100.1 }, { Name: BANK, total: 0.2 }, { Name: null, total: null }] },
  { soql: 'SELECT CALENDAR_MONTH(CloseDate) m, COUNT(Id) FROM Opportunity GROUP BY CALENDAR_MONTH(CloseDate) ORDER BY CALENDAR_MONTH(CloseDate) DESC',
    expected: [{ m: 12, expr0: 1 }, { m: 3, expr0: 1 }, { m: 2, expr0: 1 }, { m: 1, expr0: 1 }] },
  { soql: 'SELECT AccountId, COUNT(Id) FROM Opportunity GROUP BY AccountId HAVING COUNT(Id) > 1', expected: [{ AccountId: acme, expr0: 2 }] },
  { soql: 'SELECT DAY_ONLY(CreatedDate), COUNT(Id) FROM Opportunity GROUP BY DAY_ONLY(CreatedDate) ORDER BY DAY_ONLY(CreatedDate)',
    expected: [{ expr0: '2026-01-30', expr1: 1 }, { expr0: '2026-01-31', expr1: 3 }] },
  { soql: 'SELECT IsClosed c, IsWon w, COUNT(Id) n FROM Opportunity GROUP BY ROLLUP(IsClosed, IsWon)',
    expected: [{ c: false, w: false, n: 2 }, { c: true, w: false, n: 1 }, { c: true, w: true, n: 1 }, { c: false, w: null, n: 2 }, { c: true, w: null, n: 2 }, { c: null, w: null, n: 4 }] },
  // Scope, purpose, aliases of parents
  { soql: "SELECT Name FROM Account USING SCOPE mine WHERE Name = 'Acme'", expected: names('Acme') },
  { soql: "SELECT Name FROM Account USING SCOPE everything WHERE Name = 'Acme' LIMIT 1 FOR VIEW", expected: names('Acme') },
  { soql: "SELECT c.LastName, a.Name FROM Contact c, c.Account a WHERE a.Industry = 'Banking'", expected: [{ LastName: 'Élan', Account: { Name: BANK } }] },
  { soql: "SELECT Name FROM Account WHERE toLabel(Industry) = 'banking (label)'", expected: names(BANK) },
  { soql: "SELECT Name FROM Account WHERE Name = '\\u0041cme' AND Name <> 'x'", expected: names('Acme') },
  // Fiscal periods: this org's fiscal year is the calendar year
  { soql: DEALS('CloseDate = THIS_FISCAL_QUARTER'), expected: names('D1', 'D2', 'D4') },
  { soql: DEALS('CloseDate = LAST_N_FISCAL_YEARS:2'), expected: names('D3') },
  { soql: DEALS('CloseDate = N_QUARTERS_AGO:1 OR CloseDate = NEXT_N_MONTHS : 1'), expected: names('D2', 'D3') },
  { soql: DEALS('CreatedDate > N_YEARS_AGO:999999 AND CreatedDate < N_DAYS_AGO:0 AND CloseDate = NEXT_N_YEARS:999999'), expected: [] },
  { soql: DEALS('CreatedDate >= N_YEARS_AGO:999999 AND CloseDate < NEXT_N_QUARTERS:999999 AND CreatedDate < TODAY'), expected: names('D1') },
  { soql: DEALS('FISCAL_QUARTER(CloseDate) = 4'), expected: names('D3') },
  // Formats of en_US (reference of FORMAT)
  { soql: "SELECT FORMAT(CloseDate) day, FORMAT(CreatedDate) moment, FORMAT(Amount) FROM Opportunity WHERE Name = 'D1'",
    expected: [{ day: '1/31/2026', moment: '1/30/2026, 11:30 PM', Amount: '$100.00' }] },
  { soql: 'SELECT FORMAT(MIN(CloseDate)) first FROM Opportunity', expected: [{ first: '12/31/2025' }] },
  // Subtotals
  { soql: 'SELECT IsClosed c, GROUPING(IsClosed) g, COUNT(Id) n FROM Opportunity GROUP BY ROLLUP(IsClosed) ORDER BY GROUPING(IsClosed) DESC, IsClosed DESC',
    expected: [{ c: null, g: 1, n: 4 }, { c: true, g: 0, n: 2 }, { c: false, g: 0, n: 2 }] },
  { soql: 'SELECT IsClosed c, IsWon w, COUNT(Id) n FROM Opportunity GROUP BY CUBE(IsClosed, IsWon) HAVING COUNT(Id) > 2 ORDER BY COUNT(Id), IsWon',
    expected: [{ c: null, w: false, n: 3 }, { c: null, w: null, n: 4 }] },
  { soql: 'SELECT StageName FROM Opportunity GROUP BY StageName ORDER BY StageName DESC LIMIT 2', expected: [{ StageName: 'Closed Lost' }, { StageName: 'Closed Won' }] },
  { soql: "SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND Id NOT IN (SELECT AccountId FROM Opportunity WHERE StageName = 'Closed Won')", expected: names('Acme') },
  // Children of children
  { soql: "SELECT Name, (SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM ChildAccounts) FROM Account WHERE Name = 'Acme'",
    expected: [{ Name: 'Acme', ChildAccounts: { totalSize: 1, done: true, records: [{ Name: BANK, Contacts: { totalSize: 1, done: true, records: [{ LastName: 'Élan' }] } }] } }] },
];

for (const { soql, expected } of CASES) {
  test(soql, () => {
    assert.deepEqual(rows(soql), expected);
  });
}

test('days are those of the user', () => {
  const berlin = { ...admin, timeZone: 'Europe/Berlin' };
  // 23:30 UTC is half past midnight of the 31st in Berlin.
  assert.deepEqual(rows(DEALS('CreatedDate = YESTERDAY'), berlin), []);
  assert.deepEqual(rows('SELECT DAY_ONLY(convertTimezone(CreatedDate)) d, COUNT(Id) n FROM Opportunity GROUP BY DAY_ONLY(convertTimezone(CreatedDate))', berlin), [{ d: '2026-01-31', n: 4 }]);
});

test('COUNT() gives a number and no records; LIMIT bounds it', () => {
  assert.deepEqual(org.engine.query(admin, 'SELECT COUNT() FROM Account'), { records: [], totalSize: 3, object: 'Account', columns: [] });
  assert.equal(org.engine.query(admin, 'SELECT COUNT() FROM Account LIMIT 2').totalSize, 2);
  assert.equal(org.engine.query(admin, 'SELECT COUNT() FROM Account', { includeDeleted: true }).totalSize, 4);
});

test('records carry attributes, parents too, with the version that was asked', () => {
  const [record] = org.engine.query(admin, `SELECT Id, Owner.Id, ParentId FROM Account WHERE Id = '${farm}'`, { apiVersion: 'v66.0' }).records;
  assert.deepEqual(record, {
    attributes: { type: 'Account', url: `/services/data/v66.0/sobjects/Account/${farm}` },
    Id: farm,
    Owner: { attributes: { type: 'User', url: `/services/data/v66.0/sobjects/User/${ADMIN_ID}` }, Id: ADMIN_ID },
    ParentId: null,
  });
  assert.deepEqual(org.engine.query(admin, 'SELECT COUNT(Id) FROM Account').records, [{ attributes: { type: 'AggregateResult' }, expr0: 3 }]);
});

test('a lookup to users or queues answers by what it finds', () => {
  org.create('Lead', { LastName: 'L1', Company: 'C' });
  const queue = org.engine.writeSystemRow('Group', { Name: 'Inbound' });
  org.create('Lead', { LastName: 'L2', Company: 'C', OwnerId: queue });
  assert.deepEqual(rows('SELECT LastName, Owner.Name, Owner.Type FROM Lead ORDER BY LastName'), [
    { LastName: 'L1', Owner: { Name: 'Ada Admin', Type: 'User' } }, { LastName: 'L2', Owner: { Name: 'Inbound', Type: 'Queue' } },
  ]);
  assert.deepEqual(rows("SELECT LastName FROM Lead WHERE Owner.Name = 'inbound'"), [{ LastName: 'L2' }]);
  assert.deepEqual(rows("SELECT LastName FROM Lead WHERE Owner.Type = 'Queue'"), [{ LastName: 'L2' }]);
  assert.deepEqual(rows('SELECT LastName, TYPEOF Owner WHEN User THEN Title, Username ELSE Name END FROM Lead ORDER BY LastName'), [
    { LastName: 'L1', Owner: { Title: 'RevOps', Username: 'admin@handrail.local' } }, { LastName: 'L2', Owner: { Name: 'Inbound' } },
  ]);
});

test('FIELDS(ALL) needs a limit of at most 200', () => {
  assert.throws(() => org.engine.query(admin, 'SELECT FIELDS(ALL) FROM Account'), { errorCode: 'MALFORMED_QUERY', message: 'The SOQL FIELDS function must have a LIMIT of at most 200' });
  const [record] = org.engine.query(admin, 'SELECT FIELDS(CUSTOM) FROM Account ORDER BY Name LIMIT 1').records;
  assert.deepEqual(Object.keys(record ?? {}), ['attributes', 'Key__c', 'Regions__c', 'Double__c', 'Big__c']);
});

test('columns describe what was selected', () => {
  const { columns } = org.engine.query(admin, 'SELECT Name, Account.Name, Amount, (SELECT Id FROM Handoffs__r) FROM Opportunity');
  assert.deepEqual(columns.map(({ columnName, aggregate, joinColumns }) => [columnName, aggregate, joinColumns.map((column) => column.columnName)]), [
    ['Name', false, []], ['Account', false, ['Name']], ['Amount', false, []], ['Handoffs__r', true, ['Id']],
  ]);
  const { numberType, textType, apexType, updatable } = columns[2] ?? assert.fail();
  assert.deepEqual([numberType, textType, apexType, updatable], [true, false, 'Double', true]);
  assert.deepEqual(org.engine.query(admin, 'SELECT COUNT(Id), MAX(Amount) top FROM Opportunity').columns.map(({ columnName, displayName }) => [columnName, displayName]), [
    ['expr0', 'COUNT(Id)'], ['top', 'MAX(Amount)'],
  ]);
});

test('rows for export are flat and complete, in order, whatever is saved meanwhile', () => {
  const result = org.engine.queryRows(admin, 'SELECT Name, Account.Name, Amount, IsWon, CreatedDate, Account.Double__c FROM Opportunity ORDER BY Name');
  assert.deepEqual(result.header, ['Name', 'Account.Name', 'Amount', 'IsWon', 'CreatedDate', 'Account.Double__c']);
  assert.equal(result.count, 4);
  const iterator = result.rows[Symbol.iterator]();
  assert.deepEqual(iterator.next().value, ['D1', 'Acme', 100, false, '2026-01-30T23:30:00.000+0000', 400]);
  const extra = deal('D0', 'Prospecting', '2026-01-31', 1, null);
  assert.deepEqual([...{ [Symbol.iterator]: () => iterator }].map(([name]) => name), ['D2', 'D3', 'D4']);
  org.engine.delete(admin, 'Opportunity', [extra]);
  assert.throws(() => org.engine.queryRows(admin, 'SELECT COUNT(Id) FROM Account'), { errorCode: 'MALFORMED_QUERY' });
});

test('more rows than one chunk of an export', () => {
  const many = openTestOrg();
  many.engine.insert(admin, 'Account', Array.from({ length: 4_100 }, (_unused, index) => ({ Name: `N${String(index).padStart(5, '0')}` })));
  const { rows: found, count } = many.engine.queryRows(admin, 'SELECT Name FROM Account ORDER BY Name DESC LIMIT 4050');
  const list = [...found].map(([name]) => name);
  assert.deepEqual([count, list.length, list[0], list.at(-1)], [4050, 4050, 'N04099', 'N00050']);
});

test('an aggregate query has one batch', () => {
  const many = openTestOrg();
  many.engine.insert(admin, 'Account', Array.from({ length: 2_001 }, (_unused, index) => ({ Name: `N${index}` })));
  assert.throws(() => many.records('SELECT Name FROM Account GROUP BY Name'), { errorCode: 'EXCEEDED_ID_LIMIT', message: 'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch' });
  assert.equal(many.records('SELECT Name FROM Account GROUP BY Name LIMIT 2000').length, 2_000);
});

test('times of day compare in any offset', () => {
  const time = openTestOrg({ opportunityFields: [defineField({ apiName: 'Call__c', type: 'time' })] });
  time.create('Opportunity', { Name: 'T', StageName: 'Prospecting', CloseDate: '2026-02-01', Call__c: '09:30:00.000Z' });
  const found = (where: string): number => time.records(`SELECT Id FROM Opportunity WHERE ${where}`).length;
  assert.deepEqual([found('Call__c = 09:30:00.000Z'), found('Call__c < 11:30:01+02:00'), found('Call__c > 09:30:00Z')], [1, 1, 0]);
  assert.throws(() => found("Call__c = '09:30:00.000Z'"), { errorCode: 'INVALID_FIELD' });
});

test('distances are those of a great circle', () => {
  const map = openTestOrg({ opportunityFields: [defineField({ apiName: 'SiteAddress', type: 'address' }), ...['SiteLatitude', 'SiteLongitude'].map((apiName) => defineField({ apiName, type: 'double', scale: 15 }))] });
  for (const [Name, SiteLatitude, SiteLongitude] of [['Paris', 48.8566, 2.3522], ['Berlin', 52.52, 13.405], ['Sydney', -33.8688, 151.2093], ['Nowhere', null, null]] as const) {
    map.create('Opportunity', { Name, StageName: 'Prospecting', CloseDate: '2026-02-01', SiteLatitude, SiteLongitude });
  }
  const found = (rest: string): unknown[] => map.records(`SELECT Name FROM Opportunity ${rest}`).map(({ Name }) => Name);
  const fromBerlin = (unit: string): string => `DISTANCE(SiteAddress, GEOLOCATION(52.52, 13.405), '${unit}')`;
  // Berlin to Paris: 877 km, 545 miles.
  assert.deepEqual(found(`WHERE ${fromBerlin('km')} > 870 AND ${fromBerlin('km')} < 885`), ['Paris']);
  assert.deepEqual(found(`WHERE ${fromBerlin('mi')} > 540 AND ${fromBerlin('mi')} < 550`), ['Paris']);
  assert.deepEqual(found(`ORDER BY ${fromBerlin('km')} NULLS LAST`), ['Berlin', 'Paris', 'Sydney', 'Nowhere']);
  assert.throws(() => found(`WHERE ${fromBerlin('parsec')} > 1`), { errorCode: 'MALFORMED_QUERY' });
  assert.throws(() => found('WHERE DISTANCE(SiteAddress, GEOLOCATION(520, 13), \'km\') > 1'), { errorCode: 'MALFORMED_QUERY' });
});
