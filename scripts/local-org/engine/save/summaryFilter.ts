/** The filter items of roll-up summaries, as the Metadata API writes them: `Status__c equals Open,Done`. */
import type { ObjectPlan } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import type { FieldType, RollupSummary } from '../schema.ts';
import { OrgError, type Scalar } from '../types.ts';

type Filter = RollupSummary['filters'][number];
type Test = (actual: Scalar, wanted: Scalar) => boolean;

const NUMERIC: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);

const lower = (value: Scalar): string => String(value ?? '').toLowerCase();
const both = (test: (actual: number | string, wanted: number | string) => boolean): Test => (actual, wanted) => {
  const comparable = actual !== null && wanted !== null;
  return comparable && (typeof actual === 'number' && typeof wanted === 'number' ? test(actual, wanted) : test(lower(actual), lower(wanted)));
};
const equal: Test = (actual, wanted) => (actual === null || wanted === null ? actual === wanted : lower(actual) === lower(wanted));
const includes: Test = (actual, wanted) => lower(actual).split(';').includes(lower(wanted));
const contains: Test = (actual, wanted) => actual !== null && lower(actual).includes(lower(wanted));

/** Each with how several values, separated by commas, are taken together. */
const TESTS: Readonly<Record<string, { readonly test: Test; readonly every: boolean }>> = {
  equals: { test: equal, every: false },
  notEqual: { test: (actual, wanted) => !equal(actual, wanted), every: true },
  lessThan: { test: both((actual, wanted) => actual < wanted), every: false },
  greaterThan: { test: both((actual, wanted) => actual > wanted), every: false },
  lessOrEqual: { test: both((actual, wanted) => actual <= wanted), every: false },
  greaterOrEqual: { test: both((actual, wanted) => actual >= wanted), every: false },
  contains: { test: contains, every: false },
  notContain: { test: (actual, wanted) => !contains(actual, wanted), every: true },
  startsWith: { test: (actual, wanted) => actual !== null && lower(actual).startsWith(lower(wanted)), every: false },
  includes: { test: includes, every: false },
  excludes: { test: (actual, wanted) => !includes(actual, wanted), every: true },
};

function literal(type: FieldType, text: string): Scalar {
  if (text === '') {
    return null;
  }
  return type === 'boolean' ? /^(true|1)$/i.test(text) : NUMERIC.has(type) ? Number(text) : text;
}

/** Whether the record passes one item. @throws OrgError UNSUPPORTED_BY_LOCAL_ORG for an operation that is not known */
export function matchesFilter(plan: ObjectPlan, row: Row, { field: name, operation, value }: Filter): boolean {
  const field = plan.fields.get(name.toLowerCase());
  const known = TESTS[operation];
  if (known === undefined) {
    throw new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `unsupported: operation ${operation} in the filter of a roll-up summary`, 501);
  }
  if (field === undefined) {
    return false;
  }
  const actual = row[field.apiName] ?? null;
  const wanted = value.split(',').map((part) => literal(field.type, part.trim()));
  return known.every ? wanted.every((one) => known.test(actual, one)) : wanted.some((one) => known.test(actual, one));
}
