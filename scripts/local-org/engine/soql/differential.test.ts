/**
 * Random order, limits, groups and subtotals over random records: SQL against a plain reading of the SOQL reference in
 * JavaScript. Conditions have a test of their own (filter.test.ts).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { admin, openTestOrg } from '../testOrg.ts';

interface Sample {
  readonly Name: string;
  readonly BillingCity: string | null;
  readonly NumberOfEmployees: number | null;
  readonly AnnualRevenue: number | null;
}

type Field = keyof Sample;
type Value = string | number | null;

const word = fc.constantFrom('alpha', 'Beta', 'BETA', 'gamma', 'Alpha', 'x_y');
const samples = fc.sample(fc.record<Sample>({
  Name: word, BillingCity: fc.option(word), NumberOfEmployees: fc.option(fc.integer({ min: -2, max: 3 })), AnnualRevenue: fc.option(fc.integer({ min: 0, max: 400 }).map((cents) => cents / 100)),
}), { seed: 11, numRuns: 50 });

const org = openTestOrg();
const ids = org.engine.insert(admin, 'Account', samples).map(({ id }) => id ?? assert.fail());
const rows = samples.map((sample, index) => ({ ...sample, Id: ids[index] ?? '' }));

const FIELDS: readonly Field[] = ['Name', 'BillingCity', 'NumberOfEmployees', 'AnnualRevenue'];
const folded = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value);

/** Blank first unless told otherwise, whatever the direction. */
function compare(left: Value, right: Value, descending: boolean, nullsLast: boolean): number {
  const [a, b] = [folded(left), folded(right)];
  if (a === null || b === null) {
    return a === b ? 0 : (a === null) === nullsLast ? 1 : -1;
  }
  return (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1);
}

test('order, limit and offset', () => {
  const key = fc.record({ field: fc.constantFrom(...FIELDS), descending: fc.boolean(), nulls: fc.constantFrom('', 'FIRST', 'LAST') });
  fc.assert(fc.property(fc.array(key, { minLength: 1, maxLength: 3 }), fc.nat(20), fc.nat(20), (keys, limit, offset) => {
    const order = keys.map(({ field, descending, nulls }) => `${field}${descending ? ' desc' : ''}${nulls === '' ? '' : ` NULLS ${nulls}`}`).join(', ');
    const expected = rows.toSorted((a, b) => {
      for (const { field, descending, nulls } of keys) {
        const result = compare(a[field], b[field], descending, nulls === 'LAST');
        if (result !== 0) {
          return result;
        }
      }
      return a.Id < b.Id ? -1 : 1;
    });
    const found = org.records(`SELECT Id FROM Account ORDER BY ${order}, Id LIMIT ${limit} OFFSET ${offset}`).map(({ Id }) => Id);
    assert.deepEqual(found, expected.slice(offset, offset + limit).map(({ Id }) => Id));
  }), { seed: 2026, numRuns: 200 });
});

type Group = Readonly<Record<string, Value>>;

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function aggregates(members: readonly Sample[]): Group {
  const employees = members.flatMap(({ NumberOfEmployees: value }) => (value === null ? [] : [value]));
  const revenue = members.flatMap(({ AnnualRevenue: value }) => (value === null ? [] : [value]));
  return {
    n: members.length,
    filled: employees.length,
    different: new Set(employees).size,
    sum: revenue.length === 0 ? null : rounded(revenue.reduce((total, value) => total + value, 0)),
    mean: employees.length === 0 ? null : rounded(employees.reduce((total, value) => total + value, 0) / employees.length),
    least: revenue.length === 0 ? null : Math.min(...revenue),
    most: employees.length === 0 ? null : Math.max(...employees),
  };
}

const SELECTED = 'COUNT(Id) n, COUNT(NumberOfEmployees) filled, COUNT_DISTINCT(NumberOfEmployees) different, SUM(AnnualRevenue) sum, AVG(NumberOfEmployees) mean, MIN(AnnualRevenue) least, MAX(NumberOfEmployees) most';

/** Groups as text, so that their order does not matter: text groups without regard to case. */
function asSet(groups: readonly Group[]): string[] {
  return groups.map((group) => JSON.stringify(Object.entries(group).filter(([key]) => key !== 'attributes').map(([key, value]) => [key, typeof value === 'number' ? rounded(value) : folded(value)]))).toSorted();
}

function groupedBy(members: readonly Sample[], fields: readonly Field[], all: readonly Field[]): Group[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of members) {
    const key = JSON.stringify(fields.map((field) => folded(sample[field])));
    groups.set(key, [...groups.get(key) ?? [], sample]);
  }
  if (fields.length === 0 && groups.size === 0) {
    groups.set('', []);
  }
  return [...groups.values()].map((group) => ({
    ...Object.fromEntries(all.map((field) => [field, fields.includes(field) ? group[0]?.[field] ?? null : null])),
    ...Object.fromEntries(all.map((field) => [`g${field}`, fields.includes(field) ? 0 : 1])),
    ...aggregates(group),
  }));
}

const GROUPABLE: readonly Field[] = ['Name', 'BillingCity', 'NumberOfEmployees'];
const subsets = (fields: readonly Field[]): Field[][] => fields.reduce<Field[][]>((found, field) => [...found, ...found.map((subset) => [...subset, field])], [[]]);
const SETS: Readonly<Record<string, (fields: readonly Field[]) => (readonly Field[])[]>> = {
  plain: (fields) => [fields],
  ROLLUP: (fields) => fields.map((_field, index) => fields.slice(0, index + 1)).concat([[]]),
  CUBE: subsets,
};

test('groups, subtotals and their conditions', () => {
  const fields = fc.uniqueArray(fc.constantFrom(...GROUPABLE), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(fields, fc.constantFrom('plain', 'ROLLUP', 'CUBE'), fc.option(fc.integer({ min: -2, max: 3 })), fc.nat(4), (by, mode, least, more) => {
    const members = rows.filter(({ NumberOfEmployees: value }) => least === null || (value !== null && value >= least));
    const expected = (SETS[mode]?.(by) ?? []).flatMap((set) => groupedBy(members, set, by)).filter(({ n }) => Number(n) > more);
    const soql = `SELECT ${by.join(', ')}, ${by.map((field) => `GROUPING(${field}) g${field}`).join(', ')}, ${SELECTED} FROM Account${least === null ? '' : ` WHERE NumberOfEmployees >= ${least}`}`
      + ` GROUP BY ${mode === 'plain' ? by.join(', ') : `${mode}(${by.join(', ')})`} HAVING COUNT(Id) > ${more} ORDER BY COUNT(Id) DESC, ${by[0] ?? ''}`;
    const found = org.records(soql) as readonly Group[];
    assert.deepEqual(asSet(found), asSet(expected));
    assert.deepEqual(found.map(({ n }) => Number(n)), expected.map(({ n }) => Number(n)).toSorted((a, b) => b - a));
  }), { seed: 2026, numRuns: 150 });
});
