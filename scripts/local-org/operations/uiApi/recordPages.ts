/** A page of records, as list views, related lists and recent items answer it. */
import type { ObjectSchema } from '../../engine/schema.ts';
import type { SyncRequest } from '../../http/syncOperation.ts';
import { resolvePath, type FieldPath } from './fields.ts';
import { columnsOf, representation } from './records.ts';
import { address, illegal, pageLinks, type PageAsk, type Shape } from './respond.ts';

/** Given with every record of a list, raw. */
const IMPLICIT = ['CreatedDate', 'Id', 'LastModifiedById', 'LastModifiedDate', 'SystemModstamp'];

export interface RecordPageAsk {
  readonly object: ObjectSchema;
  readonly paths: readonly FieldPath[];
  /** SOQL conditions; all must hold. */
  readonly conditions: readonly string[];
  /** SOQL of ORDER BY. */
  readonly order: readonly string[];
  readonly page: PageAsk;
  /** Address without parameters. */
  readonly path: string;
  readonly parameters: Parameters<typeof address>[1];
}

/** The part of a record collection that all lists share. */
export function recordPage(request: SyncRequest, ask: RecordPageAsk): Shape {
  const { engine, session } = request;
  const { object, page } = ask;
  const asked = new Set(ask.paths.map(({ names }) => names[0]));
  // A list gives the lookup of every parent it shows.
  const lookups = ask.paths.flatMap((path) => path.lookups[0]?.apiName ?? []).filter((name) => !asked.has(name));
  const implicit = [...IMPLICIT, ...lookups].filter((name) => !asked.has(name)).flatMap((name) => resolvePath(engine.schema, session, object, [name]) ?? []);
  const paths = [...ask.paths, ...implicit];
  const where = ask.conditions.length === 0 ? '' : ` WHERE ${ask.conditions.map((condition) => `(${condition})`).join(' AND ')}`;
  const order = [...ask.order, ...(ask.order.some((key) => /^Id\b/.test(key)) ? [] : ['Id ASC'])].join(', ');
  const rows = engine.query(session, `SELECT ${columnsOf(request, object, paths).join(', ')} FROM ${object.apiName}${where} ORDER BY ${order} LIMIT ${page.offset + page.size + 1}`).records.slice(page.offset);
  const records = rows.slice(0, page.size).map((row) => representation(request, object, row, paths, implicit.map(({ names }) => names[0] ?? '')));
  const url = (offset: number): string => address(ask.path, { ...ask.parameters, pageSize: page.size, pageToken: offset });
  return { count: records.length, ...pageLinks(url, page, rows.length > page.size), pageSize: page.size, records };
}

/** `-Amount` or `Account.Name` as a key of ORDER BY. @throws OrgError when it cannot be sorted by */
export function sortKey(request: SyncRequest, object: ObjectSchema, text: string): string {
  const descending = text.startsWith('-');
  const names = (descending ? text.slice(1) : text).split('.');
  const { schema } = request.engine;
  const path = resolvePath(schema, request.session, object, names) ?? (names[0] === object.apiName ? resolvePath(schema, request.session, object, names.slice(1)) : undefined);
  if (path === undefined || !path.field.sortable) {
    throw illegal('sortBy', text);
  }
  return `${path.names.join('.')} ${descending ? 'DESC' : 'ASC'}`;
}
