import { sameFormulaText } from '../../formula/index.ts';
import type { Difference, DriftKind } from '../difference.ts';
import type { Components, FieldState } from '../orgState.ts';
import type { Severity } from '../types.ts';
import { counted } from '../../shared/words.ts';
import { setsWithRightsTo } from './permissionSets.ts';

/** @param readersOf ids of the criteria that read a field `Object.Field` */
export function compareFields(declared: Components, org: Components, readersOf: (field: string) => readonly string[]): Difference[] {
  const differences: Difference[] = [];
  for (const [key, field] of declared.fields) {
    const actual = org.fields.get(key);
    if (actual && isSame(field, actual)) continue;
    const found = actual ? [...changes(field, actual), ...valueChanges(field, actual)] : [missing(field, setsWithRightsTo(key, declared))];
    for (const { kind, severity, summary, expected, actual: inOrg, suffix } of found) {
      differences.push({
        id: `FIELD-${field.object}-${field.apiName}${suffix ?? ''}`,
        kind,
        severity,
        object: field.object,
        component: field.apiName,
        summary,
        expected,
        actual: inOrg,
        changed: { kind: 'field', key },
        criteria: severity === 'low' || severity === 'info' ? [] : readersOf(key),
        touches: kind === 'history-tracking' ? { histories: [key] } : { fields: [key] },
        // A deploy deactivates the values that its field does not list (Metadata API, CustomValue); records keep them.
        revertible: suffix !== '-type',
      });
    }
  }
  return differences;
}

/** Most fields are as declared; nothing is made for those. */
function isSame(field: FieldState, actual: FieldState): boolean {
  return field.type === actual.type && field.dimensions === actual.dimensions && field.referenceTo === actual.referenceTo && field.required === actual.required && field.restricted === actual.restricted
    && field.businessStatus === actual.businessStatus && field.tracksHistory === actual.tracksHistory && sameOptional(field.defaultValue, actual.defaultValue)
    && field.label === actual.label && field.help === actual.help && sameDescription(field.description, actual.description) && sameOptional(field.formula, actual.formula) && sameValues(field.values, actual.values);
}

function sameValues(declared: FieldState['values'], actual: FieldState['values']): boolean {
  if (declared === null || actual === null) return true;
  return declared.length === actual.length && declared.every((value, index) => {
    const other = actual[index];
    return other !== undefined && value.active === other.active && value.name === other.name && ((value.label === value.name && other.label === other.name) || value.label === other.label);
  });
}

/** What differs in one field. */
export interface FieldChange {
  readonly kind: DriftKind;
  readonly severity: Severity;
  readonly summary: string;
  readonly expected: string | null;
  readonly actual: string | null;
  /** Sets several changes of one field apart. */
  readonly suffix?: string;
}

/** @param sets how many permission sets of the playbook give rights to it: those are gone too */
function missing(field: FieldState, sets: number): FieldChange {
  const rights = sets === 0 ? '' : `, and ${counted(sets, 'permission set of the playbook has lost its', 'permission sets of the playbook have lost their')} rights to it`;
  return { kind: 'field-missing', severity: 'critical', summary: `Field ${field.label} (${field.apiName}) is not on ${field.object}; every rule that reads it fails${rights}.`, expected: field.type, actual: null };
}

function changes(field: FieldState, actual: FieldState): FieldChange[] {
  const name = `${field.label} on ${field.object}`;
  const found: FieldChange[] = [];
  const add = (suffix: string, severity: Severity, what: string, expected: string | null, inOrg: string | null): void =>
    void found.push({ kind: 'field-changed', severity, summary: `${name} ${what}.`, expected, actual: inOrg, suffix });
  if (field.type !== actual.type) add('-type', 'high', `is now of type ${actual.type}`, field.type, actual.type);
  else if (field.dimensions !== actual.dimensions) add('-size', 'medium', 'has another size or option', field.dimensions, actual.dimensions);
  if (field.referenceTo !== actual.referenceTo) add('-reference', 'high', `points at ${actual.referenceTo ?? 'nothing'}`, field.referenceTo, actual.referenceTo);
  if (!sameOptional(field.formula, actual.formula)) add('-formula', 'high', 'is computed in another way', field.formula, actual.formula);
  if (field.required !== actual.required) add('-required', actual.required ? 'high' : 'low', actual.required ? 'is now required on every save, whatever the stage' : 'is no longer required', String(field.required), String(actual.required));
  if (field.restricted !== actual.restricted) add('-restricted', 'medium', actual.restricted ? 'accepts listed values only' : 'accepts values that are not listed', String(field.restricted), String(actual.restricted));
  if (!sameOptional(field.defaultValue, actual.defaultValue)) found.push(presetChange(field, field.defaultValue, actual.defaultValue));
  if (field.tracksHistory !== actual.tracksHistory) found.push(history(field, actual.tracksHistory));
  if (field.businessStatus !== actual.businessStatus) add('-status', 'low', `has the data status ${actual.businessStatus} in the org`, field.businessStatus, actual.businessStatus);
  if (field.label !== actual.label) add('-label', 'low', `is labelled "${actual.label}"; messages name it "${field.label}"`, field.label, actual.label);
  if (field.help !== actual.help) found.push({ kind: 'help-changed', severity: 'low', summary: `People read another help text than the dictionary's on ${name}.`, expected: field.help, actual: actual.help, suffix: '-help' });
  if (!sameDescription(field.description, actual.description)) found.push({ kind: 'description-changed', severity: 'low', summary: `The org says something else of ${name} than the dictionary, which says who owns it.`, expected: field.description, actual: actual.description, suffix: '-description' });
  return found;
}

