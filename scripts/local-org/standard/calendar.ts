/** Business hours, holidays and fiscal periods: what working-time arithmetic reads. */
import type { ObjectSchema } from '../engine/schema.ts';
import { bareColumns, checkbox, date, dateTime, integer, object, picklist, reference, setupColumns, text, time } from './columns.ts';

const weekDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const holiday = object('setup', 'Holiday', 'Holiday', 'Holidays', '0C0', { access: 'cud' }, setupColumns('Holiday', [
  text('Name', 'Holiday Name', 80, 'required', 'name'),
  text('Description', 'Description', 1000),
  checkbox('IsAllDay', 'All Day'),
  date('ActivityDate', 'Holiday Date'),
  integer('StartTimeInMinutes', 'Start Time In Minutes From Midnight', 9),
  integer('EndTimeInMinutes', 'End Time In Minutes From Midnight', 9),
  checkbox('IsRecurrence', 'Recurring Holiday'),
]));

const period = object('setup', 'Period', 'Period', 'Period', '026', {}, setupColumns('Period', [
  reference('FiscalYearSettingsId', 'Fiscal Year Settings ID', 'FiscalYearSettings', { children: 'Periods' }, 'readOnly'),
  date('StartDate', 'Start Date', 'required', 'readOnly'),
  date('EndDate', 'End Date', 'required', 'readOnly'),
  picklist('Type', 'Type', ['Month', 'Quarter', 'Week', 'Year'], 'required', 'readOnly', 'restricted'),
  integer('Number', 'Number', 9, 'readOnly'),
  checkbox('IsForecastPeriod', 'Is Forecast Period', 'readOnly'),
  text('FullyQualifiedLabel', 'Fully Qualified Label', 80, 'readOnly'),
]).filter((field) => !/^(Created|LastModified)/.test(field.apiName)));

/** One row per fiscal year. */
const fiscalYearSettings = object('setup', 'FiscalYearSettings', 'Fiscal Year Settings', 'Fiscal Year Settings', '022', {}, bareColumns('Fiscal Year Settings', [
  reference('PeriodId', 'Period ID', 'Period', {}, 'readOnly'),
  date('StartDate', 'Start Date', 'required', 'readOnly'),
  date('EndDate', 'End Date', 'required', 'readOnly'),
  text('Name', 'Name', 80, 'required', 'readOnly', 'name'),
  checkbox('IsStandardYear', 'Is Standard Year', 'readOnly'),
  picklist('YearType', 'Year Type', ['Standard', 'Custom'], 'readOnly', 'restricted'),
  text('QuarterLabelScheme', 'Quarter Name Scheme', 40, 'readOnly'),
  text('PeriodLabelScheme', 'Period Name Scheme', 40, 'readOnly'),
  text('WeekLabelScheme', 'Week Name Scheme', 40, 'readOnly'),
  text('QuarterPrefix', 'Quarter Prefix', 40, 'readOnly'),
  text('PeriodPrefix', 'Period Prefix', 40, 'readOnly'),
  integer('WeekStartDay', 'Week Start Day', 9, 'readOnly'),
  text('Description', 'Description', 255, 'readOnly'),
  dateTime('SystemModstamp', 'System Modstamp', 'required', 'readOnly'),
]));

const businessHours = object('setup', 'BusinessHours', 'Business Hours', 'Business Hours', '01m', {}, setupColumns('Business Hours', [
  text('Name', 'Business Hours Name', 80, 'required', 'name'),
  checkbox('IsActive', 'Active'),
  checkbox('IsDefault', 'Default Business Hours'),
  text('TimeZoneSidKey', 'Time Zone', 40, 'required'),
  ...weekDays.flatMap((day) => [time(`${day}StartTime`, `${day} Start`), time(`${day}EndTime`, `${day} End`)]),
]));

export const calendarObjects: readonly ObjectSchema[] = [businessHours, holiday, period, fiscalYearSettings];
