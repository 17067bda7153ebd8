/** Conditions by which Get, Update and Delete Records find records: compiled once to SQL, with parameters read in each run. */
import { normalizeId } from '../../store/ids.ts';
import { isStored, quoteName } from '../../store/tables.ts';
import { referenceType } from '../formulas/typeContext.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import { decodeRow } from '../records.ts';
import type { FieldSchema, ObjectSchema } from '../schema.ts';
import { parseDateTime } from '../time.ts';
import { countQuery, countRowsRead, rowsLeft } from './limits.ts';
import { valueSource } from './literals.ts';
import { parseLogic, printLogic } from './logic.ts';
import { entryOf, nodeOf, nodesOf, textOf, type MetadataNode } from './metadata.ts';
import type { Interview } from './program.ts';
import { checkPart, noSuchField, type Report } from './report.ts';
import type { Resources } from './resources.ts';
import { familyOf, isRecord, type Family, type FlowItem, type FlowRecord } from './values.ts';

type Parameter = string | number;

/** One condition in one run: SQL with its parameters. Blank has an SQL of its own. */
interface Clause {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

type ClauseMaker = (interview: Interview) => Clause;

const TO_PARAMETER: Readonly<Record<Family, (value: string | number | boolean) => Parameter>> = {
  text: String,
  number: Number,
  percent: Number,
  boolean: Number,
  date: String,
  datetime: (value) => parseDateTime(String(value)) ?? String(value),
};

const ESCAPED = /[\\%_]/g;
const like = (column: string, pattern: (text: string) => string) => (value: Parameter): Clause => ({ sql: `${column} LIKE ? ESCAPE '\\'`, parameters: [pattern(String(value).replaceAll(ESCAPED, '\\$&'))] });
const compared = (column: string, operator: string) => (value: Parameter): Clause => ({ sql: `${column} ${operator} ?`, parameters: [value] });

interface FilterOperator {
  readonly families: readonly Family[];
  readonly filled: (column: string) => (value: Parameter) => Clause;
  /** SQL when the value is blank; nothing is found where it is absent. */
  readonly blank?: (column: string) => string;
}

const ANY: readonly Family[] = ['text', 'number', 'percent', 'boolean', 'date', 'datetime'];
const IN_ORDER: readonly Family[] = ['number', 'percent', 'date', 'datetime'];

/** As in SOQL, `!=` finds blank fields too, and nothing is less or more than blank. */
const OPERATORS: Readonly<Record<string, FilterOperator>> = {
  EqualTo: { families: ANY, filled: (column) => compared(column, '='), blank: (column) => `${column} IS NULL` },
  NotEqualTo: { families: ANY, filled: (column) => (value) => ({ sql: `(${column} IS NULL OR ${column} <> ?)`, parameters: [value] }), blank: (column) => `${column} IS NOT NULL` },
  GreaterThan: { families: IN_ORDER, filled: (column) => compared(column, '>') },
  GreaterThanOrEqualTo: { families: IN_ORDER, filled: (column) => compared(column, '>=') },
  LessThan: { families: IN_ORDER, filled: (column) => compared(column, '<') },
  LessThanOrEqualTo: { families: IN_ORDER, filled: (column) => compared(column, '<=') },
  StartsWith: { families: ['text'], filled: (column) => like(column, (text) => `${text}%`) },
  EndsWith: { families: ['text'], filled: (column) => like(column, (text) => `%${text}`) },
  Contains: { families: ['text'], filled: (column) => like(column, (text) => `%${text}%`) },
};

const LISTS: Readonly<Record<string, (column: string) => string>> = {
  In: (column) => `${column} IN (SELECT value FROM json_each(?))`,
  NotIn: (column) => `(${column} IS NULL OR ${column} NOT IN (SELECT value FROM json_each(?)))`,
};

export interface FilterOptions {
  readonly object: ObjectSchema;
  readonly resources: Resources;
  readonly report: Report;
}

function toParameter(field: FieldSchema, family: Family, value: string | number | boolean): Parameter {
  const text = field.type === 'id' || field.type === 'reference' ? normalizeId(String(value)) : null;
  return text ?? TO_PARAMETER[family](value);
}

const isFilled = (value: FlowItem): value is string | number | boolean => value !== null && value !== '' && !isRecord(value);

/** The field of a filter or of the sorting; undefined when it was reported. */
export function filterField(name: string, what: string, { object, report }: FilterOptions): { readonly field: FieldSchema; readonly family: Family } | undefined {
  const field = planOf(object).fields.get(name.toLowerCase());
  const type = field === undefined ? undefined : referenceType(field)?.type;
  const family = type === undefined ? undefined : familyOf(type);
  if (field === undefined) {
    report.wrong(noSuchField(name, object));
    return undefined;
  }
  if (!field.filterable) {
    report.wrong(`The field "${field.apiName}" for the object "${object.apiName}" can't be filtered (${what}).`);
    return undefined;
  }
  if (family === undefined || field.type === 'multipicklist' || !isStored(field)) {
    report.unsupported(`the field ${field.apiName} (${field.type}${field.formula === null ? '' : ', formula'}) in ${what}`);
    return undefined;
  }
  return { field, family };
}

function compileClause(node: MetadataNode, where: string, options: FilterOptions): ClauseMaker | undefined {
  const { resources, report } = options;
  checkPart(node, 'filter', `a filter of ${where}`, report);
  const name = textOf(node, 'operator') ?? '';
  const what = `a filter of ${where}`;
  const found = filterField(textOf(node, 'field') ?? '', what, options);
  if (found === undefined) return undefined;
  const { field, family } = found;
  const column = quoteName(field.apiName);
  const list = entryOf(LISTS, name);
  if (list !== undefined) {
    const holder = resources.holder(textOf(nodeOf(node, 'value') ?? {}, 'elementReference') ?? '');
    if (holder?.kind !== 'collection' || holder.item.kind !== 'scalar' || familyOf(holder.item.type) !== family) {
      report.unsupported(`${name} without a collection of the field's type in ${what}`);
      return undefined;
    }
    return (interview) => {
      const values = holder.read(interview).filter(isFilled).map((value) => toParameter(field, family, value));
      return { sql: list(column), parameters: [JSON.stringify(values)] };
    };
  }
  const value = valueSource(nodeOf(node, 'value'), what, resources, report);
  if (value === undefined) return undefined;
  if (name === 'IsNull' && value.type === 'Boolean') {
    return (interview) => ({ sql: `${column} IS ${value.read(interview) === true ? '' : 'NOT '}NULL`, parameters: [] });
  }
  const operator = entryOf(OPERATORS, name);
  if (operator?.families.includes(family) !== true || familyOf(value.type) !== family) {
    report.unsupported(`${field.apiName} (${field.type}) ${name} a ${value.type} in ${what}`);
    return undefined;
  }
  const filled = operator.filled(column);
  const blank: Clause = { sql: operator.blank?.(column) ?? '0', parameters: [] };
  return (interview) => {
    const given = value.read(interview);
    return isFilled(given) ? filled(toParameter(field, family, given)) : blank;
  };
}

/** Finds records. */
export interface Finder {
  /** @param limit at most so many; absent, all, up to the rows a transaction may read */
  find(interview: Interview, limit?: number): FlowRecord[];
}

/**
 * Compiles the filters of an element.
 * @param order SQL behind ORDER BY, for a sorting; records come in the order of their creation otherwise
 */
export function compileFinder(node: MetadataNode, where: string, options: FilterOptions, order: string | null = null): Finder {
  const clauses = nodesOf(node, 'filters').map((filter) => compileClause(filter, where, options));
  const logic = textOf(node, 'filterLogic');
  const tree = clauses.length === 0 ? null : parseLogic(logic, clauses.length);
  if (clauses.length > 0 && tree === null) options.report.wrong(`The filter logic "${logic ?? ''}" of ${where} is not valid.`);
  const plan = planOf(options.object);
  const select = selectOf(plan);
  const end = ` ORDER BY ${order === null ? '' : `${order}, `}"Id" LIMIT ?`;
  return {
    find: (interview, limit) => {
      const { limits, context } = interview;
      countQuery(limits);
      const parameters: Parameter[] = [];
      const sqlOf = (index: number): string => {
        const clause = clauses[index]?.(interview) ?? { sql: '0', parameters: [] };
        parameters.push(...clause.parameters);
        return clause.sql;
      };
      const where = tree === null ? '' : ` AND ${printLogic(tree, sqlOf)}`;
      const most = Math.min(limit ?? Infinity, rowsLeft(limits) + 1);
      const rows = context.engine.store.prepare(`${select}${where}${end}`).all(...parameters, most);
      countRowsRead(limits, rows.length);
      return rows.map((raw) => ({ plan, row: decodeRow(plan, raw), given: new Set<string>() }));
    },
  };
}

function selectOf(plan: ObjectPlan): string {
  const columns = plan.stored.map((field) => quoteName(field.apiName)).join(', ');
  return `SELECT ${columns} FROM ${quoteName(plan.object.apiName)} WHERE ${plan.has('IsDeleted') ? '"IsDeleted" = 0' : '1'}`;
}

