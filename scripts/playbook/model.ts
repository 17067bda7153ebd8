/**
 * The playbook after loading: plain read-only data, ids resolved, defaults filled. Every layer above reads
 * this and nothing else of the YAML.
 */
import type { Metric } from './metricModel.ts';
import type { Cadence, Governance, HandoffDefinition, LeadLifecycle, PostSale, Segment, ServiceLevel, Topic } from './practiceModel.ts';

export type * from './practiceModel.ts';

/** Where something stands in a playbook file. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `off`: nobody is asked, and its rule is there and inactive. */
export type Mode = 'enforce' | 'shadow' | 'off';

/** Which motions a criterion asks: see "Populations" in docs/playbook.md. */
export type Population = 'new' | 'growth' | 'all' | 'installed' | 'renewal' | 'every';

/** One bypass permission per family: `Handrail_Bypass_<family>_Gates`. */
export type GateFamily = 'Lead' | 'Opportunity' | 'Forecast' | 'Closing' | 'Handoff';

/** Marketing, sales, customer success, finance, product, RevOps. */
export type BusinessFunction = 'MKT' | 'SAL' | 'CS' | 'FIN' | 'PRD' | 'REV';

/** What makes a criterion be asked. */
export type Trigger =
  /** Leaving `stage`: asked when the record enters, or is created at, any stage of higher rank. */
  | { readonly kind: 'exit'; readonly stage: string; readonly rank: number }
  /** The record is created with, or changed to, `value` in the picklist `field`. */
  | { readonly kind: 'enter'; readonly field: string; readonly value: string }
  /** The picklist `field` had `value` and is changed to another one (a closed deal is reopened). */
  | { readonly kind: 'leave'; readonly field: string; readonly value: string }
  /** On creation and whenever one of `fields` changes (the forecast rules). */
  | { readonly kind: 'change'; readonly fields: readonly string[] };

export interface Criterion {
  /** Stable code, opens every message: `OPP-QUAL-01`. */
  readonly id: string;
  readonly label: string;
  /** API name of the object. */
  readonly object: string;
  readonly family: GateFamily;
  readonly trigger: Trigger;
  readonly for: Population;
  /** Field that must be filled, and not with a placeholder; `min` is the least length of a text. */
  readonly require: { readonly field: string; readonly min: number } | null;
  /** Salesforce formula that must hold as well; source text. */
  readonly satisfiedWhen: string | null;
  /** Salesforce formula; the criterion exists only where it is true. */
  readonly appliesWhen: string | null;
  readonly holds: 'through_won' | 'open_only';
  readonly onUndo: 'block' | 'report';
  readonly decays: boolean;
  /** Somebody may be excused for a time, where the object keeps overrides. */
  readonly overridable: boolean;
  /** Field that carries the message; null shows it at the top of the page. */
  readonly errorField: string | null;
  /** The whole message, code first: `[OPP-QUAL-01] Who can say yes …`. At most 255 characters. */
  readonly message: string;
  /** The decision that fails when this is blank. */
  readonly decision: string;
  readonly mode: Mode;
  /** ISO date; entering a stage before it is never judged. */
  readonly effectiveFrom: string;
  /** Absent: asked of everybody. */
  readonly arm?: Arm;
  /** Custom permission whose holders are not asked, beside those who bypass the family. */
  readonly reservedTo?: string;
  readonly position: Position;
  /** Positions of the formulas, for problems inside them. */
  readonly formulaPositions: { readonly satisfiedWhen?: Position; readonly appliesWhen?: Position };
}

