/** `uiapi { query { <Object>(…) } }`: one page of records by one SOQL query, its children with it. */
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { ObjectSchema } from '../../../engine/schema.ts';
import { literal } from '../../../http/soqlLiteral.ts';
import type { ChildRows, ConnectionSource, GraphqlContext, RecordSource, Row } from '../context.ts';
import { connectionQuery, planConnection, type ChildPlan, type ConnectionQuery, type RecordPlan } from './plan.ts';

export function readConnection(context: GraphqlContext, object: ObjectSchema, args: Row, info: GraphQLResolveInfo, connection: GraphQLObjectType): ConnectionSource<RecordSource> {
  const scope = { info, context };
  const plan = planConnection(scope, connection, info.fieldNodes, object, false);
  const query = connectionQuery(scope, object, info.fieldNodes[0], args);
  const ask = (soql: string): ReturnType<typeof context.request.engine.query> => context.request.engine.query(context.request.session, soql);

  const { size, offset } = query.page;
  const inMain = firstOfEach(plan.children);
  const columns = [...plan.columns, ...inMain.map((child) => childQuery(child))];
  const read = size === 0 ? [] : ask(`SELECT ${columns.join(', ')} FROM ${object.apiName}${query.filter}${query.order} LIMIT ${offset + size + 1}`).records.slice(offset);
  const rows = read.slice(0, size);
  const children = new Map(plan.children.map((child) => [child.key, childRows(context, object, rows, child, inMain.includes(child))]));
  return {
    nodes: rows.map((row) => ({ object, row, children, inMutation: false })),
    offset,
    hasNext: read.length > size,
    total: () => ask(`SELECT COUNT() FROM ${object.apiName}${query.filter}`).totalSize,
  };
}

/** One relationship stands once in a SOQL query: a second question about it, under an alias, is asked apart. */
function firstOfEach(children: readonly ChildPlan[]): readonly ChildPlan[] {
  return children.filter((child, index) => children.findIndex(({ relationship }) => relationship === child.relationship) === index);
}

function childQuery({ relationship, plan, query }: ChildPlan): string {
  return `(SELECT ${[...plan.columns].join(', ')} FROM ${relationship}${query.filter}${query.order} LIMIT ${query.page.offset + query.page.size + 1})`;
}

const idsOf = (rows: readonly Row[]): string => rows.map((row) => literal(String(row['Id']))).join(', ');

/** What the SOQL of a relationship gives: `{ records }`, or null when there are none. */
function recordsOf(value: unknown): readonly Row[] {
  return (value as { readonly records?: readonly Row[] } | null | undefined)?.records ?? [];
}

function childRows(context: GraphqlContext, object: ObjectSchema, rows: readonly Row[], child: ChildPlan, inMain: boolean): ChildRows {
  const { engine, session } = context.request;
  const byParent = new Map<unknown, unknown>();
  const source = inMain || rows.length === 0 ? rows : engine.query(session, `SELECT Id, ${childQuery(child)} FROM ${object.apiName} WHERE Id IN (${idsOf(rows)})`).records;
  for (const row of source) {
    byParent.set(row['Id'], row[child.relationship]);
  }
  let totals: ReadonlyMap<unknown, number> | undefined;
  const count = (): ReadonlyMap<unknown, number> => {
    const column = child.lookup.apiName;
    const filter = child.query.filter === '' ? '' : ` AND ${child.query.filter.replace(/^ WHERE /, '')}`;
    const groups = engine.query(session, `SELECT ${column} parent, COUNT(Id) total FROM ${child.child.apiName} WHERE ${column} IN (${idsOf(rows)})${filter} GROUP BY ${column}`).records;
    return new Map(groups.map((group) => [group['parent'], Number(group['total'])]));
  };
  return {
    of: (parent) => recordsOf(byParent.get(parent['Id'])),
    total: (parent) => (totals ??= count()).get(parent['Id']) ?? 0,
  };
}

/** The children of one record, from what was read with its page. */
export function childConnection(source: RecordSource, key: string, child: ObjectSchema, query: Pick<ConnectionQuery, 'page'>): ConnectionSource<RecordSource> {
  const rows = source.children.get(key);
  const { offset, size } = query.page;
  const read = (rows?.of(source.row) ?? []).slice(offset);
  return {
    nodes: read.slice(0, size).map((row) => ({ object: child, row, children: new Map(), inMutation: false })),
    offset,
    hasNext: read.length > size,
    total: () => rows?.total(source.row) ?? 0,
  };
}

/** The record of a mutation's answer, as it is stored now. */
export function readOne(context: GraphqlContext, object: ObjectSchema, id: string, plan: RecordPlan): RecordSource | null {
  const [row] = context.request.engine.query(context.request.session, `SELECT ${[...plan.columns].join(', ')} FROM ${object.apiName} WHERE Id = ${literal(id)}`).records;
  return row === undefined ? null : { object, row, children: new Map(), inMutation: true };
}
