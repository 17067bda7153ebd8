/** Business hours, holidays and fiscal periods: what working-time arithmetic reads. */
import type { ObjectSchema } from '../engine/schema.ts';
import { checkbox, date, integer, object, picklist, setupColumns, text, time } from './columns.ts';

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
  date('StartDate', 'Start Date', 'required', 'readOnly'),
  date('EndDate', 'End Date', 'required', 'readOnly'),
  picklist('Type', 'Type', ['Month', 'Quarter', 'Week', 'Year'], 'required', 'readOnly', 'restricted'),
  integer('Number', 'Number', 9, 'readOnly'),
  checkbox('IsForecastPeriod', 'Is Forecast Period', 'readOnly'),
  text('FullyQualifiedLabel', 'Fully Qualified Label', 80, 'readOnly'),
]).filter((field) => !/^(Created|LastModified)/.test(field.apiName)));

const businessHours = object('setup', 'BusinessHours', 'Business Hours', 'Business Hours', '01m', {}, setupColumns('Business Hours', [
  text('Name', 'Business Hours Name', 80, 'required', 'name'),
  checkbox('IsActive', 'Active'),
  checkbox('IsDefault', 'Default Business Hours'),
  text('TimeZoneSidKey', 'Time Zone', 40, 'required'),
  ...weekDays.flatMap((day) => [time(`${day}StartTime`, `${day} Start`), time(`${day}EndTime`, `${day} End`)]),
]));

export const calendarObjects: readonly ObjectSchema[] = [businessHours, holiday, period];