/** A variant of a criterion or of a clock that is tried on those who hold its custom permission. */
export interface Experiment {
  readonly id: string;
  readonly hypothesis: string;
  /** Custom permission, and the permission set that grants it. */
  readonly permission: string;
  /** ISO date. */
  readonly started: string;
  /** What is tried otherwise. */
  readonly subject: { readonly kind: 'criterion' | 'clock'; readonly id: string; readonly label: string };
  readonly cohort: Cohort;
  /** Id of the metric that decides. */
  readonly reads: string;
  readonly better: Better;
  readonly wants: 'better' | 'no_worse';
  readonly guardrails: readonly { readonly reads: string; readonly better: Better; readonly harm: number }[];
  readonly leastPerArm: number;
  /** Last day, and how many points, days or units of the metric the variant may be worse. */
  readonly stop: { readonly on: string; readonly harm: number };
  readonly position: Position;
}

/** Who has the variant of an experiment: usernames, names of roles, and labels or API names of territories. */
export interface Cohort {
  readonly owners: readonly string[];
  readonly teams: readonly string[];
  readonly territories: readonly string[];
}

export type Better = 'higher' | 'lower';

/** On which side of an experiment a criterion is: asked of those who hold the permission, or of all others. */
export interface Arm {
  readonly experiment: Experiment;
  readonly holder: boolean;
}

export interface Stage {
  /** API value in the org. */
  readonly name: string;
  /** Names of before, which history keeps; absent: it never had another. */
  readonly was?: readonly string[];
  /** 0 for the lost stage, else ascending. */
  readonly rank: number;
  readonly buyerAction: string;
  readonly purpose: string;
  readonly maxDays: number | null;
  /** Forecast categories a deal may have here (ForecastCategoryName values). */
  readonly categories: readonly string[];
  /** The org's default for the stage, compared by drift: ForecastCategoryName value and percent. */
  readonly forecastCategory: string;
  readonly probability: number;
  readonly closed: boolean;
  readonly won: boolean;
  readonly position: Position;
}

export type FieldType =
  | 'Text' | 'TextArea' | 'LongTextArea' | 'Url' | 'Email' | 'Phone' | 'Number' | 'Currency' | 'Percent' | 'Date' | 'DateTime'
  | 'Checkbox' | 'Picklist' | 'MultiselectPicklist' | 'Lookup';

/** A field that the playbook adds to the org, or maps to one that the org has. */
export interface FieldDefinition {
  readonly object: string;
  readonly apiName: string;
  readonly label: string;
  readonly type: FieldType;
  readonly help: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** Restricted picklist values in order. */
  readonly values?: readonly string[];
  /** List of the playbook that the values are taken from: `loss_reasons`. */
  readonly valuesFrom?: string;
  /** Values that records keep and nobody chooses anew. */
  readonly inactiveValues?: readonly string[];
  readonly referenceTo?: string;
  readonly relationshipName?: string;
  /** Formula field: source text; `type` is the result. */
  readonly formula?: string;
  /** Formula that follows from what the types of handoffs require. */
  readonly counts?: 'required_items' | 'valid_items';
  readonly default?: string | number | boolean;
  readonly trackHistory?: boolean;
  /** True: the field belongs to the org already (standard, or mapped); it is checked, never generated. */
  readonly existing: boolean;
  /** Nobody edits it by hand; a flow or the tool writes it. */
  readonly automatic: boolean;
  /** Own owners, where they are not those of its object. */
  readonly owners?: readonly BusinessFunction[];
  /** Absent: Active. */
  readonly businessStatus?: 'DeprecateCandidate' | 'Hidden';
  /** RevOps alone edits it by hand. */
  readonly revopsOnly?: boolean;
  readonly position: Position;
}

/** What an org's duplicate rules do about a save. */
export type DuplicateAction = 'allow' | 'alert' | 'block';

/** When two records are one, and what happens to the second. */
export interface DuplicateMatch<T extends string> {
  readonly match: T;
  readonly onCreate: DuplicateAction;
  readonly onEdit: DuplicateAction;
}

export interface DuplicatePolicy {
  readonly Lead: DuplicateMatch<'email'>;
  readonly Account: DuplicateMatch<'domain' | 'name'>;
}

