/** What init reads of an org, what it makes of it, and what it reports. */
import type { RuleState, StageState } from '../drift/orgState.ts';

/** A field as describe gives it; only what init needs. */
export interface OrgField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly custom: boolean;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly calculated: boolean;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly digits: number;
  readonly aggregatable: boolean;
  readonly filterable: boolean;
  readonly groupable: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  /** `label`: null or absent where it is the value itself. */
  readonly picklistValues: readonly { readonly value: string; readonly label?: string | null; readonly active: boolean; readonly defaultValue?: boolean }[];
}

export interface OrgRecordType {
  readonly name: string;
  readonly developerName: string;
  readonly active: boolean;
  readonly master: boolean;
}

export interface OrgObject {
  readonly name: string;
  readonly label: string;
  readonly fields: readonly OrgField[];
  readonly recordTypeInfos: readonly OrgRecordType[];
}

/** A stage of opportunities, or a status of leads. */
export interface OrgStage extends StageState {
  readonly description: string | null;
}

export interface OrgCalendar {
  readonly timeZone: string;
  /** English weekday to `09:00-17:00`; a closed day is absent. */
  readonly days: Readonly<Record<string, string>>;
  readonly holidays: readonly string[];
}

export interface OrgFacts {
  readonly name: string;
  /** ISO code, and what it was concluded from. */
  readonly currency: { readonly code: string; readonly from: string };
  readonly fiscalYearStart: number | null;
  /** Null where the user may not read it. */
  readonly calendar: OrgCalendar | null;
  readonly stages: readonly OrgStage[];
  readonly statuses: readonly OrgStage[];
  /** Opportunity, Lead, and the parents that formulas look at, by lower-case name. */
  readonly objects: ReadonlyMap<string, OrgObject>;
  /** Of every object; null where they could not be read. */
  readonly rules: readonly RuleState[] | null;
}

/** What init could not say in a playbook, and why. */
export interface NotExpressed {
  /** A rule's name, a stage, a status, a picklist. */
  readonly name: string;
  readonly object: string;
  readonly kind: 'rule' | 'part of a rule' | 'stage' | 'status' | 'list' | 'setting';
  readonly reason: string;
}

/** Where a criterion stands in the playbook. */
export type Place =
  | { readonly kind: 'exit'; readonly stage: string }
  | { readonly kind: 'closed-won' | 'closed-lost' }
  | { readonly kind: 'status'; readonly value: string };

export interface DraftCriterion {
  readonly id: string;
  readonly object: 'Opportunity' | 'Lead';
  readonly place: Place;
  /** Stages or statuses in which it is asked, for the figures. */
  readonly askedAt: readonly string[];
  readonly label: string;
  readonly require: string | null;
  readonly appliesWhen: string | null;
  readonly satisfiedWhen: string | null;
  readonly errorField: string | null;
  readonly openOnly: boolean;
  readonly reportOnly: boolean;
  readonly decision: string;
  readonly message: string;
  /** The rule's own message where the playbook's cannot say it word for word; null: it does. */
  readonly said: string | null;
  /** The org's rule it was drafted from; null for one that init proposes. */
  readonly rule: { readonly name: string; readonly active: boolean } | null;
  /** Where it asks more or less than the org's rule. */
  readonly differs: readonly string[];
}

/** A share of records, as counted by the org. */
export interface FillRate {
  readonly filled: number;
  readonly placeholders: number | null;
  readonly of: number;
}

export interface StageFigures {
  /** Records created in the last 12 months that stand there today; null where they could not be counted. */
  readonly records: number | null;
  /** Days of the passages that began and ended in the last 12 months. */
  readonly days: { readonly median: number; readonly ninth: number; readonly passages: number } | null;
}

export interface Figures {
  /** By `Opportunity.Prospecting`. */
  readonly stages: Readonly<Record<string, StageFigures>>;
  /** By criterion, for those that require a field that can be counted. */
  readonly criteria: Readonly<Record<string, FillRate>>;
  /** By `Opportunity.Champion__c`, over all records of the object. */
  readonly fields: Readonly<Record<string, FillRate>>;
  /** By `Opportunity.Loss_Reason__c`: each value's records of the last 12 months. */
  readonly values: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface InitReport {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly stages: readonly { readonly object: string; readonly name: string; readonly rank: number }[];
  readonly criteria: readonly { readonly id: string; readonly object: string; readonly rule: string | null; readonly differs: readonly string[] }[];
  readonly notExpressed: readonly NotExpressed[];
  readonly figures: Figures;
  readonly coverage: { readonly read: readonly string[]; readonly unread: readonly string[]; readonly apiCalls: number; readonly budget: number };
}
