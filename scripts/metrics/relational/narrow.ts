/** Relations without the columns that nobody reads, down to the tables they scan. */
import { columnsIn, type Columns } from './expression.ts';
import { exactly, type Relation } from './relation.ts';

/**
 * The same rows with the wanted columns alone.
 * @param wanted names of columns; of none of them one is kept, since rows may be counted
 * @param scanned takes, by table, the columns that are read of it
 */
export function narrowed(relation: Relation, wanted: ReadonlySet<string>, scanned: Map<string, Set<string>>): Relation {
  const columns = atLeastOne(relation.columns, wanted);
  return exactly(narrow(relation, new Set(Object.keys(columns)), scanned), columns);
}

/** The same relation, whose tables need not have columns that it does not make anything of. */
export function withoutUnread(relation: Relation): Relation {
  return narrowed(relation, new Set(Object.keys(relation.columns)), new Map());
}

/** At least the wanted columns, and those that rows are told by. */
function narrow(relation: Relation, wanted: ReadonlySet<string>, scanned: Map<string, Set<string>>): Relation {
  const below = (input: Relation, ...names: readonly Iterable<string>[]): Relation => narrow(input, new Set(names.flatMap((some) => [...some]).filter((name) => Object.hasOwn(input.columns, name))), scanned);
  switch (relation.kind) {
    case 'scan': {
      const columns = atLeastOne(relation.columns, wanted);
      scanned.set(relation.table, (scanned.get(relation.table) ?? new Set()).union(new Set(Object.keys(columns))));
      return { ...relation, columns };
    }
    case 'values':
      return relation;
    case 'project': {
      const columns = atLeastOne(relation.columns, wanted);
      const expressions = Object.fromEntries(Object.entries(relation.expressions).filter(([name]) => Object.hasOwn(columns, name)));
      return { ...relation, input: below(relation.input, columnsIn(expressions)), expressions, columns };
    }
    case 'filter': {
      const input = below(relation.input, wanted, columnsIn(relation.where));
      return { ...relation, input, columns: input.columns };
    }
    case 'join': {
      const on = columnsIn(relation.on);
      const [left, right] = [below(relation.left, wanted, on), below(relation.right, wanted, on)];
      return { ...relation, left, right, columns: { ...left.columns, ...right.columns } };
    }
    case 'window': {
      const added = Object.fromEntries(Object.entries(relation.added).filter(([name]) => wanted.has(name)));
      const read = Object.values(added).flatMap(({ of, partitionBy, orderBy }) => [...columnsIn(of), ...partitionBy, ...orderBy.map((order) => order.column)]);
      const input = below(relation.input, wanted, read);
      return Object.keys(added).length === 0 ? input : { ...relation, input, added, columns: { ...input.columns, ...pick(relation.columns, new Set(Object.keys(added))) } };
    }
    case 'union': {
      const columns = atLeastOne(relation.columns, wanted);
      return { ...relation, inputs: relation.inputs.map((input) => exactly(below(input, Object.keys(columns)), columns)), columns };
    }
    case 'aggregate': {
      const kept = relation.dimensions.length > 0 ? pick(relation.columns, wanted) : atLeastOne(relation.columns, wanted);
      const measures = Object.fromEntries(Object.entries(relation.measures).filter(([name]) => Object.hasOwn(kept, name)));
      const dropped = Object.keys(relation.measures).filter((name) => !Object.hasOwn(kept, name));
      return { ...relation, input: below(relation.input, relation.dimensions, columnsIn(measures)), measures, columns: Object.fromEntries(Object.entries(relation.columns).filter(([name]) => !dropped.includes(name))) };
    }
    case 'sort': {
      const input = below(relation.input, wanted, relation.by);
      return { ...relation, input, columns: input.columns };
    }
  }
}

/** Rows may be counted without a column being read. */
function atLeastOne(columns: Columns, wanted: ReadonlySet<string>): Columns {
  const [first = ''] = Object.keys(columns);
  return pick(columns, Object.keys(columns).some((name) => wanted.has(name)) ? wanted : new Set([first]));
}

function pick(columns: Columns, names: ReadonlySet<string>): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([name]) => names.has(name)));
}
