/** Parses a query, once per text. */
import { queryErrors } from '../errors.ts';
import { Cursor } from './cursor.ts';
import { readSelect } from './select.ts';
import type { Select } from './tree.ts';

/** Longest query of the platform. */
const MAX_LENGTH = 100_000;
const MAX_PARSED = 500;

const parsedQueries = new Map<string, Select>();

/** Parses a query. @throws OrgError MALFORMED_QUERY */
export function parseSoql(soql: string): Select {
  const known = parsedQueries.get(soql);
  if (known !== undefined) {
    return known;
  }
  if (soql.length > MAX_LENGTH) {
    throw queryErrors.malformed(`SOQL statements can't be longer than ${MAX_LENGTH} characters.`);
  }
  const cursor = new Cursor(soql);
  const select = readSelect(cursor);
  if (cursor.is('ALL', 'ROWS')) {
    throw queryErrors.malformed('ALL ROWS not allowed in this context');
  }
  if (cursor.is('SET', 'OPTIONS')) {
    throw queryErrors.unsupported('SET OPTIONS');
  }
  if (cursor.current.kind !== 'end') {
    throw cursor.unexpected();
  }
  if (parsedQueries.size >= MAX_PARSED) {
    parsedQueries.clear();
  }
  parsedQueries.set(soql, select);
  return select;
}
