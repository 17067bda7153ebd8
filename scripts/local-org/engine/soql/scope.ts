/** The FROM of a query: the object, and the parents that field paths walk to, joined once each. */
import type { ObjectPlan } from '../objectPlan.ts';
import { planOf } from '../objectPlan.ts';
import { defineField } from '../schemaIndex.ts';
import type { FieldSchema, Schema } from '../schema.ts';
import type { Access } from '../types.ts';
import { isStored, quoteName } from '../../store/tables.ts';
import { queryErrors } from './errors.ts';
import { fieldNode, type FieldNode, type Select } from './syntax/tree.ts';

/** Name of the SQL function that computes a formula field of a record. */
export const FORMULA_FUNCTION = 'handrail_formula';

/** Numbered parameters: their order in the text does not matter, and equal values share one. */
export class Parameters {
  readonly values: (string | number | null)[] = [];
  /** Index of a value, and which of the query's ids it is. */
  readonly ids: (readonly [index: number, id: number])[] = [];
  private readonly known = new Map<string | number, string>();

  add(value: string | number): string {
    const known = this.known.get(value) ?? this.next(value);
    this.known.set(value, known);
    return known;
  }

  /** One of the query's ids; a parameter of its own, so that another id can take its place. */
  addId(value: string, id: number): string {
    const name = this.next(value);
    this.ids.push([this.values.length - 1, id]);
    return name;
  }

  /** A parameter whose value is given at execution. */
  open(): string {
    return this.next(null);
  }

  private next(value: string | number | null): string {
    this.values.push(value);
    return `?${this.values.length}`;
  }
}

/** A joined object, or for a lookup with several targets all of them. */
export interface Node {
  /** Relationship names from the query's object, as the schema spells them. */
  readonly path: readonly string[];
  readonly targets: readonly { readonly plan: ObjectPlan; readonly alias: string }[];
  /** SQL of the record's id. */
  readonly id: string;
  readonly polymorphic: boolean;
}

export interface ResolvedField {
  readonly node: Node;
  readonly field: FieldSchema;
  readonly sql: string;
}

const TYPE_FIELD: FieldSchema = defineField({ apiName: 'Type', type: 'picklist', label: 'Type' });

/** What `Type` says of a record: groups that own records are queues (SOQL reference: `Owner.Type = 'Queue'`). */
const typeName = (plan: ObjectPlan): string => (plan.object.apiName === 'Group' ? 'Queue' : plan.object.apiName);

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function columnSql(plan: ObjectPlan, alias: string, field: FieldSchema): string {
  if (isStored(field)) {
    return `${alias}.${quoteName(field.apiName)}`;
  }
  if (field.formula !== null) {
    const call = `${FORMULA_FUNCTION}(${literal(plan.object.apiName)}, ${literal(field.apiName)}, ${alias}."Id")`;
    return field.type === 'string' || field.type === 'picklist' ? `${call} COLLATE NOCASE` : call;
  }
  return 'NULL';
}

/** Deepest path from a child to its parents. */
const MAX_PARENTS = 5;

/** The object's own name and alias stand for nothing; `FROM Contact c, c.Account a` makes `a` the account. */
function aliasPaths(plan: ObjectPlan, select: Pick<Select, 'alias' | 'joins'>): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  const name = plan.object.apiName.toLowerCase();
  if (!plan.relationships.has(name)) {
    paths.set(name, []);
  }
  if (select.alias !== undefined) {
    paths.set(select.alias.toLowerCase(), []);
  }
  for (const { path, alias } of select.joins) {
    const [head = '', ...rest] = path.split('.');
    paths.set(alias.toLowerCase(), [...paths.get(head.toLowerCase()) ?? [head], ...rest]);
  }
  return paths;
}

export class Scope {
  readonly plan: ObjectPlan;
  readonly root: Node;
  readonly soql: string;
  private readonly schema: Schema;
  private readonly access: Access | undefined;
  /** Aliases of the query, in lower case, and the paths they stand for. */
  private readonly paths: ReadonlyMap<string, readonly string[]>;
  private readonly prefix: string;
  private readonly nodes = new Map<string, Node>();
  private readonly joins: string[] = [];
  private aliases = 0;

  /** `prefix` keeps the table aliases of a nested query apart from those of the outer one. */
  constructor(schema: Schema, access: Access | undefined, plan: ObjectPlan, soql: string, select: Pick<Select, 'alias' | 'joins'>, prefix: string) {
    this.schema = schema;
    this.access = access;
    this.plan = plan;
    this.soql = soql;
    this.paths = aliasPaths(plan, select);
    this.prefix = prefix;
    const rootAlias = this.nextAlias();
    this.root = { path: [], targets: [{ plan, alias: rootAlias }], id: `${rootAlias}."Id"`, polymorphic: false };
  }

  /** `FROM` and joins; complete only when every path has been resolved. */
  fromSql(): string {
    return `FROM ${quoteName(this.plan.object.apiName)} ${this.root.targets[0]?.alias ?? ''}${this.joins.map((join) => ` ${join}`).join('')}`;
  }

  get rootAlias(): string {
    return this.root.targets[0]?.alias ?? '';
  }

