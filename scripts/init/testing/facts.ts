/** An org in memory, as reading one gives it. */
import type { RuleState } from '../../drift/orgState.ts';
import type { OrgFacts, OrgField, OrgObject, OrgStage } from '../types.ts';

export function field(name: string, type: string, overrides: Partial<OrgField> = {}): OrgField {
  return {
    name, type, label: name.replace(/__c$/, '').replaceAll('_', ' '), custom: name.endsWith('__c'), nillable: true, createable: true, defaultedOnCreate: false, calculated: false,
    length: type === 'string' ? 120 : 0, precision: type === 'currency' ? 18 : 0, scale: type === 'currency' ? 2 : 0, digits: 0, aggregatable: true, filterable: true, groupable: true,
    referenceTo: [], relationshipName: null, picklistValues: [], ...overrides,
  };
}

function picklist(name: string, values: readonly string[], label = name): OrgField {
  return field(name, 'picklist', { label, picklistValues: values.map((value) => ({ value, active: true })) });
}

export function rule(name: string, formula: string, overrides: Partial<RuleState> = {}): RuleState {
  return { object: 'Opportunity', fullName: name, active: true, formula, message: 'Something is missing here.', errorField: null, description: null, ...overrides };
}

export function stage(name: string, probability: number, outcome?: 'won' | 'lost'): OrgStage {
  return { name, label: name, description: null, probability, forecastCategory: outcome === 'won' ? 'Closed' : outcome === 'lost' ? 'Omitted' : 'Pipeline', closed: outcome !== undefined, won: outcome === 'won' };
}

export const STAGES: readonly OrgStage[] = [stage('New', 5), stage('Discovery', 20), stage('Proposal', 50), stage('Negotiation', 80), stage('Won', 100, 'won'), stage('Lost', 0, 'lost'), stage('Disqualified', 0, 'lost')];

export const OPPORTUNITY: OrgObject = {
  name: 'Opportunity',
  label: 'Opportunity',
  recordTypeInfos: [],
  fields: [
    picklist('StageName', STAGES.map(({ name }) => name), 'Stage'),
    field('Amount', 'currency'),
    field('CloseDate', 'date'),
    field('NextStep', 'string'),
    field('IsClosed', 'boolean'),
    field('IsWon', 'boolean'),
    field('RecordTypeId', 'reference', { referenceTo: ['RecordType'], relationshipName: 'RecordType' }),
    field('Buyer__c', 'string'),
    field('Signed__c', 'boolean'),
    field('Signed_On__c', 'date'),
    field('Score__c', 'double', { calculated: true, precision: 4 }),
    picklist('Loss_Reason__c', ['Price', 'Timing'], 'Loss Reason'),
  ],
};

export function facts(rules: readonly RuleState[], overrides: Partial<OrgFacts> = {}): OrgFacts {
  return {
    name: 'Acme', currency: { code: 'EUR', from: 'a test' }, fiscalYearStart: 4, calendar: { timeZone: 'Europe/Berlin', days: { Monday: '09:00-17:00' }, holidays: [] },
    stages: STAGES, statuses: [], objects: new Map([['opportunity', OPPORTUNITY]]), rules, ...overrides,
  };
}
