/** Compiles a query for records: selected fields, parents, child queries, TYPEOF. */
import type { FieldSchema } from '../schema.ts';
import { isStored } from '../../store/tables.ts';
import type { ColumnMetadata } from '../types.ts';
import { limitSql, noAggregate, orderKeys, orderSql, whereSql } from './clauses.ts';
import { fieldColumn, functionColumn, joinColumn } from './columns.ts';
import { queryErrors } from './errors.ts';
import { argumentOf, expressionOf, type CompileContext } from './expressions.ts';
import { formatPresenter } from './format.ts';
import { labelPresenter, presenterOf, type Presenter } from './present.ts';
import type { Node, ResolvedField } from './scope.ts';
import type { Member, RecordShape } from './shape.ts';
import { fieldNode, type FieldNode, type FunctionNode, type Select, type SelectItem } from './syntax/tree.ts';

export interface FlatColumn {
  readonly name: string;
  readonly slot: number;
  readonly field: FieldSchema;
  readonly present: Presenter;
}

export interface RecordQuery {
  readonly sql: string;
  /** The ids of the same records, in the same order. */
  readonly idSql: string;
  /** The same columns for the ids of a JSON array, its only parameter. */
  readonly byIdSql: string;
  readonly shape: RecordShape;
  readonly columns: readonly ColumnMetadata[];
  /** Flat columns for bulk export, in the order of the query. */
  readonly flat: readonly FlatColumn[];
}

/** How a child query is compiled and run; given by the runner, which knows how to execute. */
export type ChildCompiler = (select: Select) => { readonly fetch: (parentId: string) => unknown; readonly columns: readonly ColumnMetadata[]; readonly name: string };

interface OpenShape {
  readonly idSlot: number;
  readonly typeName: string | null;
  readonly members: Member[];
  readonly columns: ColumnMetadata[];
}

const ADDRESS_PARTS: readonly (readonly [string, string])[] = [
  ['city', 'City'], ['country', 'Country'], ['geocodeAccuracy', 'GeocodeAccuracy'], ['latitude', 'Latitude'], ['longitude', 'Longitude'],
  ['postalCode', 'PostalCode'], ['state', 'State'], ['street', 'Street'],
];

const FIELDS_LIMIT = 200;
const FIELD_SETS: Readonly<Record<string, (field: FieldSchema) => boolean>> = { ALL: () => true, STANDARD: ({ custom }) => !custom, CUSTOM: ({ custom }) => custom };

class RecordQueryCompiler {
  private readonly context: CompileContext;
  private readonly compileChild: ChildCompiler;
  private readonly slots: string[] = [];
  private readonly shapes = new Map<string, OpenShape>();
  private readonly names = new Set<string>();
  readonly flat: FlatColumn[] = [];
  readonly root: OpenShape;

  constructor(context: CompileContext, compileChild: ChildCompiler) {
    this.context = context;
    this.compileChild = compileChild;
    this.root = this.openShape(context.scope.root);
  }

  add(item: SelectItem): void {
    switch (item.kind) {
      case 'expression':
        if (item.expression.kind === 'function') {
          this.addFunction(item.expression, item.alias);
          return;
        }
        if (item.alias !== undefined) {
          throw queryErrors.malformed('only aggregate expressions use field aliasing');
        }
        this.addField(item.expression);
        break;
      case 'children':
        this.addChildren(item.select);
        break;
      case 'typeof':
        this.addTypeOf(item);
        break;
    }
  }

  selectSql(): string {
    return `SELECT ${this.slots.join(', ')}`;
  }

  private slot(sql: string): number {
    const known = this.slots.indexOf(sql);
    return known >= 0 ? known : this.slots.push(sql) - 1;
  }

  private openShape(node: Node): OpenShape {
    const [target] = node.targets;
    return { idSlot: this.slot(node.id), typeName: node.polymorphic ? 'Name' : target?.plan.object.apiName ?? null, members: [], columns: [] };
  }

  /** The shape of a parent; created with its own parents at the first field that needs it. */
  private shapeOf(node: Node): OpenShape {
    if (node.path.length === 0) {
      return this.root;
    }
    const key = node.path.join('.');
    const known = this.shapes.get(key);
    if (known !== undefined) {
      return known;
    }
    const shape = this.openShape(node);
    this.shapes.set(key, shape);
    const outer = this.shapeOf(this.parentNode(node));
    const name = node.path.at(-1) ?? '';
    outer.members.push({ kind: 'parent', key: name, shape });
    outer.columns.push(joinColumn(name, shape.columns, false));
    return shape;
  }

  private parentNode(node: Node): Node {
    return node.path.length === 1 ? this.context.scope.root : this.context.scope.resolveNode(fieldNode(node.path.slice(0, -1).join('.')));
  }

  private addField(node: FieldNode): void {
    const resolved = this.context.scope.resolve(node);
    const name = [...resolved.node.path, resolved.field.apiName].join('.');
    if (this.names.has(name)) {
      throw queryErrors.duplicateField(this.context.scope.soql, node.offset, name);
    }
    this.names.add(name);
    const shape = this.shapeOf(resolved.node);
    shape.members.push(this.fieldMember(resolved));
    shape.columns.push(fieldColumn(resolved.field));
    this.flat.push({ name, slot: this.slot(resolved.sql), field: resolved.field, present: presenterOf(resolved.field) });
  }

