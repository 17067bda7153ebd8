/** Reads a whole query, clause by clause, in the order the language demands. */
import { queryErrors } from '../errors.ts';
import { readCondition } from './conditions.ts';
import type { Cursor } from './cursor.ts';
import { readExpression, readField } from './expressions.ts';
import { fieldNode, type Grouping, type OrderItem, type Select, type SelectItem, type TypeofBranch } from './tree.ts';

/** Words that begin a clause, and so are no alias. */
const CLAUSES: ReadonlySet<string> = new Set(['FROM', 'USING', 'WHERE', 'WITH', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'OFFSET', 'FOR', 'UPDATE', 'ALL', 'SET']);

/** Reads from SELECT on; what follows the query is left to the caller. */
export function readSelect(cursor: Cursor): Select {
  cursor.expect('SELECT');
  const items = cursor.list(() => readItem(cursor));
  cursor.expect('FROM');
  const from = cursor.expectKind('name');
  const alias = readAlias(cursor);
  const joins = cursor.accept(',') ? cursor.list(() => ({ path: cursor.expectKind('name').text, alias: cursor.expectKind('name').text })) : [];
  const scope = cursor.accept('USING', 'SCOPE') ? cursor.expectKind('name') : undefined;
  const subselect = (): Select => readSelect(cursor);
  const where = cursor.accept('WHERE') ? readCondition(cursor, subselect) : undefined;
  readWith(cursor);
  const groupBy = cursor.accept('GROUP', 'BY') ? readGrouping(cursor) : undefined;
  const having = groupBy !== undefined && cursor.accept('HAVING') ? readCondition(cursor, subselect) : undefined;
  const orderBy = cursor.accept('ORDER', 'BY') ? cursor.list(() => readOrder(cursor)) : [];
  const limit = cursor.accept('LIMIT') ? readCount(cursor) : undefined;
  const offset = cursor.accept('OFFSET') ? readCount(cursor) : undefined;
  readPurpose(cursor);
  return {
    items, from: { name: from.text, offset: from.offset }, alias, joins, scope: scope && { name: scope.text, offset: scope.offset },
    where, groupBy, having, orderBy, limit, offset,
  };
}

/** An object of a search's RETURNING: `Account(Id, Name WHERE … ORDER BY … LIMIT n OFFSET n)`; the id when no field is named. */
export function readFieldSpec(cursor: Cursor): Select {
  const { text: name, offset: place } = cursor.expectKind('name');
  const hasBody = cursor.accept('(');
  const items: readonly SelectItem[] = hasBody ? cursor.list(() => readItem(cursor)) : [{ kind: 'expression', expression: fieldNode('Id'), alias: undefined, offset: -1 }];
  const where = hasBody && cursor.accept('WHERE') ? readCondition(cursor, () => readSelect(cursor)) : undefined;
  if (hasBody && cursor.is('USING')) {
    throw queryErrors.unsupported('USING LISTVIEW of a search');
  }
  const orderBy = hasBody && cursor.accept('ORDER', 'BY') ? cursor.list(() => readOrder(cursor)) : [];
  const limit = hasBody && cursor.accept('LIMIT') ? readCount(cursor) : undefined;
  const offset = hasBody && cursor.accept('OFFSET') ? readCount(cursor) : undefined;
  if (hasBody) {
    cursor.expect(')');
  }
  return { items, from: { name, offset: place }, alias: undefined, joins: [], scope: undefined, where, groupBy: undefined, having: undefined, orderBy, limit, offset };
}

function readAlias(cursor: Cursor): string | undefined {
  const { kind, word, text } = cursor.current;
  if (kind !== 'name' || CLAUSES.has(word) || text.includes('.')) {
    return undefined;
  }
  return cursor.take().text;
}

function readItem(cursor: Cursor): SelectItem {
  const { offset } = cursor.current;
  if (cursor.accept('(')) {
    const select = cursor.nested(() => readSelect(cursor));
    cursor.expect(')');
    return { kind: 'children', select, offset };
  }
  if (cursor.is('TYPEOF') && cursor.ahead(1).kind === 'name') {
    return readTypeof(cursor, offset);
  }
  const expression = readExpression(cursor);
  return { kind: 'expression', expression, alias: readAlias(cursor), offset };
}

function readTypeof(cursor: Cursor, offset: number): SelectItem {
  cursor.expect('TYPEOF');
  const lookup = readField(cursor);
  const branches: TypeofBranch[] = [];
  do {
    cursor.expect('WHEN');
    const type = cursor.expectKind('name').text;
    cursor.expect('THEN');
    branches.push({ type, fields: cursor.list(() => readField(cursor)) });
  } while (cursor.is('WHEN'));
  if (cursor.accept('ELSE')) {
    branches.push({ type: null, fields: cursor.list(() => readField(cursor)) });
  }
  cursor.expect('END');
  return { kind: 'typeof', lookup, branches, offset };
}

function readWith(cursor: Cursor): void {
  if (cursor.accept('WITH')) {
    throw queryErrors.unsupported(`WITH ${cursor.current.text}`);
  }
}

function readGrouping(cursor: Cursor): Grouping {
  const mode = cursor.is('ROLLUP', '(') ? 'rollup' : cursor.is('CUBE', '(') ? 'cube' : 'plain';
  if (mode === 'plain') {
    return { mode, expressions: cursor.list(() => readExpression(cursor)) };
  }
  cursor.take();
  cursor.expect('(');
  const expressions = cursor.list(() => readExpression(cursor));
  cursor.expect(')');
  return { mode, expressions };
}

function readOrder(cursor: Cursor): OrderItem {
  const expression = readExpression(cursor);
  const descending = cursor.accept('DESC') || (cursor.accept('ASC'), false);
  if (!cursor.accept('NULLS')) {
    return { expression, descending, nullsLast: false };
  }
  const nullsLast = cursor.accept('LAST');
  if (!nullsLast) {
    cursor.expect('FIRST');
  }
  return { expression, descending, nullsLast };
}

function readCount(cursor: Cursor): number {
  if (cursor.is(':')) {
    throw queryErrors.bindVariable(cursor.soql, cursor.current.offset);
  }
  const token = cursor.current;
  if (token.kind !== 'number' || !/^\d{1,9}$/.test(token.text)) {
    throw cursor.unexpected();
  }
  return Number(cursor.take().text);
}

/** FOR VIEW and FOR REFERENCE mark records as seen, FOR UPDATE locks them for the request: nothing a reader can tell here. */
function readPurpose(cursor: Cursor): void {
  while (cursor.accept('FOR')) {
    const purposes = cursor.list(() => cursor.expectKind('name'));
    const wrong = purposes.find(({ word }) => word !== 'VIEW' && word !== 'REFERENCE' && word !== 'UPDATE');
    if (wrong !== undefined) {
      throw cursor.unexpected(wrong);
    }
  }
  if (cursor.is('UPDATE') && ['TRACKING', 'VIEWSTAT'].includes(cursor.ahead(1).word)) {
    throw queryErrors.unsupported(`UPDATE ${cursor.ahead(1).word}`);
  }
}
