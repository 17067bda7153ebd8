/** A fiscal year that begins in February, from the company settings to the queries; what is expected is counted by hand. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';
import { DEPLOY, file, manifest, problemsOf, zipOf } from './testing/org.ts';

const ADMIN = 'admin@handrail.local';

/** Around the edges of the quarters of a year from February. */
const DAYS = ['2025-01-31', '2025-02-01', '2026-01-31', '2026-02-01', '2026-04-30', '2026-05-01', '2027-01-31', '2027-02-01'];

describe('company settings with a fiscal year from February', { concurrency: 1 }, () => {
  let client: TestOrg;
  let saved: unknown[];
  let now = '2026-03-14T12:00:00Z';
  before(async () => {
    client = await startTestOrg({ clock: { now: () => new Date(now) } });
    const inserted = client.org.engine.insert(client.org.session(ADMIN), 'Opportunity', DAYS.map((day) => ({ Name: day, StageName: 'Prospecting', CloseDate: day })));
    assert.ok(inserted.every(({ success }) => success));
    saved = stamps();
    now = '2026-03-15T12:00:00Z';
  });
  after(() => client.org.close());

  const deploy = (fiscalYear: string, isCustom = false): string[] => problemsOf(client.org.metadata.deploy(client.org.session(ADMIN), zipOf({ 'package.xml': manifest({ Settings: ['Company'] }), 'settings/Company.settings': file('CompanySettings', `<enableCustomFiscalYear>${String(isCustom)}</enableCustomFiscalYear><fiscalYear>${fiscalYear}</fiscalYear>`) }), DEPLOY));
  const records = (soql: string): Record<string, unknown>[] => client.org.engine.query(client.org.session(ADMIN), soql).records.map(({ attributes: _, ...row }) => row);
  const closing = (where: string): unknown[] => records(`SELECT Name FROM Opportunity WHERE ${where} ORDER BY CloseDate`).map(({ Name: name }) => name);

  const stamps = (): unknown[] => records("SELECT Id, LastModifiedDate, SystemModstamp FROM Opportunity WHERE Name != 'New' ORDER BY CloseDate");

  const NAMED_BY_START: readonly unknown[] = ['2024 4', '2025 1', '2025 4', '2026 1', '2026 1', '2026 2', '2026 4', '2027 1'];
  const NAMED_BY_END: readonly unknown[] = ['2025 4', '2026 1', '2026 4', '2027 1', '2027 1', '2027 2', '2027 4', '2028 1'];
  const fiscal = (): unknown[] => records('SELECT Fiscal FROM Opportunity ORDER BY CloseDate').map(({ Fiscal: label }) => label);

  test('what no org takes is refused by name', () => {
    assert.match(deploy('<startMonth>Febuary</startMonth>')[0] ?? '', /'Febuary' is no startMonth/);
    assert.match(deploy('<fiscalYearNameBasedOn>end</fiscalYearNameBasedOn>')[0] ?? '', /'end' is no fiscalYearNameBasedOn: it is one of endingMonth, startingMonth/);
    assert.match(deploy('<startMonth>February</startMonth>', true)[0] ?? '', /unsupported: the local org has no custom fiscal years/);
    assert.deepEqual(records('SELECT FiscalYearStartMonth, UsesStartDateAsFiscalYearName FROM Organization'), [{ FiscalYearStartMonth: 1, UsesStartDateAsFiscalYearName: false }]);
  });

  test('named after its end: deals, functions and literals', () => {
    assert.deepEqual(deploy('<fiscalYearNameBasedOn>endingMonth</fiscalYearNameBasedOn><startMonth>February</startMonth>'), []);
    assert.deepEqual(records('SELECT FiscalYearStartMonth, UsesStartDateAsFiscalYearName FROM Organization'), [{ FiscalYearStartMonth: 2, UsesStartDateAsFiscalYearName: false }]);
    assert.deepEqual(fiscal(), NAMED_BY_END);
    assert.deepEqual(records('SELECT FISCAL_YEAR(CloseDate) y, FISCAL_QUARTER(CloseDate) q, COUNT(Id) n FROM Opportunity GROUP BY FISCAL_YEAR(CloseDate), FISCAL_QUARTER(CloseDate) ORDER BY FISCAL_YEAR(CloseDate), FISCAL_QUARTER(CloseDate)').map(({ y, q, n }) => [`${String(y)} ${String(q)}`, n]),
      [['2025 4', 1], ['2026 1', 1], ['2026 4', 1], ['2027 1', 2], ['2027 2', 1], ['2027 4', 1], ['2028 1', 1]]);
    assert.deepEqual(records('SELECT FISCAL_MONTH(CloseDate) m FROM Opportunity WHERE CloseDate IN (2026-01-31, 2026-02-01) GROUP BY FISCAL_MONTH(CloseDate) ORDER BY FISCAL_MONTH(CloseDate)'), [{ m: 1 }, { m: 12 }]);
    // It is 15 March 2026.
    assert.deepEqual(closing('CloseDate = THIS_FISCAL_QUARTER'), ['2026-02-01', '2026-04-30']);
    assert.deepEqual(closing('CloseDate = LAST_FISCAL_QUARTER'), ['2026-01-31']);
    assert.deepEqual(closing('CloseDate = THIS_FISCAL_YEAR'), ['2026-02-01', '2026-04-30', '2026-05-01', '2027-01-31']);
    assert.deepEqual(closing('CloseDate = LAST_FISCAL_YEAR'), ['2025-02-01', '2026-01-31']);
    assert.deepEqual(closing('CloseDate = NEXT_FISCAL_YEAR'), ['2027-02-01']);
    assert.deepEqual(closing('CloseDate = THIS_YEAR'), ['2026-01-31', '2026-02-01', '2026-04-30', '2026-05-01']);
  });

  test('named after its end: the rows of the year', () => {
    assert.deepEqual(records("SELECT StartDate, EndDate, IsStandardYear FROM FiscalYearSettings WHERE Name = '2027' AND Period.Type = 'Year'"), [{ StartDate: '2026-02-01', EndDate: '2027-01-31', IsStandardYear: true }]);
    assert.deepEqual(records("SELECT Number, StartDate, EndDate FROM Period WHERE Type = 'Quarter' AND FiscalYearSettings.Name = '2027' ORDER BY Number"), [
      { Number: 1, StartDate: '2026-02-01', EndDate: '2026-04-30' }, { Number: 2, StartDate: '2026-05-01', EndDate: '2026-07-31' },
      { Number: 3, StartDate: '2026-08-01', EndDate: '2026-10-31' }, { Number: 4, StartDate: '2026-11-01', EndDate: '2027-01-31' },
    ]);
  });

  test('what the settings leave out stays; the days of a literal have nothing to do with names', () => {
    assert.deepEqual(deploy('<fiscalYearNameBasedOn>startingMonth</fiscalYearNameBasedOn>'), []);
    assert.deepEqual(records('SELECT FiscalYearStartMonth, UsesStartDateAsFiscalYearName FROM Organization'), [{ FiscalYearStartMonth: 2, UsesStartDateAsFiscalYearName: true }]);
    assert.deepEqual(fiscal(), NAMED_BY_START);
    assert.deepEqual(closing('CloseDate = THIS_FISCAL_YEAR'), ['2026-02-01', '2026-04-30', '2026-05-01', '2027-01-31']);
    assert.deepEqual(closing('FISCAL_YEAR(CloseDate) = 2026'), ['2026-02-01', '2026-04-30', '2026-05-01', '2027-01-31']);
  });

  test('deals that are saved later follow, and nobody has modified the others', () => {
    const [deal] = client.org.engine.insert(client.org.session(ADMIN), 'Opportunity', [{ Name: 'New', StageName: 'Prospecting', CloseDate: '2026-11-01' }]);
    assert.deepEqual(records(`SELECT Fiscal FROM Opportunity WHERE Id = '${deal?.id ?? ''}'`), [{ Fiscal: '2026 4' }]);
    assert.deepEqual(stamps(), saved);
  });
});