  /** `o.Amount` and `Opportunity.Amount` are `Amount`. */
  private stripped(pathText: string): readonly string[] {
    if (!pathText.includes('.')) {
      return [pathText];
    }
    const [head = '', ...rest] = pathText.split('.');
    const alias = this.paths.get(head.toLowerCase());
    return alias === undefined ? [head, ...rest] : [...alias, ...rest];
  }

  /** Resolves `Amount`, `Account.Owner.Name`, `o.Account.Name`. @throws OrgError INVALID_FIELD */
  resolve({ path: pathText, offset }: FieldNode): ResolvedField {
    const path = this.stripped(pathText);
    if (path.length - 1 > MAX_PARENTS) {
      throw queryErrors.malformed(`A path of parents may have at most ${MAX_PARENTS} levels: ${pathText}`);
    }
    let node = this.root;
    for (const relationship of path.slice(0, -1)) {
      node = this.join(node, relationship, offset);
    }
    return this.fieldOf(node, path.at(-1) ?? '', offset);
  }

  /** The node a lookup path leads to: `Account`, `What`. */
  resolveNode({ path, offset }: FieldNode): Node {
    return this.stripped(path).reduce((node, relationship) => this.join(node, relationship, offset), this.root);
  }

  /** A field of one node; on a polymorphic one whichever target has it. */
  fieldOf(node: Node, name: string, offset: number): ResolvedField {
    if (!node.polymorphic) {
      const [target] = node.targets;
      const field = target === undefined ? undefined : this.readable(target.plan, target.plan.fields.get(name.toLowerCase()));
      if (target === undefined || field === undefined) {
        throw queryErrors.noSuchColumn(this.soql, offset, name, target?.plan.object.apiName ?? '');
      }
      return { node, field, sql: columnSql(target.plan, target.alias, field) };
    }
    if (name.toLowerCase() === 'type') {
      const cases = node.targets.map(({ plan, alias }) => `WHEN ${alias}."Id" IS NOT NULL THEN ${literal(typeName(plan))}`);
      return { node, field: TYPE_FIELD, sql: `(CASE ${cases.join(' ')} END) COLLATE NOCASE` };
    }
    const found = node.targets.flatMap(({ plan, alias }) => {
      const field = this.readable(plan, name.toLowerCase() === 'name' ? plan.nameField : plan.fields.get(name.toLowerCase()));
      return field === undefined ? [] : [{ field, sql: columnSql(plan, alias, field) }];
    });
    const [first] = found;
    if (first === undefined) {
      throw queryErrors.noSuchColumn(this.soql, offset, name, 'Name');
    }
    const sql = found.length === 1 ? first.sql : `COALESCE(${found.map((candidate) => candidate.sql).join(', ')})`;
    const isText = first.field.type !== 'id' && first.field.type !== 'reference';
    return { node, field: name.toLowerCase() === 'name' ? { ...first.field, apiName: 'Name' } : first.field, sql: isText ? `${sql} COLLATE NOCASE` : sql };
  }

  /** A field of the query's own object, asked for by code. */
  own(name: string): ResolvedField {
    return this.resolve(fieldNode(name));
  }

  /** The fields of the query's object that can be selected by this user. */
  readableFields(): readonly FieldSchema[] {
    return this.plan.object.fields.filter((field) => field.type !== 'location' && this.readable(this.plan, field) !== undefined);
  }

  /** A field the user may not read does not exist for the user. */
  private readable(plan: ObjectPlan, field: FieldSchema | undefined): FieldSchema | undefined {
    return field === undefined || this.access?.field(plan.object.apiName, field.apiName, 'read') === false ? undefined : field;
  }

  private join(from: Node, relationship: string, offset: number): Node {
    const key = [...from.path, relationship].join('.').toLowerCase();
    const known = this.nodes.get(key);
    if (known !== undefined) {
      return known;
    }
    const [target] = from.targets;
    const lookup = from.polymorphic ? undefined : target?.plan.relationships.get(relationship.toLowerCase());
    if (target === undefined || lookup === undefined || lookup.relationshipName === null || this.readable(target.plan, lookup) === undefined) {
      throw queryErrors.noSuchRelationship(this.soql, offset, relationship);
    }
    const foreignKey = `${target.alias}.${quoteName(lookup.apiName)}`;
    const targets = lookup.referenceTo.flatMap((name) => {
      const object = this.schema.object(name);
      return object === undefined || this.access?.object(object.apiName, 'read') === false ? [] : [{ plan: planOf(object), alias: this.nextAlias() }];
    });
    for (const { plan, alias } of targets) {
      this.joins.push(`LEFT JOIN ${quoteName(plan.object.apiName)} ${alias} ON ${alias}."Id" = ${foreignKey}`);
    }
    const [only] = targets;
    if (only === undefined) {
      throw queryErrors.noSuchRelationship(this.soql, offset, relationship);
    }
    const node: Node = {
      path: [...from.path, lookup.relationshipName],
      targets,
      id: targets.length === 1 ? `${only.alias}."Id"` : `COALESCE(${targets.map(({ alias }) => `${alias}."Id"`).join(', ')})`,
      polymorphic: targets.length > 1,
    };
    this.nodes.set(key, node);
    return node;
  }

  private nextAlias(): string {
    this.aliases += 1;
    return `${this.prefix}${this.aliases}`;
  }
}
