/**
 * One relation in place of several that differ only in what they hold things against, such as the same facts as of several days: the same
 * rows, each with the number of its variant. An engine plans it once, and what does not depend on the variant is computed once.
 */
import { aggregate, both, boolean, column, compare, either, equal, integer, isIn, isTrue, nth, when, type Columns, type Expression } from './expression.ts';
import { exactly, extend, filter, join, project, scan, sort, totalFlag, union, values, window, type Relation, type WindowColumn } from './relation.ts';

/** The column that says which variant a row is of: its place among them. */
export const VARIANT = 'of_variant';
const OTHER_SIDE = `${VARIANT}_right`;
const IN_ALL = `${VARIANT}_all`;
const IS_THERE = `${VARIANT}_there`;
const ROWS_THERE = `${VARIANT}_rows`;

export interface Lifted {
  readonly relation: Relation;
  /** Its rows are told apart by `VARIANT`; else they are the same in all variants. */
  readonly byVariant: boolean;
}

/**
 * @param variants with the same columns; where they are built differently each is computed for itself
 * @param tables that were lifted before: their rows have the column `VARIANT`
 */
export function lifted(variants: readonly Relation[], tables: ReadonlySet<string>): Lifted {
  return new Lift(variants.length, tables).of(variants);
}

/** A relation over lifted tables as it is in one variant. */
export function ofVariant(relation: Relation, variant: number, tables: ReadonlySet<string>): Relation {
  const of = (inner: Relation): Relation => ofVariant(inner, variant, tables);
  switch (relation.kind) {
    case 'scan':
      return tables.has(relation.table) ? exactly(filter(scan(relation.table, { ...relation.columns, [VARIANT]: 'integer' }), equal(column(VARIANT), integer(variant))), relation.columns) : relation;
    case 'values':
      return relation;
    case 'join':
      return { ...relation, left: of(relation.left), right: of(relation.right) };
    case 'union':
      return { ...relation, inputs: relation.inputs.map(of) };
    default:
      return { ...relation, input: of(relation.input) };
  }
}

type Of<K extends Relation['kind']> = Extract<Relation, { kind: K }>;

class Lift {
  readonly #count: number;
  readonly #tables: ReadonlySet<string>;
  readonly #all: Relation;

  constructor(count: number, tables: ReadonlySet<string>) {
    this.#count = count;
    this.#tables = tables;
    this.#all = values({ [VARIANT]: 'integer' }, Array.from({ length: count }, (_, index) => [index]));
  }

