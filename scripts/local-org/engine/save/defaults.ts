/** Values of a new record that the request leaves out: field defaults, audit fields, auto numbers. */
import type { Draft, SaveContext } from '../context.ts';
import type { FormulaEnvironment } from '../formulas/environment.ts';
import type { FieldSchema } from '../schema.ts';
import type { SaveError, Scalar } from '../types.ts';
import { coerce } from './coerce.ts';
import { recordTypeOf } from './recordTypes.ts';
import { emptySummaries } from './rollups.ts';

function literalDefault(field: FieldSchema): Scalar {
  if (field.defaultValue !== null) {
    return field.defaultValue;
  }
  if (field.type === 'boolean') {
    return false;
  }
  const chosen = field.picklistValues.filter((value) => value.isDefault && value.active).map((value) => value.value);
  return chosen.length === 0 ? null : chosen.join(';');
}

/** Fills fields the request did not name. A field sent as null stays null. */
export function applyDefaults(draft: Draft, context: SaveContext, environment: FormulaEnvironment): SaveError[] {
  const errors: SaveError[] = [];
  const { row, plan, given } = draft;
  if (plan.has('OwnerId') && !given.has('OwnerId')) {
    row['OwnerId'] = context.session.userId;
  }
  if (plan.object.kind === 'customSetting') {
    row['SetupOwnerId'] ??= context.engine.organizationId;
  }
  for (const [field, value] of plan.summaries.length === 0 ? [] : emptySummaries(plan)) {
    row[field] = value;
  }
  const ofType = recordTypeOf(draft)?.picklists;
  for (const field of plan.withDefault) {
    if (given.has(field.apiName)) {
      continue;
    }
    const narrowed = ofType?.get(field.apiName);
    if (narrowed !== undefined) {
      row[field.apiName] = narrowed.defaultValue;
      continue;
    }
    if (field.defaultValueFormula === null) {
      row[field.apiName] = literalDefault(field);
      continue;
    }
    const coerced = coerce(field, context.engine.formulas.defaultValue(plan, field, row, environment), context.engine.schema);
    if ('error' in coerced) {
      errors.push(coerced.error);
    } else {
      row[field.apiName] = coerced.value;
    }
  }
  return errors;
}

/** Created, last modified and system stamps; what *Set Audit Fields* brought stays. */
export function stampAudit(draft: Draft, context: SaveContext): void {
  const { row, plan, given } = draft;
  const stamp = (field: string, value: Scalar): void => {
    if (plan.has(field) && !given.has(field)) {
      row[field] = value;
    }
  };
  if (draft.isNew) {
    stamp('CreatedDate', context.instant);
    stamp('CreatedById', context.session.userId);
    row['IsDeleted'] = false;
  }
  stamp('LastModifiedDate', context.instant);
  stamp('LastModifiedById', context.session.userId);
  stamp('SystemModstamp', context.instant);
}

/** `HO-{00000}` and number 7 give `HO-00007`; `{YYYY}`, `{YY}`, `{MM}`, `{DD}` are the day of the save. */
function formatAutoNumber(format: string, number: number, instant: string): string {
  const day: Readonly<Record<string, string>> = { YYYY: instant.slice(0, 4), YY: instant.slice(2, 4), MM: instant.slice(5, 7), DD: instant.slice(8, 10) };
  return format.replace(/\{([^}]*)\}/g, (whole, token: string) => (/^0+$/.test(token) ? String(number).padStart(token.length, '0') : day[token] ?? whole));
}

/** Numbers new records. A number is used up even when a later step refuses the record. */
export function assignAutoNumbers(draft: Draft, context: SaveContext): void {
  for (const field of draft.plan.autoNumbers) {
    const number = context.engine.store.nextNumber(`auto number ${draft.plan.object.apiName}.${field.apiName}`);
    draft.row[field.apiName] = formatAutoNumber(field.autoNumberFormat ?? '{0}', number, context.instant);
  }
}
