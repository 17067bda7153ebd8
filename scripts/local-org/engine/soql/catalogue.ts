/** Objects of the metadata catalogue are computed, not stored: they answer few operations of a query. */
import type { ObjectSchema } from '../schema.ts';
import { isAggregateQuery, isPlainCount } from './aggregateQuery.ts';
import { queryErrors } from './errors.ts';
import type { Condition, Operator, Select } from './syntax/tree.ts';

/** Tooling API guide, "SOQL Operation Limitations". */
const CATALOGUE: ReadonlySet<string> = new Set([
  'CompactLayoutInfo', 'CompactLayoutItemInfo', 'DataType', 'EntityDefinition', 'EntityLimit', 'EntityParticle', 'FieldDefinition', 'Publisher',
  'RelationshipDomain', 'RelationshipInfo', 'SearchLayout', 'ServiceFieldDataType', 'StandardAction', 'TimeSheetTemplate', 'UserEntityAccess', 'UserFieldAccess',
]);
const ALLOWED: ReadonlySet<Operator> = new Set(['=', 'IN', 'LIKE']);

function isCatalogue(object: ObjectSchema): boolean {
  return CATALOGUE.has(object.apiName);
}

/** Refuses what the catalogue refuses. LIMIT and OFFSET are ignored there, silently. @throws OrgError */
export function checkCatalogueQuery(object: ObjectSchema, select: Select): void {
  if (!isCatalogue(object)) {
    return;
  }
  if (isPlainCount(select) || isAggregateQuery(select)) {
    throw queryErrors.catalogue.grouped();
  }
  if (select.where !== undefined) {
    checkCondition(select.where);
  }
}

function checkCondition(condition: Condition): void {
  switch (condition.kind) {
    case 'or':
      throw queryErrors.catalogue.disjunction();
    case 'not':
      throw queryErrors.catalogue.comparison();
    case 'and':
      condition.operands.forEach(checkCondition);
      break;
    default:
      if (!ALLOWED.has(condition.operator)) {
        throw queryErrors.catalogue.comparison();
      }
  }
}

/** Rows that one query of an object answers at most, where there is such a limit (Tooling API reference). */
const MOST_ROWS: Readonly<Record<string, number>> = { MetadataComponentDependency: 2_000 };

/** The query with the limit that it is run with. */
export function withOwnLimit(object: ObjectSchema, select: Select): Select {
  if (isCatalogue(object)) {
    return { ...select, limit: undefined, offset: undefined };
  }
  const most = MOST_ROWS[object.apiName];
  return most === undefined ? select : { ...select, limit: Math.min(most, select.limit ?? most) };
}