  private fieldMember({ node, field, sql }: ResolvedField): Member {
    if (field.type === 'location') {
      throw queryErrors.unsupported(`geolocation field ${field.apiName}`);
    }
    if (field.type !== 'address') {
      return { kind: 'value', key: field.apiName, slot: this.slot(sql), present: presenterOf(field) };
    }
    const prefix = field.apiName.replace(/Address$/, '');
    const plan = node.targets[0]?.plan;
    const parts = ADDRESS_PARTS.map(([key, suffix]) => {
      const part = plan?.fields.get(`${prefix}${suffix}`.toLowerCase());
      const stored = part !== undefined && isStored(part);
      return { key, slot: stored ? this.slot(this.context.scope.fieldOf(node, part.apiName, -1).sql) : null };
    });
    return { kind: 'compound', key: field.apiName, parts };
  }

  private addFunction(call: FunctionNode, alias: string | undefined): void {
    const name = call.name.toUpperCase();
    if (name === 'FIELDS') {
      this.addFieldSet(call);
      return;
    }
    if (name !== 'TOLABEL' && name !== 'FORMAT') {
      expressionOf(this.context, call);
      throw queryErrors.unsupported(`function ${call.name}() in a query without GROUP BY`);
    }
    const argument = argumentOf(this.context, call);
    if (argument.kind !== 'field') {
      throw queryErrors.unsupported(`function ${call.name}() around ${argument.name}()`);
    }
    const resolved = this.context.scope.resolve(argument);
    this.addPresented(resolved, alias, name === 'TOLABEL' ? labelPresenter(resolved.field) : formatPresenter(this.context, resolved.field));
  }

  /** A field in another form takes the place of the field, or stands beside it under its alias. */
  private addPresented(resolved: ResolvedField, alias: string | undefined, present: Presenter): void {
    const key = alias ?? resolved.field.apiName;
    const shape = alias === undefined ? this.shapeOf(resolved.node) : this.root;
    const slot = this.slot(resolved.sql);
    shape.members.push({ kind: 'value', key, slot, present });
    shape.columns.push(alias === undefined ? fieldColumn(resolved.field) : functionColumn(resolved.field, key, key));
    this.flat.push({ name: key, slot, field: resolved.field, present });
  }

  private addFieldSet(call: FunctionNode): void {
    const argument = argumentOf(this.context, call);
    const isIn = argument.kind === 'field' ? FIELD_SETS[argument.path.toUpperCase()] : undefined;
    if (isIn === undefined) {
      throw queryErrors.unexpectedToken(this.context.scope.soql, { kind: 'name', text: argument.kind === 'field' ? argument.path : argument.text, offset: argument.offset });
    }
    for (const field of this.context.scope.readableFields().filter(isIn)) {
      this.addField({ ...fieldNode(field.apiName), offset: call.offset });
    }
  }

  private addChildren(select: Select): void {
    const child = this.compileChild(select);
    this.root.members.push({ kind: 'children', key: child.name, fetch: child.fetch });
    this.root.columns.push(joinColumn(child.name, child.columns, true));
  }

  private addTypeOf({ lookup, branches }: Extract<SelectItem, { kind: 'typeof' }>): void {
    const { scope } = this.context;
    const node = scope.resolveNode(lookup);
    const byType = new Map<string, RecordShape>();
    for (const { type, fields } of branches) {
      const target = node.targets.find(({ plan }) => plan.object.apiName.toLowerCase() === type?.toLowerCase());
      if (type !== null && target === undefined) {
        throw queryErrors.malformed(`Invalid TYPEOF: ${type} is not a type of ${lookup.path}`);
      }
      const single: Node = target === undefined ? node : { ...node, targets: [target], id: `${target.alias}."Id"`, polymorphic: false };
      byType.set(target?.plan.object.apiName ?? '', {
        idSlot: this.slot(node.id),
        typeName: target?.plan.object.apiName ?? 'Name',
        members: fields.map(({ path, offset }) => this.fieldMember(scope.fieldOf(single, path, offset))),
      });
    }
    const key = node.path.at(-1) ?? lookup.path;
    this.root.members.push({ kind: 'typeof', key, idSlot: this.slot(node.id), byType });
    this.root.columns.push(joinColumn(key, [], false));
  }
}

function usesUnboundedFields(select: Select): boolean {
  return select.items.some((item) => item.kind === 'expression' && item.expression.kind === 'function' && /^FIELDS\s*\(\s*(ALL|CUSTOM)\b/i.test(item.expression.text));
}

/** Compiles a query for records. `link` is the condition that ties a child query to its parent. */
export function compileRecordQuery(context: CompileContext, select: Select, compileChild: ChildCompiler, includeDeleted: boolean, link?: string): RecordQuery {
  if (usesUnboundedFields(select) && (select.limit ?? Infinity) > FIELDS_LIMIT) {
    throw queryErrors.malformed(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`);
  }
  const compiler = new RecordQueryCompiler(context, compileChild);
  for (const item of select.items) {
    compiler.add(item);
  }
  const where = whereSql(context, select, includeDeleted, link);
  const { id } = context.scope.root;
  const order = orderSql([...orderKeys(context, select.orderBy, noAggregate(context)), { sql: id, of: id, direction: 'ASC' }]);
  const limit = limitSql(context, select);
  const from = context.scope.fromSql();
  return {
    sql: `${compiler.selectSql()} ${from}${where}${order}${limit}`,
    idSql: `SELECT ${id} ${from}${where}${order}${limit}`,
    byIdSql: `${compiler.selectSql()} ${from} WHERE ${id} IN (SELECT value FROM json_each(?1))`,
    shape: compiler.root,
    columns: compiler.root.columns,
    flat: compiler.flat,
  };
}
