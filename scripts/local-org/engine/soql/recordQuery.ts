/** Compiles a query for records: selected fields, parents, child queries, TYPEOF. */
import type { FieldType as SelectItem } from '@jetstreamapp/soql-parser-js';
import type { FieldSchema } from '../schema.ts';
import { isStored } from '../../store/tables.ts';
import type { ColumnMetadata } from '../types.ts';
import { limitSql, noAggregate, orderSql, whereSql } from './clauses.ts';
import { fieldColumn, functionColumn, joinColumn } from './columns.ts';
import { queryErrors } from './errors.ts';
import { functionExpression, type CompileContext } from './expressions.ts';
import { labelPresenter, presenterOf } from './present.ts';
import type { Node, ResolvedField } from './scope.ts';
import type { Member, RecordShape } from './shape.ts';
import { toSelect, type Select } from './syntax.ts';

export interface RecordQuery {
  readonly sql: string;
  /** The ids of the same records, in the same order. */
  readonly idSql: string;
  /** The same columns for the ids of a JSON array, its only parameter. */
  readonly byIdSql: string;
  readonly shape: RecordShape;
  readonly columns: readonly ColumnMetadata[];
  /** Flat columns for bulk export, in the order of the query. */
  readonly flat: readonly { readonly name: string; readonly slot: number; readonly field: FieldSchema }[];
}

/** How a child query is compiled and run; given by the runner, which knows how to execute. */
export type ChildCompiler = (select: Select, relationship: string) => { readonly fetch: (parentId: string) => unknown; readonly columns: readonly ColumnMetadata[]; readonly name: string };

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

class RecordQueryCompiler {
  private readonly context: CompileContext;
  private readonly compileChild: ChildCompiler;
  private readonly slots: string[] = [];
  private readonly shapes = new Map<string, OpenShape>();
  private readonly names = new Set<string>();
  readonly flat: { name: string; slot: number; field: FieldSchema }[] = [];
  readonly root: OpenShape;

  constructor(context: CompileContext, compileChild: ChildCompiler) {
    this.context = context;
    this.compileChild = compileChild;
    this.root = this.openShape(context.scope.root);
  }

