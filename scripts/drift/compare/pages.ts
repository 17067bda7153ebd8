/** Page layouts and dynamic forms: whether people can fill what a gate asks for, and whether a page asks for it at every save. */
import type { Difference } from '../difference.ts';
import type { Components, PageState } from '../orgState.ts';
import { fieldLabel } from './names.ts';

/** Components in which every field of a gate can be filled, wherever the page has it. */
const GATES: ReadonlySet<string> = new Set(['stageGate', 'leadGate', 'handoffCard', 'closeLost']);

/** Required on every layout by the platform. */
const ALWAYS_REQUIRED: ReadonlySet<string> = new Set(['Name', 'StageName', 'CloseDate', 'LastName', 'Company', 'Status', 'OwnerId', 'ForecastCategoryName', 'Probability']);

/**
 * @param gatedFields fields `Object.Field` that gates ask for, with their criteria
 * @param isAutomatic whether nobody fills the field by hand
 */
export function comparePages(declared: Components, org: Components, gatedFields: ReadonlyMap<string, readonly string[]>, isAutomatic: (field: string) => boolean): Difference[] {
  const asked = [...gatedFields].filter(([field, criteria]) => criteria.length > 0 && !isAutomatic(field) && (declared.fields.get(field)?.formula ?? null) === null);
  const byObject = Map.groupBy(asked, ([field]) => field.split('.')[0] ?? '');
  const pages = [...org.pages].filter(([, { object }]) => !object.startsWith('Handrail_'));
  return [
    ...pages.flatMap(([key, page]) => (byObject.get(page.object) ?? []).flatMap(([field, criteria]) => (behaviour(page, field) === 'readonly' ? [readonly(key, page, field, criteria, fieldLabel(declared, field))] : []))),
    ...pages.flatMap(([key, page]) => required(key, page, declared, gatedFields)),
    ...[...byObject].flatMap(([object, own]) => missing(object, own, pages, declared)),
  ];
}

function behaviour({ fields }: PageState, field: string): string | undefined {
  return fields.get(nameOf(field));
}

function nameOf(field: string): string {
  return field.split('.')[1] ?? field;
}

function about(key: string, page: PageState, criteria: readonly string[]): Pick<Difference, 'object' | 'component' | 'changed' | 'criteria' | 'touches' | 'revertible'> {
  return { object: page.object, component: page.name, changed: { kind: 'page', key }, criteria, touches: {}, revertible: false };
}

function readonly(key: string, page: PageState, field: string, criteria: readonly string[], label: string): Difference {
  return {
    ...about(key, page, criteria), id: `PAGE-${page.object}-${page.name}-${nameOf(field)}`, kind: 'page-readonly', severity: 'high', expected: 'editable', actual: 'read only',
    summary: `The ${page.kind} ${page.name} shows ${label} read only, which ${criteria.join(', ')} ${criteria.length === 1 ? 'asks' : 'ask'} for: people are stopped and cannot answer there.`,
  };
}

/** A field of the org's own, or one that a gate asks for at its stage and the page at every save. */
function required(key: string, page: PageState, declared: Components, gatedFields: ReadonlyMap<string, readonly string[]>): Difference[] {
  const names = [...page.fields].filter(([field, how]) => how === 'required' && !ALWAYS_REQUIRED.has(field)).map(([field]) => field);
  const gatedObjects = new Set([...gatedFields.keys()].map((field) => field.split('.')[0]));
  return names
    .filter((field) => gatedObjects.has(page.object) && (field.endsWith('__c') || gatedFields.has(`${page.object}.${field}`)) && declared.fields.get(`${page.object}.${field}`)?.required !== true)
    .map((field) => ({
      ...about(key, page, gatedFields.get(`${page.object}.${field}`) ?? []), id: `PAGE-${page.object}-${page.name}-${field}`, kind: 'page-required' as const, severity: 'medium' as const, expected: 'not required', actual: 'required',
      summary: `The ${page.kind} ${page.name} asks for ${fieldLabel(declared, `${page.object}.${field}`)} at every save, whatever the stage; the playbook does not.`,
    }));
}

/** Where no page of the object has a component that shows the gate, the fields have to be on its layouts or forms. A guess: another way in may be meant. */
function missing(object: string, asked: readonly (readonly [field: string, criteria: readonly string[]])[], pages: readonly (readonly [string, PageState])[], declared: Components): Difference[] {
  const own = pages.filter(([, page]) => page.object === object);
  if (own.some(([, { components }]) => [...components].some((name) => GATES.has(name)))) return [];
  const forms = own.filter(([, page]) => page.kind === 'record page' && page.fields.size > 0);
  const onForms = new Set(forms.flatMap(([, page]) => [...page.fields.keys()]));
  return own.filter(([, { kind }]) => kind === 'layout').flatMap(([key, page]) => {
    const absent = asked.filter(([field]) => !page.fields.has(nameOf(field)) && !onForms.has(nameOf(field)));
    if (absent.length === 0) return [];
    const [[only = ''] = []] = absent;
    return [{
      ...about(key, page, [...new Set(absent.flatMap(([, criteria]) => criteria))].toSorted()), id: `PAGE-${object}-${page.name}-missing`, kind: 'page-missing' as const, severity: 'medium' as const, tier: 'potential' as const,
      expected: absent.map(([field]) => nameOf(field)).join(', '), actual: null,
      summary: `The layout ${page.name} does not show ${absent.length === 1 ? fieldLabel(declared, only) : `${absent.length} fields`} that gates of ${object} ask for, and no page of it holds the gate.`,
    }];
  });
}