/** Where somebody came from: a value of LeadSource. */
export interface LeadSourceValue {
  readonly name: string;
  readonly means: string;
  /** Values of before that count as this one. */
  readonly was: readonly string[];
  /** `utm_source/utm_medium` of links that say it; `*` is any. */
  readonly utm: readonly string[];
  /** Whether it only says that no other fits. */
  readonly catchAll: boolean;
  readonly position: Position;
}

export interface LeadSources {
  readonly owners: readonly BusinessFunction[];
  readonly values: readonly LeadSourceValue[];
  readonly position: Position;
}

/** Everything the playbook says about one object of the org. */
export interface PlaybookObject {
  readonly apiName: string;
  readonly label: string;
  /** The picklist that carries the stages or statuses, where there is one. */
  readonly stageField: string | null;
  /** In rank order, the lost stage first. Empty for objects without stages of their own. */
  readonly stages: readonly Stage[];
  readonly fields: readonly FieldDefinition[];
  readonly criteria: readonly Criterion[];
}

export interface Term {
  readonly id: string;
  readonly name: string;
  readonly means: string;
  readonly test: string;
  readonly owners: readonly BusinessFunction[];
  readonly approver: string;
  readonly systemOfRecord: string;
  readonly reviewBy: string;
  readonly examples: readonly { readonly id: string; readonly case: string; readonly verdict: string }[];
  readonly position: Position;
}

export interface LossReason {
  readonly name: string;
  readonly outcomeClass: 'lost' | 'derail' | 'churn' | 'void';
  readonly for: Population;
  readonly details: readonly string[];
  /** Null while it is in use; else the reason that counts in its place: deals keep the old one, nobody chooses it anew. */
  readonly replacedBy: string | null;
  /** Most percent of a quarter's losses, and of one owner's. */
  readonly atMost: { readonly ofQuarter: number; readonly ofOwner: number } | null;
  readonly position: Position;
}

/** What people read, in one more language. What is not there is said in the playbook's own. */
export interface Translation {
  /** As Salesforce calls it: `de`, `pt_BR`. */
  readonly language: string;
  /** By their place in the file: `criteria > OPP-QUAL-01 > label`; see `texts.ts`. */
  readonly texts: Readonly<Record<string, string>>;
  readonly position: Position;
}

export interface BusinessHours {
  readonly timeZone: string;
  /** ISO weekday (1 Monday) to opening hours `HH:mm`. */
  readonly days: Readonly<Record<number, { readonly from: string; readonly to: string }>>;
  readonly holidays: readonly string[];
}

export interface Playbook {
  readonly name: string;
  /** Of the content: `2026.4.0`. */
  readonly version: string;
  readonly currency: string;
  /** First month of the fiscal year, 1 to 12. */
  readonly fiscalYearStart: number;
  readonly businessHours: BusinessHours;
  /** Lower-case words that do not count as an answer. */
  readonly placeholders: readonly string[];
  /** Whether components write what they see at a gate into the org, and metrics read it there. */
  readonly gateEvents: boolean;
  readonly duplicates: DuplicatePolicy;
  /** Null: the playbook has no list of its own, and what a record says counts. */
  readonly leadSources: LeadSources | null;
  readonly competitors: readonly string[];
  readonly lossReasons: readonly LossReason[];
  readonly terms: readonly Term[];
  readonly objects: readonly PlaybookObject[];
  readonly metrics: readonly Metric[];
  /** First rank that counts as qualified pipeline. */
  readonly qualifiedRank: number;
  readonly segments: readonly Segment[];
  readonly handoffs: readonly HandoffDefinition[];
  readonly serviceLevels: readonly ServiceLevel[];
  readonly cadences: readonly Cadence[];
  /** What every meeting pack begins with. */
  readonly opensPacks: readonly Topic[];
  /** Absent when the playbook has no file for it. */
  readonly leadLifecycle: LeadLifecycle | null;
  readonly postSale: PostSale | null;
  readonly governance: Governance | null;
  /** One for each further language, by code. */
  readonly translations: readonly Translation[];
}