  add(item: SelectItem): void {
    if ((item.type === 'Field' || item.type === 'FieldRelationship') && 'alias' in item && item.alias !== undefined) {
      throw queryErrors.malformed('only aggregate expressions use field aliasing');
    }
    switch (item.type) {
      case 'Field':
        this.addField('rawValue' in item ? item.rawValue : item.field);
        break;
      case 'FieldRelationship':
        this.addField(item.rawValue ?? [...item.relationships, item.field].join('.'));
        break;
      case 'FieldFunctionExpression':
        this.addFunction(item);
        break;
      case 'FieldSubquery':
        this.addChildren(toSelect(item.subquery, this.context.scope.soql));
        break;
      case 'FieldTypeof':
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
    return node.path.length === 1 ? this.context.scope.root : this.context.scope.resolveNode(node.path.slice(0, -1).join('.'));
  }

  private addField(path: string): void {
    const resolved = this.context.scope.resolve(path);
    const name = [...resolved.node.path, resolved.field.apiName].join('.');
    if (this.names.has(name)) {
      throw queryErrors.duplicateField(this.context.scope.soql, name);
    }
    this.names.add(name);
    const shape = this.shapeOf(resolved.node);
    shape.members.push(this.fieldMember(resolved));
    shape.columns.push(fieldColumn(resolved.field));
    this.flat.push({ name, slot: this.slot(resolved.sql), field: resolved.field });
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
      return { key, slot: stored ? this.slot(this.context.scope.fieldOf(node, part.apiName, part.apiName).sql) : null };
    });
    return { kind: 'compound', key: field.apiName, parts };
  }

  private addFunction(item: Extract<SelectItem, { type: 'FieldFunctionExpression' }>): void {
    const name = item.functionName.toUpperCase();
    const [argument] = item.parameters;
    if (name === 'FIELDS' && typeof argument === 'string') {
      this.addFieldSet(argument.toUpperCase());
      return;
    }
    if (name !== 'TOLABEL' || typeof argument !== 'string') {
      functionExpression(this.context, item);
      throw queryErrors.unsupported(`function ${item.functionName}() in a query without GROUP BY`);
    }
    const resolved = this.context.scope.resolve(argument);
    const key = item.alias ?? resolved.field.apiName;
    const shape = item.alias === undefined ? this.shapeOf(resolved.node) : this.root;
    const slot = this.slot(resolved.sql);
    shape.members.push({ kind: 'value', key, slot, present: labelPresenter(resolved.field) });
    shape.columns.push(item.alias === undefined ? fieldColumn(resolved.field) : functionColumn(resolved.field, key, key));
    this.flat.push({ name: key, slot, field: resolved.field });
  }

  private addFieldSet(set: string): void {
    for (const field of this.context.scope.readableFields()) {
      if (set === 'ALL' || (set === 'CUSTOM') === field.custom) {
        this.addField(field.apiName);
      }
    }
  }

  private addChildren(select: Select): void {
    const child = this.compileChild(select, select.from);
    this.root.members.push({ kind: 'children', key: child.name, fetch: child.fetch });
    this.root.columns.push(joinColumn(child.name, child.columns, true));
  }

  private addTypeOf(item: Extract<SelectItem, { type: 'FieldTypeof' }>): void {
    const { scope } = this.context;
    const node = scope.resolveNode(item.field);
    const byType = new Map<string, RecordShape>();
    for (const condition of item.conditions) {
      const wanted = (condition.objectType ?? '').toLowerCase();
      const target = node.targets.find(({ plan }) => plan.object.apiName.toLowerCase() === wanted);
      if (condition.type === 'WHEN' && target === undefined) {
        throw queryErrors.malformed(`Invalid TYPEOF: ${condition.objectType ?? ''} is not a type of ${item.field}`);
      }
      const single: Node = target === undefined ? node : { ...node, targets: [target], id: `${target.alias}."Id"`, polymorphic: false };
      byType.set(target?.plan.object.apiName ?? '', {
        idSlot: this.slot(node.id),
        typeName: target?.plan.object.apiName ?? 'Name',
        members: condition.fieldList.map((name) => this.fieldMember(scope.fieldOf(single, name, name))),
      });
    }
    const key = node.path.at(-1) ?? item.field;
    this.root.members.push({ kind: 'typeof', key, idSlot: this.slot(node.id), byType });
    this.root.columns.push(joinColumn(key, [], false));
  }
}

function usesUnboundedFields(select: Select): boolean {
  return select.fields.some((item) => item.type === 'FieldFunctionExpression' && item.functionName.toUpperCase() === 'FIELDS' && item.parameters[0] !== 'STANDARD');
}

/** Compiles a query for records. `link` is the condition that ties a child query to its parent. */
export function compileRecordQuery(context: CompileContext, select: Select, compileChild: ChildCompiler, includeDeleted: boolean, link?: string): RecordQuery {
  if (usesUnboundedFields(select) && (select.limit ?? Infinity) > FIELDS_LIMIT) {
    throw queryErrors.malformed(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`);
  }
  const compiler = new RecordQueryCompiler(context, compileChild);
  for (const item of select.fields) {
    compiler.add(item);
  }
  const where = whereSql(context, select, includeDeleted, link);
  const order = orderSql(context, select, noAggregate(context), `${context.scope.root.id} ASC`);
  const limit = limitSql(context, select);
  const from = context.scope.fromSql();
  const { id } = context.scope.root;
  return {
    sql: `${compiler.selectSql()} ${from}${where}${order}${limit}`,
    idSql: `SELECT ${id} ${from}${where}${order}${limit}`,
    byIdSql: `${compiler.selectSql()} ${from} WHERE ${id} IN (SELECT value FROM json_each(?1))`,
    shape: compiler.root,
    columns: compiler.root.columns,
    flat: compiler.flat,
  };
}