  of(variants: readonly Relation[]): Lifted {
    const [first] = variants;
    if (first === undefined) throw new RangeError('Nothing to lift.');
    if (this.#count === 1) return { relation: first, byVariant: false };
    const { kind } = first;
    if (variants.some((variant) => variant.kind !== kind)) return this.#apart(variants);
    switch (kind) {
      case 'scan':
        return this.#scan(variants as readonly Of<'scan'>[]);
      case 'values':
        return this.#values(variants as readonly Of<'values'>[]);
      case 'project':
        return this.#project(variants as readonly Of<'project'>[]);
      case 'filter':
        return this.#filter(variants as readonly Of<'filter'>[]);
      case 'join':
        return this.#join(variants as readonly Of<'join'>[]);
      case 'window':
        return this.#window(variants as readonly Of<'window'>[]);
      case 'union':
        return this.#union(variants as readonly Of<'union'>[]);
      case 'aggregate':
        return this.#aggregate(variants as readonly Of<'aggregate'>[]);
      case 'sort':
        return this.#sort(variants as readonly Of<'sort'>[]);
    }
  }

  /** Each variant for itself, one below the other. */
  #apart(variants: readonly Relation[]): Lifted {
    const columns = { ...variants[0]?.columns, [VARIANT]: 'integer' as const };
    return { relation: union(...variants.map((variant, index) => exactly(extend(ofVariant(variant, index, this.#tables), { [VARIANT]: integer(index) }), columns))), byVariant: true };
  }

  /** With the column `VARIANT`; what is the same in all stands there once for each. */
  #withVariant({ relation, byVariant }: Lifted): Relation {
    return byVariant ? relation : join('inner', relation, this.#all, boolean(true));
  }

  #scan(variants: readonly Of<'scan'>[]): Lifted {
    const [first] = variants as [Of<'scan'>];
    if (variants.some(({ table, columns }) => table !== first.table || !sameNames(columns, first.columns))) return this.#apart(variants);
    return this.#tables.has(first.table) ? { relation: scan(first.table, { ...first.columns, [VARIANT]: 'integer' }), byVariant: true } : { relation: first, byVariant: false };
  }

  #values(variants: readonly Of<'values'>[]): Lifted {
    const [first] = variants as [Of<'values'>];
    if (isSame(variants.map(({ rows, columns }) => [rows, columns]))) return { relation: first, byVariant: false };
    if (variants.some(({ columns }) => !sameNames(columns, first.columns))) return this.#apart(variants);
    return { relation: values({ ...first.columns, [VARIANT]: 'integer' }, variants.flatMap(({ rows }, index) => rows.map((row) => [...row, index]))), byVariant: true };
  }

  #project(variants: readonly Of<'project'>[]): Lifted {
    const merged = mergedAll(variants.map(({ expressions }) => expressions));
    if (merged === null) return this.#apart(variants);
    const input = this.of(variants.map((variant) => variant.input));
    if (!input.byVariant && !merged.differ) return { relation: project(input.relation, merged.expressions), byVariant: false };
    return { relation: project(this.#withVariant(input), { ...merged.expressions, [VARIANT]: column(VARIANT) }), byVariant: true };
  }

  #filter(variants: readonly Of<'filter'>[]): Lifted {
    const where = merged(variants.map((variant) => variant.where));
    const input = this.of(variants.map((variant) => variant.input));
    if (!input.byVariant && !where.differs) return { relation: filter(input.relation, where.expression), byVariant: false };
    return { relation: filter(this.#withVariant(input), where.expression), byVariant: true };
  }

  #join(variants: readonly Of<'join'>[]): Lifted {
    const [{ how }] = variants as [Of<'join'>];
    if (variants.some((variant) => variant.how !== how)) return this.#apart(variants);
    const on = merged(variants.map((variant) => variant.on));
    const [left, right] = [this.of(variants.map((variant) => variant.left)), this.of(variants.map((variant) => variant.right))];
    if (!left.byVariant && !right.byVariant && !on.differs) return { relation: join(how, left.relation, right.relation, on.expression), byVariant: false };
    if (!right.byVariant) return { relation: join(how, this.#withVariant(left), right.relation, on.expression), byVariant: true };
    if (how === 'inner' && !left.byVariant) return { relation: join(how, left.relation, right.relation, on.expression), byVariant: true };
    const from = this.#withVariant(left);
    const { [VARIANT]: _, ...own } = right.relation.columns;
    const other = project(right.relation, { ...named(own), [OTHER_SIDE]: column(VARIANT) });
    return { relation: exactly(join(how, from, other, both(equal(column(VARIANT), column(OTHER_SIDE)), on.expression)), { ...from.columns, ...own }), byVariant: true };
  }

  #window(variants: readonly Of<'window'>[]): Lifted {
    const [first] = variants as [Of<'window'>];
    const rest = (added: Readonly<Record<string, WindowColumn>>): unknown => Object.entries(added).map(([name, { of: _, ...how }]) => [name, how]);
    const of = mergedAll(variants.map(({ added }) => Object.fromEntries(Object.entries(added).flatMap(([name, { of: counted }]) => (counted ? [[name, counted]] : [])))));
    if (of === null || !isSame(variants.map(({ added }) => rest(added)))) return this.#apart(variants);
    const input = this.of(variants.map((variant) => variant.input));
    const isLifted = input.byVariant || of.differ;
    const added = Object.entries(first.added).map(([name, how]): [string, WindowColumn] => {
      const counted = of.expressions[name];
      return [name, { ...how, ...(counted ? { of: counted } : {}), partitionBy: [...how.partitionBy, ...(isLifted ? [VARIANT] : [])] }];
    });
    return { relation: window(isLifted ? this.#withVariant(input) : input.relation, Object.fromEntries(added)), byVariant: isLifted };
  }

  #union(variants: readonly Of<'union'>[]): Lifted {
    const [first] = variants as [Of<'union'>];
    if (variants.some(({ inputs }) => inputs.length !== first.inputs.length)) return this.#apart(variants);
    const inputs = first.inputs.map((_, index) => this.of(variants.map((variant) => variant.inputs[index] as Relation)));
    const byVariant = inputs.some((input) => input.byVariant);
    const columns: Columns = { ...first.columns, ...(byVariant ? { [VARIANT]: 'integer' } : {}) };
    return { relation: union(...inputs.map((input) => exactly(byVariant ? this.#withVariant(input) : input.relation, columns))), byVariant };
  }

  #aggregate(variants: readonly Of<'aggregate'>[]): Lifted {
    const [first] = variants as [Of<'aggregate'>];
    const measures = mergedAll(variants.map((variant) => variant.measures));
    if (measures === null || !isSame(variants.map(({ sets, dimensions }) => [sets, dimensions]))) return this.#apart(variants);
    const input = this.of(variants.map((variant) => variant.input));
    if (!input.byVariant && !measures.differ) return { relation: { ...first, input: input.relation, measures: measures.expressions }, byVariant: false };
    const rows = this.#withVariant(input);
    const columns: Columns = { ...first.columns, [VARIANT]: 'integer' };
    const grouped = (of: Relation, counted: Readonly<Record<string, Expression>>, added: Columns): Relation => ({ kind: 'aggregate', input: of, sets: first.sets.map((set) => [...set, VARIANT]), dimensions: [...first.dimensions, VARIANT], measures: counted, columns: { ...columns, ...added } });
    if (first.sets.every((set) => set.length > 0)) return { relation: grouped(rows, measures.expressions, {}), byVariant: true };
    // The whole of no rows is a row too: a variant without any gets one that no aggregate counts.
    const filled = project(join('left', project(this.#all, { [IN_ALL]: column(VARIANT) }), extend(rows, { [IS_THERE]: boolean(true) }), equal(column(IN_ALL), column(VARIANT))), { ...named(rows.columns), [VARIANT]: column(IN_ALL), [IS_THERE]: isTrue(column(IS_THERE)) });
    const counted = Object.fromEntries(Object.entries(measures.expressions).map(([name, measure]) => [name, ofThose(measure, column(IS_THERE))]));
    const wholeOnly = first.sets.every((set) => set.length === 0);
    if (wholeOnly) return { relation: grouped(filled, counted, {}), byVariant: true };
    const all = grouped(filled, { ...counted, [ROWS_THERE]: aggregate('count', null, column(IS_THERE)) }, { [ROWS_THERE]: 'integer' });
    const isWhole = both(...first.dimensions.map((name) => equal(column(totalFlag(name)), integer(1))));
    return { relation: exactly(filter(all, either(compare(column(ROWS_THERE), '>', integer(0)), isWhole)), columns), byVariant: true };
  }

  #sort(variants: readonly Of<'sort'>[]): Lifted {
    const [first] = variants as [Of<'sort'>];
    if (!isSame(variants.map(({ by }) => by))) return this.#apart(variants);
    const input = this.of(variants.map((variant) => variant.input));
    return { relation: sort(input.relation, [...(input.byVariant ? [VARIANT] : []), ...first.by]), byVariant: input.byVariant };
  }
}

interface Merged {
  readonly expression: Expression;
  readonly differs: boolean;
}

/** The same expression in all variants, or one that asks which variant it stands in. */
function merged(variants: readonly Expression[]): Merged {
  const found = mergedData(variants);
  return found === null ? { expression: pick(variants), differs: true } : { expression: found.data as Expression, differs: found.differs };
}

/** Null where the names differ. */
function mergedAll(variants: readonly Readonly<Record<string, Expression>>[]): { readonly expressions: Readonly<Record<string, Expression>>; readonly differ: boolean } | null {
  const [first] = variants as [Readonly<Record<string, Expression>>];
  if (!isSame(variants.map((variant) => Object.keys(variant)))) return null;
  const found = Object.keys(first).map((name) => [name, merged(variants.map((variant) => variant[name] as Expression))] as const);
  return { expressions: Object.fromEntries(found.map(([name, { expression }]) => [name, expression])), differ: found.some(([, { differs }]) => differs) };
}

/** Plain data with expressions in it, merged as deep as it is built alike; null: it is not. */
function mergedData(variants: readonly unknown[]): { readonly data: unknown; readonly differs: boolean } | null {
  const [first] = variants;
  if (variants.every((variant) => variant === first)) return { data: first, differs: false };
  if (variants.some((variant) => typeof variant !== 'object' || variant === null)) return null;
  const all = variants as readonly Readonly<Record<string, unknown>>[];
  const keys = Object.keys(first as object);
  if (all.some((variant) => Array.isArray(variant) !== Array.isArray(first) || Object.keys(variant).length !== keys.length)) return null;
  let differs = false;
  const entries: (readonly [string, unknown])[] = [];
  for (const key of keys) {
    const inner = all.map((variant) => variant[key]);
    const found = mergedData(inner);
    if (found !== null) {
      differs ||= found.differs;
      entries.push([key, found.data]);
    } else if (inner.every(isExpression)) {
      differs = true;
      entries.push([key, pick(inner)]);
    } else return null;
  }
  return { data: Array.isArray(first) ? entries.map(([, value]) => value) : Object.fromEntries(entries), differs };
}

function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function pick(variants: readonly Expression[]): Expression {
  const [first] = variants;
  const literals = variants.flatMap((variant) => (variant.kind === 'literal' && first?.kind === 'literal' && variant.type === first.type ? [variant.value] : []));
  if (first?.kind === 'literal' && literals.length === variants.length) return nth(column(VARIANT), first.type, literals);
  const alike = [...Map.groupBy(variants.map((expression, index) => ({ expression, index, key: JSON.stringify(expression) })), ({ key }) => key).values()];
  const last = alike.pop()?.[0]?.expression ?? null;
  return when(alike.map((group) => [group.length === 1 ? equal(column(VARIANT), integer(group[0]?.index ?? 0)) : isIn(column(VARIANT), group.map(({ index }) => index)), group[0]?.expression as Expression] as const), last);
}

/** Every aggregate in a measure, of these rows alone. */
function ofThose(measure: Expression, those: Expression): Expression {
  if (measure.kind === 'aggregate') return { ...measure, where: measure.where === null ? those : both(those, measure.where) };
  const inside = (value: unknown): unknown => (Array.isArray(value) ? value.map(inside) : isExpression(value) ? ofThose(value, those) : value);
  return Object.fromEntries(Object.entries(measure).map(([key, value]) => [key, inside(value)])) as Expression;
}

function named(columns: Columns): Record<string, Expression> {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, column(name)]));
}

function sameNames(one: Columns, other: Columns): boolean {
  return Object.keys(one).join() === Object.keys(other).join();
}

function isSame(variants: readonly unknown[]): boolean {
  const [first, ...rest] = variants.map((variant) => JSON.stringify(variant));
  return rest.every((variant) => variant === first);
}
