/** The fiscal year of the company settings: what the organization says of it, its periods, and those in which deals close. */
import { fiscalPeriod, writeFiscalYears, type FiscalCalendar } from '../../engine/fiscalYear.ts';
import type { Engine, Session } from '../../engine/types.ts';
import { MONTHS, NAMED_BY_END } from '../checks/settings.ts';
import type { ComponentSet } from '../component.ts';
import { childOf, textOf } from '../xml/element.ts';

const SYSTEM: Session = { userId: '', username: 'system', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC' };

/** Writes what follows from the settings anew; what they leave out stays as it is. */
export function syncFiscalYear(engine: Engine, components: ComponentSet): void {
  const settings = components.get('Settings', 'Company')?.content;
  const said = settings === undefined ? undefined : childOf(settings, 'fiscalYear');
  const [organization] = engine.query(SYSTEM, 'SELECT Id, FiscalYearStartMonth, UsesStartDateAsFiscalYearName FROM Organization').records;
  if (said === undefined || organization === undefined) return;
  const month = textOf(said, 'startMonth');
  const name = textOf(said, 'fiscalYearNameBasedOn');
  const before: FiscalCalendar = { startMonth: Number(organization['FiscalYearStartMonth']), namedAfterEnd: organization['UsesStartDateAsFiscalYearName'] === false };
  const calendar: FiscalCalendar = { startMonth: month === null ? before.startMonth : MONTHS.indexOf(month) + 1, namedAfterEnd: name === null ? before.namedAfterEnd : name === NAMED_BY_END };
  if (calendar.startMonth === before.startMonth && calendar.namedAfterEnd === before.namedAfterEnd) return;
  engine.writeSystemRow('Organization', { Id: String(organization['Id']), FiscalYearStartMonth: calendar.startMonth, UsesStartDateAsFiscalYearName: !calendar.namedAfterEnd });
  for (const object of ['Period', 'FiscalYearSettings']) engine.deleteSystemRows(object, {});
  writeFiscalYears((object, row) => engine.writeSystemRow(object, row), engine.clock.now(), calendar);
  placeDeals(engine, calendar);
}

/** Nobody has modified them. */
function placeDeals(engine: Engine, calendar: FiscalCalendar): void {
  for (const deal of engine.query(SYSTEM, 'SELECT Id, CloseDate, LastModifiedDate, SystemModstamp FROM Opportunity WHERE CloseDate != null', { includeDeleted: true }).records) {
    const { year, quarter, label } = fiscalPeriod(String(deal['CloseDate']), calendar);
    const stamps = Object.fromEntries(['LastModifiedDate', 'SystemModstamp'].map((stamp) => [stamp, new Date(String(deal[stamp])).toISOString()]));
    engine.writeSystemRow('Opportunity', { Id: String(deal['Id']), Fiscal: label, FiscalYear: year, FiscalQuarter: quarter, ...stamps });
  }
}