/** Which criteria judge a field follows from them, and is found where they are. */
const JUDGED_BY = / Judged by .*$/s;

/** A field that is declared without a description has any. */
function sameDescription(declared: string | null, actual: string | null): boolean {
  return declared === null || declared === actual || declared.replace(JUDGED_BY, '') === (actual ?? '').replace(JUDGED_BY, '');
}

/** Another value on new records. @param expected as text; null where the field begins blank */
export function presetChange({ object, label }: Pick<FieldState, 'object' | 'label'>, expected: string | null, actual: string | null): FieldChange {
  const begins = actual === null ? `begins blank on new records instead of with ${expected ?? ''}` : `begins with ${actual} on new records${expected === null ? ', so it counts as answered' : ` instead of with ${expected}`}`;
  return { kind: 'field-changed', severity: 'medium', suffix: '-default', expected, actual, summary: `${label} on ${object} ${begins}.` };
}

/** What happened while nothing was kept is lost for good; keeping more costs one of the fields an object may track. */
function history(field: FieldState, isKept: boolean): FieldChange {
  const name = `${field.label} on ${field.object}`;
  return {
    kind: 'history-tracking', suffix: '-history', expected: field.tracksHistory ? 'kept' : 'not kept', actual: isKept ? 'kept' : 'not kept',
    severity: isKept ? 'low' : 'high',
    summary: isKept ? `Changes of ${name} are kept in its history, which the playbook does not ask for.` : `Changes of ${name} are no longer kept: what happens to it from then on is lost for every number that reads its history.`,
  };
}

/** Values that one side does not offer, and those shown under another name. What the playbook holds as inactive, nobody is to choose: an org that lacks it is as declared. */
export function valueChanges(field: Pick<FieldState, 'object' | 'label' | 'values'>, actual: Pick<FieldState, 'values'>): FieldChange[] {
  if (!field.values || !actual.values) return [];
  const name = `${field.label} on ${field.object}`;
  const declared = new Map(field.values.filter((value) => value.active).map((value) => [value.name, value]));
  const deprecated = new Set(field.values.filter((value) => !value.active).map((value) => value.name));
  const present = new Map(actual.values.filter((value) => value.active).map((value) => [value.name, value]));
  const list = (values: Iterable<string>): string => [...values].join('; ');
  const all = { expected: list(declared.keys()), actual: list(present.keys()) };
  const found: FieldChange[] = [];
  for (const value of declared.keys()) {
    if (!present.has(value)) found.push({ kind: 'value-missing', severity: 'high', summary: `${name} no longer offers "${value}".`, suffix: `-${value}`, ...all });
  }
  for (const value of present.keys()) {
    if (declared.has(value)) continue;
    const summary = deprecated.has(value) ? `${name} still offers "${value}", which the playbook has deprecated.` : `${name} offers "${value}", which the playbook does not know.`;
    found.push({ kind: 'value-undeclared', severity: 'medium', summary, suffix: `-${value}`, ...all });
  }
  const relabelled = [...present.values()].filter((value) => declared.has(value.name) && declared.get(value.name)?.label !== value.label);
  for (const value of relabelled) {
    found.push({ kind: 'field-changed', severity: 'low', summary: `${name} shows "${value.label}" for the value "${value.name}".`, suffix: `-${value.name}-label`, expected: value.name, actual: value.label });
  }
  return found;
}

/** By meaning: what both hold is a formula. */
export function sameOptional(declared: string | null, actual: string | null): boolean {
  return declared === actual || (declared !== null && actual !== null && sameFormulaText(declared, actual));
}
