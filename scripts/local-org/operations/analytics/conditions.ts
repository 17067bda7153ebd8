/** Filters of a report as SOQL. */
import type { FieldType } from '../../engine/schema.ts';
import { OrgError } from '../../engine/types.ts';
import { unsupported } from '../../http/errors.ts';
import type { ReportDefinition, ReportFilter } from './definition.ts';

const COMPARISONS: Readonly<Record<string, string>> = { lessThan: '<', greaterThan: '>', lessOrEqual: '<=', greaterOrEqual: '>=' };
const NUMBERS: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);
const ONE_OR_MORE = /^(?:\d+|AND|OR|NOT|[()\s])+$/i;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** @returns the condition, empty where there is none. @throws OrgError for a filter that cannot be said */
export function conditionsOf({ filters, logic, dates }: ReportDefinition): string {
  const each = filters.map((filter) => `(${conditionOf(filter)})`);
  if (logic !== null && !ONE_OR_MORE.test(logic)) throw new OrgError('BAD_REQUEST', `The filter logic ${logic} is none.`);
  const numbered = (text: string): string => text.replace(/\d+/g, (number) => {
    const condition = each[Number(number) - 1];
    if (condition === undefined) throw new OrgError('BAD_REQUEST', `The filter logic names filter ${number}, and there are ${each.length}.`);
    return condition;
  });
  const filtered = logic === null ? each.join(' AND ') : `(${numbered(logic)})`;
  const day = (text: string): string => text.slice(0, 10);
  const range = dates === null ? [] : [
    ...(dates.from === null ? [] : [`${dates.column.field.apiName} >= ${bound(dates.column.field.type, day(dates.from), 'first')}`]),
    ...(dates.to === null ? [] : [`${dates.column.field.apiName} <= ${bound(dates.column.field.type, day(dates.to), 'last')}`]),
  ];
  return [...(filtered === '' ? [] : [filtered]), ...range].join(' AND ');
}

function bound(type: FieldType, day: string, which: 'first' | 'last'): string {
  if (!ISO_DAY.test(day)) throw new OrgError('BAD_REQUEST', `${day} is no date.`);
  return type === 'datetime' ? `${day}T${which === 'first' ? '00:00:00' : '23:59:59'}Z` : day;
}

/** Values stand in a list with commas; none at all means blank. */
function conditionOf({ field, operator, value }: ReportFilter): string {
  const name = field.apiName;
  const values = value === '' ? [null] : value.split(',').map((each) => each.trim());
  const [first = null] = values;
  const like = (pattern: (text: string) => string): string => values.map((each) => `${name} LIKE '${pattern(escaped(each ?? '').replace(/[%_]/g, '\\$&'))}'`).join(' OR ');
  switch (operator) {
    case 'equals':
      return values.map((each) => `${name} = ${literal(field.type, each)}`).join(' OR ');
    case 'notEqual':
      return values.map((each) => `${name} != ${literal(field.type, each)}`).join(' AND ');
    case 'contains':
      return like((text) => `%${text}%`);
    case 'startsWith':
      return like((text) => `${text}%`);
    case 'notContain':
      return `NOT (${like((text) => `%${text}%`)})`;
    default: {
      const comparison = COMPARISONS[operator];
      if (comparison === undefined || values.length > 1) throw unsupported(`report filter ${operator} ${value}`);
      return `${name} ${comparison} ${literal(field.type, first)}`;
    }
  }
}

/** `TODAY`, `LAST 30 DAYS`, `N DAYS AGO:7` as people write them in filters. */
const RELATIVE: readonly (readonly [pattern: RegExp, soql: string])[] = [
  [/^(TODAY|YESTERDAY|TOMORROW)$/, '$1'],
  [/^(THIS|LAST|NEXT) (WEEK|MONTH|QUARTER|YEAR)$/, '$1_$2'],
  [/^(LAST|NEXT) (\d{1,4}) (DAYS)$/, '$1_N_DAYS:$2'],
];

function literal(type: FieldType, value: string | null): string {
  if (value === null) return 'null';
  if (type === 'boolean') {
    if (!/^(?:0|1|true|false)$/i.test(value)) throw new OrgError('BAD_REQUEST', `${value} is neither true nor false.`);
    return /^(?:1|true)$/i.test(value) ? 'true' : 'false';
  }
  if (NUMBERS.has(type)) {
    if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new OrgError('BAD_REQUEST', `${value} is no number.`);
    return value;
  }
  if (type === 'date' || type === 'datetime') {
    const found = RELATIVE.find(([pattern]) => pattern.test(value.toUpperCase()));
    if (found) return value.toUpperCase().replace(...found);
    if (type === 'date' && ISO_DAY.test(value)) return value;
    throw unsupported(`date ${value} in a report filter`);
  }
  return `'${escaped(value)}'`;
}

function escaped(text: string): string {
  return text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
}
