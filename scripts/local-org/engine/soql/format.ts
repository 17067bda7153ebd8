/** `FORMAT()`: values as a user of the locale en_US reads them. */
import { DateTime } from 'luxon';
import type { FieldSchema, FieldType } from '../schema.ts';
import type { CompileContext } from './expressions.ts';
import { queryErrors } from './errors.ts';
import type { Presenter } from './present.ts';

const LOCALE = 'en-US';

type Format = (value: string | number, field: FieldSchema, timeZone: string) => string;

function grouped(digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Forms shown in the reference of FORMAT() (`4/10/2025, 3:31 PM`, `$44,000.00`); percent and time are not, and refused. */
const FORMATS: Readonly<Partial<Record<FieldType, Format>>> = {
  date: (value) => DateTime.fromISO(String(value), { zone: 'utc' }).toFormat('M/d/yyyy'),
  datetime: (value, _field, zone) => DateTime.fromISO(String(value), { zone }).toFormat('M/d/yyyy, h:mm a'),
  int: (value) => grouped(0).format(Number(value)),
  double: (value, { scale }) => grouped(scale).format(Number(value)),
  currency: (value) => new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD' }).format(Number(value)),
};

/** How FORMAT shows a field to the user of the query. @throws OrgError for a locale, currency or type whose form is not known */
export function formatPresenter(context: CompileContext, field: FieldSchema): Presenter {
  const format = FORMATS[field.type];
  if (format === undefined) {
    throw queryErrors.unsupported(`FORMAT() of a ${field.type} field`);
  }
  const { setup, userId, timeZone } = context.once();
  const locale = setup.find('User', 'Id', userId)?.['LocaleSidKey'] ?? 'en_US';
  if (locale !== 'en_US') {
    throw queryErrors.unsupported(`FORMAT() for the locale ${String(locale)}`);
  }
  return (value) => (typeof value === 'string' || typeof value === 'number' ? format(value, field, timeZone) : null);
}
