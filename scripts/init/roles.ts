/** Fields whose name says what they are for: what the default playbook has a field of its own for. */
import type { OrgField, OrgObject } from './types.ts';

export interface Role {
  readonly id: string;
  readonly object: 'Opportunity' | 'Lead';
  /** What the default playbook calls it. */
  readonly standsFor: string;
  readonly types: readonly string[];
  /** Of the label, or of the name without underscores. */
  readonly named: RegExp;
}

const TEXT = ['string', 'textarea'];
const CHOICE = ['picklist'];
const ANSWER = [...TEXT, ...CHOICE, 'multipicklist'];

/** In the order they are looked for; a field has the first role that fits. */
const ROLES: readonly Role[] = [
  { id: 'loss-detail', object: 'Opportunity', standsFor: 'Handrail_Loss_Detail__c', types: CHOICE, named: /(loss|lost).*(detail|sub)/i },
  { id: 'loss-note', object: 'Opportunity', standsFor: 'Handrail_Loss_Note__c', types: TEXT, named: /(loss|lost).*(note|comment|description|what happened)/i },
  { id: 'loss-reason', object: 'Opportunity', standsFor: 'Handrail_Loss_Reason__c', types: CHOICE, named: /(loss|lost).*reason|reason.*(loss|lost)|^close[d]? reason|why.*lost/i },
  { id: 'win-reason', object: 'Opportunity', standsFor: 'Handrail_Win_Reason__c', types: CHOICE, named: /\b(won|win)\b.*reason|reason.*\b(won|win)\b/i },
  { id: 'competitor', object: 'Opportunity', standsFor: 'Handrail_Competitor__c', types: [...CHOICE, 'string', 'reference'], named: /competitor|^lost to\b/i },
  { id: 'economic-buyer', object: 'Opportunity', standsFor: 'Handrail_Economic_Buyer__c', types: ['reference', ...TEXT], named: /economic buyer|decision maker/i },
  { id: 'champion', object: 'Opportunity', standsFor: 'Handrail_Champion__c', types: ['reference', ...TEXT], named: /\bchampion\b/i },
  { id: 'next-step-date', object: 'Opportunity', standsFor: 'Handrail_Next_Step_Date__c', types: ['date', 'datetime'], named: /next.?step/i },
  { id: 'pain', object: 'Opportunity', standsFor: 'Handrail_Pain__c', types: ANSWER, named: /\b(pain|problem)\b/i },
  { id: 'success', object: 'Opportunity', standsFor: 'Handrail_Success_Criteria__c', types: ANSWER, named: /success criteria|decision criteria/i },
  { id: 'process', object: 'Opportunity', standsFor: 'Handrail_Decision_Process__c', types: ANSWER, named: /decision process|buying process/i },
  { id: 'arr', object: 'Opportunity', standsFor: 'Handrail_ARR__c', types: ['currency'], named: /\bARR\b|annual recurring|\bACV\b/i },
  { id: 'term', object: 'Opportunity', standsFor: 'Handrail_Term_Months__c', types: ['double', 'int'], named: /(term|contract|subscription).*(month|length)/i },
  { id: 'start', object: 'Opportunity', standsFor: 'Handrail_Term_Start__c', types: ['date'], named: /(term|contract|subscription).*start/i },
  { id: 'disqualify-reason', object: 'Lead', standsFor: 'Handrail_Disqualify_Reason__c', types: CHOICE, named: /(disqualif|unqualif|closed|lost|recycle|nurture)\w*.*reason/i },
  { id: 'reject-reason', object: 'Lead', standsFor: 'Handrail_Reject_Reason__c', types: CHOICE, named: /reject\w*.*reason/i },
];

/** The first field of the object for each role. */
export function fieldsByRole(object: OrgObject): ReadonlyMap<string, { readonly role: Role; readonly field: OrgField }> {
  const found = new Map<string, { role: Role; field: OrgField }>();
  for (const field of object.fields) {
    if (!field.custom || field.calculated || field.name.startsWith('Handrail_')) continue;
    const words = [field.label, field.name.replace(/__c$/, '').replaceAll('_', ' ')];
    const role = ROLES.find((candidate) => candidate.object === object.name && candidate.types.includes(field.type) && words.some((word) => candidate.named.test(word)));
    if (role && !found.has(role.id)) found.set(role.id, { role, field });
  }
  return found;
}

/** A custom field that a record cannot be created without. */
export function isRequired(field: OrgField): boolean {
  return field.custom && field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== 'boolean';
}
