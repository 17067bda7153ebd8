/** Reads a SOSL statement: `FIND {…} IN NAME FIELDS RETURNING Account(Id, Name WHERE … ORDER BY … LIMIT n) LIMIT n`. */
import { queryErrors } from '../soql/errors.ts';
import { Cursor } from '../soql/syntax/cursor.ts';
import { readFieldSpec } from '../soql/syntax/select.ts';
import type { Select } from '../soql/syntax/tree.ts';
import { OrgError } from '../types.ts';
import { readTerms, type Terms } from './terms.ts';

export type SearchGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE';

export interface SearchStatement {
  readonly terms: Terms;
  readonly group: SearchGroup;
  /** Null: every object that is searchable. */
  readonly returning: readonly Select[] | null;
  readonly limit: number | undefined;
}

const FIND = /^\s*FIND\s*\{((?:\\.|[^}\\])*)\}/is;
const GROUPS: ReadonlySet<string> = new Set(['ALL', 'NAME', 'EMAIL', 'PHONE']);

function isGroup(word: string): word is SearchGroup {
  return GROUPS.has(word);
}

/** Mistakes of the clauses carry the search's own code. */
function asSearchError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof OrgError && error.errorCode === 'MALFORMED_QUERY' ? new OrgError('MALFORMED_SEARCH', error.message) : error;
  }
}

/** Parses a statement. @throws OrgError MALFORMED_SEARCH */
export function parseSosl(sosl: string): SearchStatement {
  const found = FIND.exec(sosl);
  if (found === null) {
    throw new OrgError('MALFORMED_SEARCH', 'No search term found. The search term must be enclosed in braces.');
  }
  const [head, search = ''] = found;
  const terms = readTerms(search, head.length - 1 - search.length);
  return asSearchError(() => {
    const cursor = new Cursor(sosl, head.length);
    const group = cursor.accept('IN') ? readGroup(cursor) : 'ALL';
    const returning = cursor.accept('RETURNING') ? cursor.list(() => readFieldSpec(cursor)) : null;
    if (cursor.is('WITH') || cursor.is('UPDATE')) {
      throw queryErrors.unsupported(`${cursor.take().text} ${cursor.current.text} of a search`);
    }
    const limit = cursor.accept('LIMIT') ? Number(cursor.expectKind('number').text) : undefined;
    if (cursor.current.kind !== 'end' || (limit !== undefined && !Number.isInteger(limit))) {
      throw cursor.unexpected();
    }
    return { terms, group, returning, limit };
  });
}

function readGroup(cursor: Cursor): SearchGroup {
  const token = cursor.take();
  const group = token.word;
  if (group === 'SIDEBAR' && cursor.is('FIELDS')) {
    throw queryErrors.unsupported('IN SIDEBAR FIELDS of a search');
  }
  if (!isGroup(group)) {
    throw cursor.unexpected(token);
  }
  cursor.expect('FIELDS');
  return group;
}
