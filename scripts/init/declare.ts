/** Which fields of the org the draft declares under `existing`: those it reads, those that look familiar, those a record needs. */
import { fieldsOf, parseFormula } from '../formula/index.ts';
import { playbookType } from './fieldTypes.ts';
import { parentNamed } from './read/readOrg.ts';
import { fieldsByRole, isRequired } from './roles.ts';
import { fieldNamed } from './translate/blank.ts';
import type { DraftCriterion, OrgField, OrgObject } from './types.ts';

export interface DeclaredField {
  readonly field: OrgField;
  /** Its values are the stages or statuses of the draft. */
  readonly stages: boolean;
  readonly notes: readonly string[];
}

export interface DeclaredObject {
  readonly object: string;
  readonly fields: readonly DeclaredField[];
}

/** What nearly every formula about a deal or a lead comes to use. */
const ALWAYS: Readonly<Record<string, readonly string[]>> = {
  Opportunity: ['StageName', 'AccountId', 'Amount', 'CloseDate', 'ForecastCategoryName', 'LeadSource', 'NextStep', 'OwnerId', 'Type'],
  Lead: ['Status', 'Company', 'Email', 'LeadSource', 'OwnerId', 'Rating'],
};
const STAGE_FIELDS: Readonly<Record<string, string>> = { Opportunity: 'StageName', Lead: 'Status' };

export function declaredObjects(objects: ReadonlyMap<string, OrgObject>, criteria: readonly DraftCriterion[]): DeclaredObject[] {
  const wanted = new Map<OrgObject, Map<OrgField, string[]>>();
  const want = (object: OrgObject, field: OrgField | undefined, note?: string): void => {
    // A name becomes the name of a file, so it has to be one.
    if (!field || playbookType(field) === undefined || !/^[A-Za-z]\w*$/.test(object.name)) return;
    const fields = wanted.get(object) ?? new Map<OrgField, string[]>();
    wanted.set(object, fields);
    fields.set(field, [...(fields.get(field) ?? []), ...(note === undefined ? [] : [note])]);
  };
  for (const [name, always] of Object.entries(ALWAYS)) {
    const object = objects.get(name.toLowerCase());
    if (!object) continue;
    for (const field of always) want(object, fieldNamed(object, field));
    for (const { role, field } of fieldsByRole(object).values()) want(object, field, `may stand for ${role.standsFor}`);
    for (const field of object.fields) if (isRequired(field)) want(object, field, 'the org requires it on every save');
  }
  for (const criterion of criteria) {
    const object = objects.get(criterion.object.toLowerCase());
    if (object) for (const path of pathsOf(criterion)) wantPath(objects, object, path, want);
  }
  return [...wanted].map(([object, fields]) => ({
    object: object.name,
    fields: [...fields].map(([field, notes]) => ({ field, stages: STAGE_FIELDS[object.name] === field.name, notes })).toSorted(byStandardThenName),
  }));
}

function byStandardThenName(left: DeclaredField, right: DeclaredField): number {
  return Number(left.field.custom) - Number(right.field.custom) || (left.field.name < right.field.name ? -1 : 1);
}

function pathsOf({ require, errorField, appliesWhen, satisfiedWhen }: DraftCriterion): string[][] {
  const formulas = [appliesWhen, satisfiedWhen].flatMap((source) => (source === null ? [] : (parseFormula(source).expression ?? [])));
  return [...[require, errorField].flatMap((name) => (name === null ? [] : [[name]])), ...formulas.flatMap(fieldsOf)];
}

/** Every lookup on the way, and the field at the end of it. */
function wantPath(objects: ReadonlyMap<string, OrgObject>, start: OrgObject, path: readonly string[], want: (object: OrgObject, field: OrgField | undefined) => void): void {
  let at = start;
  for (const step of path.slice(0, -1)) {
    want(at, at.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === step.toLowerCase()));
    const next = objects.get((parentNamed(at, step) ?? '').toLowerCase());
    if (!next) return;
    at = next;
  }
  want(at, fieldNamed(at, path.at(-1) ?? ''));
}
